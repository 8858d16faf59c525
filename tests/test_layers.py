"""Imports go one way, and what re-extracts knows no crawler."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("archive", "crawler", "pipelines")


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute here"
            yield node.module or ""


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_go_one_way(layer: str) -> None:
    above = LAYERS[LAYERS.index(layer) + 1 :]
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sorted((ROOT / layer).rglob("*.py"))
        for name in imported(file)
        if name.partition(".")[0] in above
    ]
    assert not wrong


def test_the_archive_knows_no_scrapy() -> None:
    files = sorted((ROOT / "archive").rglob("*.py"))
    assert files
    assert not [file for file in files for name in imported(file) if name.partition(".")[0] in ("scrapy", "twisted")]


@pytest.mark.parametrize(
    "modules",
    [
        "archive.read, archive.warc",
        "crawler.loader, crawler.discovery",
        "pipelines.extract, pipelines.batch",
        "pipelines.jobs.reextract",
    ],
)
def test_what_reads_archives_loads_neither_scrapy_nor_twisted(modules: str) -> None:
    code = f"import {modules}, sys; print(sorted({{'scrapy', 'twisted'}} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
