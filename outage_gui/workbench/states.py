"""The states a run passes, asked: values, truths of expressions, who can move and who stands where. One row a state."""

from collections import OrderedDict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine import trace
from outage_gui.engine.blocked import reason_of
from outage_gui.engine.columns import truths
from outage_gui.engine.program import Move, Program
from outage_gui.engine.step import resting, successors
from outage_gui.engine.units import Seat
from outage_gui.model.scenario import Process, Scenario, Step
from outage_gui.workbench.blocks import Enabled, Standing
from outage_gui.workbench.entries import act, full_name, lane_label, who
from outage_gui.workbench.frame import Blocked, NextMove
from outage_gui.workbench.lamps import Flags, Judged
from outage_gui.workbench.lanes import Lanes
from outage_gui.workbench.wording import lowered

KEPT = 256  # states kept unpacked
AT_ONCE = 4_096  # rows asked at once for what can happen next
MOST_NEXT = 200  # moves offered; a pick from a large set makes more than anybody reads
MOST_STUCK = 60  # processes that are told to stand still
CRASH = "crash"
JOINED = "the steps joined here cannot all be taken one after the other"


class Offers(NamedTuple):
    """Everything that can be done next, by state: one entry a move, `parent` rising. `seat`: whose it is.

    `own`: a step, not a crash; `explored`: such a step of anybody but people.
    """

    parent: NDArray[np.int64]
    move: NDArray[np.int32]
    fault: NDArray[np.int16]
    seat: NDArray[np.int64]
    own: Flags
    explored: Flags


class States:
    """`rows`: (n, words), the start first."""

    def __init__(self, program: Program, rows: NDArray[np.uint64]) -> None:
        self.program, self.rows = program, rows
        self.scenario: Scenario = program.scenario
        self._processes = {process.name: process for process in self.scenario.processes}
        self._unpacked: OrderedDict[int, trace.State] = OrderedDict()
        self._judged: dict[str, Judged] = {}

    def at(self, step: int) -> trace.State:
        """Values and positions after so many moves."""
        if step not in self._unpacked:
            self._unpacked[step] = trace.unpacked(self.program, self.rows[step])
            if len(self._unpacked) > KEPT:
                self._unpacked.popitem(last=False)
        return self._unpacked[step]

    def judged(self, text: str) -> Judged:
        """An expression after each move."""
        if text not in self._judged:
            values, faults = truths(self.program, self.rows, text)
            names = [self.program.faults[fault] for fault in faults.tolist()]
            self._judged[text] = Judged(np.asarray(values, np.bool_), names)
        return self._judged[text]

    # --- who can move

    @cached_property
    def seats(self) -> tuple[tuple[str, str], ...]:
        """(process, instance) of everything that moves, in file order."""
        return tuple((seat.process.name, seat.shown_instance) for seat in self.program.seats)

    @cached_property
    def _offers(self) -> Offers:
        place = {seat: number for number, seat in enumerate(self.seats)}
        moves = self.program.moves
        seat_of = np.array([place[move.process, move.instance] for move in moves], np.int64)
        own = np.array([move.step != CRASH for move in moves], np.bool_)
        explored = own & ~np.array(self.program.replay_only, np.bool_)
        begins = range(0, len(self.rows), AT_ONCE)
        found = [successors(self.program, self.rows[place : place + AT_ONCE], replaying=True) for place in begins]
        move = np.concatenate([after.move for after in found])
        parent = np.concatenate([after.parent + place for place, after in zip(begins, found, strict=True)])
        fault = np.concatenate([after.fault for after in found])
        return Offers(parent, move, fault, seat_of[move], own[move], explored[move])

    @cached_property
    def ended(self) -> Flags:
        """States in which all is quiet: nothing but people and crashes could go on, and nobody is stuck."""
        going = np.zeros(len(self.rows), np.bool_)
        going[self._offers.parent[self._offers.explored]] = True
        return resting(self.program, self.rows) & ~going

    @cached_property
    def _able(self) -> Enabled:
        """(n, seats): who can do a step of its own."""
        found = np.zeros((len(self.rows), len(self.seats)), np.bool_)
        own = self._offers.own
        found[self._offers.parent[own], self._offers.seat[own]] = True
        return found

    def enabled(self, where: Lanes) -> Enabled:
        """(n, lanes); lanes of people are never asked."""
        found = np.zeros((len(self.rows), len(where.lanes)), np.bool_)
        for number, seat in enumerate(self.seats):
            found[:, where.of[seat]] = self._able[:, number]
        return found

    def standing(self, where: Lanes) -> Standing:
        """Asks at which step the process of a lane stands; None at its end, or where no position is kept."""
        seats = {lane: seat for seat, lane in where.of.items()}

        def stands(step: int, lane: int) -> tuple[Process, Step] | None:
            process = self._processes[seats[lane][0]]
            position = self.at(step).positions.get(full_name(process, seats[lane][1]))
            found = self.step(process, position or "")
            return (process, found) if found else None

        return stands

    def step(self, process: Process, name: str) -> Step | None:
        """None for `crash` and `end`."""
        return next((step for step in process.steps if step.name == name), None)

    def process(self, move: Move) -> Process:
        return self._processes[move.process]

    # --- what can be done

    def next_moves(self, step: int, recorded: str) -> tuple[NextMove, ...]:
        """Every move that can be taken after so many; `recorded`: the one the run goes on with, in text form."""
        first, last = np.searchsorted(self._offers.parent, (step, step + 1))
        pairs = zip(self._offers.move[first:last].tolist(), self._offers.fault[first:last].tolist(), strict=True)
        moves, faults = self.program.moves, self.program.faults
        made = [self._next(moves[move], moves[move].text == recorded, faults[fault]) for move, fault in pairs]
        return tuple(sorted(made, key=lambda move: not move.recorded)[:MOST_NEXT])

    def _next(self, move: Move, recorded: bool, fault: str) -> NextMove:
        process = self.process(move)
        label = f"{who(process, move.instance)}: {lowered(act(self.step(process, move.step), move.picks))}"
        return NextMove(move.text, label, lane_label(process, move.instance), recorded, fault)

    def blocked(self, step: int) -> tuple[Blocked, ...]:
        """Who cannot move, and which part of its guard is false."""
        stuck = np.flatnonzero(~self._able[step])[:MOST_STUCK].tolist()
        return tuple(told for number in stuck for told in self._blocked(step, self.program.seats[number]))

    def _blocked(self, step: int, seat: Seat) -> Iterator[Blocked]:
        """Of a process that keeps no position, every step."""
        steps, label = seat.process.steps, lane_label(seat.process, seat.shown_instance)
        if seat.position is not None:
            position = self.at(step).positions[seat.full_name]
            steps = tuple(each for each in steps if each.name == position)
        for each in steps:
            reason = reason_of(each, seat.scope, self.rows[step : step + 1])
            yield Blocked(label, each.name, reason.text if reason else JOINED)
