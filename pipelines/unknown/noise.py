"""What stands beside an article, told by what the site calls it."""

import re

from selectolax.lexbor import LexborNode

_ASIDE = frozenset("aside button dialog figcaption footer form label nav".split())
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:side-?bars?|(?<!elementor-)widgets?|comments?|komentar|respond|disqus|relate[ds]?|terkait|terpopuler|populer|"
    r"popular|trending|terkini|terbaru|latest|recommend\w*|rekomendasi|newsletter|subscribe|footer|breadcrumbs?|menu|"
    r"navbar|nav|navigation|modal|popup|share|sharing|sharedaddy|share-?bar|sosmed|social|tags?|author-?box|pagination|"
    r"paging|ads?|tanggapan|repl(?:y|ies)|langganan|berlangganan|iklan|banner|caption|screen-reader-text|sr-only)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_READERS = re.compile(
    r"(?:^|[\s_-])(?:comments?|komentar|respond|disqus|tanggapan|repl(?:y|ies))(?=$|[\s_-])", re.IGNORECASE
)


def is_noise(node: LexborNode) -> bool:
    """Whether tag, class or id call it something that stands beside an article."""
    return node.tag in _ASIDE or bool(_BESIDE.search(name_of(node)))


def is_readers(node: LexborNode) -> bool:
    """Whether it holds what readers say."""
    return bool(_READERS.search(name_of(node)))


def name_of(node: LexborNode) -> str:
    """Class and id of an element, as one text."""
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
