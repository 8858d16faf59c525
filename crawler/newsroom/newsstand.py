"""A newsstand: plain papers of one make, as many as are wanted, each as large and as slow as it is told to be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event
from types import TracebackType

from crawler.newsroom.paper import html, not_found, plain_text, xml
from crawler.newsroom.server import Reply, Request, Server
from crawler.site import Expect, Site, Sitemap, Template

PRINTED = datetime(2026, 11, 10, 5, tzinfo=UTC)
_SENTENCE = (
    "Petugas kebersihan di kampung nomor {number} mencatat bagian {part} dari pekerjaan mereka sejak pagi hari. "
)
_LINK = '<li class="menu"><a href="/kanal/{number}">Kanal nomor {number} dari halaman ini</a></li>\n'


@dataclass(frozen=True, kw_only=True)
class PlainPaper:
    """A paper that is nothing but its size and its pace; its address is NAME.test."""

    name: str
    articles: int
    kilobytes: int = 2
    """Of each page; nearly all of it is menus, as in real ones."""
    delay: float = 0.0
    """Seconds that the crawler pauses between two requests, by its description."""
    crawl_delay: float = 0.0
    """Seconds that its robots.txt asks for."""
    takes: float = 0.0
    """Seconds before each answer."""
    hangs: bool = False
    """Whether no article is ever answered."""

    @property
    def site(self) -> Site:
        """Its description."""
        return Site(
            name=self.name,
            title=self.name.title(),
            domains=(f"{self.name}.test",),
            article=rf"https://{self.name}\.test/berita/(?P<id>\d+)/",
            discovery=(Sitemap(f"https://{self.name}.test/sitemap.xml"),),
            templates=(Template(name="polos", body=".isi", authors=(".penulis",)),),
            delay=self.delay,
            revisits=(),
            expect=Expect(articles_a_day=(1, 100_000), characters=(200, 8000)),
        )

    def url(self, number: int) -> str:
        return f"https://{self.name}.test/berita/{number}/kabar"


Before = Callable[[PlainPaper, int], None]


class Newsstand(Server):
    """Serves the papers. `before` is called with a paper and the number of an article before that is answered."""

    def __init__(self, papers: Iterable[PlainPaper], before: Before = lambda paper, number: None) -> None:
        self._papers = {f"{paper.name}.test": paper for paper in papers}
        self._menus = {
            paper.name: "".join(_LINK.format(number=number) for number in range(paper.kilobytes * 1000 // len(_LINK)))
            for paper in self._papers.values()
        }
        self._before = before
        self._closing = Event()
        super().__init__(self.answer, self._papers)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        super().__exit__(kind, error, trace)

    def answer(self, request: Request) -> Reply:
        paper = self._papers[request.host]
        match request.parts.path.strip("/").split("/"):
            case ["robots.txt"]:
                pause = f"Crawl-delay: {paper.crawl_delay:g}\n" if paper.crawl_delay else ""
                reply = plain_text(f"User-agent: *\nDisallow: /cari\n{pause}")
            case ["sitemap.xml"]:
                reply = xml(_sitemap(paper))
            case ["berita", number, _]:
                self._before(paper, int(number))
                if paper.hangs:
                    self._closing.wait()
                reply = html(_page(paper, int(number), self._menus[paper.name]))
            case _:
                reply = not_found()
        self._closing.wait(paper.takes)
        return reply


def _sitemap(paper: PlainPaper) -> str:
    entries = (
        f"<url><loc>{paper.url(number)}</loc><lastmod>{_printed(number)}</lastmod></url>"
        for number in range(paper.articles)
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(entries)}</urlset>'


def _printed(number: int) -> str:
    return (PRINTED - timedelta(minutes=number)).isoformat()


def _page(paper: PlainPaper, number: int, menus: str) -> str:
    text = "".join(f"<p>{_SENTENCE.format(number=number, part=part) * 2}</p>" for part in "satu dua tiga empat".split())
    head = (
        f"<!DOCTYPE html><html lang=id><head><title>{paper.name} {number}</title>"
        f'<meta property="article:published_time" content="{_printed(number)}"></head>'
    )
    body = f'<h1>Kampung Nomor {number} Dibersihkan</h1><div class="penulis">Rina</div><div class="isi">{text}</div>'
    return f"{head}<body><ul>{menus}</ul>{body}</body></html>"
