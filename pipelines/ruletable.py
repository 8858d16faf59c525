"""Which rules are worth trying on a block: most say by which words it must open, or what it must hold."""

import re
from collections.abc import Iterable
from functools import cached_property

from pipelines.rules import Rule, Takes

_FIRST_WORD = re.compile(r"[^\w\"“]*([^\s:;,.!?()\[\]]+)")


class RuleTable:
    """Rules in their order, those that take characters apart from those that take blocks."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        told = tuple(rules)
        self.reach = max((rule.last for rule in told), default=0)
        """How many blocks from the end of a body the rules speak of, if they speak of the last alone."""
        self._tokens = _with_part(rule for rule in told if rule.takes is Takes.TOKEN)
        blocks = [rule for rule in told if rule.takes is not Takes.TOKEN]
        self._others = _with_part(rule for rule in blocks if not rule.opens)
        words = {word for rule in blocks for word in rule.opens}
        self._by_word = {
            word: _with_part(rule for rule in blocks if not rule.opens or word in rule.opens) for word in words
        }

    def tokens(self, lower: str) -> list[Rule]:
        """The rules that may cut something out of a text, which is given in lower case."""
        return [rule for part, rule in self._tokens if part in lower]

    def candidates(self, lower: str) -> list[Rule]:
        """The other rules that may match a text, which is given in lower case."""
        match = _FIRST_WORD.match(lower)
        found = self._by_word.get(match[1], self._others) if match else self._others
        return [rule for part, rule in found if part in lower]


class RuleSet(tuple[Rule, ...]):
    """The rules that speak of one site, with the tables of those for a whole body and for its end."""

    @cached_property
    def body(self) -> RuleTable:
        return RuleTable(rule for rule in self if not rule.last)

    @cached_property
    def tail(self) -> RuleTable:
        return RuleTable(rule for rule in self if rule.last)


def _with_part(rules: Iterable[Rule]) -> list[tuple[str, Rule]]:
    """Each rule with what a text must hold for it; a rule that stands here twice may be tried twice."""
    return [(part, rule) for rule in rules for part in rule.holds or ("",)]
