"""`kliping clean`: files in, files out, and what it says of bad ones."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Kliping

SEEDS = Path(__file__).parents[2] / "../shared/seeds"
ROUGH = """Warga Menanam Bakau di Pantai Utara

JAKARTA - Warga Kampung Sukamaju menanam pohon bakau di sepanjang pantai sejak pagi, dibantu pelajar.

Baca juga: Ombak Tinggi Merusak Tanggul

Kepala desa mengatakan penanaman itu akan diulang setiap musim hujan.
"""
CLEAN = "\n\n".join(line for line in ROUGH.split("\n\n") if "Baca juga" not in line).rstrip()


@pytest.fixture
def rough(tmp_path: Path) -> Path:
    file = tmp_path / "rough.txt"
    file.write_text(ROUGH, "utf-8")
    return file


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the reference pages beside the checkout are not here")
def test_the_seeds_become_what_they_must(kliping: Kliping, tmp_path: Path) -> None:
    raw, clean = (sorted((SEEDS / name).glob("*.txt")) for name in ("raw", "clean"))
    assert kliping("clean", *raw, "--out", tmp_path / "out").code == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert written == {path.name: path.read_bytes() for path in clean}


def test_one_file_goes_to_stdout_as_it_would_into_a_file(kliping: Kliping, rough: Path) -> None:
    answer = kliping("clean", rough)
    assert (answer.code, answer.out) == (0, CLEAN)
    assert answer.err == f"{rough}: 3 paragraphs, 1 block removed\n"


def test_byte_order_mark_is_no_text(kliping: Kliping, rough: Path) -> None:
    rough.write_text(ROUGH, "utf-8-sig")
    assert kliping("clean", rough).out == CLEAN


def test_several_files_need_a_folder(kliping: Kliping, rough: Path) -> None:
    answer = kliping("clean", rough, rough.with_name("other.txt"))
    assert answer.code == 2
    assert "--out DIR" in answer.err


def test_file_that_is_not_utf8_is_named_with_the_byte_and_the_others_go_on(kliping: Kliping, rough: Path) -> None:
    bad = rough.with_name("bad.txt")
    bad.write_bytes(b"Kabar dari S\xe9lat")
    answer = kliping("clean", bad, rough, "--out", rough.parent / "out")
    assert answer.code == 1
    assert f"{bad}: not UTF-8: byte 0xe9 at 12" in answer.err
    assert [path.name for path in (rough.parent / "out").iterdir()] == ["rough.txt"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b" \n\n"])
def test_nothing_could_be_done(kliping: Kliping, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    answer = kliping("clean", tmp_path / "bad.txt")
    assert answer.code == 3
    assert "bad.txt" in answer.err
    assert answer.out == ""


def test_file_that_is_not_there(kliping: Kliping, tmp_path: Path) -> None:
    answer = kliping("clean", tmp_path / "missing.txt")
    assert answer.code == 3
    assert "missing.txt: No such file or directory" in answer.err


def test_originals_are_never_replaced(kliping: Kliping, rough: Path) -> None:
    answer = kliping("clean", rough, "--out", rough.parent)
    assert answer.code == 2
    assert "choose another folder" in answer.err
    assert rough.read_text("utf-8") == ROUGH


def test_two_files_of_one_name_do_not_replace_each_other(kliping: Kliping, rough: Path) -> None:
    other = rough.parent / "other" / rough.name
    other.parent.mkdir()
    other.write_text(ROUGH, "utf-8")
    answer = kliping("clean", rough, other, "--out", rough.parent / "out")
    assert answer.code == 2
    assert "would both become" in answer.err


def test_folder_that_cannot_be_made(kliping: Kliping, rough: Path) -> None:
    answer = kliping("clean", rough, "--out", rough / "out")
    assert answer.code == 3
    assert answer.err == f"kliping: {rough}/out: Not a directory\n"


def test_full_disk_leaves_no_half_file(kliping: Kliping, rough: Path, small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(256 * 1024 - 4096))
    rough.write_text(ROUGH + "\n\n".join(f"Hari ke-{n}, warga kembali ke pantai." for n in range(2000)), "utf-8")
    answer = kliping("clean", rough, "--out", small_disk / "out")
    assert answer.code == 3
    assert "No space left on device" in answer.err
    assert list(small_disk.glob("out/*")) == []


def test_json_tells_what_was_removed(kliping: Kliping, rough: Path) -> None:
    answer = kliping("clean", rough, "--json")
    [file] = json.loads(answer.out)["files"]
    assert file["text"] == CLEAN
    assert [removed["text"] for removed in file["removed"]] == ["Baca juga: Ombak Tinggi Merusak Tanggul"]
