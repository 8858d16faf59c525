"""JSON inside pages: read as leniently as sites write it, and the thing in it that is the article."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

ARTICLE_TYPES = frozenset(
    "newsarticle article reportagenewsarticle analysisnewsarticle opinionnewsarticle blogposting liveblogposting "
    "report".split()
)
_LOOSE_JSON = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_JSON = json.JSONDecoder(strict=False)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def load_json(text: str) -> Any:
    """JSON as sites write it: in comments, with control characters or a comma too many. None when beyond repair."""
    try:
        return _JSON.decode(text)
    except (ValueError, RecursionError):
        pass
    try:
        return _JSON.decode(_TRAILING_COMMA.sub(r"\1", _LOOSE_JSON.sub("", text)))
    except (ValueError, RecursionError):
        return None


def article_in(value: Any) -> dict[str, Any] | None:
    """The thing that describes an article in JSON-LD, at its top, in a `@graph` or as a main entity."""
    return next((thing for thing in _things(value) if ARTICLE_TYPES & _types(thing)), None)


def named(value: Any) -> Iterator[str]:
    """A text, the name of a thing, or those of a list."""
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str):
            yield name


def _things(value: Any, deep: int = 8) -> Iterator[dict[str, Any]]:
    if isinstance(value, list) and deep:
        for item in value:
            yield from _things(item, deep - 1)
    elif isinstance(value, dict) and deep:
        yield value
        yield from _things(value.get("@graph"), deep - 1)
        yield from _things(value.get("mainEntity"), deep - 1)


def _types(thing: Mapping[str, Any]) -> frozenset[str]:
    kind = thing.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return frozenset(str(kind).lower() for kind in kinds)
