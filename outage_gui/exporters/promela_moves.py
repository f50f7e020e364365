"""Moves as guarded options of one loop: what must hold, and the statements, for each instance, step and pick."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from outage_gui.exporters.promela_bodies import Lines, decided, foreseen, reported
from outage_gui.exporters.promela_scope import Scope
from outage_gui.exporters.promela_sets import condition, gone_through
from outage_gui.exporters.promela_store import Place, Store, Variable, assignments
from outage_gui.exporters.promela_values import (
    AnyCode,
    CannotSayError,
    Code,
    Faults,
    QueueCode,
    TableCode,
    any_fault,
    both,
    either,
    inverse,
    under,
)
from outage_gui.model.parsing import parsed, parsed_body
from outage_gui.model.scenario import Process, Step
from outage_gui.model.types import Queue, Range, Resolved, Table, Value

MOST_OPTIONS = 20_000


class Option(NamedTuple):
    """text: the move as schedules have it."""

    text: str
    guard: str
    lines: tuple[str, ...]
    is_crash: bool = False


@dataclass(frozen=True)
class Seat:
    """One instance. place: of its position, "" with order any; steps, end: constants; rounds, crashes: names or ""."""

    process: Process
    full_name: str
    place: str
    steps: tuple[str, ...]
    end: str
    rounds: str
    crashes: str
    scope: Scope
    forgotten: tuple[tuple[Variable, AnyCode], ...] = ()


class Path(NamedTuple):
    """How far a move has come: the step it is at, its picks, what must hold, and the lines and cells so far."""

    stage: int
    picks: tuple[str, ...]
    guards: tuple[str, ...]
    lines: tuple[str, ...]
    store: Store


class Line:
    """The steps of one instance that are one move: a single step, or those a fix joins."""

    def __init__(self, seat: Seat, steps: tuple[int, ...], lines: Lines) -> None:
        self.seat = seat
        self.steps = steps
        self.lines = lines
        self.names = [step.name for step in seat.process.steps]

    def options(self) -> Iterator[Option]:
        seat, here = self.seat, self.steps[0]
        guards = (f"({seat.place} == {seat.steps[here]})",) if seat.place else ()
        yield from self.picking(Path(0, (), guards, (), Store()), 0, seat.scope)

    def step(self, path: Path) -> Step:
        return self.seat.process.steps[self.steps[path.stage]]

    def text(self, path: Path) -> str:
        told = f"({', '.join(path.picks)})" if path.picks else ""
        return f"{self.seat.full_name}.{self.names[self.steps[0]]}{told}"

    def option(self, path: Path, guard: str, lines: list[str]) -> Iterator[Option]:
        if guard != "false":
            yield Option(self.text(path), guard, tuple(lines))

    def picking(self, path: Path, number: int, scope: Scope) -> Iterator[Option]:
        """A branch for each value that may be picked."""
        step = self.step(path)
        if number == len(step.pick):
            yield from self.taking(path, scope) if len(self.steps) == 1 else self.joining(path, scope)
            return
        pick = step.pick[number]
        options, of, faults = gone_through(parsed(pick.values), scope, path.store)
        wrong = any_fault(faults)
        yield from self.option(path, both(*path.guards, wrong), reported(faults, []))
        for value, test in options:
            guards = (*path.guards, inverse(wrong), test)
            told = f"{pick.name}={self.told(value, of, scope)}"
            bound = path._replace(guards=guards, picks=(*path.picks, told))
            yield from self.picking(bound, number + 1, scope.binding(pick.name, value, of))

    @staticmethod
    def told(value: Value, of: Resolved, scope: Scope) -> str:
        if isinstance(value, frozenset):
            return (
                "{"
                + ", ".join(sorted(scope.text(each) if not isinstance(each, frozenset) else "{}" for each in value))
                + "}"
            )
        return scope.text(value).strip("()")

    def taking(self, path: Path, scope: Scope) -> Iterator[Option]:
        """A step that is a move of its own."""
        step = self.step(path)
        when = self.condition(step.when, scope, path.store)
        body = parsed_body(step.do) if step.do else ()
        faults, after = foreseen(body, scope, path.store)
        _, then_faults = self.ways(step, scope, after)
        every = when.faults + under(when.text, faults + then_faults)
        ways, _ = self.ways(step, scope, Store())
        lines = self.lines.body(body, scope)
        lines += decided([(test, self.left(target)) for test, target in ways], [])
        lines.append("look();")
        guard = both(*path.guards, either(any_fault(when.faults), when.text))
        yield from self.option(path, guard, reported(every, lines))

    def joining(self, path: Path, scope: Scope) -> Iterator[Option]:
        """A step of a join: the move is possible only if what follows is, so everything is foreseen."""
        step = self.step(path)
        when = self.condition(step.when, scope, path.store)
        body = parsed_body(step.do) if step.do else ()
        faults, after = foreseen(body, scope, path.store)
        ways, then_faults = self.ways(step, scope, after)
        every = when.faults + under(when.text, faults + then_faults)
        wrong = any_fault(every)
        yield from self.option(path, both(*path.guards, wrong), reported(every, []))
        lines = (*path.lines, f"/* {step.name} */", *self.lines.body(body, scope))
        guards, passed = (*path.guards, inverse(wrong), when.text), "false"
        for test, target in ways:
            way = path._replace(guards=(*guards, inverse(passed), test), lines=lines, store=after)
            passed = either(passed, test)
            if target in self.steps[path.stage + 1 :]:
                inner = way._replace(stage=self.steps.index(target))
                yield from self.picking(inner, 0, self.seat.scope)
            else:
                yield from self.option(way, both(*way.guards), [*lines, *self.left(target), "look();"])

    @staticmethod
    def condition(text: str, scope: Scope, store: Store) -> Code:
        return condition(parsed(text or "true"), scope, store)

    def ways(self, step: Step, scope: Scope, store: Store) -> tuple[list[tuple[str, int]], Faults]:
        """Conditions and the steps they lead to, the last always true; and the faults of judging them in order."""
        found: list[tuple[str, int]] = []
        faults: Faults = ()
        for branch in step.then:
            text = "true" if branch.when == "otherwise" else branch.when
            test = self.condition(text, scope, store)
            faults += under(inverse(either(*(passed for passed, _ in found))), test.faults)
            target = len(self.names) if branch.target == "end" else self.names.index(branch.target)
            found.append((test.text, target))
        return [*found, ("true", self.names.index(step.name) + 1)], faults

    def left(self, target: int) -> list[str]:
        """Go to the step, or end the round."""
        seat = self.seat
        if not seat.place:
            return []
        if target < len(self.names):
            return [f"{seat.place} = {seat.steps[target]};"]
        again = f"{seat.place} = {seat.steps[0]};"
        if seat.process.repeat == "forever":
            return [again]
        if not seat.rounds:
            return [f"{seat.place} = {seat.end};"]
        ended = decided([(f"({seat.rounds} == 0)", [f"{seat.place} = {seat.end};"])], [again])
        return [f"{seat.rounds} = {seat.rounds} - 1;", *ended]


def options_of(seat: Seat, lines: Lines) -> Iterator[Option]:
    """In file order, the crash last."""
    names = [step.name for step in seat.process.steps]
    joins = {names.index(join.steps[0]): tuple(map(names.index, join.steps)) for join in seat.process.joins}
    inner = {number for steps in joins.values() for number in steps[1:]}
    for number in range(len(names)):
        if number not in inner:
            try:
                yield from Line(seat, joins.get(number, (number,)), lines).options()
            except CannotSayError as error:
                raise CannotSayError(f"step '{names[number]}' of '{seat.process.name}' {error}") from None
    if seat.crashes:
        yield crash(seat)


def crash(seat: Seat) -> Option:
    """One crash fewer, some locals as at the start, and at the step to restart with, or ended."""
    declared = seat.process.crash
    assert declared is not None
    alive = f"({seat.place} != {seat.end})" if seat.end else "true"
    names = [step.name for step in seat.process.steps]
    target = seat.steps[names.index(declared.restart)] if declared.restart else seat.end
    lines = [f"{seat.crashes} = {seat.crashes} - 1;"]
    for variable, code in seat.forgotten:
        for (name, count), index, text in assignments(Place(variable, variable.type), code):
            lines.append(f"{name}[{index}] = {text};" if count else f"{name} = {text};")
    lines += [f"{seat.place} = {target};", "look();"]
    return Option(f"{seat.full_name}.crash", both(f"({seat.crashes} > 0)", alive), tuple(lines), True)


def constant_code(value: Value, type: Resolved, scope: Scope) -> AnyCode:
    """A value of any type."""
    match type:
        case Table(each=each, of=of):
            assert isinstance(value, tuple)
            return TableCode(each, tuple(constant_code(item, of, scope) for _, item in value))
        case Queue(of=of):
            assert isinstance(value, tuple)
            length = Code(str(len(value)), Range(len(value), len(value)), (), len(value))
            return QueueCode(of, length, tuple(constant_code(item, of, scope) for item in value))
    return scope.constant(value, type)
