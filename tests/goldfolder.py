"""A folder of gold for tests: a few pages of a small site, and what is right for each."""

import csv
from pathlib import Path

TEXT = [
    "Warga Kampung Nelayan menanam bakau di sepanjang pantai sejak pagi.",
    "Bibitnya datang dari kebun milik kelompok tani, yang merawatnya lima bulan di tepi muara.",
    "Kepala desa menyebut garis pantai sudah mundur dua puluh meter dalam sepuluh tahun.",
    "“Rumah kakek saya dulu berdiri di tempat kapal itu berlabuh,” kata Rohani, guru di sana.",
    "Murid dua sekolah dasar ikut membawa ember, tali, dan bambu kecil.",
    "Pemerintah kabupaten menjanjikan pagar ombak sebelum musim angin barat.",
    "Tahun lalu separuh dari bibit hanyut karena ditanam terlalu dekat ke laut.",
    "Pekerjaan itu selesai sebelum air pasang, dan semua pulang dengan kaki berlumpur.",
]
TITLE = "Warga Delapan Desa Menanam Bakau"
COLUMNS = ("id", "site", "url", "captured", "kind", "published", "authors", "title", "source", "note")


def gold_row(page_id: str, **changes: str) -> dict[str, str]:
    told = {"site": "kecil", "url": f"https://kecil.example/{page_id}", "captured": "2026-02", "kind": "article"}
    told |= {"id": page_id, "published": "2026-02-09", "title": TITLE}
    return dict.fromkeys(COLUMNS, "") | told | changes


def write_gold(folder: Path, *pages: tuple[dict[str, str], str, list[str]]) -> Path:
    """`pages` are rows with the HTML and the gold paragraphs of each."""
    for name in ("html", "gold"):
        (folder / name).mkdir(parents=True)
    with (folder / "index.tsv").open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t")
        writer.writeheader()
        for row, html, paragraphs in pages:
            writer.writerow(row)
            (folder / f"html/{row['id']}.html").write_text(html)
            (folder / f"gold/{row['id']}.txt").write_text("\n\n".join(paragraphs))
    return folder


def html(*paragraphs: str, title: str = TITLE, day: str = "2026-02-09") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    date = f'<meta property="article:published_time" content="{day}T08:00:00+07:00">'
    return f"<html><head>{date}</head><body><nav>Beranda</nav><article><h1>{title}</h1>{body}</article></body></html>"
