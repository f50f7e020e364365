"""What a meeting asks of the finished space: chances along a run, the point of no return, the twin, what never happens.

The questions are put to a Map, made once for each explored program.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.agreeing import agreeing
from outage_gui.engine.board import FAILED, board_of
from outage_gui.engine.fairness import UNKNOWN, actors_of
from outage_gui.engine.graph import Graph, graph_of
from outage_gui.engine.layout import Rows
from outage_gui.engine.odds import avoidable, chances, distances, turning
from outage_gui.engine.program import Program
from outage_gui.engine.search import Space
from outage_gui.engine.trace import Trace
from outage_gui.engine.twin import Goals, goals_of, twin_of
from outage_gui.engine.twin import Twin as Twin
from outage_gui.engine.worst import worst
from outage_gui.model.scenario import Process
from outage_gui.model.status import Status

Index = NDArray[np.int64]


class Along(NamedTuple):
    """One entry a state of a trace, its start first. chances: of failing from there on, every next move picked blindly;
    1.0 once it has failed.

    no_return: moves made at the first state from which no schedule avoids the failure, None where there is none. A
    fair schedule that goes round for ever avoids it too, even where blind picking fails in the end: there the chance is
    1.0 before that.
    tail: which states are inside the explored space; those only people's moves lead to are not, and have the chance
    of the last one inside.
    """

    chances: tuple[float, ...]
    no_return: int | None
    tail: tuple[bool, ...]


class Lead(NamedTuple):
    """steps: the fewest moves to the failure, 0 where it is there, None where it cannot fail any more.

    move: the first in file order that brings it nearer, None where none does.
    """

    steps: int | None
    move: int | None


class Meeting(NamedTuple):
    """unused: steps never taken in any order, as `process.step`. worst: of every service, see `worst`.

    agreeing: how many orders agree with what was recorded, see there; None where that is not known.
    """

    unused: tuple[str, ...]
    worst: tuple[tuple[str, Status], ...]
    agreeing: float | None = None


class Map:
    """The whole space of a program, and where on it a failure is certain, possible or out of reach.

    failing: the name of one check, `deadlock`, a fault, or a service whose conditions may fault; None: anything that
    `counting` counts. graph: of the same space, where it is there already. Raises ValueError for a space that is not
    whole, an unknown name, or more checks owed at once than there is room for.
    """

    def __init__(
        self, program: Program, space: Space, failing: str | None = None, *, graph: Graph | None = None
    ) -> None:
        if space.stopped:
            raise ValueError(f"the space is not whole: {space.stopped}")
        self.program = program
        self.graph = graph_of(program, space) if graph is None else graph
        self.board = board_of(program, self.graph, failing)
        self.actors = actors_of(program)

    def along(self, rows: Rows) -> Along:
        """rows: (n + 1, words), of a trace from its start on. Raises ValueError where that is no start."""
        places = list(self._places(rows))
        told: list[float] = []
        doomed = []
        for place in places:
            told.append(told[-1] if place is None else float(self._chances[place]))
            doomed.append(place is not None and (place == FAILED or not self._avoidable[place]))
        return Along(tuple(told), doomed.index(True) if True in doomed else None, tuple(p is not None for p in places))

    def twin(self, trace: Trace) -> Twin | None:
        """None for a run that has not failed and can still end well, and where no good run shares its start.

        A move that faults is the last one of its trace.
        """
        places, moves = list(self._places(trace.rows)), trace.moves.tolist()
        refused = self.program.texts.get(trace.stopped.text) if trace.stopped else None
        last = places[-1]
        if refused is not None and last is not None and self._is_lost(last, refused):
            places, moves = [*places, FAILED], [*moves, refused]
        return twin_of(self.board, self._goals, self.actors.of_move, places, moves)

    def distance(self, row: Rows) -> int | None:
        """The fewest moves to the failure, 0 where it is there; None: it cannot fail any more.

        row: (words,), one state, what is owed there being the worst that can be; or (n + 1, words), a trace up to it.
        None also for a state outside the space.
        """
        if row.ndim == 2:
            places = [place for place in self._places(row) if place is not None]
            return self._steps(places[-1:])
        state = self._number(row)
        if state is None:
            return None
        reached = [int(place) for place in self.board.number[state] if place != FAILED]
        return self._steps(reached or [FAILED])

    def leads(self, rows: Rows) -> tuple[Lead, ...]:
        """One entry a state of a trace. rows: (n + 1, words), from its start on."""
        return tuple(self._lead(place) for place in self._places(rows))

    def _lead(self, place: int | None) -> Lead:
        """A place outside is as one from where nothing fails any more."""
        steps = self._steps([] if place is None else [place])
        if place is None or not steps:
            return Lead(steps, None)
        edges = self.board.graph.out_of(np.array([place]))
        targets = self.board.graph.targets[edges]
        left = np.where(targets >= 0, self._distances[targets], np.where(targets == FAILED, 0, UNKNOWN))
        nearer = edges[left == steps - 1]
        return Lead(steps, int(self.board.graph.moves[nearer[0]]) if len(nearer) else None)

    def meeting(self) -> Meeting:
        program, graph = self.program, self.graph
        return Meeting(tuple(unused(program, graph)), worst(program, graph.rows), agreeing(program, graph))

    @property
    def chance(self) -> float:
        """Of failing, from a start on, every start as likely."""
        starts = np.flatnonzero(self.graph.depths == 0)
        return float(self._chances[self.board.number[starts, self.board.rules.owing(starts)]].mean())

    # --- where a run stands

    def _places(self, rows: Rows) -> Iterator[int | None]:
        """The place of each state; None outside."""
        state = self._number(rows[0])
        if state is None or self.graph.depths[state]:
            raise ValueError("that run does not begin in this space")
        place = self.board.place(state, None)
        yield place
        for row in rows[1:]:
            inside = self._number(row, state)
            here = None if inside is None else self.board.place(inside, place)
            if here is not None:
                state, place = inside, here
            yield here

    def _number(self, row: Rows, before: int | None = None) -> int | None:
        """The number of a state, looked for first among those that one move leads to."""
        rows = self.graph.rows
        if before is not None:
            near = self.graph.targets[self.graph.out_of(np.array([before]))]
            near = near[near >= 0]
            found = near[(rows[near] == row).all(1)]
            if len(found):
                return int(found[0])
        alike = np.flatnonzero(rows[:, 0] == row[0])
        found = alike[(rows[alike] == row).all(1)]
        return int(found[0]) if len(found) else None

    def _is_lost(self, place: int, move: int) -> bool:
        """Whether that move of the place is the failure."""
        if place == FAILED:
            return False
        edges = self.board.graph.out_of(np.array([place]))
        edges = edges[self.board.graph.moves[edges] == move]
        return bool((self.board.graph.targets[edges] == FAILED).any())

    def _steps(self, places: list[int]) -> int | None:
        if FAILED in places:
            return 0
        known = [int(steps) for steps in self._distances[places] if steps != UNKNOWN]
        return min(known, default=None)

    # --- worked out when first asked for

    @cached_property
    def _chances(self) -> NDArray[np.float64]:
        return chances(self.board)

    @cached_property
    def _turns(self) -> NDArray[np.bool_]:
        return turning(self.board, self.actors)

    @cached_property
    def _avoidable(self) -> NDArray[np.bool_]:
        return avoidable(self.board, self._turns)

    @cached_property
    def _distances(self) -> Index:
        return distances(self.graph, self.board, self.actors)

    @cached_property
    def _goals(self) -> Goals:
        return goals_of(self.board, self._turns, deadlock_allowed=self.program.scenario.deadlock_allowed)


def unused(program: Program, graph: Graph) -> Iterator[str]:
    """Steps that no schedule takes, in file order. A joined step counts as taken with the move it became part of;
    people's steps are never explored and not told.
    """
    taken = {program.moves[move][:3] for move in np.unique(graph.moves).tolist()}
    names = {(process, step) for process, _, step in taken}
    for process in program.scenario.processes:
        yield from (
            f"{process.name}.{step.name}"
            for step in process.steps
            if not process.only_in_runs and (process.name, first_of(process, step.name)) not in names
        )


def first_of(process: Process, step: str) -> str:
    """The step whose name its move bears."""
    return next((join.steps[0] for join in process.joins if step in join.steps), step)
