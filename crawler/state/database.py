"""The SQLite file beneath the state, with errors that say what to do."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from crawler.state.schema import MIGRATIONS

PATIENCE = 30.0
"""Seconds to wait for another program that writes."""

Row = tuple[Any, ...]


class StateError(Exception):
    """The state cannot be used; the message names the file and says what to do."""


class Database:
    """One connection. What is written outside of `writing` is a transaction of its own.

    Raises StateError for a file that is damaged, locked for longer than `patience` seconds, or made by a newer
    Kliping.
    """

    def __init__(self, path: Path | None, *, patience: float = PATIENCE) -> None:
        """Without a path it is a private file that is gone when the connection is closed."""
        self.path = path
        self._within = False
        with self._telling():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path or "", timeout=patience, isolation_level=None)
            try:
                if path is not None:
                    self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._migrate()
            except BaseException:
                self._db.close()
                raise

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        with self._telling():
            return self._db.execute(query, values).fetchall()

    def row(self, query: str, values: Sequence[object] = ()) -> Row | None:
        with self._telling():
            row: Row | None = self._db.execute(query, values).fetchone()
            return row

    def write(self, query: str, values: Sequence[object] = ()) -> int:
        """How many rows were touched."""
        with self._telling():
            return self._db.execute(query, values).rowcount

    def write_many(self, query: str, values: Iterable[Sequence[object]]) -> None:
        with self._telling():
            self._db.executemany(query, values)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All of what is written within, or nothing; inside another it is part of that one."""
        if self._within:
            yield
            return
        with self._telling():
            self._db.execute("BEGIN IMMEDIATE")
        self._within = True
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):  # some errors have ended the transaction already
                self._db.execute("ROLLBACK")
            raise
        else:
            with self._telling():
                self._db.execute("COMMIT")
        finally:
            self._within = False

    def sync(self) -> None:
        """What was committed survives a power cut; within `writing` nothing is yet."""
        if self._within:
            return
        with self._telling():
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _migrate(self) -> None:
        known = len(MIGRATIONS)
        [version] = self._db.execute("PRAGMA user_version").fetchone()
        if version > known:
            raise StateError(
                f"{self.path}: made by a newer Kliping (schema {version}, this one knows {known}); use that one, or"
                " move the file away and run `kliping index rebuild`"
            )
        if version == known:
            return
        with self.writing():
            [version] = self._db.execute("PRAGMA user_version").fetchone()  # another process may have been faster
            for number in range(version, known):
                for statement in _statements(MIGRATIONS[number]):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {number + 1}")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StateError(f"{self.path}: {_told(error)}") from error


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _told(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another program keeps it locked; end that one, or wait for it"
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"it is damaged ({error}); move it and its -wal away and run `kliping index rebuild`"
    if name.startswith("SQLITE_FULL"):
        return "the disk is full; make room, nothing is lost"
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return f"it cannot be written ({error}); it and its folder must be this user's"
    return f"{error} ({name or type(error).__name__})"
