import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPResponse

import pytest

from crawler.newsroom.server import Reply, Request, Server, mirror

Get = Callable[..., HTTPResponse]


def opener(server: Server) -> Get:
    """Asks by way of the server, and takes its certificate as it is."""
    proxies = urllib.request.ProxyHandler({"http": server.proxy_url, "https": server.proxy_url})
    trusting = urllib.request.HTTPSHandler(context=ssl._create_unverified_context())
    return urllib.request.build_opener(proxies, trusting).open


def test_answers_for_its_hosts_in_the_clear_and_over_tls() -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Reply:
        seen.append(request)
        return Reply(200, (("Content-Type", "text/plain"),), b"halo")

    with Server(answer, ["koran.example", "*.koran.example"]) as server:
        get = opener(server)
        for url in ("http://koran.example/a?b=1", "https://kota.koran.example/c"):
            assert get(url).read() == b"halo"
    assert [request.url for request in seen] == ["http://koran.example/a?b=1", "https://kota.koran.example/c"]
    assert seen[0].query == {"b": "1"}
    assert server.requests == [("GET", request.url, 200) for request in seen]


def test_refuses_every_other_host_and_says_so() -> None:
    with mirror({"http://koran.example/": Reply(200)}) as server:
        with pytest.raises(urllib.error.HTTPError) as refused:
            opener(server)("http://lain.example/x")
        with refused.value as response:
            assert response.status == 502
            assert b"lain.example" in response.read()
        with pytest.raises(OSError, match="502"):
            opener(server)("https://lain.example/x")


def test_what_the_answer_raises_is_not_lost() -> None:
    def answer(request: Request) -> Reply:
        raise KeyError("no template")

    with pytest.raises(KeyError, match="no template"), Server(answer, ["koran.example"]) as server:  # noqa: SIM117
        with pytest.raises((OSError, urllib.error.URLError)):
            opener(server)("http://koran.example/")
