"""The boilerplate of Indonesian news pages, as data: what each rule takes away, and the prose that it must leave alone.

A rule speaks of one block of text with its white space folded. `docs/boilerplate.md` is made from this table.
"""

import re
from dataclasses import dataclass
from enum import Enum


class Takes(Enum):
    """What a rule that matches takes away."""

    BLOCK = "the whole block"
    LABEL = "the label, and the link or headline that it introduces, in its block or in those that follow"
    LINKED = "the label and the link that it introduces; in front of plain words it is no label"
    LIST = "the label, which is a block of its own, and the links that follow"
    TOKEN = "the matching characters only"
    REST = "the block and everything after it"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of boilerplate.

    `opens` are the first words (lower case) without which the pattern cannot match, `holds` what a block must hold one
    of (lower case): most blocks are never tried. A rule with `sites` speaks of these alone; one with `last` only of the
    last so many blocks of a body. `flag` is what a match says about the article.
    """

    id: str
    takes: Takes
    pattern: re.Pattern[str]
    opens: tuple[str, ...]
    removes: tuple[str, ...]
    spares: tuple[str, ...]
    sites: tuple[str, ...] = ()
    last: int = 0
    flag: str = ""
    since: str = ""
    holds: tuple[str, ...] = ()


def _re(pattern: str, *, case: bool = False) -> re.Pattern[str]:
    return re.compile(pattern, 0 if case else re.IGNORECASE)


_CHANNEL = (
    r"(?:google\s*news|google\s+berita|whats\s*app\s+channel|(?:channel|saluran|kanal)\s+whats\s*app|wa\s+channel|"
    r"(?:grup|channel|saluran|kanal)\s+telegram|\bt\.me/|whatsapp\.com/channel)"
)

_NETWORK = r"(?:facebook|twitter|x|whatsapp|telegram|line|e-?mail|print|instagram|linkedin|pinterest)"

_GAP = r"(?:[^.]|\.(?=\S)){0,140}"
"""Words of one sentence, in which a brand may have a dot."""

_NOT_TOLD = (
    r"(?!.*(?:\b(?:itu|tersebut|korban|penipuan)\b"
    r"|[,\"”]\s*(?:kata|ujar|ucap|tutur|imbau|ajak|ungkap|jelas|pesan|begitu|demikian)(?:nya)?\b))"
)
"""In front of a call to readers: what is told of a channel or quoted from somebody is none."""

_LOOK_UP = "akses|dapatkan|cek|simak|baca|update|download|unduh|pilih|jangan\\s+lewatkan|temukan|nikmati"
"""Imperatives that open advice as often as a call to follow."""

RULES: tuple[Rule, ...] = (
    Rule(
        "read-also",
        Takes.LABEL,
        _re(r"\W{0,3}(?:baca|lihat|simak|tonton|dengar)\s+(?:juga|pula)\b\s*(?::|-(?=\s)|–|—|\||>+)?\s*"),
        ("baca", "lihat", "simak", "tonton", "dengar"),
        ("Baca juga: Harga Cabai di Pasar Minggu Naik", "BACA JUGA - Jalan Rusak Diperbaiki", "Lihat Juga :"),
        ("Simak juga bagaimana warga menata kampungnya.", "Baca juga buku lain karya penulis itu, katanya."),
    ),
    Rule(
        "read-this",
        Takes.LABEL,
        _re(r"\W{0,3}(?:baca|(?:artikel|berita)\s+terkait|(?:baca|berita)\s+selengkapnya)\s*:\s*"),
        ("baca", "artikel", "berita"),
        ("Baca: Wali Kota Tinjau Tanggul Jebol", "Berita terkait: Banjir Surut, Warga Pulang"),
        (
            "Baca doa berikut setiap pagi.",
            "Baca: “Kami menanam padi,” begitu isi surat warga.",
            "Baca: saya suka sejak kecil.",
        ),
    ),
    Rule(
        "see-this",
        Takes.LINKED,
        _re(r"\W{0,3}(?:simak|lihat|klik|selanjutnya|menarik\s+dibaca)\s*:\s*"),
        ("simak", "lihat", "klik", "selanjutnya", "menarik"),
        ("Selanjutnya:", "Lihat:"),
        (
            "Klik: Pengaturan, lalu pilih Privasi.",
            "Selanjutnya: doa bersama.",
            "Selanjutnya, petugas menutup jalan itu.",
        ),
    ),
    Rule(
        "read-also-before",
        Takes.LABEL,
        _re(r"\W{0,3}baca\s+(?:sebelumnya|berita\s+(?:terkait|sebelumnya|lainnya|selengkapnya))\s*[:\-–]\s*"),
        ("baca",),
        ("Baca sebelumnya: Kapal Karam di Selat Sunda",),
        ("Baca sebelumnya membuat ia paham, kata gurunya.",),
    ),
    Rule(
        "inline-related-posts",
        Takes.BLOCK,
        _re(r"READ(?:\s*:\s*|[\s\u00a0]{2,})\S.*", case=True),
        ("read",),
        ("READ: Nelayan Pulang Lebih Awal", "READ  Nelayan Pulang Lebih Awal"),
        ("READ adalah nama program literasi itu.",),
    ),
    Rule(
        "editors-choice",
        Takes.LABEL,
        _re(r"\W{0,3}pilihan\s+editor\s*:\s*"),
        ("pilihan",),
        ("Pilihan Editor: Kampung Nelayan Bersiap Hadapi Rob", "Pilihan editor:"),
        ("Pilihan editor kami jatuh pada tiga naskah.",),
        since="2023",
    ),
    Rule(
        "watch-below",
        Takes.BLOCK,
        _re(
            r"\W*(?:simak|lihat|tonton|saksikan)\s+(?:juga\s+)?video\b[^.!?]{0,80}\b(?:berikut(?:\s+ini)?|di\s+bawah\s+ini)\W*"
            r"|\W*video\s+pilihan\W*"
        ),
        ("simak", "lihat", "tonton", "saksikan", "video"),
        ("Saksikan Video Gotong Royong Berikut Ini", "Video Pilihan"),
        ("Video pilihan warga itu menang.", "Simak penjelasan dokter berikut ini."),
    ),
    Rule(
        "watch-video",
        Takes.LABEL,
        _re(
            r"\W{0,3}(?:simak|lihat|tonton|saksikan)\s+(?:(?:juga\s+)?(?:video|live|galeri|foto)\b"
            r"(?:[^\w'\"‘“]*['\"‘“].{5,220}['\"’”]\W*$|.{0,220}:\W*$|[^.!?]{0,60}?:|(?=[^.]*$))|juga\s+['\"‘“].{5,220}['\"’”]\s*:\W*$)\s*"
        ),
        ("simak", "lihat", "tonton", "saksikan"),
        (
            "Saksikan video pilihan berikut ini:",
            "Simak Video 'Warga Gotong Royong Perbaiki Jembatan':",
            "Simak juga 'Warga Panen Raya: Beras Rp. 10 Ribu':",
        ),
        ("Lihat video itu, warga langsung melapor ke polisi.", "Simak juga 'Laskar Pelangi', kata guru itu."),
    ),
    Rule(
        "video-card",
        Takes.BLOCK,
        _re(r"video\s*:\s+\S.{5,200}(?<!\.)"),
        ("video", "video:"),
        ("Video: Warga Gotong Royong Perbaiki Jembatan",),
        ("Video itu ditonton warga sekampung.", "Video: begitu tulisan pada papan di gerbang desa."),
        sites=("detik",),
        last=5,
        since="2025",
    ),
    Rule(
        "related-list",
        Takes.LIST,
        _re(
            r"\W*(?:(?:artikel|berita|topik|tulisan)\s+(?:terkait|terpopuler|lainnya|rekomendasi|populer|menarik(?:\s+lainnya)?)"
            r"|related\s+(?:posts?|articles?|news|stories)|you\s+(?:may|might)\s+(?:also\s+)?like"
            r"|jangan\s+lewatkan(?:\s+(?:juga|berita\s+lainnya))?|terpopuler|terkini|rekomendasi(?:\s+untuk(?:mu|\s+anda))?|trending|most\s+read"
            r"|baca\s+juga|lihat\s+juga|pilihan\s+editor|daftar\s+isi|table\s+of\s+contents)\W*"
        ),
        (
            "daftar",
            "table",
            "artikel",
            "berita",
            "topik",
            "tulisan",
            "related",
            "you",
            "jangan",
            "terpopuler",
            "terkini",
            "rekomendasi",
            "trending",
            "most",
            "baca",
            "lihat",
            "pilihan",
        ),
        ("Berita terkait", "TOPIK TERKAIT", "Berita Terpopuler", "Related Posts:", "Daftar Isi", "Jangan Lewatkan!"),
        ("Berita terkait banjir itu menyebar cepat.", "Jangan lewatkan pasar malam nanti."),
    ),
    Rule(
        "advertisement",
        Takes.BLOCK,
        _re(r"\W*(?:advertisements?|advertising|iklan|ads|sponsored(?:\s+content)?|konten\s+bersponsor)\W*"),
        ("advertisement", "advertisements", "advertising", "iklan", "ads", "sponsored", "konten"),
        ("- Advertisement -", "ADVERTISEMENT", "Iklan"),
        ("Iklan rokok dilarang di taman kota.", "ADVERTORIAL"),
    ),
    Rule(
        "scroll-on",
        Takes.BLOCK,
        _re(
            r"\W*(?:scroll\s+to\s+(?:continue|resume)(?:\s+with)?\s+(?:content|reading)|scroll\s+(?:(?:ke\s*bawah|down)\s+)?untuk\s+"
            r"(?:melanjutkan(?:\s+membaca)?|membaca(?:\s+berita)?|lanjut\s+membaca|lihat\s+konten)|gulir\s+(?:ke\s+bawah\s+)?untuk\s+"
            r"(?:melanjutkan|membaca).{0,20}|lanjutkan\s+membaca|continue\s+reading)\W*"
        ),
        ("scroll", "gulir", "lanjutkan", "continue"),
        ("SCROLL TO CONTINUE WITH CONTENT", "Scroll ke bawah untuk melanjutkan membaca"),
        ("Scroll ke bawah terlalu cepat membuat mata lelah.",),
    ),
    Rule(
        "media-token",
        Takes.TOKEN,
        _re(r"\s*\[gambas:[^\]\n]{1,60}\]"),
        (),
        ("[Gambas:Video 20detik]", "Warga bersorak. [Gambas:Instagram]"),
        ("[gambar: rumah warga]",),
        holds=("[gambas:",),
    ),
    Rule(
        "shortcode",
        Takes.TOKEN,
        _re(
            r"\s*\[(?:bacajuga:baca\s+juga|/?caption|/?vc_\w+|/?et_pb_\w+|adrotate|irp|/?gallery|/?embed|/video|video(?=\s+\w+=))\b[^\]\n]{0,300}\](?:\([\d\s]+\)?)?"
        ),
        (),
        ('[irp posts=12 name="Pasar Pagi"]', "[bacajuga:baca juga](4123 4125)"),
        ("[video] itu diputar dua kali [sic]",),
        holds=("[",),
    ),
    Rule(
        "share-bar",
        Takes.BLOCK,
        _re(
            rf"\W*(?:share(?:\s+this(?:\s+(?:article|post|story|news))?|\s+(?:on|via)\W+{_NETWORK})?[\W\d]*"
            rf"|bagikan(?:\s+(?:artikel|berita))?(?:\s+ini)?(?:\s+(?:ke|di|lewat|via)\W+(?:media\s+sosial|{_NETWORK}))?[\W\d]*"
            rf"|{_NETWORK}(?:\W+{_NETWORK})+|(?:(?:\d+|berikan|tulis)\s+)?komentar[\W\d]*|load\s+more|copy\s+link|salin\s+(?:link|tautan)|url\s+telah\s+tercopy"
            r"|medium\s+large\s+larger|perbesar|perkecil|a\s*[-+]\s*a|tweet|loading|tags?|tag\s+terkait|reporter|add\s+as\s+a\s+preferred\s+source\s+on\s+google)\W*"
        ),
        (
            "share",
            "bagikan",
            "komentar",
            "berikan",
            "tulis",
            "load",
            "copy",
            "salin",
            "url",
            "print",
            "email",
            "facebook",
            "twitter",
            "whatsapp",
            "telegram",
            "line",
            "medium",
            "perbesar",
            "perkecil",
            "a",
            "tweet",
            "loading",
            "tag",
            "tags",
            "reporter",
            "add",
        ),
        (
            "Share This Article",
            "Bagikan artikel ini:",
            "Loading...",
            "Copy Link",
            "Komentar (12)",
            "Facebook Twitter WhatsApp",
        ),
        (
            "Bagikan hasil panen kepada tetangga, katanya.",
            "WhatsApp mengumumkan fitur baru.",
            "WhatsApp",
            "WhatsApp: 0812-3456-7890",
            "Bagikan ini kepada lima orang",
        ),
    ),
    Rule(
        "photo-credit",
        Takes.BLOCK,
        _re(
            r"\(\s*(?:foto|photo|ilustrasi|dok(?:umentasi)?)\b\s*[:.]\s*[^()]{2,80}\)\W*"
            r"|(?:foto|photo)\s*:\s*[^.!?]{2,60}"
        ),
        ("foto", "photo", "ilustrasi", "dok", "dokumentasi"),
        ("(Foto: Warga Kampung)", "Foto: Sari/Istimewa"),
        ("Foto itu diambil pada 1945.", "(Foto itu tersimpan di museum.)"),
    ),
    Rule(
        "embed-remnant",
        Takes.BLOCK,
        _re(
            r"(?:view\s+this\s+post\s+on\s+instagram|lihat\s+postingan\s+ini\s+di\s+instagram)\W*"
            r"|(?:a\s+post\s+shared\s+by|sebuah\s+kiriman\s+dibagikan\s+oleh|a\s+video\s+posted\s+by|a\s+photo\s+posted\s+by)\s.+"
        ),
        ("view", "lihat", "a", "sebuah"),
        ("View this post on Instagram", "A post shared by Dinas Kebersihan (@bersih)"),
        ("A post office stood there.",),
    ),
    Rule(
        "next-page",
        Takes.BLOCK,
        _re(
            r"\W*(?:simak\s+(?:berita\s+)?selengkapnya\s+di\s+halaman\s+(?:selanjutnya|berikut(?:nya)?)"
            r"|(?:bersambung\s+ke\s+|lanjut\s+ke\s+|baca\s+|klik\s+|ke\s+)?halaman\s+(?:selanjutnya|berikut(?:nya)?)"
            r"|bersambung\s+ke\s+halaman\s+.{0,30}|selanjutnya|next\s+page|next|prev(?:ious)?)\W*"
        ),
        ("simak", "bersambung", "lanjut", "baca", "klik", "ke", "halaman", "selanjutnya", "next", "prev", "previous"),
        ("Simak berita selengkapnya di halaman selanjutnya.", "Halaman Selanjutnya"),
        ("Di halaman selanjutnya, kamu harus mengisi nama.",),
        flag="page 1 only",
    ),
    Rule(
        "page-teaser",
        Takes.BLOCK,
        _re(r".{0,200}\bhalaman\s+(?:selanjutnya|berikut(?:nya)?)\W+(?:langsung\s+)?klik\W*"),
        (),
        ("Nasib pasar lama itu lanjut ke halaman selanjutnya. Langsung klik",),
        ("Di halaman berikutnya, klik tombol merah untuk masuk.",),
        last=5,
        flag="page 1 only",
        holds=("halaman",),
    ),
    Rule(
        "hub-pointer",
        Takes.BLOCK,
        _re(r"(?:simak|baca|klik|lihat|ikuti)\b[^.]{0,140}\bselengkapnya\s+di\s+halaman\s+khusus\b.{0,40}"),
        ("simak", "baca", "klik", "lihat", "ikuti"),
        ("Simak rangkuman Pekan Olahraga Kampung selengkapnya di halaman khusus berikut ini!",),
        ("Simak di halaman khusus anak, ada dongeng baru.",),
        last=6,
    ),
    Rule(
        "page-count",
        Takes.BLOCK,
        _re(
            r"(?:halaman|page|hal\.?)\s*:?\s*\d+\s*(?:dari|/|of)\s*\d+\W*|(?:halaman|page)\s*:?(?:\s+\d+)+\s*(?:next|selanjutnya)?\W*"
        ),
        ("halaman", "page", "hal", "hal."),
        ("Halaman 1/2", "Halaman 1 dari 3"),
        ("Halaman 3 buku itu robek.",),
    ),
    Rule(
        "page-divider",
        Takes.BLOCK,
        _re(r"\d{1,2}\s+dari\s+\d{1,2}\s+halaman\W*"),
        (),
        ("2 dari 3 halaman",),
        ("2 dari 3 halaman buku itu hilang.", "Dua dari tiga halaman"),
        holds=("halaman",),
    ),
    Rule(
        "infographic-title",
        Takes.BLOCK,
        _re(r"infografis(?:\s(?!(?:itu|ini|tersebut)\b)[^.!?]{5,120})?[^\w.!?]*"),
        ("infografis",),
        ("Infografis Jalur Angkutan Kota",),
        ("Infografis itu dibuat oleh warga. Isinya jalur angkutan.", "Infografis jalur angkutan dibuat oleh warga."),
    ),
    Rule(
        "health-campaign",
        Takes.BLOCK,
        _re(
            r"\W*(?:ingat\s*)?#\s*(?:ingat\s*)?pesan\s*ibu\b(?:\s*#\w+)*\W*"
            r"|pakai\s+masker,?\s+cuci\s+tangan\s+pakai\s+sabun,?\s+jaga\s+jarak,?\s+dan\s+hindari\s+kerumunan\W*"
            r"|selalu\s+jaga\s+kesehatan,?\s+jangan\s+sampai\s+tertular,?\s+dan\s+jaga\s+keluarga\s+kita\W*"
        ),
        (),
        ("** #IngatPesanIbu", "Selalu jaga Kesehatan, Jangan Sampai Tertular dan Jaga Keluarga Kita."),
        ("Pakai masker, kata dokter itu, dan jaga jarak.", "#IngatPesanIbu menjadi ajakan warga."),
        since="2020",
        holds=("pesan", "pakai", "selalu"),
    ),
    Rule(
        "hashtags",
        Takes.BLOCK,
        _re(r"(?:#\w+[\s,]*){2,}"),
        (),
        ("#pasarbersih #kotasehat",),
        ("#pasarbersih menjadi ajakan warga.",),
        last=3,
        holds=("#",),
    ),
    Rule(
        "campaign-hashtag",
        Takes.BLOCK,
        _re(r"#\w+(?:\s+(?:with|bersama)\s+fimela)?\W*"),
        (),
        ("#BeraniBerkarya with FIMELA",),
        ("#BeraniBerkarya menjadi tema tahun ini.",),
        sites=("fimela", "viva"),
        last=5,
        holds=("#",),
    ),
    Rule(
        "read-more",
        Takes.BLOCK,
        _re(
            r"\W{0,3}(?:baca|lihat|simak|klik)\s+(?:berita\s+)?(?:selengkapnya|lengkapnya)"
            r"(?:\s+(?:di\s*sini|di\s+(?:tautan|link)(?:\s+(?:ini|berikut|di\s+bawah))?(?:\s+ini)?|di\s+halaman\s+\D{0,30}|di\s*>+.{0,40}|>+))?"
            r"\W*|\W{0,3}read\s+more\W*|selengkapnya[^\w:]*|klik\s+di\s*sini\W*"
        ),
        ("baca", "lihat", "simak", "klik", "read", "selengkapnya"),
        ("Baca Selengkapnya", "Baca selengkapnya di sini.", "Read more"),
        ("Simak selengkapnya di bawah ini.", "Lihat selengkapnya di tautan https://desa.contoh.id"),
    ),
    Rule(
        "follow-us",
        Takes.BLOCK,
        _re(
            rf"{_NOT_TOLD}"
            r"\W*(?:(?:ingin\s.{0,80}\?\s*)?(?:(?:ayo|yuk,?|mari|segera|jangan\s+lupa(?:\s+untuk)?)\s+"
            rf"(?:bergabung|{_LOOK_UP}|ikuti|follow|gabung|join)|ikuti|follow|gabung|join)\b{_GAP}"
            rf"|(?:bergabung|{_LOOK_UP})\b{_GAP}\b(?:berita|artikel|informasi|kabar|update|breaking|konten|kami)\b{_GAP})"
            rf"{_CHANNEL}.{{0,300}}"
        ),
        tuple(
            "ikuti follow gabung join bergabung ingin mari ayo yuk segera jangan akses dapatkan cek simak baca update "
            "download unduh pilih temukan nikmati".split()
        ),
        (
            "Ikuti berita kami di Google News",
            "Mari bergabung di Grup Telegram kami",
            "Ikuti kabar Lembar.co.id lewat kanal WhatsApp kami.",
            "Gabung ke Channel WhatsApp kami untuk update berita terbaru.",
            "Cek berita dan artikel yang lain di Google News dan WA Channel",
            "Ingin dapat kabar pilihan setiap hari? Yuk, gabung di Grup Telegram kami",
            "Jangan lupa ikuti kanal WhatsApp kami",
        ),
        (
            "Google News menutup layanannya di sana.",
            "Ikuti SPMB tahun ini, kata kepala dinas.",
            "Cek pesan yang masuk lewat grup Telegram sebelum mengirim uang, kata polisi.",
            "Bergabung dengan grup Telegram itu, korban diminta menyetor uang.",
            "Mari menjauh dari grup Telegram seperti itu, ajak ustaz tersebut.",
            "Ikuti saluran WhatsApp dinas untuk peringatan dini, kata kepala dinas.",
            "Gabung grup Telegram penipuan, warga rugi Rp 20 juta.",
            "Ikuti kanal Telegram itu sejak Maret, ia menyetor Rp 2 juta.",
        ),
    ),
    Rule(
        "follow-link",
        Takes.BLOCK,
        _re(
            rf"{_NOT_TOLD}"
            r"\W*(?:(?:update|simak|pantau|ikuti)\s+(?:seputar\s+|terus\s+)?(?:informasi|berita|kabar)\b[^.]{0,100}\b(?:klik|mengklik)"
            r"\s+(?:tautan|link)\s+(?:ini|berikut|di\s+bawah)\b.{0,12}|pantau\s+berita\s+terkini\s+di\s.{0,80})"
        ),
        ("update", "simak", "pantau", "ikuti"),
        ("Update seputar informasi banjir dengan klik tautan ini.", "Pantau berita terkini di Warta terkait pasar."),
        (
            "Pantau berita terkini, kata guru itu kepada muridnya.",
            "Pantau berita terkini di radio, kata bupati.",
            "Update informasi banjir didapat dengan klik tautan resmi dinas.",
        ),
        last=4,
    ),
    Rule(
        "read-original",
        Takes.BLOCK,
        _re(
            r"\W*(?:lihat|baca|simak)\s+(?:juga\s+)?(?:berita|artikel|versi)(?:nya)?\b[^.]{0,60}\bbahasa\s+inggris(?:nya)?\b"
            r"[^.]{0,30}\bdi\s*sini\W*|\W*lihat\s+artikel\s+asli\W*"
        ),
        ("lihat", "baca", "simak"),
        ("Lihat beritanya dalam bahasa Inggris di sini", "Lihat artikel asli"),
        ("Lihat artikel asli ini sebelum menilai, ujarnya.",),
        last=4,
    ),
    Rule(
        "newsletter",
        Takes.BLOCK,
        _re(
            rf"{_NOT_TOLD}"
            r"(?:dapatkan\s+update\s+berita\s+pilihan|simak\s+breaking\s+news\s+dan\s+berita\s+pilihan|dalam\s+segala\s+situasi,\s*kompas\.com\s+berkomitmen"
            r"|(?:baca\s+berita|nyaman)\s+tanpa\s+iklan\W*(?:$|[.!])|anda\s+bisa\s+menjadi\s+kolumnis\s*[.!]|silakan\s+baca\s+konten\s+menarik\s+lainnya"
            r"|cek\s+berita\s+(?:dan|&)\s+artikel\s+(?:yang|yg)\s+lain|telusuri\s+berita\b.{0,80}\blainnya\W*$"
            r"|dapatkan\s+berita\s+up\s*to\s*date\s+dengan\b|saksikan\s+live\s+detik(?!-)"
            r"|jangan\s+(?:lewatkan|sampai\s+ketinggalan)\s+video\s+(?:terbaru|pilihan|populer|menarik)\b"
            r"|simak\s+berita\s+dan\s+artikel\s+lainnya\s+di\b|ikuti\s+terus\s+berita\s+terhangat\s+dari\b"
            r"|download\s+idn\s+app|follow\s+(?:official\s+)?(?:whatsapp|berita|ig|instagram|akun|idn)\b"
            r"|ikuti\s+(?:kami\s+di|saluran\s+whatsapp|berita\s+[\w.]{2,40}\s+(?:lainnya|di)\b|(?:kabar|perkembangan)\s+terbaru\s+.{0,40}\s+di\s+(?:instagram|facebook|twitter|youtube))).*"
        ),
        (
            "dapatkan",
            "simak",
            "dalam",
            "baca",
            "nyaman",
            "anda",
            "silakan",
            "cek",
            "telusuri",
            "saksikan",
            "jangan",
            "ikuti",
            "download",
            "follow",
        ),
        (
            "Dapatkan update berita pilihan dan breaking news setiap hari dari kami.",
            "Nyaman tanpa iklan. Langganan sekarang",
        ),
        (
            "Cek pajak kendaraan sebelum membeli.",
            "Saksikan terus pertandingan malam ini.",
            "Ikuti terus ulasan kami besok.",
            "Baca berita tanpa iklan menjadi alasan pelanggan membayar.",
            "Saksikan live detik-detik gerhana bulan malam ini.",
            "Jangan lewatkan video klip terbaru band desa.",
            "Follow akun media sosial resmi dinas, kata petugas.",
        ),
    ),
    Rule(
        "channel-tail",
        Takes.BLOCK,
        _re(r".{0,120}\bupdate\s+berita\s+terbaru\s+dan\s+terpercaya\W*"),
        (),
        ("Selengkapnya ikuti kami untuk update berita terbaru dan terpercaya.",),
        ("Ia berharap ada berita terbaru dan terpercaya.",),
        last=4,
        holds=("terpercaya",),
    ),
    Rule(
        "byline-tail",
        Takes.BLOCK,
        _re(
            r"(?:reporter|penulis|editor|redaktur|kontributor|pewarta)(?:\s*(?:&|dan|/)\s*(?:reporter|penulis|editor|redaktur))?"
            r"\s*:\s*[^\s?][^?]{0,120}"
        ),
        ("reporter", "penulis", "editor", "redaktur", "kontributor", "pewarta"),
        ("Redaktur & Reporter : Sari Dewi", "Editor : Budi Santoso", "Kontributor : Rina Lestari"),
        ("Reporter itu menunggu di luar pagar.", "Reporter: Apa yang terjadi malam itu?"),
        sites=(
            *("beritasatu", "bisnis", "dwindonesia", "inews", "inewsdaerah", "jpnn", "kontan", "liputan6", "merdeka"),
            *("suara", "tirto"),
        ),
        last=4,
    ),
    Rule(
        "app-download",
        Takes.BLOCK,
        _re(
            r"\W*(?:download|unduh|install?)\s+(?:aplikasi|apps?)\s+[\w.]+\s+(?:untuk|agar|supaya)\s+(?:akses|membaca|baca)\b.{0,160}"
        ),
        ("download", "unduh", "instal", "install"),
        ("Download aplikasi Warta.id untuk akses berita lebih mudah dan cepat: https://warta.id/apps",),
        ("Unduh aplikasi pajak untuk melihat tagihan, kata petugas.",),
        sites=("inews", "inewsdaerah", "sindonews"),
        last=4,
    ),
    Rule(
        "mail-newsletter",
        Takes.BLOCK,
        _re(r"dapatkan\s+informasi\s+terkini\s+dan\s+terpercaya\b.{0,120}\blewat\s+email\b.{0,20}"),
        ("dapatkan",),
        ("Dapatkan informasi terkini dan terpercaya seputar pasar langsung lewat email Anda.",),
        ("Dapatkan informasi terkini dan terpercaya dari puskesmas, pesan bidan itu.",),
        sites=("katadata",),
    ),
    Rule(
        "research-note",
        Takes.BLOCK,
        _re(r"cnbc\s+indonesia\s+research\b.{0,60}|\(?\S+@cnbcindonesia\.com\)?\W*"),
        (),
        ("CNBC INDONESIA RESEARCH research@cnbcindonesia.com", "research@cnbcindonesia.com"),
        ("Riset CNBC Indonesia memperkirakan panen turun.",),
        sites=("cnbcindonesia",),
        last=4,
        holds=("research", "@cnbcindonesia.com"),
    ),
    Rule(
        "ai-digest-note",
        Takes.BLOCK,
        _re(r"\W*ringkasan\s+ini\s+dibantu\s+dengan\s+menggunakan\s+ai\b.{0,40}"),
        ("ringkasan",),
        ("* Ringkasan ini dibantu dengan menggunakan AI",),
        ("Ringkasan ini dibuat panitia untuk warga.",),
        sites=("bisnis",),
        flag="AI-assisted",
    ),
    Rule(
        "skip-link",
        Takes.BLOCK,
        _re(
            r"(?:lewati|lewatkan)\s.{1,80}\sdan\s+(?:terus|lanjutkan)\s+membaca\W*|(?:hentikan|lompati)\s.{1,40}\spesan\W*\d*"
            r"|akhir\s+dari\s+(?:paling\s+banyak\s+dibaca|terpopuler|artikel-artikel\b.{0,40}|podcast\b.{0,40})\W*"
        ),
        ("lewati", "lewatkan", "hentikan", "lompati", "akhir"),
        ("Lewati Paling banyak dibaca dan terus membaca", "Akhir dari Paling banyak dibaca", "Lompati X pesan, 1"),
        ("Akhir dari musim tanam selalu ditunggu.", "Lewati jembatan itu pelan-pelan, kata polisi."),
        sites=("bbcindonesia",),
    ),
    Rule(
        "picture-note",
        Takes.BLOCK,
        _re(r"(?:sumber\s+gambar|keterangan\s+(?:gambar|video|audio))\s*,.*"),
        ("sumber", "keterangan"),
        ("Sumber gambar, Getty Images", "Keterangan gambar, Nelayan memperbaiki jala."),
        ("Sumber gambar itu tidak diketahui.",),
        sites=("bbcindonesia",),
    ),
    Rule(
        "outside-content",
        Takes.BLOCK,
        _re(
            r"(?:peringatan\s*:\s*)?(?:bbc\s+tidak\s+bertanggung\s+jawab\s+atas\s+konten|konten\s+pihak\s+ketiga\s+mungkin|"
            r"konten\s+[\w. ]{1,20}\s+mungkin\s+(?:memuat|berisi)\s+iklan|konten\s+tidak\s+tersedia|"
            r"lihat\s+lebih\s+banyak\s+di\s+(?:twitter|x|facebook|instagram|youtube|tiktok)\b|kami\s+melakukan\s+sejumlah\s+perubahan\s+penting\s+terkait\s+"
            r"kebijakan\s+privasi).{0,200}"
        ),
        ("peringatan", "bbc", "konten", "lihat", "kami"),
        ("Peringatan: BBC tidak bertanggung jawab atas konten situs eksternal", "Konten Facebook mungkin memuat iklan"),
        ("Konten itu dihapus penyelenggara.", "Lihat lebih banyak di pasar, ujarnya."),
        sites=("bbcindonesia",),
    ),
    Rule(
        "republika-channel",
        Takes.TOKEN,
        _re(r"\s*(?:loading\W*)?ikuti\s+whatsapp\s+channel\s+republika\s*"),
        (),
        ("Ikuti Whatsapp Channel Republika",),
        ("Ikuti kegiatan Republika di Jakarta.",),
        holds=("republika",),
    ),
    Rule(
        "serial-teaser",
        Takes.BLOCK,
        _re(
            r"\W{0,3}(?:baca\s+juga\s*:\s*)?ikuti\s+(?:serial|informasi\s+penting|breaking\s+news)\b.{0,140}\bklik\s+di\s*sini\W*"
        ),
        ("baca", "ikuti"),
        ("BACA JUGA: Ikuti Serial Kota Tua di Lembar Kami , Klik di Sini",),
        ("Ikuti serial itu sampai tamat.",),
    ),
    Rule(
        "paywall-gate",
        Takes.REST,
        _re(
            rf"{_NOT_TOLD}"
            r"(?:berlangganan\s+untuk\s+lanjutkan\s+membaca|agar\s+bisa\s+lanjut\s+membaca\s+sampai\s+tuntas|artikel\s+ini\s+khusus\s+(?:pelanggan|member)"
            r"|silakan\s+(?:login|masuk|berlangganan)\s+untuk\s+(?:melanjutkan\s+)?membaca\b).*"
        ),
        ("berlangganan", "agar", "artikel", "silakan"),
        ("Berlangganan untuk lanjutkan membaca.", "Silakan login untuk melanjutkan membaca artikel ini"),
        (
            "Berlangganan koran masih ramai di desa itu.",
            "Silakan login untuk melanjutkan, tulis layar palsu itu.",
            "Silakan masuk untuk membaca doa, kata juru kunci.",
        ),
        flag="paywalled",
    ),
    Rule(
        "investment-disclaimer",
        Takes.BLOCK,
        _re(r"disclaimer\s*:\s*setiap\s+keputusan\s+investasi.*|sanggahan\s*:\s*artikel\s+ini\b.*"),
        ("disclaimer", "disclaimer:", "sanggahan", "sanggahan:"),
        ("Disclaimer: Setiap keputusan investasi ada di tangan pembaca.",),
        ("Disclaimer: Informasi ini mengutamakan kecepatan.", "Sanggahan: terdakwa menolak tuduhan jaksa."),
        last=6,
    ),
    Rule(
        "copyright",
        Takes.BLOCK,
        _re(
            r"\W*(?:copyright\s*(?:©|\(c\))?\s*(?:\w+\s+)?\d{4}|©\s*\d{4}|hak\s+cipta\s+©|dilarang\s+keras\s+mengambil\s+konten).*"
        ),
        (),
        ("Copyright © 2026", "COPYRIGHT © KANTOR 2026"),
        ("Copyright lagu itu milik bandnya.",),
        last=5,
        holds=("copyright", "©", "dilarang"),
    ),
    Rule(
        "separator",
        Takes.BLOCK,
        _re(r"[\s\-–—_=•·|/\\~^.,:;>+]+|\(\s*/?\s*\)"),
        (),
        ("-----", "___", "•", "(/)"),
        ("***", "(*)"),
    ),
)
"""In the order in which they are tried. What must never be a rule: an imperative alone (`simak`, `ikuti`), a channel's
name alone, `(XXX)` in capitals, a short paragraph, a paragraph that is one link."""
