"""`kliping verify`, `recover` and `wacz` on what the demo has captured."""

import json
import shutil
import socket
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Kliping


@pytest.fixture
def warc(demo: Path, tmp_path: Path) -> Path:
    """A copy of one WARC of the demo, with what stands beside it."""
    shutil.copytree(demo / "warc" / "tempo", tmp_path / "warc")
    [warc] = (tmp_path / "warc").glob("*.warc.gz")
    return warc


def test_what_the_demo_has_captured_is_sound(kliping: Kliping, demo: Path) -> None:
    answer = kliping("verify", demo / "warc")
    assert (answer.code, answer.out) == (0, "6 WARCs, 0 faults\n")


def test_damage_is_named(kliping: Kliping, warc: Path) -> None:
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 0xFF
    warc.write_bytes(data)
    answer = kliping("verify", warc)
    assert answer.code == 1
    assert str(warc) in answer.out
    assert json.loads(kliping("verify", warc, "--json").out)["faults"]


@pytest.mark.parametrize("command", ["verify", "recover"])
def test_folder_that_is_not_there(kliping: Kliping, tmp_path: Path, command: str) -> None:
    answer = kliping(command, tmp_path / "none")
    assert answer.code == 3
    assert str(tmp_path / "none") in answer.err


def test_what_a_crash_left_is_made_whole(kliping: Kliping, warc: Path) -> None:
    for beside in ("cdxj", "sha256"):
        next(warc.parent.glob(f"*.{beside}")).unlink()
    warc.rename(warc.with_name(warc.name + ".open"))
    with warc.with_name(warc.name + ".open").open("r+b") as file:
        file.truncate(file.seek(0, 2) - 300)
    answer = kliping("recover", warc.parent, "--json")
    [recovered] = json.loads(answer.out)["recovered"]
    assert (answer.code, Path(recovered["warc"])) == (0, warc)
    assert recovered["cut"] > 0
    assert kliping("verify", warc).code == 0
    assert kliping("recover", warc.parent).out == f"0 unfinished files below {warc.parent}\n"


def test_package_has_the_texts(kliping: Kliping, demo: Path, tmp_path: Path) -> None:
    answer = kliping("wacz", tmp_path / "tempo.wacz", "--site", "tempo", "--data", demo)
    assert answer.code == 0
    with zipfile.ZipFile(tmp_path / "tempo.wacz") as package:
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()[1:]]
        archived = [name for name in package.namelist() if name.startswith("archive/")]
    texts = sorted(path.read_text("utf-8") for path in demo.glob("text/tempo/*/*.txt"))
    assert sorted(page["text"] for page in pages) == texts
    assert archived == [f"archive/{path.name}" for path in demo.glob("warc/tempo/*.warc.gz")]


def test_package_of_a_run(kliping: Kliping, demo: Path, tmp_path: Path) -> None:
    [run] = {path.name for path in demo.glob("text/*/*")}
    packed = json.loads(kliping("wacz", tmp_path / "run.wacz", "--run", run, "--data", demo, "--json").out)
    assert (len(packed["warcs"]), packed["pages"]) == (6, len(list(demo.glob("text/*/*/*.txt"))))


@pytest.mark.parametrize("choice", [("--day", "2020-01-01"), ("--run", "none"), ("--site", "kompas")])
def test_empty_package_is_not_written(kliping: Kliping, demo: Path, tmp_path: Path, choice: tuple[str, str]) -> None:
    answer = kliping("wacz", tmp_path / "x.wacz", *choice, "--data", demo / "text" / "tempo")
    assert answer.code == 3
    assert list(tmp_path.iterdir()) == []


def test_replay_says_what_it_needs(kliping: Kliping, demo: Path, tmp_path: Path) -> None:
    answer = kliping("replay", demo, "--pywb", tmp_path / "none")
    assert (answer.code, answer.out) == (3, "")
    assert "`kliping replay --install` puts it there" in answer.err
    (tmp_path / "pywb" / "bin").mkdir(parents=True)
    (tmp_path / "pywb" / "bin" / "wayback").touch()
    answer = kliping("replay", tmp_path, "--pywb", tmp_path / "pywb")
    assert answer.err == f"kliping: {tmp_path}/warc: no sealed WARC with its index here\n"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = kliping("replay", demo, "--pywb", tmp_path / "pywb", "--port", port)
    assert answer.err == f"kliping: port {port} is taken; choose another with --port\n"
