"""Looking at trees of the language: parts, depth, names read and written, text. Nothing is resolved here."""

from collections.abc import Iterator
from typing import assert_never

from outage_gui.model.expression import (
    Assign,
    Binary,
    Body,
    Call,
    Choice,
    Compare,
    Expression,
    For,
    If,
    Index,
    Interval,
    Logic,
    Loop,
    Method,
    Name,
    Nothing,
    Number,
    Quantifier,
    SetComprehension,
    SetLiteral,
    Statement,
    Truth,
    Unary,
)


def parts(tree: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside, from left to right."""
    match tree:
        case Number() | Truth() | Nothing() | Name() | Interval():
            return ()
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Compare(operands=operands) | Logic(operands=operands):
            return operands
        case Choice(yes=yes, condition=condition, no=no):
            return (yes, condition, no)
        case Index(of=of, key=key):
            return (of, key)
        case Call(arguments=items) | SetLiteral(items=items):
            return items
        case Quantifier(body=body, loops=loops) | SetComprehension(body=body, loops=loops):
            return (body, *(part for loop in loops for part in (loop.over, *loop.conditions)))
    assert_never(tree)


def depth(tree: Expression) -> int:
    """How many nodes the longest way down has."""
    return 1 + max(map(depth, parts(tree)), default=0)


def conjuncts(tree: Expression) -> tuple[Expression, ...]:
    """The parts of an `and`, those of an `and` inside it too; of anything else, itself."""
    if isinstance(tree, Logic) and tree.operator == "and":
        return tuple(part for operand in tree.operands for part in conjuncts(operand))
    return (tree,)


def statement_parts(statement: Statement) -> tuple[tuple[Expression, ...], tuple[Body, ...]]:
    """The expressions of a statement, targets first, and the bodies inside it."""
    match statement:
        case Assign(target=target, value=value):
            return (target, value), ()
        case Method(target=target, argument=argument):
            return (target,) if argument is None else (target, argument), ()
        case If(branches=branches, otherwise=otherwise):
            return tuple(c for c, _ in branches), (*(body for _, body in branches), otherwise)
        case Loop(over=over, body=body):
            return (over,), (body,)
    assert_never(statement)


# --- names --------------------------------------------------------------------------------------------------------


def names_read(tree: Expression) -> tuple[str, ...]:
    """The free names, each once, in order: no loop names, no step in `at(…)`."""
    return tuple(dict.fromkeys(_reads(tree, frozenset())))


def body_reads(body: Body) -> tuple[str, ...]:
    """The free names whose values a body reads, each once, in order.

    A table whose entry is assigned is not read by that, but by `+=`, push and the like; its keys are.
    """
    return tuple(dict.fromkeys(_body_reads(body, frozenset())))


def body_writes(body: Body) -> tuple[str, ...]:
    """The variables a body can change, each once, in order."""
    return tuple(dict.fromkeys(_writes(body)))


def positions_read(tree: Expression) -> tuple[str, ...]:
    """The processes whose positions `at(…)` and `ended(…)` look at, in order."""
    inside = tuple(name for part in parts(tree) for name in positions_read(part))
    if isinstance(tree, Call) and tree.function in ("at", "ended"):
        first = tree.arguments[0]
        named = first.of if isinstance(first, Index) else first
        return (named.name, *inside) if isinstance(named, Name) else inside
    return inside


def expressions_in(body: Body) -> Iterator[Expression]:
    """Every whole expression of a body, targets too, in the order of the text."""
    for statement in body:
        expressions, bodies = statement_parts(statement)
        yield from expressions
        for below in bodies:
            yield from expressions_in(below)


def root(target: Expression) -> Name:
    """The variable of a target: `t` of `t[a][b]`."""
    while isinstance(target, Index):
        target = target.of
    if not isinstance(target, Name):
        raise TypeError("a target is a name or an entry of one")
    return target


def _reads(tree: Expression, bound: frozenset[str]) -> Iterator[str]:
    match tree:
        case Name(name=name):
            if name not in bound:
                yield name
        case Call(function="at", arguments=(process, _)):
            yield from _reads(process, bound)
        case Quantifier(body=body, loops=loops) | SetComprehension(body=body, loops=loops):
            yield from _loop_reads(body, loops, bound)
        case _:
            for part in parts(tree):
                yield from _reads(part, bound)


def _loop_reads(body: Expression, loops: tuple[For, ...], bound: frozenset[str]) -> Iterator[str]:
    for loop in loops:
        yield from _reads(loop.over, bound)
        bound |= {loop.name}
        for condition in loop.conditions:
            yield from _reads(condition, bound)
    yield from _reads(body, bound)


def _body_reads(body: Body, bound: frozenset[str]) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, Assign | Method):
            yield from _store_reads(statement, bound)
            continue
        expressions, bodies = statement_parts(statement)
        for expression in expressions:
            yield from _reads(expression, bound)
        inner = bound | {statement.name} if isinstance(statement, Loop) else bound
        for below in bodies:
            yield from _body_reads(below, inner)


def _store_reads(statement: Assign | Method, bound: frozenset[str]) -> Iterator[str]:
    target = statement.target
    if isinstance(statement, Method) or statement.operator is not None:
        yield from _reads(target, bound)
    while isinstance(target, Index):
        yield from _reads(target.key, bound)
        target = target.of
    value = statement.value if isinstance(statement, Assign) else statement.argument
    if value is not None:
        yield from _reads(value, bound)


def _writes(body: Body) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, Assign | Method):
            yield root(statement.target).name
        else:
            for below in statement_parts(statement)[1]:
                yield from _writes(below)


# --- text ---------------------------------------------------------------------------------------------------------

_CHOICE, _OR, _AND, _NOT, _COMPARE, _MINUS, _VALUE = 1, 2, 3, 4, 5, 10, 11
_ARITHMETIC = {"|": 6, "&": 7, "+": 8, "-": 8, "*": 9, "//": 9, "%": 9}


def printed(tree: Expression) -> str:
    """The text that parses to this tree again, with no brackets but those needed."""
    return _text(tree, 0)


def printed_body(body: Body) -> str:
    """The lines that parse to this body again."""
    return "\n".join(_lines(body, ""))


def _text(tree: Expression, power: int) -> str:
    """The text, in brackets where it binds looser than `power`."""
    text = _plain(tree)
    return f"({text})" if _power(tree) < power else text


def _power(tree: Expression) -> int:
    match tree:
        case Choice():
            return _CHOICE
        case Logic(operator=operator):
            return _OR if operator == "or" else _AND
        case Unary(operator=operator):
            return _NOT if operator == "not" else _MINUS
        case Compare():
            return _COMPARE
        case Binary(operator=operator):
            return _ARITHMETIC[operator]
        case Interval():
            return _MINUS  # its low end may carry a sign
        case _:
            return _VALUE


def _plain(tree: Expression) -> str:
    match tree:
        case Number(value=value):
            return str(value)
        case Truth(value=value):
            return "true" if value else "false"
        case Nothing():
            return "none"
        case Name(name=name):
            return name
        case Interval(low=low, high=high):
            return f"{low}..{high}"
        case Unary(operator="not", operand=operand):
            return f"not {_text(operand, _NOT)}"
        case Unary(operand=operand):
            return _minus(operand)
        case Binary(operator=sign, left=left, right=right):
            power = _ARITHMETIC[sign]
            return f"{_text(left, power)} {sign} {_text(right, power + 1)}"
        case Compare():
            return _comparison(tree)
        case Logic(operator=word, operands=operands):
            return f" {word} ".join(_text(operand, _power(tree) + 1) for operand in operands)
        case Choice(yes=yes, condition=condition, no=no):
            return f"{_text(yes, _OR)} if {_text(condition, _OR)} else {_text(no, _CHOICE)}"
        case Index(of=of, key=key):
            return f"{_text(of, _VALUE)}[{printed(key)}]"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(printed, arguments))})"
        case Quantifier(function=function, body=body, loops=loops):
            return f"{function}({printed(body)}{_loops(loops)})"
        case SetLiteral(items=items):
            return f"{{{', '.join(map(printed, items))}}}"
        case SetComprehension(body=body, loops=loops):
            return f"{{{printed(body)}{_loops(loops)}}}"
    assert_never(tree)


def _minus(operand: Expression) -> str:
    text = _text(operand, _MINUS)
    return f"-({text})" if isinstance(operand, Interval) else f"-{text}"  # else it would be the range's own sign


def _comparison(tree: Compare) -> str:
    first, *rest = (_text(operand, _COMPARE + 1) for operand in tree.operands)
    return first + "".join(f" {sign} {text}" for sign, text in zip(tree.operators, rest, strict=True))


def _loops(loops: tuple[For, ...]) -> str:
    return "".join(
        f" for {loop.name} in {_text(loop.over, _OR)}" + "".join(f" if {_text(c, _OR)}" for c in loop.conditions)
        for loop in loops
    )


def _lines(body: Body, indentation: str) -> Iterator[str]:
    for statement in body:
        match statement:
            case Assign(target=target, operator=operator, value=value):
                yield f"{indentation}{printed(target)} {operator or ''}= {printed(value)}"
            case Method(target=target, method=method, argument=argument):
                yield f"{indentation}{printed(target)}.{method}({'' if argument is None else printed(argument)})"
            case If():
                yield from _branches(statement, indentation)
            case Loop(name=name, over=over, body=inner):
                yield f"{indentation}for {name} in {printed(over)}:"
                yield from _lines(inner, indentation + "  ")


def _branches(statement: If, indentation: str) -> Iterator[str]:
    for number, (condition, body) in enumerate(statement.branches):
        yield f"{indentation}{'elif' if number else 'if'} {printed(condition)}:"
        yield from _lines(body, indentation + "  ")
    if statement.otherwise:
        yield f"{indentation}else:"
        yield from _lines(statement.otherwise, indentation + "  ")
