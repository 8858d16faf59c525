import re
import unicodedata
from collections import Counter
from datetime import timedelta
from html import unescape

import pytest

from crawler.newsroom.oddities import ODDITIES
from crawler.newsroom.paper import Edition
from crawler.newsroom.room import Newsroom, print_story
from crawler.newsroom.stories import Block, Story, expected_text, parse_body, plain

ROOM = Newsroom()
ARTICLES = [story for story in ROOM.stories if story.article]
BOILERPLATE = re.compile(
    r"^(baca juga|baca ?:|pilihan editor|berita terkait|READ |ikuti whatsapp channel|gabung ke|dapatkan update"
    r"|simak breaking news|advertisement|- advertisement|scroll|share this|loading)",
    re.IGNORECASE | re.MULTILINE,
)


def edition(story: Story) -> Edition:
    return ROOM.editions[story.paper]


def test_a_body_is_read_as_it_is_written() -> None:
    pages = parse_body(
        """
Satu *dua*
tiga.

## Empat

- lima
- enam

| tujuh | delapan
| sembilan | sepuluh
---
> Sebelas.

~ Dua belas.

{related: slug-lain}
{ad}
""".replace("}\n{", "}\n\n{")
    )
    assert pages == (
        (
            Block("paragraph", "Satu *dua* tiga."),
            Block("heading", "Empat"),
            Block("list", items=("lima", "enam")),
            Block("table", items=("tujuh | delapan", "sembilan | sepuluh")),
        ),
        (Block("quote", "Sebelas."), Block("bare", "Dua belas."), Block("related", "slug-lain"), Block("ad")),
    )


def test_the_expected_text_has_what_the_newsroom_wrote_and_nothing_else() -> None:
    assert expected_text(ROOM.story("kompas 2020")).split("\n\n") == [
        "Pemain Muda Persada FC Cetak Tiga Gol dari Bangku Cadangan",
        "KOMPAS.com - Penyerang Persada FC, Galang Ramadan, mencetak tiga gol meskipun baru masuk pada menit ke-70 "
        "dalam laga melawan Bintang Timur, Sabtu (17/10/2020).",
        "Pemain 18 tahun itu menggantikan kapten tim yang cedera. Gol pertamanya lahir hanya 40 detik kemudian.",
        "“Saya cuma lari ke tempat yang kosong,” ujar Galang seusai laga.",
        "Pesan pelatih",
        "Pelatih Persada FC meminta penggemar bersabar. Ia menilai Galang masih perlu belajar menahan bola.",
        "Persada FC kini berada di urutan kedua klasemen dengan 24 poin.",
        "Sumber Buletin Persada",
    ]


def test_there_are_some_ten_stories_a_paper() -> None:
    counts = Counter(story.paper for story in ROOM.stories)
    assert set(counts) == {"kompas", "kompastv", "tempo", "republika", "jfid", "sriwijayatv"}
    assert all(7 <= count <= 15 for count in counts.values())


def test_names_and_addresses_are_taken_once() -> None:
    names = Counter(story.name for story in ROOM.stories)
    addresses = Counter(address for story in ROOM.stories for address in {ROOM.url(story), *ROOM.announced(story)})
    keys = Counter(edition(story).paper.key(ROOM.url(story)) for story in ROOM.stories)
    assert [taken for counts in (names, addresses, keys) for taken, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("story", ROOM.stories, ids=lambda story: story.name)
def test_a_story_is_fit_to_print(story: Story) -> None:
    assert story.oddity in ODDITIES
    assert story.published.utcoffset() == timedelta(hours=7)
    assert all(block.kind == "paragraph" for block in story.blocks[:1] if story.dateline)
    for slug in " ".join(block.text for block in story.blocks if block.kind == "related").split():
        assert edition(story).find(slug) is not story
    for number in range(len(story.pages) + 1):
        assert story.title in plain(text_of(print_story(edition(story), story, number).body))


@pytest.mark.parametrize("story", ARTICLES, ids=lambda story: story.name)
def test_the_expected_text_is_sane(story: Story) -> None:
    text = expected_text(story)
    paragraphs = text.split("\n\n")
    assert paragraphs[0] == story.title
    assert len(paragraphs) >= 5
    assert len(text) > 500
    assert text == unicodedata.normalize("NFC", text)
    assert all(paragraph == " ".join(paragraph.split()) for paragraph in paragraphs)
    assert not BOILERPLATE.search(text)
    assert "*" not in text


@pytest.mark.parametrize("story", ARTICLES, ids=lambda story: story.name)
def test_the_page_holds_the_expected_text_in_its_order(story: Story) -> None:
    """The first weeks of Tempo's new site show less, and have the rest in JSON-LD."""
    page = plain(text_of(print_story(edition(story), story, 0).body))
    at = 0
    for paragraph in expected_text(story).split("\n\n")[: 3 if story.era == "2025" else None]:
        assert paragraph in page[at:]
        at = page.index(paragraph, at)


def text_of(page: bytes) -> str:
    """All text of the page, with a space where an element that is not inline begins or ends."""
    html = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", page.decode(), flags=re.DOTALL)
    html = re.sub(r"</?(a|em|strong|b|span)\b[^>]*>", "", html)
    return unescape(re.sub(r"<[^>]+>", " ", html))
