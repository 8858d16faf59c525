"""How deep a page is nested: parsing takes time with the square of it, minutes for a page of a megabyte."""

import re

DEEPEST = 5_000
"""Boxes within boxes; pages of newspapers have dozens."""
_TAGS = re.compile(
    rb"<(/?)(?:address|article|aside|blockquote|center|details|div|dl|fieldset|figure|footer|form|header|main|menu|nav"
    rb"|object|ol|section|table|ul)(?=[\s/>])",
    re.IGNORECASE,
)


def is_bottomless(html: bytes) -> bool:
    """Whether more boxes are open at one place than any page means."""
    if html.count(b"<") <= DEEPEST:
        return False
    depth = 0
    for tag in _TAGS.finditer(html):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False
