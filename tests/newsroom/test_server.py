import gc
import http.client
import socket
import ssl
import struct
import threading
from urllib.parse import urlsplit

import pytest
from cryptography import x509

from crawler.newsroom.room import Newsroom
from crawler.newsroom.server import Reply, Request, Server, mirror
from tests.newsroom.conftest import client


def test_answers_for_its_hosts_in_the_clear_and_over_tls() -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Reply:
        seen.append(request)
        return Reply(200, (("Content-Type", "text/plain"),), b"halo")

    with Server(answer, ["koran.example", "*.koran.example"]) as server:
        get = client(server)
        for url in ("http://koran.example/a?b=1", "https://kota.koran.example/c"):
            with get(url, X_Trial="yes") as response:
                assert response.read() == b"halo"
    assert [request.url for request in seen] == ["http://koran.example/a?b=1", "https://kota.koran.example/c"]
    assert seen[0].query == {"b": "1"}
    assert seen[0].headers["x-trial"] == "yes"
    assert server.requests == [("GET", request.url, 200) for request in seen]


def test_refuses_every_other_host_and_says_so() -> None:
    with mirror({"http://koran.example/": Reply(200)}) as server:
        get = client(server)
        with get("http://lain.example/x") as response:
            assert response.status == 502
            assert b"lain.example" in response.read()
        with pytest.raises(OSError, match="502"):
            get("https://lain.example/x")
        assert server.requests == [("GET", "http://lain.example/x", 502), ("CONNECT", "lain.example:443", 502)]


def test_a_mirror_answers_each_url_with_its_reply() -> None:
    page = Reply(200, (("Content-Type", "text/html; charset=utf-8"), ("X-Two", "a"), ("X-Two", "b")), b"<p>Isi.")
    with mirror({"https://koran.example/read/1?page=all": page}) as server:
        get = client(server)
        with get("https://koran.example/read/1?page=all") as response:
            assert response.read() == b"<p>Isi."
            assert response.headers.get_all("X-Two") == ["a", "b"]
        with get("https://koran.example/read/2") as response:
            assert response.status == 404


def test_one_connection_serves_many_requests() -> None:
    with Server(
        lambda request: Reply(200, (), request.url.encode(), chunked="chunks" in request.url), ["x.example"]
    ) as (server):
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(server.proxy_url).port)
        connection.connect()
        first = connection.sock
        for path in ("1", "chunks-2", "3"):
            connection.request("GET", f"http://x.example/{path}")
            assert connection.getresponse().read() == f"http://x.example/{path}".encode()
        assert connection.sock is first
        connection.request("HEAD", "http://x.example/4")
        assert connection.getresponse().headers["Content-Length"] == str(len("http://x.example/4"))
        connection.close()


def test_answers_many_at_once() -> None:
    together = threading.Barrier(8, timeout=10)

    def answer(request: Request) -> Reply:
        together.wait()  # breaks, and with it the test, unless eight requests are answered side by side
        return Reply(200, (), b"")

    with Server(answer, ["x.example"]) as server:
        get = client(server)
        threads = [threading.Thread(target=lambda: get("https://x.example/").close()) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert server.requests == [("GET", "https://x.example/", 200)] * 8


def test_its_certificate_names_its_hosts() -> None:
    with Newsroom() as room, socket.create_connection(("127.0.0.1", urlsplit(room.proxy_url).port or 0)) as plain:
        plain.sendall(b"CONNECT regional.kompas.com:443 HTTP/1.1\r\nHost: regional.kompas.com:443\r\n\r\n")
        assert plain.recv(1000).startswith(b"HTTP/1.1 200")
        with ssl._create_unverified_context().wrap_socket(plain, server_hostname="regional.kompas.com") as tls:
            certificate = x509.load_der_x509_certificate(tls.getpeercert(binary_form=True) or b"")
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {"kompas.com", "*.kompas.com", "*.tempo.co"} <= set(names.get_values_for_type(x509.DNSName))


def test_ends_while_clients_keep_their_connections() -> None:
    with Server(lambda request: Reply(200, (), b""), ["x.example"]) as server:
        address = ("127.0.0.1", urlsplit(server.proxy_url).port or 0)
        plain, silent, stuck = (socket.create_connection(address) for _ in range(3))
        plain.sendall(b"GET http://x.example/ HTTP/1.1\r\nHost: x.example\r\n\r\n")
        stuck.sendall(b"CONNECT x.example:443 HTTP/1.1\r\nHost: x.example:443\r\n\r\n")
        tunnel = http.client.HTTPSConnection(*address, context=ssl._create_unverified_context())
        tunnel.set_tunnel("x.example")
        tunnel.request("GET", "/")
        assert tunnel.getresponse().read() == b""
        assert plain.recv(9) == stuck.recv(9) == b"HTTP/1.1 "
    for connection in (plain, silent, stuck, tunnel):
        connection.close()


def test_clients_that_leave_are_no_failure() -> None:
    with Server(lambda request: Reply(200, (), b"x" * 5_000_000), ["x.example"]) as server:
        address = ("127.0.0.1", urlsplit(server.proxy_url).port or 0)
        for request in (b"GET http://x.example/ HTTP/1.1\r\n\r\n", b"CONNECT x.example:443 HTTP/1.1\r\n\r\nno TLS"):
            with socket.create_connection(address) as leaving:
                leaving.sendall(request)
                assert leaving.recv(100).startswith(b"HTTP/1.1 200")


def test_clients_that_leave_at_any_moment_leave_no_connection_open() -> None:
    """One that stays open is told of when it is cleared away, which fails whatever test goes on just then."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with Server(lambda request: Reply(200, (), bytes(300_000)), ["x.example"]) as server:
        address = ("127.0.0.1", urlsplit(server.proxy_url).port)
        for number in range(60):
            connection = socket.create_connection(address)
            connection.sendall(b"CONNECT x.example:443 HTTP/1.1\r\nHost: x.example\r\n\r\n")
            assert b"200" in connection.recv(1000)
            if number % 2:
                connection = context.wrap_socket(connection, server_hostname="x.example")
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x.example\r\n\r\n")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # as of a killed crawl
            connection.close()
    gc.collect()


def test_what_the_answer_raises_is_not_lost(capsys: pytest.CaptureFixture[str]) -> None:
    def answer(request: Request) -> Reply:
        raise KeyError("no template")

    with pytest.raises(KeyError, match="no template"):  # noqa: SIM117 - the server ends inside
        with Server(answer, ["koran.example"]) as server, pytest.raises(OSError, match="closed"):
            client(server)("http://koran.example/")
    assert "no template" in capsys.readouterr().err


def test_no_test_reaches_beyond_loopback() -> None:
    with socket.socket() as outside, pytest.raises(ConnectionError, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))
