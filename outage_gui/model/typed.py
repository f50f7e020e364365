"""The type of every expression: which names it may read, which kinds go together, and the interval of every number."""

from typing import assert_never

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
from outage_gui.model.kinds import bounded, calculated, comparable, joined, number, storable
from outage_gui.model.limits import LARGEST
from outage_gui.model.names import Scope
from outage_gui.model.scenario import Process
from outage_gui.model.tokens import LanguageError
from outage_gui.model.types import (
    MOST_MEMBERS,
    Bool,
    Maybe,
    Never,
    Queue,
    Range,
    Resolved,
    SetOf,
    Table,
    Unknown,
    described,
    instances,
    size,
)
from outage_gui.model.words import RESERVED, nearest, quoted

MOST_TURNS = 16_384  # of loops inside one another: each turn is work for every state


class UndeclaredError(LanguageError):
    """A name no one declares."""

    def __init__(self, name: str, at: int, hint: str) -> None:
        self.name = name
        super().__init__(f"{quoted(name)} is declared nowhere", at, hint)


def type_of(tree: Expression, scope: Scope) -> Resolved:
    """What the expression can give. Raises LanguageError at its first mistake.

    `none` is a Maybe of Never, `{}` a SetOf Never; a number is the interval it stays in.
    """
    match tree:
        case Number(value=value):
            return Range(value, value)
        case Truth():
            return Bool()
        case Nothing():
            return Maybe(Never())
        case Name():
            return _name(tree, scope)
        case Interval(low=low, high=high):
            return _held(Range(low, high), tree.at)
        case SetLiteral():
            of, most = _of_items(tree.items, scope)
            return _held(of, tree.at, most)
        case Unary():
            return _unary(tree, scope)
        case Binary():
            return _binary(tree, scope)
        case Compare():
            return _compare(tree, scope)
        case Logic(operator=word, operands=operands):
            for operand in operands:
                judge_condition(operand, scope, f"each side of '{word}'")
            return Bool()
        case Choice():
            return _choice(tree, scope)
        case Index(of=of):
            return _entry(tree, type_of(of, scope), scope)
        case Call():
            return _call(tree, scope)
        case Quantifier():
            return _quantifier(tree, scope)
        case SetComprehension(body=body, loops=loops):
            return _held(type_of(body, _looped(loops, scope)), body.at)
    assert_never(tree)


def judge_condition(tree: Expression, scope: Scope, place: str) -> None:
    """Raises LanguageError unless the expression is true or false; `place` begins the sentence."""
    found = type_of(tree, scope)
    if not isinstance(found, Bool | Unknown):
        raise LanguageError(f"{place} must be true or false, this is {described(found)}", tree.at)


def members(tree: Expression, scope: Scope) -> Resolved:
    """What a set has, where it is only looked into or gone through: after `in`, in a pick, in len, min, max, subsets.

    Types, ranges and subsets may be larger there than a set that is kept. Raises LanguageError.
    """
    match tree:
        case Name(name=name) if name in scope and scope[name].kind in ("type", "process"):
            return scope[name].type
        case Interval(low=low, high=high):
            return Range(low, high)
        case SetLiteral(items=items):
            of, most = _of_items(items, scope)
            return _held(of, tree.at, most).of
        case Call(function="subsets", arguments=(of,)):
            return SetOf(members(of, scope))
    found = type_of(tree, scope)
    if isinstance(found, SetOf | Unknown):
        return found.of if isinstance(found, SetOf) else found
    raise LanguageError(f"a set is needed here, this is {described(found)}", tree.at, "a type, LOW..HIGH or {a, b}")


def gone_through(over: Expression, scope: Scope) -> tuple[Resolved, int]:
    """What a pick or a loop takes one after the other, and how many at most, at least 1. Raises LanguageError."""
    if isinstance(over, SetLiteral):
        of, most = _of_items(over.items, scope)
        return _held(of, over.at, most).of, max(1, min(most, size(of)))
    of = members(over, scope)
    return of, max(1, size(of))


