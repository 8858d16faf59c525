"""What a URL says: its canonical form, whether it is an article's, which article's, and from when."""

import hashlib
import re
from datetime import datetime
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from w3lib.url import safe_url_string

from crawler.site import Site

ANY_QUERY = "*"
"""As an entry of `Site.keep_query`: every parameter counts but those known to track."""

_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|igshid|igsh|mc_[ce]id|_ga|_gl|ref|ref_src|amp)(=|$)",
    re.IGNORECASE,
)
_DATE_GROUPS = ("year", "month", "day", "hour", "minute", "second")
_DEFAULT_PORT = re.compile(r":(80|443)?$")
_SAFE = re.compile(r"https?://[a-z0-9.-]+/[\w.~/=&?+-]*", re.ASCII)
"""What needs no quoting, as nearly all URLs of articles."""
_SLASHES = re.compile("//+")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


@lru_cache(maxsize=256)  # what becomes of one page asks for the same few addresses again and again
def canonical_url(url: str, site: Site) -> str:
    """The one form of an article's URL: https, the host that is meant, no tracking, no page, no AMP."""
    parts = _split(url)
    path = _SLASHES.sub("/", _cut(parts.path, site))
    if site.whole and site.whole.path:
        path = path.removesuffix(site.whole.path)
    path = _ESCAPE.sub(_upper, path.rstrip("/")) or "/"
    query = _query(parts.query, site)
    return f"https://{_host(parts, site)}{path}{'?' if query else ''}{query}"


def _upper(escape: re.Match[str]) -> str:
    return escape[0].upper()


def request_url(url: str, site: Site) -> str:
    """What is asked for: the URL as announced, on the host that is meant, without tracking, in the whole view."""
    parts = _split(url)
    path = _cut(parts.path, site) or "/"
    query = _query(parts.query, site)
    if site.whole and site.whole.path:
        path = path.rstrip("/").removesuffix(site.whole.path) + site.whole.path
    if site.whole and site.whole.query:
        query = "&".join(filter(None, (query, site.whole.query)))
    return urlunsplit((parts.scheme, _host(parts, site), path, query, ""))


def resolve(base: str, link: str) -> str:
    """The absolute address of a link on a page; empty for what cannot be one."""
    try:
        return urljoin(base, link.strip()) if link.strip() else ""
    except ValueError:
        return ""


def hostname(url: str) -> str:
    """The host of a URL, in lower case. Raises ValueError, which names the URL, for what cannot be asked for."""
    return _split(url).hostname or ""


def belongs(host: str, site: Site) -> bool:
    """Whether a host name is one of the site's domains or below one."""
    return any(host == domain or host.endswith("." + domain) for domain in site.domains)


@lru_cache(maxsize=256)
def is_article(url: str, site: Site) -> bool:
    """Whether the address is that of an article of the site; what the page holds is another question."""
    try:
        canonical = canonical_url(url, site)
    except ValueError:
        return False
    if not belongs(urlsplit(canonical).hostname or "", site) or not site.article_pattern.match(canonical):
        return False
    return not (site.not_article_pattern and site.not_article_pattern.search(canonical))


@lru_cache(maxsize=256)
def identity(url: str, site: Site) -> str:
    """What is the same for all addresses of an article: the site's own number, else the canonical URL."""
    canonical = canonical_url(url, site)
    match = site.article_pattern.match(canonical)
    number = match.groupdict().get("id") if match else None
    return f"{site.name} {number}" if number else canonical


def article_id(canonical: str) -> str:
    """16 hex digits: the first 64 bits of the SHA-256 of the canonical URL."""
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def url_date(url: str, site: Site) -> datetime | None:
    """When the article appeared as far as its URL tells, in the site's time zone; a day alone is its midnight."""
    match = site.article_pattern.match(canonical_url(url, site))
    named = match.groupdict() if match else {}
    zone = ZoneInfo(site.timezone)
    if named.get("seconds36"):
        return datetime.fromtimestamp(int(named["seconds36"], 36), zone)
    year, month, day, hour, minute, second = (int(named.get(name) or 0) for name in _DATE_GROUPS)
    try:
        return datetime(year + 2000 if 0 < year < 100 else year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def _split(url: str) -> SplitResult:
    """Raises ValueError, which names the URL, for what is no http or https address."""
    try:
        parts = urlsplit(url if _SAFE.fullmatch(url) else safe_url_string(url.strip()))
        host = parts.hostname
    except ValueError as error:
        raise ValueError(f"no URL that can be asked for: {url!r}: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"no http or https URL: {url!r}")
    return parts


def _host(parts: SplitResult, site: Site) -> str:
    host = parts.netloc.rpartition("@")[2].lower()
    if ":" in host:
        host = _DEFAULT_PORT.sub("", host)
    return site.host_aliases.get(host, host)


def _cut(path: str, site: Site) -> str:
    for pattern in site.path_cuts:
        path = re.sub(pattern, "", path)
    return path


def _query(query: str, site: Site) -> str:
    """The parameters without which the URL means something else, in their order."""
    if not query:
        return ""
    kept = [
        pair
        for pair in query.split("&")
        if pair.partition("=")[0] in site.keep_query or (ANY_QUERY in site.keep_query and not _TRACKING.match(pair))
    ]
    return "&".join(filter(None, kept))
