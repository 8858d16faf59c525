"""Facts in, verdict out: each cause has its own words, and what is in order gives no alarm."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crawler.site import Expect, Feed, Site, Sitemap, Template
from pipelines.health.facts import RunFacts, SourceFacts
from pipelines.health.judging import judge
from pipelines.health.restdays import rest_before, rest_of
from pipelines.health.verdict import Finding, Kind, Level, Verdict

SITE = Site(
    name="koran",
    title="Koran",
    domains=("koran.test",),
    article="https://koran.test/.",
    discovery=(Feed("https://koran.test/rss"), Sitemap("https://koran.test/sitemap.xml")),
    templates=(
        Template(name="new", since=date(2025, 1, 1), body=".new"),
        Template(name="old", until=date(2025, 1, 1), body=".old"),
    ),
    expect=Expect(articles_a_day=(40, 200), characters=(600, 8000)),
)
TUESDAY, SATURDAY, LEBARAN = date(2026, 11, 10), date(2026, 11, 14), date(2026, 3, 21)
FEED, MAP = "Feed https://koran.test/rss", "Sitemap https://koran.test/sitemap.xml"
NOON = datetime(2026, 11, 10, 5, tzinfo=UTC)


def healthy(articles: int = 12, **changes: Any) -> RunFacts:
    facts = RunFacts(
        site="koran",
        run="20261110T050000Z",
        at=datetime(2026, 11, 10, 5, tzinfo=UTC),
        fetched=articles,
        articles=articles,
        characters=(1500,) * articles,
        filled={"title": articles, "published": articles, "authors": articles},
        templates={"new": articles},
        sources=(SourceFacts(FEED, 30, articles), SourceFacts(MAP, 100, articles)),
        of_the_day=60,
    )
    return replace(facts, **changes)


PAST = [healthy(at=datetime(2026, 11, 9, hour, tzinfo=UTC)) for hour in range(0, 24, 6)]


def judged(
    facts: RunFacts, past: Sequence[RunFacts] = PAST, day: date = TUESDAY, standing: Sequence[Finding] = ()
) -> Verdict:
    return judge(facts, past, SITE, day, rest_of(day), standing)


def test_an_ordinary_run_is_healthy() -> None:
    verdict = judged(healthy())
    assert (verdict.findings, verdict.published, verdict.word) == ((), True, "healthy")
    assert judged(healthy(), past=[]).findings == ()


def test_a_run_with_nothing_new_is_healthy_while_the_day_is() -> None:
    assert judged(healthy(0, fetched=0)).findings == ()


@pytest.mark.parametrize(
    ("facts", "kind", "level", "words"),
    [
        (healthy(templates={"generic": 12}), Kind.LAYOUT, Level.FAIL, "the generic fallback answers for 12 of 12"),
        (healthy(templates={"new": 4, "old": 8}), Kind.LAYOUT, Level.FAIL, "template 'old' of before 2025-01-01"),
        (
            healthy(0, refused={"no text in the body": 12}, templates={}),
            Kind.LAYOUT,
            Level.FAIL,
            "12 of 12 pages give no text",
        ),
        (healthy(2, refused={"http 403": 10}, ended="blocked"), Kind.BLOCKED, Level.FAIL, "10 times http 403"),
        (healthy(0, sources=(SourceFacts(FEED, failed="x: answered 403"),)), Kind.BLOCKED, Level.FAIL, "answered 403"),
        (healthy(1, refused={"http 503": 6, "timed out": 5}), Kind.OUTAGE, Level.FAIL, "6 times http 503"),
        (
            healthy(0, refused={"robots.txt unreachable": 12}),
            Kind.OUTAGE,
            Level.FAIL,
            "12 times robots.txt unreachable",
        ),
        (
            healthy(0, sources=(SourceFacts(FEED, failed="connection refused: x"),)),
            Kind.OUTAGE,
            Level.FAIL,
            "no source answers: connection refused",
        ),
        (healthy(paywalled=11), Kind.PAYWALL, Level.FAIL, "11 of 12 articles are behind a paywall; before, 0% were"),
        (healthy(characters=(200,) * 12), Kind.SHORT, Level.FAIL, "12 texts have less than 200 characters"),
        (healthy(characters=(20000,) * 12), Kind.LONG, Level.WARN, "where 8000 are the most"),
        (
            healthy(filled={"title": 12, "published": 0, "authors": 12}),
            Kind.FIELDS,
            Level.FAIL,
            "published is known of 0 of 12 articles, where 95% are the least",
        ),
        (healthy(of_the_day=20), Kind.FEW, Level.FAIL, "20 articles in a day, where 40 are the least"),
        (healthy(of_the_day=500), Kind.MANY, Level.WARN, "500 articles in a day, where 200 are the most"),
        (
            healthy(0, of_the_day=5, sources=(SourceFacts(FEED, 30, 0), SourceFacts(MAP, 100, 0))),
            Kind.FEED,
            Level.FAIL,
            "every source answers, and none announces anything new",
        ),
        (
            healthy(sources=(SourceFacts(FEED, failed="answered 404"), SourceFacts(MAP, 100, 12))),
            Kind.FEED,
            Level.WARN,
            f"{FEED}: answered 404",
        ),
        (
            healthy(sources=(SourceFacts(FEED, 0, 0), SourceFacts(MAP, 100, 12))),
            Kind.FEED,
            Level.WARN,
            "announces nothing; before, it announced 30",
        ),
        (
            healthy(sources=(SourceFacts(FEED, 30, 0), SourceFacts(MAP, 100, 12))),
            Kind.FEED,
            Level.WARN,
            "it announces none of 12 new articles that others announce; before, it had 95% of them",
        ),
        (healthy(3, ended="archive_failed", errors=("disk full",)), Kind.BROKEN, Level.FAIL, "disk full"),
    ],
)
def test_each_cause_has_its_words_and_no_other_is_told(facts: RunFacts, kind: Kind, level: Level, words: str) -> None:
    verdict = judged(facts)
    assert [(finding.kind, finding.level) for finding in verdict.findings] == [(kind, level)]
    assert words in verdict.findings[0].words
    assert verdict.published == (level < Level.FAIL)
    assert verdict.word == kind.value


@pytest.mark.parametrize(("day", "count", "said"), [(SATURDAY, 30, "Saturday"), (LEBARAN, 9, "Lebaran (Eid al-Fitr)")])
def test_a_quiet_newsroom_is_no_alarm(day: date, count: int, said: str) -> None:
    [finding] = judged(healthy(of_the_day=count), day=day).findings
    assert (finding.kind, finding.level) == (Kind.QUIET, Level.NOTE)
    assert said in finding.words
    assert judged(healthy(of_the_day=count)).level is Level.FAIL, "on a Tuesday it is"


def test_even_a_quiet_newsroom_may_be_too_quiet() -> None:
    assert judged(healthy(of_the_day=5), day=SATURDAY).word == "few articles"


def test_a_run_that_was_killed_is_no_alarm() -> None:
    [finding] = judged(healthy(3, ended="killed", of_the_day=3)).findings
    assert (finding.kind, finding.level) == (Kind.BROKEN, Level.NOTE)


def test_a_small_run_is_judged_with_those_before_it() -> None:
    """Two articles of the fallback say little; with three more from the runs before they say enough."""
    small = healthy(2, templates={"generic": 2})
    assert judged(small, past=[]).findings == ()
    assert judged(small, past=[*PAST, healthy(3, templates={"generic": 3})]).word == "layout changed"
    assert judged(small).findings == (), "those before it were in order"


def test_a_source_that_fails_for_once_is_no_alarm_and_twice_is_one() -> None:
    flaky = healthy(sources=(SourceFacts(FEED, failed="timed out: x"), SourceFacts(MAP, 100, 12)))
    assert judged(flaky).findings == ()
    assert judged(flaky, [*PAST, flaky]).word == "feed stopped"


def test_a_dead_source_is_told_as_long_as_it_is_dead() -> None:
    """Also when no run of the last week has seen it alive, in an outage, and in runs that have not read it."""
    dead = healthy(sources=(SourceFacts(FEED, 30, 0), SourceFacts(MAP, 100, 12)))
    [first] = judged(dead).findings
    assert (first.source, first.since) == (FEED, None)
    standing, week = [replace(first, since=NOON)], [dead] * 4
    quiet = healthy(0, sources=(SourceFacts(FEED, 30, 0), SourceFacts(MAP, 100, 0)))
    unread = healthy(sources=(SourceFacts(MAP, 100, 12),))
    for facts in (dead, quiet, unread, healthy(1, refused={"http 503": 11})):
        assert FEED not in {finding.source for finding in judged(facts, week).findings}, "by this week alone"
        [found] = [one for one in judged(facts, week, standing=standing).findings if one.source]
        assert (found.source, found.since, found.level) == (FEED, NOON, Level.WARN)
        assert found.told.startswith("since 2026-11-10: ")
    gone = healthy(sources=(SourceFacts(FEED, failed="answered 404"), SourceFacts(MAP, 100, 12)))
    [found] = judged(gone, week, standing=standing).findings
    assert (found.words, found.since) == (f"{FEED}: answered 404", NOON)
    alive = healthy(sources=(SourceFacts(FEED, 30, 1), SourceFacts(MAP, 100, 12)))
    assert judged(alive, week, standing=standing).findings == ()
    mended = replace(SITE, discovery=(Feed("https://koran.test/terbaru"),))
    assert judge(unread, week, mended, TUESDAY, rest_of(TUESDAY), standing).findings == ()


def test_a_feed_of_forty_is_not_blamed_for_the_rest() -> None:
    caught_up = healthy(300, of_the_day=60, sources=(SourceFacts(FEED, 40, 40), SourceFacts(MAP, 400, 300)))
    assert judged(caught_up).findings == ()
    dying = healthy(sources=(SourceFacts(FEED, 40, 1), SourceFacts(MAP, 100, 12)))
    assert "it announces 1 of 12 new articles" in judged(dying).findings[0].words


def test_a_paywall_that_always_was_is_no_news() -> None:
    walled = healthy(paywalled=10)
    assert judged(walled, [replace(run, paywalled=9) for run in PAST]).findings == ()


def test_a_site_without_templates_has_no_layout_to_change() -> None:
    site = Site(name="koran", title="Koran", domains=("koran.test",), article="https://koran.test/.")
    verdict = judge(healthy(templates={"generic": 12}), PAST, site, TUESDAY, rest_of(TUESDAY))
    assert verdict.findings == ()


def test_a_year_of_ordinary_runs_gives_hardly_an_alarm() -> None:
    """Runs of a healthy newspaper, as chance makes them: bylines at 70 %, one odd template in fifty, lengths spread."""
    dice, past, alarms = random.Random(4), list[RunFacts](), 0
    for number in range(2000):
        count = dice.randrange(0, 20)
        new = sum(dice.random() < 0.98 for _ in range(count))
        feed = sum(dice.random() < 0.9 for _ in range(count))
        facts = healthy(
            count,
            at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=4 * number),
            characters=tuple(int(dice.lognormvariate(7.4, 0.5)) for _ in range(count)),
            filled={"title": count, "published": count, "authors": sum(dice.random() < 0.7 for _ in range(count))},
            templates={"new": new, "generic": count - new},
            sources=(SourceFacts(FEED, 30, feed), SourceFacts(MAP, 100, count)),
        )
        alarms += judged(facts, past[-40:]).level > Level.NOTE
        past.append(facts)
    assert alarms <= 4


def test_lebaran_follows_the_decrees() -> None:
    assert [day for day in range(15, 28) if "Lebaran" in rest_of(date(2026, 3, day))[0]] == [20, 21, 22, 23, 24]
    assert rest_of(date(2026, 11, 10)) == ("", 1.0)


def test_a_monday_morning_looks_back_on_sunday() -> None:
    assert rest_before(date(2026, 11, 9)) == rest_of(date(2026, 11, 8))
    assert rest_before(date(2026, 11, 10)) == ("", 1.0)
