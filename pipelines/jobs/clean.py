"""Cleans plain text that an older crawl saved: one file in, one file out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.article import Removed
from pipelines.files import make_folder, replace_with
from pipelines.plain import clean_text
from pipelines.text import render


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file with what is left of it. `error` says why nothing is; `written` is where the text went, if to a file."""

    file: Path
    text: str = field(default="", repr=False)
    paragraphs: int = 0
    removed: tuple[Removed, ...] = ()
    written: Path | None = None
    error: str = ""


def clean_files(files: Sequence[Path], out: Path | None = None) -> Iterator[Cleaned]:
    """Cleans each file, and writes it under its name into `out` if there is one.

    Raises ValueError before anything is written if two files would get the same place or a file would replace its
    original. A file that cannot be read or is not UTF-8 is an error of its own; a place that cannot be written ends
    the work with an OSError that names it.
    """
    targets = [out / file.name if out else None for file in files]
    _refuse_to_lose(files, targets)
    if out:
        make_folder(out)
    for file, target in zip(files, targets, strict=True):
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            byte = file.read_bytes()[error.start]
            yield Cleaned(file, error=f"{file}: not UTF-8: byte {byte:#04x} at {error.start}; convert it first")
        except OSError as error:
            yield Cleaned(file, error=f"{file}: {error.strerror}")
        else:
            yield _cleaned(file, text, target)


def _cleaned(file: Path, text: str, target: Path | None) -> Cleaned:
    paragraphs, removed = clean_text(text)
    if not paragraphs:
        return Cleaned(file, removed=tuple(removed), error=f"{file}: no text is left")
    clean = render(paragraphs)
    if target:
        replace_with(target, clean.encode())
    return Cleaned(file, clean, len(paragraphs), tuple(removed), target)


def _refuse_to_lose(files: Sequence[Path], targets: Sequence[Path | None]) -> None:
    taken: dict[Path, Path] = {}
    for file, target in zip(files, targets, strict=True):
        if target is None:
            continue
        if target.exists() and any(target.samefile(other) for other in files if other.exists()):
            raise ValueError(f"{target} would be replaced by its own clean text; choose another folder")
        if target in taken and taken[target] != file:
            raise ValueError(f"{taken[target]} and {file} would both become {target}; clean them one by one")
        taken[target] = file
