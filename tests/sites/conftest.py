"""`pytest tests/sites --accept` writes what was made as what is expected: to be read in the diff."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the texts and fields that were made as expected")
