"""The folder that a batch writes: names, texts, rows, rejections, and what happens when the disk says no."""

import json
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.page import Miss, Page
from crawler.site import Site, Template
from crawler.urls import article_id
from pipelines.article import Article, Rejected
from pipelines.batch import Batch
from pipelines.files import append

START = datetime(2026, 11, 22, 4, 55, 38, 123456, tzinfo=UTC)
PAPER = Site(
    name="paper",
    title="Warta Uji",
    domains=("warta.test",),
    article=r"https://warta\.test/berita/(?P<id>\d+)",
    path_cuts=(r"(?<=/berita/\d)/\d+/?$",),
    next_page="a.next",
    templates=(Template(name="now", body="div.body"),),
)
FIELDS = (
    "id file url canonical_url site title authors editors published modified published_from section tags captions "
    "language template rules_version removed warc offset record_id fetched_at flags origin"
)


def url(number: int, part: int = 1) -> str:
    return f"https://warta.test/berita/{number}" + (f"/{part}" if part > 1 else "")


def html(title: str, *paragraphs: str, following: str = "") -> bytes:
    link = f'<a class="next" href="{following}">Berikutnya</a>' if following else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><h1>{title}</h1><div class='body'>{body}</div>{link}</html>".encode()


class Records:
    """Pages and misses with the places that an archive would have given them."""

    def __init__(self) -> None:
        self._count = 0

    def page(self, url: str, body: bytes = b"", status: int = 200) -> Page:
        offset, when, record_id = self._next()
        return Page(url, status, "text/html; charset=utf-8", body, when, record_id, "paper-00001.warc.gz", offset)

    def miss(self, url: str, reason: str = "no such host") -> Miss:
        offset, when, record_id = self._next()
        return Miss(url, reason, "warta.test", when, record_id, "paper-00001.warc.gz", offset)

    def _next(self) -> tuple[int, datetime, str]:
        self._count += 1
        return self._count * 1000, START + timedelta(seconds=self._count), f"<urn:uuid:{self._count}>"


@pytest.fixture
def records() -> Records:
    return Records()


def write(folder: Path, *items: Page | Miss) -> Batch:
    with Batch(folder, PAPER) as batch:
        for item in items:
            batch.add(item)
    return batch


def rows(folder: Path, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def texts(folder: Path) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]


def test_text_and_row(tmp_path: Path, records: Records) -> None:
    page = records.page(url(1), html("Panen raya", "Petani di Kediri mulai memanen padi.", "Harga gabah naik."))
    write(tmp_path / "run", page)
    name = f"000_{article_id(url(1))}.txt"
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == [name, "articles.jsonl", "rejected.jsonl"]
    expected = "Panen raya\n\nPetani di Kediri mulai memanen padi.\n\nHarga gabah naik."
    assert (tmp_path / "run" / name).read_bytes() == expected.encode()
    [row] = rows(tmp_path / "run", "articles.jsonl")
    assert " ".join(row) == FIELDS
    assert row["file"] == name
    assert (row["warc"], row["offset"], row["record_id"]) == (page.warc, page.offset, page.record_id)
    assert row["fetched_at"] == "2026-11-22T04:55:39.123456+00:00"
    assert (tmp_path / "run" / "rejected.jsonl").read_bytes() == b""


def test_rows_are_readable_utf8(tmp_path: Path, records: Records) -> None:
    write(tmp_path, records.page(url(1), html("“Jalan” ke Sélat", "Kapal berlayar dari Bitung.")))
    assert "“Jalan” ke Sélat".encode() in (tmp_path / "articles.jsonl").read_bytes()


def test_serials_follow_the_records_and_grow_past_999(tmp_path: Path, records: Records) -> None:
    pages = [records.page(url(n), html(f"Kabar {n}", f"Warga desa {n} bergotong royong.")) for n in range(1001)]
    write(tmp_path, *pages)
    files = [str(row["file"]) for row in rows(tmp_path, "articles.jsonl")]
    assert [file.partition("_")[0] for file in files] == [f"{n:03d}" for n in range(1001)]
    assert files[1000].startswith("1000_")


