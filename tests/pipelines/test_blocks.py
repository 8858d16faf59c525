"""How markup becomes blocks: what ends one, what never does, where its links stand."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.blocks import Block, Link, cut
from pipelines.walker import line, walk


def walked(markup, *, drop="", end="", **how):
    tree = LexborHTMLParser(f"<main>{markup}</main>")
    ids = {
        name: frozenset(node.mem_id for node in tree.css(css)) for name, css in (("drop", drop), ("end", end)) if css
    }
    return walk(tree.css("main"), **ids, **how)


def texts(markup, **how):
    return [block.text for block in walked(markup, **how).blocks]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>Satu.</p><p>Dua.</p>", ["Satu.", "Dua."]),
        ("<p>Satu<p>Dua", ["Satu", "Dua"]),
        ("<p><p>Sekali saja.</p></p>", ["Sekali saja."]),
        ("Satu.<br>Dua.<br><br>Tiga.", ["Satu.", "Dua.", "Tiga."]),
        ("Jakarta - <p>Hujan.</p>Tanpa elemen.", ["Jakarta -", "Hujan.", "Tanpa elemen."]),
        ("<p>Kata <b>tebal</b>, <i>miring</i> dan <a href=/x>ber<span>taut</span></a>.</p>",
         ["Kata tebal, miring dan bertaut."]),
        ("<p>Me<b>nu</b>lis</p>", ["Menulis"]),
        ("<p>  a\n\t b&nbsp;&nbsp;c\u200b d  </p>", ["a b c d"]),
        ("<p>pe\u00adnu\u00adlis cafe\u0301</p>", ["penulis café"]),
        ("<div>Satu<div>Dua</div>Tiga</div>", ["Satu", "Dua", "Tiga"]),
        ("<ul><li>Satu</li><li>Dua <ul><li>Anak</li></ul></li></ul>", ["Satu", "Dua", "Anak"]),
        ("<blockquote>Kutipan</blockquote><h2>Anak Judul</h2><pre>a  b</pre>", ["Kutipan", "Anak Judul", "a b"]),
        ("<p></p><p>&nbsp;</p><div><br></div>", []),
    ],
)  # fmt: skip
def test_what_ends_a_block(markup, expected):
    assert texts(markup) == expected


def test_a_break_is_white_space_where_the_site_says_so():
    assert texts("<p>Satu<br>baris<br/>saja</p><p>Dua</p>", br=False) == ["Satu baris saja", "Dua"]


def test_a_row_of_a_table_is_one_block():
    rows = "<tr><th>No<th>Klub<tr><td>1<td><p>Persib</p><p>Bandung</p><tr><td>2<td>Are<br>ma"
    table = f"<table><caption>Juara</caption>{rows}</table>"
    assert texts(table) == ["Juara", "No Klub", "1 Persib Bandung", "2 Are ma"]


def test_the_element_of_a_block_is_known():
    blocks = walked("bebas<h2>Judul</h2><ul><li>Butir</li></ul><table><tr><td>Sel</table><p>Prosa</p>ekor").blocks
    assert [block.tag for block in blocks] == ["main", "h2", "li", "tr", "p", "main"]


@pytest.mark.parametrize(
    "silent",
    [
        "<script>var x = 'teks';</script>",
        "<style>.a{color:red}</style>",
        "<noscript>Nyalakan skrip</noscript>",
        "<!-- komentar -->",
        "<iframe>bingkai</iframe>",
        "<button>Bagikan</button>",
        "<select><option>Pilih</option></select>",
        "<template>Cetakan</template>",
        "<svg><text>gambar</text></svg>",
    ],
)
def test_what_is_silent(silent):
    assert texts(f"<p>Satu{silent} dua.</p>{silent}") == ["Satu dua."]


@pytest.mark.parametrize("hiding", ["hidden", 'style="display: none"', 'style="color:red;DISPLAY:NONE"'])
def test_what_is_hidden_is_left_out_and_told(hiding):
    result = walked(f"<p>Tampak.</p><div {hiding} class='kotak iklan'><p>Tidak</p><p>tampak</p></div>")
    assert [block.text for block in result.blocks] == ["Tampak."]
    assert result.dropped == (("div.kotak.iklan", "Tidak / tampak"),)


def test_a_wrapper_is_left_out_and_told_by_its_element():
    result = walked("<p>Prosa.</p><div id=lain class=rel><a href=/b>Judul lain</a></div><p>Lagi.</p>", drop=".rel")
    assert [block.text for block in result.blocks] == ["Prosa.", "Lagi."]
    assert result.dropped == (("div#lain.rel", "Judul lain"),)


def test_a_wrapper_in_the_middle_of_a_sentence_does_not_part_it():
    assert texts("<p>Satu <span class=iklan>Iklan</span>dua.</p>", drop=".iklan") == ["Satu dua."]


def test_the_body_ends_before_an_element():
    assert texts("<p>Satu.</p><div><p>Dua.</p><p class=tamat>Tiga.</p></div><p>Empat.</p>", end=".tamat") == [
        "Satu.",
        "Dua.",
    ]


def test_the_body_ends_at_a_comment():
    markup = "<p>Satu.</p><!-- biasa --><p>Dua.</p><!-- akhir isi --><p>Tiga.</p>"
    assert texts(markup, marks={"akhir isi"}) == ["Satu.", "Dua."]
    assert texts(markup) == ["Satu.", "Dua.", "Tiga."]


def test_captions_are_no_text():
    result = walked("<figure><img><figcaption>Warga <b>panen</b> padi.</figcaption></figure><p>Prosa.</p>")
    assert [block.text for block in result.blocks] == ["Prosa."]
    assert result.captions == ("Warga panen padi.",)


@pytest.mark.parametrize(
    ("markup", "links"),
    [
        ("<p><a href=/a>Semua</a></p>", [("Semua", "/a")]),
        ("<p>Kata <a href=/a>satu</a> dan <a href=/b>dua</a>.</p>", [("satu", "/a"), ("dua", "/b")]),
        ("<p>satu <a href=/a>satu</a> satu</p>", [("satu", "/a")]),
        ("<p>Baca:<a href=/a>\n  Judul&nbsp; itu </a></p>", [("Judul itu", "/a")]),
        ("<p><a href=/a><img></a>Teks</p>", []),
        ("<p><a href=/a>satu<br>dua</a> tiga</p>", [("satu", "/a"), ("dua", "/a")]),
    ],
)
def test_where_links_stand(markup, links):
    blocks = walked(markup).blocks
    found = [(block.text[link.start : link.end], link.href) for block in blocks for link in block.links]
    assert found == links


def test_a_link_that_repeats_a_word_before_it_is_found_at_its_own_place():
    (block,) = walked("<p>satu <a href=/a>satu</a> satu</p>").blocks
    assert block.links == (Link(5, 9, "/a"),)


def test_the_share_of_link_text():
    assert walked("<p><a href=/a>lima!</a>bebas</p>").blocks[0].linked == 0.5
    assert walked("<p>bebas</p>").blocks[0].linked == 0


def test_whether_all_of_a_block_is_bold():
    blocks = walked("<p><b>Anak <i>judul</i></b> </p><p><strong>Oleh</strong> Ani</p><h3>Judul</h3><p>Prosa</p>").blocks
    assert [block.strong for block in blocks] == [True, False, True, False]


def test_several_bodies_are_read_in_order_until_one_ends():
    tree = LexborHTMLParser(
        "<div class=b>Satu</div><p>luar</p><div class=b>Dua<hr id=x>Tiga</div><div class=b>Empat</div>"
    )
    end = {node.mem_id for node in tree.css("#x")}
    assert [block.text for block in walk(tree.css(".b"), end=end).blocks] == ["Satu", "Dua"]


def test_an_element_on_one_line():
    tree = LexborHTMLParser("<h1> Judul<br>dua <span hidden>rahasia</span><p>baris</p><script>x</script></h1>")
    assert line(tree.css_first("h1")) == "Judul dua baris"
    assert line(LexborHTMLParser("<h1> </h1>").css_first("h1")) == ""


@pytest.mark.parametrize(
    ("start", "end", "left", "links"),
    [
        (0, 5, "dua tiga", ["dua"]),
        (5, 8, "satu tiga", ["satu"]),
        (9, 13, "satu dua", ["satu", "dua"]),
    ],
)
def test_a_block_with_a_piece_cut_out_keeps_its_other_links(start, end, left, links):
    block = Block("satu dua tiga", "p", (Link(0, 4, "/1"), Link(5, 8, "/2")))
    shorter = cut(block, start, end)
    assert shorter.text == left
    assert [shorter.text[link.start : link.end] for link in shorter.links] == links


def test_a_block_that_is_cut_whole_is_no_block():
    assert cut(Block("satu"), 0, 4) is None
