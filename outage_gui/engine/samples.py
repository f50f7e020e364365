"""One run of each class: of each step that makes it fail, of each way to end well. Shortest, with the fewest switches.

Told from a Map: its board is cut off where the failure is, so that no run shown here has failed before its last move.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.analysis import Map
from outage_gui.engine.board import FAILED
from outage_gui.engine.graph import gathered
from outage_gui.engine.layout import fields_of
from outage_gui.engine.proof import start_number
from outage_gui.engine.shortest import Layer, Way, calmest
from outage_gui.engine.trace import Schedule

Index = NDArray[np.int64]


class Sample(NamedTuple):
    """A run and its class. size: how many of the moves that fail, or of the states it ends in, belong to the class."""

    schedule: Schedule
    switches: int
    size: int


class Runs:
    """The ways over one board to places on it."""

    def __init__(self, seen: Map) -> None:
        self.map, self.graph, self.owner = seen, seen.board.graph, seen.actors.of_move

    @cached_property
    def _order(self) -> Index:
        return np.argsort(self.graph.targets, kind="stable")

    @cached_property
    def _offsets(self) -> Index:
        targets = self.graph.targets[self._order]
        return np.searchsorted(targets, np.arange(self.graph.size + 1)).astype(np.int64)

    def failing(self) -> Iterator[Sample]:
        """By the step whose move it fails with, the shortest first. Not told: what fails at the start or by a loop."""
        graph, program, board = self.graph, self.map.program, self.map.board
        owing = board.ended & (board.debts != 0)
        last = np.flatnonzero((graph.targets == FAILED) | owing[np.maximum(graph.targets, 0)] & (graph.targets >= 0))
        kinds: dict[tuple[str, str], int] = {}
        numbers = [kinds.setdefault((move.process, move.step), len(kinds)) for move in program.moves]
        kind = np.array(numbers, np.int64)[graph.moves[last]]
        found = [self._ending(last[kind == one]) for one in np.unique(kind).tolist()]
        yield from sorted(found, key=lambda sample: len(sample.schedule.moves))

    def _ending(self, moves: Index) -> Sample:
        """moves: of the graph; the run ends with one of the first of them."""
        depths = self.graph.depths[self.graph.sources[moves]]
        first = moves[depths == depths.min()]
        nodes = np.unique(self.graph.sources[first]).astype(np.int64)
        parents = np.searchsorted(nodes, self.graph.sources[first])
        layer = Layer(len(nodes), parents, self.graph.moves[first], np.zeros(len(first), np.int64))
        return self._sample(self._way(nodes, [layer]), len(moves))

    def good(self, most: int) -> tuple[Sample, ...]:
        """By what the shared variables are in the end, the shortest first. Empty where no good run ever ends."""
        return tuple(self._sample(self._way(self._nearest(group), []), len(group)) for group in self.endings[:most])

    @cached_property
    def endings(self) -> tuple[Index, ...]:
        """The places where a good run has ended, those together whose shared variables are alike; nearest first."""
        board, scenario = self.map.board, self.map.program.scenario
        ends = np.flatnonzero((board.ended if scenario.deadlock_allowed else board.calm) & (board.debts == 0))
        if not len(ends):
            return ()
        _, alike = np.unique(self._shared(board.states[ends]), axis=0, return_inverse=True)
        groups = [ends[alike.reshape(-1) == one] for one in range(int(alike.max()) + 1)]
        return tuple(sorted(groups, key=lambda group: (int(self.graph.depths[group].min()), int(group[0]))))

    def _nearest(self, places: Index) -> Index:
        depths = self.graph.depths[places]
        nearest: Index = places[depths == depths.min()]
        return nearest

    def _shared(self, states: Index) -> NDArray[np.uint64]:
        """(n, words) the states without locals and positions."""
        program, rows = self.map.program, self.map.graph.rows[states]
        kept = np.zeros(program.words, np.uint64)
        for variable in program.scenario.state:
            for field in fields_of(program.variables[variable.name]):
                kept[field.word] |= np.uint64(field.mask << field.shift)
        return rows & kept

    def _way(self, nodes: Index, layers: list[Layer]) -> Way:
        """From a start to one of those places of equal depth, and on through the layers given."""
        graph = self.graph
        for depth in range(int(graph.depths[nodes[0]]) - 1, -1, -1):
            moves = self._order[gathered(self._offsets, nodes)]
            moves = moves[graph.depths[graph.sources[moves]] == depth]
            before, parents = np.unique(graph.sources[moves], return_inverse=True)
            children = np.searchsorted(nodes, graph.targets[moves])
            layers.insert(0, Layer(len(before), parents.reshape(-1), graph.moves[moves], children))
            nodes = before.astype(np.int64)
        return calmest(layers, self.owner, self.map.board.states[nodes])

    def _sample(self, way: Way, size: int) -> Sample:
        return Sample(Schedule(start_number(self.map.program, way.first), way.moves), way.switches, size)
