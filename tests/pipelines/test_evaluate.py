"""A small folder of gold, scored and reported as the big one is."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from archive.page import Page
from pipelines.article import Removed
from pipelines.gold import GoldError, read_gold
from pipelines.jobs.evaluate import DESCRIBED, PICTURES, UNKNOWN, body_scores, by_group, by_site, evaluate
from pipelines.peers import PeerError, load_peer
from pipelines.report import render_report
from pipelines.report.align import PageLine, page_lines, pair_up, rows
from pipelines.scoring import summarize
from tests.goldfolder import TEXT, TITLE, gold_row, html, write_gold

FIXTURES = Path(__file__).parents[1] / "sites/fixtures"


@pytest.fixture
def folder(tmp_path):
    kompas = min((FIXTURES / "kompas").iterdir())
    unknown = {"published": "", "title": ""}
    return write_gold(
        tmp_path / "gold",
        (gold_row("right"), html(*TEXT), [TITLE, *TEXT]),
        (
            gold_row("wrong", published="2026-02-08", title="Judul Lain"),
            html(*TEXT[:2], "Baca juga: <a href=/x>Lain</a>", *TEXT[2:6], "Kalimat ini dibuang penyunting emas kami."),
            [TITLE, *TEXT],
        ),
        (gold_row("picture", kind="photo"), html(*TEXT), [TITLE]),
        (
            gold_row(
                "described", site="kompas", url="https://www.kompas.com/tren/read/2026/02/09/130501165/bakau", **unknown
            ),
            (kompas / "page.html").read_text(),
            (kompas / "expected.txt").read_text().split("\n\n"),
        ),
    )


def test_groups_and_sites(folder):
    graded = evaluate(folder)
    groups = by_group(graded)
    assert list(groups) == [DESCRIBED, UNKNOWN, PICTURES]
    assert [groups[name].articles for name in groups] == [1, 2, 1]
    assert groups[DESCRIBED].exact == 1
    sites = by_site(graded)
    assert {name: summary.articles for name, summary in sites.items()} == {"kecil": 2, "kompas": 1}
    assert sites["kecil"].exact == 0.5


def test_sites_that_are_described_can_be_read_as_if_they_were_not(folder):
    assert [one.group for one in evaluate(folder, "kompas")] == [DESCRIBED]
    assert [one.group for one in evaluate(folder, "kompas", undescribed=True)] == [UNKNOWN]


def test_what_is_wrong_with_a_page(folder):
    right, wrong = evaluate(folder, "kecil")[:2]
    assert right.score.perfect
    assert wrong.score.lost == tuple(TEXT[6:])
    assert wrong.score.leaked == ("Kalimat ini dibuang penyunting emas kami.",)
    assert (wrong.score.title, wrong.score.date) == (False, False)


def test_bodies_are_scored_without_their_headline(folder):
    graded = [one for one in evaluate(folder) if one.gold.id == "right"]
    (ours,) = body_scores(graded)
    assert (ours.words.gold, ours.exact) == (len(" ".join(TEXT).split()), True)
    (theirs,) = body_scores(graded, lambda page: [TITLE, *TEXT[1:]])
    assert theirs.lost == (TEXT[0],)


def test_a_peer_is_asked_for_the_same_pages(folder):
    peer, version = load_peer("trafilatura")
    assert re.match(r"\d+\.", version)
    peers = summarize(list(body_scores(evaluate(folder), peer)))
    assert peers.articles == 3
    assert peers.word_f1 > 0.6


def test_a_peer_that_nobody_knows():
    with pytest.raises(PeerError, match="there are newspaper4k, resiliparse, trafilatura, trafilatura fast"):
        load_peer("goose")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (gold_row("a", captured="lusa"), "index.tsv:2: "),
        (gold_row("a", published="2026-02-31T08:00"), "index.tsv:2: "),
    ],
)
def test_a_bad_row_is_named(tmp_path, row, problem):
    with pytest.raises(GoldError, match=problem):
        list(read_gold(write_gold(tmp_path / "g", (row, html(*TEXT), [TITLE]))))


def test_a_missing_file_and_a_missing_column_are_named(tmp_path):
    folder = write_gold(tmp_path / "g", (gold_row("a"), html(*TEXT), [TITLE]))
    (folder / "gold/a.txt").unlink()
    with pytest.raises(GoldError, match=r"index\.tsv:2: .*gold/a\.txt"):
        list(read_gold(folder))
    (folder / "index.tsv").write_text("id\tsite\na\tb\n")
    with pytest.raises(GoldError, match="no column url, captured"):
        list(read_gold(folder))
    with pytest.raises(GoldError, match=r"holds index\.tsv, html/ and gold/"):
        list(read_gold(tmp_path / "nowhere"))


def test_the_report_shows_page_gold_and_output_of_each_imperfect_page(folder):
    report = LexborHTMLParser(render_report(evaluate(folder), {}))
    assert [article.attributes["id"] for article in report.css("article")] == ["wrong", "picture"]
    grid = report.css_first("article#wrong .grid")
    assert [node.text(strip=True) for node in grid.css(".gold.lost")] == TEXT[6:]
    assert not grid.css(".missed")  # what was lost is not on the page
    assert "Kalimat ini dibuang penyunting emas kami." in grid.css_first(".leaked").text()
    assert "Baca juga: Lain" in grid.css_first(".removed").text()
    assert grid.css_first(".removed .rule").text() == "read-also"
    assert not report.css("script, link, img, [src], iframe")


def test_the_report_escapes_what_it_shows(tmp_path):
    evil = "<script>alert(1)</script>"
    page = html(*TEXT, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; lain-lain di sini")
    graded = evaluate(write_gold(tmp_path / "g", (gold_row("evil", title=evil), page, [TITLE, *TEXT])))
    assert evil not in render_report(graded, {})


def fates(body, gold, output, removed=()):
    page = Page(
        "https://x.test/", 200, "", f"<body>{body}</body>".encode(), datetime(2026, 1, 1, tzinfo=UTC), "", "", 0
    )
    return [(line.text, line.fate, line.rule) for line in page_lines(page, gold, output, removed)]


def test_what_became_of_each_block_of_a_page():
    body = "Beranda<p>satu<p>dua<p>tiga<p>Iklan<p>empat<p style='display:none'>lima<div hidden>enam</div>"
    removed = [Removed("advertisement", "Iklan"), Removed("wrapper div", "empat / delapan")]
    assert fates(body, ["satu", "dua", "empat", "enam"], ["satu", "tiga", "lima"], removed) == [
        ("Beranda", "outside", ""),
        ("satu", "kept", ""),
        ("dua", "missed", ""),
        ("tiga", "leaked", ""),
        ("Iklan", "removed", "advertisement"),
        ("empat", "missed", "wrapper div"),
        ("lima", "leaked", ""),
        ("enam", "missed", ""),
    ]


def test_a_part_of_a_paragraph_and_a_paragraph_with_a_part_cut_out():
    body = "Jakarta -<p>Warga menanam bakau.</p><p>Selesai sore. [Gambas:Video]</p><p>War</p>"
    texts = ["Jakarta - Warga menanam bakau.", "Selesai sore."]
    assert fates(body, texts, texts, [Removed("media-token", "[Gambas:Video]")]) == [
        ("Jakarta -", "kept", ""),
        ("Warga menanam bakau.", "kept", ""),
        ("Selesai sore. [Gambas:Video]", "kept", "media-token"),
        ("War", "outside", ""),
    ]


def test_blocks_that_became_one_paragraph_stand_together_and_so_do_those_nobody_looked_at():
    lines = [
        PageLine("Beranda", "p", "outside"),
        PageLine("Berita", "p", "outside"),
        PageLine("Jakarta -", "p", "kept"),
        PageLine("a b", "p", "kept"),
        PageLine("Iklan", "p", "removed", "advertisement"),
        PageLine("Iklan", "p", "removed", "advertisement"),
    ]
    assert [
        [line.text for line in row.lines] for row in rows(lines, pair_up(["Jakarta - a b"], ["Jakarta - a b"]))
    ] == [
        ["Beranda", "Berita"],
        ["Jakarta -", "a b"],
        ["Iklan"],
        ["Iklan"],
    ]


def test_gold_and_output_are_put_side_by_side():
    gold, output = ["a b c d", "e f g h", "x"], ["a b c d", "neu", "e f g z", "y"]
    pairs = pair_up(gold, output)
    assert [(pair.gold, pair.output, pair.kind) for pair in pairs] == [
        ("a b c d", "a b c d", "same"),
        (None, "neu", "extra"),
        ("e f g h", "e f g z", "changed"),
        ("x", None, "lost"),
        (None, "y", "extra"),
    ]
    assert [(piece.text, piece.own) for piece in pairs[0].gold_pieces] == [("a b c d", False)]
    assert [(piece.text, piece.own) for piece in pairs[2].gold_pieces] == [("e f g", False), ("h", True)]
    assert [(piece.text, piece.own) for piece in pairs[2].output_pieces] == [("e f g", False), ("z", True)]


def test_lines_of_the_page_stand_beside_what_became_of_them():
    lines = [
        PageLine("Beranda", "p", "outside"),
        PageLine("a b", "p", "kept"),
        PageLine("Baca juga", "p", "removed", "read-also"),
        PageLine("c d", "p", "kept"),
    ]
    found = rows(lines, pair_up(["a b", "c d", "e"], ["a b", "c d"]))
    assert [([line.text for line in row.lines], row.pair.gold if row.pair else None) for row in found] == [
        (["Beranda"], None),
        (["a b"], "a b"),
        (["Baca juga"], None),
        (["c d"], "c d"),
        ([], "e"),
    ]
