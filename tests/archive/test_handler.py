"""The download handler: TLS, proxies, retries, redirects, and an archive that cannot be written."""

import datetime
import inspect
import re
import socket
import ssl
from contextlib import suppress
from pathlib import Path

import pytest
import scrapy
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from scrapy.core.downloader.handlers import http11
from twisted.web import _newclient, client
from warcio.archiveiterator import ArchiveIterator

from archive.errors import TornWarc
from archive.page import Page
from archive.rawrecords import RawRecord, raw_records
from archive.read import read_info, read_pages
from archive.records import parse_warc_fields
from tests.archive.fetch import fetch
from tests.archive.odd import HTML, ODD, OddServer
from tests.archive.proxy import Proxy


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(1))
        .not_valid_after(now + datetime.timedelta(1))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def the_records(folder: Path, kind: str) -> list[RawRecord]:
    [warc] = folder.glob("contoh/*.warc.gz*")
    return [record for record in raw_records(warc) if record.type == kind]


def test_tls(tls: ssl.SSLContext, tmp_path: Path) -> None:
    with OddServer(tls) as server:
        fetched = fetch([{"url": f"{server.url}/chunked-gzip#bagian"}], tmp_path)
    [(_, page, body, error)] = fetched.results
    assert error is None
    assert page.body == body == HTML
    [response] = the_records(tmp_path, "response")
    assert response.block == ODD["chunked-gzip"].sent
    assert response.url == f"{server.url}/chunked-gzip"
    [warc] = tmp_path.glob("contoh/*.warc.gz")
    fields = next(r for r in _warcio_fields(warc) if ("WARC-Type", "response") in r)
    assert [value for name, value in fields if name == "WARC-Protocol"] == ["http/1.1", "tls/1.3"]
    assert next(value for name, value in fields if name == "WARC-Cipher-Suite").startswith("TLS_")
    assert dict(fields)["WARC-IP-Address"] == "127.0.0.1"


def test_older_tls_has_the_name_of_its_suite_from_iana(tls: ssl.SSLContext, tmp_path: Path) -> None:
    old = tls
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    try:
        with OddServer(old) as server:
            fetch([{"url": f"{server.url}/plain"}], tmp_path)
    finally:
        old.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED
    [response] = the_records(tmp_path, "response")
    assert response.get("warc-protocol") == "tls/1.2"
    assert response.get("warc-cipher-suite").startswith("TLS_ECDHE_ECDSA_WITH_")


def _warcio_fields(warc: Path) -> list[list[tuple[str, str]]]:
    with warc.open("rb") as file:
        return [list(record.rec_headers.headers) for record in ArchiveIterator(file)]


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
def test_through_a_proxy(tls: ssl.SSLContext, tmp_path: Path, secure: bool) -> None:
    with OddServer(tls if secure else None) as server, Proxy() as proxy:
        via = proxy.url.replace("http://", "http://juru:rahasia@")
        fetched = fetch(
            [
                {"url": f"{server.url}/gzip", "meta": {"proxy": via}},
                {"url": f"{server.url}/no-http", "meta": {"proxy": via}},
            ],
            tmp_path,
        )
    by_path = {url.rsplit("/", 1)[1]: (page, error) for url, page, _, error in fetched.results}
    page, error = by_path["gzip"]
    assert error is None, fetched.log
    assert page.body == HTML
    assert by_path["no-http"] == (None, "DownloadFailedError")
    [response] = the_records(tmp_path, "response")
    assert response.block == ODD["gzip"].sent
    assert response.get("warc-ip-address") == ""
    assert response.get("warc-protocol") == ("tls/1.3" if secure else "http/1.1")
    requests = b"".join(r.block for r in the_records(tmp_path, "request"))
    assert b"CONNECT" not in requests
    assert b"GET /gzip HTTP/1.1" in requests if secure else f"GET {server.url}/gzip HTTP/1.1".encode() in requests
    assert (b"Proxy-Authorization: [redacted]" in requests) == (not secure)
    assert any(b"Proxy-Authorization: Basic" in asked for asked in proxy.asked)
    assert b"Basic" not in requests


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not _has_ipv6(), reason="needs IPv6 on loopback")
def test_ipv6(tmp_path: Path) -> None:
    with OddServer(host="::1") as server:
        settings = {"DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver"}
        [(_, page, _, error)] = fetch([{"url": f"{server.url}/gzip"}], tmp_path, **settings).results
    assert error is None
    assert page.body == HTML
    [response] = the_records(tmp_path, "response")
    assert response.block == ODD["gzip"].sent
    assert response.get("warc-ip-address") == "::1"


def test_redacted_headers_are_sent_but_not_kept(tmp_path: Path) -> None:
    with OddServer() as server:
        request = {"url": f"{server.url}/plain", "headers": {"Cookie": "sesi=rahasia", "X-Lain": "tetap"}}
        fetch([request], tmp_path, KLIPING_REDACT=["cookie"])
        [sent] = server.wire["/plain"].requests
    [record] = the_records(tmp_path, "request")
    assert b"Cookie: sesi=rahasia\r\n" in sent
    assert record.block == sent.replace(b"sesi=rahasia", b"[redacted]")


def test_redirects_and_retries_have_records_of_their_own(tmp_path: Path) -> None:
    with OddServer() as server:
        urls = [{"url": f"{server.url}/{path}"} for path in ("redirect", "503", "closed-at-once")]
        fetched = fetch(urls, tmp_path, REDIRECT_ENABLED=True, RETRY_ENABLED=True, RETRY_TIMES=1, CONCURRENT_REQUESTS=1)
    assert [(page and page.status, error) for _, page, _, error in fetched.results] == [
        (200, None),
        (503, None),
        (None, "DownloadFailedError"),
    ]
    statuses = [page.status for page in _pages(tmp_path)]
    assert sorted(statuses) == [200, 302, 503, 503]
    told = [parse_warc_fields(record.block) for record in the_records(tmp_path, "metadata")]
    [followed] = [fields for fields in told if "via" in fields]
    assert followed["via"] == f"{server.url}/redirect"
    assert followed["hopsFromSeed"] == "R"
    assert [fields.get("retry") for fields in told if "failure" in fields][-1] == "1"


