"""Work on the machines of a dask cluster. A worker that dies takes nothing with it: its work is given to others."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

from pipelines.jobs.work import Each

_AHEAD = 4
"""Pieces that wait on the scheduler for each thread of the cluster; their texts are a few megabytes each."""


class ClusterError(Exception):
    """A cluster that cannot be used; the message says what to do."""


def cluster_at(address: str) -> Each:
    """The cluster whose scheduler has this address, `tcp://HOST:8786`. Raises ClusterError.

    Its workers must see the WARCs at the paths that they have here, or in a bucket.
    """
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise ClusterError(f"dask is not installed: pip install 'kliping[cluster]' ({error})") from error

    def each(do: Callable[[Any], Any], given: Sequence[Any]) -> Iterator[Any]:
        try:
            client = distributed.Client(address, timeout="10s")
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError(f"no scheduler answers at {address}: {error}") from error
        with client:
            ahead = _AHEAD * max(1, sum(client.nthreads().values()))
            waiting: deque[Any] = deque()
            for one in given:
                waiting.append(client.submit(do, one, pure=False, retries=3))
                if len(waiting) >= ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    return each
