"""Tree to NumPy: each expression of the language becomes closures over columns. Also what asks rows one expression."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, assert_never

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.compounds import (
    Parts,
    Subsets,
    Value,
    Whole,
    Wide,
    choice,
    combined,
    compared_sets,
    composed,
    element_kind,
    equal,
    fixed,
    mask_of,
    member,
    narrow,
    options,
    position,
    scalar,
    size_of,
    terms_of,
)
from outage_gui.engine.entries import among, entry, key_of, place_in
from outage_gui.engine.kinds import BOOL, NONE, NOTHING, Kind, decoded, number, values
from outage_gui.engine.layout import Field, Node, QueueNode, Rows, TableNode, fields_of
from outage_gui.engine.rows import Column, Columns, Mask
from outage_gui.engine.scope import Scope, Standing
from outage_gui.engine.terms import (
    FALSE,
    NO_SUCH_KEY,
    TRUE,
    Term,
    absolute,
    arithmetic,
    constant,
    counted,
    extreme,
    inverted,
    logic,
    made,
    negative,
    numeric,
    ordered,
    remembered,
    smallest,
)
from outage_gui.model.expression import (
    Binary,
    Call,
    Choice,
    Compare,
    Expression,
    For,
    Index,
    Interval,
    Logic,
    Name,
    Nothing,
    Number,
    Quantifier,
    SetComprehension,
    SetLiteral,
    Truth,
    Unary,
)
from outage_gui.model.parsing import parsed


def condition_in(text: str, scope: Scope) -> Term:
    """A condition; an absent one and `otherwise` always hold."""
    return TRUE if text in ("", "otherwise") else scalar(wide(parsed(text), scope))


def wide(node: Expression, scope: Scope) -> Wide:
    """The value of a tree."""
    match node:
        case Number(value):
            return constant(number(value, value), value)
        case Truth(value):
            return TRUE if value else FALSE
        case Nothing():
            return constant(NOTHING, NONE)
        case Name():
            return _named(node, scope)
        case Interval():
            return over(node, scope)
        case Unary("not", operand):
            return inverted(scalar(wide(operand, scope)))
        case Unary(_, operand):
            return negative(scalar(wide(operand, scope)))
        case Binary(sign, left, right):
            return binary(sign, narrow(wide(left, scope)), wide(right, scope))
        case Compare():
            return _compared(node, scope)
        case Logic(word, operands):
            return logic(word, [scalar(wide(operand, scope)) for operand in operands])
        case Choice(yes, condition, no):
            return choice(scalar(wide(condition, scope)), wide(yes, scope), wide(no, scope))
        case Index():
            return _entry(node, scope)
        case Call():
            return _called(node, scope)
        case Quantifier():
            return _quantified(node, scope)
        case SetLiteral(items):
            return mask_of([(TRUE, narrow(wide(item, scope))) for item in items])
        case SetComprehension(body, loops):
            return mask_of([(logic("and", c), narrow(wide(body, inner))) for c, inner in turns(loops, scope)])
    assert_never(node)


def _named(node: Name, scope: Scope) -> Wide:
    if node.name in scope.constants:
        return scope.constants[node.name]
    if node.name in scope.nodes:
        return loaded(Place(scope.nodes[node.name]))
    if node.name not in scope.types:
        raise KeyError(f"no such name: {node.name}")  # the checker lets none of these through
    return over(node, scope)


def over(node: Expression, scope: Scope) -> Wide:
    """T in `for x in T`: a type's or process's name means all its values."""
    match node:
        case Name(name) if name in scope.types:
            kind = scope.types[name]
            return Whole(kind, values(kind))
        case Interval(low, high):
            scope.budget.spend(0)
            return Whole(number(low, high), values(number(low, high)) if low <= high else ())
    return wide(node, scope)


def binary(sign: str, left: Value, right: Wide) -> Term:
    """Arithmetic on numbers, `| & -` on sets."""
    a, b = scalar(left), scalar(right)
    return combined(sign, a, b) if "set" in (a.kind.sort, b.kind.sort) else arithmetic(sign, a, b)


def _compared(node: Compare, scope: Scope) -> Term:
    sides = [wide(operand, scope) for operand in node.operands]
    sides = [remembered(side) if isinstance(side, Term) and len(sides) > 2 else side for side in sides]
    trees = list(zip(node.operators, sides, node.operands[1:], sides[1:], strict=False))
    return logic("and", [_pair(sign, a, tree, b, scope) for sign, a, tree, b in trees])


def _pair(sign: str, a: Wide, tree: Expression, b: Wide, scope: Scope) -> Term:
    match sign:
        case "==":
            return equal(a, b)
        case "!=":
            return inverted(equal(a, b))
        case "in":
            return _inside(narrow(a), tree, b, scope)
        case "not in":
            return inverted(_inside(narrow(a), tree, b, scope))
    x, y = scalar(a), scalar(b)
    if "set" in (x.kind.sort, y.kind.sort) and "none" not in (x.kind.sort, y.kind.sort):
        return compared_sets(sign, x, y)
    return ordered(sign, x, y)


def _inside(value: Value, tree: Expression, whole: Wide, scope: Scope) -> Term:
    """A set written out is compared with item by item: its items may be of any range."""
    if isinstance(tree, SetLiteral):
        items = [wide(item, scope) for item in tree.items]
        tests = [equal(value, item) for item in items]
        inputs = [*terms_of(value), *(term for item in items for term in terms_of(narrow(item)))]
        if not any(term.faulty for term in inputs):
            return logic("or", tests)
        return made(lambda c, m: _any_of(c, m, inputs, tests), BOOL, inputs)
    return member(value, over(tree, scope) if isinstance(tree, Name) else whole)


def _any_of(columns: Columns, needed: Mask, inputs: list[Term], tests: list[Term]) -> Column:
    for term in inputs:
        term.of(columns, needed)
    result: Column = np.False_
    for test in tests:
        result = result | test.of(columns, needed)
    return result


# --- variables and their entries ----------------------------------------------------------------------------------


class Place(NamedTuple):
    """A variable's node, or an entry of it: so many bits further on (a term), or exactly there (None)."""

    node: Node
    shift: Term | None = None


