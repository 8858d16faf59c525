"""Small WARCs as another crawler would have written them."""

import gzip
from collections.abc import Sequence
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

HTML = "text/html; charset=utf-8"


def article(title: str, *paragraphs: str) -> bytes:
    """A page that no template answers for and that reads like an article."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html lang='id'><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article>".encode()
    )


def write_warc(
    path: Path,
    pages: Sequence[tuple[str, bytes]],
    *,
    run: str = "",
    status: str = "200 OK",
    content_type: str = HTML,
) -> Path:
    """A WARC/1.0 file, gzip'd if its name says so."""
    records = (
        [_record("warcinfo", path.name, "application/warc-fields", f"isPartOf: {run}\r\n".encode())] if run else []
    )
    for url, body in pages:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
        records.append(_record("response", url, "application/http; msgtype=response", head.encode() + body))
    pack = gzip.compress if path.suffix == ".gz" else bytes
    path.write_bytes(b"".join(pack(record) for record in records))
    return path


def _record(kind: str, about: str, content_type: str, block: bytes) -> bytes:
    name = "WARC-Filename" if kind == "warcinfo" else "WARC-Target-URI"
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, about)}>",
        "WARC-Date": "2026-05-04T03:02:01Z",
        name: about,
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{key}: {value}\r\n" for key, value in fields.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"
