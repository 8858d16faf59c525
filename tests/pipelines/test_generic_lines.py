"""The short lines around an article: what each kind of them says, and the prose that only begins like one."""

import pytest

from pipelines.unknown import headmatter

SAYS = {
    "is_date": (
        "Selasa, 07 Februari 2017 | 08:04 WIB",
        "Jum'at, 1 Mei 2020 10.00",
        "Kategori: Daerah - 12/05/2021",
        "May 3, 2021 at 7:00 pm",
        "07 Februari 2017 11:12:50 Diperbarui: 07 Februari 2017 11:26:33 Dibaca : Komentar :",
    ),
    "is_author": (
        "Oleh Sari Dewi",
        "Penulis: Sari Dewi",
        "Reporter Bambang Irawan",
        "By: admin",
        "Laporan: Kontributor Sumba/Umbu",
    ),
    "is_editor": ("Editor: WK", "Editor. Iwan Setiawan", "Redaktur : Siti"),
    "is_signed": ("Penulis: Sari Dewi", "Editor : Sari Dewi dan Bambang Irawan", "Reporter: Umbu/Bambang"),
    "is_counter": ("1,204 Views", "Dibaca: 412 kali", "3 menit baca", "0 Komentar", "redaksi@contoh.test"),
    "is_caption": (
        "Foto: Dok. Desa",
        "Ilustrasi pasar malam",
        "Warga memasang papan. (Foto: Sari)",
        "Alat itu diuji di laboratorium. (Bambang Irawan/Kabar Hulu)",
        "Suasana dermaga ©2021 Kabar Hulu",
    ),
    "is_credit": ("Sumber: Antara", "Sumber : Persib", "SUMBER REUTERS", "(lst/hmd)", "(dno)"),
    "is_name": ("Sari Dewi", "M. Rodhi Aulia", "Umbu bin Rambu", "galih"),
    "is_deck": ("Setelah absen lima tahun, panitia mengundang peraih juara.",),
    "is_update": ("Diperbarui 7 Mei 2021", "Last updated May 7, 2021"),
    "is_sentence": ("Selesai.", "“Sudah?”", "Ia pulang…"),
}
DOES_NOT = {
    "is_date": (
        "Pada 7 Februari 2017 warga dua kampung itu bersepakat membangun jembatan bambu bersama-sama.",
        "Pasal 7/2 ayat 1",
        "Banjir 2017",
    ),
    "is_author": ("Oleh karena itu, warga menolak.", "Penulis: apa yang Anda cari?", "By the way, hujan turun."),
    "is_editor": ("Editor: bagaimana Anda memilih judul?", "Editor majalah itu datang terlambat"),
    "is_signed": ("Penulis: buku itu laris", "Oleh: karena hujan, acara batal", "Reporter Sari Dewi"),
    "is_counter": ("1,204 orang mengungsi", "Dibaca berulang kali, surat itu tetap membingungkan"),
    "is_caption": (
        "Foto itu tersebar luas di media sosial. Warga resah.",
        "Ilustrasi di dinding itu dibuat murid. Warnanya dari kapur.",
        "Warga memasang papan.",
    ),
    "is_credit": ("Sumber daya air di sana melimpah.", "sumber daya manusia (SDM)", "(TNBTS)", "(2/3)"),
    "is_name": ("12 Mei", "Baca juga pada hari Senin", "Oleh", "siapa yang datang", "a@b.test"),
    "is_deck": ("Daerah", "Foto: warga memasang papan di jembatan gantung yang rusak itu."),
    "is_update": ("7 Mei 2021",),
    "is_sentence": ("Baca juga", "Tags:"),
}


@pytest.mark.parametrize(("test", "text"), [(test, text) for test, texts in SAYS.items() for text in texts])
def test_a_line_is_told_by_what_it_says(test, text):
    assert getattr(headmatter, test)(text)


@pytest.mark.parametrize(("test", "text"), [(test, text) for test, texts in DOES_NOT.items() for text in texts])
def test_prose_that_begins_like_one_is_left_alone(test, text):
    assert not getattr(headmatter, test)(text)