def looped(name: str, over: Expression, scope: Scope, at: int) -> Scope:
    """The scope inside a loop. Raises LanguageError; for more turns than MOST_TURNS with the loops around it too."""
    of, most = gone_through(over, scope)
    turns = scope.turns * most
    if turns > MOST_TURNS:
        hint = "loop over a smaller type"
        raise LanguageError(f"this loop makes more than {MOST_TURNS:,} turns", over.at, hint)
    try:
        return scope.having("loop", name, of, turns=turns)
    except LanguageError as error:
        raise LanguageError(error.message, at, error.hint) from None


def process_named(tree: Expression, scope: Scope) -> Process:
    """The process in `at(P, …)`, `at(P[i], …)`, `ended(P)`. Raises LanguageError: no process, no position."""
    named = tree.of if isinstance(tree, Index) else tree
    if not isinstance(named, Name) or named.name not in scope.processes:
        name = named.name if isinstance(named, Name) else ""
        raise LanguageError("a process is needed here", tree.at, nearest(name, scope.processes))
    process = scope.processes[named.name]
    if process.order == "any":
        raise LanguageError(f"{quoted(process.name)} has no position: its order is any", tree.at)
    if isinstance(tree, Index) and not comparable(instances(process), type_of(tree.key, scope)):
        found = described(type_of(tree.key, scope))
        raise LanguageError(f"in the brackets stands an instance of {process.name}, this is {found}", tree.key.at)
    return process


# --- names and operators ------------------------------------------------------------------------------------------


def _name(tree: Name, scope: Scope) -> Resolved:
    if tree.name == "self":
        if scope.process is None:
            raise LanguageError("'self' is known only inside a process", tree.at)
        return instances(scope.process)
    if tree.name == "otherwise":
        raise LanguageError("'otherwise' stands alone, in then", tree.at)
    if tree.name in RESERVED:
        raise LanguageError(f"'{tree.name}' has a meaning of its own and no value", tree.at)
    if tree.name not in scope:
        raise UndeclaredError(tree.name, tree.at, scope.nearest(tree.name))
    meaning = scope[tree.name]
    several = meaning.kind == "process" and scope.processes[tree.name].instances
    return _held(meaning.type, tree.at) if meaning.kind == "type" or several else meaning.type


def _held(of: Resolved, at: int, most: int = MOST_MEMBERS + 1) -> SetOf:
    """A set that is kept as a value; `most`: how many different values it can have by the way it is written."""
    if isinstance(of, Table | Queue):
        raise LanguageError(f"a set cannot hold {described(of)}", at)
    if min(size(of), most) > MOST_MEMBERS:
        message = f"a set that is kept has at most {MOST_MEMBERS} different values, this one could have more"
        raise LanguageError(message, at, "choose a smaller type")
    return SetOf(of)


def _together(one: Resolved, other: Resolved, at: int, scope: Scope) -> Resolved:
    found = joined(one, other, tuple(scope.names))
    if found is None:
        raise LanguageError(f"{described(one)} and {described(other)} do not go together", at)
    return found


def _of_items(items: tuple[Expression, ...], scope: Scope) -> tuple[Resolved, int]:
    """The type of listed values, and how many different ones there can be at most."""
    of: Resolved = Never()
    most = 0
    for item in items:
        found = type_of(item, scope)
        if isinstance(found, Table | Queue):
            raise LanguageError(f"a set cannot hold {described(found)}", item.at)
        of, most = _together(of, found, item.at, scope), most + size(found)
    return of, most


# Each part is typed once, by its parent: typing a part twice at each level would double the work with each level.
def _interval(found: Resolved, at: int, place: str) -> Range | None:
    """Of a number; None where the type is unknown because of another mistake."""
    interval = number(found)
    if interval is None and not isinstance(found, Unknown):
        raise LanguageError(f"{place} needs numbers, this is {described(found)}", at)
    return interval


