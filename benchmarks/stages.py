"""Where the time of re-extraction goes: each page is taken through the whole path a few times, each stage is timed by
itself, and of each stage and page the fastest round counts. What is a stage of its own is not its caller's."""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.site import Site

STAGES = (
    ("decode the charset", "pipelines.extract", "markup"),
    ("parse", "pipelines.extract", "LexborHTMLParser"),
    ("choose the template", "pipelines.extract", "choose"),
    ("walk the body", "pipelines.body", "walk"),
    ("boilerplate rules", "pipelines.body", "clean"),
    ("body: wrappers, dateline", "pipelines.extract", "body_by_template"),
    ("describe an unknown page", "pipelines.extract", "describe"),
    ("JSON-LD", "pipelines.metadata:PageFacts", "jsonld"),
    ("meta tags", "pipelines.metadata:PageFacts", "meta"),
    ("dates", "pipelines.metadata:PageFacts", "date"),
    ("people", "pipelines.metadata:PageFacts", "authors editors"),
    ("section, tags", "pipelines.metadata:PageFacts", "section tags"),
    ("canonical URL", "pipelines.extract", "_canonical"),
    ("title, standfirst, credits", "pipelines.extract", "_title _paragraphs"),
    ("captions", "pipelines.extract", "_captions"),
    ("flags, origin", "pipelines.extract", "flags_of origin_of _partial"),
    ("next page", "pipelines.extract", "may_go_on next_url"),
    ("ledger", "pipelines.ledger:Ledger", "same_as seen add reject"),
    ("challenge", "pipelines.outcome", "challenge"),
    ("rest of extraction", "pipelines.outcome", "extract_and_next"),
)


class Clock:
    """Exclusive nanoseconds by stage for the page that is being dealt with."""

    def __init__(self) -> None:
        self.spent: dict[str, int] = defaultdict(int)
        self._inner: list[int] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._inner.append(0)
        begin = time.perf_counter_ns()
        try:
            yield
        finally:
            took = time.perf_counter_ns() - begin
            self.spent[name] += took - self._inner.pop()
            if self._inner:
                self._inner[-1] += took

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            with self.stage(name):
                return function(*args, **named)

        return call


def put_clock(clock: Clock) -> None:
    for stage, place, names in STAGES:
        module, _, owner = place.partition(":")
        holder = import_module(module)
        holder = getattr(holder, owner) if owner else holder
        for name in names.split():
            found = vars(holder)[name]
            if isinstance(found, cached_property):
                found.func = clock.timed(stage, found.func)
            else:
                setattr(holder, name, clock.timed(stage, found))


def stages(warc: Path, rounds: int) -> tuple[int, dict[str, float]]:
    """How many pages, and the milliseconds of each stage per page."""
    from archive.read import read_pages
    from crawler.loader import load_sites, site_at, unknown_site
    from crawler.urls import hostname, is_article
    from pipelines.batch import Batch
    from pipelines.outcome import outcome_of

    clock = Clock()
    put_clock(clock)
    sites = load_sites()
    of_host: dict[str, Site] = {}
    best: dict[tuple[int, str], int] = {}
    pages = 0
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            batches: dict[str, Batch] = {}
            items = read_pages(warc)
            pages = 0
            while True:
                clock.spent = defaultdict(int)
                with clock.stage("read, gunzip"):
                    item = next(items, None)
                if item is None:
                    break
                with clock.stage("site of the URL"):
                    host = hostname(item.url)
                    if host not in of_host:
                        of_host[host] = site_at(host, sites) or unknown_site(host)
                    site = of_host[host]
                    if not is_article(item.url, site):
                        continue
                with clock.stage("outcome"):
                    outcome = outcome_of(item, site)
                with clock.stage("write text and row"):
                    if site.name not in batches:
                        batches[site.name] = Batch(Path(folder, site.name), site)
                    batches[site.name].put(outcome)
                for stage, spent in clock.spent.items():
                    best[pages, stage] = min(spent, best.get((pages, stage), spent))
                pages += 1
    told: dict[str, float] = defaultdict(float)
    for (_, stage), spent in best.items():
        told[stage] += spent / pages / 1e6
    return pages, dict(told)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    count, table = stages(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
    for name, spent in sorted(table.items(), key=lambda row: -row[1]):
        print(f"{spent:8.4f} ms  {name}")  # noqa: T201
    print(f"{sum(table.values()):8.4f} ms  per page of {count}")  # noqa: T201
