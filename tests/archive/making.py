"""Exchanges and WARC files made by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.dedup import Originals
from archive.exchange import Exchange
from archive.openwarc import Location
from archive.records import CONFORMS_TO
from archive.warc import Policy, WarcWriter
from tests.archive.odd import sized

START = datetime(2026, 11, 22, 4, 55, 38, 123456, tzinfo=UTC)
INFO = [("software", "kliping/0 (test)"), ("format", "WARC File Format 1.1"), ("conformsTo", CONFORMS_TO)]


def body(number: int, size: int = 2000) -> bytes:
    text = f"<h1>Berita {number}</h1>" + "".join(f"<p>Alinea {number}.{n} dari sawah.</p>" for n in range(size // 30))
    return text.encode()


def exchange(url: str, response: bytes, *, at: int = 0, method: str = "GET") -> Exchange:
    """A whole exchange, `at` seconds after START."""
    started = START + timedelta(seconds=at)
    made = Exchange(url, method, started)
    made.request += f"{method} {url.split('/', 3)[3] or '/'} HTTP/1.1\r\nHost: contoh.example\r\n\r\n".encode()
    made.receive(response)
    made.peer_ip = "192.0.2.7"
    made.finish(started + timedelta(milliseconds=40))
    return made


def article(number: int, size: int = 2000) -> Exchange:
    return exchange(f"https://contoh.example/berita/{number}", sized(body(number, size)), at=number)


def writer(folder: Path, *, dedup: bool = False, policy: Policy | None = None) -> WarcWriter:
    folder.mkdir(parents=True, exist_ok=True)
    originals = Originals(folder) if dedup else None
    return WarcWriter(folder, "contoh", INFO, originals=originals, policy=policy or Policy())


def write(folder: Path, *exchanges: Exchange, dedup: bool = False) -> list[Location]:
    """Write them to one sealed file."""
    made = writer(folder, dedup=dedup)
    places = [made.submit(each).result(10) for each in exchanges]
    made.close()
    return places


def the_warc(folder: Path) -> Path:
    [path] = folder.glob("*.warc.gz")
    return path