def _number(tree: Expression, scope: Scope, place: str) -> Range | None:
    return _interval(type_of(tree, scope), tree.at, place)


def _unary(tree: Unary, scope: Scope) -> Resolved:
    if tree.operator == "not":
        judge_condition(tree.operand, scope, "what follows 'not'")
        return Bool()
    interval = _number(tree.operand, scope, "-")
    return bounded(-interval.high, -interval.low, tree.at) if interval else Unknown()


def _binary(tree: Binary, scope: Scope) -> Resolved:
    left, right = type_of(tree.left, scope), type_of(tree.right, scope)
    return combined(tree, left, right, scope)


def combined(tree: Binary, left: Resolved, right: Resolved, scope: Scope) -> Resolved:
    """The type of `left operator right`, of which the types are known already. Raises LanguageError."""
    sign = tree.operator
    if sign in "|&" or (sign == "-" and isinstance(left, SetOf)):
        return _of_sets(tree, left, right, scope)
    if isinstance(left, SetOf):
        raise LanguageError(f"{sign} needs numbers, this is {described(left)}", tree.left.at, "sets have | & -")
    one, other = _interval(left, tree.left.at, sign), _interval(right, tree.right.at, sign)
    return calculated(sign, one, other, tree.at) if one and other else Unknown()


def _of_sets(tree: Binary, left: Resolved, right: Resolved, scope: Scope) -> Resolved:
    for found, side in ((left, tree.left), (right, tree.right)):
        if not isinstance(found, SetOf | Unknown):
            hint = "write and, or" if isinstance(found, Bool) else ""
            raise LanguageError(f"{tree.operator} needs sets, this is {described(found)}", side.at, hint)
    together = _together(left, right, tree.at, scope)
    if isinstance(together, SetOf):
        _held(together.of, tree.at)
    return together if tree.operator == "|" else left


def _compare(tree: Compare, scope: Scope) -> Bool:
    left = type_of(tree.operands[0], scope)
    for operator, one, other in zip(tree.operators, tree.operands, tree.operands[1:], strict=False):
        if operator in ("in", "not in"):
            of = _looked_into(other, scope)
            if not comparable(left, of):
                raise LanguageError(f"{described(left)} is never in {described(SetOf(of))}", one.at)
            left = SetOf(of)
        else:
            right = type_of(other, scope)
            _judge_sides(operator, (left, one.at), (right, other.at))
            left = right
    return Bool()


def _looked_into(tree: Expression, scope: Scope) -> Resolved:
    """What stands after `in`: listed values are compared one by one, so they may lie as far apart as they like."""
    return _of_items(tree.items, scope)[0] if isinstance(tree, SetLiteral) else members(tree, scope)


def _judge_sides(operator: str, left: tuple[Resolved, int], right: tuple[Resolved, int]) -> None:
    """`left`, `right`: types and offsets."""
    for found, at in (left, right) if operator not in ("==", "!=") else ():
        if number(found) is None and not isinstance(found, SetOf | Unknown):
            raise LanguageError(f"{operator} compares numbers or sets, this is {described(found)}", at)
    if not comparable(left[0], right[0]):
        raise LanguageError(f"cannot compare {described(left[0])} with {described(right[0])}", left[1])


def _choice(tree: Choice, scope: Scope) -> Resolved:
    judge_condition(tree.condition, scope, "what follows 'if'")
    return _together(type_of(tree.yes, scope), type_of(tree.no, scope), tree.at, scope)


def _entry(tree: Index, of: Resolved, scope: Scope) -> Resolved:
    key = type_of(tree.key, scope)
    match of:
        case Table(each=each, of=entry):
            if not storable(each, key):
                raise LanguageError(f"a key of this table is {described(each)}, not {described(key)}", tree.key.at)
            return entry
        case Queue(of=entry):
            _interval(key, tree.key.at, "a queue's place")
            return entry
        case Unknown():
            return of
    hint = "at and ended look at an instance" if isinstance(tree.of, Name) and tree.of.name in scope.processes else ""
    raise LanguageError(f"[…] needs a table or a queue, this is {described(of)}", tree.of.at, hint)


