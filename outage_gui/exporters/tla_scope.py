"""What a name means in the TLA+ module: the text of every variable, constant, set and place, and of any value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from outage_gui.exporters.tla_text import HIGHEST, LOWEST, SUM, CannotSayError, Code, Faults, Text, compared, fault
from outage_gui.model.expression import Expression
from outage_gui.model.names import Scope as Names
from outage_gui.model.scenario import Process
from outage_gui.model.typed import type_of
from outage_gui.model.types import (
    Bool,
    Instances,
    Maybe,
    Queue,
    Range,
    Resolved,
    SetOf,
    Table,
    Value,
    Words,
    instances,
)

NONE = Text("none")


class Place(NamedTuple):
    """Where the instances of a process stand. at: the variable, "" with order any; ends: whether it can end at all."""

    process: Process
    at: str
    ends: bool

    def of(self, key: Text) -> Text:
        return Text(f"{self.at}[{key.text}]") if len(instances(self.process).values) > 1 else Text(self.at)


class World(NamedTuple):
    """The same everywhere in the module. sets: of declared types and processes, by name; bound: of loops and picks."""

    sets: Mapping[str, Text]
    named: Mapping[Resolved, Text]
    places: Mapping[str, Place]
    bound: Mapping[str, str]
    spare: str  # a name nothing else has, for quantifiers of ours
    read: set[str]  # variables that some text needs
    worth: Callable[[Expression, "Scope"], Code]  # how an expression is written

    def type(self, of: Resolved) -> Text:
        """The set of all values of a type."""
        if of in self.named:
            return self.named[of]
        match of:
            case Bool():
                return Text("BOOLEAN")
            case Range(low=low, high=high):
                return Text(f"{number(low).text}..{number(high).text}", SUM - 1)
            case Instances(values=values, numbered=True):
                return Text(f"{number(int(values[0])).text}..{number(int(values[-1])).text}", SUM - 1)
            case Words(words=values) | Instances(values=values):
                return listed([literal(value) for value in values])
            case Maybe(of=inner):
                return Text(f"{self.type(inner).at(SUM - 1)} \\cup {{none}}", SUM - 2)
            case SetOf(of=inner):
                return Text(f"SUBSET {self.type(inner).at(SUM)}", SUM - 2)
            case Table(each=each, of=inner):
                return Text(f"[{self.type(each).text} -> {self.type(inner).text}]")
            case Queue(of=inner, size=size):
                return Text(f"UNION {{[1..n -> {self.type(inner).text}] : n \\in 0..{size}}}", SUM - 2)
        raise CannotSayError("has a value of no type")

    def value(self, value: Value, type: Resolved, depth: int = 0) -> Text:
        """A value of a variable. depth: how many tables it is in."""
        match type:
            case Table(each=each, of=of):
                assert isinstance(value, tuple)
                items = [(literal(key), self.value(item, of, depth + 1)) for key, item in value]
                return self.table(each, items, f"x{depth or ''}")
            case Queue(of=of):
                assert isinstance(value, tuple)
                return Text(f"<<{', '.join(self.value(item, of).text for item in value)}>>")
        return literal(value)

    def table(self, each: Resolved, items: list[tuple[Text, Text]], name: str) -> Text:
        """One entry for all keys, or each by its case."""
        keys = self.type(each).text
        if len({text for _, text in items}) == 1:
            return Text(f"[{name} \\in {keys} |-> {items[0][1].text}]")
        cases = " [] ".join(f"{name} = {key.text} -> {item.at(SUM)}" for key, item in items)
        return Text(f"[{name} \\in {keys} |-> CASE {cases}]")


def number(value: int) -> Text:
    if not LOWEST <= value <= HIGHEST:
        raise CannotSayError("has numbers of more than 32 bits")
    return Text(str(value)) if value >= 0 else Text(str(value), SUM)


def listed(items: list[Text]) -> Text:
    return Text(f"{{{', '.join(item.text for item in items)}}}")


def literal(value: Value) -> Text:
    """A value without tables and queues."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return Text("TRUE" if value else "FALSE")
    if isinstance(value, int):
        return number(value)
    if isinstance(value, frozenset):
        texts = sorted((isinstance(each, int), each if isinstance(each, int) else 0, literal(each)) for each in value)
        return listed([text for _, _, text in texts])
    return Text(f'"{value}"')


@dataclass(frozen=True)
class Scope:
    """names: for types; texts: what each name that has a value is now."""

    world: World
    names: Names
    texts: Mapping[str, Text]

    def type(self, tree: Expression) -> Resolved:
        return type_of(tree, self.names)

    def worth(self, tree: Expression) -> Code:
        return self.world.worth(tree, self)

    def absent(self, tree: Expression, text: Text) -> Faults:
        """`none` where a number is needed."""
        return fault("none-compared", compared(text, "=", NONE)) if isinstance(self.type(tree), Maybe) else ()

    def with_text(self, name: str, text: Text) -> "Scope":
        return replace(self, texts={**self.texts, name: text})

    def binding(self, name: str, type: Resolved) -> tuple["Scope", str]:
        """Inside a quantifier, and the name it binds."""
        spelled = self.world.bound[name]
        return self._having(name, type, Text(spelled)), spelled

    def holding(self, name: str, value: Value, type: Resolved) -> "Scope":
        """One turn of a loop that is unrolled."""
        return self._having(name, type, literal(value))

    def _having(self, name: str, type: Resolved, text: Text) -> "Scope":
        names = self.names.having("loop", name, type, turns=self.names.turns)
        return Scope(self.world, names, {**self.texts, name: text})
