"""Pages that are not parsed in the process that crawls: the time grows with the square of how deep they are nested and
of how many attributes a tag has, minutes for a megabyte."""

import re

LARGEST = 4 * 1024 * 1024
"""A page of more is no list and no article that goes on, and is not parsed in the process that crawls."""
DEEPEST = 10_000
"""Boxes within boxes; pages of newspapers have dozens, and parsing so many takes a fifth of a second."""
_SAMPLE = 13
"""Every so many-th byte tells how many tags there are: counting them all takes a thirtieth of a page's time."""
_WINDOW = 32 * 1024
"""Where so many bytes end no tag, they may be the attributes of one."""
_TAGS = re.compile(
    rb"<(/?)(?:address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|figcaption|figure|footer|form"
    rb"|header|hgroup|listing|main|menu|nav|object|ol|optgroup|pre|r[bpt]|rtc|search|section|summary|table|ul)(?=[\s/>])",
    re.IGNORECASE,
)


def is_bottomless(html: bytes) -> bool:
    """Whether more boxes are open at one place than any page means, as far as a sample shows: whoever asks gives up
    a page that takes long all the same."""
    return html[::_SAMPLE].count(b"<") * _SAMPLE >= DEEPEST * 3 // 4 and _is_deep(html)


def _is_deep(html: bytes) -> bool:
    if html.count(b"<") <= DEEPEST:
        return False
    depth = 0
    for tag in _TAGS.finditer(html):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def has_endless_tag(html: bytes) -> bool:
    """Whether some part of a page may be a tag that does not end."""
    return any(html.find(b">", at, at + _WINDOW) < 0 for at in range(0, len(html) - _WINDOW, _WINDOW))


def is_harmless(html: bytes) -> bool:
    """Whether a page can be parsed while other newspapers wait: it takes a second at most."""
    return len(html) <= LARGEST and not _is_deep(html) and not has_endless_tag(html)
