"""The commands of `kliping` as the tests that walk them see them."""

from typing import Any

import typer

from pipelines.cli import app


def commands_of(group: Any, before: str = "") -> dict[str, Any]:
    """Every command by its whole name: `crawl`, `site new`."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        nested = hasattr(command, "commands")
        found |= commands_of(command, f"{before}{name} ") if nested else {before + name: command}
    return found


COMMANDS = commands_of(typer.main.get_command(app))
