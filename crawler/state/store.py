"""The state as one thing: `with State(data / NAME) as state: state.runs.last("kompas")`."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from crawler.state.addresses import Addresses
from crawler.state.articles import Articles
from crawler.state.captures import Captures
from crawler.state.coverage import Coverage
from crawler.state.database import PATIENCE, Database
from crawler.state.runs import Runs

NAME = "state.sqlite"
"""In the folder of data."""


class State:
    """What the crawler remembers: `addresses`, `captures`, `articles`, `runs`, `coverage`.

    Each crawl has its own; SQLite keeps them apart. Raises StateError wherever the file cannot be used.
    """

    def __init__(self, path: Path | None, *, patience: float = PATIENCE) -> None:
        """Without a path it is a private one that is gone in the end."""
        self._db = Database(path, patience=patience)
        self.path = path
        self.addresses = Addresses(self._db)
        self.captures = Captures(self._db, self.addresses)
        self.articles = Articles(self._db)
        self.runs = Runs(self._db)
        self.coverage = Coverage(self._db)

    def writing(self) -> AbstractContextManager[None]:
        """All of what is written within, or nothing."""
        return self._db.writing()

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