# --- functions and loops ------------------------------------------------------------------------------------------


def _call(tree: Call, scope: Scope) -> Resolved:
    first = tree.arguments[0]
    match tree.function:
        case "at":
            return _at(tree, scope)
        case "ended":
            process_named(first, scope)
            return Bool()
        case "abs":
            interval = _number(first, scope, "abs")
            return _absolute(interval, tree.at) if interval else Unknown()
        case "subsets":
            return _held(SetOf(members(first, scope)), tree.at)
        case "len":
            return _length(first, scope)
        case "min" | "max" as function:
            return _extreme(function, tree.arguments, scope)
    assert_never(tree.function)


def _at(tree: Call, scope: Scope) -> Bool:
    process, step = process_named(tree.arguments[0], scope), tree.arguments[1]
    names = [each.name for each in process.steps]
    if not isinstance(step, Name) or step.name not in names:
        hint = nearest(step.name if isinstance(step, Name) else "", names)
        raise LanguageError(f"{quoted(process.name)} has no such step", step.at, hint)
    if any(step.name in join.steps[1:] for join in process.joins):
        raise LanguageError(f"{quoted(step.name)} is inside a joined move, no one stands there", step.at)
    return Bool()


def _absolute(interval: Range, at: int) -> Range:
    low = 0 if interval.low <= 0 <= interval.high else min(abs(interval.low), abs(interval.high))
    return bounded(low, max(abs(interval.low), abs(interval.high)), at)


def _length(tree: Expression, scope: Scope) -> Resolved:
    if _is_domain(tree, scope):
        return Range(0, min(size(members(tree, scope)), LARGEST))
    match found := type_of(tree, scope):
        case Queue(size=most):
            return Range(0, most)
        case SetOf(of=of):
            return Range(0, size(of))
        case Unknown():
            return found
    raise LanguageError(f"len needs a set or a queue, this is {described(found)}", tree.at)


def _is_domain(tree: Expression, scope: Scope) -> bool:
    """Whether it may be larger than a set that is kept: a type, a process, a range, listed values, subsets."""
    if isinstance(tree, Name):
        return tree.name in scope and scope[tree.name].kind in ("type", "process")
    return isinstance(tree, Interval | SetLiteral) or (isinstance(tree, Call) and tree.function == "subsets")


def _extreme(function: str, arguments: tuple[Expression, ...], scope: Scope) -> Resolved:
    if len(arguments) == 1:
        of = members(arguments[0], scope)
        interval = number(of)
        if interval is None and not isinstance(of, Unknown | Never):
            raise LanguageError(f"{function} needs numbers, these are {described(of)}", arguments[0].at)
        return interval or Range(0, 0)
    pick = min if function == "min" else max
    found = [interval for each in arguments if (interval := _number(each, scope, function))]
    if len(found) < len(arguments):
        return Unknown()
    return Range(pick(each.low for each in found), pick(each.high for each in found))


def _quantifier(tree: Quantifier, scope: Scope) -> Resolved:
    inside = _looped(tree.loops, scope)
    if tree.function in ("min", "max"):
        return _number(tree.body, inside, tree.function) or Unknown()
    judge_condition(tree.body, inside, f"what '{tree.function}' asks")
    return Range(0, inside.turns // scope.turns) if tree.function == "count" else Bool()


def _looped(loops: tuple[For, ...], scope: Scope) -> Scope:
    for loop in loops:
        scope = looped(loop.name, loop.over, scope, loop.at)
        for condition in loop.conditions:
            judge_condition(condition, scope, "what follows 'if'")
    return scope
