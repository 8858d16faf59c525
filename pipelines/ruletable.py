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
        self._tokens = [rule for rule in told if rule.takes is Takes.TOKEN]
        blocks = [rule for rule in told if rule.takes is not Takes.TOKEN]
        self._others = [rule for rule in blocks if not rule.opens]
        self._by_word = {
            word: [rule for rule in blocks if not rule.opens or word in rule.opens]
            for rule in blocks
            for word in rule.opens
        }

    def tokens(self, text: str) -> list[Rule]:
        """The rules that may cut something out of the text."""
        return _held(self._tokens, text) if self._tokens else []

    def candidates(self, text: str) -> list[Rule]:
        """The other rules that may match the text."""
        match = _FIRST_WORD.match(text)
        found = self._by_word.get(match[1].lower(), self._others) if match else self._others
        return _held(found, text) if found else []


class RuleSet(tuple[Rule, ...]):
    """The rules that speak of one site, with the tables of those for a whole body and for its end."""

    @cached_property
    def body(self) -> RuleTable:
        return RuleTable(rule for rule in self if not rule.last)

    @cached_property
    def tail(self) -> RuleTable:
        return RuleTable(rule for rule in self if rule.last)


def _held(rules: list[Rule], text: str) -> list[Rule]:
    lower = text.lower()
    return [rule for rule in rules if not rule.holds or any(part in lower for part in rule.holds)]
