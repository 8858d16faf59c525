"""`kliping crawl`: what it writes, what it says, and how it ends when something is wrong."""

import json
from pathlib import Path

import pytest

from crawler.newsroom.room import Newsroom
from crawler.newsroom.server import Reply, mirror
from crawler.newsroom.stories import expected_text
from pipelines.jobs.demo import different_files
from pipelines.jobs.reextract import reextract
from tests.cli.conftest import Kliping, apart


def story_urls(newsroom: Newsroom, paper: str, count: int) -> list[str]:
    stories = [story for story in newsroom.stories if story.paper == paper and story.article and not story.oddity]
    return [newsroom.url(story) for story in stories[:count]]


def test_urls_of_a_file_become_texts(newsroom: Newsroom, tmp_path: Path) -> None:
    urls = story_urls(newsroom, "republika", 2)
    (tmp_path / "urls.txt").write_text("\ufeff# two of today\r\n\r\n" + "\r\n".join(urls) + "\n", "utf-8")
    answer = apart(
        "crawl", "republika", "--urls", tmp_path / "urls.txt", "--data", tmp_path / "data", "--delay", "0", "--json",
        "--proxy", newsroom.proxy_url, "--contact", "https://example.org/kliping",
    )  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    [site] = json.loads(answer.out)["sites"]
    assert (site["announced"], site["fetched"], site["articles"], site["left"]) == (2, 2, 2, 0)
    assert [Path(warc).name.startswith("kliping-republika-") for warc in site["warcs"]] == [True]
    texts = sorted(path.read_text("utf-8") for path in Path(site["texts"]).glob("*.txt"))
    assert texts == sorted(expected_text(story) for story in newsroom.stories if newsroom.url(story) in urls)


def test_limit_and_no_contact_on_loopback(newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KLIPING_CONTACT", raising=False)
    answer = apart(
        "crawl", "kompastv", "sriwijayatv", "--limit", "2", "--data", tmp_path, "--delay", "0",
        "--proxy", newsroom.proxy_url,
    )  # fmt: skip
    assert (answer.code, answer.err) == (0, "")  # no contact is asked for where nobody but the newsroom is crawled
    rows = {line.split()[0]: line.split() for line in answer.out.splitlines() if line.strip()}
    assert rows["site"] == ["site", "announced", "fetched", "articles", "rejected", "missed", "left"]
    assert {name: rows[name][2] for name in ("kompastv", "sriwijayatv")} == {"kompastv": "2", "sriwijayatv": "2"}
    assert len(list(tmp_path.glob("warc/*/*.warc.gz"))) == 2


def test_host_that_nobody_answers_for_is_nothing_done(newsroom: Newsroom, tmp_path: Path) -> None:
    """The newsroom is a proxy that refuses every host but those of its papers."""
    (tmp_path / "urls.txt").write_text("https://warta.test/berita/1\n", "utf-8")
    answer = apart(
        "crawl", "--urls", tmp_path / "urls.txt", "--data", tmp_path, "--delay", "0", "--contact", "x@example.org",
        "--proxy", newsroom.proxy_url,
    )  # fmt: skip
    assert answer.code == 3
    assert "warta.test" in answer.out
    assert len(list(tmp_path.glob("text/warta.test/*/rejected.jsonl"))) == 1


def test_full_disk_stops_the_crawl_with_the_name_of_the_file(newsroom: Newsroom, megabyte_disk: Path) -> None:
    (megabyte_disk / "ballast").write_bytes(bytes(1024 * 1024 - 340 * 1024))
    answer = apart(
        "crawl", "kompas", "--data", megabyte_disk, "--delay", "0", "--contact", "x@example.org",
        "--proxy", newsroom.proxy_url,
    )  # fmt: skip
    assert answer.code in (1, 3)
    assert "No space left on device" in answer.err or "disk is full" in answer.err
    assert str(megabyte_disk) in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("named", ["republik", "repulika", "republika.co.id", "https://news.republika.co.id/berita/x"])
def test_unknown_site_names_what_may_be_meant(kliping: Kliping, tmp_path: Path, named: str) -> None:
    answer = kliping("crawl", named, "--data", tmp_path)
    assert answer.code == 2
    assert answer.err == f"kliping: no site is called {named!r}; did you mean republika?\n"
    assert list(tmp_path.iterdir()) == []


def test_unknown_site_without_a_likeness_points_to_the_list(kliping: Kliping, tmp_path: Path) -> None:
    answer = kliping("crawl", "zzzzzz", "--data", tmp_path)
    assert answer.code == 2
    assert "`kliping sites` lists them" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["kompas", "--until", "2026-01-01"],
        ["kompas", "--since", "2026-02-01", "--until", "2026-01-01"],
        ["kompas", "--since", "yesterday"],
        ["kompas", "--limit", "0"],
        ["kompas", "--limit", "many"],
        ["kompas", "--nonsense"],
    ],
)
def test_wrong_use(kliping: Kliping, tmp_path: Path, arguments: list[str]) -> None:
    answer = kliping("crawl", *arguments, "--data", tmp_path / "data")
    assert answer.code == 2
    assert answer.err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "there is no URL in it"),
        (b"# nothing\n\n", "there is no URL in it"),
        (b"https://www.kompas.tv/\xff", "not UTF-8 at byte 22"),
        (b"https://www.republika.co.id/berita/abc\n", "is republika's; name that site too"),
        (b"https://warta.test/1\n", "is of no site that is described"),
    ],
)
def test_file_of_urls_that_cannot_be_used(kliping: Kliping, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "urls.txt").write_bytes(content)
    answer = kliping("crawl", "kompas", "--urls", tmp_path / "urls.txt", "--data", tmp_path)
    assert answer.code == 2
    assert said in answer.err


def test_file_of_urls_that_is_not_there(kliping: Kliping, tmp_path: Path) -> None:
    answer = kliping("crawl", "kompas", "--urls", tmp_path / "urls.txt", "--data", tmp_path)
    assert answer.code == 3
    assert answer.err == f"kliping: {tmp_path}/urls.txt: No such file or directory\n"


def test_folder_of_data_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    answer = apart("crawl", "kompas", "--data", tmp_path / "file" / "data", "--contact", "x@example.org")
    assert answer.code == 3
    assert answer.err.startswith(f"kliping: {tmp_path}/file/data/runs/")
    assert answer.err.endswith(": Not a directory\n")


def test_redirect_to_nowhere_is_not_lost(tmp_path: Path) -> None:
    url = "https://nasional.kompas.com/read/2026/05/04/09120041/jembatan-baru"
    (tmp_path / "urls.txt").write_text(url, "utf-8")
    robots = Reply(404)
    with mirror({f"{url}?page=all": Reply(302), "https://nasional.kompas.com/robots.txt": robots}) as server:
        answer = apart(
            "crawl", "--urls", tmp_path / "urls.txt", "--data", tmp_path, "--delay", "0", "--contact", "x@example.org",
            "--proxy", server.proxy_url, "--json",
        )  # fmt: skip
    [site] = json.loads(answer.out)["sites"]
    assert sum({**site["rejected"], **site["missed"]}.values()) == site["announced"] == 1
    reextract([tmp_path / "warc"], tmp_path / "again")
    assert different_files(tmp_path / "text", tmp_path / "again") == []
