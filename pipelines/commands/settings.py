"""The option that names the file of settings, for the commands that go by one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from crawler.loader import SiteError, sound_sites
from crawler.site import Site
from pipelines.commands.screen import ExitCode, RefusedError
from pipelines.schedule.config import Config
from pipelines.schedule.configfile import ConfigError, load_config
from pipelines.schedule.dues import parse_shard

ConfigFile = Annotated[
    Path, typer.Option("--config", help="The file of settings.", metavar="FILE", envvar="KLIPING_CONFIG")
]

SHARD = typer.Option(help="Only the newspapers of this part, as in 2/5, for several machines.", metavar="I/N")


class Settings(NamedTuple):
    """What the operator has decided of the newspapers whose files are right, and what is wrong with the others."""

    config: Config
    sites: Mapping[str, Site]
    """All newspapers."""
    wrong: Mapping[str, SiteError]
    """Those of the settings that cannot be used."""


def settings(file: Path) -> Settings:
    """Refuses a file of settings with mistakes; a newspaper's file with mistakes costs only that newspaper."""
    sites, wrong = sound_sites()
    try:
        config = load_config(file, [*sites, *wrong])
    except FileNotFoundError as error:
        message = f"{file}: there is no such file; docs/kliping.toml is one to begin with, --config names another"
        raise RefusedError(message, ExitCode.WRONG_USE) from error
    except ConfigError as error:
        raise RefusedError(str(error), ExitCode.WRONG_USE) from error
    ours = {name: cadence for name, cadence in config.sites.items() if name in sites}
    return Settings(
        config.model_copy(update={"sites": ours}), sites, {name: wrong[name] for name in config.sites if name in wrong}
    )


def part(shard: str) -> tuple[int, int] | None:
    try:
        return parse_shard(shard) if shard else None
    except ValueError as error:
        raise RefusedError(f"--shard: {error}", ExitCode.WRONG_USE) from error


def among(only: list[str] | None, told: Settings) -> list[str]:
    """The newspapers that were named. Refuses one that the settings do not have; raises SiteError for a wrong one."""
    for name in only or []:
        if name in told.wrong:
            raise told.wrong[name]
        if name not in told.config.sites:
            known = ", ".join(sorted(told.config.sites))
            raise RefusedError(f"{name!r} is not among the settings' newspapers: {known}", ExitCode.WRONG_USE)
    return only or []