def _pages(folder: Path) -> list[Page]:
    [warc] = folder.glob("contoh/*.warc.gz")
    return [x for x in read_pages(warc) if isinstance(x, Page)]


def test_no_connection_and_no_such_host_leave_their_reason(tmp_path: Path) -> None:
    fetched = fetch([{"url": "http://127.0.0.1:1/a"}, {"url": "http://tidak-ada.invalid/b"}], tmp_path)
    assert sorted(error for *_, error in fetched.results) == [
        "CannotResolveHostError",
        "DownloadConnectionRefusedError",
    ]
    told = [parse_warc_fields(record.block) for record in the_records(tmp_path, "metadata")]
    failures = [fields["failure"].split(":")[0] for fields in told if "failure" in fields]
    assert sorted(failures) == ["CannotResolveHostError", "DownloadConnectionRefusedError"]
    [warc] = tmp_path.glob("contoh/*.warc.gz")
    assert sorted(read_pages(warc), key=lambda miss: miss.url) == sorted(fetched.misses, key=lambda miss: miss.url)


def test_the_first_record_says_who_crawled(tmp_path: Path) -> None:
    with OddServer() as server:
        fetch([{"url": f"{server.url}/plain"}], tmp_path, ROBOTSTXT_OBEY=False)
    [warc] = tmp_path.glob("contoh/*.warc.gz")
    info = read_info(warc)
    assert info["software"].startswith("kliping/")
    assert info["isPartOf"] == "20261122T045538Z"
    assert info["operator"] == "redaksi@contoh.example"
    assert info["http-header-user-agent"] == "kliping-test"
    assert info["robots"] == "ignore"
    assert info["format"] == "WARC File Format 1.1"


def test_a_full_disk_stops_the_crawl_and_no_page_lacks_its_record(small_disk: Path) -> None:
    with OddServer() as server:
        paths = ["large" if number == 40 else f"many/{number}" for number in range(400)]
        requests = [{"url": f"{server.url}/{path}"} for path in paths]
        fetched = fetch(requests, small_disk, CONCURRENT_REQUESTS=4)
        asked = sum(len(wire.requests) for wire in server.wire.values())
    assert fetched.error.startswith("cannot write the archive at ")
    assert re.search("No space left on device|disk is full", fetched.error)
    assert fetched.stats["finish_reason"] == "archive_failed"
    assert asked < 250, "the crawl went on"
    pages = [page for _, page, _, _ in fetched.results if page]
    assert len(pages) >= 30
    [warc] = small_disk.glob("contoh/*.warc.gz.open")
    kept = {record.record_id for record in _whole_records(warc)}
    assert {page.record_id for page in pages} <= kept


def _whole_records(warc: Path) -> list[RawRecord]:
    records: list[RawRecord] = []
    with suppress(TornWarc):
        records.extend(raw_records(warc))
    return records


def test_a_folder_that_cannot_be_written_shows_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "contoh").write_text("a file where the folder should be")
    with OddServer() as server:
        with pytest.raises(AssertionError, match="File exists"):
            fetch([{"url": f"{server.url}/plain"}], tmp_path)
        assert not server.wire


def test_the_private_parts_that_the_tap_stands_on() -> None:
    """When this fails after an upgrade of Scrapy or Twisted, read their changes before touching the tap."""
    assert scrapy.__version__.startswith("2.19.")
    parameters = inspect.signature(http11._ScrapyAgent.__init__).parameters
    assert set(parameters) == {
        "self",
        "contextFactory",
        "connectTimeout",
        "bindAddress",
        "pool",
        "maxsize",
        "warnsize",
        "fail_on_dataloss",
        "crawler",
        "tls_verbose_logging",
    }
    for name in (
        "_pool",
        "_contextFactory",
        "_bind_address",
        "_default_maxsize",
        "_default_warnsize",
        "_tls_verbose_logging",
    ):
        assert f"self.{name}" in inspect.getsource(http11.HTTP11DownloadHandler) + inspect.getsource(
            http11.HTTP11DownloadHandler.__bases__[0]
        )
    assert "self._pool._factory = _LenientHTTP11ClientFactory" in inspect.getsource(http11.HTTP11DownloadHandler)
    assert issubclass(http11._LenientHTTPClientParser, _newclient.HTTPClientParser)
    assert "self._parser.__class__ = _LenientHTTPClientParser" in inspect.getsource(
        http11._LenientHTTP11ClientProtocol.request
    )
    request = inspect.getsource(_newclient.HTTP11ClientProtocol.request)
    assert "request.writeTo(self.transport)" in request
    assert "HTTPClientParser(request, self._finishResponse)" in request
    assert 'self._state != "QUIESCENT"' in request
    finish = inspect.getsource(_newclient.HTTP11ClientProtocol._finishResponse_WAITING)
    assert "def _finishResponse_WAITING(self, rest: bytes)" in finish
    headers = inspect.getsource(_newclient.HTTPClientParser.allHeadersReceived)
    assert "self.connHeaders.getRawHeaders" in headers
    assert "self._transferDecoders[" in headers
    agent = inspect.getsource(client._AgentBase._requestWithEndpoint)
    assert "self._pool.getConnection(key, endpoint)" in agent
    assert "self._pool.persistent" in agent
    assert http11._LenientHTTPClientParser.MAX_LENGTH == 16384
