"""What is true of every command: help, version, one line for what was foreseen, a traceback for what was not."""

import json
import re

import pytest

from crawler.loader import load_sites
from pipelines.cli import main
from tests.cli.conftest import Kliping
from tests.commands import COMMANDS


def test_version(kliping: Kliping) -> None:
    answer = kliping("--version")
    assert answer.code == 0
    assert answer.out.startswith("kliping 0.")


def test_help_tells_the_exit_codes(kliping: Kliping) -> None:
    answer = kliping("--help")
    assert answer.code == 0
    assert "0 done, 1 done with failures, 2 wrong use, 3 nothing could be done" in " ".join(answer.out.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example(kliping: Kliping, command: str) -> None:
    answer = kliping(*command.split(), "--help")
    assert answer.code == 0
    assert f"kliping {command}" in re.split("Examples?:", answer.out)[1]


def test_unknown_command_is_wrong_use(kliping: Kliping) -> None:
    answer = kliping("crwal")
    assert answer.code == 2
    assert "crawl" in answer.err


@pytest.mark.parametrize("day", ["besok", "2026-13-01", "22/11/2026"])
@pytest.mark.parametrize("command", ["crawl kompas --since", "backfill kompas --since", "wacz x.wacz --day"])
def test_what_is_no_day_is_told_with_how_to_write_one(kliping: Kliping, command: str, day: str) -> None:
    answer = kliping(*command.split(), day)
    assert answer.code == 2
    assert f"{day!r} is no day; write it as 2026-11-22" in " ".join(answer.err.split())


def test_sites_are_listed(kliping: Kliping) -> None:
    lines = kliping("sites").out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(load_sites())
    assert [site["name"] for site in json.loads(kliping("sites", "--json").out)["sites"]] == list(load_sites())


def test_what_was_not_foreseen_shows_where(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pipelines.commands.sites.load_sites", broken)
    monkeypatch.setattr("sys.argv", ["kliping", "sites"])
    with pytest.raises(ZeroDivisionError):
        main()
