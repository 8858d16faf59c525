"""Two dask workers that read from a bucket and write into it do what one process does on a disk."""

import time
from pathlib import Path

import pytest

from archive.bucket import Bucket
from archive.stored import StoredFile
from pipelines.jobs.cluster import ClusterError, cluster_at
from pipelines.jobs.reextract import How, reextract
from pipelines.jobs.reextractstored import reextract_to
from pipelines.jobs.work import Each, filling
from tests.cluster import Cluster, cluster  # noqa: F401
from tests.pipelines.test_reextract import tree
from tests.storage.test_side_by_side import LIMITS, below, in_objects, warcs  # noqa: F401

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

pytestmark = [pytest.mark.timeout(240), pytest.mark.filterwarnings("ignore")]


def ready(address: str) -> Each:
    """The cluster, as soon as its scheduler is up."""
    deadline = time.monotonic() + 60
    while True:
        try:
            assert [*cluster_at(address)(str, [1])] == ["1"]
            return cluster_at(address)
        except ClusterError:
            assert time.monotonic() < deadline


def test_a_cluster_reads_from_a_bucket_and_writes_into_it(
    plain_bucket: Bucket,
    warcs: tuple[list[Path], list[StoredFile]],  # noqa: F811
    tmp_path: Path,
    cluster: Cluster,  # noqa: F811
) -> None:
    here, there = warcs
    reextract(here, tmp_path / "one", how=How(LIMITS))
    each = ready(cluster[0])
    reextract(there, tmp_path / "folder", how=How(LIMITS, engine=filling(each), piece=1500))
    assert tree(tmp_path / "folder") == tree(tmp_path / "one")
    out = below(plain_bucket, "cluster")
    stored = reextract_to(there, out, how=How(LIMITS), each=each)
    assert (stored.written, stored.articles, len(stored.errors)) == (5, 30, 1)
    assert in_objects(out) == tree(tmp_path / "one")
