"""`kliping demo`: the main job from one end to the other, on loopback."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from crawler.newsroom.papers import PAPERS
from crawler.newsroom.room import Newsroom
from crawler.newsroom.stories import expected_text
from tests.cli.conftest import Answer, Kliping


def rows(demo: Path, name: str) -> Iterator[dict[str, object]]:
    for index in sorted(demo.glob(f"text/*/*/{name}")):
        yield from map(json.loads, index.read_text("utf-8").splitlines())


def test_crawl_and_reextraction_agree(demo_answer: Answer) -> None:
    assert demo_answer.code == 0, demo_answer.err
    assert "are identical" in demo_answer.out
    assert "Traceback" not in demo_answer.err


def test_the_two_trees_are_the_same_to_the_byte(demo: Path) -> None:
    trees = [
        {path.relative_to(demo / name): path.read_bytes() for path in (demo / name).rglob("*") if path.is_file()}
        for name in ("text", "again")
    ]
    assert trees[0] == trees[1]
    assert len(trees[0]) > 40


def test_the_table_adds_up_with_the_files(demo: Path, demo_answer: Answer) -> None:
    written = Counter(str(row["site"]) for row in rows(demo, "articles.jsonl"))
    lines = {line.split()[0]: line.split()[1:] for line in demo_answer.out.splitlines() if line.strip()}
    assert {name: int(lines[name][2]) for name in written} == written
    assert set(written) == {paper.name for paper in PAPERS}


def test_where_things_are_is_said_and_true(demo_answer: Answer) -> None:
    said = [line.split(maxsplit=1) for line in demo_answer.out.splitlines()]
    places = [Path(parts[1]) for parts in said if parts and parts[0] in ("WARC", "texts", "log")]
    assert len(places) == 2 * len(PAPERS) + 1
    assert all(place.exists() for place in places)


def test_every_story_is_there_word_for_word(demo: Path) -> None:
    """Gzip, latin-1, redirects, retries and articles of several pages included."""
    texts = sorted(path.read_text("utf-8") for path in demo.glob("text/*/*/*.txt"))
    with Newsroom() as room:
        assert texts == sorted(expected_text(story) for story in room.stories if story.article)


def test_kliping_reextract_gives_the_texts_of_the_crawl(kliping: Kliping, demo: Path, tmp_path: Path) -> None:
    answer = kliping("reextract", demo / "warc", "--out", tmp_path / "new", "--workers", "2")
    assert answer.code == 0
    files = {path.relative_to(demo / "text"): path for path in (demo / "text").rglob("*") if path.is_file()}
    assert {path.relative_to(tmp_path / "new") for path in (tmp_path / "new").rglob("*") if path.is_file()} == set(
        files
    )
    assert all((tmp_path / "new" / name).read_bytes() == path.read_bytes() for name, path in files.items())
