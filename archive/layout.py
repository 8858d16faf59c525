"""How the objects of a bucket are called: by kind, site and day, as lifecycle rules, Athena and DuckDB like it."""

import re
from dataclasses import dataclass

UNDATED = "undated"

_STAMP = re.compile(r"-(\d{4})(\d\d)(\d\d)\d{9}-\d{5}-")
_RUN = re.compile(r"(\d{4})(\d\d)(\d\d)T\d{6}Z")
_KEY = re.compile(r"(?P<kind>[a-z]+)/site=(?P<site>[^/]+)/date=(?P<day>[^/]+)/(?P<rest>.+)")
_OF_RUN = re.compile(r"run=(?P<run>[^/]+?)(?P<ending>\.jsonl|\.parquet|\.tar\.zst|\.zip|/.+)")


@dataclass(frozen=True, slots=True)
class Key:
    """What the name of an object says. `run` is empty for WARCs; `name` is what stands below site, day and run."""

    kind: str
    site: str
    day: str
    run: str
    name: str


def warc_key(site: str, name: str) -> str:
    """The key of a WARC or of what lies beside it; its day is the one on which the file was begun, UTC."""
    return f"warc/site={site}/date={day_of_warc(name)}/{name}"


def batch_key(kind: str, site: str, run: str, ending: str) -> str:
    """`ending` follows the run: `.jsonl`, `.tar.zst`, or `/` and the name of a file."""
    return f"{kind}/site={site}/date={day_of_run(run)}/run={run}{ending}"


def parse_key(key: str) -> Key | None:
    """None for objects that are none of the layout's."""
    found = _KEY.fullmatch(key)
    if not found:
        return None
    kind, site, day, rest = found.groups()
    if kind == "warc":
        return Key(kind, site, day, "", rest)
    of_run = _OF_RUN.fullmatch(rest)
    return Key(kind, site, day, of_run["run"], of_run["ending"]) if of_run else None


def is_ours(key: str) -> bool:
    """Whether a key is one that we would give."""
    return parse_key(key) is not None or key.startswith("state/date=")


def beside(key: str, name: str) -> str:
    """The key of another file of the same site: WARCs of one folder lie in the days that they were begun on."""
    if key.startswith("warc/site=") and _STAMP.search(name):
        return warc_key(key.split("/")[1].removeprefix("site="), name)
    return f"{key.rpartition('/')[0]}/{name}"


def day_of_warc(name: str) -> str:
    return _day(_STAMP.search(name))


def day_of_run(run: str) -> str:
    return _day(_RUN.match(run))


def _day(found: re.Match[str] | None) -> str:
    return "-".join(found.groups()) if found else UNDATED
