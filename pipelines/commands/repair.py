"""`kliping repair`: makes held batches again, and lets go those that are in order."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crawler.state.database import StateError
from pipelines.commands.options import Json
from pipelines.commands.screen import ExitCode, RefusedError, show_json, show_table, tell
from pipelines.commands.settings import ConfigFile, among, settings
from pipelines.health.verdict import Verdict
from pipelines.health.verdictfile import held
from pipelines.jobs.judge import release
from pipelines.jobs.repair import repair as job

EXAMPLES = """Examples:

kliping repair kompas

kliping repair kompas --release "short on purpose: a day of election results" """


def repair(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="SITE", help="Only these of the settings' newspapers.", show_default=False),
    ] = None,
    config: ConfigFile = Path("kliping.toml"),
    why: Annotated[
        str,
        typer.Option(
            "--release", help="Publish what is held as it is, and keep why.", metavar="WHY", show_default=False
        ),
    ] = "",
    as_json: Json = False,
) -> None:
    """Make the batches that are held back again from their WARCs, with today's rules, and publish those in order.

    Nothing is fetched. Do it when the new layout of a newspaper stands in its file.
    """
    told = settings(config)
    data, wrong = told.config.data, [] if names else [str(error) for error in told.wrong.values()]
    chosen = among(names, told) or sorted(told.config.sites)
    if why:
        released = {name: release(data, name, why, among=[*held(data, name)], texts=True) for name in chosen}
        show_json({"released": released}) if as_json else _show_released(released)
        return
    try:
        report = job(data, [told.sites[name] for name in chosen])
    except StateError as error:
        raise RefusedError(str(error)) from error
    report.errors[:0] = wrong
    tell(report.errors)
    still = [verdict for verdict in report.verdicts if not verdict.published]
    if as_json:
        verdicts = [asdict(one) | {"health": one.word, "published": one.published} for one in report.verdicts]
        show_json({"verdicts": verdicts, "errors": report.errors})
    else:
        _show(report.verdicts)
    raise typer.Exit(ExitCode.FAILURES if still or report.errors else ExitCode.DONE)


def _show(verdicts: list[Verdict]) -> None:
    if verdicts:
        show_table(
            ("site", "run", "health", "published"),
            [(one.site, one.run, one.word, "yes" if one.published else "no") for one in verdicts],
        )
    well = sum(one.published for one in verdicts)
    typer.echo(f"batches made again: {len(verdicts)}, of which {well} are published")


def _show_released(released: dict[str, list[str]]) -> None:
    for name, runs in released.items():
        for run in runs:
            typer.echo(f"{name} {run} is published")
