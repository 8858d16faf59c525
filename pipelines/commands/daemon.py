"""`kliping daemon`: keeps going by itself."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pipelines.commands.screen import ExitCode, RefusedError, say, tell
from pipelines.commands.settings import SHARD, ConfigFile, part, settings

EXAMPLES = """Examples:

kliping daemon

kliping daemon --config /etc/kliping.toml"""


def daemon(config: ConfigFile = Path("kliping.toml"), shard: Annotated[str, SHARD] = "") -> None:
    """Do a pass whenever something is due, until SIGTERM or Ctrl-C, and answer /metrics and /healthz.

    Each pass is `kliping run` in a process of its own. A pass that is under way is ended in good order.
    """
    from pipelines.health.gauges import gauges
    from pipelines.jobs.daemon import Daemon, answering, pass_command, stop_on_signals
    from pipelines.jobs.status import status_of

    told = settings(config)
    part(shard)
    tell([str(error) for error in told.wrong.values()])
    arguments = ["--config", str(config), *(["--shard", shard] if shard else [])]
    ours = told.config
    keeper = Daemon(pass_command(arguments), ours.daemon.look, say)
    stop_on_signals(keeper)
    try:
        with answering(
            ours.daemon.listen, lambda: gauges(status_of(ours, told.sites, datetime.now(UTC))), keeper
        ) as address:
            say(f"looking every {ours.daemon.look}; {address}/metrics, {address}/healthz")
            keeper.run()
    except OSError as error:
        if error.filename is not None:
            raise
        raise RefusedError(f"{ours.daemon.listen}: {error.strerror}", ExitCode.NOTHING) from error
