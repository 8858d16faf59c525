"""Every rule in both directions, straight from the table."""

from collections import Counter
from dataclasses import replace

import pytest

from pipelines.blocks import Block
from pipelines.boilerplate import clean, rules_for
from pipelines.rules import RULES, Takes

PROSE = Block("Warga menanam bakau di sepanjang pantai itu sejak pagi hari.")
REMOVES = [pytest.param(rule, text, id=f"{rule.id}-{n}") for rule in RULES for n, text in enumerate(rule.removes)]
SPARES = [pytest.param(rule, text, id=f"{rule.id}-{n}") for rule in RULES for n, text in enumerate(rule.spares)]


def texts(cleaned):
    return [block.text for block in cleaned.blocks]


def what_is_left(rule, text):
    """A token leaves the words around it; every other rule takes its example whole."""
    return [rest] if rule.takes is Takes.TOKEN and (rest := rule.pattern.sub("", text).strip()) else []


@pytest.mark.parametrize(("rule", "text"), REMOVES)
def test_a_rule_alone_removes_its_examples(rule, text):
    cleaned = clean([Block(text)], [rule])
    assert texts(cleaned) == what_is_left(rule, text)
    assert {removed.rule for removed in cleaned.removed} == {rule.id}
    assert cleaned.flags == ((rule.flag,) if rule.flag else ())


@pytest.mark.parametrize(("rule", "text"), REMOVES)
def test_in_the_table_an_example_is_removed_by_its_rule_or_an_earlier_one(rule, text):
    rules = rules_for(rule.sites[0] if rule.sites else "")
    cleaned = clean([Block(text)], rules)
    assert texts(cleaned) == what_is_left(rule, text)
    order = [known.id for known in rules]
    assert all(removed.rule == rule.id or is_earlier(removed.rule, rule, order) for removed in cleaned.removed)


def is_earlier(rule_id, rule, order):
    """Tokens are taken out before any other rule is tried, wherever they stand in the table."""
    takes = next(known.takes for known in RULES if known.id == rule_id)
    return takes is Takes.TOKEN or order.index(rule_id) < order.index(rule.id)


@pytest.mark.parametrize(("rule", "text"), SPARES)
def test_no_rule_touches_the_prose_that_a_rule_must_spare(rule, text):
    cleaned = clean([Block(text)], RULES)
    assert (texts(cleaned), cleaned.removed, cleaned.flags) == ([text], (), ())


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES if rule.last])
def test_a_rule_of_the_tail_leaves_the_rest_of_the_body_alone(rule):
    example = Block(rule.removes[0])
    at_the_end = clean([PROSE, example, *[PROSE] * (rule.last - 1)], [rule])
    behind_advertisements = clean(
        [PROSE, example, *[Block("Iklan")] * 9], rules_for(rule.sites[0] if rule.sites else "")
    )
    too_early = clean([example, *[PROSE] * rule.last], [rule])
    assert example.text not in texts(at_the_end)
    assert texts(behind_advertisements) == [PROSE.text]
    assert texts(too_early) == [example.text, *[PROSE.text] * rule.last]


def test_a_rule_of_one_site_speaks_of_no_other():
    everywhere, here = RULES[0], replace(RULES[1], sites=("kompas",))
    assert rules_for("kompas", (everywhere, here)) == (everywhere, here)
    assert rules_for("tempo", (everywhere, here)) == (everywhere,)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES if rule.takes is Takes.REST])
def test_a_gate_takes_everything_behind_it(rule):
    cleaned = clean([PROSE, Block(rule.removes[0]), PROSE], [rule])
    assert texts(cleaned) == [PROSE.text]


def test_every_rule_has_an_id_of_its_own_and_examples_in_both_directions():
    assert [rule_id for rule_id, count in Counter(rule.id for rule in RULES).items() if count > 1] == []
    assert [rule.id for rule in RULES if not rule.removes or not rule.spares] == []


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES if rule.holds])
def test_what_a_rule_holds_is_in_all_that_it_matches(rule):
    for text in (*rule.removes, *(example.upper() for example in rule.removes)):
        assert not rule.pattern.search(text) or any(part in text.lower() for part in rule.holds)
    assert all(part == part.lower() for part in rule.holds)
