"""A captured page and what must be made of it, as a folder: `page.html`, `expected.txt`, `page.toml`.

`page.toml` says `url` and `captured`, and what the article's fields must be; a field it leaves out must be empty.
"""

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from archive.page import Page
from crawler.site import Site
from pipelines.article import Article
from pipelines.text import render

FIELDS = (
    *("title", "published", "published_from", "modified", "authors", "editors", "section", "tags", "captions"),
    *("flags", "origin"),
)
"""What `page.toml` tells of an article, in its order."""


class FixtureError(Exception):
    """A fixture that cannot be read; the message names the file and what to do."""


@dataclass(frozen=True, slots=True)
class Fixture:
    """`expected` has the fields of FIELDS; `text` is what `expected.txt` holds."""

    folder: Path
    page: Page
    text: str
    expected: dict[str, Any]


def folders(root: Path, site: Site, template: str) -> list[Path]:
    """The fixtures of a template: `ROOT/SITE/TEMPLATE`, and `ROOT/SITE/TEMPLATE--WHAT` for more of them."""
    parent = root / site.name
    found = [*parent.glob(template), *parent.glob(f"{template}--*")]
    return sorted(folder for folder in found if folder.is_dir())


def read_fixture(folder: Path) -> Fixture:
    """Raises FixtureError. An `expected.txt` that is missing reads as an empty one."""
    told = _read_toml(folder / "page.toml")
    unknown = set(told) - {"url", "captured", "content_type", *FIELDS}
    if unknown:
        raise FixtureError(f"{folder / 'page.toml'}: no such field: {', '.join(sorted(unknown))}")
    try:
        body = (folder / "page.html").read_bytes()
        page = Page(told["url"], 200, told.get("content_type", "text/html"), body, _aware(told["captured"]), "", "", 0)
    except FileNotFoundError as error:
        raise FixtureError(f"{folder}: it must hold the page as page.html") from error
    except KeyError as error:
        raise FixtureError(f"{folder / 'page.toml'}: it must say {error}") from error
    text = folder / "expected.txt"
    expected = {field: told.get(field) for field in FIELDS}
    return Fixture(folder, page, text.read_text("utf-8") if text.exists() else "", expected)


def differences(fixture: Fixture, article: Article) -> Iterator[str]:
    """What the article has that the fixture does not expect, and the other way round; a line each."""
    text = render(article.paragraphs)
    if text != fixture.text:
        yield f"expected.txt:\n--- expected\n{fixture.text}\n--- made\n{text}"
    for field, wanted in fixture.expected.items():
        made = getattr(article, field) or None
        wanted = tuple(wanted) or None if isinstance(wanted, list) else wanted
        if made != wanted:
            yield f"{field}: expected {wanted!r}, made {made!r}"


def accept(fixture: Fixture, article: Article) -> None:
    """Write what was made as what is expected."""
    told: dict[str, Any] = {"url": fixture.page.url, "captured": _day(fixture.page.fetched_at)}
    if fixture.page.content_type != "text/html":
        told["content_type"] = fixture.page.content_type
    told |= {field: value for field in FIELDS if (value := getattr(article, field))}
    lines = [f"{key} = {_toml(value)}\n" for key, value in told.items()]
    (fixture.folder / "page.toml").write_text("".join(lines), "utf-8")
    (fixture.folder / "expected.txt").write_text(render(article.paragraphs), "utf-8")


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise FixtureError(f"{file}: it must be there and say url and captured") from error
    except tomllib.TOMLDecodeError as error:
        raise FixtureError(f"{file}: no TOML: {error}") from error


def _aware(captured: date) -> datetime:
    """A day alone, or a time without an offset, is in UTC."""
    moment = captured if isinstance(captured, datetime) else datetime(captured.year, captured.month, captured.day)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(captured: datetime) -> date:
    """Midnight in UTC stands for a day of which no time is known."""
    midnight = captured.tzinfo is UTC and not (captured.hour or captured.minute or captured.second)
    return captured.date() if midnight else captured


def _toml(value: str | date | Sequence[str]) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value if isinstance(value, str) else list(value), ensure_ascii=False)
