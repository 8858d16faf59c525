"""A newspaper whose clock and content the test drives: it publishes at a real rhythm, edits, takes down, is built anew,
turns the crawler away, and breaks."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from crawler.newsroom.server import Reply, Request, Server
from crawler.site import DatedIndex, Expect, Feed, Site, Template

WIB = ZoneInfo("Asia/Jakarta")
FEED, INDEX = "http://warta.test/rss", "http://warta.test/indeks"

_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_SUBJECTS = "Nelayan Petani Perajin Pedagang Guru Relawan Warga Penjahit Peternak Pemuda".split()
_DEEDS = (
    "memperbaiki tanggul yang retak sejak musim hujan lalu",
    "membuka kelas membaca di balai desa setiap petang",
    "menanam bakau di sepanjang muara yang mulai terkikis",
    "mengirim hasil panen ke kota dengan kereta pagi",
    "menghitung ulang kebutuhan air menjelang kemarau",
    "memasang lampu jalan dari iuran bersama",
)
_PLACES = "Tegal Rembang Kupang Bitung Sumbawa Pariaman Cirebon Ternate Bantul Sorong".split()


@dataclass(frozen=True)
class Story:
    """An article with its versions: from when each stands, and its paragraphs."""

    number: int
    title: str
    published: datetime
    versions: tuple[tuple[datetime, tuple[str, ...]], ...]
    removed: datetime | None = None

    def version(self, now: datetime) -> int:
        """1 for the first."""
        return sum(since <= now for since, _ in self.versions)

    def text(self, version: int) -> str:
        return "\n\n".join((self.title, *self.versions[version - 1][1]))

    @property
    def url(self) -> str:
        return f"http://warta.test/{self.published.astimezone(WIB):%Y/%m/%d}/berita/{self.number}/judul-berita"


@dataclass(frozen=True)
class Events:
    """What befalls the newspaper; moments, and days at its clock."""

    redesign: datetime
    feed_dies: datetime
    blocked: tuple[datetime, datetime]
    outage: tuple[datetime, datetime]


def within(span: tuple[datetime, datetime], moment: datetime) -> bool:
    return span[0] <= moment < span[1]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), WIB)


def stories(first: date, days: int, seed: int = 7) -> list[Story]:
    """About thirty a day, half as many at the weekend, from early morning to late evening."""
    dice = random.Random(seed)
    told: list[Story] = []
    for number in range(days):
        day = first + timedelta(days=number)
        count = dice.randrange(26, 36) if day.weekday() < 5 else dice.randrange(13, 17)
        for minute in sorted(dice.sample(range(5 * 60, 23 * 60), count)):
            told.append(_story(len(told) + 1000, midnight(day) + timedelta(minutes=minute), dice))
    return told


def _story(number: int, published: datetime, dice: random.Random) -> Story:
    subject, place, deed = dice.choice(_SUBJECTS), dice.choice(_PLACES), dice.choice(_DEEDS)
    title = f"{subject} di {place} {deed.split(' yang ')[0].capitalize()} Bersama"
    body = tuple(
        f"{dice.choice(_SUBJECTS)} di {place} {dice.choice(_DEEDS)}, dan catatan nomor {number} bagian {part} menyebut"
        f" {dice.randrange(20, 900)} orang ikut serta sejak pagi. Pekerjaan itu {dice.choice(_DEEDS)}, kata mereka."
        for part in ("pertama", "kedua", "ketiga", "keempat", "kelima")
    )
    versions = [(published, body)]
    if dice.random() < 0.15:
        edited = published + timedelta(hours=dice.choice((2, 9, 30)))
        versions.append((edited, (*body, f"Pembaruan: jumlah pada berita nomor {number} dibetulkan redaksi.")))
    removed = published + timedelta(hours=dice.choice((20, 60))) if dice.random() < 0.03 else None
    return Story(number, title, published, tuple(versions), removed)


OLD = Template(name="lama", body=".isi-lama", title=("h1.judul",), authors=(".penulis",), until=None)
NEW = Template(name="baru", body=".naskah", title=(".kepala h2",), authors=(".oleh b",))


def site(*templates: Template) -> Site:
    return Site(
        name="warta",
        title="Warta",
        domains=("warta.test",),
        article=r"https://warta\.test/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/berita/(?P<id>\d+)/",
        discovery=(Feed(FEED), DatedIndex(INDEX + "/{day:%Y-%m-%d}/{page}")),
        backfill=(DatedIndex(INDEX + "/{day:%Y-%m-%d}/{page}"),),
        templates=templates,
        delay=0.0,
        revisits=(timedelta(hours=6), timedelta(days=1), timedelta(days=3)),
        expect=Expect(articles_a_day=(20, 80), characters=(600, 4000)),
    )


@dataclass
class Gazette(Server):
    """Serves the newspaper as it is at `now`; `served` has each story that was handed out, with its version."""

    told: Sequence[Story]
    events: Events
    now: datetime
    served: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(self.reply, ("warta.test",))
        self._by_number = {story.number: story for story in self.told}
        self._lock = Lock()
        self._dice = random.Random(1)

    def public(self) -> list[Story]:
        """What stands now, newest first."""
        out = [one for one in self.told if one.published <= self.now and not (one.removed and one.removed <= self.now)]
        return out[::-1]

    def reply(self, request: Request) -> Reply:
        if within(self.events.outage, self.now):
            return Reply(503, _HTML, b"<h1>503</h1>")
        path = request.parts.path.strip("/").split("/")
        match path:
            case ["robots.txt"]:
                return Reply(200, (("Content-Type", "text/plain"),), b"User-agent: *\nDisallow: /cari\n")
            case ["rss"]:
                return self._feed()
            case ["indeks", day, page]:
                return self._index(date.fromisoformat(day), int(page))
            case [_, _, _, "berita", number, _]:
                return self._page(self._by_number[int(number)])
        return Reply(404, _HTML, b"<h1>404</h1>")

    def _feed(self) -> Reply:
        """The newest forty, or those that were the newest when it died."""
        out = [
            one for one in self.public() if self.now < self.events.feed_dies or one.published < self.events.feed_dies
        ]
        items = "".join(
            f"<item><title>{one.title}</title><link>{one.url}</link>"
            f"<pubDate>{one.published:%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
            for one in out[:40]
        )
        return Reply(200, (("Content-Type", "application/rss+xml"),), f"<rss><channel>{items}</channel></rss>".encode())

    def _index(self, day: date, page: int) -> Reply:
        out = [one for one in self.public() if one.published.astimezone(WIB).date() == day][(page - 1) * 20 : page * 20]
        links = "".join(f'<li><a href="{one.url}">{one.title}</a></li>' for one in out)
        return Reply(200, _HTML, f"<html><body><h1>Indeks</h1><ul>{links}</ul></body></html>".encode())

    def _page(self, story: Story) -> Reply:
        if within(self.events.blocked, self.now):
            return Reply(403, _HTML, b"<h1>403</h1>")
        if story.removed and story.removed <= self.now:
            return Reply(404, _HTML, b"<h1>404</h1>")
        version = story.version(self.now)
        with self._lock:
            self.served.append((story.number, version))
            token = self._dice.randrange(10**9)
        dress = old_page if self.now < self.events.redesign else new_page
        return Reply(200, _HTML, dress(story, story.versions[version - 1][1], token).encode())


def old_page(story: Story, body: Sequence[str], token: int) -> str:
    """The token is another each time, as those of advertisements are."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    return (
        f'<html><head><title>{story.title} - Warta</title><meta property="article:published_time"'
        f' content="{story.published.isoformat()}"></head><body><div id="iklan" data-token="{token}"></div>'
        f'<h1 class="judul">{story.title}</h1><div class="penulis">Sri Wulandari</div>'
        f'<div class="isi-lama">{text}</div></body></html>'
    )


def new_page(story: Story, body: Sequence[str], token: int) -> str:
    text = "".join(f"<div>{paragraph}</div>" for paragraph in body)
    return (
        f'<html><head><title>Warta</title><meta property="article:published_time"'
        f' content="{story.published.isoformat()}"></head><body data-t="{token}"><section class="kepala">'
        f'<h2>{story.title}</h2><span class="oleh">Oleh <b>Sri Wulandari</b></span></section>'
        f'<section class="naskah">{text}</section></body></html>'
    )
