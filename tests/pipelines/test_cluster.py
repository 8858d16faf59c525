"""Two dask workers on this machine do what one process does."""

import time
from pathlib import Path

import pytest

from pipelines.jobs.cluster import ClusterError, cluster_at
from pipelines.jobs.reextract import How, reextract
from pipelines.jobs.work import filling
from tests.cluster import Cluster, cluster  # noqa: F401
from tests.pipelines.test_reextract import stories, tree
from tests.warcs import write_warc

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

pytestmark = [pytest.mark.timeout(240), pytest.mark.filterwarnings("ignore")]


def test_two_workers_of_which_one_dies(tmp_path: Path, cluster: Cluster) -> None:  # noqa: F811
    address, workers = cluster
    warc = write_warc(tmp_path / "a.warc.gz", [*stories("warta.test", 20), *stories("kabar.test", 20)])
    reextract([warc], tmp_path / "one")
    killed = []

    def kill_one(place: object, offset: int) -> None:
        if not killed:
            killed.append(workers[0].kill())

    deadline = time.monotonic() + 60
    while True:
        try:
            how = How(engine=filling(cluster_at(address)), piece=1500)
            report = reextract([warc], tmp_path / "many", how=how, on_progress=kill_one)
            break
        except ClusterError:  # the scheduler is not up yet
            assert time.monotonic() < deadline
    assert killed
    assert (report.pages, report.errors) == (40, [])
    assert tree(tmp_path / "many") == tree(tmp_path / "one")


def test_no_scheduler_is_an_error_that_says_so(tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", stories("warta.test", 1))
    with pytest.raises(ClusterError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        reextract([warc], tmp_path / "out", how=How(engine=filling(cluster_at("tcp://127.0.0.1:9"))))
