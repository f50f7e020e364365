"""What an expression of the scenario language is worth: read by `ast`, given the format's meaning here."""

import ast
import functools
import itertools
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from . import kinds
from .kinds import Table, Value

ARITHMETIC: Mapping[type, Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
DIVISION: Mapping[type, Callable[[int, int], int]] = {ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod}
SETS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.Sub: operator.sub,
}
ORDER: Mapping[type, Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class FaultError(Exception):
    """Something that cannot be computed; the text is the name of the finding."""


class Scope(NamedTuple):
    """What an expression can see. `names` is the only part a body changes."""

    names: dict[str, Value]  # variables, own locals, picks, loop names, words, single instances, self
    domains: Mapping[str, tuple[Value, ...]]  # types and processes -> their values in order
    places: Mapping[str, Mapping[Value, str]]  # process -> instance -> step or "end"
    order: Callable[[Value], Any]

    def with_names(self, more: Mapping[str, Value]) -> "Scope":
        return self._replace(names={**self.names, **more})


@functools.cache
def parsed(text: str) -> ast.expr:
    return ast.parse(pythonic(text).strip(), mode="eval").body


def pythonic(text: str) -> str:
    """`0..3` is the one thing Python cannot read: it becomes the call `span(0, 3)`."""
    return re.sub(r"(-?\d+)\s*\.\.\s*(-?\d+)", r"span(\1, \2)", text)


def worth(text: str, scope: Scope) -> Value:
    return value(parsed(text), scope)


def value(node: ast.expr, scope: Scope) -> Value:
    """The value of one expression; raises FaultError."""
    match node:
        case ast.Constant(value=int(number)):
            return number
        case ast.Name(id=name):
            return named(name, scope)
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(value(part, scope) for part in parts)
        case ast.BoolOp(op=ast.Or(), values=parts):
            return any(value(part, scope) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return not value(inner, scope)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -number_of(value(inner, scope))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return value(body, scope) if value(test, scope) else value(orelse, scope)
        case ast.Compare(left=left, ops=operators, comparators=rest):
            return compared(left, list(zip(operators, rest, strict=True)), scope)
        case ast.BinOp(left=left, op=op, right=right):
            return combined(op, value(left, scope), value(right, scope))
        case ast.Subscript(value=whole, slice=index):
            return entry(value(whole, scope), value(index, scope))
        case ast.Set(elts=members):
            return frozenset([value(member, scope) for member in members])
        case ast.Dict(keys=[]):
            return frozenset()
        case ast.SetComp(elt=element, generators=generators):
            return frozenset([value(element, inner) for inner in turns(generators, scope)])
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return called(name, arguments, scope)
    raise SyntaxError(f"not in the language: {ast.unparse(node)}")


def named(name: str, scope: Scope) -> Value:
    constants = {"true": True, "false": False, "none": None}
    if name in constants:
        return constants[name]
    return scope.names[name] if name in scope.names else frozenset(scope.domains[name])


def domain(node: ast.expr, scope: Scope) -> list[Value]:
    """The values of T in `for x in T` and in picks, in order."""
    match node:
        case ast.Name(id=name) if name in scope.domains:
            return list(scope.domains[name])
    return sorted(value(node, scope), key=scope.order)


def turns(generators: list[ast.comprehension], scope: Scope) -> Iterator[Scope]:
    """One scope for each way to fill the loop names for which every `if` holds."""
    if not generators:
        yield scope
        return
    first = generators[0]
    assert isinstance(first.target, ast.Name)
    for each in domain(first.iter, scope):
        inner = scope.with_names({first.target.id: each})
        if all(value(test, inner) for test in first.ifs):
            yield from turns(generators[1:], inner)


def compared(left: ast.expr, rest: list[tuple[ast.cmpop, ast.expr]], scope: Scope) -> bool:
    """A chain of comparisons; the ones after a false one are not looked at."""
    here = value(left, scope)
    for op, right in rest:
        there = value(right, scope)
        if not holds(op, here, there):
            return False
        here = there
    return True


def holds(op: ast.cmpop, left: Value, right: Value) -> bool:
    match op:
        case ast.Eq():
            return bool(left == right)
        case ast.NotEq():
            return bool(left != right)
        case ast.In():
            return left in right
        case ast.NotIn():
            return left not in right
    if left is None or right is None:
        raise FaultError("none-compared")
    return ORDER[type(op)](left, right)


def combined(op: ast.operator, left: Value, right: Value) -> Value:
    """`+ - * // %` of numbers, `| & -` of sets."""
    if isinstance(left, frozenset):
        return SETS[type(op)](left, right)
    number_of(left), number_of(right)
    if type(op) in ARITHMETIC:
        return ARITHMETIC[type(op)](left, right)
    if right == 0:
        raise FaultError("division-by-zero")
    return DIVISION[type(op)](left, right)


def number_of(number: Value) -> int:
    if number is None:
        raise FaultError("none-compared")
    assert isinstance(number, int)
    assert not isinstance(number, bool)
    return number


def entry(whole: Value, index: Value) -> Value:
    """`table[key]` or `queue[i]`."""
    if isinstance(whole, Table):
        if index not in whole:
            raise FaultError("no-such-key")
        return whole[index]
    if index is None or not 0 <= index < len(whole):
        raise FaultError("queue-empty")
    return whole[index]


def called(name: str, arguments: list[ast.expr], scope: Scope) -> Value:
    match name:
        case "span":
            return frozenset(range(value(arguments[0], scope), value(arguments[1], scope) + 1))
        case "any":
            return any(members(arguments, scope))
        case "all":
            return all(members(arguments, scope))
        case "count":
            return sum([bool(member) for member in members(arguments, scope)])
        case "len":
            return len(value(arguments[0], scope))
        case "abs":
            return abs(number_of(value(arguments[0], scope)))
        case "min" | "max":
            numbers = [number_of(each) for each in list(members(arguments, scope))]
            if not numbers:
                raise FaultError("empty-min-max")
            return min(numbers) if name == "min" else max(numbers)
        case "subsets":
            return frozenset(kinds.subsets(domain(arguments[0], scope)))
        case "at":
            assert isinstance(arguments[1], ast.Name)
            return arguments[1].id in places_of(arguments[0], scope)
        case "ended":
            return all(place == "end" for place in places_of(arguments[0], scope))
    raise SyntaxError(f"no such function: {name}")


def members(arguments: list[ast.expr], scope: Scope) -> Iterator[Value]:
    """The values a call runs over: of a comprehension one after the other, of several arguments, or of one set."""
    match arguments:
        case [ast.GeneratorExp(elt=element, generators=generators)]:
            return (value(element, inner) for inner in turns(generators, scope))
        case [single]:
            return iter(value(single, scope))
    return iter([value(argument, scope) for argument in arguments])


def places_of(node: ast.expr, scope: Scope) -> list[str]:
    """Where the meant instance stands, or where all of them do."""
    match node:
        case ast.Name(id=process):
            return list(scope.places[process].values())
        case ast.Subscript(value=ast.Name(id=process), slice=index):
            instance = value(index, scope)
            if instance not in scope.places[process]:
                raise FaultError("no-such-key")
            return [scope.places[process][instance]]
    raise SyntaxError(f"not a process: {ast.unparse(node)}")


def product_of(
    picks: Mapping[str, str], scope: Scope
) -> Iterator[dict[str, Value] | tuple[dict[str, Value], FaultError]]:
    """Every way to bind the picks, the first slowest; a fault comes with what was bound before it."""
    todo = list(picks.items())

    def bound(index: int, sofar: dict[str, Value]) -> Iterator[dict[str, Value] | tuple[dict[str, Value], FaultError]]:
        if index == len(todo):
            yield sofar
            return
        name, text = todo[index]
        try:
            choices = domain(parsed(text), scope.with_names(sofar))
        except FaultError as fault:
            yield sofar, fault
            return
        yield from itertools.chain.from_iterable(bound(index + 1, {**sofar, name: choice}) for choice in choices)

    return bound(0, {})
