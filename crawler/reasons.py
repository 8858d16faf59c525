"""Why a URL gave no page, in short fixed phrases that can be counted; without Scrapy, for all who judge by them."""

FORBIDDEN = "robots.txt forbids it"
SILENT_ROBOTS = "robots.txt unreachable"
"""The host's server fails to say what it allows, so nothing is asked for until it does."""
ELSEWHERE = "redirected to what is no article"
NOWHERE = "redirected without an address"
NO_ADDRESS = "not the address of an article"
LOOP = "redirect loop"
TOO_LARGE = "too large"
"""What is cut where no page goes on: a bomb, or no page at all."""
NO_SCHEME = "no http or https"
FAILED = "download failed"
NO_HOST = "no such host"
REFUSED = "connection refused"
TIMED_OUT = "timed out"
CUT_SHORT = "response cut short"
PROXY_REFUSED = "the proxy refused"
LOST = "connection lost"
NO_CONNECTION = "no connection"
NO_HTTP = "no HTTP"

NO_ANSWER = frozenset(
    {SILENT_ROBOTS, NO_HOST, REFUSED, TIMED_OUT, CUT_SHORT, PROXY_REFUSED, LOST, NO_CONNECTION, NO_HTTP}
)
"""The newspaper's server, or the way to it, is out of order: what an outage is made of, and may be gone tomorrow."""
