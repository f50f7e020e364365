"""Units: what one step of one instance can do, compiled: its picks as branches, its guard, body and ways on.

Picked values are constants here: each has a branch of its own, so each move its own closures.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from outage_gui.engine.bodies import Act, body_in
from outage_gui.engine.columns import condition_in, over
from outage_gui.engine.compounds import Subsets, Whole, Wide, element_kind, is_faulty, options
from outage_gui.engine.kinds import TooLargeError, decoded
from outage_gui.engine.layout import Field
from outage_gui.engine.rows import Columns, Mask
from outage_gui.engine.scope import Scope
from outage_gui.engine.terms import TRUE, Term
from outage_gui.engine.words import value_text
from outage_gui.model.parsing import parsed
from outage_gui.model.scenario import Process, Step
from outage_gui.model.trees import names_read

MOST_MOVES = 1 << 16


class Move(NamedTuple):
    """One thing that can happen. instance: empty where its process has one; step: `crash` for a crash.

    text: the form in schedules, `enactor.a.check(p=3)`.
    """

    process: str
    instance: str
    step: str
    picks: tuple[tuple[str, Any], ...] = ()
    text: str = ""


class Leave(NamedTuple):
    """To a step, or the end of the round; the unit knows what that means."""

    target: int
    ends_round: bool


class Taking(NamedTuple):
    """One step with all its picks bound. ways: conditions in order, the last one always holds."""

    when: Term
    body: Act | None
    ways: tuple[tuple[Term, "Leave | Node"], ...]
    move: int


class Picking(NamedTuple):
    """One pick. source: to be evaluated first where it may fault, which is the move `fault`."""

    source: Wide | None
    fault: int
    branches: tuple[tuple[Term, "Node"], ...]
    moves: range


Node: TypeAlias = Taking | Picking


class Unit(NamedTuple):
    """A step, or steps joined, or the crash of one instance. position None: no position is kept.

    guard: a `when` that needs no picks. again: the step a new round begins with, rounds permitting.
    """

    process: Process
    instance: str
    step: str
    position: Field | None
    rounds: Field | None
    here: int
    end: int
    crashes: Field | None  # of a crash only
    guard: Term
    entry: Node
    moves: range
    replay_only: bool
    joined: bool


class Seat(NamedTuple):
    """One instance: its name, where its fields are, and what its steps see."""

    process: Process
    instance: str
    position: Field | None
    rounds: Field | None
    crashes: Field | None
    end: int
    scope: Scope
    forgotten: tuple[tuple[Field, int], ...]

    @property
    def shown_instance(self) -> str:
        return self.instance if len(self.process.instances) > 1 else ""

    @property
    def full_name(self) -> str:
        return f"{self.process.name}.{self.instance}" if self.shown_instance else self.process.name


class Numbering:
    """Gives each move its number, in the order in which they are met."""

    def __init__(self) -> None:
        self.moves: dict[Move, int] = {}

    def number(self, move: Move) -> int:
        if len(self.moves) >= MOST_MOVES:
            raise TooLargeError(f"this scenario has more than {MOST_MOVES} different moves: pick from smaller sets")
        return self.moves.setdefault(move, len(self.moves))


class Pick(NamedTuple):
    """A picked value."""

    name: str
    value: Any
    text: str


Picks: TypeAlias = tuple[Pick, ...]


def move_of(seat: Seat, step: str, picks: Picks = ()) -> Move:
    told = ", ".join(f"{pick.name}={pick.text}" for pick in picks)
    text = f"{seat.full_name}.{step}" + (f"({told})" if told else "")
    return Move(seat.process.name, seat.shown_instance, step, tuple((p.name, p.value) for p in picks), text)


class Line:
    """Compiles the steps of one instance that are one move: a single step, or those of a join."""

    def __init__(self, seat: Seat, steps: tuple[int, ...], numbering: Numbering) -> None:
        self.seat = seat
        self.steps = steps
        self.numbering = numbering
        self.name = seat.process.steps[steps[0]].name

    def move(self, picks: Picks) -> int:
        return self.numbering.number(move_of(self.seat, self.name, picks))

    def step(self, stage: int) -> Step:
        return self.seat.process.steps[self.steps[stage]]

    def node(self, stage: int, pick: int, scope: Scope, picks: Picks, guarded: bool) -> Node:
        """What follows once so many stages are done and so many picks of this one bound."""
        step = self.step(stage)
        if pick == len(step.pick):
            return self.taking(stage, scope, picks, guarded)
        first = len(self.numbering.moves)
        source = over(parsed(step.pick[pick].values), scope)
        faulty = may_fault(source)
        fault = self.move(picks) if faulty else -1
        branches = tuple(self.branches(source, stage, pick, scope, picks, guarded))
        return Picking(source if faulty else None, fault, branches, range(first, len(self.numbering.moves)))

    def branches(
        self, source: Wide, stage: int, pick: int, scope: Scope, picks: Picks, guarded: bool
    ) -> Iterator[tuple[Term, Node]]:
        kind, name = element_kind(source), self.step(stage).pick[pick].name
        for codes, condition in options(source) if kind is not None else ():
            if kind is None or condition.constant == 0:
                continue
            scope.budget.spend(1)
            bound = (*picks, Pick(name, decoded(kind, codes), value_text(kind, codes)))
            yield condition, self.node(stage, pick + 1, scope.with_constant(name, kind, codes), bound, guarded)

    def taking(self, stage: int, scope: Scope, picks: Picks, guarded: bool) -> Taking:
        step, move = self.step(stage), self.move(picks)
        when = TRUE if guarded else condition_in(step.when, scope)
        ways = tuple(self.ways(stage, scope, picks))
        return Taking(when, body_in(step.do, scope), ways, move)

    def ways(self, stage: int, scope: Scope, picks: Picks) -> Iterator[tuple[Term, "Leave | Node"]]:
        for branch in self.step(stage).then:
            condition = condition_in(branch.when, scope)
            if condition.constant == 0 and not condition.faulty:
                continue
            yield condition, self.way(self.number_of(branch.target), stage, picks)
            if condition.constant:
                return
        yield TRUE, self.way(self.steps[stage] + 1, stage, picks)

    def number_of(self, target: str) -> int:
        names = [step.name for step in self.seat.process.steps]
        return len(names) if target == "end" else names.index(target)

    def way(self, target: int, stage: int, picks: Picks) -> "Leave | Node":
        if target in self.steps[stage + 1 :]:
            return self.node(self.steps.index(target), 0, self.seat.scope, picks, False)
        return Leave(target, target == len(self.seat.process.steps))


def may_fault(source: Wide) -> bool:
    match source:
        case Whole():
            return False
        case Subsets(of):
            return of.faulty
    return is_faulty(source)


def units_of(seat: Seat, numbering: Numbering) -> Iterator[Unit]:
    """The units of one instance in file order; the crash last."""
    names = [step.name for step in seat.process.steps]
    joins = {names.index(join.steps[0]): tuple(map(names.index, join.steps)) for join in seat.process.joins}
    inner = {number for steps in joins.values() for number in steps[1:]}
    for number in range(len(names)):
        if number not in inner:
            yield _unit(seat, joins.get(number, (number,)), numbering)
    if seat.crashes is not None:
        yield _crash(seat, numbering)


def _unit(seat: Seat, steps: tuple[int, ...], numbering: Numbering) -> Unit:
    first = len(numbering.moves)
    step = seat.process.steps[steps[0]]
    guard = early_guard(step, seat.scope)
    entry = Line(seat, steps, numbering).node(0, 0, seat.scope, (), guard is not None)
    moves = range(first, len(numbering.moves))
    return _made(seat, step.name, steps[0], guard or TRUE, entry, moves, is_crash=False)


def _made(seat: Seat, step: str, here: int, guard: Term, entry: Node, moves: range, *, is_crash: bool) -> Unit:
    return Unit(
        seat.process,
        seat.shown_instance,
        step,
        seat.position,
        seat.rounds,
        here,
        seat.end,
        seat.crashes if is_crash else None,
        guard,
        entry,
        moves,
        seat.process.only_in_runs,
        any(step in join.steps for join in seat.process.joins),
    )


def early_guard(step: Step, scope: Scope) -> Term | None:
    """The `when`, if it cannot matter that it is judged before the picks are bound."""
    names = {pick.name for pick in step.pick}
    if step.when and names & set(names_read(parsed(step.when))):
        return None
    for i, pick in enumerate(step.pick):
        earlier = {other.name for other in step.pick[:i]}
        if earlier & set(names_read(parsed(pick.values))) or may_fault(over(parsed(pick.values), scope)):
            return None
    guard = condition_in(step.when, scope)
    return None if guard.faulty else guard


def _crash(seat: Seat, numbering: Numbering) -> Unit:
    """One crash fewer, some locals as at the start, and at the step to restart with, or ended."""
    crash = seat.process.crash
    assert crash is not None
    assert seat.crashes is not None
    move = numbering.number(move_of(seat, "crash"))
    names = [step.name for step in seat.process.steps]
    target = names.index(crash.restart) if crash.restart else seat.end
    entry = Taking(TRUE, _crashing(seat), ((TRUE, Leave(target, False)),), move)
    return _made(seat, "crash", -1, TRUE, entry, range(move, move + 1), is_crash=True)


def _crashing(seat: Seat) -> Act:
    """The body of a crash."""
    crashes, start = seat.crashes, seat.forgotten
    assert crashes is not None

    def act(columns: Columns, needed: Mask) -> None:
        columns.put(crashes, columns.get(crashes) - 1)
        for field, code in start:
            columns.put(field, code)

    return act
