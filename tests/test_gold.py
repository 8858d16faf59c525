"""Real pages and their gold: what was reached once must not be lost."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from pipelines.jobs.evaluate import DESCRIBED, UNKNOWN, Graded, by_group, by_site, evaluate
from pipelines.scoring import Summary

PAGES = Path(__file__).parents[1] / "../shared/pages"

DATES = {"kompas": 16 / 18}
"""The share of right dates where it is not all: two pages say only when they were updated, and their address tells
the first publication."""

pytestmark = pytest.mark.skipif(not PAGES.exists(), reason="the reference pages are not beside the checkout")


@cache
def graded() -> Sequence[Graded]:
    return evaluate(PAGES)


@cache
def sites() -> dict[str, Summary]:
    return by_site(graded())


def test_described_sites_as_a_whole() -> None:
    whole = by_group(graded())[DESCRIBED]
    assert whole.paragraph_f1 >= 0.995
    assert whole.exact >= 0.95
    assert (whole.title or 0) >= 0.98
    assert (whole.date or 0) >= 0.97
    assert whole.leaked == 0
    assert whole.over_deletion <= 0.002


def test_unknown_sites_as_a_whole() -> None:
    whole = by_group(graded())[UNKNOWN]
    assert whole.word_f1 >= 0.98
    assert whole.paragraph_f1 >= 0.93


def test_each_site_keeps_what_it_has_reached() -> None:
    worse = []
    for name, summary in sites().items():
        if summary.exact < 1:
            worse.append(f"{name}: exact {summary.exact:.2f}, paragraph F1 {summary.paragraph_f1:.4f}")
        if summary.title != 1:
            worse.append(f"{name}: headlines {summary.title}")
        if (summary.date or 0) < DATES.get(name, 1):
            worse.append(f"{name}: dates {summary.date}")
    assert not worse, "\n".join(worse)


def test_no_page_of_a_described_site_is_read_without_a_template() -> None:
    assert [one.gold.id for one in graded() if one.described and one.template == "generic"] == []
