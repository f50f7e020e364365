"""What names mean in the Promela model, and conditions whose faults come in an order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from outage_gui.exporters.promela_store import Store, Variable
from outage_gui.exporters.promela_values import (
    HIGHEST,
    LOWEST,
    AnyCode,
    CannotSayError,
    Code,
    Faults,
    SetCode,
    both,
    constant_set,
    either,
    fault,
    inverse,
    under,
)
from outage_gui.model.expression import (
    Expression,
)
from outage_gui.model.kinds import joined, number
from outage_gui.model.scenario import Process
from outage_gui.model.types import (
    Bool,
    Maybe,
    Never,
    Range,
    Resolved,
    SetOf,
    Value,
    domain,
)

Option = tuple[Value, str]  # a value and the condition that it is in the set
NONE = "none"
MOST_TURNS = 4096


@dataclass(frozen=True)
class Standing:
    """Where the instances of a process stand: the variable of each, the constant of each step and of the end."""

    process: Process
    variables: tuple[str, ...]  # empty: order any
    steps: Mapping[str, str]
    end: str  # "": never ended


@dataclass(frozen=True)
class Scope:
    """words: the text and the number of each word; names: constants; variables: where they are kept."""

    words: Mapping[str, tuple[str, int]]
    order: tuple[str, ...]
    types: Mapping[str, Resolved]
    standings: Mapping[str, Standing]
    names: Mapping[str, tuple[Value, Resolved]]
    variables: Mapping[str, Variable]
    worth_of: "Callable[[Expression, Scope, Store], AnyCode]"  # how an expression is written
    lows: list[int] = field(default_factory=list)  # the least each number in an expression may be

    def worth(self, tree: Expression, store: Store) -> AnyCode:
        """The value of a tree where the cells hold what the store says."""
        return self.worth_of(tree, self, store)

    def binding(self, name: str, value: Value, type: Resolved) -> "Scope":
        return replace(self, names={**self.names, name: (value, type)})

    def constant(self, value: Value, type: Resolved) -> Code | SetCode:
        """The value as it is written."""
        if isinstance(value, frozenset):
            assert isinstance(type, SetOf)
            return constant_set(type.of, value)
        return Code(self.text(value), narrowed(value, type), (), value)

    def text(self, value: Value) -> str:
        if value is None:
            return NONE
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return self.words[value][0]
        assert isinstance(value, int)
        return str(value) if value >= 0 else f"({value})"

    def number(self, value: Value, type: Resolved) -> int | None:
        """The int that stands for a value; None for none."""
        if isinstance(value, str):
            return self.words[value][1]
        if isinstance(value, frozenset):
            assert isinstance(type, SetOf)
            members = domain(type.of)
            return sum(1 << members.index(each) for each in value)
        return None if value is None else int(value)  # type: ignore[call-overload]

    def together(self, one: Resolved, other: Resolved) -> Resolved:
        found = joined(one, other, self.order)
        if found is None:
            raise CannotSayError("puts values of different kinds together")
        return found


def narrowed(value: Value, type: Resolved) -> Resolved:
    if value is None:
        return Maybe(Never())
    if isinstance(value, bool):
        return Bool()
    return Range(value, value) if isinstance(value, int) else type.of if isinstance(type, Maybe) else type


def truth(text: str, faults: Faults = ()) -> Code:
    if text in ("true", "false") and not faults:
        return Code(text, Bool(), (), text == "true")
    return Code(text, Bool(), faults)


def lazily(operator: str, parts: list[Code]) -> Code:
    """`and`, `or`: what follows is only evaluated where it matters."""
    faults: Faults = ()
    so_far: list[str] = []
    for part in parts:
        needed = both(*so_far) if operator == "and" else inverse(either(*so_far))
        faults += under(needed, part.faults)
        so_far.append(part.text)
    return truth(both(*so_far) if operator == "and" else either(*so_far), faults)


def interval(code: Code) -> Range:
    found = number(code.type) or Range(0, 0)
    if found.low < LOWEST or found.high > HIGHEST:
        raise CannotSayError("has numbers of more than 32 bits")
    return found


def absent(code: Code) -> Faults:
    """`none` where a number is needed."""
    if code.is_constant:
        return fault("none-compared", "true" if code.constant is None else "false")
    return fault("none-compared", f"({code.text} == {NONE})" if isinstance(code.type, Maybe) else "false")
