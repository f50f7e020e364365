"""What a name means to the engine: kinds of types and processes, nodes of variables, constants, places of instances."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, assert_never

from outage_gui.engine.compounds import Value, fixed
from outage_gui.engine.kinds import (
    BOOL,
    NOTHING,
    Codes,
    Kind,
    Queue,
    TooLargeError,
    maybe,
    number,
    set_of,
    table,
    values,
    word,
)
from outage_gui.engine.layout import Field, Node
from outage_gui.model import types
from outage_gui.model.scenario import Process, Scenario
from outage_gui.model.types import Resolved, instances, resolved

MOST_TURNS = 200_000  # of all loops of the scenario together, once unrolled


class Standing(NamedTuple):
    """Where the instances of a process stand: one field each, with the number of a step or `end`; none: order any."""

    process: Process
    kind: Kind
    instances: tuple[Codes, ...]
    fields: tuple[Field, ...]
    end: int  # -1: never ended


class Budget:
    """Counts the turns of unrolled loops, so that a scenario cannot take all time and memory."""

    def __init__(self, turns: int = MOST_TURNS) -> None:
        self.left = turns

    def spend(self, turns: int) -> None:
        self.left -= turns
        if self.left < 0:
            raise TooLargeError(f"the loops of this scenario take more than {MOST_TURNS} turns all together")


@dataclass(frozen=True, eq=False, slots=True)
class Scope:
    """`types` can stand behind `in`; `constants`: words, instances, picks, loop names, self. Equal only to itself."""

    types: Mapping[str, Kind]
    standings: Mapping[str, Standing]
    constants: Mapping[str, Value]
    nodes: Mapping[str, Node]
    budget: Budget

    def with_constant(self, name: str, kind: Kind, codes: Codes) -> "Scope":
        return replace(self, constants={**self.constants, name: fixed(kind, codes)})

    def with_nodes(self, nodes: Mapping[str, Node]) -> "Scope":
        return replace(self, nodes={**self.nodes, **nodes})


def names_of(scenario: Scenario) -> tuple[str, ...]:
    """Every word and instance, by where the file first has it; a word's code is its index."""
    listed = [*(each.type for each in scenario.types), *(each.type for each in scenario.state)]
    found = dict.fromkeys(name for each in listed for name in _words(resolved(scenario, each)))
    for process in scenario.processes:
        found |= dict.fromkeys(_words(instances(process)))
        found |= dict.fromkeys(name for local in process.local for name in _words(resolved(scenario, local.type)))
    return tuple(found)


def _words(type_: Resolved) -> Iterator[str]:
    match type_:
        case types.Words(words):
            yield from words
        case types.Instances(_, names):
            yield from (name for name in names if isinstance(name, str))
        case types.Maybe(of) | types.SetOf(of) | types.Queue(of):
            yield from _words(of)
        case types.Table(each, of):
            yield from _words(each)
            yield from _words(of)


def kinds_of(scenario: Scenario, names: tuple[str, ...]) -> dict[str, Kind]:
    """The kind of every declared type and process, and `bool`."""
    processes = {process.name: kind_of(instances(process), names) for process in scenario.processes}
    return {"bool": BOOL, **processes} | {t.name: kind_of(resolved(scenario, t.type), names) for t in scenario.types}


def kind_of(type_: Resolved, names: tuple[str, ...]) -> Kind:
    """The kind of a type."""
    match type_:
        case types.Never() | types.Unknown():
            return NOTHING
        case types.Bool():
            return BOOL
        case types.Range(low, high):
            return number(low, high)
        case types.Instances(_, listed, True):
            return number(int(listed[0]), int(listed[-1]))
        case types.Words(listed) | types.Instances(_, listed):
            return word(tuple(names.index(str(name)) for name in listed), names)
        case types.Maybe(of):
            return maybe(kind_of(of, names))
        case types.SetOf(of):
            kind = kind_of(of, names)
            return set_of(kind, values(kind))
        case types.Table(each, of):
            return table(kind_of(each, names), kind_of(of, names))
        case types.Queue(of, size):
            return Queue(kind_of(of, names), size)
    assert_never(type_)
