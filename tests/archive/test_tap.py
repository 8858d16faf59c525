"""What is in the WARC is what was on the wire, whatever the wire carries."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive.page import Miss, Page
from archive.rawrecords import RawRecord, raw_records
from archive.read import read_pages
from archive.records import digest, parse_warc_fields
from tests.archive.fetch import fetch
from tests.archive.odd import CUT, HTML, NOTHING, ODD, PAGE, OddServer, answer

MANY = 200


@pytest.fixture(scope="module")
def odd_crawl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """All odd responses and many ordinary ones, fetched at once over reused connections."""
    folder = tmp_path_factory.mktemp("odd")
    with OddServer() as server:
        requests = [
            {
                "url": f"{server.url}/{name}",
                "method": odd.method,
                "body": "cari=ikan" if odd.method == "POST" else "",
                "meta": {"download_timeout": 1.5 if odd.hang else 30},
            }
            for name, odd in ODD.items()
        ]
        many = [{"url": f"{server.url}/many/{number}"} for number in range(MANY)]
        mixed = [each for pair in zip(requests, many, strict=False) for each in pair] + many[len(requests) :]
        fetched = fetch(mixed, folder, DOWNLOAD_MAXSIZE=64_000_000, KLIPING_DEDUP=False)
        [warc] = folder.glob("contoh/*.warc.gz")
        records = defaultdict(list)
        for record in living(list(raw_records(warc))):
            records[record.url.removeprefix(server.url)].append(record)
        back = {x.record_id: x for x in read_pages(warc)}
        yield SimpleNamespace(server=server, fetched=fetched, records=records, back=back, warc=warc)


def living(records: list[RawRecord]) -> list[RawRecord]:
    """Without the attempts on kept connections that the server had closed meanwhile: chance decides which they are."""
    dead = [r for r in records if b"failure: the kept connection was closed" in r.block]
    ids = {r.record_id for r in dead} | {r.get("warc-concurrent-to") for r in dead}
    return [r for r in records if r.record_id not in ids]


def only(records: list[RawRecord], kind: str) -> RawRecord:
    [record] = [record for record in records if record.type == kind]
    return record


def named(fetched, path: str):  # type: ignore[no-untyped-def]
    [result] = [result for result in fetched.results if result[0].endswith("/" + path)]
    return result


@pytest.mark.parametrize("name", ODD)
def test_the_record_is_what_was_sent(odd_crawl: SimpleNamespace, name: str) -> None:
    odd = ODD[name]
    records = odd_crawl.records["/" + name]
    told = [parse_warc_fields(r.block) for r in records if r.type == "metadata" and b"missReason" not in r.block]
    if odd.outcome == NOTHING:
        assert "response" not in [r.type for r in records]
        assert told
        assert all("failure" in fields for fields in told)
        return
    response = only(records, "response")
    expected = odd.sent[odd.interim : len(odd.sent) - odd.trailing]
    if name == "too-large-announced":  # hung up on before all of it was read
        assert response.block == expected[: len(response.block)]
    else:
        assert response.block == expected
    assert response.get("warc-block-digest") == digest(response.block)
    assert response.get("warc-truncated") == odd.truncated
    [fields] = told
    assert ("failure" in fields) == (odd.outcome == CUT)
    assert fields.get("interimResponses", "").encode().decode("unicode_escape") == odd.sent[: odd.interim].decode()


@pytest.mark.parametrize("name", ODD)
def test_the_request_is_what_the_server_read(odd_crawl: SimpleNamespace, name: str) -> None:
    requests = [r.block for r in odd_crawl.records["/" + name] if r.type == "request"]
    read = odd_crawl.server.wire["/" + name].requests
    assert set(requests) == set(read)
    assert len(requests) >= len(read)


@pytest.mark.parametrize("name", [name for name, odd in ODD.items() if odd.outcome == PAGE])
def test_the_page_is_the_same_live_and_from_the_warc(odd_crawl: SimpleNamespace, name: str) -> None:
    _, page, body, error = named(odd_crawl.fetched, name)
    assert error is None
    assert odd_crawl.back[page.record_id] == page
    assert page.body == body
    if ODD[name].body is not None:
        assert page.body == ODD[name].body
    else:
        assert HTML.startswith(page.body[:20])


@pytest.mark.parametrize("name", [name for name, odd in ODD.items() if odd.outcome != PAGE])
def test_a_failure_goes_up_and_its_miss_comes_back(odd_crawl: SimpleNamespace, name: str) -> None:
    url, page, body, error = named(odd_crawl.fetched, name)
    assert (page, body) == (None, None)
    assert error
    [miss] = [miss for miss in odd_crawl.fetched.misses if miss.url == url]
    assert odd_crawl.back[miss.record_id] == miss
    assert not [x for x in odd_crawl.back.values() if isinstance(x, Page) and x.url == url]


def test_no_exchange_gets_the_bytes_of_another(odd_crawl: SimpleNamespace) -> None:
    for number in range(MANY):
        path = f"/many/{number}"
        assert only(odd_crawl.records[path], "response").block == answer(path).sent
        assert named(odd_crawl.fetched, path[1:])[1].body.startswith(f"<p>Halaman {path}</p>".encode())
    used = [c for path, wire in odd_crawl.server.wire.items() if path.startswith("/many/") for c in wire.connections]
    assert len(used) == MANY
    assert len(set(used)) < MANY / 2, "the connections were hardly reused, so the test shows little"


def test_what_was_no_http_is_told_in_the_metadata(odd_crawl: SimpleNamespace) -> None:
    [told] = [
        fields for record in odd_crawl.records["/no-http"] if "received" in (fields := parse_warc_fields(record.block))
    ]
    assert told["received"].startswith("SSH-2.0-OpenSSH_9.2\\r\\nxxx")
    assert int(told["receivedBytes"]) == len(ODD["no-http"].sent)


def test_every_announced_url_is_there(odd_crawl: SimpleNamespace) -> None:
    urls = {x.url for x in odd_crawl.back.values()}
    assert urls == {f"{odd_crawl.server.url}/{path}" for path in [*ODD, *(f"many/{n}" for n in range(MANY))]}
    assert len([x for x in odd_crawl.back.values() if isinstance(x, Miss)]) == len(odd_crawl.fetched.misses)


def test_fields_of_the_records(odd_crawl: SimpleNamespace) -> None:
    records = odd_crawl.records["/gzip"]
    response, request, told = (only(records, kind) for kind in ("response", "request", "metadata"))
    assert [r.type for r in records] == ["response", "request", "metadata"]
    assert response.get("warc-concurrent-to") == request.record_id
    assert request.get("warc-concurrent-to") == told.get("warc-concurrent-to") == response.record_id
    assert response.get("warc-date") == request.get("warc-date") == told.get("warc-date")
    assert response.get("warc-ip-address") == "127.0.0.1"
    assert response.get("warc-protocol") == "http/1.1"
    assert int(parse_warc_fields(told.block)["fetchTimeMs"]) < 20_000
    assert Path(odd_crawl.warc).name.startswith("kliping-contoh-20")
