"""What an interrupted re-extraction has done, for the one that goes on with it."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from errno import EEXIST
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipelines.files import make_folder, replace_with
from pipelines.jobs.pieces import Source
from pipelines.jobs.steps import known_sites
from pipelines.jobs.work import Task
from pipelines.rulesversion import rules_version

JOB = "job.json"


@contextmanager
def unfinished(out: Path, sources: Sequence[Source], tasks: Sequence[Task], shard: tuple[int, int]) -> Iterator[Path]:
    """A folder in `out` for what is done, which goes when all is; after a kill the same job finds it there.

    Raises FileExistsError when `out` holds batches of these runs, or another job that was not finished.
    """
    folder = out / (".reextract" if shard == (1, 1) else f".reextract-{shard[0]}-of-{shard[1]}")
    job = _told(tasks)
    if (folder / JOB).exists():
        if json.loads((folder / JOB).read_text("utf-8")) != job:
            why = "other WARCs or other rules were begun here and not finished; delete it or choose another folder"
            raise FileExistsError(EEXIST, why, str(folder))
        for batch in _batches(out, sources):  # what it has not finished writing is written again from what is done
            shutil.rmtree(batch)
    else:
        for batch in _batches(out, sources):
            raise FileExistsError(EEXIST, "a batch is here already; choose another folder", str(batch))
        make_folder(folder)
        replace_with(folder / JOB, json.dumps(job).encode())
    yield folder
    shutil.rmtree(folder)


def _batches(out: Path, sources: Sequence[Source]) -> list[Path]:
    folders = {folder for source in sources for folder in out.glob(f"{_of_site(source)}/{source.run}")}
    return sorted(folder for folder in folders if (folder / "articles.jsonl").exists())


def _of_site(source: Source) -> str:
    """Our own WARCs hold the articles of one site, those of others may hold any."""
    return source.site or "*"


def _told(tasks: Sequence[Task]) -> dict[str, Any]:
    rules = "".join(rules_version(site) for site in known_sites().values())
    return {
        "software": f"kliping/{version('kliping')}",
        "rules": hashlib.sha256(rules.encode()).hexdigest(),
        "only": tasks[0].only if tasks else "",
        "limits": [tasks[0].limits.seconds, tasks[0].limits.megabytes] if tasks else [],
        "pieces": [[str(task.piece.source.path), task.piece.start, task.piece.end] for task in tasks],
        "sizes": [task.piece.source.size for task in tasks if task.piece.start == 0],
    }
