"""What re-extraction and the crawl cost beside the floor and beside others: all in one run, interleaved, the fastest
round of each.

    python benchmarks/reextract.py CORPUS.warc.gz [--gold DIR] [--rounds 5] [--out benchmarks/results]

Trust the ratios of one run, not the seconds: machines are shared. The floor reads, unpacks and parses each page and
does nothing else. Peers take a sample of the pages. Writes reextract.json and reextract.md.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator
from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(Path(__file__).parents[1]))

from archive.http import parse_response
from archive.page import Page
from archive.read import read_pages
from benchmarks.crawl_cost import costs
from benchmarks.fundus_peer import Fundus
from benchmarks.stages import stages
from pipelines.jobs.evaluate import Graded, body_scores, evaluate
from pipelines.jobs.reextract import reextract
from pipelines.peers import PEERS, PeerError, load_peer
from pipelines.scoring import summarize

_MEMORY = Path("/dev/shm")
"""Texts go to memory where that can be: what a disk takes to make a file is the disk's."""
SAMPLE = 10
"""Every so many-th page is given to the peers."""


def floor(warc: Path) -> int:
    pages = 0
    with warc.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False, auto_decode="none"):
            response = parse_response(record.reader.read()) if record.headers["WARC-Type"] == "response" else None
            if response:
                LexborHTMLParser(response.body)
                pages += 1
    return pages


def ours(warc: Path) -> int:
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as out:
        return reextract([warc], Path(out, "out")).pages


def cpu(work: Callable[[], int]) -> float:
    """Milliseconds of CPU a page, those of child processes too."""
    before = _spent()
    pages = work()
    return (_spent() - before) / pages * 1e3


def _spent() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def peers(pages: list[Page], gold: Path | None) -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    graded = evaluate(gold) if gold else []
    quality = {"kliping": summarize(list(body_scores(graded)))} if graded else {}
    for name in PEERS:
        try:
            peer, release = load_peer(name)
        except PeerError as error:
            told[name] = {"missing": str(error)}
            continue
        spent = min(cpu(lambda peer=peer: sum(1 for page in pages if peer(page) is not None)) for _ in range(2))  # type: ignore[misc]
        told[name] = {"version": release, "ms": spent}
        if graded:
            quality[name] = summarize(list(body_scores(graded, peer)))
    for name, summary in quality.items():
        told.setdefault(name, {})["word_f1"] = summary.word_f1
    return told | {FUNDUS: fundus(pages, graded)}


FUNDUS = "fundus, with these newspapers described for it"


def fundus(pages: list[Page], graded: Sequence[Graded]) -> dict[str, Any]:
    """Without decoding, which is done for it; its score is that of the gold pages of the three newspapers."""
    try:
        with Fundus() as peer:
            for page in pages:
                peer.ask(page)
            told = {"version": peer.version, "ms": peer.cpu / peer.pages * 1e3}
            theirs = [one for one in graded if peer.ask(one.gold.page) is not None]
            if theirs:
                told["word_f1"] = summarize(list(body_scores(theirs, lambda page: peer.ask(page) or ()))).word_f1
            return told
    except (OSError, ValueError) as error:
        return {"missing": str(error)}


ALONE = """
import sys
from pathlib import Path
from benchmarks import reextract
work = getattr(reextract, sys.argv[1])
work(Path(sys.argv[2]))  # what is loaded once is not the pages'
print(min(reextract.cpu(lambda: work(Path(sys.argv[2]))) for _ in range(3)))
"""


def _alone(name: str, warc: Path) -> float:
    """Milliseconds a page in a process where nothing else has filled the memory: the least of three rounds."""
    return float(_run(ALONE, name, str(warc))[0])


SCALING = """
import sys, time
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from pipelines.jobs.reextract import reextract
begin = time.monotonic()
reextract([Path(sys.argv[1])], Path(sys.argv[2]), workers=int(sys.argv[3]))
job, workers = (sum(getrusage(who)[:2]) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
print(time.monotonic() - begin, job + workers, job)
"""


def scaling(warc: Path, copies: int, rounds: int) -> dict[str, float]:
    """Wall seconds with one and with two workers, the CPU seconds of both, and what the process that writes has of
    them; the least of each."""
    told: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(copies):
            Path(folder, f"copy{number}.warc.gz").symlink_to(warc.resolve())
        for workers in (1, 2) * rounds:
            with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as out:
                given = _run(SCALING, folder, str(Path(out, "out")), str(workers))
                for name, seconds in zip(("wall", "cpu", "writer"), map(float, given), strict=True):
                    told[f"{name}_{workers}"] = min(seconds, told.get(f"{name}_{workers}", seconds))
    return told


def _run(code: str, *arguments: str) -> list[str]:
    """What a program prints that runs by itself: whatever else is loaded here is not its."""
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=env).stdout.split()


