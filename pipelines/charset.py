"""From the bytes of a page to its text, whatever it claims to be written in."""

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

_PLAIN = rb"<p>+AGE- ~{ \u0041 &amp;</p>"
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")


def decode(body: bytes, content_type: str) -> str:
    """The text of an HTML page: byte-order mark, then the header, then the page's own declaration.

    A claim that the bytes refute is not believed: what is valid UTF-8 with letters beyond ASCII is UTF-8, and what
    is claimed to be UTF-8 but is not is read as windows-1252, as browsers read unlabelled pages.
    """
    html = markup(body, content_type)
    return html if isinstance(html, str) else html.decode("utf-8")


def markup(body: bytes, content_type: str) -> bytes | str:
    """A page for the parser: its own bytes when they are UTF-8, as most are, else its text."""
    if body.startswith(codecs.BOM_UTF8):
        return body[3:].decode("utf-8", "replace")
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if body.startswith(mark):
            return body[2:].decode(name, "replace")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(body, content_type)
    if not body.isascii():
        return body
    claimed = _claimed(body, content_type)
    if claimed in (None, "utf-8", "ascii", "cp1252", "iso8859-1"):
        return body
    return body.decode(claimed, "replace")


def _decode_legacy(body: bytes, content_type: str) -> str:
    claimed = _claimed(body, content_type)
    if claimed in (None, "utf-8", "ascii", "iso8859-1"):
        # A page in UTF-8 with a few broken bytes is still UTF-8; one in another charset has almost no valid pairs.
        broken = body.decode("utf-8", "replace").count("\ufffd")
        if broken <= len(_MULTIBYTE.findall(body)):
            return body.decode("utf-8", "replace")
        claimed = "cp1252"
    return body.decode(claimed, "replace")


def _claimed(body: bytes, content_type: str) -> str | None:
    """Python's name of the charset that the header or the page declares."""
    name = http_content_type_encoding(content_type) or html_body_declared_encoding(body[:4096])
    codec = resolve_encoding(name) if name else None
    if codec and codec.startswith(("utf-16", "utf-32")):
        return codec if b"\0" in body[:64] else None
    return codec if codec and _is_charset(codec) else None


def _is_charset(codec: str) -> bool:
    """Whether ASCII stays what it is: Python also knows `hex`, `idna` and `utf-7`, in which no page is written."""
    try:
        return _PLAIN.decode(codec, "replace").encode("ascii") == _PLAIN
    except (LookupError, UnicodeError):
        return False
