"""`kliping site`, `kliping fixture`, `kliping rules`: from an address to a newspaper that is looked after."""

import json
from pathlib import Path

import pytest

from crawler.newsroom.room import Newsroom
from pipelines.rules import RULES
from tests.cli.conftest import Kliping, apart


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("site", "new", "Uji", "https://uji.example/a-b"), "'Uji' cannot name a site"),
        (("site", "new", "uji", "https://www.tempo.co/a-b"), "belongs to tempo already"),
        (("site", "check", "tmepo"), "did you mean tempo?"),
        (("site", "check", "--live"), "--live asks one site at a time"),
        (("site", "check", "tempo", "kompas", "--live"), "--live asks one site at a time"),
    ],
)
def test_wrong_use_is_said_in_a_line(kliping: Kliping, arguments: tuple[str, ...], message: str) -> None:
    answer = kliping(*arguments)
    assert answer.code == 2
    assert message in answer.err


def test_what_is_said_about_a_site(kliping: Kliping, tmp_path: Path) -> None:
    answer = kliping("site", "check", "kompas", "--fixtures", tmp_path)
    assert answer.code == 1
    assert "no fixture: `kliping fixture add WARC URL`" in answer.out
    told = json.loads(kliping("site", "check", "kompas", "--fixtures", tmp_path, "--json").out)
    assert {"where", "what", "wrong"} == set(told["findings"]["kompas"][0])


def test_a_page_that_is_no_capture(kliping: Kliping, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>")
    url = "https://www.kompas.com/read/2026/02/09/13050101/x"
    answer = kliping("fixture", "add", tmp_path / "page.html", url, "--fixtures", tmp_path)
    assert answer.code == 3
    assert "--captured YYYY-MM-DD" in answer.err


def test_a_site_is_asked_itself_and_an_article_of_it_becomes_a_fixture(kliping: Kliping, tmp_path: Path) -> None:
    with Newsroom() as newsroom:
        answer = apart(
            *("site", "check", "jfid", "--live", "--json", "--delay", "0"),
            *("--proxy", newsroom.proxy_url, "--data", tmp_path / "data", "--contact", "https://example.org/kliping"),
        )
        asked = [exchange.url for exchange in newsroom.requests if exchange.method == "GET"]
    assert answer.code == 0, answer.err
    live = json.loads(answer.out)["live"]
    assert [(robots["url"], robots["status"]) for robots in live["robots"]] == [("https://jfid.co.id/robots.txt", 200)]
    assert [source["kind"] for source in live["sources"]] == ["WordPress", "Feed", "Sitemap"]
    assert all(source["articles"] > 0 and not source["problem"] for source in live["sources"])
    assert [sample["template"] for sample in live["samples"]] == ["foxiz"] * 3
    assert live["advice"] == []
    # robots.txt, a page of each source, one of the sitemaps, three articles of which one has three pages
    assert len(asked) == 1 + 3 + 1 + 3 + 2

    sample = live["samples"][0]
    added = kliping("fixture", "add", live["warcs"][0], sample["url"], "--fixtures", tmp_path / "fixtures")
    assert added.code == 0
    folder = tmp_path / "fixtures/jfid/foxiz"
    assert added.out == f"{folder}\n\n" + "\n\n".join(sample["paragraphs"]) + "\n"
    assert sorted(file.name for file in folder.iterdir()) == ["expected.txt", "page.html", "page.toml"]
    assert (folder / "expected.txt").read_text() == "\n\n".join(sample["paragraphs"])


def test_a_site_that_does_not_answer(tmp_path: Path) -> None:
    with Newsroom() as newsroom:
        answer = apart(
            *("site", "check", "tirto", "--live", "--delay", "0", "--proxy", newsroom.proxy_url),
            *("--data", tmp_path / "data", "--contact", "https://example.org/kliping"),
        )
    assert answer.code == 1
    assert "no article was seen: nothing can be said about the templates" in answer.out
    assert "until it does, nothing may be asked for there" in answer.out


def test_the_rules_as_a_document_and_for_a_machine(kliping: Kliping) -> None:
    assert kliping("rules").out.startswith("# Boilerplate\n")
    told = json.loads(kliping("rules", "--json").out)["rules"]
    assert [rule["id"] for rule in told] == [rule.id for rule in RULES]
