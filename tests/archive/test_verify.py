"""The verifier finds each kind of damage, and finds nothing where nothing is."""

import gzip
import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.members import members
from archive.records import digest
from archive.sealing import OPEN, manifest_path
from archive.verify import verify
from tests.archive.making import article, exchange, the_warc, write
from tests.archive.odd import HTML, ODD, sized


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sealed file with plain, chunked and coded responses, a failure, and a revisit."""
    odd = [exchange(f"https://contoh.example/{name}", ODD[name].sent) for name in ("chunked", "gzip", "103-first")]
    write(tmp_path, article(1), *odd, article(2), article(1), dedup=True)
    return tmp_path


def rewrite(warc: Path, change: Callable[[bytes], bytes], which: bytes) -> int:
    """Change the one record that contains `which`, and give its offset. Index and sums follow, as if sealed so."""
    out = b""
    changed = None
    for member in members(warc):
        if which in member.data and changed is None:
            changed = len(out)
            out += gzip.compress(change(member.data), mtime=0)
        else:
            out += gzip.compress(member.data, mtime=0)
    warc.write_bytes(out)
    manifest = manifest_path(warc)
    manifest.unlink()
    assert changed is not None
    return changed


def faults(folder: Path) -> dict[int | None, str]:
    about_index = (".cdxj", ".sha256")
    return {f.offset: f.fault for f in verify(folder) if f.path.suffix not in about_index}


def test_a_sound_archive_has_no_faults(folder: Path) -> None:
    assert verify(folder) == []
    assert verify(the_warc(folder)) == []


def without(field: bytes) -> Callable[[bytes], bytes]:
    return lambda data: re.sub(field + rb": .*?\r\n", b"", data, count=1)


def instead(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: re.sub(old, new, data, count=1)


RESPONSE = b"Berita 2<"
CHANGES = {
    "the block is not what WARC-Block-Digest says": (instead(b"Berita 2<", b"Cerita 2<"), RESPONSE),
    "the payload is not what WARC-Payload-Digest says": (
        instead(rb"WARC-Payload-Digest: sha1:\w{32}", b"WARC-Payload-Digest: sha1:" + b"A" * 32),
        RESPONSE,
    ),
    "no WARC-Type": (without(b"WARC-Type"), RESPONSE),
    "no WARC-Date": (without(b"WARC-Date"), RESPONSE),
    "WARC-Date is no date: kemarin": (instead(rb"WARC-Date: .*?\r\n", b"WARC-Date: kemarin\r\n"), RESPONSE),
    "a response record without WARC-Target-URI": (without(b"WARC-Target-URI"), RESPONSE),
    "no Content-Type": (without(b"Content-Type"), RESPONSE),
    "WARC-Truncated says sedikit": (instead(b"WARC-Date:", b"WARC-Truncated: sedikit\r\nWARC-Date:"), RESPONSE),
    "a header line that is no field: b'tanpa titik dua'": (
        instead(b"WARC-Date:", b"tanpa titik dua\r\nWARC-Date:"),
        RESPONSE,
    ),
    "no WARC record: it begins b'WORC/1.1'": (instead(b"WARC/1.1", b"WORC/1.1"), RESPONSE),
    "more than one record in one gzip member": (lambda data: data + data, RESPONSE),
    "the block is followed by b''": (lambda data: data[:-4], RESPONSE),
    "a revisit record without WARC-Profile": (without(b"WARC-Profile"), b"Type: revisit"),
}


@pytest.mark.parametrize("fault", CHANGES)
def test_a_damaged_record_is_named_with_its_offset(folder: Path, fault: str) -> None:
    change, which = CHANGES[fault]
    offset = rewrite(the_warc(folder), change, which)
    found = [f.fault for f in verify(folder) if f.offset == offset]
    assert fault in found


def test_content_length(folder: Path) -> None:
    def longer(data: bytes) -> bytes:
        return re.sub(rb"Content-Length: (\d+)\r\n\r\nHTTP", lambda m: b"Content-Length: 99999\r\n\r\nHTTP", data)

    offset = rewrite(the_warc(folder), longer, b"Berita 2<")
    assert "of the 99999 that Content-Length says" in "".join(f.fault for f in verify(folder) if f.offset == offset)


def test_a_digest_of_the_chunk_framing_is_told_from_damage(tmp_path: Path) -> None:
    write(tmp_path, exchange("https://contoh.example/c", ODD["chunked"].sent))
    framed = ODD["chunked"].sent.partition(b"\r\n\r\n")[2]
    wrong = f"WARC-Payload-Digest: {digest(framed)}".encode()
    offset = rewrite(the_warc(tmp_path), lambda data: re.sub(rb"WARC-Payload-Digest: \S+", wrong, data), b"chunked")
    assert faults(tmp_path)[offset] == "WARC-Payload-Digest is of the body with its chunk framing"


def test_what_replay_cannot_bear(tmp_path: Path) -> None:
    write(tmp_path, exchange("https://contoh.example/2", sized(HTML, status="HTTP/2 200")))
    assert any("replay refuses the status line b'HTTP/2 200" in fault.fault for fault in verify(tmp_path))


def test_a_lost_record_leaves_references_that_lead_nowhere(folder: Path) -> None:
    warc = the_warc(folder)
    whole = warc.read_bytes()
    requests = [m for m in members(warc) if b"WARC-Type: request" in m.data and b"/berita/2" in m.data]
    warc.write_bytes(whole.replace(whole[requests[0].offset : requests[0].offset + requests[0].length], b""))
    texts = [fault.fault for fault in verify(folder)]
    assert any("WARC-Concurrent-To names" in text for text in texts)
    assert "a response without its request or its metadata record" in texts
    assert f"its SHA-256 is not the one in {manifest_path(warc).name}" in texts
    assert f"it is not the index of {warc.name}" in texts


def test_a_record_twice(folder: Path) -> None:
    warc = the_warc(folder)
    last = list(members(warc))[-1]
    with warc.open("ab") as file:
        file.write(gzip.compress(last.data, mtime=0))
    assert any("a second record with the id" in fault.fault for fault in verify(folder))


def test_torn_and_damaged_gzip(folder: Path) -> None:
    warc = the_warc(folder)
    starts = [member.offset for member in members(warc)]
    data = warc.read_bytes()
    warc.write_bytes(data[:-5])
    assert "cut off" in faults(folder)[starts[-1]]
    warc.write_bytes(data[: starts[3]] + b"\0" * 10 + data[starts[3] + 10 :])
    assert "no sound gzip member" in faults(folder)[starts[3]]


def test_a_renamed_file(folder: Path) -> None:
    warc = the_warc(folder)
    name = warc.name
    warc.rename(folder / "lain.warc.gz")
    assert faults(folder)[0] == f"WARC-Filename says {name}"


def test_an_unfinished_file_is_pointed_out(folder: Path) -> None:
    warc = the_warc(folder)
    warc.rename(warc.with_name(warc.name + OPEN))
    assert faults(folder)[None].startswith("unfinished: `kliping recover`")


def test_missing_and_edited_files_beside(folder: Path) -> None:
    [index] = folder.glob("*.cdxj")
    text = index.read_text()
    index.write_text(text.replace("200", "201"))
    found = {(fault.path.suffix, fault.fault) for fault in verify(folder)}
    name = the_warc(folder).name
    assert (".cdxj", f"it is not the index of {name}") in found
    assert any("SHA-256" in fault for suffix, fault in found if suffix == ".cdxj")
    index.unlink()
    assert [(f.path.name, f.fault) for f in verify(folder)] == [(index.name, f"missing beside {name}")]


def test_a_revisit_needs_its_original(folder: Path, tmp_path: Path) -> None:
    warc = the_warc(folder)
    write(folder, article(1), dedup=True)
    [later] = [path for path in folder.glob("*.warc.gz") if path != warc]
    assert verify(later) == []
    alone = tmp_path / "sendiri"
    alone.mkdir()
    for path in folder.glob(later.name.removesuffix(".warc.gz") + "*"):
        shutil.copy(path, alone)
    [fault] = verify(alone)
    assert fault.fault.endswith("which is not in the archive")
    assert fault.fault.startswith("it revisits https://contoh.example/berita/1 of 2026-11-22T04:55:39.123456Z")


def test_nothing_to_verify_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no WARC here"):
        verify(tmp_path)


def test_the_manifest_is_what_sha256sum_reads(folder: Path) -> None:
    warc = the_warc(folder)
    lines = manifest_path(warc).read_text().splitlines()
    assert lines[0] == f"{hashlib.sha256(warc.read_bytes()).hexdigest()}  {warc.name}"
