"""A client that shows what the newsroom sends as it is: no redirect followed, no error raised, nothing unpacked."""

import ssl
import urllib.request
from collections.abc import Callable
from http.client import HTTPResponse
from typing import Any

import pytest

from crawler.newsroom.room import Newsroom
from crawler.newsroom.server import Server

Get = Callable[..., HTTPResponse]


class AsItIs(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: urllib.request.Request, response: Any) -> Any:
        return response

    https_response = http_response


def client(server: Server) -> Get:
    """Asks by way of the server, and takes its certificate unseen."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({"http": server.proxy_url, "https": server.proxy_url}),
        urllib.request.HTTPSHandler(context=ssl._create_unverified_context()),
        AsItIs,
    )

    def get(url: str, **headers: str) -> HTTPResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response: HTTPResponse = opener.open(urllib.request.Request(url, headers=named), timeout=10)
        return response

    return get


@pytest.fixture
def get(newsroom: Newsroom) -> Get:
    newsroom.forget()
    return client(newsroom)
