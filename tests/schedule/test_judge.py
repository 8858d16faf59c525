"""Which runs are judged, and what is kept of what was found in those before."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.state.store import NAME, State
from pipelines.jobs.judge import judge_ended
from pipelines.jobs.status import past_of
from tests.schedule.test_health import SITE

NOW = datetime(2026, 11, 10, 5, tzinfo=UTC)


def begun(state: State, at: datetime) -> str:
    run = f"{at:%Y%m%dT%H%M%SZ}"
    state.runs.begin(SITE.name, run, at, {})
    return run


def test_a_run_that_could_not_write_its_end_is_judged_by_its_report(tmp_path: Path) -> None:
    """The archive and the state have no end of it: by them it was killed, and only the report knows better."""
    with State(tmp_path / NAME) as state:
        run = begun(state, NOW)
        folder = tmp_path / "runs" / run
        folder.mkdir(parents=True)
        assert judge_ended(tmp_path, state, SITE) == [], "it may go on"
        told = {"site": SITE.name, "ended": "archive_failed", "errors": ["cannot write the archive: disk full"]}
        (folder / "run.json").write_text(json.dumps({"sites": [told]}), "utf-8")
        [verdict] = judge_ended(tmp_path, state, SITE)
        assert verdict.word == "run broken"
        assert "(archive_failed): cannot write the archive: disk full" in verdict.findings[0].words
        assert not verdict.published
        assert judge_ended(tmp_path, state, SITE) == []
        past = past_of(tmp_path, state, SITE.name)
        assert (past.resume, past.failed) == (run, True)
        killed = begun(state, NOW + timedelta(hours=1))
        past = past_of(tmp_path, state, SITE.name)
        assert (past.resume, past.failed) == (killed, False)
