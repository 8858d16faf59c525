"""Kills `kliping crawl` at random moments of its life, again and again, and looks whether anything is lost.

    python -m tests.archive.crash --kills 200

Ten kills go to one archive, which is looked through after each and in the end held against all that its paper has
printed. WARCs are kept so small that many kills hit a sealing. The tests do a few kills of it.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

from crawler.newsroom.room import Newsroom
from crawler.newsroom.stories import Story, expected_text
from tests.archive.promises import lost, missing, not_made_again, traces, unsound, unsound_to_others

PAPERS = {"kompas": ("plain", 1000), "tempo": ("tempo plain", 2_300_000)}
"""Which are crawled, in turn: the story after which theirs are made, and the first number."""

ODDITIES = ("", "gzip", "chunked", "gzip and chunked", "latin-1", "torn", "410")
NO_ARTICLE = ("torn", "410")
KILLS_OF_ONE_ARCHIVE = 10
WARC_SIZE = 20_000
WELL = (0, 1)
"""The exit codes of a crawl that has come to its end: some pages may not be had."""

NOTHING = 3
KILLED = -signal.SIGKILL

_PROCESSES = get_context("forkserver")  # it imports Scrapy once for all crawls
_PROCESSES.set_forkserver_preload(["pipelines.cli", "pipelines.jobs.crawl", "pipelines.items"])


@dataclass
class Paper:
    """A paper of the newsroom that prints more stories whenever it is told to."""

    newsroom: Newsroom
    name: str
    printed: list[Story] = field(default_factory=list)

    def print_more(self) -> None:
        """One story for each oddity."""
        name, first = PAPERS[self.name]
        pattern = self.newsroom.story(name)
        pages = tuple(tuple(block for block in page if block.kind != "related") for page in pattern.pages)
        for number, oddity in enumerate(ODDITIES, first + len(self.printed)):
            self.printed.append(
                replace(
                    pattern,
                    name=f"{name} {number}",
                    slug=f"kabar-{number}",
                    number=str(number),
                    title=f"Kabar Pelabuhan Nomor {number}",
                    published=datetime.now(UTC) - timedelta(minutes=1),
                    pages=pages,
                    oddity=oddity,
                    article=oddity not in NO_ARTICLE,
                    also=(),
                )
            )
        self.newsroom.issue(self.name, self.printed)

    def texts(self) -> list[str]:
        return sorted(expected_text(story) for story in self.printed if story.article)


@dataclass
class Archive:
    """A folder of data whose crawls are killed, what the kills have hit, and what was found wrong."""

    data: Path
    paper: Paper
    chance: random.Random
    log: Path
    """What the crawls say."""
    life: float = 1.5
    """Seconds that a crawl takes when it is left in peace; learnt as it goes."""
    kills: int = 0
    hit: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def kill(self) -> None:
        """One kill, most times followed by a crawl that is left in peace: else by the next kill."""
        while (code := self.crawl(options := self._options(), self.chance.uniform(0, self.life))) != KILLED:
            self._expect_well(options, code)
        self.kills += 1
        self.hit.update(traces(self.data))
        self._expect("after a kill", lost(self.data))
        if self.chance.random() < 0.7:
            self.recover()

    def recover(self) -> None:
        """The restart, after which nothing may be missing."""
        began = monotonic()
        code = self.crawl(options := self._options())
        self._expect_well(options, code)
        if code == NOTHING:  # the crawl that was to be resumed had hardly begun
            self._expect_well([], self.crawl([self.paper.name]))
        self.life += (monotonic() - began - self.life) / 4
        self._expect("after a restart", [*lost(self.data), *missing(self.data), *unsound(self.data)])

    def end(self) -> None:
        """All that was printed is there, once, and everybody finds the archive sound."""
        self._expect_well([], self.crawl([self.paper.name]))
        texts = sorted(path.read_text("utf-8") for path in (self.data / "text").rglob("*.txt"))
        if texts != self.paper.texts():
            self._expect("in the end", [f"{len(texts)} texts, of {len(self.paper.texts())} that were printed"])
        self._expect("in the end", [*lost(self.data), *missing(self.data), *unsound(self.data)])
        self._expect("in the end", [*unsound_to_others(self.data), *not_made_again(self.data)])

    def crawl(self, options: Sequence[str], killed_after: float | None = None) -> int:
        """The exit code."""
        told = ["crawl", *options, "--data", str(self.data), "--delay", "0", "--proxy", self.paper.newsroom.proxy_url]
        process = _PROCESSES.Process(target=kliping, args=(told, self.log))
        process.start()
        process.join(killed_after)
        if process.exitcode is None:
            os.kill(process.pid, signal.SIGKILL)
            process.join()
        return process.exitcode

    def _options(self) -> Sequence[str]:
        """What is new, everything again, or what the last crawl has left."""
        last = max((path.name for path in (self.data / "runs").glob("*")), default="")
        dice = self.chance.random()
        if last and dice < 0.4:
            return ["--resume", last]
        self.paper.print_more()
        return [self.paper.name, "--all"] if dice < 0.6 else [self.paper.name]

    def _expect_well(self, options: Sequence[str], code: int) -> None:
        if code not in WELL and not (code == NOTHING and "--resume" in options):
            self._expect("at a crawl", [f"kliping crawl {' '.join(options)}: exit code {code}"])

    def _expect(self, when: str, wrong: Sequence[str]) -> None:
        self.wrong += [f"{when}, {self.kills} kills into {self.data.name}: {what}" for what in wrong]


def kliping(arguments: Sequence[str], log: Path) -> None:
    """The command, in a process of its own, with WARCs that are soon full."""
    import crawler.settings
    from pipelines.cli import main

    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    crawler.settings.KLIPING_WARC_SIZE = WARC_SIZE
    sys.argv = ["kliping", *arguments]
    main()


def main(kills: int, seed: int) -> int:
    chance = random.Random(seed)
    hit: Counter[str] = Counter()
    done = wrong = 0
    with tempfile.TemporaryDirectory() as name:
        while done < kills:
            paper = sorted(PAPERS)[done // KILLS_OF_ONE_ARCHIVE % len(PAPERS)]
            with Newsroom() as newsroom:
                archive = Archive(Path(name) / f"{done:03}-{paper}", Paper(newsroom, paper), chance, Path(name) / "log")
                for _ in range(min(KILLS_OF_ONE_ARCHIVE, kills - done)):
                    archive.kill()
                archive.end()
            done += archive.kills
            hit += archive.hit
            wrong += len(archive.wrong)
            texts = len(archive.paper.texts())
            tell(f"{done} kills; {texts} articles in {archive.data.name}: {archive.wrong or 'nothing lost'}")
    tell(f"they left {', '.join(f'{what} {count} times' for what, count in hit.most_common())}")
    tell(f"{done} kills, {wrong} faults")
    return 1 if wrong else 0


def tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is what the script is for


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    asked = parser.parse_args()
    sys.exit(main(asked.kills, asked.seed))
