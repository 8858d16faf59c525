"""What a text says about itself besides its content: where it first appeared, and what kind of article it is."""

import re
from collections.abc import Iterable, Sequence

from pipelines.metadata import PageFacts

_ORIGIN = re.compile(
    r"\bartikel\s+ini\s+(?:telah|sudah|pernah)\s+(?:lebih\s+dulu\s+)?(?:tayang|naik|ditayangkan|terbit|dimuat)\s+"
    r"(?:sebelumnya\s+)?(?:di|pada)\s+(?P<origin>[\w-]+(?:\.[\w-]+)*(?-i:\s+[A-Z][\w.-]+){0,2})",
    re.IGNORECASE,
)
_SPONSORED_FROM = re.compile(r"INFO\s+[A-Z]+\s*[-–—]|ADVERTORIAL\b")
_SPONSORED_TO = re.compile(r"\(adv\)\W*$")
_NAMED_KIND = re.compile(r"\W*(foto|video|videografis)\s*:", re.IGNORECASE)
"""Galleries and clips say so in their headline: `FOTO: Warga Menanam Bakau`."""
_ASSISTED = re.compile(
    r"\bartificial\s+intelligence\b.{0,300}\b(?:ditulis|disunting|dibantu)"
    r"|(?:ditulis\s+ulang|dibantu).{0,300}\b(?:AI|artificial\s+intelligence)\b",
    re.IGNORECASE,
)


def origin_of(paragraphs: Sequence[str]) -> str | None:
    """The outlet that a republished article names as its origin."""
    for paragraph in reversed(paragraphs[-6:]):
        if "artikel" in paragraph.lower() and (match := _ORIGIN.search(paragraph)):
            return match["origin"].rstrip(".")
    return None


def flags_of(facts: PageFacts, paragraphs: Sequence[str], noted: Iterable[str]) -> tuple[str, ...]:
    """`noted` by the rules, and: paywalled, sponsored, AI-assisted, photo, video."""
    flags = list(noted)
    free = facts.jsonld.get("isAccessibleForFree")
    if free is False or str(free).lower() == "false":
        flags.append("paywalled")
    if any(map(_is_sponsored, (*paragraphs[:3], *paragraphs[-1:]))):
        flags.append("sponsored")
    if any(_is_assisted(text) for text in paragraphs[-3:]):
        flags.append("AI-assisted")
    if paragraphs and (named := _NAMED_KIND.match(paragraphs[0])):
        flags.append("photo" if named[1].lower().startswith("f") else "video")
    kind = facts.meta.get("og:type", "").lower()
    if kind.startswith("video"):
        flags.append("video")
    if kind in ("photo", "gallery") or facts.meta.get("content_type", "").lower() in (
        "photo",
        "foto",
        "gallery",
    ):
        flags.append("photo")
    return tuple(dict.fromkeys(flags))


def _is_sponsored(text: str) -> bool:
    return bool(_SPONSORED_FROM.match(text) or ("(adv)" in text and _SPONSORED_TO.search(text)))


def _is_assisted(text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in ("artificial", "dibantu", "ditulis")) and bool(_ASSISTED.search(text))
