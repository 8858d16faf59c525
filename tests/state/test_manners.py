"""When a newspaper is left alone, and how a page looks that turns us away."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from archive.page import Page
from crawler.challenge import challenge
from crawler.manners import NotNow, ask_for_contact, blocked_today, is_loopback, is_quiet, trust_clock
from crawler.state.runs import Run
from tests.crawler.crawling import PAPER, story

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)  # in Jakarta


@pytest.mark.parametrize(
    ("start", "end", "quiet"),
    [(11, 13, True), (12, 13, True), (11, 12, False), (22, 6, False), (22, 13, True), (13, 12, False), (12, 11, True)],
)
def test_quiet_hours_may_go_over_midnight(start: int, end: int, quiet: bool) -> None:
    assert is_quiet(replace(PAPER, quiet=(time(start), time(end))), NOON) is quiet


def test_no_quiet_hours() -> None:
    assert not is_quiet(PAPER, NOON)


@pytest.mark.parametrize(
    ("proxy", "loopback"),
    [
        ("http://127.0.0.1:8080", True),
        ("127.3.2.1:8080", True),
        ("http://[::1]:8080", True),
        ("http://localhost:1", True),
        ("http://10.0.0.1:8080", False),
        ("http://localhost.example:8080", False),
        ("", False),
    ],
)
def test_loopback(proxy: str, loopback: bool) -> None:
    assert is_loopback(proxy) is loopback


@pytest.mark.parametrize("proxies", [{}, {"http": "http://127.0.0.1:1"}, {"http": "x:1", "https": "127.0.0.1:1"}])
def test_a_contact_is_needed_unless_everything_stays_on_loopback(proxies: dict[str, str]) -> None:
    with pytest.raises(NotNow, match="--contact"):
        ask_for_contact("", proxies)
    ask_for_contact("x@example.org", proxies)
    ask_for_contact("", {"http": "127.0.0.1:1", "https": "127.0.0.1:1"})


def ended(at: datetime, reason: str = "blocked") -> Run:
    return Run(site="koran", run="20261122T000000Z", started=at, ended=at, reason=reason)


def test_blocked_is_for_the_sites_own_day() -> None:
    midnight = datetime(2026, 11, 21, 17, tzinfo=UTC)  # of the 22nd in Jakarta
    assert blocked_today(PAPER, ended(midnight), NOON)
    assert not blocked_today(PAPER, ended(midnight - timedelta(seconds=1)), NOON)
    assert not blocked_today(PAPER, ended(midnight, "finished"), NOON)
    assert not blocked_today(PAPER, None, NOON)


def test_a_clock_may_be_put_right_by_a_little() -> None:
    trust_clock(PAPER, ended(NOON), NOON - timedelta(seconds=5))
    with pytest.raises(NotNow, match="set the clock right"):
        trust_clock(PAPER, ended(NOON), NOON - timedelta(minutes=1))


def page(body: bytes, status: int = 200) -> Page:
    return Page("http://koran.test/berita/1", status, "text/html", body, NOON, "<urn:uuid:1>", "x.warc.gz", 1)


@pytest.mark.parametrize(
    ("body", "who"),
    [
        (b"<script>window._cf_chl_opt = {}</script>", "Cloudflare"),
        (b"<iframe src='https://geo.captcha-delivery.com/captcha/'></iframe>", "DataDome"),
        (b"<iframe src='/_Incapsula_Resource?x=1'>Request unsuccessful</iframe>", "Imperva"),
    ],
)
def test_guards(body: bytes, who: str) -> None:
    assert who in challenge(page(body), PAPER)
    assert who in challenge(page(body + b" " * 30_000, 403), PAPER)


def test_an_article_is_no_challenge() -> None:
    about = story("1").body.replace(
        b"</article>", b"<p>Cloudflare dan captcha dibahas dalam seminar itu.</p></article>"
    )
    assert challenge(page(about), PAPER) == ""
    assert challenge(page(b"<script src=x>_cf_chl_opt</script>" + b"<p>Teks.</p>" * 4000), PAPER) == ""


def test_a_marker_of_the_site() -> None:
    told = challenge(page(b"<h1>Akses dibatasi</h1>"), replace(PAPER, blocked_by=("(?i)akses DIBATASI",)))
    assert told == "the page says 'Akses dibatasi'"
