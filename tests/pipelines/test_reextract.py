"""Texts from WARCs alone: where they go, what is passed over, and that workers change nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.jobs.reextract import Report, reextract
from tests.warcs import article, write_warc

CORPUS = Path(__file__).parents[2] / "../shared/corpus"
PROSE = (
    "Warga Kampung Sukamaju menanam pohon bakau di sepanjang pantai sejak pagi, dibantu pelajar dari tiga sekolah.",
    "Kepala desa mengatakan penanaman itu akan diulang setiap musim hujan sampai garis pantai pulih seperti dahulu.",
    "Bibit disiapkan oleh kelompok tani setempat, yang sudah dua tahun merawat persemaian di belakang balai desa.",
)


def stories(host: str, count: int) -> list[tuple[str, bytes]]:
    return [
        (f"https://{host}/berita/{number}-tanam-bakau", article(f"Warga menanam bakau, hari ke-{number}", *PROSE))
        for number in range(count)
    ]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_warc_of_others_is_called_by_its_file(tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "arsip-2026.warc.gz", stories("warta.test", 3))
    report = reextract([warc], tmp_path / "out")
    folder = tmp_path / "out" / "warta.test" / "arsip-2026"
    assert [(batch.folder, batch.articles, batch.templates) for batch in report.batches] == [
        (folder, 3, {"generic": 3})
    ]
    assert [row["warc"] for row in rows(folder / "articles.jsonl")] == ["arsip-2026.warc.gz"] * 3
    assert all(text.read_text("utf-8").endswith(PROSE[-1]) for text in folder.glob("*.txt"))


def test_files_of_one_run_make_one_batch(tmp_path: Path) -> None:
    first, *others = stories("warta.test", 3)
    write_warc(tmp_path / "b.warc.gz", others, run="run 7/pagi")
    write_warc(tmp_path / "a.warc", [first], run="run 7/pagi")
    reextract([tmp_path], tmp_path / "out")
    written = rows(tmp_path / "out" / "warta.test" / "run-7-pagi" / "articles.jsonl")
    assert [row["url"] for row in written] == [url for url, _ in (first, *others)]


def test_run_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "x.warc.gz", stories("warta.test", 1), run="../../elsewhere")
    report = reextract([warc], tmp_path / "out")
    assert report.batches[0].folder.resolve().is_relative_to((tmp_path / "out" / "warta.test").resolve())


def test_what_is_no_article_by_its_address_is_passed_over(tmp_path: Path) -> None:
    pages = [
        ("https://warta.test/robots.txt", b"User-agent: *"),
        ("https://warta.test/gaya.css", b"p {}"),
        ("https://warta.test/", article("Warta", *PROSE)),
        ("https://nasional.kompas.com/tag/bakau", article("Bakau", *PROSE)),
        *stories("warta.test", 1),
    ]
    report = reextract([write_warc(tmp_path / "x.warc.gz", pages)], tmp_path / "out")
    assert report.pages == 1
    assert sum(report.passed_over.values()) == 4
    assert [batch.site for batch in report.batches] == ["warta.test"]


@pytest.mark.parametrize(("status", "content_type"), [("404 Not Found", "text/html"), ("200 OK", "application/pdf")])
def test_unknown_host_gives_html_pages_only(tmp_path: Path, status: str, content_type: str) -> None:
    warc = write_warc(tmp_path / "x.warc.gz", stories("warta.test", 1), status=status, content_type=content_type)
    assert reextract([warc], tmp_path / "out").batches == []


def test_article_of_a_described_site_that_was_gone_is_rejected(tmp_path: Path) -> None:
    url = "https://nasional.kompas.com/read/2026/05/04/03020141/tanam-bakau"
    warc = write_warc(tmp_path / "x.warc.gz", [(url, b"gone")], status="410 Gone")
    [batch] = reextract([warc], tmp_path / "out").batches
    assert (batch.site, batch.articles, batch.rejected) == ("kompas", 0, {"http 410": 1})


def test_only_one_site(tmp_path: Path) -> None:
    url = "https://nasional.kompas.com/read/2026/05/04/03020141/tanam-bakau"
    warc = write_warc(tmp_path / "x.warc.gz", [*stories("warta.test", 2), (url, article("Bakau", *PROSE))])
    report = reextract([warc], tmp_path / "out", site="kompas")
    assert [batch.site for batch in report.batches] == ["kompas"]
    assert report.passed_over == {"another site": 2}


def test_of_a_torn_warc_the_whole_records_are_used(tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "x.warc.gz", stories("warta.test", 5))
    warc.write_bytes(warc.read_bytes()[:-100])
    report = reextract([warc, write_warc(tmp_path / "y.warc.gz", stories("kabar.test", 1))], tmp_path / "out")
    assert {batch.site: batch.articles for batch in report.batches} == {"warta.test": 4, "kabar.test": 1}
    [error] = report.errors
    assert str(warc) in error
    assert "torn at byte" in error


def test_what_is_no_warc_is_an_error_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_text("this is no WARC\n")
    (tmp_path / "b.warc.gz").write_bytes(b"")
    write_warc(tmp_path / "c.warc.gz", stories("warta.test", 1))
    report = reextract([tmp_path], tmp_path / "out")
    assert report.warcs == 1
    assert [batch.articles for batch in report.batches] == [1]
    assert [name in error for name, error in zip(("a.warc", "b.warc.gz"), report.errors, strict=True)] == [True, True]


def test_no_run_is_written_over(tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "x.warc.gz", stories("warta.test", 1))
    reextract([warc], tmp_path / "out")
    before = tree(tmp_path / "out")
    with pytest.raises(FileExistsError, match="choose another folder"):
        reextract([warc], tmp_path / "out")
    assert tree(tmp_path / "out") == before


def test_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"missing\.warc\.gz"):
        reextract([tmp_path / "missing.warc.gz"], tmp_path / "out")


def test_workers_change_nothing(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", [*stories("warta.test", 4), *stories("kabar.test", 2)], run="one")
    write_warc(tmp_path / "b.warc.gz", [*stories("warta.test", 6), *stories("kabar.test", 2)], run="one")
    torn = write_warc(tmp_path / "c.warc.gz", stories("warta.test", 3), run="two")
    torn.write_bytes(torn.read_bytes()[:-50])
    reports = {n: reextract([tmp_path], tmp_path / f"out{n}", workers=n) for n in (1, 3)}
    assert tree(tmp_path / "out1") == tree(tmp_path / "out3")
    assert facts(reports[1]) == facts(reports[3])
    assert not list((tmp_path / "out3").glob(".*"))


def facts(report: Report) -> list[object]:
    batches = [(batch.site, batch.run, batch.articles, batch.templates, batch.rejected) for batch in report.batches]
    return [report.warcs, report.pages, report.passed_over, report.errors, batches]


def test_neither_scrapy_nor_twisted_is_imported() -> None:
    code = "import sys, pipelines.jobs.reextract; print({m.partition('.')[0] for m in sys.modules})"
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "selectolax" in imported
    assert "scrapy" not in imported
    assert "twisted" not in imported


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the reference pages beside the checkout are not here")
def test_the_corpus_runs_through(tmp_path: Path) -> None:
    report = reextract([CORPUS], tmp_path / "out", workers=2)
    assert report.errors == []
    assert report.pages + sum(report.passed_over.values()) == 1200
    articles = sum(batch.articles for batch in report.batches)
    rejected = sum(sum(batch.rejected.values()) for batch in report.batches)
    assert articles + rejected == report.pages
    assert articles >= 1190
