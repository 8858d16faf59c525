"""Articles that are looked at again while the newsroom edits them, takes them down and leaves them as they are."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.rawrecords import raw_records
from archive.records import REVISIT_NOT_MODIFIED
from archive.verify import verify
from crawler.loader import load_sites
from crawler.newsroom.room import Newsroom
from crawler.newsroom.stories import Story, parse_body
from crawler.site import Site
from crawler.state.addresses import Address
from crawler.state.articles import Article as Kept
from crawler.state.store import NAME, State
from crawler.urls import identity
from pipelines.article import Article, Rejected
from pipelines.jobs.crawlreport import SiteReport
from pipelines.jobs.demo import different_files
from pipelines.jobs.history import history
from pipelines.jobs.index import rebuild
from pipelines.jobs.reextract import reextract
from pipelines.ledger import Ledger
from tests.crawler.crawling import run
from tests.state.dumping import dump

SOON = tuple(timedelta(milliseconds=50 * n) for n in range(1, 12_000))
"""A curve by which every article is due again when the next run begins."""

NEVER: tuple[timedelta, ...] = ()
PAPER = "jfid"


@pytest.fixture
def edited(newsroom: Newsroom) -> Iterator[Newsroom]:
    yield newsroom
    newsroom.restore()


def site(revisits: tuple[timedelta, ...] = SOON) -> Site:
    return replace(load_sites()[PAPER], revisits=revisits)


def crawled(newsroom: Newsroom, data: Path, revisits: tuple[timedelta, ...] = SOON) -> SiteReport:
    newsroom.forget()
    [report] = run(data, newsroom.proxy_url, sites=[site(revisits)], delay=0).sites
    return report


def article(newsroom: Newsroom, data: Path, story: Story) -> Kept:
    with State(data / NAME) as state:
        found = state.articles.find(identity(newsroom.url(story), site()))
    assert found
    return found


def known(newsroom: Newsroom, data: Path, story: Story) -> Address:
    with State(data / NAME) as state:
        found = state.addresses.find(identity(newsroom.url(story), site()))
    assert found
    return found


def answered(newsroom: Newsroom, data: Path, story: Story) -> datetime:
    moment = known(newsroom, data, story).answered
    assert moment
    return moment


def make_due(data: Path) -> None:
    """As if the pause were over."""
    with closing(sqlite3.connect(data / NAME)) as state, state:
        state.execute("UPDATE url SET due = answered WHERE due IS NOT NULL")


def asked(newsroom: Newsroom, story: Story) -> list[int]:
    """The statuses with which the newsroom has answered for the story."""
    return [one.status for one in newsroom.requests if one.url == newsroom.url(story) and one.method == "GET"]


def test_a_story_and_its_versions(edited: Newsroom, tmp_path: Path) -> None:
    stories = [one for one in edited.articles(PAPER) if not one.oddity]
    changed, headline, bytes_only, gone = stories[:4]
    validated = next(one for one in edited.articles(PAPER) if one.oddity == "validators")
    first = crawled(edited, tmp_path)
    assert first.articles == len(edited.articles(PAPER))

    again = "Pemerintah daerah menyebut angka itu masih dapat berubah."
    edited.rewrite(changed.name, pages=((*changed.blocks, *parse_body(again)[0]),))
    edited.rewrite(headline.name, title=f"{headline.title}, Warga Bersiap")
    edited.rewrite(bytes_only.name, tags=(*bytes_only.tags, "Iklan"))
    edited.take_down(gone.name)
    second = crawled(edited, tmp_path)
    assert second.seen_again == first.articles
    assert second.articles == 2
    assert second.unchanged == first.articles - 3
    assert asked(edited, validated) == [304]
    assert asked(edited, changed) == [200]

    [not_modified] = [
        record
        for warc in second.warcs
        for record in raw_records(warc)
        if record.get("warc-profile") == REVISIT_NOT_MODIFIED
    ]
    assert not_modified.url == edited.url(validated)
    assert list(verify(tmp_path / "warc")) == []
    four = (changed, headline, bytes_only, gone)
    assert [len(article(edited, tmp_path, one).versions) for one in four] == [2, 2, 1, 1]
    assert article(edited, tmp_path, gone).takedown
    assert article(edited, tmp_path, changed).takedown is None

    told = history(edited.url(changed), tmp_path)
    assert told
    assert [str(change).endswith("{+¶ " + again + "+}") for change in told.editions[1].changes] == [True]
    assert len(told.captures) == 2

    edited.restore()
    third = crawled(edited, tmp_path)
    assert third.articles == 2  # the edits are taken back, which are changes too
    assert article(edited, tmp_path, gone).takedown is None
    assert len(article(edited, tmp_path, gone).versions) == 1

    reextract([tmp_path / "warc"], tmp_path / "again")
    assert different_files(tmp_path / "text", tmp_path / "again") == []
    was = dump(tmp_path / NAME)
    rebuild(tmp_path, sites={PAPER: site()})
    assert dump(tmp_path / NAME) == was


def test_nothing_is_looked_at_before_its_time(newsroom: Newsroom, tmp_path: Path) -> None:
    crawled(newsroom, tmp_path, (timedelta(hours=1), timedelta(days=1)))
    second = crawled(newsroom, tmp_path)
    assert (second.seen_again, second.articles) == (0, 0)
    story = newsroom.articles(PAPER)[0]
    assert known(newsroom, tmp_path, story).due == answered(newsroom, tmp_path, story) + timedelta(hours=1)


def test_an_outage_uses_up_no_look(edited: Newsroom, tmp_path: Path) -> None:
    """The only look that the curve has meets no answer: it is made up for, after a pause."""
    once = (timedelta(milliseconds=1),)
    stories = [one for one in edited.articles(PAPER) if not one.oddity][:3]
    crawled(edited, tmp_path, once)
    for story, oddity in zip(stories, ("503 always", "403", "torn"), strict=True):
        edited.rewrite(story.name, oddity=oddity)
    crawled(edited, tmp_path, once)
    for story in stories:
        assert known(edited, tmp_path, story).due == answered(edited, tmp_path, story) + timedelta(hours=1)
    was = dump(tmp_path / NAME)
    rebuild(tmp_path, sites={PAPER: site(once)})
    assert dump(tmp_path / NAME) == was

    for story in stories:
        edited.take_down(story.name)
    assert crawled(edited, tmp_path, once).seen_again == 0, "the pause is kept"
    make_due(tmp_path)
    crawled(edited, tmp_path, once)
    for story in stories:
        assert article(edited, tmp_path, story).takedown
        assert (known(edited, tmp_path, story).attempts, known(edited, tmp_path, story).due) == (0, None)


def test_pauses_grow_and_end_with_the_next_look_of_the_curve(newsroom: Newsroom) -> None:
    story = newsroom.articles(PAPER)[0]
    curve = site((timedelta(hours=1), timedelta(days=30)))
    at = datetime(2026, 11, 10, tzinfo=UTC)
    page = Article(
        url=newsroom.url(story), canonical_url=newsroom.url(story), site=PAPER, title="Judul",
        paragraphs=("Judul", "Isi."), fetched_at=at, published=at,
    )  # fmt: skip
    failed = Rejected(url=page.url, site=PAPER, reason="http 503", status=503)
    pauses = []
    with State(None) as state:
        for number in range(6):
            state.runs.begin(PAPER, f"run {number}", at, {})
            ledger = Ledger(state, curve, f"run {number}")
            if number:
                ledger.reject(replace(failed, fetched_at=at))
            else:
                ledger.add(page, "000.txt")
            found = state.addresses.find(identity(page.url, curve))
            assert found
            assert found.due
            pauses.append(found.due - at)
            at = found.due
    hours = [pause / timedelta(hours=1) for pause in pauses]
    assert hours[:5] == [1, 1, 6, 24, 72]
    assert at == datetime(2026, 12, 10, tzinfo=UTC), "then it is the curve's turn"


def test_a_site_without_a_curve_is_never_looked_at_again(newsroom: Newsroom, tmp_path: Path) -> None:
    crawled(newsroom, tmp_path, NEVER)
    assert crawled(newsroom, tmp_path, NEVER).seen_again == 0


def test_without_the_earlier_warc_the_whole_page_is_asked_for(newsroom: Newsroom, tmp_path: Path) -> None:
    """Only what is in the archive may be confirmed by a 304."""
    validated = next(one for one in newsroom.articles(PAPER) if one.oddity == "validators")
    [warc] = crawled(newsroom, tmp_path).warcs
    warc.rename(tmp_path / warc.name)
    second = crawled(newsroom, tmp_path)
    assert asked(newsroom, validated) == [200]
    assert second.articles == 0  # the text is known all the same
