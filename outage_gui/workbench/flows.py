"""Which move read what another one wrote, and which acted on a value that had been overwritten since it was read.

Judged on the names in the steps' own text (a table counts as one variable), then checked against the states: a value
that was written but did not change was not overwritten. A move acts on an old value when it
- stores a variable it read in an earlier move of this round, not again in this one (the lost update), or
- stores something it does not look at now, after deciding (`if`, `then`) on a variable it does not look at now either;
and somebody else has changed that variable in between.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from outage_gui.model.expression import Body, If, Loop
from outage_gui.model.parsing import parsed, parsed_body
from outage_gui.model.scenario import Scenario, Step
from outage_gui.model.trees import body_reads, body_writes, names_read
from outage_gui.workbench.entries import Entry
from outage_gui.workbench.frame import Flow

Names = frozenset[str]
MOST = 4_000  # arrows that are worth drawing; the stale ones stay beyond it
Changed = Callable[[int, str], bool]  # did this move change that variable?


class Touches(NamedTuple):
    """Names a step reads, decides on, and can store; words and types among them do no harm, they are never stored."""

    reads: Names
    decides: Names
    writes: Names


NOTHING = Touches(frozenset(), frozenset(), frozenset())


@lru_cache(maxsize=4096)
def touches(step: Step) -> Touches:
    body = parsed_body(step.do) if step.do else ()
    guards = [*(pick.values for pick in step.pick), *([step.when] if step.when else [])]
    branches = [branch.when for branch in step.then if branch.when != "otherwise"]
    decides = {name for text in branches for name in names_read(parsed(text))} | set(_conditions(body))
    reads = {name for text in guards for name in names_read(parsed(text))} | set(body_reads(body)) | decides
    return Touches(frozenset(reads), frozenset(decides), frozenset(body_writes(body)))


def _conditions(body: Body) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, If):
            for condition, inner in statement.branches:
                yield from names_read(condition)
                yield from _conditions(inner)
            yield from _conditions(statement.otherwise)
        elif isinstance(statement, Loop):
            yield from _conditions(statement.body)


class Reading(NamedTuple):
    """A shared variable as one process last read it. `write`: the move that had stored it (0: the start)."""

    read: int
    write: int
    decisive: bool


class Stale(NamedTuple):
    """Move `act` went by a variable it had read in move `read`, stored by `write` and overwritten by `over` since."""

    act: int
    read: int
    write: int
    over: int
    variable: str


class Dealings(NamedTuple):
    """What passed between the moves of a run."""

    flows: tuple[Flow, ...]
    stale: tuple[Stale, ...]


def dealings(scenario: Scenario, entries: Sequence[Entry], changed: Changed) -> Dealings:
    """Arrows from a store to the first read of it by each other process, and the moves that acted on old values."""
    return _Reader(scenario, changed).read(entries)


class _Reader:
    """Walks along the run once."""

    def __init__(self, scenario: Scenario, changed: Changed) -> None:
        self.shared = frozenset(variable.name for variable in scenario.state)
        self.changed = changed
        self.last: dict[str, tuple[int, str]] = {}  # variable to the last move that changed it, and whose
        self.seen: dict[tuple[str, str], dict[str, Reading]] = {}
        self.told: set[tuple[int, str, str]] = set()  # write, variable, reader: one arrow each
        self.flows: list[Flow] = []
        self.stale: list[Stale] = []

    def read(self, entries: Sequence[Entry]) -> Dealings:
        for entry in entries:
            self._take(entry, touches(entry.step) if entry.step else NOTHING)
        return Dealings(tuple(self.flows), tuple(self.stale))

    def _take(self, entry: Entry, step: Touches) -> None:
        owner = f"{entry.process.name}.{entry.instance}"
        seen = self.seen.setdefault((entry.process.name, entry.instance), {})
        if entry.process.order == "sequence" and entry.step is entry.process.steps[0]:
            seen.clear()
        writes = step.writes & self.shared
        for variable in sorted(seen.keys() - step.reads):
            self._judge(entry.number, owner, variable, seen[variable], writes, writes - step.reads)
        for variable in sorted(step.reads & self.shared):
            self._read(entry.number, owner, variable)
            write = self.last.get(variable, (0, ""))[0]
            seen[variable] = Reading(entry.number, write, variable in step.decides)
        for variable in writes:
            seen.pop(variable, None)
            if self.changed(entry.number, variable):
                self.last[variable] = (entry.number, owner)

    def _judge(self, number: int, owner: str, variable: str, reading: Reading, writes: Names, blind: Names) -> None:
        over, by = self.last.get(variable, (0, ""))
        if over <= reading.read or by == owner:
            return
        if variable in writes or (reading.decisive and blind):
            self.stale.append(Stale(number, reading.read, reading.write, over, variable))
            self.flows.append(Flow(reading.write or reading.read, number, variable, True))

    def _read(self, number: int, owner: str, variable: str) -> None:
        write, by = self.last.get(variable, (0, ""))
        arrow = (write, variable, owner)
        if not write or by == owner or arrow in self.told or len(self.flows) >= MOST:
            return
        self.told.add(arrow)
        self.flows.append(Flow(write, number, variable, False))
