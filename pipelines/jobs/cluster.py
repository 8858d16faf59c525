"""Re-extraction on the machines of a dask cluster: they read and extract, this process numbers and writes.

A worker that dies takes nothing with it: the scheduler gives its pieces to others, and nothing is written but here.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module

from pipelines.files import replace_with
from pipelines.jobs.work import Engine, Spool, Task, extract_apart

_AHEAD = 4
"""Pieces that wait on the scheduler for each thread of the cluster; their texts are a few megabytes each."""


class ClusterError(Exception):
    """A cluster that cannot be used; the message says what to do."""


def cluster_at(address: str) -> Engine:
    """An engine on the cluster whose scheduler has this address, `tcp://HOST:8786`. Raises ClusterError.

    Its workers must see the WARCs at the paths that they have here, or in a bucket.
    """
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise ClusterError(f"dask is not installed: pip install 'kliping[cluster]' ({error})") from error

    def fill(todo: Sequence[tuple[Spool, Task]]) -> Iterator[None]:
        try:
            client = distributed.Client(address, timeout="10s")
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError(f"no scheduler answers at {address}: {error}") from error
        with client:
            ahead = _AHEAD * max(1, sum(client.nthreads().values()))
            waiting: list[tuple[Spool, object]] = []
            left = iter(todo)
            for _ in range(len(todo)):
                while len(waiting) < ahead and (work := next(left, None)):
                    spool, task = work
                    waiting.append((spool, client.submit(extract_apart, task, pure=False, retries=3)))
                spool, job = waiting.pop(0)
                replace_with(spool.path, job.result())  # type: ignore[attr-defined]
                yield

    return fill
