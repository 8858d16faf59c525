"""`kliping eval`: figures for people, for machines, and as a report."""

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Kliping
from tests.goldfolder import TEXT, TITLE, gold_row, html, write_gold


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_gold(
        tmp_path / "gold",
        (gold_row("right"), html(*TEXT), [TITLE, *TEXT]),
        (gold_row("wrong"), html(*TEXT[1:]), [TITLE, *TEXT]),
        (gold_row("other", site="lain", url="https://lain.example/x"), html(*TEXT), [TITLE, *TEXT]),
    )


def test_the_figures_of_a_folder(kliping: Kliping, folder: Path) -> None:
    answer = kliping("eval", folder)
    assert answer.code == 0
    assert [line.split()[:2] for line in answer.out.splitlines() if line.strip().startswith(("kecil", "lain"))] == [
        ["kecil", "2"],
        ["lain", "1"],
    ]
    assert answer.out.endswith("3 pages, 1 not perfect\n")


def test_the_figures_for_a_machine(kliping: Kliping, folder: Path) -> None:
    told = json.loads(kliping("eval", folder, "--json", "--site", "kecil", "--against", "trafilatura").out)
    assert told["sites"]["kecil"]["exact"] == 0.5
    assert [page["id"] for page in told["imperfect"]] == ["wrong"]
    assert told["imperfect"][0]["lost"] == [TEXT[0]]
    assert [name.split()[0] for name in told["body_only"]] == ["kliping", "trafilatura"]


def test_the_report_is_one_file(kliping: Kliping, folder: Path, tmp_path: Path) -> None:
    answer = kliping("eval", folder, "--html", tmp_path / "report.html")
    assert answer.err == f"report: {tmp_path / 'report.html'}\n"
    assert '<article id="wrong">' in (tmp_path / "report.html").read_text("utf-8")


def test_a_peer_that_is_not_there_is_told_and_the_others_are_asked(
    kliping: Kliping, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "newspaper", None)
    monkeypatch.setitem(sys.modules, "newspaper.article", None)
    answer = kliping("eval", folder, "--against", "trafilatura", "newspaper4k")
    assert answer.code == 1
    assert "trafilatura 2." in answer.out
    assert "not compared with newspaper4k: newspaper4k is not installed: pip install 'kliping[bench]'" in answer.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("nowhere",), 3, "a folder of gold holds index.tsv, html/ and gold/"),
        (("gold", "--site", "mars"), 3, "no pages of mars"),
        (("gold", "gold"), 2, "one folder only"),
        (
            ("gold", "--against", "goose"),
            1,
            "no such peer: goose; there are newspaper4k, resiliparse, trafilatura",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    kliping: Kliping, folder: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    first, *others = arguments
    answer = kliping("eval", folder.parent / first, *others)
    assert answer.code == code
    assert message in answer.err