MEMORY = """
import resource, sys
from pathlib import Path
from pipelines.jobs.reextract import reextract
reextract([Path(sys.argv[1])], Path(sys.argv[2]), workers=int(sys.argv[3]))
job = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
print(job // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def memory(warc: Path) -> dict[str, dict[str, int]]:
    """Peak megabytes of the job and of its largest worker over 1, 4 and 16 times the input."""
    told = {}
    for times in (1, 4, 16):
        with tempfile.TemporaryDirectory() as folder:
            big = Path(folder, "big.warc.gz")
            with big.open("wb") as file:
                for _ in range(times):
                    file.write(warc.read_bytes())
            job, worker = map(int, _run(MEMORY, str(big), str(Path(folder, "out")), "2"))
            told[f"{times}x"] = {"job_mb": job, "worker_mb": worker}
    return told


def measure(warc: Path, gold: Path | None, rounds: int) -> dict[str, Any]:
    pairs = [(_alone("floor", warc), _alone("ours", warc)) for _ in range(rounds)]
    told: dict[str, Any] = {
        "machine": f"{_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "versions": {"python": platform.python_version(), **_versions()},
        "corpus": warc.name,
        "floor_ms": min(pair[0] for pair in pairs),
        "kliping_ms": min(pair[1] for pair in pairs),
    }
    told["ratio_to_floor"] = told["kliping_ms"] / told["floor_ms"]
    told["peers"] = peers([page for page in read_pages(warc) if isinstance(page, Page)][::SAMPLE], gold)
    told["scaling"] = scaling(warc, 4, 2)
    told["memory"] = memory(warc)
    told["crawl"] = crawl(rounds)
    told["stages_ms"] = stages(warc, 2)[1]
    return told


def crawl(rounds: int) -> dict[str, dict[str, float | str]]:
    """Seconds of CPU for 1,000 pages on loopback, the least of the rounds, and the median of the ratios to Scrapy."""
    spent = costs(rounds, 600)
    told: dict[str, dict[str, float | str]] = {}
    for name, seconds in spent.items():
        ratios = [one / plain for one, plain in zip(seconds, spent["Scrapy"], strict=True)]
        told[name] = {"seconds": min(seconds), "ratio": statistics.median(ratios)}
    return told if "wget --warc-file" in told else told | {"wget --warc-file": {"missing": "wget is not installed"}}


def _processor() -> str:
    told = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(": ")[2] for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _versions() -> dict[str, str]:
    told = {}
    for name in ("kliping", "scrapy", "selectolax", "fastwarc", "isal", "distributed"):
        try:
            told[name] = version(name)
        except PackageNotFoundError:
            told[name] = "not installed"
    return told


def markdown(told: dict[str, Any]) -> str:
    mine, base = told["kliping_ms"], told["floor_ms"]
    rows = [("floor: read, unpack, parse", base, ""), ("kliping, whole path", mine, _f1(told["peers"].get("kliping")))]
    rows += [(f"{name} {one['version']}", one["ms"], _f1(one)) for name, one in told["peers"].items() if "ms" in one]
    lines = [
        f"{told['machine']}; {', '.join(' '.join(pair) for pair in told['versions'].items())}; {told['corpus']}",
        "",
    ]
    lines += ["| | ms CPU a page | × floor | × kliping | word F1 |", "|---|---:|---:|---:|---:|"]
    lines += [f"| {name} | {ms:.2f} | {ms / base:.2f} | {ms / mine:.2f} | {f1} |" for name, ms, f1 in rows]
    lines += [
        f"| {name} | not measured: {one['missing']} | | | |" for name, one in told["peers"].items() if "missing" in one
    ]
    pace = told["scaling"]
    lines += [
        "",
        f"Two workers: {pace['wall_1'] / pace['wall_2']:.2f} × the pace of one,"
        f" {pace['cpu_2'] / pace['cpu_1']:.2f} × its CPU time.",
        f"The process that writes spends {pace['writer_2'] / pace['cpu_2']:.0%} of it. On idle cores, without"
        " waiting, it would be"
        f" {pace['cpu_1'] / max(pace['cpu_2'] / 2, pace['writer_2']):.2f} × the pace.",
        "",
    ]
    lines += ["| crawler, 1,000 pages on loopback | CPU s | × Scrapy |", "|---|---:|---:|"]
    lines += [
        f"| {name} | not measured: {one['missing']} | |"
        if "missing" in one
        else f"| {name} | {one['seconds']:.2f} | {one['ratio']:.2f} |"
        for name, one in told["crawl"].items()
    ]
    lines += [""]
    lines += ["| input | job, MB | largest worker, MB |", "|---|---:|---:|"]
    lines += [f"| {size} | {one['job_mb']} | {one['worker_mb']} |" for size, one in told["memory"].items()]
    lines += ["", "| stage | ms a page |", "|---|---:|"]
    lines += [f"| {name} | {ms:.3f} |" for name, ms in sorted(told["stages_ms"].items(), key=lambda row: -row[1])]
    return "\n".join(lines) + "\n"


def _f1(one: dict[str, Any] | None) -> str:
    return f"{one['word_f1']:.4f}" if one and "word_f1" in one else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    asked = parser.parse_args()
    if not asked.corpus.exists():
        parser.exit(3, f"{asked.corpus}: no such file; give a WARC of articles: make bench CORPUS=FILE\n")
    told = measure(asked.corpus, asked.gold if asked.gold and asked.gold.exists() else None, asked.rounds)
    asked.out.mkdir(exist_ok=True)
    (asked.out / "reextract.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    (asked.out / "reextract.md").write_text(markdown(told), "utf-8")
    print(markdown(told))  # noqa: T201


if __name__ == "__main__":
    main()
