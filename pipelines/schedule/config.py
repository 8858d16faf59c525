"""The tables of `kliping.toml`: what may stand in each, and what holds unless it is said; docs/kliping.toml has all."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from archive.connection import Connection
from pipelines.schedule.timespans import Hours, parse_hours, parse_span


def _plain_url(value: str) -> str:
    """An address without a secret; one that has one comes by the environment."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("no address; write one that begins with https:// or http://")
    if parts.password or parts.username:
        raise ValueError("a name or password stands in the address: secrets come by the environment (KLIPING_WEBHOOK)")
    return value


def _bucket_url(value: str) -> str:
    if not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]+(/.*)?", value):
        raise ValueError("no bucket; write s3://BUCKET or s3://BUCKET/PREFIX")
    return value


def _contact(value: str) -> str:
    if not re.fullmatch(r"(https?://[^\s/]+\.[^\s]+|[^\s@]+@[^\s@]+\.[^\s@]+)", value):
        raise ValueError("write where newspapers reach you: a page (https://...) or an e-mail address")
    return value


def _listen(value: str) -> str:
    if not re.fullmatch(r"(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}", value):
        raise ValueError("write an address and a port, as in 127.0.0.1:9477")
    return value


Span = Annotated[timedelta, BeforeValidator(parse_span)]
QuietHours = Annotated[Hours, BeforeValidator(parse_hours)]
Pause = Annotated[float, Field(ge=0, le=3600)]


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


class Cadence(Table):
    """How one newspaper is crawled."""

    every: Span = timedelta(hours=1)
    since: date | None = None
    """The first day that is wanted; days before the first run are back-filled from there."""
    quiet: tuple[QuietHours, ...] = Field(default=(), strict=False)
    delay: Pause | None = None
    limit: Annotated[int, Field(ge=1)] | None = None


class Bucket(Table):
    url: Annotated[str, AfterValidator(_bucket_url)]
    endpoint: Annotated[str, AfterValidator(_plain_url)] | None = None
    region: str = ""
    profile: str = ""
    storage_class: str = ""
    sse: str = ""
    kms_key: str = ""
    rate: Annotated[float, Field(ge=0)] = 0.0

    @property
    def connection(self) -> Connection:
        return Connection(endpoint=self.endpoint or "", **self.model_dump(exclude={"url", "endpoint"}))


class Daemon(Table):
    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:9477"
    look: Span = timedelta(minutes=1)
    """How often it looks for what is due."""


class Config(Table):
    contact: Annotated[str, AfterValidator(_contact)]
    data: Annotated[Path, Field(strict=False)] = Path("data")
    """Relative to the folder of the file, so that both can move together."""
    webhook: Annotated[str, AfterValidator(_plain_url)] | None = None
    metrics: Annotated[Path, Field(strict=False)] | None = None
    defaults: Cadence = Cadence()
    sites: Annotated[dict[str, Cadence], Field(min_length=1)]
    bucket: Bucket | None = None
    daemon: Daemon = Daemon()
