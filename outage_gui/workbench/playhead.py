"""The one cursor: an instant and the moves made by then; the places it stops at, and the ways from one to the next."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from outage_gui.workbench.axis import Place


class Playhead(NamedTuple):
    """`step`: moves made; `at`: ms since 1970-01-01T00:00Z, never before the last of them."""

    at: int
    step: int


class Stops(NamedTuple):
    """Places in rising order, the start first in each. `moves` goes on with later changes after the last move."""

    moves: tuple[Place, ...]
    changes: tuple[Place, ...]
    marks: tuple[Place, ...]

    def step_at(self, at: int) -> int:
        """Moves made by that instant, the moves of the instant itself included."""
        found = bisect_right(self.moves, (at, 1 << 60))
        return self.moves[found - 1][1] if found else 0

    def seek(self, at: int) -> Playhead:
        """The playhead at that instant, held within the run."""
        held = min(max(at, self.changes[0][0]), self.changes[-1][0])
        return Playhead(held, self.step_at(held))

    def jump(self, step: int) -> Playhead:
        """The playhead right after that many moves."""
        held = min(max(step, 0), self.moves[-1][1])
        number = bisect_left([place[1] for place in self.moves], held) if held else 0
        return Playhead(*self.moves[number])


def stops(moves: Sequence[int], start: int, changes: Iterable[int], tail: Iterable[int], marks: Iterable[int]) -> Stops:
    """moves: instant of each move, rising. changes: every instant worth a stop; tail: those that count as steps behind
    the last move. All instants in ms; those before the start are left out."""
    made = [(start, 0), *((at, number) for number, at in enumerate(moves, start=1))]
    last = made[-1]
    steps = [*made, *sorted((at, last[1]) for at in set(tail) if at > last[0])]

    def placed(instants: Iterable[int]) -> list[Place]:
        return [(at, made[bisect_right(made, (at, 1 << 60)) - 1][1]) for at in instants if at >= start]

    everything = sorted({*steps, *placed(changes), *placed(marks)})
    return Stops(tuple(steps), tuple(everything), tuple(sorted({made[0], *placed(marks)})))


def after(places: Sequence[Place], here: Playhead) -> Playhead | None:
    """The next of those places; None behind the last."""
    found = bisect_right(places, tuple(here))
    return Playhead(*places[found]) if found < len(places) else None


def before(places: Sequence[Place], here: Playhead) -> Playhead | None:
    """The one before; None ahead of the first."""
    found = bisect_left(places, tuple(here))
    return Playhead(*places[found - 1]) if found else None