def test_nothing_to_write_makes_no_folder(tmp_path: Path, records: Records) -> None:
    write(tmp_path / "run", records.page(url(1), status=301))
    assert not (tmp_path / "run").exists()


def test_rejections_alone_make_a_batch(tmp_path: Path, records: Records) -> None:
    write(tmp_path / "run", records.page(url(1), status=404), records.miss(url(2)))
    assert rows(tmp_path / "run", "articles.jsonl") == []
    assert [(row["url"], row["reason"], row["status"]) for row in rows(tmp_path / "run", "rejected.jsonl")] == [
        (url(1), "http 404", 404),
        (url(2), "no such host", None),
    ]


def test_last_of_several_rejections_stands_in_its_place(tmp_path: Path, records: Records) -> None:
    items = [
        records.page(url(1), status=503),
        records.page(url(2), status=404),
        records.page(url(1), status=503),
        records.miss(url(1), "refused"),
    ]
    write(tmp_path, *items)
    rejected = rows(tmp_path, "rejected.jsonl")
    assert [(row["url"], row["reason"]) for row in rejected] == [(url(2), "http 404"), (url(1), "refused")]


def test_retry_that_gives_the_article_takes_the_rejection_back(tmp_path: Path, records: Records) -> None:
    items = [records.page(url(1), status=503), records.page(url(1), html("Hujan", "Hujan turun di Bogor."))]
    batch = write(tmp_path, *items)
    assert batch.articles == 1
    assert rows(tmp_path, "rejected.jsonl") == []


def test_redirect_after_an_error_leaves_the_answer_to_its_target(tmp_path: Path, records: Records) -> None:
    items = [
        records.page(url(1), status=503),
        records.page(url(1), status=301),
        records.page(url(2), html("Hujan", "Hujan turun di Bogor.")),
    ]
    batch = write(tmp_path, *items)
    assert batch.articles == 1
    assert batch.rejected == []


def test_same_article_with_the_same_text_once(tmp_path: Path, records: Records) -> None:
    page = html("Hujan", "Hujan turun di Bogor.")
    batch = write(tmp_path, records.page(url(1), page), records.page(url(1) + "?utm_source=x", page))
    assert batch.articles == 1
    [again] = rows(tmp_path, "rejected.jsonl")
    assert (again["url"], again["reason"]) == (url(1) + "?utm_source=x", "same article again")
    assert url(1) in str(again["detail"])


def test_same_article_with_another_text_is_kept_as_well(tmp_path: Path, records: Records) -> None:
    first = records.page(url(1), html("Hujan", "Hujan turun di Bogor."))
    later = records.page(url(1), html("Hujan", "Hujan turun di Bogor dan Depok."))
    write(tmp_path, first, later)
    identity = article_id(url(1))
    assert [row["file"] for row in rows(tmp_path, "articles.jsonl")] == [f"000_{identity}.txt", f"001_{identity}.txt"]
    assert texts(tmp_path) == ["Hujan\n\nHujan turun di Bogor.", "Hujan\n\nHujan turun di Bogor dan Depok."]


def test_pages_of_one_article_make_one_text(tmp_path: Path, records: Records) -> None:
    items = [
        records.page(url(1), html("Sungai", "Deras.", "Airnya keruh.", following="/berita/1/2")),
        records.page(url(2), html("Pasar", "Pasar itu ramai sejak subuh.")),
        records.page(url(1, 2), html("Sungai", "Airnya keruh.", "Warga mengungsi.", following="/berita/1/3/")),
        records.page(url(1, 3), html("Sungai", "Bantuan tiba.", following="/berita/1/2")),
    ]
    with Batch(tmp_path, PAPER) as batch:
        results = [batch.add(item) for item in items]
    assert [type(result) for result in results] == [type(None), Article, type(None), Article]
    assert texts(tmp_path) == [
        "Pasar\n\nPasar itu ramai sejak subuh.",
        "Sungai\n\nDeras.\n\nAirnya keruh.\n\nWarga mengungsi.\n\nBantuan tiba.",
    ]
    row = rows(tmp_path, "articles.jsonl")[1]
    assert (row["url"], row["offset"], row["flags"]) == (url(1), 1000, [])


