"""What others take for the text of a page: the page's own JSON-LD, and trafilatura."""

import re

import trafilatura

from pipelines.unknown.prose import Survey

_LETTERS = re.compile(r"[^\W_]+")
_START = 60


def seen_in(text: str, survey: Survey) -> set[int]:
    """The numbers of the lines that begin like something in `text`."""
    told = _letters(text)
    return {number for number, line in enumerate(survey.lines) if line.prose and _letters(line.text)[:_START] in told}


def trafilatura_text(html: str, url: str) -> str:
    """What trafilatura takes for the text of the article; empty when it finds none."""
    text = trafilatura.extract(html, url=url, include_comments=False, favor_precision=True, with_metadata=False)
    return text or ""


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text.lower()))
