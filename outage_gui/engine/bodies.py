"""Bodies: statements as acts on columns. All values, keys and shifts of a statement are known before it writes."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from outage_gui.engine.columns import Place, kind_at, over, reached, wide, within
from outage_gui.engine.columns import binary as arithmetic_on
from outage_gui.engine.compounds import Value, Wide, element_kind, narrow, options, position, terms_of
from outage_gui.engine.entries import key_of
from outage_gui.engine.kinds import Scalar, blank, number
from outage_gui.engine.layout import Field, Node, QueueNode, TableNode, fields_of
from outage_gui.engine.rows import Column, Columns, Mask
from outage_gui.engine.scope import Scope
from outage_gui.engine.storing import fitted
from outage_gui.engine.terms import (
    NO_SUCH_KEY,
    OUT_OF_RANGE,
    QUEUE_EMPTY,
    QUEUE_FULL,
    TRUE,
    Term,
    constant,
    logic,
    narrowed,
    same,
)
from outage_gui.model.expression import Assign, Body, Expression, If, Index, Loop, Method, Statement
from outage_gui.model.parsing import parsed_body

Act: TypeAlias = Callable[[Columns, Mask], None]


class Spot(NamedTuple):
    """One place a statement may write to, and the condition that it is the one."""

    condition: Term
    place: Place


def body_in(text: str, scope: Scope) -> Act | None:
    """The whole body; None where there is none."""
    return block(parsed_body(text), scope) if text else None


def block(body: Body, scope: Scope) -> Act:
    acts = [statement(each, scope) for each in body]
    if len(acts) == 1:
        return acts[0]

    def act(columns: Columns, needed: Mask) -> None:
        for each in acts:
            each(columns, needed)

    return act


def statement(node: Statement, scope: Scope) -> Act:
    match node:
        case Assign(target, None, value):
            return _assignment(spots(target, scope), wide(value, scope))
        case Assign(target, sign, value) if sign is not None:
            return _assignment(
                spots(target, scope), arithmetic_on(sign, narrow(wide(target, scope)), wide(value, scope))
            )
        case Method(target, "push", argument) if argument is not None:
            return _push(spots(target, scope), narrow(wide(argument, scope)))
        case Method(target, "pop", _):
            return _pop(spots(target, scope))
        case Method(target, "add", argument) if argument is not None:
            return _change(spots(target, scope), narrow(wide(argument, scope)), added=True)
        case Method(target, "remove", argument) if argument is not None:
            return _change(spots(target, scope), narrow(wide(argument, scope)), added=False)
        case If():
            return _branches(node, scope)
        case Loop():
            return _loop(node, scope)
    raise AssertionError(node)


# --- where to write -----------------------------------------------------------------------------------------------


def spots(target: Expression, scope: Scope) -> tuple[Spot, ...]:
    """The places a target can mean: one, unless it is an entry of a table that lies in several words."""
    place = reached(target, scope)
    if place is not None:
        return (Spot(TRUE, place),)
    assert isinstance(target, Index)
    key = narrow(wide(target.key, scope))
    return tuple(inner for outer in spots(target.of, scope) for inner in _entries(outer, key))


def _entries(outer: Spot, key: Value) -> tuple[Spot, ...]:
    found = within(outer.place, key)
    if found is not None:
        return (Spot(outer.condition, found),)
    node = outer.place.node
    assert isinstance(node, TableNode)
    index = key_of(key, node.kind)
    conditions = [same(index, constant(number(0, 0), i)) for i in range(len(node.entries))]
    return tuple(
        Spot(logic("and", (outer.condition, condition)), Place(entry, outer.place.shift))
        for condition, entry in zip(conditions, node.entries, strict=True)
    )


class Target(NamedTuple):
    """A spot on given rows."""

    node: Node
    shift: Column | None
    here: Mask

    def get(self, columns: Columns, field: Field) -> Column:
        return columns.get(field) if self.shift is None else columns.get_moved(field, self.shift)

    def put(self, columns: Columns, field: Field, value: Column, needed: Mask) -> None:
        if self.shift is None:
            columns.put(field, value, needed)
        else:
            columns.put_moved(field, self.shift, value, needed)


def targets(where: Sequence[Spot], columns: Columns, needed: Mask) -> list[Target]:
    """The spots with their shifts, before anything is written."""
    found = []
    for condition, place in where:
        holds = None if condition.constant else condition.of(columns, needed)
        here = needed if holds is None else narrowed(needed, holds)
        shift = None if place.shift is None else place.shift.of(columns, here)
        found.append(Target(place.node, shift, here))
    return found


def _sure(where: Sequence[Spot]) -> bool:
    """Whether finding the place cannot fault."""
    return not any(spot.condition.faulty or (spot.place.shift and spot.place.shift.faulty) for spot in where)


# --- statements ---------------------------------------------------------------------------------------------------


def _assignment(where: tuple[Spot, ...], value: Wide) -> Act:
    value = narrow(value)
    stored = fitted(value, kind_at(where[0].place.node))
    given = () if _sure(where) else tuple(term for term in terms_of(value) if term.faulty)

    def act(columns: Columns, needed: Mask) -> None:
        for term in given:
            term.of(columns, needed)
        found = targets(where, columns, needed)
        new = [term.of(columns, needed) for term in stored]
        for target in found:
            for field, column in zip(fields_of(target.node), new, strict=True):
                target.put(columns, field, column, target.here)

    return act


def _queue(where: tuple[Spot, ...]) -> QueueNode:
    node = where[0].place.node
    assert isinstance(node, QueueNode)
    return node


def _push(where: tuple[Spot, ...], value: Value) -> Act:
    kind = _queue(where).kind
    stored = fitted(value, kind.of)

    def act(columns: Columns, needed: Mask) -> None:
        found = targets(where, columns, needed)
        for term in terms_of(value):
            term.of(columns, needed)
        lengths = []
        for target in found:
            assert isinstance(target.node, QueueNode)
            lengths.append(target.get(columns, target.node.length))
            columns.fault(QUEUE_FULL, lengths[-1] >= kind.size, target.here)
        new = [term.of(columns, needed) for term in stored]
        for target, length in zip(found, lengths, strict=True):
            _append(columns, target, length, new)

    return act


def _append(columns: Columns, target: Target, length: Column, new: Sequence[Column]) -> None:
    node = target.node
    assert isinstance(node, QueueNode)
    for i, item in enumerate(node.items):
        here = narrowed(target.here, length == i)
        if here is not None and here.any():
            for field, column in zip(fields_of(item), new, strict=True):
                target.put(columns, field, column, here)
    target.put(columns, node.length, np.minimum(length + 1, len(node.items)), target.here)


def _pop(where: tuple[Spot, ...]) -> Act:
    dead = blank(_queue(where).kind.of)

    def act(columns: Columns, needed: Mask) -> None:
        for target in targets(where, columns, needed):
            assert isinstance(target.node, QueueNode)
            length = target.get(columns, target.node.length)
            columns.fault(QUEUE_EMPTY, length == 0, target.here)
            items = [fields_of(item) for item in target.node.items]
            following = [[target.get(columns, field) for field in item] for item in items[1:]] + [list(dead)]
            for fields, new in zip(items, following, strict=False):
                for field, column in zip(fields, new, strict=True):
                    target.put(columns, field, column, target.here)
            target.put(columns, target.node.length, np.maximum(length - 1, 0), target.here)

    return act


def _change(where: tuple[Spot, ...], value: Value, *, added: bool) -> Act:
    """`s.add(e)`, `s.remove(e)`."""
    kind = kind_at(where[0].place.node)
    assert isinstance(kind, Scalar)
    find, _ = position(value, kind.of, kind.domain)

    def act(columns: Columns, needed: Mask) -> None:
        found = targets(where, columns, needed)
        index, there = find(columns, needed)
        bit = np.left_shift(1, index)
        for target in found:
            assert isinstance(target.node, Field)
            old = target.get(columns, target.node)
            if added:
                columns.fault(OUT_OF_RANGE, np.logical_not(there), target.here)
                target.put(columns, target.node, old | np.where(there, bit, 0), target.here)
            else:
                columns.fault(NO_SUCH_KEY, np.logical_not(there & ((old & bit) != 0)), target.here)
                target.put(columns, target.node, old & ~bit, target.here)

    return act


def _branches(node: If, scope: Scope) -> Act:
    """The first branch whose condition holds; rows that have gone into one are not asked again."""
    parts = [(_condition(condition, scope), block(body, scope)) for condition, body in node.branches]
    otherwise = block(node.otherwise, scope) if node.otherwise else None

    def act(columns: Columns, needed: Mask) -> None:
        for condition, body in parts:
            holds = condition.of(columns, needed)
            _run(body, columns, narrowed(needed, holds))
            needed = narrowed(needed, np.logical_not(holds))
        if otherwise is not None:
            _run(otherwise, columns, needed)

    return act


def _condition(node: Expression, scope: Scope) -> Term:
    term = wide(node, scope)
    assert isinstance(term, Term)
    return term


def _run(act: Act, columns: Columns, needed: Mask) -> None:
    if needed is None or needed.any():
        act(columns, needed)


def _loop(node: Loop, scope: Scope) -> Act:
    """The set is what it was before the first turn."""
    whole = over(node.over, scope)
    kind = element_kind(whole)
    found = options(whole) if kind is not None else ()
    scope.budget.spend(len(found))
    parts = [
        (test, block(node.body, scope.with_constant(node.name, kind, codes)))
        for codes, test in found
        if kind is not None
    ]

    def act(columns: Columns, needed: Mask) -> None:
        here = [needed if test.constant else narrowed(needed, test.of(columns, needed)) for test, _ in parts]
        for mask, (_, body) in zip(here, parts, strict=True):
            _run(body, columns, mask)

    return act