def loaded(place: Place) -> Value:
    """The value that is there now."""
    node = place.node
    return composed(kind_at(node), [_leaf(field, place.shift) for field in fields_of(node)])


def kind_at(node: Node) -> Kind:
    return node.kind


def _leaf(field: Field, shift: Term | None) -> Term:
    if shift is None:
        return Term(lambda columns, needed: columns.get(field), field.kind)
    return Term(lambda c, m: c.get_moved(field, shift.of(c, m)), field.kind, None, shift.faulty)


def reached(node: Expression, scope: Scope) -> Place | None:
    """The place that a name or an entry means; None where it is no variable's, or lies in several words."""
    match node:
        case Name(name) if name in scope.nodes and name not in scope.constants:
            return Place(scope.nodes[name])
        case Index(of, key):
            outer = reached(of, scope)
            return None if outer is None else within(outer, narrow(wide(key, scope)))
    return None


def within(place: Place, key: Value) -> Place | None:
    match place.node:
        case TableNode(kind, entries, stride):
            return moved(place, entries, stride, key_of(key, kind))
        case QueueNode(kind, length, items, stride) if items:
            index = place_in(_leaf(length, place.shift), scalar(key), kind.size)
            return moved(place, items, stride, index)
    return None


def moved(place: Place, entries: tuple[Node, ...], stride: int, index: Term) -> Place | None:
    """One entry of the place."""
    if index.constant is not None:
        return Place(entries[index.constant], place.shift)
    if not stride:
        return None if len(entries) > 1 or index.faulty else Place(entries[0], place.shift)
    by = made(lambda c, m: index.of(c, m) * stride, number(0, 63), (index,))
    if place.shift is None:
        return Place(entries[0], by)
    return Place(entries[0], numeric(lambda a, b: a + b, number(0, 63), place.shift, by))


def _entry(node: Index, scope: Scope) -> Value:
    place = reached(node, scope)
    if place is not None:
        return loaded(place)
    whole = narrow(wide(node.of, scope))
    assert isinstance(whole, Parts)
    return entry(whole, narrow(wide(node.key, scope)))


# --- functions ----------------------------------------------------------------------------------------------------


def _called(node: Call, scope: Scope) -> Wide:
    match node.function:
        case "at" | "ended":
            return _standing(node, scope)
        case "len":
            return size_of(wide(node.arguments[0], scope))
        case "abs":
            return absolute(scalar(wide(node.arguments[0], scope)))
        case "subsets":
            return Subsets(scalar(over(node.arguments[0], scope)))
    largest = node.function == "max"
    if len(node.arguments) > 1:
        return smallest([scalar(wide(argument, scope)) for argument in node.arguments], largest=largest)
    return _extreme_of(over(node.arguments[0], scope), largest=largest)


def _extreme_of(whole: Wide, *, largest: bool) -> Term:
    kind = element_kind(whole)
    turns_ = [(test, scalar(fixed(kind, codes))) for codes, test in options(whole)] if kind is not None else []
    return extreme(turns_ or [(FALSE, constant(number(0, 0), 0))], largest=largest)


