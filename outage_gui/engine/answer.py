"""A space and what is to be told of it: findings with their schedules, each replayed before it is told."""

from collections.abc import Iterator
from typing import NamedTuple

from outage_gui.engine.counting import Counts, counted
from outage_gui.engine.fairness import actors_of, judged, owed
from outage_gui.engine.findings import LIVELY, Bad
from outage_gui.engine.graph import Graph, graph_of
from outage_gui.engine.lassos import Lasso, lasso
from outage_gui.engine.program import Program
from outage_gui.engine.proof import fails, faults, owes, start_number
from outage_gui.engine.search import Space
from outage_gui.engine.shortest import Way, ways
from outage_gui.engine.trace import Schedule
from outage_gui.model.scenario import Check


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
    """findings: shortest first, then as in the file. open: checks that could not be judged, the space not being whole.

    counts: None where they are unbounded, or not counted because the space is not whole or too large. graph: of the
    whole space, where one was made.
    """

    space: Space
    findings: tuple[Finding, ...]
    open: tuple[str, ...]
    counts: Counts | None
    graph: Graph | None = None

    @property
    def verdict(self) -> str:
        """A limit reached or a check not judged is never `verified`."""
        if self.findings:
            return "violated"
        return "incomplete" if self.space.stopped or self.open else "verified"


def answered(program: Program, space: Space, *, most: int | None = None) -> Answer:
    """What the space says of every check. Raises ValueError where a finding cannot be replayed, which is our fault.

    most: states up to which schedules are counted.
    """
    safe = [told(program, bad, way) for bad, way in zip(space.bad, ways(program, space, space.bad), strict=True)]
    safe += [Finding(name, 0, 0, Schedule(0, ())) for name in space.unseen]
    lively = tuple(check for check in program.scenario.checks if check.kind in LIVELY)
    if space.stopped:
        return Answer(space, ordered(program, safe), tuple(check.name for check in lively), None)
    counts = most is None or space.states <= most
    graph = graph_of(program, space) if lively or counts else None
    owing = list(endless(program, graph, lively)) if graph else []
    number = counted(program, graph) if graph and counts else None
    return Answer(space, ordered(program, [*safe, *owing]), (), number, graph)


def ordered(program: Program, findings: list[Finding]) -> tuple[Finding, ...]:
    """Of each name the shortest; these by length, then as in the file, what is no check last."""
    place = {check.name: i for i, check in enumerate(program.scenario.checks)}
    every = sorted(findings, key=lambda one: (one.steps, place.get(one.check, len(place)), one.check))
    first: dict[str, Finding] = {}
    for one in every:
        first.setdefault(one.check, one)
    return tuple(first.values())


def told(program: Program, bad: Bad, way: Way) -> Finding:
    """The finding with its schedule; the way's `first` is a row of level 0."""
    schedule = Schedule(start_number(program, way.first), way.moves)
    shown = faults(program, bad.name, schedule) if len(bad.moves) else fails(program, bad.name, schedule)
    if not shown:
        raise ValueError(f"the schedule found for '{bad.name}' does not show it when replayed")
    return Finding(bad.name, len(way.moves), way.switches, schedule)


def endless(program: Program, graph: Graph, checks: tuple[Check, ...]) -> Iterator[Finding]:
    """What fair runs may owe for ever."""
    actors = actors_of(program)
    for check in checks:
        asked = owed(program, graph, check)
        found = lasso(graph, asked, judged(graph, asked, actors), actors)
        if found is not None:
            yield owing(program, check, found)


def owing(program: Program, check: Check, found: Lasso) -> Finding:
    way = found.way
    schedule = Schedule(start_number(program, way.first), way.moves)
    if not owes(program, check, schedule, found.loop):
        raise ValueError(f"the schedule found for '{check.name}' does not show it when replayed")
    return Finding(check.name, len(way.moves), way.switches, schedule, found.loop)
