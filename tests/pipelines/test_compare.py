"""What changed between two extractions, counted and shown."""

from pathlib import Path

import pytest

from pipelines.jobs.compare import as_json, compare
from pipelines.jobs.reextract import reextract
from pipelines.report.compare import render_comparison, word_diff
from tests.warcs import article, write_warc

PROSE = (
    "Nelayan di Teluk Palu kembali melaut setelah tiga hari menunggu gelombang di perairan itu mereda.",
    "Mereka membawa pulang tongkol dan cakalang, yang segera habis terjual di pelelangan sebelum siang.",
    "Ketua kelompok nelayan berharap dermaga yang rusak karena ombak dapat diperbaiki sebelum musim barat.",
)
MARKET = "Pasar di kota & desa ramai sejak pagi, dan pembeli datang dari tempat yang jauh untuk melihatnya sendiri."


def extracted(folder: Path, pages: dict[str, tuple[str, ...]]) -> Path:
    """Texts of pages that have these paragraphs."""
    warc = folder.with_suffix(".warc.gz")
    write_warc(warc, [(f"https://warta.test/{name}", article(name, *text)) for name, text in pages.items()], run="r")
    reextract([warc], folder)
    return folder


def test_changed_gained_lost(tmp_path: Path) -> None:
    old = extracted(tmp_path / "old", {"sama": PROSE, "lain": (*PROSE, "Baca juga: Ikan Naik"), "hilang": PROSE[::-1]})
    new = extracted(tmp_path / "new", {"sama": PROSE, "lain": (*PROSE[:2], MARKET), "baru": PROSE[::-1]})
    told = compare(old, new)
    assert as_json(told) == {
        "old": str(old),
        "new": str(new),
        "same": 1,
        "changed": 1,
        "gained": 1,
        "lost": 1,
        "by_site": {"warta.test": {"changed": 1, "gained": 1, "lost": 1}},
        "by_rule": {"read-also": {"changed": 1}},
    }
    html = render_comparison(told)
    assert "<ins>Pasar di kota &amp; desa" in html
    assert f"<del>{PROSE[2]}</del>" in html or "<del>Ketua" in html
    assert "http" not in html.replace("https://warta.test/", "")


def test_only_the_words_that_changed_are_marked() -> None:
    old = ["Judul", "Warga menanam bakau.", *"abcdefg", "Akhir"]
    [_, changed, *_, skipped, last] = word_diff(old, ["Judul", "Warga memanen bakau.", *old[2:]])
    assert [(piece.fate, piece.text) for piece in changed.pieces] == [
        ("same", "Warga"),
        ("removed", "menanam"),
        ("added", "memanen"),
        ("same", "bakau."),
    ]
    assert (skipped.fate, last.fate, last.pieces[0].text) == ("skipped", "same", "Akhir")


def test_nothing_to_compare_with_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no batch of texts"):
        compare(tmp_path, tmp_path)
