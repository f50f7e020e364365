"""Values and expressions as text, the way schedules and people write them."""

import re
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

from .kinds import NONE, Codes, Kind, Queue, Scalar, Table, groups


def value_text(kind: Kind, codes: Codes) -> str:
    """`none true 3 red {a, b}`, a table `{k: v}`, a queue `[a, b]`."""
    match kind:
        case Table(key, keys, of):
            rows = zip(keys, groups(codes, len(keys)), strict=True)
            return "{" + ", ".join(f"{value_text(key, k)}: {value_text(of, row)}" for k, row in rows) + "}"
        case Queue(of, size):
            return "[" + ", ".join(value_text(of, row) for row in groups(codes[1:], size)[: codes[0]]) + "]"
        case Scalar():
            return _scalar_text(kind, codes[0])


def plain(text: str) -> str:
    """One spelling: no blanks, members of a set in alphabetical order."""
    tight = re.sub(r"\s+", "", text)
    return re.sub(r"\{([^{}:]*)\}", lambda found: "{" + ",".join(sorted(found[1].split(","))) + "}", tight)


def _scalar_text(kind: Scalar, code: int) -> str:
    if code == NONE:
        return "none"
    match kind.sort:
        case "bool":
            return "true" if code else "false"
        case "word":
            return kind.names[code]
        case "set":
            members = sorted(element for i, element in enumerate(kind.domain) if code >> i & 1)
            return "{" + ", ".join(value_text(kind.of, member) for member in members) + "}"
    return str(code)


def expression_text(tree: Expression) -> str:
    """The tree as a person would write it; brackets where they are needed and sometimes where they are not."""
    match tree:
        case Number(value):
            return str(value)
        case Truth(value):
            return "true" if value else "false"
        case Nothing():
            return "none"
        case Name(name):
            return name
        case Interval(low, high):
            return f"{low}..{high}"
        case Unary(sign, operand):
            return f"not {inner(operand)}" if sign == "not" else f"-{inner(operand)}"
        case Binary(sign, left, right):
            return f"{inner(left)} {sign} {inner(right)}"
        case Compare(signs, operands):
            first, *rest = map(inner, operands)
            return first + "".join(f" {sign} {text}" for sign, text in zip(signs, rest, strict=True))
        case Logic(word, operands):
            return f" {word} ".join(map(inner, operands))
        case Choice(yes, condition, no):
            return f"{inner(yes)} if {inner(condition)} else {inner(no)}"
        case Index(of, key):
            return f"{inner(of)}[{expression_text(key)}]"
        case Call(function, arguments):
            return f"{function}({', '.join(map(expression_text, arguments))})"
        case Quantifier(function, body, loops):
            return f"{function}({expression_text(body)}{_loops_text(loops)})"
        case SetLiteral(items):
            return "{" + ", ".join(map(expression_text, items)) + "}"
        case SetComprehension(body, loops):
            return "{" + expression_text(body) + _loops_text(loops) + "}"
    assert_never(tree)


def inner(tree: Expression) -> str:
    """As part of something larger."""
    text = expression_text(tree)
    return f"({text})" if isinstance(tree, Binary | Compare | Logic | Choice | Unary) else text


def _loops_text(loops: tuple[For, ...]) -> str:
    return "".join(
        f" for {loop.name} in {expression_text(loop.over)}"
        + "".join(f" if {expression_text(c)}" for c in loop.conditions)
        for loop in loops
    )
