"""What a page holds and does not show, and whether it belongs to the article.

The second language of a page in two does not; the later pages of an article, which a button uncovers, do.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_FORMS = ("[lang|={}]", "[data-lang={}]", "[data-{}]", ".lang-{}", ".{}-text", ".text-{}", ".content-{}")
"""How pages in two languages mark the language of an element."""
_LANGUAGES = ("id", "en")
_EVEN = 0.5
"""Twins come in pairs; a foreign word or two that are marked have none."""
_GROUPED = re.compile(r"@[^{};@]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?(?:\*/|\Z)", re.DOTALL)
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*(\w+)", re.IGNORECASE)
_PAGES = ", ".join(f"[style*='none'][class*='{word}']" for word in ("paging", "page", "halaman"))
_PARAGRAPHS = 2


def hidden_twins(tree: LexborHTMLParser) -> frozenset[int]:
    """`mem_id`s of the elements in the language that is not shown; none when the page has one language."""
    shown = _language(tree)
    hidden: set[int] = set()
    for form in _FORMS:
        found = {language: _ids(tree, f"body {form.format(language)}") for language in _LANGUAGES}
        fewer, more = sorted(map(len, found.values()))
        if fewer and fewer >= _EVEN * more:
            both = frozenset.intersection(*found.values())
            other = _hidden_by_style(tree, found) or next(name for name in _LANGUAGES if name != shown)
            hidden |= found[other] - both
    return frozenset(hidden)


def later_pages(tree: LexborHTMLParser) -> list[LexborNode]:
    """Hidden elements that are called pages and hold paragraphs."""
    return [node for node in tree.css(_PAGES) if len(node.css("p")) >= _PARAGRAPHS]


def _language(tree: LexborHTMLParser) -> str:
    root = tree.root
    stated = (root.attributes.get("lang") or "")[:2].lower() if root is not None else ""
    return stated if stated in _LANGUAGES else _LANGUAGES[0]


def _hidden_by_style(tree: LexborHTMLParser, found: dict[str, frozenset[int]]) -> str:
    """The language whose elements the page's own style sheet hides; empty when it hides neither or both."""
    hidden: frozenset[int] = frozenset()
    for selector, display in _displays(tree):
        ids = _ids(tree, selector)
        hidden = hidden | ids if display == "none" else hidden - ids
    names = [name for name, ids in found.items() if ids <= hidden]
    return names[0] if len(names) == 1 else ""


def _displays(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Selectors that hide or show something on every screen, in the order of the sheet."""
    for style in tree.css("style"):
        # Split, not searched: a sheet that never closes its brace would be read again from each of its characters.
        for rule in _GROUPED.sub("", style.text() or "").split("}"):
            before, _, declarations = rule.rpartition("{")
            selector = before.rpartition("{")[2].strip()
            if selector and ":" not in selector and (display := _DISPLAY.search(declarations)):
                yield selector, display[1].lower()


def _ids(tree: LexborHTMLParser, selector: str) -> frozenset[int]:
    try:
        return frozenset(node.mem_id for node in tree.css(selector))
    except SelectolaxError:  # a style sheet may hold selectors that are not known here
        return frozenset()
