"""Thirty newspapers in one process: none of them waits for another."""

from collections import Counter
from pathlib import Path
from threading import Condition

from crawler.newsroom.newsstand import Newsstand, PlainPaper
from tests.crawler.crawling import run

SMALL = [PlainPaper(name=f"kecil{number:02}", articles=3) for number in range(26)]
LARGE = PlainPaper(name="besar", articles=100)
SLOW = PlainPaper(name="lambat", articles=2, takes=0.3)
POLITE = PlainPaper(name="sopan", articles=3, crawl_delay=0.5)
STUCK = PlainPaper(name="macet", articles=1)
PAPERS = [LARGE, STUCK, SLOW, POLITE, *SMALL]

PATIENCE = 40
"""Seconds; the crawler gives an answer up after 60."""


class Desk:
    """Counts what is asked for, and lets the paper that is stuck answer only when all others have been asked for
    everything."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.large_when_small_were_done = 0
        self.was_freed = False
        self._changed = Condition()

    def before(self, paper: PlainPaper, number: int) -> None:
        with self._changed:
            self.asked[paper.name] += 1
            if paper in SMALL and self._is_done(SMALL):
                self.large_when_small_were_done = self.asked[LARGE.name]
            self._changed.notify_all()
            if paper is STUCK:
                others = [one for one in PAPERS if one is not STUCK]
                self.was_freed = self._changed.wait_for(lambda: self._is_done(others), PATIENCE)

    def _is_done(self, papers: list[PlainPaper]) -> bool:
        return all(self.asked[one.name] >= one.articles for one in papers)


def test_no_newspaper_waits_for_another(tmp_path: Path) -> None:
    desk = Desk()
    with Newsstand(PAPERS, desk.before) as stand:
        report = run(tmp_path, stand.proxy_url, sites=[paper.site for paper in PAPERS])
    assert {site.site: (site.articles, site.errors) for site in report.sites} == {
        paper.name: (paper.articles, []) for paper in PAPERS
    }
    assert desk.was_freed, "one paper that does not answer kept the others"
    assert desk.large_when_small_were_done < LARGE.articles / 4, "one large paper kept the small ones"
    assert report.articles == sum(desk.asked.values()), "each was asked for once"
