"""Scores extraction against a folder of gold: for each page, each site and each kind, and beside other extractors."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.loader import load_sites, site_of, unknown_site
from pipelines.article import Article, Rejected
from pipelines.blocks import Block
from pipelines.boilerplate import clean, rules_for
from pipelines.extract import extract
from pipelines.gold import GoldPage, read_gold
from pipelines.peers import Peer
from pipelines.scoring import Score, Summary, same_moment, score, summarize

DESCRIBED = "articles of described sites"
UNKNOWN = "articles of unknown sites"
PICTURES = "photo and video pages"


@dataclass(frozen=True, slots=True)
class Graded:
    """A gold page, what we made of it, and how good that is. `described` says whether its site has templates."""

    gold: GoldPage
    result: Article | Rejected
    score: Score
    described: bool

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return self.result.paragraphs if isinstance(self.result, Article) else ()

    @property
    def template(self) -> str:
        return self.result.template if isinstance(self.result, Article) else f"rejected: {self.result.reason}"

    @property
    def group(self) -> str:
        if self.gold.kind != "article":
            return PICTURES
        return DESCRIBED if self.described else UNKNOWN


def evaluate(folder: Path, site: str = "", *, undescribed: bool = False) -> list[Graded]:
    """Extracts and scores every page of the folder, or those of one site; as if no site was described, if asked to.

    Raises GoldError.
    """
    sites = {} if undescribed else load_sites()
    graded = []
    for gold in read_gold(folder, site):
        declared = site_of(gold.page.url, sites) or unknown_site(urlsplit(gold.page.url).hostname or "unknown.invalid")
        graded.append(_grade(gold, extract(gold.page, declared), bool(declared.templates)))
    return graded


def _grade(gold: GoldPage, result: Article | Rejected, described: bool) -> Graded:
    made = result if isinstance(result, Article) else None
    return Graded(
        gold,
        result,
        score(
            gold.paragraphs,
            made.paragraphs if made else (),
            is_boilerplate=partial(is_boilerplate, site=result.site),
            title=(made is not None and made.title == gold.title) if gold.title else None,
            date=same_moment(gold.published, made.published if made else None),
        ),
        described,
    )


def is_boilerplate(text: str, site: str = "") -> bool:
    """Whether a rule takes the text away when it stands alone."""
    return not clean([Block(text)], rules_for(site)).blocks


def by_group(graded: Iterable[Graded]) -> dict[str, Summary]:
    groups: dict[str, list[Score]] = {}
    for one in graded:
        groups.setdefault(one.group, []).append(one.score)
    return {name: summarize(groups[name]) for name in (DESCRIBED, UNKNOWN, PICTURES) if name in groups}


def by_site(graded: Iterable[Graded]) -> dict[str, Summary]:
    """The articles of each site; pages of pictures have a group of their own and do not count here."""
    sites: dict[str, list[Score]] = {}
    for one in graded:
        if one.group != PICTURES:
            sites.setdefault(one.gold.site, []).append(one.score)
    return {name: summarize(sites[name]) for name in sorted(sites)}


def body_scores(graded: Iterable[Graded], peer: Peer | None = None) -> Iterator[Score]:
    """The articles scored without their headline, ours or a peer's: others give the headline apart or not at all."""
    for one in graded:
        if one.group != PICTURES:
            text = one.paragraphs if peer is None else peer(one.gold.page)
            yield score(_body(one.gold.paragraphs, one.gold.title), _body(text, one.gold.title))


def _body(paragraphs: Sequence[str], title: str) -> list[str]:
    first = 1 if paragraphs and paragraphs[0] == title else 0
    return list(paragraphs[first:])


def as_json(graded: Sequence[Graded], peers: dict[str, Summary]) -> dict[str, Any]:
    """The figures as plain values: groups, sites, peers and every page that is not perfect."""
    return {
        "groups": {name: asdict(summary) for name, summary in by_group(graded).items()},
        "sites": {name: asdict(summary) for name, summary in by_site(graded).items()},
        "body_only": {name: asdict(summary) for name, summary in peers.items()},
        "imperfect": [_page_figures(one) for one in graded if not one.score.perfect],
    }


def _page_figures(one: Graded) -> dict[str, Any]:
    return {
        "id": one.gold.id,
        "site": one.gold.site,
        "kind": one.gold.kind,
        "template": one.template,
        "word_f1": one.score.words.f1,
        "paragraph_f1": one.score.paragraphs.f1,
        "exact": one.score.exact,
        "title": one.score.title,
        "date": one.score.date,
        "leaked": one.score.leaked,
        "lost": one.score.lost,
    }


HEADINGS = ("pages", "word P", "word R", "word F1", "para F1", "exact", "headline", "date", "leak", "lost")
"""What `cells` gives."""


def cells(summary: Summary) -> tuple[str, ...]:
    """The figures as they are printed, in the order of HEADINGS."""
    return (
        str(summary.articles),
        *(f"{value:.4f}" for value in (summary.precision, summary.recall, summary.word_f1, summary.paragraph_f1)),
        *(_percent(value) for value in (summary.exact, summary.title, summary.date)),
        f"{_percent(summary.leak_rate)} ({summary.leaked})",
        f"{_percent(summary.over_deletion)} ({summary.lost})",
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"
