"""A newspaper lived through: its ordinary days, a redesign, a block, a dead feed, an outage, and kills in between."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from crawler.site import Site
from crawler.state.store import NAME, State
from crawler.urls import identity
from pipelines.health.verdict import Kind, Level
from pipelines.health.verdictfile import held, is_published
from pipelines.jobs.repair import repair
from tests.month.gazette import FEED, NEW, OLD, Events, Gazette, Story, midnight, site, stories, within
from tests.month.simulation import Days, live


@dataclass(frozen=True)
class Plan:
    first: date
    days: int
    hours: Sequence[int]
    """At which passes are done."""
    events: Events
    mended: datetime
    """When somebody has described the new layout."""

    @property
    def moments(self) -> list[datetime]:
        return [self.day(number) + timedelta(hours=hour) for number in range(1, self.days + 1) for hour in self.hours]

    @property
    def killed(self) -> list[datetime]:
        """Every other day the second pass dies."""
        return [self.day(number) + timedelta(hours=self.hours[1]) for number in range(2, self.days + 1, 2)]

    def day(self, number: int) -> datetime:
        return midnight(self.first + timedelta(days=number - 1))

    def site_at(self, moment: datetime) -> Site:
        if moment < self.mended:
            return site(OLD)
        return site(NEW, replace(OLD, until=self.events.redesign.date()))


def events(first: date, *, redesign: int, blocked: int, feed_dies: int, outage: int) -> Events:
    """Days are counted from 1; the outage begins in the night and ends late in the afternoon."""

    def day(number: int) -> datetime:
        return midnight(first + timedelta(days=number - 1))

    return Events(
        redesign=day(redesign),
        blocked=(day(blocked), day(blocked + 1)),
        feed_dies=day(feed_dies),
        outage=(day(outage), day(outage) + timedelta(hours=16)),
    )


WEDNESDAY, SUNDAY = date(2026, 11, 4), date(2026, 11, 1)
WEEK = Plan(
    first=WEDNESDAY,
    days=8,
    hours=(12, 21),
    events=events(WEDNESDAY, redesign=3, feed_dies=6, blocked=7, outage=8),
    mended=midnight(date(2026, 11, 7)),
)
MONTH = Plan(
    first=SUNDAY,
    days=30,
    hours=(9, 13, 17, 22),
    events=events(SUNDAY, redesign=12, blocked=17, feed_dies=20, outage=24),
    mended=midnight(date(2026, 11, 14)),
)


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(WEEK, id="week"),
        pytest.param(MONTH, id="month", marks=[pytest.mark.slow, pytest.mark.timeout(1800)]),
    ],
)
def test_days_of_a_newspaper(tmp_path: Path, plan: Plan) -> None:
    told = stories(plan.first, plan.days)
    with Gazette(told, plan.events, plan.day(1)) as gazette:

        def before(moment: datetime) -> None:
            if moment == next(one for one in plan.moments if one >= plan.mended):
                mend(gazette, tmp_path, plan)

        days = live(gazette, tmp_path, plan.moments, site_at=plan.site_at, killed=plan.killed, before=before)
    each_event_has_its_verdict_within_one_run(days, plan)
    hardly_a_false_alarm(days, plan)
    every_article_is_archived_once_per_version(days, plan, gazette, tmp_path)


def mend(gazette: Gazette, data: Path, plan: Plan) -> None:
    """The new template is there: what was held back for the redesign is made again, and nothing is asked for."""
    ill = [*held(data, "warta")]
    asked = len(gazette.requests)
    report = repair(data, [plan.site_at(plan.mended)])
    assert report.errors == []
    assert {verdict.run for verdict in report.verdicts} >= set(ill)
    assert [verdict.findings for verdict in report.verdicts if not verdict.published] == []
    assert [*held(data, "warta")] == []
    assert len(gazette.requests) == asked


def each_event_has_its_verdict_within_one_run(days: Days, plan: Plan) -> None:
    events = plan.events
    begun = {
        Kind.LAYOUT: events.redesign,
        Kind.BLOCKED: events.blocked[0],
        Kind.FEED: events.feed_dies,
        Kind.OUTAGE: events.outage[0],
    }
    for kind, moment in begun.items():
        first = next(at for at, report in days.passes if at >= moment and report)
        found = [finding for at, finding in days.findings() if at == first and finding.kind is kind]
        assert found, f"{kind} was not told by the pass of {first}"
    dead = [finding for _, finding in days.findings() if finding.kind is Kind.FEED]
    assert all(FEED in finding.words for finding in dead)
    passes = [report for at, report in days.passes if at >= events.feed_dies and report]
    assert len(dead) == sum(len(report.verdicts) for report in passes), "it is told of as long as it is dead"
    assert [finding.since is None for finding in dead] == [True] + [False] * (len(dead) - 1), "and is news once"
    quiet = {finding.words.rpartition(": ")[2] for _, finding in days.findings() if finding.kind is Kind.QUIET}
    assert quiet
    assert quiet <= {"Saturday", "Sunday"}


def hardly_a_false_alarm(days: Days, plan: Plan) -> None:
    events = plan.events
    explained = {
        Kind.LAYOUT: (events.redesign, plan.mended),
        Kind.BLOCKED: events.blocked,
        Kind.FEED: (events.feed_dies, plan.day(plan.days + 1)),
        Kind.OUTAGE: events.outage,
    }
    nothing = (plan.day(1), plan.day(1))
    false = [
        (str(at), finding)
        for at, finding in days.findings()
        if finding.level > Level.NOTE and not within(explained.get(finding.kind, nothing), at)
    ]
    assert len(false) <= 1, false


def every_article_is_archived_once_per_version(days: Days, plan: Plan, gazette: Gazette, data: Path) -> None:
    texts = 0
    with State(data / NAME) as state:
        for story in gazette.told:
            article = state.articles.find(identity(story.url, site(OLD)))
            versions = [(one.run, one.file) for one in article.versions] if article else []
            texts += len(versions)
            kept = [(data / "text" / "warta" / run / file).read_text("utf-8") for run, file in versions]
            assert kept in expected(story, gazette, days), story
            assert kept or not could_be_fetched(story, days, plan), story
            assert all(is_published(data, "warta", run) for run, _ in versions), story
            if article and story.removed and story.removed + timedelta(days=4) < plan.day(plan.days):
                assert article.takedown, story
    files = [*(data / "text").glob("*/*/*.txt")]
    assert len(files) == texts, "no text is there that no version names"


def expected(story: Story, gazette: Gazette, days: Days) -> list[list[str]]:
    """The texts of a story as it was served, each once; what a kill cut off may be missing."""

    def once(served: list[int]) -> list[str]:
        return [story.text(version) for version, _ in groupby(served)]

    served = [(place, version) for place, (number, version) in enumerate(gazette.served) if number == story.number]
    whole = [version for _, version in served]
    sure = [version for place, version in served if place not in days.in_flight]
    return [once(whole), once(sure)]


def could_be_fetched(story: Story, days: Days, plan: Plan) -> bool:
    moments = [at for at, report in days.passes if report]
    return any(
        story.published <= at
        and (story.removed is None or at < story.removed)
        and not within(plan.events.blocked, at)
        and not within(plan.events.outage, at)
        for at in moments
    )