def _standing(node: Call, scope: Scope) -> Term:
    """`at(p[i], step)`, `ended(p[i])`; without an index some instance, or all."""
    whole = node.arguments[0]
    name = whole.of if isinstance(whole, Index) else whole
    assert isinstance(name, Name)
    standing = scope.standings[name.name]
    step = node.arguments[1] if node.function == "at" else None
    wanted = _step_number(standing, step.name) if isinstance(step, Name) else standing.end
    tests = [_stands(field, wanted) for field in standing.fields]
    if isinstance(whole, Index):
        return _of_instance(standing, narrow(wide(whole.key, scope)), tests)
    return logic("or" if step is not None else "and", tests)


def _step_number(standing: Standing, name: str) -> int:
    return next((i for i, step in enumerate(standing.process.steps) if step.name == name), -1)


def _stands(field: Field, wanted: int) -> Term:
    if not field.kind.low <= wanted <= field.kind.high:
        return FALSE
    return made(lambda c, m: c.get(field) == wanted, BOOL, (_leaf(field, None),))


def _of_instance(standing: Standing, key: Value, tests: list[Term]) -> Term:
    find, unsure = position(key, standing.kind, standing.instances)

    def of(columns: Columns, needed: Mask) -> Column:
        index, there = find(columns, needed)
        if unsure:
            columns.fault(NO_SUCH_KEY, np.logical_not(there), needed)
        return index

    index = made(of, number(0, len(tests) - 1), terms_of(key), faults=unsure)
    return scalar(among([(test,) for test in tests], BOOL, index))


# --- comprehensions -----------------------------------------------------------------------------------------------


def turns(loops: tuple[For, ...], scope: Scope) -> Iterator[tuple[list[Term], Scope]]:
    """Each way to fill the loop names: what has to hold for it, in the order it is asked, and the scope."""
    if not loops:
        yield [], scope
        return
    first, *rest = loops
    whole = over(first.over, scope)
    kind = element_kind(whole)
    found = options(whole) if kind is not None else ()
    scope.budget.spend(len(found))
    for codes, test in found:
        assert kind is not None
        inner = scope.with_constant(first.name, kind, codes)
        tests = [scalar(wide(condition, inner)) for condition in first.conditions]
        here = logic("and", [test, *tests])
        if here.constant == 0 and not here.faulty:
            continue
        for more, innermost in turns(tuple(rest), inner):
            yield [here, *more], innermost


def _quantified(node: Quantifier, scope: Scope) -> Term:
    found = [(tests, scalar(wide(node.body, inner))) for tests, inner in turns(node.loops, scope)]
    match node.function:
        case "any":
            return logic("or", [logic("and", [*tests, body]) for tests, body in found])
        case "all":
            return logic("and", [logic("or", [*map(inverted, tests), body]) for tests, body in found])
        case "count":
            return counted([logic("and", [*tests, body]) for tests, body in found])
    pairs = [(logic("and", tests), body) for tests, body in found]
    return extreme(pairs or [(FALSE, constant(number(0, 0), 0))], largest=node.function == "max")


# --- asking rows --------------------------------------------------------------------------------------------------


class Scoped(Protocol):
    """A program, as far as this floor needs to know it."""

    @property
    def scope(self) -> Scope: ...


def truths(program: Scoped, rows: Rows, text: str) -> tuple[NDArray[np.bool_], NDArray[np.int16]]:
    """Where the condition holds (n,), and its fault on each row (n,), 0 for none; where it faults it does not hold.

    rows: (n, words). The text sees what checks and services see.
    """
    columns = Columns(rows)
    holds = np.broadcast_to(_condition(program.scope, text).of(columns, None), len(rows))
    faults = np.zeros(len(rows), np.int16) if columns.faults is None else columns.faults
    return holds & (faults == 0), faults


def value_of(scope: Scope, row: Rows, text: str) -> tuple[Any, int]:
    """The value of any expression in one state, as Python's own, and its fault (0 for none). row: (words,)."""
    value, columns = narrow(_value(scope, text)), Columns(row.reshape(1, -1))
    codes = tuple(int(np.asarray(term.of(columns, None)).reshape(-1)[0]) for term in terms_of(value))
    fault = 0 if columns.faults is None else int(columns.faults[0])
    return (None if fault else decoded(value.kind, codes)), fault


@lru_cache(maxsize=4096)
def _condition(scope: Scope, text: str) -> Term:
    return condition_in(text, scope)


@lru_cache(maxsize=4096)
def _value(scope: Scope, text: str) -> Wide:
    return over(parsed(text), scope)
