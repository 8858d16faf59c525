"""The bytes decide, not what the page claims about them."""

import codecs

import pytest

from pipelines.charset import decode

TEXT = "Café Bakau – “pesisir” naïf"


def page(charset="", text=TEXT):
    claim = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{claim}</head><body>{text}</body></html>"


@pytest.mark.parametrize("claim", ["utf-8", "iso-8859-1", "windows-1252", "ascii", "gb2312", "x-unheard-of", ""])
@pytest.mark.parametrize("header", ["", "text/html", "text/html; charset=ISO-8859-1", "text/html; charset=utf-8"])
def test_what_is_utf_8_is_read_as_utf_8_whatever_it_claims(claim, header):
    assert decode(page(claim).encode(), header) == page(claim)


@pytest.mark.parametrize("claim", ["utf-8", "iso-8859-1", "windows-1252", "ascii", ""])
def test_windows_1252_is_read_as_such_whatever_it_claims(claim):
    assert decode(page(claim).encode("cp1252"), "text/html") == page(claim)


@pytest.mark.parametrize("charset", ["gb18030", "koi8-r", "shift_jis"])
def test_a_true_claim_is_believed(charset):
    text = {"gb18030": "红树林", "koi8-r": "мангры", "shift_jis": "マングローブ"}[charset]
    assert decode(page(charset, text).encode(charset), "text/html") == page(charset, text)
    assert decode(page("", text).encode(charset), f"text/html; charset={charset}") == page("", text)


def test_a_page_in_utf_8_with_a_broken_byte_is_still_utf_8():
    body = page("utf-8", TEXT * 3).encode() + b"\xe2\x80 ekor"
    text = decode(body, "text/html")
    assert TEXT in text
    assert text.endswith("ekor")


@pytest.mark.parametrize(
    ("mark", "charset"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_decides(mark, charset):
    assert decode(mark + page("iso-8859-1").encode(charset), "text/html; charset=iso-8859-1") == page("iso-8859-1")


@pytest.mark.parametrize(
    "claim", ["hex", "base64", "rot13", "idna", "punycode", "undefined", "utf-7", "unicode_escape", "utf-16", "utf-32"]
)
def test_a_claim_in_which_no_page_is_written_is_not_believed(claim):
    plain = TEXT.encode("ascii", "ignore").decode()
    assert decode(page(claim).encode("cp1252"), "text/html") == page(claim)
    assert decode(page("", plain).encode(), f"text/html; charset={claim}") == page("", plain)


def test_utf_16_without_a_mark_is_read_when_it_looks_like_it():
    assert decode(page("").encode("utf-16-le"), "text/html; charset=utf-16-le") == page("")


def test_nothing_that_comes_over_the_wire_makes_it_fail():
    for body in (b"", b"\x00\xff\xfe", bytes(range(256)) * 4, b"\xff\xfe\x00", b'<meta charset="\xff">\xe9'):
        assert isinstance(decode(body, "text/html; charset=\xff"), str)
