"""The document of the rules is made from the rules."""

from pathlib import Path

from pipelines.rulebook import rulebook
from pipelines.rules import RULES

DOCUMENT = Path(__file__).parents[2] / "docs/boilerplate.md"


def test_the_document_is_that_of_today_s_rules():
    assert DOCUMENT.read_text("utf-8") == rulebook(RULES), "the rules have changed: make docs"


def test_every_rule_has_its_heading_its_pattern_and_its_examples():
    text = rulebook(RULES)
    for rule in RULES:
        part = text.partition(f"### {rule.id}\n")[2].partition("\n### ")[0]
        assert f"```regex\n{rule.pattern.pattern}\n```" in part
        assert all(example in part for example in (*rule.removes, *rule.spares))
