"""From a page to an article, or to the reason why there is none."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from archive.page import Page
from crawler.loader import unknown_site
from crawler.site import Site, Template
from pipelines.article import Article, Rejected
from pipelines.extract import extract

A = "Warga menanam bakau di sepanjang pantai sejak pagi, dibantu murid dua sekolah dasar di desa itu."
B = "Bibitnya datang dari kebun milik kelompok tani, yang merawatnya selama lima bulan di tepi muara."
C = "Pekerjaan itu selesai sebelum air pasang, dan semua pulang dengan lumpur sampai ke lutut."
TITLE = "Warga Desa Menanam Bakau"
URL = "https://www.lembar.co.id/read/2026/02/09/130501/warga-desa-menanam-bakau"
NEW = Template(name="new", since=date(2025, 1, 1), body=".isi")
OLD = Template(name="old", until=date(2024, 12, 31), body=".content")
SITE = Site(
    name="lembar",
    title="Lembar",
    domains=("lembar.co.id",),
    article=r"https://www\.lembar\.co\.id/read/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/(?P<id>\d+)",
    templates=(NEW, OLD),
)


def page(
    body, *, head="", url=URL, captured=datetime(2026, 2, 10, tzinfo=UTC), status=200, kind="text/html", lang="id"
):
    html = f'<html lang="{lang}"><head>{head}</head><body>{body}</body></html>'
    return Page(url, status, kind, html.encode(), captured, "<urn:uuid:1>", "a.warc.gz", 512)


def isi(inner, css="isi"):
    return f"<h1>{TITLE}</h1><div class={css}>{inner}</div>"


def body(inner=f"<p>{A}</p><p>{B}</p>", **template):
    """The paragraphs behind the headline, with a template changed by hand."""
    article = extract(page(isi(inner)), replace_template(**template))
    assert article.paragraphs[0] == TITLE
    return list(article.paragraphs[1:])


def replace_template(**changes):
    return replace(SITE, templates=(replace(NEW, **changes),))


def test_what_an_article_knows():
    head = (
        '<meta property="article:published_time" content="2026-02-09T13:05:01+07:00"><meta name="author" content="Ani">'
    )
    article = extract(page(isi(f"<p>{A}</p>"), head=head), SITE)
    assert (article.title, article.paragraphs) == (TITLE, (TITLE, A))
    assert (article.site, article.template, article.language) == ("lembar", "new", "id")
    assert article.published.isoformat() == "2026-02-09T13:05:01+07:00"
    assert article.published_from == "meta:article:published_time"
    assert article.authors == ("Ani",)
    assert (article.url, article.canonical_url) == (URL, URL)
    assert (article.warc, article.offset, article.record_id) == ("a.warc.gz", 512, "<urn:uuid:1>")
    assert article.fetched_at == datetime(2026, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": 404}, "http 404"),
        ({"status": 503}, "http 503"),
        ({"kind": "image/jpeg"}, "not html"),
        ({"kind": "application/pdf"}, "not html"),
    ],
)
def test_what_is_no_page_of_an_article(changes, reason):
    result = extract(page(isi(f"<p>{A}</p>"), **changes), SITE)
    assert isinstance(result, Rejected)
    assert (result.reason, result.url, result.site, result.status) == (
        reason,
        URL,
        "lembar",
        changes.get("status", 200),
    )
    assert (result.warc, result.offset, result.record_id) == ("a.warc.gz", 512, "<urn:uuid:1>")


def test_when_an_article_was_changed_stands_apart():
    head = '<meta property="article:modified_time" content="2026-02-09T15:00:00+07:00">'
    article = extract(page(isi(f"<p>{A}</p>"), head=head), SITE)
    assert (article.published, article.modified.isoformat()) == (None, "2026-02-09T15:00:00+07:00")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ('<script type="application/ld+json">{"@type": "NewsArticle"}</script>', "newsarticle"),
        ('<meta property="og:type" content="Video">', "video"),
        ("", "no article markup"),
    ],
)
def test_a_body_without_text_is_told_with_what_the_page_calls_itself(head, kind):
    assert extract(page(isi("<h2>Foto</h2>"), head=head), SITE).detail == kind


def test_an_empty_body_and_a_body_without_text():
    assert extract(replace(page(""), body=b" \n"), SITE).reason == "empty body"
    assert extract(page(isi("<h2>Foto</h2><p>ADVERTISEMENT</p>")), SITE).reason == "no text in the body"


def test_a_page_of_links_is_not_an_article():
    links = "".join(f'<li><a href="/read/{n}">Judul berita nomor {n} yang cukup panjang</a></li>' for n in range(40))
    assert extract(page(f"<h1>Indeks</h1><ul>{links}</ul>"), SITE).reason in ("not an article", "no text in the body")


@pytest.mark.parametrize("kind", ["", "text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml"])
def test_whatever_calls_itself_a_page(kind):
    assert isinstance(extract(page(isi(f"<p>{A}</p>"), kind=kind), SITE), Article)


BOTH = isi(f"<p>{A}</p>") + isi(f"<p>{B}</p>", "content")
THEN = datetime(2020, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("markup", "captured", "template"),
    [
        (BOTH, NOW, "new"),
        (BOTH, THEN, "old"),
        (isi(f"<p>{A}</p>", "content"), NOW, "old"),
        (isi(f"<p>{A}</p>"), THEN, "new"),
        (isi("") + isi(f"<p>{B}</p>", "content"), NOW, "old"),
        (isi(" \n&nbsp;") + isi(f"<p>{B}</p>", "content"), NOW, "old"),
    ],
)
def test_the_template_of_the_capture_if_the_page_confirms_it(markup, captured, template):
    assert extract(page(markup, captured=captured), SITE).template == template


def test_without_a_template_that_answers_the_page_is_read_all_the_same():
    text = "".join(f"<p>{line} {n}</p>" for n in range(4) for line in (A, B, C))
    article = extract(page(f"<article><h1>{TITLE}</h1>{text}<p>Baca juga: <a href=/x>Lain</a></p></article>"), SITE)
    assert article.template not in ("new", "old")
    assert article.paragraphs == (TITLE, *(f"{line} {n}" for n in range(4) for line in (A, B, C)))


def test_body_selectors_are_read_in_order_and_nested_ones_once():
    assert body(f"<p>{A}</p><div class=isi><p>{B}</p></div></div><div class=isi><p>{C}</p>") == [A, B, C]


def test_wrappers_ends_and_comments():
    inner = f"<p>{A}</p><div class=rel>Lain</div><p>{B}</p><!-- tamat --><p>{C}</p>"
    assert body(inner, drop=(".none", ".rel")) == [A, B, C]
    assert body(inner, drop=(".rel",), end=("<!--tamat-->",)) == [A, B]
    assert body(inner, end=(".none", ".rel")) == [A]


def test_what_the_platforms_embed_is_nobody_s_text():
    tweet = '<blockquote class="twitter-tweet"><p>Kicauan orang</p>— Orang (@orang)</blockquote>'
    assert body(f"<p>{A}</p>{tweet}<p>{B}</p>") == [A, B]


def test_breaks_part_paragraphs_or_not():
    assert body(f"{A}<br>{B}") == [A, B]
    assert body(f"{A}<br>{B}", br=False) == [f"{A} {B}"]


@pytest.mark.parametrize(
    "dateline",
    ["<b>Jakarta</b> - ", "BANDUNG, LEMBAR.co.id –", "Lembar.co.id, Jakarta -", "<strong>Jakarta --</strong>"],
)
def test_a_dateline_in_front_of_the_first_paragraph_joins_it(dateline):
    assert body(f"{dateline}<p>{A}</p><p>{B}</p>") == [f"{re.sub('<.*?>', '', dateline).strip()} {A}", B]


def test_links_of_a_paragraph_stay_in_place_when_its_dateline_joins_it():
    linked = f"{A} Baca juga: <a href=/x>Harga Garam Naik</a> {B}"
    assert body(f"Jakarta - <p>{linked}</p>") == [f"Jakarta - {A} {B}"]


def test_a_dateline_with_nothing_behind_it_stays():
    assert body(f"<p>{A}</p>Jakarta -") == [A, "Jakarta -"]


def test_a_line_that_ends_without_a_dash_stays_by_itself():
    assert body(f"Jakarta<p>{A}</p>") == ["Jakarta", A]


def test_headline_and_standfirst_stand_once():
    inner = f"<h2>{TITLE}</h2><p class=deck>Ratusan bibit ditanam</p><p>{A}</p><p>{TITLE}</p>"
    assert body(inner, standfirst=(".deck",)) == ["Ratusan bibit ditanam", A, TITLE]


def test_a_standfirst_outside_of_the_body_comes_before_it():
    site = replace_template(standfirst=(".deck",))
    deck = "<p class=deck>Ratusan bibit ditanam</p>"
    assert extract(page(deck + isi(f"<p>{A}</p>")), site).paragraphs == (TITLE, "Ratusan bibit ditanam", A)
    again = f"<p class=deck>{TITLE}</p>"
    assert extract(page(again + isi(f"<p>{A}</p>")), site).paragraphs == (TITLE, A)


def test_credits_in_a_box_of_their_own_close_the_text():
    credits = "<i class=src>Sumber: Antara</i><i class=src>AFP</i>"
    article = extract(page(isi(f"<p>{A}</p><p>Sumber: Antara</p>") + credits), replace_template(after=(".src",)))
    assert article.paragraphs == (TITLE, A, "Sumber: Antara", "AFP")


def test_the_text_in_json_ld_stands_in_only_where_it_holds_more():
    def told(text):
        return f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{text}"}}</script>'

    site = replace_template(json_body=True)
    full = told(f"{A}\\n{B}\\nBaca juga: Lain\\n{C}")
    assert extract(page(isi(f"<p>{A}</p>"), head=full), site).paragraphs == (TITLE, A, B, C)
    assert extract(page(isi(f"<p>{A}</p>"), head=full), SITE).paragraphs == (TITLE, A)
    assert extract(page(isi(f"<p>{A}</p><p>{B}</p>"), head=told(f"{A} {B}")), site).paragraphs == (TITLE, A, B)
    half = told(f"{A}\\n{B}\\n{C}")
    assert extract(page(isi(f"<p>{A}</p><p>{B}</p>"), head=half), site).paragraphs == (TITLE, A, B, C)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<script type="application/ld+json">{"@type": "Article", "headline": "Dari data"}</script>', "Dari data"),
        ('<meta property="og:title" content="Dari meta"><title>x</title>', "Dari meta"),
        ("<title>Dari jendela - Lembar.co.id</title>", "Dari jendela"),
        ("<title>Bakau, Garam, dan Air</title>", "Bakau, Garam, dan Air"),
    ],
)
def test_a_page_without_a_headline_has_one_elsewhere(head, title):
    article = extract(page(f"<div class=isi><p>{A}</p></div>", head=head), SITE)
    assert (article.title, article.paragraphs) == (title, (title, A))


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        (f"{URL}?utm_source=x", URL),
        (
            "https://www.lembar.co.id/read/2026/02/09/130501/judul-baru",
            "https://www.lembar.co.id/read/2026/02/09/130501/judul-baru",
        ),
        ("https://www.lembar.co.id/read/2026/02/09/999999/lain", URL),
        ("https://www.lembar.co.id/", URL),
        ("https://orang.example/read/2026/02/09/130501/x", URL),
        ("/read/2026/02/09/130501/x", URL),
        ("http", URL),
        ("https://[www.lembar.co.id/read/2026/02/09/130501/x", URL),
    ],
)
def test_the_page_names_its_address_only_if_it_is_the_same_article(canonical, expected):
    head = f'<link rel="canonical" href="{canonical}">'
    asked = f"{URL}?fbclid=1#atas"
    assert extract(page(isi(f"<p>{A}</p>"), head=head, url=asked), SITE).canonical_url == expected


LOCKED = '<script type="application/ld+json">{"@type": "Article", "isAccessibleForFree": "False"}</script>'


@pytest.mark.parametrize(
    ("inner", "head", "flag"),
    [
        (f"<p>{A}</p><p>Halaman Selanjutnya</p>", "", "page 1 only"),
        (f"<p>{A}</p><p>Berlangganan untuk lanjutkan membaca.</p>", "", "paywalled"),
        (f"<p>{A}</p>", LOCKED, "paywalled"),
        (f"<p>{A}</p>", LOCKED.replace('"False"', "false"), "paywalled"),
        (f"<p>{A}</p><p>{B}</p><p>{C}</p><p>(adv)</p>", "", "sponsored"),
        (f"<p>ADVERTORIAL</p><p>{A}</p><p>{B}</p>", "", "sponsored"),
        (f"<p>INFO NASIONAL - {A}</p>", "", "sponsored"),
        (f"<p>{A}</p><p>Artikel ini ditulis ulang dengan bantuan artificial intelligence (AI).</p>", "", "AI-assisted"),
        (f"<p>{A}</p>", '<meta property="og:type" content="video.other">', "video"),
        (f"<p>{A}</p>", '<meta property="og:type" content="VIDEO.other">', "video"),
        (f"<p>{A}</p>", '<meta name="content_type" content="Foto">', "photo"),
        (f"<p>{A}</p>", '<meta property="og:type" content="gallery">', "photo"),
    ],
)  # fmt: skip
def test_flags(inner, head, flag):
    assert extract(page(isi(inner), head=head), SITE).flags == (flag,)


@pytest.mark.parametrize(
    ("headline", "flags"),
    [
        ("FOTO: Warga Menanam Bakau", ("photo",)),
        ("Video: Warga Menanam Bakau", ("video",)),
        ("VIDEOGRAFIS: Cara Menanam Bakau", ("video",)),
        ("Foto Lama Itu: Warga Menanam Bakau", ()),
    ],
)
def test_galleries_and_clips_say_so_in_their_headline(headline, flags):
    assert extract(page(isi(f"<p>{A}</p>").replace(TITLE, headline)), SITE).flags == flags


def test_a_page_with_more_pages_is_flagged_by_its_template():
    site = replace_template(partial=(".halaman a",))
    assert extract(page(isi(f"<p>{A}</p>") + "<p class=halaman><a href=2>2</a></p>"), site).flags == ("page 1 only",)
    assert extract(page(isi(f"<p>{A}</p>")), site).flags == ()


@pytest.mark.parametrize(
    ("note", "origin"),
    [
        ("Artikel ini telah tayang di Pos Pantai dengan judul Bakau", "Pos Pantai"),
        ("Artikel ini sudah lebih dulu tayang di pospantai.com. Selengkapnya klik di sini.", "pospantai.com"),
        ("Artikel ini telah naik di detikPantai.", "detikPantai"),
        ("Artikel ini panjang sekali, kata pembaca.", None),
    ],
)
def test_where_an_article_first_appeared_is_told_and_stays_in_the_text(note, origin):
    article = extract(page(isi(f"<p>{A}</p><p>{note}</p>")), SITE)
    assert article.origin == origin
    assert article.paragraphs[-1] == note


def test_what_was_left_out_stands_there_with_its_rule():
    inner = f"<h2>{TITLE}</h2><p>{A}</p><div class=rel>Lain</div><p>Baca juga: <a href=/x>Lain lagi</a></p>"
    article = extract(page(isi(inner)), replace_template(drop=(".rel",)))
    assert {(one.rule, one.text) for one in article.removed} == {
        ("wrapper div.rel", "Lain"),
        ("read-also", "Baca juga: Lain lagi"),
        ("headline-again", TITLE),
    }


def test_captions_are_kept_apart():
    figure = "<figure><figcaption>Warga di pantai</figcaption></figure>"
    article = extract(page(isi(f"{figure}<p>{A}</p>") + figure), SITE)
    assert article.captions == ("Warga di pantai",)
    assert article.paragraphs == (TITLE, A)


def test_the_language_is_the_page_s_own_if_it_is_one_that_is_spoken_here():
    assert extract(page(isi(f"<p>{A}</p>"), lang="en-US"), SITE).language == "en"
    assert extract(page(isi(f"<p>{A}</p>"), lang="EN"), SITE).language == "en"
    assert extract(page(isi(f"<p>{A}</p>"), lang="tlh"), SITE).language == "id"


def test_an_unknown_host_has_articles_too():
    text = "".join(f"<p>{line} {n}</p>" for n in range(4) for line in (A, B, C))
    article = extract(
        page(f"<article><h1>{TITLE}</h1>{text}</article>", url="https://kecil.example/bakau"),
        unknown_site("kecil.example"),
    )
    assert (article.site, article.title) == ("kecil.example", TITLE)


def test_the_same_page_gives_the_same_article():
    assert extract(page(isi(f"<p>{A}</p>")), SITE) == extract(page(isi(f"<p>{A}</p>")), SITE)


def test_no_page_makes_it_fail():
    chance = Random(7)
    whole = page(
        isi(f"<p>{A}</p><table><tr><td>{B}</table><!-- x --><p>Baca juga: <a href=/x>L</a>"),
        head=f"<script type=application/ld+json>{{}}</script><title>{TITLE}</title>",
    ).body
    for _ in range(300):
        body = bytearray(whole[: chance.randrange(len(whole))])
        for _ in range(chance.randrange(12)):
            body.insert(chance.randrange(len(body) + 1), chance.choice(b"<>/\"'=&\x00\xff\xc3pdivtrbr "))
        assert isinstance(extract(replace(page(""), body=bytes(body)), SITE), Article | Rejected)


@pytest.mark.parametrize("depth", [90, 400, 1000])
@pytest.mark.parametrize("tag", ["div", "b", "blockquote"])
def test_however_deep_its_elements_lie_the_text_is_there(tag, depth):
    deep = f"<{tag}>" * depth + A + f"</{tag}>" * depth
    article = extract(page(isi(f"<p>{C}</p>{deep}<p>{B}</p>")), SITE)
    assert " ".join(article.paragraphs) == f"{TITLE} {C} {A} {B}"


def test_json_ld_that_is_too_deep_is_passed_over():
    head = f'<script type="application/ld+json">{"[" * 5000}{"]" * 5000}</script>'
    nested = f'<script type="application/ld+json">{"[" * 400}{{"@type": "Article"}}{"]" * 400}</script>'
    assert extract(page(isi(f"<p>{A}</p>"), head=head + nested), SITE).paragraphs == (TITLE, A)


@pytest.mark.timeout(30)
def test_a_style_sheet_that_never_ends_takes_no_minutes():
    twins = f"<p lang=id>{A}</p><p lang=en>Villagers plant mangroves along the beach.</p>"
    endless = "<style>" + "p " * 100_000 + "</style>"
    assert extract(page(f"{endless}<h1>{TITLE}</h1><article>{twins * 4}</article>"), unknown_site("kecil.example"))
