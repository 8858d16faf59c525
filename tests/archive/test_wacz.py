"""A package opens in others' tools: its shape, its sums, its index, its pages with their text."""

import gzip
import hashlib
import json
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.sealing import file_sum
from archive.wacz import WaczPage, pack
from tests.archive.making import START, article, write

CREATED = datetime(2026, 11, 23, tzinfo=UTC)
TEXT = "Harga ikan naik.\n\nNelayan Muara Angke melaut lagi — «kata» “kutip”."


@pytest.fixture
def package(tmp_path: Path) -> Path:
    write(tmp_path / "satu", *(article(number) for number in range(4)), dedup=True)
    write(tmp_path / "dua", *(article(number) for number in range(2, 6)), dedup=True)
    warcs = sorted(tmp_path.glob("*/*.warc.gz"))
    pages = [WaczPage("https://contoh.example/berita/3", START, "Judul “ikan”", TEXT)]
    return pack(warcs, pages, tmp_path / "hari.wacz", title="Sehari", created=CREATED, description="Uji coba")


def test_what_is_in_it(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        names = opened.namelist()
        listed = json.loads(opened.read("datapackage.json"))
        contents = {name: opened.read(name) for name in names}
        stored = {name for name in names if opened.getinfo(name).compress_type == zipfile.ZIP_STORED}
    assert [name for name in names if not name.startswith("archive/")] == [
        "indexes/index.cdx.gz",
        "indexes/index.idx",
        "pages/pages.jsonl",
        "datapackage.json",
        "datapackage-digest.json",
    ]
    assert stored == {name for name in names if name.endswith(".gz")}
    assert {r["path"]: (r["hash"], r["bytes"]) for r in listed["resources"]} == {
        name: (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
        for name, data in contents.items()
        if not name.startswith("datapackage")
    }
    assert (listed["title"], listed["wacz_version"], listed["created"]) == ("Sehari", "1.1.1", "2026-11-23T00:00:00Z")
    digest = json.loads(contents["datapackage-digest.json"])
    assert digest["hash"] == f"sha256:{hashlib.sha256(contents['datapackage.json']).hexdigest()}"


def test_the_pages_have_their_text(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        header, page = map(json.loads, opened.read("pages/pages.jsonl").decode().splitlines())
    assert header == {"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": True}
    assert (page["url"], page["ts"]) == ("https://contoh.example/berita/3", "2026-11-22T04:55:38Z")
    assert (page["title"], page["text"]) == ("Judul “ikan”", TEXT)


def test_the_index_leads_to_the_records_in_the_package(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        meta, *blocks = opened.read("indexes/index.idx").decode().splitlines()
        index = opened.read("indexes/index.cdx.gz")
        assert json.loads(meta.split(" ", 2)[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
        place = json.loads(blocks[0].split(" ", 2)[2])
        lines = gzip.decompress(index[place["offset"] : place["offset"] + place["length"]]).decode().splitlines()
        assert len(lines) == 8
        assert lines == sorted(lines)
        for line in lines:
            entry = json.loads(line.split(" ", 2)[2])
            at, length = int(entry["offset"]), int(entry["length"])
            record = gzip.decompress(opened.read(f"archive/{entry['filename']}")[at : at + length])
            assert f"WARC-Target-URI: {entry['url']}\r\n".encode() in record


def test_the_same_things_make_the_same_package(package: Path, tmp_path: Path) -> None:
    pages = [WaczPage("https://contoh.example/berita/3", START, "Judul “ikan”", TEXT)]
    warcs = sorted(tmp_path.glob("*/*.warc.gz"))
    again = pack(warcs, pages, tmp_path / "lagi.wacz", title="Sehari", created=CREATED, description="Uji coba")
    assert file_sum(again) == file_sum(package)


def test_two_files_of_one_name_do_not_fit(tmp_path: Path) -> None:
    write(tmp_path / "satu", article(1))
    shutil.copytree(tmp_path / "satu", tmp_path / "dua")
    with pytest.raises(ValueError, match="one name"):
        pack(list(tmp_path.glob("*/*.warc.gz")), [], tmp_path / "x.wacz", title="", created=CREATED)
    assert not list(tmp_path.glob("x.wacz*"))


@pytest.mark.skipif(not shutil.which("wacz"), reason="needs py-wacz on the PATH, in an environment of its own")
def test_wacz_validate_agrees(package: Path) -> None:
    ran = subprocess.run(["wacz", "validate", "-f", package], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout
    assert "the passed WACZ is valid" in ran.stdout
