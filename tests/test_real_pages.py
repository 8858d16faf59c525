"""Saved pages of real newspapers, answered for on loopback, crawled by the real declarations, against gold texts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.loader import load_sites
from crawler.newsroom.server import Reply, mirror
from crawler.urls import is_article, request_url
from pipelines.gold import read_gold
from pipelines.text import render

PAGES = Path(__file__).parents[1] / "../shared/pages"
SITES = ("kompas", "republika", "tempo")

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the reference pages beside the checkout are not here")

HTML = (("Content-Type", "text/html"),)


def saved(name):
    """The saved pages of a site whose address is that of an article, with the address that the crawler asks for."""
    site = load_sites()[name]
    return {
        request_url(gold.page.url, site): gold for gold in read_gold(PAGES, name) if is_article(gold.page.url, site)
    }


@pytest.mark.parametrize("name", SITES)
def test_a_crawl_of_saved_pages_gives_the_gold_texts(name, tmp_path):
    pages = saved(name)
    assert pages
    urls = tmp_path / "urls.txt"
    urls.write_text("".join(f"{gold.page.url}\n" for gold in pages.values()))
    command = [Path(sys.executable).with_name("kliping"), "crawl", name, "--urls", urls, "--data", tmp_path / "data"]
    with mirror({url: Reply(200, HTML, gold.page.body) for url, gold in pages.items()}) as server:
        run = subprocess.run(
            [*command, "--delay", "0", "--json"],
            env={**os.environ, **server.environment},
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    (batch,) = tmp_path.glob("data/text/*/*")
    rows = [json.loads(row) for row in (batch / "articles.jsonl").read_text().splitlines()]
    made = {row["url"]: (batch / row["file"]).read_text() for row in rows}
    assert made == {url: render(gold.paragraphs) for url, gold in pages.items()}
