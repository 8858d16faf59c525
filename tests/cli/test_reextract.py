"""`kliping reextract`: the table, the exit codes, the errors."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Kliping
from tests.warcs import article, write_warc

PROSE = (
    "Nelayan di Teluk Palu kembali melaut setelah tiga hari menunggu gelombang di perairan itu mereda.",
    "Mereka membawa pulang tongkol dan cakalang, yang segera habis terjual di pelelangan ikan sebelum siang.",
    "Ketua kelompok nelayan berharap dermaga yang rusak karena ombak dapat diperbaiki sebelum musim barat.",
)


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    pages = [(f"https://warta.test/berita/{n}-nelayan", article(f"Nelayan melaut {n}", *PROSE)) for n in range(3)]
    return write_warc(tmp_path / "arsip.warc.gz", pages)


def test_table_and_place(kliping: Kliping, warc: Path, tmp_path: Path) -> None:
    answer = kliping("reextract", warc, "--out", tmp_path / "out")
    assert answer.code == 0
    head, row, summary = (line.split() for line in answer.out.splitlines())
    assert head == ["site", "run", "articles", "by", "template", "generic", "rejected"]
    assert row == ["warta.test", "arsip", "3", "0", "3", "-"]
    assert " ".join(summary) == f"1 WARC, 3 pages of articles; texts in {tmp_path}/out"
    assert answer.err == "arsip.warc.gz (1 of 1)\n"


def test_json(kliping: Kliping, warc: Path, tmp_path: Path) -> None:
    told = json.loads(kliping("reextract", warc, "--out", tmp_path / "out", "--json").out)
    [batch] = told["batches"]
    assert (told["warcs"], told["errors"], batch["articles"], batch["templates"]) == (1, [], 3, {"generic": 3})


def test_torn_warc_is_a_failure_with_file_and_offset(kliping: Kliping, warc: Path, tmp_path: Path) -> None:
    warc.write_bytes(warc.read_bytes()[:-20])
    answer = kliping("reextract", warc, "--out", tmp_path / "out")
    assert answer.code == 1
    assert f"error: {warc}: torn at byte " in answer.err
    assert len(list(tmp_path.glob("out/*/*/*.txt"))) == 2


@pytest.mark.parametrize("content", [b"", b"no WARC at all, just a line of text\n"])
def test_file_that_is_no_warc_is_nothing_done(kliping: Kliping, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.warc.gz").write_bytes(content)
    answer = kliping("reextract", tmp_path / "bad.warc.gz", "--out", tmp_path / "out")
    assert answer.code == 3
    assert "bad.warc.gz" in answer.err
    assert "Traceback" not in answer.err


def test_folder_without_warcs(kliping: Kliping, tmp_path: Path) -> None:
    answer = kliping("reextract", tmp_path)
    assert answer.code == 3
    assert answer.err == f"kliping: no .warc or .warc.gz below {tmp_path}\n"


def test_unfinished_warcs_are_told(kliping: Kliping, warc: Path, tmp_path: Path) -> None:
    unfinished = warc.with_name("kliping-x.warc.gz.open")
    unfinished.write_bytes(warc.read_bytes())
    answer = kliping("reextract", tmp_path, "--out", tmp_path / "out")
    assert answer.code == 0
    assert f"{unfinished} is unfinished" in answer.err
    assert len(list(tmp_path.glob("out/*/*/*.txt"))) == 3


def test_path_that_is_not_there(kliping: Kliping, tmp_path: Path) -> None:
    answer = kliping("reextract", tmp_path / "none")
    assert answer.code == 3
    assert answer.err == f"kliping: {tmp_path}/none: no such file or folder\n"


def test_texts_are_never_written_over(kliping: Kliping, warc: Path, tmp_path: Path) -> None:
    kliping("reextract", warc, "--out", tmp_path / "out")
    answer = kliping("reextract", warc, "--out", tmp_path / "out")
    assert answer.code == 3
    assert answer.err.endswith(f"{tmp_path}/out/warta.test/arsip: a batch is here already; choose another folder\n")


def test_folder_that_cannot_be_written(kliping: Kliping, warc: Path) -> None:
    answer = kliping("reextract", warc, "--out", warc / "out")
    assert answer.code == 3
    assert "Not a directory" in answer.err
    assert "Traceback" not in answer.err


def test_full_disk(kliping: Kliping, warc: Path, small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(256 * 1024 - 8 * 1024))
    answer = kliping("reextract", warc, "--out", small_disk / "out")
    assert answer.code == 3
    assert "No space left on device" in answer.err
    assert str(small_disk) in answer.err


def test_unknown_site(kliping: Kliping, warc: Path, tmp_path: Path) -> None:
    answer = kliping("reextract", warc, "--out", tmp_path / "out", "--site", "kompass")
    assert answer.code == 2
    assert "did you mean kompas" in answer.err
