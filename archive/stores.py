"""From what a person writes to the store that is meant."""

from pathlib import Path

from archive.connection import Connection
from archive.objects import Folder, StorageError, Store

SCHEME = "s3://"


def is_stored(place: str) -> bool:
    return place.startswith(SCHEME)


def store_at(place: str, connection: Connection) -> Store:
    """The store at `s3://bucket/prefix`, or at a folder. Raises StorageError for a URL without a bucket."""
    if not is_stored(place):
        return Folder(Path(place))
    from archive.bucket import Bucket

    bucket, _, prefix = place.removeprefix(SCHEME).partition("/")
    prefix = prefix.strip("/")
    if not bucket:
        raise StorageError(f"{place}: which bucket? Write s3://BUCKET or s3://BUCKET/PREFIX")
    return Bucket(connection, bucket, f"{prefix}/" if prefix else "")
