"""Chromium without a window, driven over a pair of pipes."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

PATIENCE = 30.0


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Browser:
    """One tab. Its protocol is Chromium's DevTools, a JSON object a message, each with a zero byte at its end."""

    def __init__(self, to: int, answers: int) -> None:
        self._to = os.fdopen(to, "wb", buffering=0)
        self._from = os.fdopen(answers, "rb")
        self._numbers = count(1)
        self._session: str | None = None
        tab = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        self._call("Page.enable")

    def open(self, url: str) -> None:
        told = self._call("Page.navigate", url=url)
        assert "errorText" not in told, f"{url}: {told['errorText']}"

    def wait_for(self, script: str) -> Any:
        """The value of an expression in the page as soon as it is true."""
        until = monotonic() + PATIENCE
        while not (value := self._evaluate(script)):
            assert monotonic() < until, f"{script} did not come true: {self._evaluate('document.body.innerText')!r}"
            sleep(0.1)
        return value

    def _evaluate(self, script: str) -> Any:
        """None where a page is just going; what the expression throws is a failure."""
        told = self._ask("Runtime.evaluate", expression=script, returnByValue=True)
        result = told.get("result", {})
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result.get("result", {}).get("value")

    def close(self) -> None:
        self._to.close()
        self._from.close()

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        answer = self._ask(method, **parameters)
        assert "error" not in answer, f"{method}: {answer['error']}"
        result: dict[str, Any] = answer["result"]
        return result

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        self._to.write(json.dumps(message | ({"sessionId": self._session} if self._session else {})).encode() + b"\0")
        while (answer := self._read()).get("id") != number:
            pass  # an event
        return answer

    def _read(self) -> dict[str, Any]:
        message = bytearray()
        while (byte := self._from.read(1)) != b"\0":
            assert byte, "Chromium has ended"
            message += byte
        read: dict[str, Any] = json.loads(message)
        return read


@contextmanager
def browser(program: str, profile: Path) -> Iterator[Browser]:
    """A browser that can reach this machine and nothing else."""
    (far_in, to), (answers, far_out) = os.pipe(), os.pipe()
    command = [
        *("bash", "-c", f'exec "$0" "$@" 3<&{far_in} 4>&{far_out}', program),
        *("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={profile}"),
        *("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--no-proxy-server", "--window-size=800,600"),
    ]
    with subprocess.Popen(command, pass_fds=(far_in, far_out), stderr=subprocess.DEVNULL) as process:
        os.close(far_in)
        os.close(far_out)
        tab = Browser(to, answers)
        try:
            yield tab
        finally:
            tab.close()
            process.terminate()
