"""The slow interpreter, whole: a scenario's starts, moves, replay and exploration.

slow = load(text, fixes=["atomic"])
for text, after, fault in slow.moves(slow.starts()[0]): ...
slow.explore(limit=10_000).findings
"""

from collections.abc import Sequence

from . import document, exploring
from .exploring import Result, TooManyError
from .expressions import FaultError
from .stepping import Move, State, Steps

__all__ = ["FaultError", "Move", "Result", "Slow", "State", "TooManyError", "load"]


class Slow(Steps):
    """One scenario: `starts()`, `moves(state)`, `replay(schedule)`, `value(state, text)`, `shown(state)`, `explore`."""

    def explore(self, limit: int) -> Result:
        """Every state; raises TooManyError beyond the limit."""
        return exploring.explore(self, limit)


def load(source: str | document.Document, fixes: Sequence[str] = ()) -> Slow:
    """The scenario of a text or an already read document, with the fixes switched on."""
    read = document.read(source) if isinstance(source, str) else source
    return Slow(document.changed(read, fixes), document.joins(read, fixes))
