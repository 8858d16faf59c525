"""How rules are applied to the blocks of a body: what a label takes along, and the prose that no rule may touch."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.blocks import Block
from pipelines.boilerplate import clean, rules_for
from pipelines.rules import RULES
from pipelines.walker import walk

A = "Warga menanam bakau di sepanjang pantai sejak pagi."
B = "Bibitnya datang dari kebun milik kelompok tani."
C = "Pekerjaan itu selesai sebelum air pasang."
OTHER = "Harga Garam Petani Naik Setelah Hujan Berhenti"


def cleaned(markup):
    return clean(walk(LexborHTMLParser(f"<main>{markup}</main>").css("main")).blocks, rules_for(""))


def texts(markup):
    return [block.text for block in cleaned(markup).blocks]


def a(text=OTHER):
    return f"<a href='/lain'>{text}</a>"


LABELS = {
    "label and link in a paragraph": f"<p><strong>Baca juga: {a()}</strong></p>",
    "the colon in the link": f"<p>Baca juga {a(': ' + OTHER)}</p>",
    "a space before the colon": f"<p>Baca juga : {a()}</p>",
    "a dash for the colon": f"<p>BACA JUGA - {a()}</p>",
    "no mark at all": f"<p>Lihat juga {a()}</p>",
    "the headline in quotes": f"<p>Simak juga: “{a()}”</p>",
    "without a link": f"<p>Baca juga: {OTHER}</p>",
    "two links": f"<p>Baca juga: {a()}, {a('Kapal Karam di Selat Sunda')}</p>",
    "an arrow first": f"<p>>> Baca Juga: {a()}</p>",
    "label alone, then its link": f"<p>Baca juga:</p><p>{a()}</p>",
    "label alone, then a list": f"<p>Baca Juga</p><ul><li>{a()}</li><li>{a('Kapal Karam')}</li></ul>",
    "label alone in a heading": f"<h4>Berita Terkait</h4><ul><li>{a()}</li></ul>",
    "label alone, then a table": f"<p>Lihat Juga :</p><table><tr><td>{a()}</td></tr></table>",
    "label and link parted by a break": f"<p>Baca juga:<br>{a()}</p>",
    "the editors' choice": f"<p>Pilihan Editor:{a()}</p>",
    "a pointer to a video": "<p>Saksikan video pilihan berikut ini:</p>",
}


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
def test_a_label_goes_with_what_it_introduces_and_nothing_more(label):
    assert texts(f"<p>{A}</p>{label}<p>{B}</p><p>{C}</p>") == [A, B, C]


INLINE = {
    "between sentences": f"{A} Baca juga: {a()} {B}",
    "without a colon": f"{A} Baca juga {a()} {B}",
    "in brackets": f"{A} (Baca juga: {a()}) {B}",
    "in brackets without a colon": f"{A} (baca juga {a()}) {B}",
    "in brackets with quotes": f"{A} (Baca: “{a()}”) {B}",
    "glued to the full stop": f"{A}Baca juga: {a()} {B}",
    "bold, with the next sentence glued": f"{A} <b>Baca juga: {a()}</b>{B}",
}


@pytest.mark.parametrize("inline", INLINE.values(), ids=INLINE)
def test_a_label_inside_a_paragraph_takes_its_link_and_leaves_the_prose(inline):
    result = cleaned(f"<p>{inline}</p>")
    assert [block.text for block in result.blocks] == [f"{A} {B}"]
    assert [removed.rule for removed in result.removed] == ["read-also-inline"]
    assert OTHER in result.removed[0].text


def test_in_a_body_of_breaks_the_label_takes_its_line_only():
    assert texts(f"{A}<br><br>Baca juga: {a()}<br><br>{B}<br>{C}") == [A, B, C]
    assert texts(f"{A}<br><strong>Baca juga:</strong> {a()} {B}<br>{C}") == [A, B, C]


def test_prose_that_follows_a_label_alone_stays():
    assert texts(f"<p>{A}</p><p>Baca juga:</p><p>{B} Lihat {a('petanya')} di sini.</p>") == [
        A,
        f"{B} Lihat petanya di sini.",
    ]


def test_a_long_sentence_that_is_all_link_is_not_of_the_list():
    sentence = f"{A} {B} Begitulah yang terjadi sepanjang hari itu di pantai utara."
    assert texts(f"<p>Baca juga:</p><p>{a()}</p><p>{a(sentence)}</p>") == [sentence]
    assert texts(f"<p>Baca juga:</p><ul><li>{a(sentence)}</li></ul><p>{B}</p>") == [B]


def test_the_words_of_a_label_in_front_of_a_link_further_on_are_prose():
    text = "Baca juga buku lain karya penulis itu di perpustakaan desa."
    assert texts(f"<p>{text.replace('perpustakaan', a('perpustakaan'))}</p><p>{A}</p>") == [text, A]


def test_prose_behind_the_headline_in_the_same_block_stays():
    linked = f"{A.replace('bakau', a('bakau'))} {B}"
    assert texts(f"<p>Baca juga: {a()} {linked}</p>") == [f"{A} {B}"]


def test_of_a_few_linked_words_only_the_label_s_go():
    assert texts(f"<p>{A} Lihat {a('peta')} dan simak {a('jadwal')}. Baca juga: {a()}</p>") == [
        f"{A} Lihat peta dan simak jadwal."
    ]


def test_a_list_of_the_article_itself_stays():
    markup = f"<p>{A}</p><ul><li>Satu ember bibit</li><li>Dua gulung {a('tali')} rafia</li></ul><p>{B}</p>"
    assert texts(markup) == [A, "Satu ember bibit", "Dua gulung tali rafia", B]


def test_a_mark_of_the_editorial_system_goes_and_its_sentence_stays():
    result = cleaned(f"<p>{A} [Gambas:Video 20detik]</p><p>[Gambas:Instagram]</p><p>{B}</p>")
    assert [block.text for block in result.blocks] == [A, B]
    assert [removed.text for removed in result.removed] == ["[Gambas:Video 20detik]", "[Gambas:Instagram]"]


def test_the_teasers_behind_a_label_go_to_the_end_only_where_text_has_no_links():
    teaser = [Block(text) for text in ("Berita terkait", OTHER, "2 jam lalu", OTHER, "Ringkasan berita itu.")]
    assert [block.text for block in clean([Block(A), *teaser], RULES).blocks] == [A]
    plain = [Block(text) for text in (A, "Berita terkait", B, C)]
    assert [block.text for block in clean(plain, RULES).blocks] == [A, B, C]


def test_what_was_removed_is_told_in_order_with_its_rule():
    result = cleaned(f"<p>{A}</p><p>ADVERTISEMENT</p><p>Baca juga: {a()}</p><p>{B}</p><p>Bagikan artikel ini:</p>")
    assert [(removed.rule, removed.text) for removed in result.removed] == [
        ("advertisement", "ADVERTISEMENT"),
        ("read-also", f"Baca juga: {OTHER}"),
        ("share-bar", "Bagikan artikel ini:"),
    ]


def test_a_flag_is_told_once():
    result = cleaned(f"<p>{A}</p><p>Halaman Selanjutnya</p><p>Halaman Selanjutnya</p>")
    assert result.flags == ("page 1 only",)


# Every line here begins or ends like boilerplate and is none.
PROSE = [
    # an imperative opens the advice of a service article
    "Simak cara menanam bakau berikut ini.",
    "Simak informasi lengkapnya berikut ini",
    "Simak selengkapnya di bawah ini.",
    "Simak juga bagaimana warga menyiram bibitnya saat kemarau.",
    "Saksikan terus pertandingan itu di stadion akhir pekan ini.",
    "Saksikan langsung bulan purnama dari halaman rumah.",
    "Ikuti langkah berikut agar bibit tidak layu.",
    "Ikuti SPMB gelombang kedua yang dibuka bulan depan.",
    "Cek pajak kendaraan Anda sebelum akhir bulan.",
    "Cek Fakta: bibit bakau tidak dijual di balai desa.",
    "Lihat video itu, kepala desa langsung datang ke pantai.",
    "Lihat juga halaman belakang rumah, kata ibunya.",
    "Klik menu Pendaftaran, lalu isi nama lengkap.",
    "Dapatkan bibit gratis di kantor kelurahan hingga Jumat.",
    "Download aplikasi perpajakan, lalu masuk dengan nomor induk.",
    "Baca doa sebelum menanam, pesan kakeknya.",
    "Baca juga dilarang di perpustakaan itu saat lampu padam.",
    "Bergabung di kelompok tani membuatnya lebih mudah mendapat pupuk.",
    "Bagikan bibit itu kepada tetangga yang belum kebagian.",
    "Tonton dulu ramalan cuaca sebelum melaut, katanya.",
    # channels as the subject of a story
    "WhatsApp menghapus fitur saluran untuk pengguna di bawah umur.",
    "Google News berhenti beroperasi di negeri itu.",
    "Ia menyebarkan kabar bohong lewat grup Telegram.",
    "Pelaku memakai channel WhatsApp untuk menjual bibit palsu.",
    # words of a label inside a sentence
    "Menurut dia, berita terkait banjir itu menyebar cepat.",
    "Di halaman selanjutnya, panitia menulis nama para juara.",
    "Berita pilihan pembaca dibahas dalam rapat redaksi.",
    "Buku itu menarik dibaca: isinya kisah para nelayan.",
    "Keterangan selengkapnya ada pada papan di dermaga.",
    "Warga diminta baca juga aturan di papan itu.",
    "Selanjutnya, petugas menutup jalan menuju dermaga.",
    "Rekomendasi itu diserahkan kepada bupati.",
    "Iklan rokok dilarang di sepanjang pantai.",
    "Akhir dari perang itu belum terlihat.",
    # captions and credits
    "Sumber : Antara",
    "sumber: Pos Pantai",
    "REUTERS",
    "(Antara/Reuters)",
    "(rds/imk)",
    "DINI MARLINA",
    # abbreviations in brackets at the end
    "Kawasan itu dijaga Balai Besar Taman Nasional (TNBTS)",
    "Saham perusahaan itu tercatat di bursa (BRIS)",
    "Tinggi pohon bakau itu 12 meter dari permukaan laut (mdpl)",
    "Produksi garam naik 4 persen (yoy)",
    "ADVERTORIAL",
    "(adv)",
    "***",
    # short paragraphs
    "Mengapa?",
    "“Kami lelah.”",
    "2-1",
    "1. Bakau",
    "Next Generation adalah nama kapal itu.",
    "Print jaring dari plastik daur ulang dijual di pasar.",
    "Disclaimer: Informasi ini mengutamakan kecepatan, sehingga hasil pengolahan data belum tetap.",
    "Copyright lagu daerah itu dipegang keluarga penciptanya.",
    # where it first appeared
    "Artikel ini telah tayang di Pos Pantai dengan judul Bakau untuk Anak Cucu.",
    "Dikutip dari laman dinas kelautan, bibit dibagikan tiap Rabu.",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_that_no_rule_may_touch(text):
    result = cleaned(f"<p>{A}</p><p>{text}</p><p>{B}</p>")
    assert [block.text for block in result.blocks] == [A, text, B]
    assert result.removed == ()


@pytest.mark.parametrize("text", PROSE)
def test_neither_at_the_head_nor_at_the_tail(text):
    assert texts(f"<p>{text}</p><p>{A}</p>") == [text, A]
    assert texts(f"<p>{A}</p><p>{text}</p>") == [A, text]


@pytest.mark.parametrize("text", ["Pemerintah daerah membuka lagi dermaga itu", f"“{A}” kata kepala desa."])
def test_a_paragraph_that_is_one_link_stays(text):
    assert texts(f"<p>{A}</p><p>{a(text)}</p><p>{B}</p>") == [A, text, B]


def test_a_linked_word_in_a_sentence_with_the_words_of_a_label_stays():
    sentence = f"Anda bisa baca {a('peraturan itu')} di papan pengumuman."
    assert texts(f"<p>{A}</p><p>{sentence}</p>") == [A, "Anda bisa baca peraturan itu di papan pengumuman."]


SENTENCES = {
    "goes on behind the link": f"Simak juga {a('penjelasan lengkap ketua kelompok tani')} tentang bibit itu.",
    "goes on behind a link inside": f"{A} Baca {a('Novel Terbaru Karya Guru Desa')} sebelum tidur.",
    "points into a law": f"Lihat juga {a('Pasal 27 ayat 3')} tentang sawah.",
    "names an attachment in brackets": f"Aturan itu terbit (lihat {a('lampiran peraturan desa tersebut')}) kemarin.",
    "tells what to click": f"Klik: {a('desa.contoh.id')} lalu daftar.",
    "is a note that was read": "Baca juga: begitu pesan di dinding balai desa.",
}


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_a_sentence_that_opens_like_a_label_stays_whole(sentence):
    found = cleaned(f"<p>{A}</p><p>{sentence}</p><p>{B}</p>")
    assert found.removed == ()
    assert len(found.blocks) == 3


def test_the_full_stop_behind_a_link_goes_with_it():
    assert texts(f"<p>Baca: {a()}. {B}</p>") == [B]


@pytest.mark.parametrize("heading", ["Rekomendasi", "Terkini", "Trending"])
def test_a_heading_of_one_word_is_a_label_only_in_front_of_links_or_at_the_end(heading):
    assert texts(f"<p>{A}</p><h2>{heading}</h2><p>{B}</p>") == [A, heading, B]
    assert texts(f"<p>{A}</p><h2>{heading}</h2><ul><li>{a()}</li></ul><p>{B}</p>") == [A, B]
    assert texts(f"<p>{A}</p><h2>{heading}</h2>") == [A]


@pytest.mark.parametrize("heading", ["WhatsApp", "Telegram", "Email"])
def test_a_heading_that_names_a_network_is_no_button(heading):
    assert texts(f"<p>{A}</p><h3>{heading}</h3><p>{B}</p>") == [A, heading, B]
