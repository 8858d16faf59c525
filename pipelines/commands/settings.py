"""The option that names the file of settings, for the commands that go by one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from crawler.loader import load_sites
from crawler.site import Site
from pipelines.commands.screen import ExitCode, RefusedError
from pipelines.config import Config
from pipelines.configfile import ConfigError, load_config
from pipelines.schedule import parse_shard

ConfigFile = Annotated[
    Path, typer.Option("--config", help="The file of settings.", metavar="FILE", envvar="KLIPING_CONFIG")
]

SHARD = typer.Option(help="Only the newspapers of this part, as in 2/5, for several machines.", metavar="I/N")


def settings(file: Path) -> tuple[Config, Mapping[str, Site]]:
    """What the operator has decided, and all newspapers by name. Refuses a file with mistakes."""
    sites = load_sites()
    try:
        return load_config(file, sites), sites
    except FileNotFoundError as error:
        message = f"{file}: there is no such file; docs/kliping.toml is one to begin with, --config names another"
        raise RefusedError(message, ExitCode.WRONG_USE) from error
    except ConfigError as error:
        raise RefusedError(str(error), ExitCode.WRONG_USE) from error


def part(shard: str) -> tuple[int, int] | None:
    try:
        return parse_shard(shard) if shard else None
    except ValueError as error:
        raise RefusedError(f"--shard: {error}", ExitCode.WRONG_USE) from error


def among(only: list[str] | None, config: Config) -> list[str]:
    """The newspapers that were named. Refuses one that the settings do not have."""
    for name in only or []:
        if name not in config.sites:
            raise RefusedError(
                f"{name!r} is not among the settings' newspapers: {', '.join(sorted(config.sites))}", ExitCode.WRONG_USE
            )
    return only or []
