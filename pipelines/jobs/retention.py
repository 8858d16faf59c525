"""Deletes local files that a store has proven to have."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.layout import warc_key
from archive.ledger import Ledger
from archive.objects import StorageError, Store, Unreachable
from archive.sealing import open_path
from pipelines.files import files_below
from pipelines.jobs.holdings import Piece, Unit

_GOING = ".going"
"""The ending of a batch's folder while its files are deleted."""


def let_go(
    data: Path, store: Store, ledger: Ledger, units: Sequence[Unit], keep: timedelta, errors: list[str]
) -> list[Path]:
    """Deletes the units that were proven to be in the store `keep` ago or before, whole ones only.

    The store is asked once more for each object: what it does not have any more stays here.
    """
    moment = datetime.now(UTC) - keep
    gone = _leftovers(data, store, ledger)
    for unit in units:
        try:
            if all(_may_go(piece, store, ledger, moment) for piece in unit.pieces):
                gone += _delete(unit)
        except Unreachable:
            raise
        except StorageError as error:
            errors.append(str(error))
    return gone


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
