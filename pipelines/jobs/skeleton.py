"""A new newspaper's file, to be filled in: what can be told from the address of one of its articles."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler import sites as folder
from crawler.loader import load_sites, site_of

_NAME = re.compile(r"[a-z][a-z0-9]*")
_SECOND_LEVEL = frozenset("ac co com go mil my net or sch web".split())
"""Under `.id` a newspaper's own name is often the third label from the end."""
_DAY = (("year", r"(?:19|20)\d\d", r"\d{4}"), ("month", r"[01]\d", r"\d\d"), ("day", r"[0-3]\d", r"\d\d"))


class SkeletonError(Exception):
    """Why no file is written; the message says what to do."""


def new_site(name: str, url: str, into: Path | None = None) -> Path:
    """Writes `NAME.py` into the folder of the sites. Raises SkeletonError."""
    if not _NAME.fullmatch(name):
        raise SkeletonError(f"{name!r} cannot name a site: small letters and digits, a letter first, like `harianuji`")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise SkeletonError(f"no http or https address: {url!r}; give the address of one article")
    owner = site_of(url, load_sites())
    if owner:
        raise SkeletonError(f"{urlsplit(url).hostname} belongs to {owner.name} already: crawler/sites/{owner.name}.py")
    file = (into or Path(folder.__path__[0])) / f"{name}.py"
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(skeleton(name, url))
    except FileExistsError as error:
        raise SkeletonError(f"{file} is there already; choose another name") from error
    return file


def skeleton(name: str, url: str) -> str:
    """The text of the file, which loads as it is and knows `url` for an article."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    domain = registrable(host)
    pattern, dated = article_pattern(host, parts.path)
    template = _environment().get_template("skeleton.py.txt")
    return template.render(
        name=name,
        title=name.capitalize(),
        domain=domain,
        base=f"https://{host}",
        url=url,
        pattern=pattern,
        dated=dated,
        slug_alone=parts.path.strip("/").count("/") == 0,
    )


def registrable(host: str) -> str:
    """The part of a host name that was bought: `berita.harianuji.co.id` is of `harianuji.co.id`."""
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and labels[-1] == "id" and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


def article_pattern(host: str, path: str) -> tuple[str, bool]:
    """A first guess of `Site.article`, and whether the address has a day in it."""
    segments = [segment for segment in path.split("/") if segment]
    found: list[str] = []
    day = list(_DAY)
    has_id = False
    for index, segment in enumerate(segments):
        if day and re.fullmatch(day[0][1], segment) and (len(day) < len(_DAY) or index + 1 < len(segments)):
            group, _, shape = day.pop(0)
            found.append(f"(?P<{group}>{shape})")
        elif not has_id and (number := re.search(r"\d{4,}", segment)):
            has_id = True
            before, after = segment[: number.start()], segment[number.end() :]
            found.append(_shape(before) + r"(?P<id>\d+)" + (r"[\w.%-]*" if after else ""))
        else:
            found.append(re.escape(segment) if len(segments) > 1 and index == 0 and "-" not in segment else r"[\w.%-]+")
    # `www.` and the like come and go.
    hosts = rf"([\w-]+\.)*{re.escape(registrable(host))}"
    return rf"https://{hosts}/" + "/".join(found) + "(/|$)", len(day) < len(_DAY)


def _shape(text: str) -> str:
    return re.escape(text) if len(text) <= 12 and text.count("-") <= 1 else r"[\w.%-]*?"


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipelines.jobs", "."),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
