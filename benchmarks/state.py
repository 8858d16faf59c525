"""How fast the state is when it is large: `python benchmarks/state.py [URLS]`, five million unless it is said.

The file is filled in bulk: 30 sites, 6 captures for every second address, an article and a version each. Then the
questions of a crawl are asked as it asks them, and the time of each is shown: that of this process on the CPU, which
holds on a machine that others use too, and that by the clock.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from os import getloadavg
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from archive.page import Page
from crawler.discovery import Announced
from crawler.site import Site
from crawler.state.articles import Place, Text
from crawler.state.database import Database
from crawler.state.moments import micros
from crawler.state.store import NAME, State
from crawler.urls import identity

SITES = 30
START = date(2016, 1, 1)
DAYS = 3650
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def site(number: int) -> Site:
    name = f"koran{number:02}"
    return Site(
        name=name,
        title=name,
        domains=(f"{name}.test",),
        article=rf"https://{name}\.test/(?P<year>\d{{4}})/(?P<month>\d\d)/(?P<day>\d\d)/(?P<id>\d+)/",
    )


def url(number: int) -> str:
    day = START + timedelta(days=number // SITES * DAYS // 170_000 % DAYS)
    return f"https://koran{number % SITES:02}.test/{day:%Y/%m/%d}/{number}/judul-berita-yang-agak-panjang-{number}"


def fill(path: Path, urls: int) -> None:
    with State(path) as state:
        for number in range(SITES):
            state.runs.begin(site(number).name, "20260101T000000Z", NOW, {})
    db = Database(path)
    db.write("PRAGMA cache_size = -500000")  # to be filled in this century
    for number in range(SITES):
        db.write("INSERT INTO source (site, name) VALUES (?, ?)", (site(number).name, "Feed https://x/rss"))
    db.write("INSERT INTO warc (name) VALUES ('kliping-koran-20260101000000000-00001-host.warc.gz')")
    sites = [site(number) for number in range(SITES)]
    for start in range(0, urls, 50_000):
        numbers = range(start, min(start + 50_000, urls))
        with db.writing():
            db.write_many(
                "INSERT INTO url (id, identity, site, url, day, announced, outcome, reason, answered, due, run)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                _urls(numbers, sites),
            )
            db.write_many("INSERT INTO announcement VALUES (?, ?, 1)", ((n + 1, n % SITES + 1) for n in numbers))
            db.write_many(
                "INSERT INTO capture VALUES (1, ?, ?, 1, ?, ?, 200, ?, ?, '')",
                (
                    (n * 6 + k, n + 1, f"<urn:uuid:{n:032}-{k}>", n * 100 + k, f"sha1:{n:032}", f'"{n:016x}"')
                    for n in numbers
                    for k in range(6 * (n % 2))
                ),
            )
            db.write_many(
                "INSERT INTO article VALUES (?, ?, ?, ?, 1, ?, ?, ?, NULL)",
                ((n + 1, sites[n % SITES].name, f"{n:016x}", url(n), n * 6, n * 100, n * 100) for n in numbers),
            )
            db.write_many(
                "INSERT INTO version VALUES (?, 1, 1, ?, ?, 0, 'abcdef123456', ?, ?, 1, ?, ?, ?)",
                (
                    (n + 1, n.to_bytes(16), n.to_bytes(16), f"000_{n:016x}.txt", url(n), n * 6, n * 100, n * 100)
                    for n in numbers
                ),
            )
    db.close()


def _urls(numbers: range, sites: list[Site]) -> Iterator[tuple[object, ...]]:
    for n in numbers:
        one = sites[n % SITES]
        day = url(n).split("/", 3)[3][:10].replace("/", "-")
        missing = n % 499 == 0
        due = micros(NOW) - n if missing or n % 97 == 1 else None
        yield (
            n + 1, f"{one.name} {n}", one.name, url(n), day, n, "missing" if missing else "archived",
            "not asked for yet" if missing else "", None if missing else n * 100, due,
        )  # fmt: skip


def timed(what: str, times: int, ask: Callable[[], object]) -> None:
    ask()
    start, worked = perf_counter(), process_time()
    for _ in range(times):
        ask()
    waited, worked = (perf_counter() - start) / times * 1000, (process_time() - worked) / times * 1000
    print(f"| {what} | {worked:.2f} ms | {waited:.2f} ms |")  # noqa: T201


def measure(path: Path, urls: int) -> None:
    random = Random(1)
    koran = site(7)
    mine = range(7, urls, SITES)

    def some() -> str:
        return url(random.choice(mine))

    fresh = iter(range(urls, 10 * urls))

    def new_page() -> list[Announced]:
        return [Announced(url((next(fresh) // SITES) * SITES + 7)) for _ in range(100)]

    offsets = iter(range(10**12, 10**13))

    def capture() -> None:
        page = Page(some(), 200, "", b"", NOW, "<urn:uuid:x>", "new.warc.gz", next(offsets), "sha1:x")
        state.captures.add(koran, "20260101T000000Z", page)

    def version() -> None:
        address, at = some(), NOW + timedelta(seconds=next(offsets) % 10**9)
        text = Text(random.randbytes(16), b"t", False, "r")
        state.articles.add(
            identity(address, koran), koran.name, "20260101T000000Z", "f", text, Place("new.warc.gz", 1, at),
            id="a" * 16, address=address,
        )  # fmt: skip
        state.addresses.answer(koran, "20260101T000000Z", address, at, "archived", due=at)

    with State(path) as state:
        print(f"load {getloadavg()[0]:.1f}\n\n| question | CPU | clock |\n|---|---|---|")  # noqa: T201
        timed("open", 20, lambda: State(path).close())
        timed("announce 100 that are new", 200, lambda: state.addresses.announce(koran, "Feed x", new_page(), NOW))
        timed(
            "announce 100 that are known",
            200,
            lambda: state.addresses.announce(koran, "Feed x", [Announced(some()) for _ in range(100)], NOW),
        )
        timed("is this address to be asked for", 2000, lambda: state.addresses.find(identity(some(), koran)))
        timed("note a capture", 2000, capture)
        timed("note a version and its answer", 2000, version)
        timed("newest version of an article", 2000, lambda: state.articles.latest(identity(some(), koran)))
        timed("history of an article", 2000, lambda: state.captures.of(identity(some(), koran)))
        middle = START + timedelta(days=urls // SITES * DAYS // 170_000 // 2)
        week, month = (middle, middle + timedelta(days=7)), (middle, middle + timedelta(days=30))
        timed("what is left of a week", 20, lambda: state.addresses.left(koran.name, NOW, *week))
        timed(
            "what is due to be seen again, 1000 of it",
            20,
            lambda: state.addresses.to_be_seen_again(koran.name, NOW, count=1000),
        )
        timed("backlog", 20, lambda: state.addresses.backlog(koran.name, NOW))
        timed("coverage of a month", 20, lambda: state.coverage.days(koran.name, *month))


def main() -> None:
    urls = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        start = perf_counter()
        fill(path, urls)
        size = path.stat().st_size / 1e9
        print(f"{urls} addresses, {urls * 3} captures: {size:.2f} GB, filled in {perf_counter() - start:.0f} s\n")  # noqa: T201
        measure(path, urls)


if __name__ == "__main__":
    main()
