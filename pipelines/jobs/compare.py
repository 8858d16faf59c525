"""Two extractions of an archive side by side: which texts changed, came and went, by which rule and at which site."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.files import files_below

INDEX = "articles.jsonl"


@dataclass(frozen=True, slots=True)
class Version:
    """An article as one of the two extractions has it."""

    url: str
    title: str
    template: str
    removed: tuple[tuple[str, str], ...]
    """The rule and the text of each block that was left out."""
    file: Path

    @property
    def paragraphs(self) -> list[str]:
        return self.file.read_text("utf-8").split("\n\n")


@dataclass(frozen=True, slots=True)
class Change:
    """An article whose text is not the same in both; None where one of them has none."""

    site: str
    run: str
    old: Version | None
    new: Version | None
    rules: tuple[str, ...] = ()
    """The rules that removed more, fewer or other blocks than before."""
    reason: str = ""
    """Why it has no text now."""

    @property
    def kind(self) -> str:
        return "gained" if self.old is None else "lost" if self.new is None else "changed"


@dataclass(slots=True)
class Comparison:
    """Counts are of articles; those `by_site` and `by_rule` are by kind of change."""

    old: Path
    new: Path
    same: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    by_site: dict[str, Counter[str]] = field(default_factory=dict)
    by_rule: dict[str, Counter[str]] = field(default_factory=dict)
    shown: list[Change] = field(default_factory=list)
    """The first changes of each site and rule, enough to read."""


def compare(old: Path, new: Path, shown: int = 20) -> Comparison:
    """Compares `SITE/RUN` of both folders, batch by batch. `shown` changes are kept of each kind, site and rule.

    Raises FileNotFoundError when there is nothing to compare with.
    """
    if not any(file.name == INDEX for file in files_below(old)):
        raise FileNotFoundError(2, "no batch of texts, SITE/RUN/articles.jsonl, in it", str(old))
    told = Comparison(old, new)
    seen: Counter[tuple[str, str, str]] = Counter()
    for site, run in sorted({*_batches(old), *_batches(new)}):
        for change in _changes(old / site / run, new / site / run, site, run, told):
            told.kinds[change.kind] += 1
            told.by_site.setdefault(site, Counter())[change.kind] += 1
            for rule in change.rules:
                told.by_rule.setdefault(rule, Counter())[change.kind] += 1
            keys = [(change.kind, site, rule) for rule in change.rules or ("",)]
            if any(seen[key] < shown for key in keys):
                seen.update(keys)
                told.shown.append(change)
    return told


def as_json(told: Comparison) -> dict[str, Any]:
    return {
        "old": str(told.old),
        "new": str(told.new),
        "same": told.same,
        **{kind: told.kinds[kind] for kind in ("changed", "gained", "lost")},
        "by_site": {site: dict(counts) for site, counts in sorted(told.by_site.items())},
        "by_rule": {rule: dict(counts) for rule, counts in sorted(told.by_rule.items())},
    }


def _batches(folder: Path) -> Iterator[tuple[str, str]]:
    for index in folder.glob(f"*/*/{INDEX}"):
        yield index.parts[-3], index.parts[-2]


def _changes(old: Path, new: Path, site: str, run: str, told: Comparison) -> Iterator[Change]:
    before, after = _versions(old), _versions(new)
    reasons = _reasons(new) if before.keys() - after.keys() else {}
    for key in {**before, **after}:
        one, other = before.get(key), after.get(key)
        if one and other and one.file.read_bytes() == other.file.read_bytes():
            told.same += 1
            continue
        reason = reasons.get(one.url, "no page of it") if one and not other else ""
        yield Change(site, run, one, other, _rules(one, other), reason)


def _versions(batch: Path) -> dict[tuple[str, int], Version]:
    """The articles of a batch by their id; of several with one id the first is number 0."""
    found: dict[tuple[str, int], Version] = {}
    count: Counter[str] = Counter()
    index = batch / INDEX
    for line in index.read_text("utf-8").splitlines() if index.exists() else ():
        row = json.loads(line)
        removed = tuple((one["rule"], one["text"]) for one in row["removed"])
        version = Version(row["url"], row["title"], row["template"], removed, batch / row["file"])
        found[row["id"], count[row["id"]]] = version
        count[row["id"]] += 1
    return found


def _reasons(batch: Path) -> dict[str, str]:
    file = batch / "rejected.jsonl"
    rows = map(json.loads, file.read_text("utf-8").splitlines()) if file.exists() else ()
    return {row["url"]: row["reason"] for row in rows}


def _rules(old: Version | None, new: Version | None) -> tuple[str, ...]:
    before = Counter(old.removed if old else ())
    after = Counter(new.removed if new else ())
    if old is None or new is None:
        return ()
    rules = {rule for rule, _ in (before - after) + (after - before)}
    if old.template != new.template:
        rules.add(f"template {old.template} → {new.template}")
    return tuple(sorted(rules))
