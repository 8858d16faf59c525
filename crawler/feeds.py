"""RSS, Atom and sitemaps: XML in, entries out, as tolerant as the feeds are broken."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

from lxml import etree
from w3lib.encoding import html_to_unicode

UNPACKED_AT_MOST = 256 * 1024 * 1024
"""Bytes; a sitemap may have 50 MB by its standard."""

_ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|feed|RDF|urlset|sitemapindex)(?=[\s>/])", re.IGNORECASE)
_ENTRIES = frozenset(("item", "entry", "url", "sitemap"))
_AMPERSAND = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#?\w{1,32};)?", re.DOTALL)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class NoFeedError(Exception):
    """A body that is neither feed nor sitemap; the message says what it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed or a sitemap says about one URL. `links` are its candidates, the most trusted first."""

    links: tuple[str, ...]
    date: str = ""
    title: str = ""
    is_sitemap: bool = False


def entries(body: bytes, content_type: str) -> Iterator[Entry]:
    """The entries in the order of the document. Raises NoFeedError."""
    root = _root(_text(unpacked(body), content_type))
    for element in root.iter():
        match _name(element):
            case "item" | "entry":
                yield _feed_entry(element)
            case "url" if _name(root) == "urlset":
                yield _sitemap_entry(element)
            case "sitemap":
                yield Entry(_texts(element, "loc"), _first(element, "lastmod"), is_sitemap=True)


def unpacked(body: bytes) -> bytes:
    """The body without gzip, which sitemaps wear as a file format; one that is cut gives what there is of it."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    inflate = zlib.decompressobj(wbits=31)
    try:
        plain = inflate.decompress(body, UNPACKED_AT_MOST)
    except zlib.error as error:
        raise NoFeedError(f"gzip that cannot be unpacked: {error}") from error
    if inflate.unconsumed_tail:
        raise NoFeedError(f"more than {UNPACKED_AT_MOST >> 20} MB when unpacked")
    return plain


def _text(body: bytes, content_type: str) -> str:
    declared = re.search(rb"""^\s*<\?xml[^>]*encoding=["']([\w.:-]+)""", body[:200])
    charset = f"text/xml; charset={declared[1].decode()}" if declared else content_type
    return html_to_unicode(charset or None, body, default_encoding="utf-8")[1]


def _root(text: str) -> etree._Element:
    """The document from its root element on: without a DTD no entity can be declared, thus none can explode."""
    start = _ROOT.search(text)
    if not start:
        raise NoFeedError(_what(text))
    document = _NO_XML.sub("", _AMPERSAND.sub(_numeric, text[start.start() :]))
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    root = etree.fromstring(document.encode("utf-8", "replace"), parser)
    if root is None:
        raise NoFeedError(_what(text))
    return root


def _numeric(match: re.Match[str]) -> str:
    """References by number, for libxml2 loses even `&amp;` once a document has shown a fault; and bare ampersands."""
    text = match[0]
    if text.startswith(("<", "&#")):
        return text
    return "".join(f"&#{ord(character)};" for character in html5.get(text[1:], text))


def _what(text: str) -> str:
    if not text.strip():
        return "an empty body"
    if re.search(r"<(!doctype html|html|body)\b", text[:5000], re.IGNORECASE):
        return "an HTML page, no feed"
    return f"no feed: it begins with {text.strip()[:40]!r}"


def _feed_entry(item: etree._Element) -> Entry:
    hrefs = [
        link.get("href", "") for link in item if _name(link) == "link" and link.get("rel", "alternate") == "alternate"
    ]
    candidates = (*_texts(item, "origLink"), *_texts(item, "link"), *hrefs, *_texts(item, "guid"), _about(item))
    links = tuple(link for link in candidates if link.startswith(("http", "/")))
    date = _first(item, "pubDate", "published", "date", "updated", "modified")
    return Entry(links, date, _first(item, "title"))


def _sitemap_entry(url: etree._Element) -> Entry:
    news = next((child for child in url if _name(child) == "news"), url)
    date = _first(news, "publication_date") or _first(url, "lastmod")
    return Entry(_texts(url, "loc"), date, _first(news, "title"))


def _about(item: etree._Element) -> str:
    return str(item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", ""))


def _texts(element: etree._Element, name: str) -> tuple[str, ...]:
    """Texts of the children of that name; namespaces are ignored, for feeds forget to declare them."""
    found = [child for child in element if _name(child) == name]
    found = found or [inner for inner in _inside(element) if _name(inner) == name]
    return tuple(" ".join("".join(child.itertext()).split()) for child in found)


def _inside(element: etree._Element) -> Iterator[etree._Element]:
    """Where HTML that was not escaped leaves its tags open, the rest of the entry hangs below them."""
    for child in element:
        if _name(child) not in _ENTRIES:
            yield child
            yield from _inside(child)


def _first(element: etree._Element, *names: str) -> str:
    return next((text for name in names for text in _texts(element, name) if text), "")


def _name(element: etree._Element) -> str:
    """Without its namespace; comments and processing instructions have none."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""