def test_view_of_the_whole_stands_for_the_pages_before_it(tmp_path: Path, records: Records) -> None:
    verse = ["Ayo ke pasar.", "Beli ikan di pasar.", "Ayo ke pasar.", "Pulang dari pasar."]
    items = [
        records.page(url(1), html("Pantun", *verse[:2], following=url(1, 2))),
        records.page(url(1, 2), html("Pantun", *verse)),
    ]
    write(tmp_path, *items)
    assert texts(tmp_path) == ["\n\n".join(["Pantun", *verse])]


@pytest.mark.parametrize(("pages", "flag"), [(1, "page 1 only"), (2, "pages missing")])
def test_missing_page_is_flagged(tmp_path: Path, records: Records, pages: int, flag: str) -> None:
    items: list[Page | Miss] = [
        records.page(url(1, n), html("Sungai", f"Bagian {n} dari kisah.", following=url(1, n + 1)))
        for n in range(1, pages + 1)
    ]
    write(tmp_path, *items, records.page(url(1, pages + 1), status=404))
    [row] = rows(tmp_path, "articles.jsonl")
    assert row["flags"] == [flag]
    assert [row["url"] for row in rows(tmp_path, "rejected.jsonl")] == [url(1, pages + 1)]


def test_first_page_captured_twice_is_no_second_article(tmp_path: Path, records: Records) -> None:
    head = html("Sungai", "Airnya keruh.", following=url(1, 2))
    items = [
        records.page(url(1), head),
        records.page(url(1, 2), html("Sungai", "Warga mengungsi.")),
        records.page(url(1), head),
    ]
    batch = write(tmp_path, *items)
    assert batch.articles == 1
    assert [rejected.reason for rejected in batch.rejected] == ["same article again"]


def test_a_batch_is_never_overwritten(tmp_path: Path, records: Records) -> None:
    write(tmp_path, records.page(url(1), status=404))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(FileExistsError, match="choose another folder"):
        Batch(tmp_path, PAPER)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_text_is_on_disk_before_its_row(tmp_path: Path, records: Records) -> None:
    batch = Batch(tmp_path, PAPER)
    batch.add(records.page(url(1), html("Hujan", "Hujan turun di Bogor.")))
    (tmp_path / f"001_{article_id(url(2))}.txt").mkdir()
    with pytest.raises(OSError, match=article_id(url(2))):
        batch.add(records.page(url(2), html("Pasar", "Pasar itu ramai.")))
    assert len(rows(tmp_path, "articles.jsonl")) == 1


def test_folder_that_cannot_be_made_is_named(tmp_path: Path, records: Records) -> None:
    (tmp_path / "file").write_text("no folder")
    batch = Batch(tmp_path / "file" / "run", PAPER)
    with pytest.raises(NotADirectoryError, match="file/run"):
        batch.add(records.page(url(1), html("Hujan", "Hujan turun di Bogor.")))


def test_row_that_does_not_fit_is_told_with_the_name_of_the_file() -> None:
    with pytest.raises(OSError, match="No space left on device: '/dev/full'"):
        append(Path("/dev/full"), b"{}\n")


def test_full_disk_leaves_whole_rows_only(small_disk: Path, records: Records) -> None:
    batch = Batch(small_disk / "run", PAPER)
    pages = [records.page(url(n), html(f"Kabar {n}", "Warga desa bergotong royong. " * 40)) for n in range(400)]
    with pytest.raises(OSError, match=r"No space left on device: '.*/run/.*'"):
        deque(map(batch.add, pages), maxlen=0)
    written = rows(small_disk / "run", "articles.jsonl")
    assert batch.articles == len(written) > 0
    assert all((small_disk / "run" / str(row["file"])).stat().st_size > 1000 for row in written)


def test_add_says_what_became_of_the_item(tmp_path: Path, records: Records) -> None:
    batch = Batch(tmp_path, PAPER)
    assert isinstance(batch.add(records.page(url(1), html("Hujan", "Hujan turun di Bogor."))), Article)
    assert isinstance(batch.add(records.page(url(2), status=410)), Rejected)
    assert batch.add(records.page(url(3), status=302)) is None
    assert batch.templates == {"now": 1}
