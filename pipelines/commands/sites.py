"""`kliping sites`: the newspapers that are described."""

from typing import Any

from crawler.loader import load_sites
from crawler.site import DatedIndex, Site, Source
from pipelines.commands.options import Json
from pipelines.commands.screen import show_json, show_table

EXAMPLES = """Examples:

kliping sites

kliping sites --json"""


def sites(
    as_json: Json = False,
) -> None:
    """List the newspapers that are described, with what announces their articles."""
    declared = list(load_sites().values())
    if as_json:
        show_json({"sites": [_facts(site) for site in declared]})
        return
    show_table(
        ("site", "newspaper", "domains", "new articles from", "back to", "templates"),
        [
            (
                site.name,
                site.title,
                ", ".join(site.domains),
                _kinds(site.discovery),
                _back_to(site),
                len(site.templates),
            )
            for site in declared
        ],
    )


def _facts(site: Site) -> dict[str, Any]:
    return {
        "name": site.name,
        "title": site.title,
        "domains": site.domains,
        "discovery": [{"kind": _kind(source), **vars(source)} for source in site.discovery],
        "backfill": [{"kind": _kind(source), **vars(source)} for source in site.backfill],
        "templates": [{"name": t.name, "since": t.since, "until": t.until} for t in site.templates],
        "delay": site.delay,
    }


def _kinds(sources: tuple[Source, ...]) -> str:
    return ", ".join(dict.fromkeys(_kind(source) for source in sources)) or "-"


def _kind(source: Source) -> str:
    return type(source).__name__


def _back_to(site: Site) -> str:
    days = [source.since.isoformat() for source in site.backfill if isinstance(source, DatedIndex) and source.since]
    return min(days) if days else "?" if site.backfill else "-"
