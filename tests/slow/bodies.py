"""What a body (`do`) does: its statements in order, changing the names of one scope."""

import ast
import functools
import textwrap
from collections.abc import Mapping
from typing import Any

from .expressions import FaultError, Scope, combined, domain, entry, pythonic, value
from .kinds import Each, Kind, Queue, SetOf, Table, Value, fits


@functools.cache
def parsed(text: str) -> tuple[ast.stmt, ...]:
    return tuple(ast.parse(pythonic(textwrap.dedent(text)).strip()).body)


def run(text: str, scope: Scope, kinds: Mapping[str, Kind]) -> None:
    """Do the whole body; `kinds` are the types of what it may write. Raises FaultError at what cannot be done."""
    block(parsed(text), scope, kinds)


def block(statements: Any, scope: Scope, kinds: Mapping[str, Kind]) -> None:
    for statement in statements:
        step(statement, scope, kinds)


def step(statement: ast.stmt, scope: Scope, kinds: Mapping[str, Kind]) -> None:
    match statement:
        case ast.Assign(targets=[target], value=right):
            new = value(right, scope)
            store(target, path_of(target, scope), new, scope, kinds)
        case ast.AugAssign(target=target, op=op, value=right):
            path = path_of(target, scope)
            old = content(target, path, scope)
            store(target, path, combined(op, old, value(right, scope)), scope, kinds)
        case ast.If(test=test, body=body, orelse=orelse):
            block(body if value(test, scope) else orelse, scope, kinds)
        case ast.For(target=ast.Name(id=name), iter=over, body=body):
            for each in domain(over, scope):
                scope.names[name] = each
                block(body, scope, kinds)
            scope.names.pop(name, None)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=place, attr=verb), args=arguments)):
            act(verb, place, arguments, scope, kinds)
        case ast.Pass():
            pass
        case _:
            raise SyntaxError(f"not in the language: {ast.unparse(statement)}")


def act(verb: str, place: ast.expr, arguments: list[ast.expr], scope: Scope, kinds: Mapping[str, Kind]) -> None:
    """`q.push(e)`, `q.pop()`, `s.add(e)`, `s.remove(e)`."""
    path = path_of(place, scope)
    old, kind = content(place, path, scope), kind_of(place, kinds)
    given = [value(argument, scope) for argument in arguments]
    match verb, kind:
        case "push", Queue(size=size):
            if len(old) == size:
                raise FaultError("queue-full")
            new: Value = (*old, given[0])
        case "pop", Queue():
            if not old:
                raise FaultError("queue-empty")
            new = old[1:]
        case "add", SetOf():
            new = old | {given[0]}
        case "remove", SetOf():
            if given[0] not in old:
                raise FaultError("no-such-key")
            new = old - {given[0]}
        case _:
            raise SyntaxError(f"no such verb here: {verb}")
    store(place, path, new, scope, kinds)


def root(place: ast.expr) -> str:
    """The variable a place lies in."""
    while isinstance(place, ast.Subscript):
        place = place.value
    assert isinstance(place, ast.Name)
    return place.id


def path_of(place: ast.expr, scope: Scope) -> list[Value]:
    """The keys from the variable down to the place; each must be there before the next is looked at."""
    if isinstance(place, ast.Name):
        return []
    assert isinstance(place, ast.Subscript)
    path = path_of(place.value, scope)
    whole = content(place.value, path, scope)
    key = value(place.slice, scope)
    if key not in whole:
        raise FaultError("no-such-key")
    return [*path, key]


def content(place: ast.expr, path: list[Value], scope: Scope) -> Value:
    return functools.reduce(entry, path, scope.names[root(place)])


def kind_of(place: ast.expr, kinds: Mapping[str, Kind]) -> Kind:
    if isinstance(place, ast.Name):
        return kinds[place.id]
    assert isinstance(place, ast.Subscript)
    outer = kind_of(place.value, kinds)
    assert isinstance(outer, Each)
    kind: Kind = outer.of
    return kind


def store(place: ast.expr, path: list[Value], new: Value, scope: Scope, kinds: Mapping[str, Kind]) -> None:
    if not fits(kind_of(place, kinds), new):
        raise FaultError("out-of-range")
    name = root(place)
    scope.names[name] = replaced(scope.names[name], path, new)


def replaced(whole: Value, path: list[Value], new: Value) -> Value:
    if not path:
        return new
    assert isinstance(whole, Table)
    return whole.with_entry(path[0], replaced(whole[path[0]], path[1:], new))
