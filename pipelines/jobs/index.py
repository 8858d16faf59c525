"""Makes the state again from the WARCs alone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import ArchiveError
from archive.place import Place
from archive.read import read_info
from archive.recover import recover
from crawler.loader import load_sites, unknown_site
from crawler.lock import Lock
from crawler.manners import BUSY, NotNow
from crawler.site import Site
from crawler.state.store import NAME, State
from pipelines.batch import CLOSED
from pipelines.jobs.replay import KILLED, begin, replay

DRAFT = ".rebuild"
"""The ending of the new state until it is whole."""

Progress = Callable[[Place, int], None]
"""Called with a WARC and how many of its bytes are done."""


@dataclass(slots=True)
class Rebuilt:
    path: Path
    sites: int = 0
    runs: int = 0
    warcs: int = 0
    versions: int = 0
    """Texts: articles and their later versions."""
    errors: list[str] = field(default_factory=list)


def rebuild(data: Path, on_progress: Progress | None = None, *, sites: Mapping[str, Site] | None = None) -> Rebuilt:
    """Reads all WARCs of `data/warc` that are ours, and puts the state that they tell of in the place of the old one.

    The old state is never opened, so it may be damaged. `sites` are the declared ones unless others are given.
    Raises NotNow when one of the sites is being crawled.
    """
    done = Rebuilt(data / NAME)
    draft = data / (NAME + DRAFT)
    _remove(draft)
    folders = sorted(folder for folder in (data / "warc").glob("*") if folder.is_dir())
    declared = load_sites() if sites is None else sites
    with ExitStack() as locks:
        for folder in folders:
            _lock(data, folder.name, locks)
        with State(draft) as state:
            for folder in folders:
                site = declared.get(folder.name) or unknown_site(folder.name)
                recover(folder)
                runs = list(_runs(folder, done.errors))
                done.sites += bool(runs)
                for run, files in runs:
                    _read(data, state, site, run, files, done)
                    for file in files:
                        if on_progress:
                            on_progress(file, file.stat().st_size)
        _remove(done.path)
        draft.rename(done.path)
    return done


def _read(data: Path, state: State, site: Site, run: str, files: list[Path], done: Rebuilt) -> None:
    texts = data / "text" / site.name / run
    with state.writing():
        begin(files[0], site, run, state)
        replayed = replay(files, site, run, state, None)
        if replayed.reason == KILLED and not (texts / CLOSED).exists():  # nobody has completed its texts yet
            for file in texts.glob("*"):
                file.unlink()
            state.articles.forget_run(site.name, run)
            replayed = replay(files, site, run, state, texts)
    done.runs += 1
    done.warcs += len(files)
    done.versions += replayed.articles
    done.errors += replayed.torn


def _runs(folder: Path, errors: list[str]) -> Iterator[tuple[str, list[Path]]]:
    """The runs in a folder of WARCs, in their order, each with its files."""
    runs: dict[str, list[Path]] = {}
    for file in sorted(folder.glob("*.warc.gz")):
        try:
            info = read_info(file)
        except ArchiveError as error:
            errors.append(str(error))
            continue
        if info.get("software", "").startswith("kliping/") and info.get("isPartOf"):
            runs.setdefault(info["isPartOf"], []).append(file)
    yield from runs.items()


def _lock(data: Path, site: str, locks: ExitStack) -> None:
    lock = Lock(data / "locks" / site)
    if holder := lock.take("kliping index rebuild"):
        raise NotNow(BUSY, f"{site} is being crawled: {holder}; rebuild when it has ended")
    locks.callback(lock.release)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).unlink()
