"""What a server may do to a page on its way out. Each oddity is named in the story that meets it."""

import gzip
import hashlib
import zlib
from collections.abc import Callable
from dataclasses import replace

from crawler.newsroom.server import Reply, Request

Oddity = Callable[[Reply, Request], Reply]


def accepts(request: Request, coding: str) -> bool:
    return coding in request.headers.get("accept-encoding", "")


def gzipped(reply: Reply, request: Request) -> Reply:
    return _coded(reply, "gzip", gzip.compress(reply.body, mtime=0)) if accepts(request, "gzip") else reply


def deflated(reply: Reply, request: Request) -> Reply:
    return _coded(reply, "deflate", zlib.compress(reply.body)) if accepts(request, "deflate") else reply


def raw_deflated(reply: Reply, request: Request) -> Reply:
    """Deflate without the zlib wrapper, as some servers send it and every browser takes it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    body = packer.compress(reply.body) + packer.flush()
    return _coded(reply, "deflate", body) if accepts(request, "deflate") else reply


def _coded(reply: Reply, coding: str, body: bytes) -> Reply:
    headers = (*reply.headers, ("Content-Encoding", coding), ("Vary", "Accept-Encoding"))
    return replace(reply, headers=headers, body=body)


def chunked(reply: Reply, request: Request) -> Reply:
    return replace(reply, chunked=True)


def latin_1(reply: Reply, request: Request) -> Reply:
    return _in_charset(reply, "iso-8859-1", declared="iso-8859-1")


def windows_1252(reply: Reply, request: Request) -> Reply:
    return _in_charset(reply, "windows-1252", declared="windows-1252")


def not_the_charset_it_declares(reply: Reply, request: Request) -> Reply:
    """Says UTF-8, in the header and in the page, and is windows-1252."""
    return _in_charset(reply, "windows-1252", declared="utf-8")


def _in_charset(reply: Reply, charset: str, *, declared: str) -> Reply:
    text = reply.body.decode().replace('charset="utf-8"', f'charset="{declared}"', 1)
    headers = (("Content-Type", f"text/html; charset={declared}"),)
    return replace(reply, headers=headers, body=text.encode(charset, "xmlcharrefreplace"))


def validated(reply: Reply, request: Request) -> Reply:
    """Has an ETag, and is 304 for who has the page already."""
    etag = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
    if request.headers.get("if-none-match") == etag:
        return Reply(304, (("ETag", etag),))
    return replace(reply, headers=(*reply.headers, ("ETag", etag), ("Cache-Control", "max-age=60")))


def slow(reply: Reply, request: Request) -> Reply:
    return replace(reply, delay=0.5)


def torn(reply: Reply, request: Request) -> Reply:
    """The connection closes half-way through the body."""
    return replace(reply, cut_at=len(reply.body) // 2)


def empty(reply: Reply, request: Request) -> Reply:
    return replace(reply, body=b"")


def refused(status: int, *headers: tuple[str, str], times: int | None = None) -> Oddity:
    """An error status, the first `times` times or always."""

    def oddity(reply: Reply, request: Request) -> Reply:
        if times is not None and request.earlier >= times:
            return reply
        page = f"<!DOCTYPE html><title>{status}</title><h1>{status}</h1>\n".encode()
        return Reply(status, (("Content-Type", "text/html; charset=utf-8"), *headers), page)

    return oddity


def loop(reply: Reply, request: Request) -> Reply:
    """Leads to itself with another query, and back."""
    here, query = request.url.partition("?")[::2]
    return Reply(302, (("Location", here if query else here + "?masuk=1"),))


def gone_home(reply: Reply, request: Request) -> Reply:
    """The article is no more: the reader is sent to the front page."""
    return Reply(302, (("Location", f"{request.parts.scheme}://{request.host}/"),))


ODDITIES: dict[str, Oddity] = {
    "": lambda reply, request: reply,
    "gzip": gzipped,
    "deflate": deflated,
    "raw deflate": raw_deflated,
    "chunked": chunked,
    "gzip and chunked": lambda reply, request: chunked(gzipped(reply, request), request),
    "latin-1": latin_1,
    "windows-1252": windows_1252,
    "not the charset it declares": not_the_charset_it_declares,
    "validators": validated,
    "slow": slow,
    "torn": torn,
    "empty": empty,
    "403": refused(403),
    "404": refused(404),
    "410": refused(410),
    "429 twice": refused(429, ("Retry-After", "1"), times=2),
    "503 once": refused(503, times=1),
    "503 always": refused(503),
    "redirect loop": loop,
    "redirect home": gone_home,
}
