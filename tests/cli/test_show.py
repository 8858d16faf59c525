"""`kliping show`: found by any of its names, with its record, and judged by today's rules."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.jobs.reextract import reextract
from tests.cli.conftest import Kliping


def rows(demo: Path, name: str) -> list[dict[str, Any]]:
    texts = [path.read_text("utf-8") for path in sorted(demo.glob(f"text/*/*/{name}"))]
    return [json.loads(line) for text in texts for line in text.splitlines()]


@pytest.fixture
def row(demo: Path) -> dict[str, Any]:
    return next(row for row in rows(demo, "articles.jsonl") if row["removed"] and row["authors"])


@pytest.mark.parametrize("key", ["url", "canonical_url", "id", "file"])
def test_an_article_is_found_by_each_of_its_names(kliping: Kliping, demo: Path, row: dict[str, Any], key: str) -> None:
    answer = kliping("show", row[key], "--data", demo / "text")
    text = next(demo.glob(f"text/*/*/{row['file']}")).read_text("utf-8")
    assert answer.code == 0
    assert answer.out.startswith(text + "\n\n")
    assert f"authors     {', '.join(row['authors'])}\n" in answer.out
    removed = [f"removed     {removed['rule']}: {removed['text']}" for removed in row["removed"]]
    assert set(removed) <= set(answer.out.splitlines())


def test_an_address_with_tracking_is_the_same_article(kliping: Kliping, demo: Path, row: dict[str, Any]) -> None:
    answer = kliping("show", row["canonical_url"] + "?utm_source=feed", "--data", demo, "--json")
    assert json.loads(answer.out)["row"]["id"] == row["id"]


def test_every_article_of_the_demo_would_be_the_same_today(kliping: Kliping, demo: Path) -> None:
    for row in rows(demo, "articles.jsonl"):
        told = json.loads(kliping("show", row["id"], "--data", demo, "--json").out)
        assert told["now_differs_in"] == [], row["url"]
        assert Path(told["warc"]).name == row["warc"]


def test_a_text_that_is_another_now_is_told(kliping: Kliping, demo: Path, row: dict[str, Any], tmp_path: Path) -> None:
    reextract([demo / "warc"], tmp_path / "text", site=row["site"])
    (tmp_path / "warc").symlink_to(demo / "warc")
    text = next(tmp_path.glob(f"text/*/*/{row['file']}"))
    text.write_text("By older rules.", "utf-8")
    answer = kliping("show", row["id"], "--data", tmp_path)
    assert "now         today's rules give another text\n" in answer.out


def test_without_its_warc_nothing_is_claimed(kliping: Kliping, demo: Path, row: dict[str, Any]) -> None:
    answer = kliping("show", row["id"], "--data", demo / "text")
    assert "now         its WARC is not here\n" in answer.out


def test_a_rejection_is_explained(kliping: Kliping, demo: Path) -> None:
    gone = next(row for row in rows(demo, "rejected.jsonl") if row["status"] == 410)
    answer = kliping("show", gone["url"], "--data", demo)
    assert answer.code == 3
    assert answer.out.startswith("rejected    http 410\n")
    assert f"byte {gone['offset']}" in answer.out


def test_what_is_nowhere(kliping: Kliping, demo: Path) -> None:
    answer = kliping("show", "https://www.kompas.tv/nasional/1/tidak-ada", "--data", demo)
    assert answer.code == 3
    assert "no article and no rejection" in answer.err


def test_folder_that_is_not_there(kliping: Kliping, tmp_path: Path) -> None:
    answer = kliping("show", "0123456789abcdef", "--data", tmp_path / "none")
    assert answer.code == 3
    assert "--data" in answer.err
