"""A space and what is to be told of it: findings with their schedules, each replayed before it is told."""

from typing import NamedTuple

import numpy as np

from outage_gui.engine.columns import truths
from outage_gui.engine.findings import DEADLOCK, Bad, conditions
from outage_gui.engine.layout import Rows
from outage_gui.engine.program import Program
from outage_gui.engine.search import Space
from outage_gui.engine.shortest import Way, ways
from outage_gui.engine.step import batches, resting
from outage_gui.engine.trace import Schedule, Trace, replayed

LIVELY = ("eventually", "leads")


class Finding(NamedTuple):
    """check: a check, `deadlock`, a fault, or a service whose condition faults. steps: moves of the schedule.

    loop: the moves that may follow for ever, () for a standstill; None where the check needs none.
    """

    check: str
    steps: int
    switches: int
    schedule: Schedule
    loop: tuple[int, ...] | None = None


class Answer(NamedTuple):
    """findings: shortest first, then by name as in the file. open: checks that could not be judged, and why not."""

    space: Space
    findings: tuple[Finding, ...]
    open: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """A limit reached or a check not judged is never `verified`."""
        if self.findings:
            return "violated"
        return "incomplete" if self.space.stopped or self.open else "verified"


def answered(program: Program, space: Space) -> Answer:
    """What the space says of every check. Raises ValueError where a finding cannot be replayed, which is our fault."""
    safe = [told(program, bad, *way) for bad, way in zip(space.bad, ways(program, space, space.bad), strict=True)]
    safe += [Finding(name, 0, 0, Schedule(0, ())) for name in space.unseen]
    lively = tuple(check.name for check in program.scenario.checks if check.kind in LIVELY)
    return Answer(space, ordered(program, safe), lively)


def ordered(program: Program, findings: list[Finding]) -> tuple[Finding, ...]:
    """Shortest first, then as in the file, what is no check last."""
    place = {check.name: i for i, check in enumerate(program.scenario.checks)}
    return tuple(sorted(findings, key=lambda one: (one.steps, place.get(one.check, len(place)), one.check)))


def told(program: Program, bad: Bad, first: int, way: Way) -> Finding:
    """The finding with its schedule. first: a row of level 0."""
    found = Finding(bad.name, len(way.moves), way.switches, Schedule(start_number(program, first), way.moves))
    trace = replayed(program, found.schedule)
    if not (faults(program, found, trace) if len(bad.moves) else fails(program, bad.name, trace)):
        raise ValueError(f"the schedule found for '{bad.name}' does not show it when replayed")
    return found


def start_number(program: Program, first: int) -> int:
    """The start that became that row of level 0: equal starts are one row."""
    if len(program.starts) == 1:
        return 0
    _, places = np.unique(program.starts, axis=0, return_index=True)
    return int(np.sort(places)[first])


def faults(program: Program, found: Finding, trace: Trace) -> bool:
    """Whether the last move is the first that cannot be made, and for that fault."""
    stop = trace.stopped
    return stop is not None and stop.number == found.steps and stop.why == f"it faults: {found.check}"


def fails(program: Program, name: str, trace: Trace) -> bool:
    """Whether the last state is what the finding says."""
    if trace.stopped is not None:
        return False
    row = trace.rows[-1:]
    if name == DEADLOCK:
        return stuck(program, row) and not bool(resting(program, row)[0])
    check = next((check for check in program.scenario.checks if check.name == name), None)
    services = [service for service in program.scenario.services if service.name == name]
    faulty = any(truths(program, row, text)[1][0] for service in services for text in conditions(service))
    if check is None:
        return faulty
    holds, wrong = truths(program, row, check.expression)
    judged = bool(wrong[0]) if check.kind == "sometimes" else not holds[0]
    calm = check.kind != "ends" or (stuck(program, row) and bool(resting(program, row)[0]))
    return faulty or (judged and calm)


def stuck(program: Program, row: Rows) -> bool:
    """Whether nothing but a crash can happen."""
    return all(batch.is_crash for batch in batches(program, row))
