"""What a body may do: which targets it can assign, and whether the values fit them."""

from typing import assert_never

from outage_gui.model.expression import Assign, Binary, Body, Expression, If, Index, Loop, Method, Statement
from outage_gui.model.kinds import storable
from outage_gui.model.names import Scope
from outage_gui.model.tokens import LanguageError
from outage_gui.model.trees import printed, root
from outage_gui.model.typed import UndeclaredError, combined, judge_condition, looped, type_of
from outage_gui.model.types import Queue, Resolved, SetOf, Unknown, described
from outage_gui.model.words import quoted


class UndeclaredTargetError(UndeclaredError):
    """A name that is written and no one declares."""


def judge_body(body: Body, scope: Scope) -> None:
    """Raises LanguageError at the first mistake of the statements."""
    for statement in body:
        _judge(statement, scope)


def _judge(statement: Statement, scope: Scope) -> None:
    match statement:
        case Assign():
            _judge_assignment(statement, scope)
        case Method():
            _judge_method(statement, scope)
        case If(branches=branches, otherwise=otherwise):
            for condition, body in branches:
                judge_condition(condition, scope, "what follows 'if'")
                judge_body(body, scope)
            judge_body(otherwise, scope)
        case Loop(name=name, over=over, body=body):
            judge_body(body, looped(name, over, scope, statement.at))
        case _:
            assert_never(statement)


def _judge_assignment(statement: Assign, scope: Scope) -> None:
    stored = _target(statement.target, scope)
    given = type_of(statement.value, scope)
    if statement.operator:
        tree = Binary(statement.operator, statement.target, statement.value, statement.at)
        given = combined(tree, stored, given, scope)
    _judge_store(stored, given, statement.target, statement.value.at)


def _judge_store(stored: Resolved, given: Resolved, target: Expression, at: int) -> None:
    if not storable(stored, given):
        name = quoted(printed(target))
        raise LanguageError(f"{name} is {described(stored)}, it cannot become {described(given)}", at)


def _target(target: Expression, scope: Scope) -> Resolved:
    """The type of what is assigned."""
    name = root(target)
    if name.name == "self":
        raise LanguageError("'self' cannot be assigned", name.at)
    if name.name not in scope:
        raise UndeclaredTargetError(name.name, name.at, scope.nearest(name.name))
    meaning = scope[name.name]
    if meaning.kind not in ("variable", "local"):
        raise LanguageError(f"{quoted(name.name)} is {meaning} and cannot be assigned", name.at)
    if isinstance(target, Index) and isinstance(type_of(target.of, scope), Queue):
        raise LanguageError("a queue changes by push and pop only", target.at)
    return type_of(target, scope)


def _judge_method(statement: Method, scope: Scope) -> None:
    target, argument = statement.target, statement.argument
    stored, method = _target(target, scope), statement.method
    kind = Queue if method in ("push", "pop") else SetOf
    if isinstance(stored, Unknown):
        return
    if not isinstance(stored, kind):
        needed = "a queue" if kind is Queue else "a set"
        raise LanguageError(f"{method} needs {needed}, {quoted(printed(target))} is {described(stored)}", statement.at)
    if argument is not None:
        given = type_of(argument, scope)
        if not storable(stored.of, given):
            message = f"{quoted(printed(target))} holds {described(stored.of)}, not {described(given)}"
            raise LanguageError(message, argument.at)
