"""The last step of `kliping run`: what is finished goes to the bucket of the settings, what is held back does not."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.connection import Connection
from archive.stores import store_at
from pipelines.health.verdictfile import write_verdict
from pipelines.jobs.run import run
from pipelines.schedule.config import Bucket, Cadence, Config
from tests.schedule.test_health import SITE, healthy, judged


def never(*arguments: Any, **options: Any) -> None:
    raise AssertionError("nothing is due")


def test_a_pass_uploads_what_is_published(tmp_path: Path, plain: Connection, bucket_name: str, prefix: str) -> None:
    ill, well = judged(healthy(templates={"generic": 12})), judged(healthy())
    for name, verdict in (("20261110T050000Z", ill), ("20261110T060000Z", well)):
        batch = tmp_path / "text" / "koran" / name
        batch.mkdir(parents=True)
        (batch / "articles.jsonl").touch()
        (batch / "rejected.jsonl").touch()
        write_verdict(tmp_path, replace(verdict, run=name), healthy())
    url = f"s3://{bucket_name}/{prefix}"
    config = Config(
        contact="https://example.org/kliping",
        data=tmp_path,
        sites={"koran": Cadence()},
        bucket=Bucket(url=url, endpoint=plain.endpoint),
    )
    report = run(config, {"koran": SITE}, clock=lambda: datetime.now(UTC), crawl=never, only=["no other"])
    assert report.errors == []
    keys = [stored.key for stored in store_at(url, plain).list()]
    assert [key for key in keys if "20261110T060000Z" in key]
    assert not [key for key in keys if "20261110T050000Z" in key]
