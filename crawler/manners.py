"""When a newspaper is left alone: without a contact, while another crawl asks it, in its quiet hours, once it has
turned us away."""

import ipaddress
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.challenge import BLOCKED
from crawler.site import Site
from crawler.state.runs import Run

BUSY = "busy"
QUIET = "quiet hours"
CLOCK = "clock set back"
NO_CONTACT = "no contact"

TOLERATED = timedelta(seconds=10)
"""By so much clocks are put right while they run, and runs are named ahead of their time."""


class NotNow(Exception):  # noqa: N818
    """The newspaper is not to be crawled now; `reason` is a short fixed phrase."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(reason, message)
        self.reason = reason
        self.message = message

    def __str__(self) -> str:
        return self.message


def is_loopback(proxy: str) -> bool:
    """Whether a proxy's address is one of this machine, so that it can be a newsroom."""
    host = urlsplit(proxy if "://" in proxy else f"//{proxy}").hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def ask_for_contact(contact: str, proxies: dict[str, str]) -> None:
    """Raises NotNow when newspapers would be asked by somebody whom they cannot reach. `proxies` by scheme."""
    if not contact and not all(is_loopback(proxies.get(scheme, "")) for scheme in ("http", "https")):
        raise NotNow(
            NO_CONTACT,
            "a contact is needed: newspapers must be able to reach whoever crawls them. Give a URL or an address with"
            " --contact, in the environment variable KLIPING_CONTACT, or to Scrapy with -s KLIPING_CONTACT=...",
        )


def is_quiet(site: Site, now: datetime) -> bool:
    """Whether these are the hours in which the site is left alone."""
    if site.quiet is None:
        return False
    start, end = site.quiet
    clock = now.astimezone(ZoneInfo(site.timezone)).time()
    return start <= clock < end if start <= end else clock >= start or clock < end


def keep_quiet(site: Site, now: datetime) -> None:
    """Raises NotNow in the site's quiet hours."""
    if is_quiet(site, now):
        assert site.quiet
        start, end = (_clock(one) for one in site.quiet)
        raise NotNow(QUIET, f"{site.name} is left alone from {start} to {end} ({site.timezone})")


def blocked_today(site: Site, last: Run | None, now: datetime) -> bool:
    """Whether the site's last run was turned away, and that was today by the site's clock."""
    zone = ZoneInfo(site.timezone)
    ended = last.ended or last.started if last else None
    return bool(
        last and ended and last.reason == BLOCKED and ended.astimezone(zone).date() == now.astimezone(zone).date()
    )


def stay_away(site: Site, last: Run | None, now: datetime) -> None:
    """Raises NotNow for the rest of the day on which the site has turned us away."""
    if blocked_today(site, last, now):
        assert last
        seen = last.counts.get("blocked") or "it answered 401, 403 or 429 again and again"
        raise NotNow(
            BLOCKED,
            f"{site.name} turned the crawler away today, in run {last.run}: {seen}. It is left alone until tomorrow; "
            "if that was a mistake, --although-blocked asks again",
        )


def trust_clock(site: Site, last: Run | None, now: datetime) -> None:
    """Raises NotNow when the clock has been set back behind the last run: versions are told by their order in time."""
    newest = max(last.started, last.ended or last.started) if last else None
    if newest and now < newest - TOLERATED:
        raise NotNow(
            CLOCK,
            f"the clock of this machine says {now:%Y-%m-%d %H:%M:%S} UTC, but the last run of {site.name} was at"
            f" {newest:%Y-%m-%d %H:%M:%S}: set the clock right. If it was wrong then, `kliping index rebuild` after"
            " moving that run's WARCs out of the folder",
        )


def _clock(one: time) -> str:
    return f"{one:%H:%M}"
