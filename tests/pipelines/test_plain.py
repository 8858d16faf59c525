"""Plain text of older crawls: what stands above the body goes, whatever the outlet; the body stays whole."""

import pytest

from pipelines.plain import clean_text

NBSP = "\u00a0"
HEADLINE = "Kebun Raya Menambah Anggrek dari Pegunungan Tengah"
FIRST = (
    "Kebun raya menambah empat puluh jenis anggrek yang dikumpulkan selama ekspedisi dua bulan di pegunungan tengah."
)
REST = [
    "“Anggrek dari dataran tinggi mudah mati bila dipindah terlalu cepat,” kata kepala kebun itu kepada wartawan.",
    "Koleksi kebun raya kini mencapai 512 jenis, separuhnya belum pernah mekar di dataran rendah.",
    "Rumah kaca dibuka untuk umum setelah musim hujan berakhir.",
]
CAPTION = "Anggrek di rumah kaca kebun raya, Bogor, 6 Februari 2026. Foto: Humas Kebun Raya"
DECK = "Harga bibit naik dua kali lipat dalam setahun"
TEMPO = [HEADLINE, "Reporter", "Tempo.co", "Editor", "Bagus Hartono", "Minggu, 8 Februari 2026 09:14 WIB", CAPTION]
REPUBLIKA = (
    f"{HEADLINE}\n\n{DECK}\n\nAntara/Budi\nPetani menjemur kopi di Takengon\nRep: Nur Halimah Red: Fajar Sidik\n\n"
)
WORDPRESS = f"{HEADLINE}\n\nRAH By RAH -{NBSP} Content Creator\n4 Min Read\n- Advertisement -\n\n"
MASTHEAD = ["SRI TV", "Ikuti perkembangan terbaru Indonesia di lapangan dengan cuplikan video.", HEADLINE, HEADLINE]


def blank_lines(*paragraphs):
    return "\n\n".join(paragraphs)


HEADS = {
    "tempo with a dateline": (blank_lines(*TEMPO, f"TEMPO.CO, Bogor - {FIRST}"), f"TEMPO.CO, Bogor - {FIRST}"),
    "tempo with a glued dateline": (blank_lines(*TEMPO, f"TEMPO.CO, Bogor-{FIRST}"), f"TEMPO.CO, Bogor-{FIRST}"),
    "tempo without a dateline": (blank_lines(*TEMPO, FIRST), FIRST),
    "wordpress with its name": (f"{WORDPRESS}jfid – {FIRST}", f"jfid – {FIRST}"),
    "wordpress with town and name": (f"{WORDPRESS}SUMENEP, jfid – {FIRST}", f"SUMENEP, jfid – {FIRST}"),
    "wordpress without a dateline": (WORDPRESS + FIRST, FIRST),
    "masthead with a dateline": (blank_lines(*MASTHEAD, f"(AP) — {FIRST}"), f"(AP) — {FIRST}"),
    "masthead without a dateline": (blank_lines(*MASTHEAD, FIRST), FIRST),
    "byline and date line": (blank_lines(HEADLINE, "Oleh: Siti Marlina", "Senin, 9 Maret 2026", FIRST), FIRST),
    "no head at all": (blank_lines(HEADLINE, FIRST), FIRST),
    "windows line ends": (f"{HEADLINE}\r\n\r\nBOGOR, KOMPAS.TV - {FIRST}\r\n", f"BOGOR, KOMPAS.TV - {FIRST}"),
}


@pytest.mark.parametrize("case", HEADS)
def test_what_stands_above_the_body_goes(case):
    head, first = HEADS[case]
    paragraphs, _ = clean_text(blank_lines(head, *REST))
    assert paragraphs == [HEADLINE, first, *REST]


