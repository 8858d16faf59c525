"""Deletes local files that a store has proven to have."""

import shutil
from collections.abc import Sequence, Set
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.errors import ArchiveError
from archive.layout import warc_key
from archive.ledger import Ledger
from archive.objects import StorageError, Store, Unreachable
from archive.read import read_info
from archive.sealing import open_path
from crawler.state.database import StateError
from crawler.state.store import NAME, State
from pipelines.files import files_below
from pipelines.jobs.holdings import Piece, Unit

_GOING = ".going"
"""The ending of a batch's folder while its files are deleted."""


def let_go(
    data: Path, store: Store, ledger: Ledger, units: Sequence[Unit], keep: timedelta, errors: list[str]
) -> list[Path]:
    """Deletes the units that were proven to be in the store `keep` ago or before, whole ones only.

    The store is asked once more for each object: what it does not have any more stays here. So does the WARC of a run
    that has no end yet: the next crawl completes the run from it.
    """
    moment = datetime.now(UTC) - keep
    gone = _leftovers(data, store, ledger)
    try:
        unfinished = _unfinished(data)
    except StateError as error:
        errors.append(f"{error}; nothing is deleted")
        return gone
    for unit in units:
        try:
            if not _is_needed(unit, unfinished) and all(_may_go(piece, store, ledger, moment) for piece in unit.pieces):
                gone += _delete(unit)
        except Unreachable:
            raise
        except ArchiveError as error:
            errors.append(str(error))
    return gone


def _unfinished(data: Path) -> set[tuple[str, str]]:
    """The sites and names of the runs that have no end."""
    if not (data / NAME).exists():
        return set()
    with State(data / NAME) as state:
        return {(site, run.run) for site in state.runs.sites() for run in state.runs.unfinished(site)}


def _is_needed(unit: Unit, unfinished: Set[tuple[str, str]]) -> bool:
    """Whether it is the WARC of a run that has no end; asked of no file when there is none."""
    warc = unit.pieces[-1].file
    if unit.folder is not None or not unfinished or not warc.name.endswith(".warc.gz"):
        return False
    return (warc.parent.name, read_info(warc).get("isPartOf", "")) in unfinished


def _may_go(piece: Piece, store: Store, ledger: Ledger, moment: datetime) -> bool:
    entry = ledger.find(store.identity, piece.key)
    if piece.key.startswith("state/") or entry is None or entry.verified_at is None or entry.verified_at > moment:
        return False
    stored = store.head(piece.key)
    if stored is None or stored.size != entry.size or stored.sha256 not in ("", entry.sha256):
        raise StorageError(f"{store.url}/{piece.key}: it was there, and is not any more; {piece.file} is kept")
    return entry.stamp == piece.stamp


def _delete(unit: Unit) -> list[Path]:
    if unit.folder is not None:
        going = unit.folder.with_name(f".{unit.folder.name}{_GOING}")
        unit.folder.rename(going)
        shutil.rmtree(going)
        return [unit.folder]
    # the WARC goes first: what lies beside it says nothing without it
    for piece in reversed(unit.pieces):
        piece.file.unlink()
    return [piece.file for piece in unit.pieces]


def _leftovers(data: Path, store: Store, ledger: Ledger) -> list[Path]:
    """What an interrupted deletion has left: half a batch, and what lay beside a WARC."""
    folders = list((data / "text").glob(f"*/.*{_GOING}"))
    for folder in folders:
        shutil.rmtree(folder)
    lone = [file for file in files_below(data / "warc") if _is_left(file, data, store, ledger)]
    for file in lone:
        file.unlink()
    return folders + lone


def _is_left(file: Path, data: Path, store: Store, ledger: Ledger) -> bool:
    warc = file.with_suffix(".warc.gz")
    if file.suffix not in (".cdxj", ".sha256") or warc.exists() or open_path(warc).exists():
        return False
    site = file.relative_to(data / "warc").parts[0]
    entries = [ledger.find(store.identity, warc_key(site, name)) for name in (file.name, warc.name)]
    return all(entry is not None and entry.verified_at is not None for entry in entries)
