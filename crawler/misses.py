"""The errors of Scrapy and Twisted by which a URL gave no page, and the phrase for each."""

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

from crawler import reasons


class Forbidden(IgnoreRequest):
    """robots.txt does not allow the request."""


class Unreachable(IgnoreRequest):
    """The host's robots.txt gave no answer, so the host is not asked for anything in this run."""

    def __init__(self, phrase: str, detail: str) -> None:
        super().__init__(detail)
        self.phrase = phrase


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (Forbidden, reasons.FORBIDDEN),
    (IgnoreRequest, reasons.LOOP),  # the only other request that a component of Scrapy refuses here
    (CannotResolveHostError, reasons.NO_HOST),
    (DownloadConnectionRefusedError, reasons.REFUSED),
    (DownloadTimeoutError, reasons.TIMED_OUT),
    (DownloadCancelledError, reasons.TOO_LARGE),
    (ResponseDataLossError, reasons.CUT_SHORT),
    (TunnelError, reasons.PROXY_REFUSED),
    (DownloadFailedError, reasons.LOST),
    (ConnectionClosed, reasons.LOST),
    (ConnectError, reasons.NO_CONNECTION),
    (UnsupportedURLSchemeError, reasons.NO_SCHEME),
    (NotSupported, reasons.NO_SCHEME),
    (WebError, reasons.NO_HTTP),
    (OSError, reasons.NO_CONNECTION),
)
FAILURES = tuple(kind for kind, _ in _REASONS)
"""The errors of a request that failed; whatever else is raised is a mistake of ours."""


def reason_of(error: BaseException) -> tuple[str, str]:
    """The phrase for a failed request, and what was seen."""
    if isinstance(error, Unreachable):
        return error.phrase, str(error)
    phrase = next((phrase for kind, phrase in _REASONS if isinstance(error, kind)), reasons.FAILED)
    return phrase, " ".join(str(error).split()) or type(error).__name__
