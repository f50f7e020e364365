"""A scenario compiled: where everything lies in a row, the starts, and what each step of each instance can do."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from outage_gui.engine.columns import over
from outage_gui.engine.compounds import Wide, element_kind, fixed, options
from outage_gui.engine.kinds import Codes, Kind, Scalar, TooLargeError, decoded, encoded, number, values
from outage_gui.engine.layout import TAKEN, Field, Node, Rows, fields_of, laid_out, stored
from outage_gui.engine.rows import Columns
from outage_gui.engine.scope import Budget, Scope, Standing, kind_of, kinds_of, names_of
from outage_gui.engine.terms import FAULTS
from outage_gui.engine.units import Move as Move
from outage_gui.engine.units import Numbering, Seat, Unit, units_of
from outage_gui.engine.words import plain
from outage_gui.model.parsing import parsed
from outage_gui.model.problems import Problem, ScenarioError, shown
from outage_gui.model.scenario import Process, Scenario, Start, StartAny, Variable
from outage_gui.model.starts import start_value
from outage_gui.model.types import instances, resolved

MOST_STARTS = 1 << 20


class Program(NamedTuple):
    """starts: (n, words) uint64, in order; moves in file order; faults: names by code, "" for none.

    Of each move, replay_only: whether only runs take it; owners: its unit. texts: move as written -> its number.
    scope: what checks and services see. variables: name -> node, locals as `worker.a.seen`. start_names: the variables
    that tell the starts apart. fields: of all a state consists of.
    """

    scenario: Scenario
    words: int
    starts: Rows
    moves: tuple[Move, ...]
    faults: tuple[str, ...]
    replay_only: tuple[bool, ...]
    units: tuple[Unit, ...]
    owners: tuple[int, ...]
    seats: tuple[Seat, ...]
    scope: Scope
    variables: dict[str, Node]
    start_names: tuple[str, ...]
    texts: dict[str, int]
    fields: tuple[Field, ...]


def compiled(scenario: Scenario, *, bits: int = 64) -> Program:
    """The scenario, ready to be stepped. Raises ScenarioError where it is too large for that.

    bits: at most so many of each word are used (fewer than 64 only to measure wide states).
    """
    try:
        return _compiled(scenario, bits)
    except TooLargeError as error:
        raise ScenarioError([Problem(shown(scenario.title), 0, 0, str(error))]) from None


def _compiled(scenario: Scenario, bits: int) -> Program:
    plan = Plan(scenario, bits)
    numbering = Numbering()
    units = tuple(unit for seat in plan.seats for unit in units_of(seat, numbering))
    only = {i for unit in units if unit.replay_only for i in unit.moves}
    return Program(
        scenario,
        plan.words,
        plan.starts(),
        tuple(numbering.moves),
        FAULTS,
        tuple(i in only for i in range(len(numbering.moves))),
        units,
        tuple(i for i, unit in enumerate(units) for _ in unit.moves),
        plan.seats,
        plan.scope,
        plan.variables,
        tuple(declared.name for declared in plan.declared if isinstance(declared.start, StartAny)),
        texts_of(numbering.moves),
        plan.fields,
    )


def texts_of(moves: dict[Move, int]) -> dict[str, int]:
    """Each move by its text, and by its text in one spelling."""
    return {plain(move.text): i for move, i in moves.items()} | {move.text: i for move, i in moves.items()}


class Declared(NamedTuple):
    """One variable, or one local of one instance."""

    name: str
    start: Start
    kind: Kind
    seat: int  # -1: shared


class Plan:
    """Lays a scenario out. Fields are declared in file order: shared, then each instance's locals and position."""

    def __init__(self, scenario: Scenario, bits: int) -> None:
        self.scenario = scenario
        self.names = names_of(scenario)
        self.kinds = kinds_of(scenario, self.names)
        self.people = [(process, str(each)) for process in scenario.processes for each in instances(process).values]
        self.declared = tuple(self._declared())
        self._lay_out(bits)
        self.scope = Scope(self.kinds, self._standings(), self._constants(), self._shared(), Budget())
        self.seats = tuple(self._seat(i) for i in range(len(self.people)))

    def _declared(self) -> Iterator[Declared]:
        for variable in self.scenario.state:
            yield Declared(variable.name, variable.start, self._kind(variable), -1)
        for i, (process, _) in enumerate(self.people):
            for local in process.local:
                yield Declared(f"{self.full_name(i)}.{local.name}", local.start, self._kind(local), i)

    def _kind(self, variable: Variable) -> Kind:
        return kind_of(resolved(self.scenario, variable.type), self.names)

    def full_name(self, seat: int) -> str:
        process, instance = self.people[seat]
        return f"{process.name}.{instance}" if len(process.instances) > 1 else process.name

    def _lay_out(self, bits: int) -> None:
        """Own kinds of each instance besides its locals: position, rounds left, crashes left."""
        whole: dict[tuple[int, str], Kind] = {(-1, d.name): d.kind for d in self.declared if d.seat < 0}
        for i, (process, _) in enumerate(self.people):
            whole |= {(i, d.name): d.kind for d in self.declared if d.seat == i}
            whole |= {(i, name): kind for name, kind in own_kinds(process)}
        layout = laid_out(tuple(whole.values()), bits)
        self.words = layout.words
        self.fields = layout.fields
        self.nodes = dict(zip(whole, layout.nodes, strict=True))
        self.variables = {d.name: self.nodes[d.seat, d.name] for d in self.declared}

    def own(self, seat: int, name: str) -> Field | None:
        node = self.nodes.get((seat, name))
        return node if isinstance(node, Field) else None

    def _shared(self) -> dict[str, Node]:
        return {d.name: self.variables[d.name] for d in self.declared if d.seat < 0}

    def _standings(self) -> dict[str, Standing]:
        found = {}
        for process in self.scenario.processes:
            fields = [self.own(i, " position") for i, (other, _) in enumerate(self.people) if other is process]
            kind = self.kinds[process.name]
            kept = tuple(field for field in fields if field is not None)
            found[process.name] = Standing(process, kind, values(kind), kept, end_of(process))
        return found

    def _constants(self) -> dict[str, Any]:
        """Words and instances; a process with one instance is that instance where it stands for a value."""
        word = {name: Scalar("word", i, i, False, (i,), self.names) for i, name in enumerate(self.names)}
        found: dict[str, Any] = {name: fixed(kind, (kind.low,)) for name, kind in word.items()}
        for process in self.scenario.processes:
            kind = self.kinds[process.name]
            if len(values(kind)) == 1:
                found[process.name] = fixed(kind, values(kind)[0])
        return found

    def _seat(self, i: int) -> Seat:
        process, instance = self.people[i]
        kind = self.kinds[process.name]
        value = int(instance) if process.numbered else instance
        codes = encoded(kind, value)
        assert codes is not None
        prefix = self.full_name(i) + "."
        local = {d.name.removeprefix(prefix): self.variables[d.name] for d in self.declared if d.seat == i}
        scope = self.scope.with_constant("self", kind, codes).with_nodes(local)
        place, rounds, crashes = (self.own(i, name) for name in (" position", " rounds", " crashes"))
        shown_instance = instance if len(process.instances) > 1 else ""
        forgotten = tuple(self._forgotten(i))
        return Seat(process, shown_instance, place, rounds, crashes, end_of(process), scope, forgotten)

    def _forgotten(self, i: int) -> Iterator[tuple[Field, int]]:
        crash = self.people[i][0].crash
        for declared in self.declared if crash else ():
            if crash and declared.seat == i and declared.name.rpartition(".")[2] in crash.forgets:
                codes = self._start(declared)
                yield from zip(fields_of(self.variables[declared.name]), codes, strict=True)

    def _start(self, declared: Declared) -> Codes:
        variable = self._variable(declared)
        codes = encoded(declared.kind, start_value(resolved(self.scenario, variable.type), declared.start))
        assert codes is not None
        return codes

    def _variable(self, declared: Declared) -> Variable:
        local = () if declared.seat < 0 else self.people[declared.seat][0].local
        name = declared.name.rpartition(".")[2]
        return next(v for v in (local or self.scenario.state) if v.name == name)

    # --- starts

    def starts(self) -> Rows:
        rows = np.zeros((1, self.words), np.uint64)
        rows[0, 0] = TAKEN
        for (seat, name), node in self.nodes.items():
            if name.startswith(" "):
                assert isinstance(node, Field)
                self._write(rows, node, own_start(self.people[seat][0], name))
        for declared in self.declared:
            rows = self._started(rows, declared)
        return rows

    @staticmethod
    def _write(rows: Rows, field: Field, code: int) -> None:
        rows[:, field.word] |= np.uint64(stored(field, code) << field.shift)

    def _started(self, rows: Rows, declared: Declared) -> Rows:
        """The rows once more for each value the variable may start with; later variables see it."""
        if not isinstance(declared.start, StartAny):
            return self._with(rows, declared, self._start(declared))
        if not declared.start.expression:
            return self._multiplied(rows, declared, values(declared.kind))
        scope = self.scope if declared.seat < 0 else self.seats[declared.seat].scope
        return self._spread(rows, declared, over_text(declared.start.expression, scope))

    def _multiplied(self, rows: Rows, declared: Declared, found: tuple[Codes, ...]) -> Rows:
        """Each row with each value, in their order."""
        _bounded(len(rows) * len(found))
        parts = np.zeros((len(found), rows.shape[1]), np.uint64)
        for field, column in zip(fields_of(self.variables[declared.name]), zip(*found, strict=True), strict=True):
            bits = {code: stored(field, code) << field.shift for code in set(column)}
            parts[:, field.word] |= np.array([bits[code] for code in column], np.uint64)
        return (rows[:, None, :] | parts[None, :, :]).reshape(-1, rows.shape[1])

    def _spread(self, rows: Rows, declared: Declared, whole: Wide) -> Rows:
        kind = element_kind(whole)
        found = options(whole) if kind is not None else ()
        if len(rows) * len(found) > MOST_STARTS * 16:
            raise TooLargeError("this scenario has too many starts")
        columns, parts, parents = Columns(rows), [], []
        for codes, test in found:
            there = np.flatnonzero(np.broadcast_to(test.of(columns, None), len(rows)))
            target = encoded(declared.kind, decoded(kind, codes)) if kind is not None else None
            if columns.faults is not None or (target is None and len(there)):
                why = FAULTS[int(columns.faults.max())] if columns.faults is not None else "a value outside its type"
                raise TooLargeError(f"the starts of '{declared.name}' cannot be found: {why}")
            if target is not None:
                parts.append(self._with(rows[there], declared, target))
                parents.append(there)
        if not parts or not sum(map(len, parts)):
            raise TooLargeError(f"'{declared.name}' has no value to start with")
        order = np.argsort(np.concatenate(parents), kind="stable")
        _bounded(len(order))
        return np.concatenate(parts)[order]

    def _with(self, rows: Rows, declared: Declared, codes: Codes) -> Rows:
        rows = rows.copy()
        for field, code in zip(fields_of(self.variables[declared.name]), codes, strict=True):
            self._write(rows, field, code)
        return rows


def _bounded(starts: int) -> None:
    if starts > MOST_STARTS:
        raise TooLargeError(f"this scenario has {starts} starts; at most {MOST_STARTS} are possible")


def over_text(text: str, scope: Scope) -> Wide:
    return over(parsed(text), scope)


def own_kinds(process: Process) -> Iterator[tuple[str, Kind]]:
    """What the state has of an instance besides its locals."""
    if process.order == "sequence":
        yield " position", number(0, max(end_of(process), len(process.steps) - 1))
    if process.repeat != "forever" and process.repeat > 1:
        yield " rounds", number(0, process.repeat)
    if process.crash is not None:
        yield " crashes", number(0, process.crash.at_most)


def own_start(process: Process, name: str) -> int:
    if name == " rounds" and process.repeat != "forever":
        return process.repeat
    return process.crash.at_most if name == " crashes" and process.crash else 0


def end_of(process: Process) -> int:
    """The number of the place behind the last step; -1 where it is never reached."""
    ends = process.repeat != "forever" or (process.crash is not None and not process.crash.restart)
    return len(process.steps) if process.order == "sequence" and ends else -1
