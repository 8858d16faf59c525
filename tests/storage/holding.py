"""A small folder of data as crawls leave it, without a crawl."""

import os
from pathlib import Path

from archive import cdxj
from archive.sealing import file_sum, open_path, seal
from tests.warcs import article, write_warc

RUN = "20261122T045538Z"
PROSE = (
    "Warga Kampung Laut menanam bakau di sepanjang pantai yang terkikis ombak sejak awal tahun ini.",
    "Bibitnya mereka semaikan sendiri di belakang balai desa, dari buah yang dikumpulkan anak-anak sekolah.",
    "Kepala desa berharap sabuk hijau itu menahan rob yang tiap bulan menggenangi tambak mereka.",
)


def sealed_warc(data: Path, number: int = 1, *, site: str = "republika", size: int = 0) -> Path:
    """A sealed WARC with an article, and with so many bytes that do not compress."""
    folder = data / "warc" / site
    folder.mkdir(parents=True, exist_ok=True)
    warc = folder / f"kliping-{site}-20261122045538{number:03}-{number:05}-meja.warc.gz"
    pages = [(f"https://warta.test/berita/bakau{number}/menanam-bakau", article(f"Bakau {number}", *PROSE))]
    if size:
        pages.append(("https://republika.co.id/foto", os.urandom(size)))
    write_warc(warc, pages, run=RUN).rename(open_path(warc))
    seal(warc, cdxj.index_file(open_path(warc), warc.name), file_sum(open_path(warc)))
    return warc


def batch(data: Path, *, site: str = "republika", run: str = RUN, articles: int = 3, closed: bool = True) -> Path:
    """A batch of texts; what closes it is left out if a crawl is to seem under way."""
    folder = data / "text" / site / run
    folder.mkdir(parents=True)
    rows = []
    for number in range(articles):
        name = f"{number:03}_{number:016x}.txt"
        (folder / name).write_text(f"Bakau {number}\n\n{PROSE[number % 3]}", encoding="utf-8")
        rows.append(
            f'{{"id": "{number:016x}", "file": "{name}", "url": "https://republika.co.id/berita/bakau{number}"}}\n'
        )
    (folder / "articles.jsonl").write_text("".join(rows), encoding="utf-8")
    if closed:
        (folder / "rejected.jsonl").write_text("", encoding="utf-8")
    return folder
