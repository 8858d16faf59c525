"""What the archive holds looks in a browser as it did: `kliping replay` and Chromium, with the newspaper gone."""

import gzip
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple
from urllib.error import URLError

import pytest

from archive.page import Page
from archive.recall import recall
from crawler.newsroom.server import Reply, Request, Server
from pipelines.jobs.wayback import wayback_in
from tests.archive.browser import PATIENCE, Browser, browser, chromium
from tests.archive.fetch import fetch
from tests.archive.making import START, exchange
from tests.archive.making import writer as made
from tests.archive.odd import head

PYWB = Path(os.environ.get("KLIPING_PYWB", "~/.local/share/kliping/pywb")).expanduser()
SITE = "http://warta.test"
LARGE_ENOUGH = "Perahu kembali sebelum fajar dan ikan dilelang di dermaga. " * 40
"""Smaller payloads are not kept as revisits."""

COLOURS = {
    "polos": "rgb(1, 102, 53)",
    "gzip": "rgb(140, 81, 10)",
    "potongan": "rgb(33, 102, 172)",
    "baru": "rgb(178, 24, 43)",
    "tetap": "rgb(118, 42, 131)",
    "sama": "rgb(191, 129, 45)",
}
"""The pages, and the colour of their headlines. `tetap` is captured a second time when it is what it was, `sama` when
the newspaper says that it is; `lama` leads to `baru`."""


class Captured(NamedTuple):
    warcs: Path
    moments: dict[str, str]
    """When each page was captured last, as replay names moments."""


def answer(request: Request) -> Reply:
    """A page, or the style sheet of one, in the way of its name."""
    name, _, ending = request.parts.path.strip("/").partition(".")
    if name == "lama":
        return Reply(301, (("Location", f"{SITE}/baru"),))
    if ending == "css":
        kind, body = "text/css", f"h1 {{ color: {COLOURS[name]} }}"
    else:
        kind = "text/html; charset=utf-8"
        body = f'<!doctype html><link rel=stylesheet href="/{name}.css"><h1>Berita {name}</h1><p>{LARGE_ENOUGH}</p>'
    headers = (("Content-Type", kind),)
    if name == "gzip":
        return Reply(200, (*headers, ("Content-Encoding", "gzip")), gzip.compress(body.encode()))
    return Reply(200, headers, body.encode(), chunked=name == "potongan")


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Captured:
    """The pages of a newspaper that is gone by now."""
    warcs = tmp_path_factory.mktemp("replay") / "warc"
    with Server(answer, ("warta.test",)) as server:

        def capture(*names: str) -> dict[str, Page]:
            requests = [{"url": f"{SITE}/{name}", "meta": {"proxy": server.proxy_url}} for name in names]
            pages = [page for _, page, _, _ in fetch(requests, warcs, REDIRECT_ENABLED=True).results]
            return {page.url.rpartition("/")[2]: page for page in pages}

        pages = capture(*COLOURS.keys() - {"baru"}, "lama", *(f"{name}.css" for name in COLOURS))
        sleep(1.1)  # replay tells captures apart by the second
        again = capture("tetap")["tetap"]
    confirmed = recall(warcs / "contoh" / pages["sama"].warc, pages["sama"].offset)
    assert confirmed
    later = exchange(
        f"{SITE}/sama", head(status="HTTP/1.1 304 Not Modified"), at=int((datetime.now(UTC) - START).total_seconds())
    )
    writer = made(warcs / "contoh")
    unmodified = writer.submit(later, unchanged=confirmed.original).result(10)
    writer.close()
    moments = {name: page.fetched_at for name, page in pages.items()}
    moments |= {"lama": pages["baru"].fetched_at, "tetap": again.fetched_at, "sama": unmodified.date}
    index = "".join(path.read_text("utf-8") for path in warcs.glob("*/*.cdxj"))
    for name in ("tetap", "sama"):
        assert re.search(f'{moments[name]:%Y%m%d%H%M%S} .*{SITE}/{name}", "mime": "warc/revisit"', index)
    return Captured(warcs, {name: f"{moment:%Y%m%d%H%M%S}" for name, moment in moments.items()})


@contextmanager
def replay(data: Path) -> Iterator[str]:
    """`kliping replay` on a free port; gives where it is."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("kliping"), "replay", data, "--port", str(port), "--pywb", PYWB]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            told = [process.stdout.readline().strip() for _ in range(2)]
            assert told == [f"http://127.0.0.1:{port}/{name}/" for name in ("all", "contoh")]
            wait_until_it_answers(told[0])
            yield told[0]
        finally:
            process.terminate()


def wait_until_it_answers(url: str) -> None:
    until = monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (URLError, ConnectionError):
            assert monotonic() < until, f"{url} does not answer"
            sleep(0.2)
        else:
            return


@pytest.fixture(scope="module")
def replayed(captured: Captured, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Browser]]:
    program = chromium()
    if program is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    if not wayback_in(PYWB).exists():
        pytest.skip(f"needs pywb in {PYWB}: kliping replay --install")
    with replay(captured.warcs.parent) as where, browser(program, tmp_path_factory.mktemp("profile")) as tab:
        yield where, tab


@pytest.mark.parametrize("name", ["polos", "gzip", "potongan", "lama", "tetap", "sama"])
def test_pages_look_as_they_did(captured: Captured, replayed: tuple[str, Browser], name: str) -> None:
    where, tab = replayed
    shown = "baru" if name == "lama" else name
    tab.open(f"{where}{captured.moments[name]}/{SITE}/{name}")
    look = f"""(() => {{
        const page = document.querySelector("iframe")?.contentDocument, headline = page?.querySelector("h1")
        if (page?.readyState != "complete" || headline?.innerText != "Berita {shown}") return null
        return [page.querySelector("p").innerText, page.defaultView.getComputedStyle(headline).color]
    }})()"""
    assert tab.wait_for(look) == [LARGE_ENOUGH.strip(), COLOURS[shown]]
