"""A text cut where its marked passages begin and end.

Plain Python that knows no table.
"""

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that something on the page was read from."""

    start: int
    end: int
    kind: str
    target: str
    """The id of what was read from it."""
    anchor: str
    """The id of the passage itself."""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that lie in the same passages; the innermost of these decides its kind and where it leads."""

    start: int
    text: str
    marks: list[Mark]
    """The passages that the piece lies in, the innermost first."""
    begun: list[Mark]
    """Those of them that begin with the piece."""

    @property
    def targets(self):
        """The ids of all that was read from the piece, as one word list."""
        return " ".join(dict.fromkeys(mark.target for mark in self.marks))

    @property
    def label(self):
        """What begins here, in words."""
        return " · ".join(dict.fromkeys(str(mark.label) for mark in self.begun if mark.label))


def pieces(text, marks):
    """The whole text in pieces, each with the passages that it lies in."""
    begin = {}
    for mark in marks:
        begin.setdefault(mark.start, []).append(mark)
    cuts = sorted({0, len(text), *begin, *(mark.end for mark in marks)})
    covering = []
    for start, end in pairwise(cuts):
        begun = begin.get(start, [])
        covering = [mark for mark in covering if mark.end > start] + begun
        yield Piece(start, text[start:end], sorted(covering, key=lambda mark: mark.end - mark.start), begun)
