"""The short lines around a headline and after a text, told by what they say: date, byline, counter, caption, credit."""

import re
from zoneinfo import ZoneInfo

from pipelines.dates import MONTHS, parse_date

_NAME = r"[A-Z][\w.'’`-]*+(?:(?:\s+|\s*[,/&|-]\s*|\s+(?:dan|and)\s+)(?:[A-Z(][\w.'’`()@-]*+|bin|binti|al|van|de)){0,9}"
_BY = r"oleh|by|posted\s+by|written\s+by|ditulis\s+oleh"
_PEN = rf"{_BY}|penulis|author|reporter|pewarta|wartawan|jurnalis|kontributor|laporan|teks|naskah|rep"
_DESK = r"editor|redaktur|penyunting|red|publisher|edited\s+by|uploader"
_AUTHOR = re.compile(rf"\W{{0,3}}(?:(?i:{_PEN})\s*[:.]\s*\S.{{0,80}}|(?i:{_BY}|penulis|reporter|pewarta)\s+{_NAME}\W*)")
_EDITOR = re.compile(rf"\W{{0,3}}(?i:{_DESK})\s*[:.]\s*\S.{{0,80}}")
_SIGNED = re.compile(rf"\W{{0,3}}(?i:{_PEN}|{_DESK})\s*:\s*(?P<names>.{{2,80}})")
_CREDIT = re.compile(
    r"\W{0,3}(?:(?i:sumber)\s*:|S(?:umber|UMBER))\s*[A-Z(].{0,60}|\([a-z]{2,5}(?:\s*[/-]\s*[a-z]{2,5}){0,3}\)"
)
_COUNTER = re.compile(
    r"[\d.,]+\s*(?:views?|kali|x|shares?|comments?|komentar|menit(?:\s+(?:baca|membaca))?|min(?:ute)?s?\s+read|likes?)\b.{0,60}"
    r"|(?:dibaca|views?|hits|viewed|dilihat|reading\s+time|waktu\s+baca|estimasi\s+baca|komentar|comments?|share[sd]?)\b\W*+(?:\d[\d.,]*+\s*)?"
    r"(?:kali|menit|x|minutes?|views?)?\W*|\S+@[\w.-]+\.[a-z]{2,4}",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\W{0,3}(?:(?:foto|photo|gambar|caption|ket(?:erangan|\.)?\s*(?:foto|gambar)|sumber\s+(?:foto|gambar))\s*[:/(]"
    r"|dok(?:\.|umentasi\b)|(?:foto\s+)?(?:ilustrasi|illustration)\b(?![^.!?]*[.!?]\s)).{0,300}"
    r"|.{0,300}(?:\((?:foto|photo|dok|sumber|ist|antara|image|credit)\b[^)]{0,80}\)|\([^()/]{3,40}/[^()/]{5,40}\)"
    r"|\bfoto\s*:\s*\S.{0,60}|\W(?:istimewa|ist)|©\s*(?:\d{4}\s*)?[\w. ]{2,40})\W*",
    re.IGNORECASE,
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?[\s./-]+(?:{_MONTH})\b[\s.,/-]*(?:\d{{4}}|\d\d\b)|"
    rf"\b(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b|\b(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2}\b",
    re.IGNORECASE,
)
_NAME_WORDS = 6
_CODE = re.compile(r"\([a-z]{2,5}(?:\s*[/-]\s*[a-z]{2,5}){0,3}\)")
_DECK = 50
_ANY = ZoneInfo("UTC")
_DATE_LINE = 130
_DATE_WORDS = 5
"""Besides the date and what stands around dates: a name, a section."""
_AROUND = frozenset(
    "senin selasa rabu kamis jumat jum at sabtu minggu ahad monday tuesday wednesday thursday friday saturday sunday "
    "wib wita wit pukul jam diperbarui updated update published posted terbit tayang dipublikasikan on by oleh pada "
    "dibaca kali views komentar nilai durasi baca menit min read am pm tanggal".split()
)
_CLOCK = re.compile(r"(?<!\d)[0-2]?\d[:.][0-5]\d(?!\d)")
_UPDATE = re.compile(r"\b(?:diperbar(?:ui|aharui)|updated?|terakhir|last|modified|diubah)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*$")


def has_date(text: str) -> bool:
    return len(text) <= 2 * _DATE_LINE and bool(_DATED.search(text))


def is_date(text: str) -> bool:
    """Whether a line says when, and hardly anything else."""
    match = _DATED.search(text) if len(text) <= _DATE_LINE else None
    if not match or parse_date(text, _ANY) is None:
        return False
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return len([word for word in re.findall(r"[^\W\d_]{2,}", rest.lower()) if word not in _AROUND]) <= _DATE_WORDS


def has_clock(text: str) -> bool:
    return bool(_CLOCK.search(text))


def is_update(text: str) -> bool:
    """Whether a line with a date says that it is the last change's."""
    return bool(_UPDATE.search(text))


def is_deck(text: str) -> bool:
    """Whether a line below a headline is long enough, and says enough, for a standfirst."""
    return len(text) >= _DECK and (is_sentence(text) or len(text) >= 2 * _DECK) and not is_caption(text)


def is_name(text: str) -> bool:
    """Whether a short text may be a person's name, or the login of one."""
    words = text.split()
    if not 1 <= len(words) <= _NAME_WORDS or len(text) > 50 or re.search(r"[\d:!?@]", text):
        return False
    if not _AROUND.isdisjoint(text.lower().split()):
        return False
    return len(words) == 1 or all(word[0].isupper() or word in ("bin", "binti", "al", "dan") for word in words)


def is_author(text: str) -> bool:
    return bool(_AUTHOR.fullmatch(text)) and not is_sentence(text)


def is_editor(text: str) -> bool:
    return bool(_EDITOR.fullmatch(text)) and not is_sentence(text)


def is_signed(text: str) -> bool:
    """Whether a line is a byline wherever it stands: a label with a colon and nothing but names."""
    match = _SIGNED.fullmatch(text)
    return match is not None and all(is_name(name.strip()) for name in re.split(r"[,/&|]|\bdan\b", match["names"]))


def is_counter(text: str) -> bool:
    """Views, comments, minutes to read."""
    return bool(_COUNTER.fullmatch(text))


def is_sentence(text: str) -> bool:
    """Whether a text ends as sentences do."""
    return bool(_SENTENCE.search(text))


def is_caption(text: str) -> bool:
    """Whether a line beside a picture says that it is the picture's."""
    return bool(_CAPTION.fullmatch(text))


def has_code(text: str) -> bool:
    """Whether a text begins with a reporter's code."""
    return bool(_CODE.match(text))


def is_credit(text: str) -> bool:
    """A source or a reporter's code that closes a text."""
    return bool(_CREDIT.fullmatch(text)) and not is_sentence(text)