@pytest.mark.parametrize("first", [f"REPUBLIKA.CO.ID, BOGOR -- {FIRST}", f"REPUBLIKA.CO.ID,BOGOR--{FIRST}", FIRST])
def test_a_deck_stays_and_the_caption_behind_it_goes(first):
    paragraphs, removed = clean_text(REPUBLIKA + blank_lines(first, *REST))
    assert paragraphs == [HEADLINE, DECK, first, *REST]
    assert [(one.rule, one.text) for one in removed] == [
        ("head-matter", "Antara/Budi"),
        ("head-matter", "Petani menjemur kopi di Takengon"),
        ("byline", "Rep: Nur Halimah Red: Fajar Sidik"),
    ]


def test_a_byline_that_closes_the_text_takes_nothing_with_it():
    paragraphs, _ = clean_text(blank_lines(HEADLINE, FIRST, *REST, "Editor"))
    assert paragraphs[:-1] == [HEADLINE, FIRST, *REST]


@pytest.mark.parametrize(
    "signature", ["Penulis : Siti Marlina Editor : Bagus Hartono", "Editor: Bagus", "Rep: A / Red: B"]
)
def test_a_byline_below_the_text_goes_and_the_source_stays(signature):
    paragraphs, removed = clean_text(blank_lines(HEADLINE, FIRST, *REST, signature, "Sumber : Antara"))
    assert paragraphs == [HEADLINE, FIRST, *REST, "Sumber : Antara"]
    assert [(one.rule, one.text) for one in removed] == [("byline", signature)]


def test_a_sentence_about_an_editor_stays():
    sentence = "Editor bahasa itu pekerjaan yang sepi, katanya."
    assert clean_text(blank_lines(HEADLINE, FIRST, *REST, sentence))[0][-1] == sentence


def test_what_stood_above_the_body_is_told():
    paragraphs, removed = clean_text(blank_lines(*MASTHEAD, f"(AP) — {FIRST}", *REST))
    assert [(one.rule, one.text) for one in removed] == [
        ("masthead", MASTHEAD[0]),
        ("masthead", MASTHEAD[1]),
        ("headline-again", HEADLINE),
    ]
    assert paragraphs[0] == HEADLINE


def test_a_headline_that_stands_twice_without_a_masthead():
    assert clean_text(blank_lines(HEADLINE, HEADLINE, FIRST, *REST))[0] == [HEADLINE, FIRST, *REST]


def test_single_lines_and_lines_of_white_space_part_paragraphs():
    assert clean_text(f"{FIRST}\n{REST[0]}\n {NBSP} \n{REST[1]}\n")[0] == [FIRST, *REST[:2]]


@pytest.mark.parametrize("mark", [f"READ{NBSP} ", f"READ{NBSP}", "READ  ", "READ: "])
def test_a_related_post_of_the_plugin_goes(mark):
    paragraphs, removed = clean_text(blank_lines(FIRST, f"{mark}Menara Suar Tertua Dibuka untuk Umum", *REST))
    assert paragraphs == [FIRST, *REST]
    assert [one.rule for one in removed] == ["inline-related-posts"]


def test_a_sentence_that_begins_with_read_stays():
    sentence = "READ adalah nama program literasi di sekolah itu."
    assert clean_text(blank_lines(FIRST, sentence, *REST))[0] == [FIRST, sentence, *REST]


def test_the_tail_of_teasers_goes_with_its_label():
    teaser = "Musim Kemarau Panjang Ancam Koleksi"
    tail = ["Berita terkait", teaser, "3 jam lalu", teaser, "Debit mata air turun separuh.", "Baca Selengkapnya"]
    paragraphs, removed = clean_text(blank_lines(HEADLINE, FIRST, *REST, "REUTERS", *tail))
    assert paragraphs == [HEADLINE, FIRST, *REST, "REUTERS"]
    assert [one.text for one in removed] == tail


def test_a_label_in_the_middle_does_not_take_the_rest():
    text = blank_lines(FIRST, "Baca Juga: Lomba Foto Anggrek Digelar Lagi", *REST)
    assert clean_text(text)[0] == [FIRST, *REST]
    assert clean_text(blank_lines(FIRST, "Baca Juga", *REST))[0] == [FIRST, *REST]
