"""No regular expression may take more than its share of time, whatever the text: each is fed bait made from itself."""

import ast
import importlib
import pkgutil
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from types import FrameType, ModuleType
from typing import Any, NoReturn

import pytest

import archive
import crawler
import pipelines
from crawler.loader import load_sites
from pipelines.rules import RULES, Takes
from pipelines.text import fold
from tests.performance.bait import baits

LENGTH = 4_000
NOTICED = 0.003
"""Seconds from which on it is worth to see how the time grows; most patterns take a hundredth of that."""
ENDLESS = 1.0
GROWS = 9
"""What four times the text may cost at most: 4 where time is linear, 16 where it is the square."""
FOLDED = {
    "pipelines.boilerplate._CLOSING",
    "pipelines.boilerplate._INLINE_LABEL",
    "pipelines.extract._TITLE_SUFFIX",
    "pipelines.people._OUTLET",
    "pipelines.plain._BYLINE",
    "pipelines.plain._DATE_LINE",
    "pipelines.unknown.bylines._OUTLET",
    "pipelines.unknown.headline._SUFFIX",
    "pipelines.unknown.headmatter._COUNTER",
}
"""They get text whose white space is folded, and would mind if it were not."""
METHODS = {"match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"}


class _EndlessError(BaseException):
    """No Exception, for nothing must catch it."""


def _ring(number: int, frame: FrameType | None) -> NoReturn:
    raise _EndlessError


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def modules() -> Iterator[ModuleType]:
    for package in (archive, crawler, pipelines):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith("crawler.newsroom"):
                yield importlib.import_module(found.name)


def uses(module: ModuleType) -> dict[str, set[str]]:
    """By which methods a module uses what it calls by a name."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in METHODS:
            found.setdefault(node.value.id, set()).add(node.attr)
    return found


def patterns() -> Iterator[tuple[str, str, re.Pattern[Any]]]:
    """The name of each pattern of the program, how it is used, and itself."""
    for module in modules():
        used = uses(module)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                for method in sorted(used.get(name, ())):
                    yield f"{module.__name__}.{name}", method, value
    for site in load_sites().values():
        yield f"{site.name} article", "match", site.article_pattern


PATTERNS = {f"{name}.{method}": (name, method, pattern) for name, method, pattern in patterns()}


def doer(pattern: re.Pattern[Any], method: str) -> Callable[[Any], object]:
    if method in ("sub", "subn"):
        return lambda text: pattern.sub(text[:0], text)
    if method == "finditer":
        return lambda text: [*pattern.finditer(text)]
    do: Callable[[Any], object] = getattr(pattern, method)
    return do


def spent(do: Callable[[Any], object], text: Any, times: int = 1) -> float:
    best = ENDLESS
    for _ in range(times):
        with alarm(ENDLESS):
            begun = process_time()
            try:
                do(text)
            except _EndlessError:
                return ENDLESS
            best = min(best, process_time() - begun)
    return best


def check(name: str, pattern: re.Pattern[Any], method: str, text: Callable[[Any], Any]) -> None:
    do = doer(pattern, method)
    longer = baits(pattern, 4 * LENGTH)
    for bait in baits(pattern, LENGTH):
        four_times = next(longer)
        if (once := spent(do, text(bait))) > NOTICED:
            told = f"{name} on {bait[:60]!r}..."
            assert once < ENDLESS, told
            if spent(do, text(four_times)) > GROWS * once:  # not because something else was in the way
                once, four = spent(do, text(bait), 3), spent(do, text(four_times), 3)
                assert four < GROWS * once, f"{told}: {once:.3f} s, and {four:.3f} s for four times the text"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rule_takes_more_than_its_share_of_time(rule):
    check(rule.id, rule.pattern, "search" if rule.takes is Takes.TOKEN else "match", fold)


@pytest.mark.parametrize(("name", "method", "pattern"), PATTERNS.values(), ids=PATTERNS)
def test_no_pattern_takes_more_than_its_share_of_time(name, method, pattern):
    check(name, pattern, method, fold if name in FOLDED else lambda text: text)


@pytest.mark.parametrize("bad", [r"(a+)+b", r"\s+$", r"a.*b.*c"])
def test_a_pattern_that_backtracks_without_end_is_found(bad):
    with pytest.raises(AssertionError, match="bad on "):
        check("bad", re.compile(bad), "search", lambda text: text)
