"""The commands that stand on the state: coverage, history, backfill, index rebuild, and crawling with a memory."""

import json
from pathlib import Path

import pytest

from crawler.lock import Lock
from crawler.newsroom.room import Newsroom
from crawler.state.store import NAME
from tests.cli.conftest import Answer, Kliping, apart
from tests.state.dumping import dump


@pytest.fixture(scope="module")
def crawled(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    assert crawl(newsroom, data, "kompas", "--limit", "6").code == 0
    return data


def crawl(newsroom: Newsroom, data: Path, *arguments: str) -> Answer:
    return apart("crawl", *arguments, "--data", data, "--delay", "0", "--proxy", newsroom.proxy_url)


def months(newsroom: Newsroom) -> list[str]:
    return sorted({f"{story.published:%Y-%m}" for story in newsroom.articles("kompas")})


def test_coverage_is_a_calendar(kliping: Kliping, newsroom: Newsroom, crawled: Path) -> None:
    answers = [kliping("coverage", "kompas", "--month", month, "--data", crawled) for month in months(newsroom)]
    told = "\n".join(answer.out for answer in answers)
    assert {answer.code for answer in answers} == {0}
    assert "Mon" in told
    assert "not asked for yet" in told
    assert "--holes" in told
    facts = [
        json.loads(kliping("coverage", "kompas", "--month", month, "--data", crawled, "--json").out)
        for month in months(newsroom)
    ]
    assert sum(month["announced"] for month in facts) >= 10
    assert 0 < sum(month["archived"] for month in facts) <= 6


def test_holes_are_filled(kliping: Kliping, newsroom: Newsroom, crawled: Path) -> None:
    answer = apart("backfill", "kompas", "--holes", "--data", crawled, "--delay", "0", "--proxy", newsroom.proxy_url)
    assert answer.code == 0
    missing = [
        json.loads(kliping("coverage", "kompas", "--month", month, "--data", crawled, "--json").out)["missing"]
        for month in months(newsroom)
    ]
    assert not any("not asked for yet" in month for month in missing)


def test_history_of_an_article(kliping: Kliping, newsroom: Newsroom, crawled: Path) -> None:
    index = sorted(crawled.glob("text/kompas/*/articles.jsonl"))[0]
    row = json.loads(index.read_text("utf-8").splitlines()[0])
    by_url, by_id = kliping("history", row["url"], "--data", crawled), kliping("history", row["id"], "--data", crawled)
    assert by_url.code == 0
    assert by_url.out == by_id.out
    assert "version 1" in by_url.out
    assert row["file"] in by_url.out
    [version] = json.loads(kliping("history", row["url"], "--data", crawled, "--json").out)["versions"]
    assert (version["warc"], version["offset"]) == (row["warc"], row["offset"])


def test_rebuild_gives_the_same_state(kliping: Kliping, crawled: Path) -> None:
    was = dump(crawled / NAME)
    (crawled / NAME).write_bytes(b"no database at all, but as long as one " * 100)
    refused = kliping("history", "https://www.kompas.com/read/1", "--data", crawled)
    assert refused.code == 3
    assert "`kliping index rebuild`" in refused.err
    answer = kliping("index", "rebuild", "--data", crawled)
    assert answer.code == 0
    assert answer.out.startswith(f"{crawled / NAME}: 1 site, ")
    assert dump(crawled / NAME) == was


def test_a_site_that_is_being_crawled(kliping: Kliping, newsroom: Newsroom, crawled: Path) -> None:
    lock = Lock(crawled / "locks" / "kompas")
    assert lock.take("run 20261122T045538Z") == ""
    try:
        second = crawl(newsroom, crawled, "kompas")
        assert second.code == 4
        assert "kompas is being crawled already: run 20261122T045538Z" in second.err
        assert kliping("index", "rebuild", "--data", crawled).code == 4
    finally:
        lock.release()


def test_a_live_crawl_wants_a_contact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KLIPING_CONTACT", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    answer = apart("crawl", "kompas", "--data", tmp_path / "data")
    assert answer.code == 2
    assert "--contact" in answer.err
    assert "KLIPING_CONTACT" in answer.err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["crawl", "--resume", "20260101T000000Z"], 3, "nothing to resume"),
        (["crawl", "--resume", "20260101T000000Z", "--limit", "3"], 2, "takes the options of its run"),
        (["history", "nothing"], 3, "knows no article"),
        (["coverage", "kompas"], 3, "there is no state"),
        (["coverage", "kompas", "--month", "November"], 2, "November"),
        (["backfill", "kompas"], 2, "--holes"),
        (["index", "rebuild"], 3, "no folder"),
    ],
)
def test_wrong_use(kliping: Kliping, tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    answer = kliping(*arguments, "--data", tmp_path)
    assert answer.code == code
    assert said in answer.err
    assert list(tmp_path.iterdir()) == []
