"""Elements that the parser looks for all the way up whenever one opens: 100,000 in each other take it half a minute."""

import pytest

from pipelines.nesting import is_bottomless

SLOW = "dialog dir figcaption hgroup listing optgroup pre rb rp rt rtc search summary div table ul"


@pytest.mark.parametrize("tag", SLOW.split())
def test_they_are_not_parsed_when_they_are_nested_without_end(tag: str) -> None:
    assert is_bottomless(f"<{tag}>".encode() * 20_000)
    assert not is_bottomless(f"<{tag}></{tag}>".encode() * 20_000)
