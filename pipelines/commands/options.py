"""Options that several commands take, worded once."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer


def day_of(text: str) -> date:
    """The day that `2026-11-22` names."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-11-22") from None


Data = Annotated[Path, typer.Option(help="The folder of data.", metavar="DIR")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
Until = Annotated[
    date | None, typer.Option(parser=day_of, help="The last day; today if it is not said.", metavar="DATE")
]
Contact = Annotated[
    str,
    typer.Option(
        help="A URL or address where the newspapers reach you; it stands in the User-Agent.",
        envvar="KLIPING_CONTACT",
        metavar="URL",
        show_default=False,
    ),
]
Delay = Annotated[
    float | None,
    typer.Option(min=0, help="Seconds between two requests to a host, instead of each site's own.", metavar="S"),
]
Proxy = Annotated[str, typer.Option(help="An HTTP proxy to go through.", metavar="URL", show_default=False)]
