"""Where on an unknown page the headline ends, the text begins and ends, in numbers of lines."""

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from pipelines.unknown.prose import Survey

_DECK = 6
_ABOVE = 6
_BELOW = 15
"""Lines below a text in which its byline and credit may stand."""


@dataclass(frozen=True, slots=True)
class Zones:
    """The headline is `top` to `bottom`, the container `start` to `end`, its prose `first` to `last`; half-open."""

    top: int
    bottom: int
    start: int
    end: int
    first: int
    last: int

    @property
    def above(self) -> int:
        """From here on what stands above the headline may belong to it."""
        return max(0, self.top - _ABOVE)

    @property
    def head(self) -> int:
        """Where in the container what belongs to the headline begins."""
        return max(self.start, self.bottom)

    @property
    def early(self) -> int:
        """Up to here a date or a byline may stand below the deck, which is prose too."""
        return min(self.end, max(self.first, self.bottom + _DECK))

    @property
    def below(self) -> int:
        return self.end + _BELOW


def zones(container: LexborNode, headline: LexborNode | None, page: Survey) -> Zones:
    start, end = page.span(container)
    top, bottom = page.span(headline) if headline is not None else (start, start)
    prose = [number for number in range(max(start, bottom), end) if page.lines[number].prose]
    first, last = (prose[0], prose[-1] + 1) if prose else (max(start, min(bottom, end)), end)
    return Zones(top, bottom, start, end, first, last)
