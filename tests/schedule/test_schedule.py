"""When a newspaper is due."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.loader import load_sites
from crawler.site import Site
from crawler.state.store import NAME, State
from pipelines.jobs.status import past_of
from pipelines.schedule.config import Cadence
from pipelines.schedule.dues import JITTER, Due, Past, due, in_shard, parse_shard

SITE = Site(name="koran", title="Koran", domains=("koran.test",), article="https://koran.test/.")
NOON = datetime(2026, 11, 10, 5, 0, tzinfo=UTC)  # 12:00 WIB
HOURLY = Cadence()


def after(ago: timedelta, *, finished: bool = True, blocked: bool = False) -> Past:
    start = NOON - ago
    return Past(start, finished, complete=start if finished else None, blocked=start if blocked else None)


def asked(past: Past, cadence: Cadence = HOURLY, now: datetime = NOON) -> Due:
    return due(SITE, cadence, past, now)


def test_a_newspaper_that_was_never_crawled_is_due_from_its_first_day() -> None:
    answer = asked(Past(), Cadence(since=date(2026, 11, 1)))
    assert (answer.now, answer.since, answer.why) == (True, date(2026, 11, 1), "never crawled")


def test_due_after_the_interval_and_no_more_than_a_tenth_of_it() -> None:
    assert not asked(after(timedelta(minutes=59))).now
    late = asked(after(timedelta(minutes=66)))
    assert (late.now, late.why) == (True, "last run 66 min ago")
    assert late.at <= NOON
    waits = {asked(after(timedelta(minutes=minutes))).at + timedelta(minutes=minutes) - NOON for minutes in range(59)}
    assert min(waits) >= timedelta(hours=1)
    assert max(waits) <= timedelta(hours=1) * (1 + JITTER)
    assert len(waits) > 20, "runs are moved apart"


def test_the_next_moment_is_the_one_at_which_it_becomes_due() -> None:
    past = after(timedelta(minutes=10))
    at = asked(past).at
    assert not asked(past, now=at - timedelta(seconds=1)).now
    assert asked(past, now=at).now


def test_a_run_that_was_broken_off_goes_on_at_once() -> None:
    past = replace(after(timedelta(minutes=1), finished=False), resume="20261110T045900Z")
    answer = asked(past)
    assert (answer.now, answer.resume) == (True, "20261110T045900Z")
    assert answer.why == "run 20261110T045900Z was broken off; it goes on where it was"
    assert not asked(replace(past, busy="run 20261110T045900Z")).now


def test_a_run_that_failed_goes_on_in_its_time() -> None:
    past = replace(after(timedelta(minutes=1), finished=False), resume="20261110T045900Z", failed=True)
    assert not asked(past).now
    later = asked(past, now=NOON + timedelta(hours=2))
    assert (later.now, later.resume) == (True, past.resume)


def test_what_was_broken_off_by_hand_is_followed_by_an_ordinary_run() -> None:
    answer = asked(after(timedelta(minutes=1), finished=False))
    assert (answer.now, answer.resume, answer.why) == (True, "", "its last run was broken off")


def test_days_that_a_resumed_run_could_not_see_are_missed_all_the_same(tmp_path: Path) -> None:
    """It has read the sources as they were when the first of the runs began; in an outage nothing has been read."""
    first = NOON - timedelta(days=5)
    second, outage, hand = (NOON - timedelta(hours=hours) for hours in (3, 2, 1))
    with State(tmp_path / NAME) as state:
        for start, how, reason in (
            (first, {}, "killed"),
            (second, {"resume": f"{first:%Y%m%dT%H%M%SZ}"}, "finished"),
            (outage, {}, "finished"),
            (hand, {"urls": 3}, "finished"),
        ):
            run = f"{start:%Y%m%dT%H%M%SZ}"
            state.runs.begin("koran", run, start, how)
            state.runs.end("koran", run, start + timedelta(minutes=1), reason, {})
            state.runs.judge("koran", run, "outage" if start == outage else "healthy", [])
        past = past_of(tmp_path, state, SITE)
    assert (past.complete, past.started, past.finished) == (first, hand, True)
    assert asked(past, now=NOON + timedelta(hours=1)).since == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("how", "counts", "by_hand", "complete"),
    [
        ({"since": "2026-11-01", "until": "2026-11-10"}, {}, False, True),  # until is written down, asked for or not
        ({"since": "2020-01-01", "until": "2020-01-31"}, {}, True, False),
        ({"since": "2026-11-01", "until": "2026-11-09", "resume": "20261109T160000Z"}, {}, False, True),
        ({"limit": 9}, {"articles": 8}, False, True),
        ({"limit": 9}, {"articles": 9, "limited": True}, False, False),
    ],
)
def test_days_that_somebody_asked_for_are_none_of_the_schedule(
    tmp_path: Path, how: dict[str, Any], counts: dict[str, Any], by_hand: bool, complete: bool
) -> None:
    """The run that is resumed began before midnight."""
    run, before = f"{NOON:%Y%m%dT%H%M%SZ}", datetime(2026, 11, 9, 16, tzinfo=UTC)
    with State(tmp_path / NAME) as state:
        state.runs.begin("koran", run, NOON, how)
        assert past_of(tmp_path, state, SITE).resume == ("" if by_hand else run)
        state.runs.end("koran", run, NOON, "finished", counts)
        expected = (before if "resume" in how else NOON) if complete else None
        assert past_of(tmp_path, state, SITE).complete == expected


@pytest.mark.parametrize(
    ("quiet", "until"),
    [("11:30-12:30", (12, 30)), ("11:00-04:00", (28, 0)), ("12:00-12:01", (12, 1))],
)
def test_quiet_hours_are_those_of_the_newspapers_clock(quiet: str, until: tuple[int, int]) -> None:
    answer = asked(after(timedelta(days=3)), Cadence(quiet=[quiet]))  # type: ignore[arg-type]
    assert not answer.now
    assert answer.at == datetime(2026, 11, 9, 17, 0, tzinfo=UTC) + timedelta(hours=until[0], minutes=until[1])
    assert "quiet hours" in answer.why


def test_blocked_is_left_alone_until_the_newspapers_midnight() -> None:
    answer = asked(after(timedelta(hours=5), blocked=True))
    assert (answer.now, answer.at) == (False, datetime(2026, 11, 10, 17, 0, tzinfo=UTC))
    assert asked(after(timedelta(hours=13), blocked=True)).now


def test_days_that_were_missed_are_caught_up() -> None:
    answer = asked(after(timedelta(days=4)))
    assert (answer.now, answer.since) == (True, date(2026, 11, 6))
    assert asked(after(timedelta(hours=30))).since is None, "the index of yesterday is read anyway"


def test_a_clock_that_was_set_back_stops_nothing() -> None:
    answer = asked(after(-timedelta(days=400)))
    assert answer.now
    assert "is still to come: was the clock set back?" in answer.why
    assert not asked(after(-timedelta(minutes=2))).now, "two machines' clocks differ by as much"


def test_each_newspaper_falls_to_one_shard_with_all_of_its_domain() -> None:
    sites = load_sites()
    shards = {name: [i for i in range(1, 6) if in_shard(site, (i, 5))] for name, site in sites.items()}
    assert all(len(found) == 1 for found in shards.values())
    assert len({found[0] for found in shards.values()}) > 1
    same = [name for name, site in sites.items() if any("inews.id" in domain for domain in site.domains)]
    assert all(shards[one] == shards[other] for one, other in pairwise(same))


@pytest.mark.parametrize("text", ["0/3", "4/3", "a/b", "3", "/", "-1/3"])
def test_what_is_no_shard(text: str) -> None:
    with pytest.raises(ValueError, match="write I/N with I from 1 to N"):
        parse_shard(text)
