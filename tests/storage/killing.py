"""An upload in a process of its own, to be killed: `python -m tests.storage.killing DATA BUCKET PREFIX ENDPOINT`."""

import sys
from datetime import timedelta
from pathlib import Path

from archive.bucket import Bucket
from archive.connection import Connection
from pipelines.jobs.upload import upload

PART = 5 * 1024 * 1024


def main(data: str, bucket: str, prefix: str, endpoint: str) -> None:
    store = Bucket(Connection(endpoint=endpoint, rate=60e6), bucket, prefix)
    report = upload(Path(data), store, part_size=PART, keep_local=timedelta(0))
    sys.exit(1 if report.errors else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
