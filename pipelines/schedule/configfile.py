"""Reads `kliping.toml`, and says of each mistake where it stands and what is allowed."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipelines.schedule.config import Bucket, Cadence, Config, Daemon, Table
from pipelines.schedule.tomlplace import line_of


class ConfigError(Exception):
    """A file of settings that cannot be used: a line for each mistake."""


_SECRET = re.compile(r"secret|passw|token|api_?key|access_?key|credential", re.I)
_SECRET_IN_URL = re.compile(r"//[^/@\s]*@")


def load_config(file: Path, known: Collection[str]) -> Config:
    """The settings of the file; `known` are the names of the newspapers. Raises ConfigError and OSError."""
    try:
        text = file.read_text(encoding="utf-8-sig")  # some editors begin a file with a mark
        told = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8 at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: no TOML: {error}") from error
    wrong = [*_secrets(told), *_unknown_sites(told, known)]
    if not wrong:
        try:
            config = Config.model_validate(_with_defaults(told))
        except ValidationError as error:
            wrong = [one for one in _mistakes(error) if not _inherited(one[0], told)]
        else:
            folder = file.parent
            beside = {"data": folder / config.data, "metrics": config.metrics and folder / config.metrics}
            return config.model_copy(update=beside)
    lines = sorted({(line_of(text, place), f"{'.'.join(map(str, place))}: {what}") for place, what in wrong})
    raise ConfigError("\n".join(f"{file}:{number}: {what}" for number, what in lines))


_WANTED = {
    "string_type": "write a text, in quotes",
    "path_type": "write a path, in quotes",
    "int_type": "write a whole number, without quotes",
    "float_type": "write a number, without quotes",
    "date_type": "write a day, as in 2026-11-01, without quotes",
    "tuple_type": "write a list, as in [...]",
    "model_type": "write a table, as in [bucket]",
    "dict_type": "write a table for each newspaper, as in [sites.kompas]",
    "too_short": "write a table for each newspaper, as in [sites.kompas]",
}

Mistake = tuple[tuple[str | int, ...], str]


def _with_defaults(told: dict[str, Any]) -> dict[str, Any]:
    """What `defaults` says holds for each newspaper that does not say otherwise."""
    defaults, sites = told.get("defaults"), told.get("sites")
    if not isinstance(defaults, dict) or not isinstance(sites, dict):
        return told
    merged = {name: {**defaults, **own} if isinstance(own, dict) else own for name, own in sites.items()}
    return {**told, "sites": merged}


def _inherited(place: tuple[str | int, ...], told: Mapping[str, Any]) -> bool:
    """Whether it is a mistake of `defaults`, which is told there."""
    own: Any = told
    for part in place[:3]:
        if not isinstance(own, dict) or part not in own:
            return place[0] == "sites" and place[2:3] != () and place[2] in told.get("defaults", {})
        own = own[part]
    return False


def _secrets(told: Mapping[str, Any], place: tuple[str, ...] = ()) -> Iterator[Mistake]:
    for name, value in told.items():
        if _SECRET.search(name):
            yield (
                (*place, name),
                "no secrets in this file: they come by the environment, or by boto3's own files and roles",
            )
        elif isinstance(value, dict):
            yield from _secrets(value, (*place, name))


def _unknown_sites(told: Mapping[str, Any], known: Collection[str]) -> Iterator[Mistake]:
    sites = told.get("sites")
    for name in sites if isinstance(sites, dict) else ():
        if name not in known:
            meant = get_close_matches(name, known, cutoff=0.5)
            hint = f"did you mean {' or '.join(meant)}?" if meant else "`kliping sites` lists them"
            yield ("sites", name), f"no newspaper is called {name!r}; {hint}"


def _mistakes(error: ValidationError) -> Iterator[Mistake]:
    for one in error.errors():
        place = one["loc"]
        if one["type"] == "extra_forbidden":
            yield place, f"no such setting; allowed here: {', '.join(_allowed(place[:-1]))}"
        elif one["type"] == "missing":
            yield place, "is missing, and is needed"
        else:
            given = f"{one['input']!r}: " if isinstance(one["input"], str | int | float) else ""
            told = _WANTED.get(one["type"]) or one["msg"].removeprefix("Value error, ")
            yield place, _SECRET_IN_URL.sub("//...@", given) + told


def _allowed(place: tuple[str | int, ...]) -> list[str]:
    tables: dict[str, type[Table]] = {
        "defaults": Cadence,
        "sites": Cadence,
        "bucket": Bucket,
        "daemon": Daemon,
    }
    return [*(tables[str(place[0])] if place else Config).model_fields]
