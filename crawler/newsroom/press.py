"""Prints stories in the markup of their papers: Jinja2 templates and what they need to know."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote_plus

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from crawler.newsroom.stories import paragraphs

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
WIB = timezone(timedelta(hours=7))


def indonesian(moment: datetime, form: str) -> str:
    """`strftime` at the WIB clock, with Indonesian names for `%A`, `%B` and `%b`."""
    local = moment.astimezone(WIB)
    month = MONTHS[local.month - 1]
    names = {"%A": DAYS[local.weekday()], "%B": month, "%b": month[:3]}
    return local.strftime(re.sub("%[ABb]", lambda name: names[name[0]], form))


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def inline(text: str, tags: tuple[str, ...] = (), href: str = "", css: str = "") -> Markup:
    """Text with `*italics*` set and, given an `href` that ends where the tag goes, its tags linked once each."""
    html = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", str(escape(text)))
    attribute = f' class="{css}"' if css else ""
    for tag in tags if href else ():
        link = rf'<a{attribute} href="{href}{quote_plus(tag)}">\1</a>'
        html = re.sub(rf"\b({re.escape(tag)})\b(?![^<]*>)", link, html, count=1, flags=re.I)
    return Markup(html)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawler.newsroom", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(indonesian=indonesian, utc=utc, inline=inline, paragraphs=paragraphs)
    return environment


def print_page(template: str, **context: Any) -> str:
    """The page as text; `template` is a path below `pages/`."""
    return _ENVIRONMENT.get_template(template).render(context)


_ENVIRONMENT = _environment()
