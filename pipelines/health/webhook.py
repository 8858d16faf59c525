"""Sends what was found to an address that somebody watches."""

import json
import os
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from pipelines.health.verdict import Level, Verdict

VARIABLE = "KLIPING_WEBHOOK"
"""Names the address where the address itself is a secret; it goes before the file of settings."""

PATIENCE = 15
"""Seconds."""


def webhook_of(told: str | None, environment: Mapping[str, str] = os.environ) -> str | None:
    return environment.get(VARIABLE) or told


def message_of(run: str, verdicts: Sequence[Verdict], recovered: Sequence[str]) -> dict[str, Any] | None:
    """What is sent about a run; None when there is nothing that anybody has to know and was not told before."""
    fresh = [(verdict, [finding for finding in verdict.findings if not finding.since]) for verdict in verdicts]
    grave = [(verdict, found) for verdict, found in fresh if any(one.level > Level.NOTE for one in found)]
    if not grave and not recovered:
        return None
    lines = [f"{verdict.site}: {found[0].kind}: {found[0].words}" for verdict, found in grave]
    lines += [f"{site}: healthy again" for site in recovered]
    return {
        "run": run,
        "text": "\n".join(lines),
        "sites": [
            {
                "site": verdict.site,
                "run": verdict.run,
                "published": verdict.published,
                "findings": [
                    {"kind": finding.kind.value, "level": finding.level.name.lower(), "words": finding.words}
                    for finding in found
                ],
            }
            for verdict, found in grave
        ],
        "recovered": list(recovered),
    }


def send(address: str, message: Mapping[str, Any]) -> str:
    """Posts the message as JSON; empty, or why it did not arrive, without the address, which may be a secret."""
    body = json.dumps(message, ensure_ascii=False).encode()
    request = Request(address, body, {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Kliping"})
    try:
        with urlopen(request, timeout=PATIENCE):
            return ""
    except HTTPError as error:
        error.close()
        return f"the webhook answered {error.code}"
    except (URLError, HTTPException, OSError, ValueError) as error:
        return f"the webhook cannot be reached: {getattr(error, 'reason', error) or type(error).__name__}"
