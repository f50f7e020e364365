"""Trees of the expression language: what the parser makes and checker, engine and views read. No meaning here.

Every node ends with `at`, its offset in the text it was parsed from (for messages; not part of its meaning).
"""

from typing import Literal, NamedTuple, TypeAlias

Comparison = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
Arithmetic = Literal["+", "-", "*", "//", "%", "|", "&"]


class Number(NamedTuple):
    value: int
    at: int = 0


class Truth(NamedTuple):
    """`true` or `false`."""

    value: bool
    at: int = 0


class Nothing(NamedTuple):
    """`none`."""

    at: int = 0


class Name(NamedTuple):
    """A variable, local, pick, loop name, word, instance, process, type, `self`, or `otherwise` in a branch."""

    name: str
    at: int = 0


class Interval(NamedTuple):
    """`LOW..HIGH`, literals; stands only where a set may stand."""

    low: int
    high: int
    at: int = 0


class Unary(NamedTuple):
    operator: Literal["-", "not"]
    operand: "Expression"
    at: int = 0


class Binary(NamedTuple):
    operator: Arithmetic
    left: "Expression"
    right: "Expression"
    at: int = 0


class Compare(NamedTuple):
    """A chain: operands[0] operators[0] operands[1] … ; each operand is evaluated once, lazily from the left."""

    operators: tuple[Comparison, ...]
    operands: tuple["Expression", ...]
    at: int = 0


class Logic(NamedTuple):
    """Lazy `and` / `or` of two or more."""

    operator: Literal["and", "or"]
    operands: tuple["Expression", ...]
    at: int = 0


class Choice(NamedTuple):
    """`yes if condition else no`; lazy."""

    yes: "Expression"
    condition: "Expression"
    no: "Expression"
    at: int = 0


class Index(NamedTuple):
    """`table[key]` or `queue[position]`; also the inner part of `at(enactor[a], …)`."""

    of: "Expression"
    key: "Expression"
    at: int = 0


class Call(NamedTuple):
    """`len min max abs subsets at ended` with plain arguments."""

    function: Literal["len", "min", "max", "abs", "subsets", "at", "ended"]
    arguments: tuple["Expression", ...]
    at: int = 0


class For(NamedTuple):
    """`for name in over if condition if condition …` of a comprehension."""

    name: str
    over: "Expression"
    conditions: tuple["Expression", ...]
    at: int = 0


class Quantifier(NamedTuple):
    """`any(E for …)`, `all(E for …)`, `count(E for …)`, `min(E for …)`, `max(E for …)`."""

    function: Literal["any", "all", "count", "min", "max"]
    body: "Expression"
    loops: tuple[For, ...]
    at: int = 0


class SetLiteral(NamedTuple):
    """`{a, b}`; `{}` is the empty set."""

    items: tuple["Expression", ...]
    at: int = 0


class SetComprehension(NamedTuple):
    """`{E for x in T if …}`."""

    body: "Expression"
    loops: tuple[For, ...]
    at: int = 0


Expression: TypeAlias = (
    Number
    | Truth
    | Nothing
    | Name
    | Interval
    | Unary
    | Binary
    | Compare
    | Logic
    | Choice
    | Index
    | Call
    | Quantifier
    | SetLiteral
    | SetComprehension
)


class Assign(NamedTuple):
    """`x = e`, `table[k] = e`, `x += e` (operator `+`; None for plain `=`). `target`: Name or Index chain."""

    target: Expression
    operator: Literal["+", "-", "*", "//", "%", "|", "&"] | None
    value: Expression
    at: int = 0


class Method(NamedTuple):
    """`q.push(e)`, `q.pop()`, `s.add(e)`, `s.remove(e)`; `target` is a Name or an Index chain on one."""

    target: Expression
    method: Literal["push", "pop", "add", "remove"]
    argument: Expression | None
    at: int = 0


class If(NamedTuple):
    """`if`/`elif`/`else`: the first true branch runs; `otherwise` is the else body, empty when absent."""

    branches: tuple[tuple[Expression, "Body"], ...]
    otherwise: "Body"
    at: int = 0


class Loop(NamedTuple):
    """`for name in over:`"""

    name: str
    over: Expression
    body: "Body"
    at: int = 0


Statement: TypeAlias = Assign | Method | If | Loop
Body: TypeAlias = tuple[Statement, ...]
