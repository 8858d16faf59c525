"""The publication date that readers of an unknown page see, and whether to believe it or what machines are told."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.dates import parse_date
from pipelines.metadata import PageFacts
from pipelines.text import fold
from pipelines.unknown.headmatter import has_clock, is_date, is_update
from pipelines.unknown.marks import css
from pipelines.unknown.prose import Line, Survey
from pipelines.unknown.zones import Zones

_NAMED = (
    "time[datetime], [itemprop='datePublished'][content]",
    "time, [itemprop='datePublished'], [class*='date'], [class*='Date'], [class*='tanggal'], [class*='time'], "
    "[class*='publish'], [class*='waktu']",
)
"""Elements that are called dates, those first that tell machines."""
_MACHINES = ("jsonld:datePublished", "meta:article:published_time", "meta:datePublished")
_ADDRESS = "url"
_LATER = timedelta(days=3)
"""So long after the day in its address a page was changed, not published."""
_SAME = timedelta(hours=1)
"""Two clocks of one publication: when it was sent, and when it was shown."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A visible date: its text, and the element or the line to mark."""

    text: str
    below: bool
    """Whether it stands below the headline; what stands above may be today's."""
    place: LexborNode | Line


def find_date(tree: LexborHTMLParser, page: Survey, at: Zones) -> Dated | None:
    """The date nearest to the headline, below it before above; never one among the stories after the text."""
    named: dict[int, LexborNode] = {}
    for node in (node for selector in _NAMED for node in tree.css(selector)):
        if node.mem_id in page.spans and _is_published(node.text(separator=" ")):
            named.setdefault(page.span(node)[0], node)
    below = range(at.top, min(max(at.first, at.bottom, at.early) + 1, len(page.lines)))
    for number in (*below, *range(at.top - 1, at.above - 1, -1)):
        node_there, line = named.get(number), page.lines[number]
        if node_there is not None and _squeezed(node_there.text()) in _squeezed(line.text):  # none of it is hidden
            return Dated(_told(node_there), number in below, node_there)
        if _is_published(line.text):
            return Dated(line.text, number in below, line)
    return None


def date_places(facts: PageFacts, dated: Dated | None) -> tuple[str, ...]:
    """What machines are told, unless readers see another clock, or the same one in another zone, or a change's."""
    told, address = facts.date(_MACHINES), facts.date((_ADDRESS,))
    seen = parse_date(dated.text, facts.zone) if dated is not None and has_clock(dated.text) else None
    visible = css("date")
    if told is not None and address is not None and told[0] - address[0] > _LATER:
        return (_ADDRESS, *_MACHINES) if seen is None or seen - address[0] > _LATER else (visible, _ADDRESS)
    if told is None or seen is None or dated is None:
        return (*_MACHINES, visible, _ADDRESS)
    if told[0].time() == time():
        return (visible, *_MACHINES)
    if told[0].utcoffset() != seen.utcoffset() and _clock(told[0]) == _clock(seen):
        return tuple(f"{place} !wall" for place in _MACHINES)
    if dated.below and abs(told[0] - seen) > _SAME:
        return (visible, *_MACHINES)
    return (*_MACHINES, visible)


def _clock(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None, second=0, microsecond=0)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _told(node: LexborNode) -> str:
    attributes = node.attributes
    return attributes.get("datetime") or attributes.get("content") or fold(node.text(separator=" "))


def _is_published(text: str) -> bool:
    text = fold(text)
    return is_date(text) and not is_update(text)
