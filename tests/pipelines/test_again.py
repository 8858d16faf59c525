"""A record that is extracted again: its article goes on in the records soon after it, and in no others."""

from pathlib import Path

import pytest

from archive.page import Miss, Page
from crawler.site import Site
from pipelines.article import Article
from pipelines.assembly import ALONE
from pipelines.guard import Limits, guarded_outcome
from pipelines.jobs import show
from pipelines.outcome import Outcome
from tests.pipelines.test_batch import PAPER, html, url
from tests.warcs import write_warc

FIRST = (url(1), html("Panen Raya", "Petani Desa Sukamaju memanen padi lebih awal tahun ini.", following=url(1, 2)))
SECOND = (url(1, 2), html("Panen Raya", "Harga gabah di tingkat petani naik dibandingkan musim lalu."))
OTHER = (url(2), html("Kabar Lain", "Warga Kampung Laut menanam bakau di sepanjang pantai."))


@pytest.mark.parametrize(("others", "flags", "extracted"), [(3, (), 2), (600, (ALONE,), 1)])
def test_only_the_pages_of_the_article_are_extracted_and_they_are_not_looked_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, others: int, flags: tuple[str, ...], extracted: int
) -> None:
    asked = []

    def counted(item: Page | Miss, site: Site, limits: Limits) -> Outcome:
        asked.append(item.url)
        return guarded_outcome(item, site, limits)

    monkeypatch.setattr(show, "guarded_outcome", counted)
    article = show.article_at(write_warc(tmp_path / "a.warc", [FIRST, *[OTHER] * others, SECOND]), 0, PAPER)
    assert isinstance(article, Article)
    assert article.flags == flags
    assert asked == [url(1), url(1, 2)][:extracted]
