"""`kliping.toml`: what it says when all is well, and what is said about it when it is not."""

import re
import tomllib
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from crawler.loader import load_sites
from pipelines.schedule.configfile import ConfigError, load_config

ROOT = Path(__file__).parents[2]
SITES = ("kompas", "tempo")
CONTACT = 'contact = "https://example.org/kliping"\n'


def loaded(folder: Path, text: str) -> str:
    """What is said about a file of this text."""
    file = folder / "kliping.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as told:
        load_config(file, SITES)
    return str(told.value).replace(f"{folder}/", "")


def test_the_documented_example_is_valid_and_says_everything() -> None:
    file = ROOT / "docs" / "kliping.toml"
    config = load_config(file, load_sites())
    assert config.data == file.parent / "data"
    told = tomllib.loads(re.sub(r"(?m)^# (?=[\w.]+ = |\[)", "", file.read_text("utf-8")))
    assert set(told) == set(type(config).model_fields)
    for table in ("defaults", "bucket", "daemon"):
        allowed = type(config).model_fields[table].annotation
        models = [part for part in getattr(allowed, "__args__", (allowed,)) if hasattr(part, "model_fields")]
        assert set(told[table]) == set(models[0].model_fields), table


def test_what_defaults_say_holds_where_a_site_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "kliping.toml").write_text(
        CONTACT
        + '[defaults]\nevery = "30m"\nquiet = ["23:00-04:30"]\n[sites.kompas]\n'
        + '[sites.tempo]\nevery = "1d"\nsince = 2026-11-01\ndelay = 5\n'
    )
    config = load_config(tmp_path / "kliping.toml", SITES)
    kompas, tempo = config.sites["kompas"], config.sites["tempo"]
    assert (kompas.every, kompas.since, kompas.delay) == (timedelta(minutes=30), None, None)
    assert (tempo.every, tempo.since, tempo.delay) == (timedelta(days=1), date(2026, 11, 1), 5)
    assert time(23, 30) in tempo.quiet[0]
    assert time(4, 29) in tempo.quiet[0]
    assert time(4, 30) not in tempo.quiet[0]
    assert config.data == tmp_path / "data"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("contact = \n", "kliping.toml: no TOML: Invalid value (at line 1, column 11)"),
        ("[sites.kompas]\n", "kliping.toml:1: contact: is missing, and is needed"),
        ('contact = "me"\n[sites.kompas]\n', "kliping.toml:1: contact: 'me': write where newspapers reach you"),
        (CONTACT, "kliping.toml:1: sites: is missing"),
        (CONTACT + "[sites.kompas]\nevry = 1\n", "kliping.toml:3: sites.kompas.evry: no such setting; allowed"),
        (CONTACT + "[sites.kompass]\n", "kliping.toml:2: sites.kompass: no newspaper is called 'kompass'; did you"),
        (
            CONTACT + '[sites.kompas]\n\nevery = "1 hour"\n',
            "kliping.toml:4: sites.kompas.every: '1 hour': no span of time; write a number and s, m, h or d",
        ),
        (
            CONTACT + '[defaults]\nquiet = [\n  "01:00-04:00",\n  "25:00-26:00",\n]\n[sites.kompas]\n',
            "kliping.toml:6: defaults.quiet.1: '25:00-26:00': no part of the day; write two times",
        ),
        (CONTACT + "[sites.kompas]\ndelay = -1\n", "kliping.toml:3: sites.kompas.delay: -1"),
        (CONTACT + 'sites = ["kompas"]\n', "kliping.toml:2: sites: write a table for each newspaper, as in ["),
        (CONTACT + "[sites]\n", "kliping.toml:2: sites: write a table for each newspaper, as in [sites.kompas]"),
        ("contact = 3\n[sites.kompas]\n", "kliping.toml:1: contact: 3: write a text, in quotes"),
        (CONTACT + "data = 3\n[sites.kompas]\n", "kliping.toml:2: data: 3: write a path, in quotes"),
        (
            CONTACT + '[sites.kompas]\nsince = "2026-11-01"\n',
            "kliping.toml:3: sites.kompas.since: '2026-11-01': write a day, as in 2026-11-01, without quotes",
        ),
        (CONTACT + '[sites.kompas]\nlimit = "3"\n', "kliping.toml:3: sites.kompas.limit: '3': write a whole number"),
        (CONTACT + '[sites.kompas]\ndelay = "3"\n', "kliping.toml:3: sites.kompas.delay: '3': write a number"),
        (CONTACT + '[sites.kompas]\nquiet = "1"\n', "kliping.toml:3: sites.kompas.quiet: '1': write a list, as in ["),
        (CONTACT + "bucket = 3\n[sites.kompas]\n", "kliping.toml:2: bucket: 3: write a table, as in [bucket]"),
        (
            CONTACT + '[sites.kompas]\n[bucket]\nurl = "s3://b"\nsecret_key = "x"\n',
            "kliping.toml:5: bucket.secret_key: no secrets in this file",
        ),
        (
            CONTACT + 'webhook = "https://me:word@example.org/hook"\n[sites.kompas]\n',
            "kliping.toml:2: webhook: ",
        ),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_line_and_what_is_allowed(tmp_path: Path, text: str, said: str) -> None:
    told = loaded(tmp_path, text)
    assert told.startswith(said)
    assert "\n" not in told


def test_secrets_are_not_repeated(tmp_path: Path) -> None:
    told = loaded(tmp_path, CONTACT + 'webhook = "https://me:word@example.org/hook"\n[sites.kompas]\n')
    assert "word@" not in told
    assert "KLIPING_WEBHOOK" in told


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    told = loaded(tmp_path, 'contact = "x"\n[sites.kompas]\nevery = "0h"\nquiet = ["01:00-01:00"]\n')
    assert [line.split(":")[1] for line in told.splitlines()] == ["1", "3", "4"]


def test_a_mark_at_the_beginning_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "kliping.toml"
    file.write_text(CONTACT + "[sites.kompas]\n", "utf-8-sig")
    assert list(load_config(file, SITES).sites) == ["kompas"]
    file.write_text(CONTACT + "[sites.kompas]\r\nevry = 1\r\n", "utf-8-sig")
    with pytest.raises(ConfigError, match=r"kliping.toml:3: sites.kompas.evry: no such setting"):
        load_config(file, SITES)


def test_file_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "kliping.toml").write_bytes(b'contact = "\xff"')
    with pytest.raises(ConfigError, match="not UTF-8 at byte 11"):
        load_config(tmp_path / "kliping.toml", SITES)
