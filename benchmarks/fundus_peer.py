"""Fundus as a peer: it runs in an environment of its own, `.venv/fundus`, which `make bench` makes."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.page import Page
from pipelines.charset import decode
from pipelines.text import fold

PYTHON = Path(__file__).parents[1] / ".venv/fundus/bin/python"


class Fundus:
    """Gives the paragraphs of pages, and counts the seconds of CPU that it takes for them."""

    def __init__(self) -> None:
        if not PYTHON.exists():
            raise FileNotFoundError(f"fundus is not installed: no {PYTHON}")
        child = [str(PYTHON), str(Path(__file__).with_name("fundus_child.py"))]
        self._child = subprocess.Popen(child, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.cpu = 0.0
        self.pages = 0
        self.version = json.loads(
            subprocess.check_output(
                [str(PYTHON), "-c", "import importlib.metadata as m, json; print(json.dumps(m.version('fundus')))"]
            )
        )

    def ask(self, page: Page) -> Sequence[str] | None:
        """None for a page of a newspaper that is not described to it."""
        assert self._child.stdin
        assert self._child.stdout
        asked = {"url": page.url, "html": decode(page.body, page.content_type)}
        self._child.stdin.write(json.dumps(asked) + "\n")
        self._child.stdin.flush()
        told = json.loads(self._child.stdout.readline())
        if told is None:
            return None
        self.cpu += told["cpu"]
        self.pages += 1
        return [folded for text in told["paragraphs"] if (folded := fold(text))]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._child.kill()
        self._child.communicate()
