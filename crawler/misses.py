"""Why a URL gave no page, in short fixed phrases that can be counted."""

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.web.error import Error as WebError

ELSEWHERE = "redirected to what is no article"
NOWHERE = "redirected without an address"
NO_ADDRESS = "not the address of an article"
SILENT_ROBOTS = "robots.txt unreachable"
"""The host's server fails to say what it allows, so nothing is asked for until it does."""


class Forbidden(IgnoreRequest):
    """robots.txt does not allow the request."""


class Unreachable(IgnoreRequest):
    """The host's robots.txt gave no answer, so the host is not asked for anything in this run."""

    def __init__(self, phrase: str, detail: str) -> None:
        super().__init__(detail)
        self.phrase = phrase


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (Forbidden, "robots.txt forbids it"),
    (IgnoreRequest, "redirect loop"),  # the only other request that a component of Scrapy refuses here
    (CannotResolveHostError, "no such host"),
    (DownloadConnectionRefusedError, "connection refused"),
    (DownloadTimeoutError, "timed out"),
    (DownloadCancelledError, "too large"),
    (ResponseDataLossError, "response cut short"),
    (TunnelError, "the proxy refused"),
    (DownloadFailedError, "connection lost"),
    (ConnectionClosed, "connection lost"),
    (ConnectError, "no connection"),
    (UnsupportedURLSchemeError, "no http or https"),
    (NotSupported, "no http or https"),
    (WebError, "no HTTP"),
    (OSError, "no connection"),
)
FAILURES = tuple(kind for kind, _ in _REASONS)
"""The errors of a request that failed; whatever else is raised is a mistake of ours."""


def reason_of(error: BaseException) -> tuple[str, str]:
    """The phrase for a failed request, and what was seen."""
    if isinstance(error, Unreachable):
        return error.phrase, str(error)
    phrase = next((phrase for kind, phrase in _REASONS if isinstance(error, kind)), "download failed")
    return phrase, " ".join(str(error).split()) or type(error).__name__
