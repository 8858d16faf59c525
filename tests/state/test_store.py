"""The file of the state: what it says when it cannot be used, and what it keeps."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from archive.page import Page
from crawler.discovery import Announced
from crawler.lock import Lock
from crawler.state.addresses import next_due
from crawler.state.articles import Place, Text
from crawler.state.database import StateError
from crawler.state.schema import MIGRATIONS
from crawler.state.store import NAME, State
from crawler.urls import identity
from tests.crawler.crawling import PAPER

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
RUN = "20261122T050000Z"


def url(number: int, day: int = 22) -> str:
    return f"http://koran.test/2026/11/{day:02}/berita/{number}"


def page(address: str, offset: int, status: int = 200, at: datetime = NOON) -> Page:
    return Page(address, status, "text/html", b"", at, f"<urn:uuid:{offset}>", "koran.warc.gz", offset)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with State(tmp_path / NAME) as state:
        state.runs.begin("koran", RUN, NOON, {"limit": 3})
    return tmp_path / NAME


def test_a_newer_file_is_not_touched(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(
        StateError, match=r"made by a newer Kliping \(schema 2, this one knows 1\).*`kliping index rebuild`"
    ):
        State(path)


@pytest.mark.parametrize("where", [0, 4096], ids=["head", "tables"])
def test_a_damaged_file_says_how_to_make_it_again(path: Path, where: int) -> None:
    content = bytearray(path.read_bytes())
    content[where : where + 4096] = b"\xff" * 4096
    path.write_bytes(content)

    def use() -> None:
        with State(path) as state:
            state.runs.last("koran")
            state.addresses.announce(PAPER, "Feed x", [Announced(url(1))], NOON)

    with pytest.raises(StateError, match=r"is damaged.*`kliping index rebuild`"):
        use()


def test_a_locked_file_says_so(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with State(path, patience=0.05) as state, pytest.raises(StateError, match="another program keeps it locked"):
            state.runs.begin("koran", "20261123T050000Z", NOON, {})
    finally:
        other.close()


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(StateError, match="cannot be written"):
        State(tmp_path / NAME)


def test_it_can_be_moved(path: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    moved = path.rename(tmp_path / "there" / NAME)
    with State(moved) as state:
        last = state.runs.last("koran")
    assert last
    assert (last.run, last.how, last.ended) == (RUN, {"limit": 3}, None)


def test_what_fails_within_is_taken_back(path: Path) -> None:
    def fail(state: State) -> None:
        with state.writing():
            state.addresses.announce(PAPER, "Feed x", [Announced(url(1))], NOON)
            raise ValueError

    with State(path) as state:
        with pytest.raises(ValueError):  # noqa: PT011 - its own
            fail(state)
        assert state.addresses.backlog("koran", NOON) == 0
        state.addresses.announce(PAPER, "Feed x", [Announced(url(1))], NOON)
        assert state.addresses.backlog("koran", NOON) == 1


def test_a_month_of_coverage(path: Path) -> None:
    with State(path) as state:
        found = [Announced(url(n)) for n in range(1, 5)]
        state.captures.read(PAPER, RUN, "Feed x", page("http://koran.test/rss", 1), found)
        state.captures.read(PAPER, RUN, "Listing y", page("http://koran.test/kanal", 2), found[:2])
        state.captures.read(PAPER, RUN, "Feed x", page("http://koran.test/rss", 1), [*found, Announced(url(9))])
        state.addresses.answer(PAPER, RUN, url(1), NOON, "archived")
        state.addresses.answer(PAPER, RUN, url(2), NOON, "refused", "http 404")
        state.addresses.answer(PAPER, RUN, url(3), NOON, "missing", "timed out", failed=True)
        state.addresses.answer(PAPER, RUN, url(8, 21), NOON, "archived")
        before, day = state.coverage.days("koran", date(2026, 11, 1), date(2026, 11, 30))
        assert (before.day, before.announced, before.archived) == (date(2026, 11, 21), 0, 1)
        assert (day.announced, day.archived, day.refused) == (4, 1, {"http 404": 1})
        assert day.by_source == {"Feed x": 4, "Listing y": 2}
        assert day.missing == {"timed out": 1, "not asked for yet": 1}
        assert [one.url for one in state.addresses.missing("koran", day.day, day.day)] == [url(3), url(4)]
        [feed, listing] = state.captures.sources("koran", NOON)
        assert (feed.source, feed.readings, feed.last_fresh) == ("Feed x", 1, NOON)
        assert (listing.source, listing.last_fresh) == ("Listing y", None)


def test_answers_stand_in_their_order(path: Path) -> None:
    later = NOON + timedelta(hours=1)
    with State(path) as state:
        state.addresses.answer(PAPER, RUN, url(1), later, "missing", "timed out", failed=True)
        state.addresses.answer(PAPER, RUN, url(1), NOON, "refused", "http 404")
        known = state.addresses.find(identity(url(1), PAPER))
        assert known
        assert (known.outcome, known.reason, known.attempts) == ("missing", "timed out", 1)
        state.addresses.answer(PAPER, RUN, url(1), later, "missing", "timed out", failed=True)
        again = state.addresses.find(identity(url(1), PAPER))
        assert again == known  # the same run, read again
        state.addresses.answer(PAPER, RUN, url(1), later, "archived")
        state.addresses.answer(PAPER, RUN, url(1), later + timedelta(hours=1), "missing", "http 500", failed=True)
        archived = state.addresses.find(identity(url(1), PAPER))
        assert archived
        assert (archived.outcome, archived.reason) == ("archived", "")


def test_versions_are_counted_and_a_run_can_be_taken_back(path: Path) -> None:
    key = identity(url(1), PAPER)
    with State(path) as state:
        for number, text in enumerate((b"one", b"two")):
            place = Place("koran.warc.gz", number, NOON + timedelta(hours=number))
            digests = Text(text, b"title", False, "rules")
            state.articles.add(key, "koran", RUN, f"00{number}_x.txt", digests, place, id="x" * 16, address=url(1))
        found = state.articles.find(key)
        assert found
        assert [version.number for version in found.versions] == [1, 2]
        assert found.first_seen == NOON
        assert state.articles.gone(key, NOON)
        assert state.articles.taken_down("koran", NOON) == 1
        state.articles.forget_run("koran", RUN)
        assert state.articles.latest(key) is None


def test_the_curve() -> None:
    hours = [timedelta(hours=n) for n in (1, 6, 24)]
    assert next_due(NOON, NOON, hours) == NOON + timedelta(hours=1)
    assert next_due(NOON, NOON + timedelta(hours=7), hours) == NOON + timedelta(hours=24)
    assert next_due(NOON, NOON + timedelta(hours=24), hours) is None


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "locks" / "koran"), Lock(tmp_path / "locks" / "koran")
    assert first.take("the first") == ""
    assert second.take("the second") == "the first"
    first.release()
    assert second.take("the second") == ""
    second.release()
