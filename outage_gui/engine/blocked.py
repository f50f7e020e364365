"""Why an instance cannot move now: the part of its guard that is false, or the set that has nothing to pick."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from outage_gui.engine.columns import over, reached, wide
from outage_gui.engine.compounds import element_kind, narrow, options, scalar, terms_of
from outage_gui.engine.layout import Rows, read
from outage_gui.engine.program import Program
from outage_gui.engine.rows import Columns
from outage_gui.engine.scope import Scope
from outage_gui.engine.step import successors
from outage_gui.engine.units import Seat
from outage_gui.engine.words import value_text
from outage_gui.model.expression import Call, Expression, Index, Name
from outage_gui.model.parsing import parsed
from outage_gui.model.scenario import Step
from outage_gui.model.trees import conjuncts, names_read, parts, printed


class Blocked(NamedTuple):
    """instance: `enactor.a`; false_part: of its guard, or the set to pick from; text: that with the values of now."""

    instance: str
    step: str
    false_part: str
    text: str


class Reason(NamedTuple):
    false_part: str
    text: str


def blocked(program: Program, row: Rows) -> tuple[Blocked, ...]:
    """Each instance that has not ended and has no move but a crash, in file order; `order: any`: each of its steps.

    row: (words,).
    """
    moves = {program.moves[i] for i in successors(program, row.reshape(1, -1), replaying=True).move.tolist()}
    able = {(move.process, move.instance) for move in moves if move.step != "crash"}
    stuck = (seat for seat in program.seats if (seat.process.name, seat.shown_instance) not in able)
    return tuple(found for seat in stuck for found in _of_seat(seat, row))


def why_not(program: Program, row: Rows, move: int) -> str:
    """Why that one move cannot be taken there. row: (1, words)."""
    wanted = program.moves[move]
    seat = next(s for s in program.seats if (s.process.name, s.shown_instance) == (wanted.process, wanted.instance))
    if seat.position is not None:
        place = read(seat.position, row[0].tolist())
        if place == seat.end:
            return f"{seat.full_name} has ended"
        if wanted.step == "crash":
            return f"{seat.full_name} has crashed as often as it may"
        if seat.process.steps[place].name != wanted.step:
            return f"{seat.full_name} stands at {seat.process.steps[place].name}"
    step = next(step for step in seat.process.steps if step.name == wanted.step)
    picked = ", ".join(f"{name} = {text}" for name, text in _texts(wanted.text))
    reason = reason_of(step, seat.scope, row)
    if picked and (reason is None or step.pick):
        return reason.text if reason else f"{picked} cannot be picked now"
    return reason.text if reason else "one of the steps joined with it cannot be taken from there"


def _texts(text: str) -> Iterator[tuple[str, str]]:
    for part in text.partition("(")[2].removesuffix(")").split(", ") if "(" in text else ():
        name, _, value = part.partition("=")
        yield name, value


def _of_seat(seat: Seat, row: Rows) -> Iterator[Blocked]:
    steps = seat.process.steps
    if seat.position is not None:
        place = read(seat.position, row.tolist())
        steps = steps[place : place + 1]
    for step in steps:
        reason = reason_of(step, seat.scope, row.reshape(1, -1))
        reason = reason or Reason("", "the steps joined here cannot all be taken one after the other")
        yield Blocked(seat.full_name, step.name, *reason)


def reason_of(step: Step, scope: Scope, row: Rows) -> Reason | None:
    """Why the step is not ready; None where it is."""
    first: Reason | None = None
    for picked, inner in _picked(step, 0, scope, row):
        if isinstance(inner, Reason):
            reason: Reason | None = inner
        else:
            reason = _false_part(parsed(step.when), inner, row, picked) if step.when else None
        if reason is None:
            return None
        first = first or reason
    return first


def _picked(step: Step, number: int, scope: Scope, row: Rows) -> Iterator[tuple[str, Scope | Reason]]:
    """Each way to bind the picks, with its text; a Reason where a set is empty."""
    if number == len(step.pick):
        yield "", scope
        return
    pick = step.pick[number]
    whole = over(parsed(pick.values), scope)
    kind, some = element_kind(whole), False
    for codes, test in options(whole) if kind is not None else ():
        if kind is not None and bool(np.all(test.of(Columns(row), None))):
            some = True
            text = f"{pick.name} = {value_text(kind, codes)}"
            for more, inner in _picked(step, number + 1, scope.with_constant(pick.name, kind, codes), row):
                yield ", ".join(filter(None, (text, more))), inner
    if not some:
        told = printed(parsed(pick.values))
        values = _values_text(parsed(pick.values), scope, row)
        yield "", Reason(told, f"nothing to pick for {pick.name}: {told} is empty" + (f": {values}" if values else ""))


def _false_part(tree: Expression, scope: Scope, row: Rows, picked: str) -> Reason | None:
    for part in conjuncts(tree):
        columns = Columns(row)
        holds = bool(np.all(scalar(wide(part, scope)).of(columns, None)))
        if columns.faults is not None:
            return None
        if not holds:
            told, values = printed(part), _values_text(part, scope, row)
            where = f"with {picked}: " if picked else ""
            return Reason(told, f"{where}{told} is false" + (f": {values}" if values else ""))
    return None


def _values_text(tree: Expression, scope: Scope, row: Rows) -> str:
    """`lock is b, root is 3`: what the expression reads, now."""
    told = {printed(part): _value_text(part, scope, row) for part in reads(tree, scope)}
    return ", ".join(f"{name} is {value}" for name, value in told.items() if value)


def _value_text(tree: Expression, scope: Scope, row: Rows) -> str:
    value, columns = narrow(wide(tree, scope)), Columns(row)
    codes = tuple(int(np.asarray(term.of(columns, None)).reshape(-1)[0]) for term in terms_of(value))
    return "" if columns.faults is not None else value_text(value.kind, codes)


def reads(tree: Expression, scope: Scope) -> Iterator[Expression]:
    """The variables and entries in the expression, as large as they stand there; also `at` and `ended`."""
    known = all(name in scope.nodes or name in scope.constants for name in names_read(tree))  # no loop names
    deeper = parts(tree)
    if isinstance(tree, Call) and tree.function in ("at", "ended"):
        yield tree
        return
    if isinstance(tree, Name | Index) and known and reached(tree, scope) is not None:
        yield tree
        deeper = keys(tree)
    for part in deeper:
        yield from reads(part, scope)


def keys(tree: Expression) -> tuple[Expression, ...]:
    """The keys of an entry."""
    return (*keys(tree.of), tree.key) if isinstance(tree, Index) else ()
