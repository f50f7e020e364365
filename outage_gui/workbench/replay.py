"""One run or branch replayed whole: its states, times, service changes, stops. Made once, asked at every frame.

Nothing here moves: where the playhead stands is the workbench's business.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from outage_gui.engine import trace
from outage_gui.engine.clocked import moments
from outage_gui.engine.forced import Failure, forced
from outage_gui.engine.program import Move, Program
from outage_gui.engine.spread import Moment
from outage_gui.model.scenario import STATUSES, RunEntry, Scenario, TimelineEntry
from outage_gui.workbench.axis import Place
from outage_gui.workbench.cells import changed
from outage_gui.workbench.course import Course, Turn
from outage_gui.workbench.entries import Entry
from outage_gui.workbench.flows import Dealings, dealings
from outage_gui.workbench.lamps import Lamps
from outage_gui.workbench.panel import Figures
from outage_gui.workbench.playhead import Stops, stops
from outage_gui.workbench.states import States
from outage_gui.workbench.typed import Reach
from outage_gui.workbench.wording import time_of_day


class _Moves(NamedTuple):
    """As many moves as there are to be timed."""

    moves: range


class Script(NamedTuple):
    """What to replay. `run`: its name in the file, or ""; `schedule`: as the file has it, a start perhaps first.

    `entries` are the moves to take; the first `recorded` of them are those of that run.
    """

    run: str
    schedule: tuple[RunEntry, ...]
    entries: tuple[RunEntry, ...]
    recorded: int
    what_if: bool  # a branch
    failures: tuple[Failure, ...] = ()  # services failed by hand


def _undated(scenario: Scenario, script: Script) -> bool:
    """A run with no time of its own: only T+ means anything, and what was observed on the clock is not beside it."""
    if script.schedule:
        return all(entry.at is None for entry in script.schedule)
    return not scenario.timeline


class Replay:
    """A run that no longer fits is shorter than its script, and `stopped` says where and why."""

    def __init__(self, scenario: Scenario, program: Program, script: Script) -> None:
        self.relative = _undated(scenario, script)
        self.scenario = scenario.model_copy(update={"timeline": self._facts(scenario, script)})
        self.script = script
        self.run, self.what_if = script.run, script.what_if
        start = tuple(entry for entry in script.schedule[:1] if entry.is_start)
        text = "\n".join(entry.move for entry in start + script.entries)
        followed = trace.replayed(program, trace.decoded(program, text))
        self.stopped = followed.stopped
        self.states = States(program, followed.rows)
        self.total = len(followed.rows) - 1
        self.recorded = min(script.recorded, self.total)
        self.moments = moments(scenario, start + script.entries, followed, self._shared(script))
        self.failures = script.failures
        self.spread = forced(
            scenario, self.moments, lambda text: self.states.judged(text).values.tolist(), script.failures
        )
        self.entries = self._entries([program.moves[move] for move in followed.moves.tolist()])
        self.turns = self._turns()
        self.course = Course(len(scenario.services), self.turns)

    def time(self, at: int, until: int | None = None) -> str:
        """As people read it on a clock; a range where it goes on until later."""
        told = time_of_day(at, self.scenario.zone, relative=self.relative, started=self.started)
        return f"{told}–{self.time(until)}" if until is not None and until > at else told

    def _facts(self, scenario: Scenario, script: Script) -> tuple[TimelineEntry, ...]:
        """What was recorded; in a what-if as far as it is the recorded run: after that, another day is told."""
        if self.relative:
            return ()
        if not script.what_if:
            return scenario.timeline
        if script.schedule:
            last = moments(scenario, script.schedule, _Moves(range(script.recorded)))[-1].at
        else:
            last = min((entry.at for entry in scenario.timeline), default=0)
        return tuple(entry for entry in scenario.timeline if entry.at <= last)

    def _shared(self, script: Script) -> tuple[Moment, ...]:
        """When the states are there that a branch has in common with its run; without one, the timeline's beginning."""
        if not script.schedule and self.scenario.timeline:
            return (Moment(min(entry.at for entry in self.scenario.timeline), 0, True),)
        if not script.what_if:
            return ()
        return moments(self.scenario, script.schedule, _Moves(range(self.recorded)))

    def _entries(self, moves: Sequence[Move]) -> tuple[Entry, ...]:
        """What was done, when it was taken up (no earlier than the process's own move before), by which account."""
        before: dict[tuple[str, str], int] = {}
        made = []
        for number, (move, moment, told) in enumerate(
            zip(moves, self.moments[1:], self.script.entries, strict=False), 1
        ):
            process = self.states.process(move)
            step = self.states.step(process, move.step)
            takes = step.takes.low if step and step.takes else 0
            begins = max(moment.at - takes, before.get((move.process, move.instance), moment.at - takes))
            before[move.process, move.instance] = moment.at
            made.append(
                Entry(
                    number=number,
                    text=move.text,
                    process=process,
                    instance=move.instance,
                    step=step,
                    picks=move.picks,
                    begins=begins,
                    at=moment.at,
                    assumed=moment.assumed,
                    say=told.say,
                    source=told.source,
                    what_if=self.what_if and number > self.recorded,
                )
            )
        return tuple(made)

    def _turns(self) -> tuple[Turn, ...]:
        """Changes of the shown status; those of the cause alone are left out."""
        numbers = {service.name: number for number, service in enumerate(self.scenario.services)}
        levels = {status: number for number, status in enumerate(STATUSES)}
        shown = [0] * len(numbers)
        turns: list[Turn] = []
        for change in self.spread.changes:
            number, status = numbers[change.service], levels[change.status]
            if shown[number] != status:
                shown[number] = status
                turns.append(Turn(change.at, change.step, number, status))
        return tuple(turns)

    # --- time

    @cached_property
    def begin(self) -> int:
        return min([self.moments[0].at, *(entry.at for entry in self.scenario.timeline)])

    @cached_property
    def end(self) -> int:
        return max([self.spread.end, self.moments[-1].at, *(entry.until for entry in self.scenario.timeline)])

    @cached_property
    def started(self) -> int:
        """Zero of T+: the mark `started`, else the first move."""
        marked = [entry.at for entry in self.scenario.timeline if entry.mark == "started"]
        return min(marked) if marked else self.moments[min(1, self.total)].at

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Of the start and of each move."""
        return ((self.begin, 0), *((moment.at, moment.step) for moment in self.moments[1:]))

    @cached_property
    def stops(self) -> Stops:
        """Without moves every timeline entry counts as a step."""
        recorded = [entry.at for entry in self.scenario.timeline]
        marked = [entry.at for entry in self.scenario.timeline if entry.mark]
        turned = [*(turn.at for turn in self.turns), self.end]
        tail = turned if self.entries else turned + recorded
        return stops([moment.at for moment in self.moments[1:]], self.begin, [*turned, *recorded], tail, marked)

    @cached_property
    def reach(self) -> Reach:
        return Reach(self.scenario, self.stops, self.started)

    # --- what was done

    @cached_property
    def dealings(self) -> Dealings:
        return dealings(self.scenario, self.entries, self._changed)

    def _changed(self, number: int, variable: str) -> bool:
        return bool(self.states.at(number - 1).values[variable] != self.states.at(number).values[variable])

    def changed_cells(self, number: int) -> list[str]:
        """What a move changed, in words."""
        return changed(self.scenario, self.states.at(number).values, self.states.at(number - 1).values)

    # --- what is shown of it

    @cached_property
    def lamps(self) -> Lamps:
        checks = self.scenario.checks
        texts = {text for check in checks for text in (check.expression, check.to) if text}
        return Lamps(checks, {text: self.states.judged(text) for text in texts}, self.states.ended)

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.scenario, self.turns, self.course.first_trouble().values())
