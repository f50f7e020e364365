"""Types without names: what a declared type stands for, its values in order, and how types fit each other.

Values in Python: bool, int, str (a word or an instance; an instance of a numbered process is an int), None for none,
frozenset, tuple (a queue), tuple of (key, value) pairs (a table, in the order of its keys).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import TypeAlias, assert_never

from outage_gui.model.limits import COLLECTION, DEPTH, LARGEST
from outage_gui.model.problems import shown
from outage_gui.model.scenario import (
    BoolType,
    MaybeType,
    NamedType,
    Process,
    QueueType,
    RangeType,
    Scenario,
    SetType,
    TableType,
    Type,
    WordsType,
)
from outage_gui.model.tokens import LanguageError
from outage_gui.model.words import nearest

MOST_MEMBERS = 62  # different values a set can hold: a set is one whole number
MOST_ENTRIES = COLLECTION  # of one variable: entries of its tables, items of its queues
MOST_VALUES = 65_536  # what a pick, a loop or a start can go through

Value: TypeAlias = object


# Dataclasses: as named tuples Bool() and Never(), or Maybe(T) and SetOf(T), would be equal.
@dataclass(frozen=True, slots=True)
class Never:
    """No value: what `{}` holds, and what `none` is a maybe of. Only expressions have it."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The type of what is wrong already; fits everything. Only in scenarios with mistakes."""


@dataclass(frozen=True, slots=True)
class Bool:
    pass


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers, both ends included; the type of any number expression too."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Words:
    """`spelled`: words written out in an expression, of which nothing says which type they are meant to be."""

    words: tuple[str, ...]
    spelled: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Instances:
    """Of a process. `values` are whole numbers, ascending by one, where the process is numbered."""

    process: str
    values: tuple[str | int, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Maybe:
    of: "Resolved"


@dataclass(frozen=True, slots=True)
class SetOf:
    of: "Resolved"


@dataclass(frozen=True, slots=True)
class Table:
    each: "Resolved"
    of: "Resolved"


@dataclass(frozen=True, slots=True)
class Queue:
    of: "Resolved"
    size: int


Resolved: TypeAlias = Never | Unknown | Bool | Range | Words | Instances | Maybe | SetOf | Table | Queue


def instances(process: Process) -> Instances:
    """What `self` can be in this process."""
    if process.numbered:
        return Instances(process.name, tuple(int(number) for number in process.instances), True)
    return Instances(process.name, process.instances or (process.name,))


def resolved(scenario: Scenario, type: Type) -> Resolved:
    """The type without names. Raises LanguageError (at 0) where a name is unknown or the type is too large."""
    declared = {named.name: named.type for named in scenario.types}
    processes = {process.name: instances(process) for process in scenario.processes}
    return _resolved(type, _Named(declared, processes), ())


@dataclass(frozen=True, slots=True)
class _Named:
    types: Mapping[str, Type]
    processes: Mapping[str, Instances]


def _resolved(type: Type, named: _Named, above: tuple[str, ...]) -> Resolved:
    """`above`: the names this type is part of, and "" for each unnamed level."""
    if len(above) > DEPTH:
        raise LanguageError(f"this type is nested too deep (limit {DEPTH})")
    match type:
        case BoolType():
            return Bool()
        case RangeType(low=low, high=high):
            return _range(low, high)
        case WordsType(words=words):
            return _words(words)
        case NamedType(name=name):
            return _named(name, named, above)
        case MaybeType(of=of):
            return _maybe(_resolved(of, named, (*above, "")))
        case SetType(of=of):
            return _set(_resolved(of, named, (*above, "")))
        case TableType(each=each, of=of):
            return _table(_resolved(each, named, (*above, "")), _resolved(of, named, (*above, "")))
        case QueueType(of=of, size=size):
            return _queue(_resolved(of, named, (*above, "")), size)
    assert_never(type)


def _named(name: str, named: _Named, above: tuple[str, ...]) -> Resolved:
    if name in above:
        raise LanguageError(f"type '{shown(name)}' is made of itself")
    if name in named.types:
        return _resolved(named.types[name], named, (*above, name))
    if name in named.processes:
        return named.processes[name]
    raise LanguageError(
        f"no type or process is called '{shown(name)}'", 0, nearest(name, (*named.types, *named.processes))
    )


def _range(low: int, high: int) -> Range:
    if high < low:
        raise LanguageError(f"the range {low}..{high} runs backwards", 0, f"write {high}..{low}")
    if low < -LARGEST or high > LARGEST or high - low > LARGEST // 2:
        raise LanguageError(f"the range {low}..{high} is too wide", 0, "at most 2^62 values within 64 bits")
    return Range(low, high)


def _words(words: tuple[str, ...]) -> Words:
    if not words:
        raise LanguageError("a list of words needs at least one word")
    for word in words:
        if words.count(word) > 1:
            raise LanguageError(f"'{shown(word)}' is listed twice")
    return Words(words)


def _maybe(of: Resolved) -> Maybe:
    if isinstance(of, Maybe):
        raise LanguageError("a maybe of a maybe would be none in two ways", 0, "write maybe once")
    if isinstance(of, Table | Queue | SetOf):
        kind = "a set" if isinstance(of, SetOf) else described(of)
        raise LanguageError(f"{kind} cannot be none", 0, "an empty one says nothing too")
    return Maybe(of)


def _set(of: Resolved) -> SetOf:
    _refuse_tables(of, "a set")
    if size(of) > MOST_MEMBERS:
        raise LanguageError(f"a set of {size(of):,} different values (limit {MOST_MEMBERS})", 0, "use a table of bool")
    return SetOf(of)


def _table(each: Resolved, of: Resolved) -> Table:
    _refuse_tables(each, "the key of a table")
    if size(each) * entries(of) > MOST_ENTRIES:
        count = size(each) * entries(of)
        raise LanguageError(f"a table with {count:,} entries (limit {MOST_ENTRIES:,})", 0, "give it fewer keys")
    return Table(each, of)


def _queue(of: Resolved, length: int) -> Queue:
    _refuse_tables(of, "a queue")
    if not 1 <= length <= MOST_ENTRIES:
        raise LanguageError(f"a queue of size {length:,}", 0, f"its size is 1 to {MOST_ENTRIES:,}")
    return Queue(of, length)


def _refuse_tables(of: Resolved, holder: str) -> None:
    if isinstance(of, Table | Queue):
        raise LanguageError(f"{holder} cannot hold {described(of)}", 0, "plain values and sets fit")


# --- values -------------------------------------------------------------------------------------------------------


def entries(type: Resolved) -> int:
    """How many plain values one value of the type is made of."""
    match type:
        case Table(each=each, of=of):
            return size(each) * entries(of)
        case Queue(size=length):
            return length
        case _:
            return 1


def size(type: Resolved) -> int:
    """How many values the type has."""
    match type:
        case Never() | Unknown():
            return 0
        case Bool():
            return 2
        case Range(low=low, high=high):
            return high - low + 1
        case Words(words=values) | Instances(values=values):
            return len(values)
        case Maybe(of=of):
            return 1 + size(of)
        case SetOf(of=of):
            return 1 << size(of) if size(of) <= MOST_VALUES else MOST_VALUES << MOST_VALUES
        case Table(each=each, of=of):
            return int(size(of) ** size(each))
        case Queue(of=of, size=length):
            return sum(size(of) ** items for items in range(length + 1))
    assert_never(type)


@lru_cache(maxsize=1024)
def domain(type: Resolved) -> tuple[Value, ...]:
    """The values in order: false before true, none first, sets as binary numbers with the first member as lowest bit,
    tables with the first key slowest, queues by length. Raises LanguageError where there are more than MOST_VALUES.
    """
    if size(type) > MOST_VALUES:
        raise LanguageError(f"more than {MOST_VALUES:,} values to go through", 0, "choose a smaller type or range")
    match type:
        case Never() | Unknown():
            return ()
        case Bool():
            return (False, True)
        case Range(low=low, high=high):
            return tuple(range(low, high + 1))
        case Words(words=values) | Instances(values=values):
            return values
        case Maybe(of=of):
            return (None, *domain(of))
        case SetOf(of=of):
            return tuple(_subset(domain(of), number) for number in range(size(type)))
        case Table(each=each, of=of):
            return tuple(tuple(zip(domain(each), row, strict=True)) for row in product(domain(of), repeat=size(each)))
        case Queue(of=of, size=length):
            return tuple(row for items in range(length + 1) for row in product(domain(of), repeat=items))
    assert_never(type)


def _subset(members: tuple[Value, ...], number: int) -> frozenset[Value]:
    return frozenset(member for bit, member in enumerate(members) if number >> bit & 1)


# --- words for messages -------------------------------------------------------------------------------------------


def described(type: Resolved) -> str:
    """The type in a sentence: `a number`, `one of red, green or none`."""
    match type:
        case Never() | Unknown():
            return "nothing"
        case Bool():
            return "true or false"
        case Range():
            return "a number"
        case Words(words=words):
            return shown(f"one of {', '.join(words)}" if len(words) > 1 else f"the word {words[0]}")
        case Instances(process=process):
            return f"an instance of {process}"
        case Maybe(of=Never()):
            return "none"
        case Maybe(of=of):
            return f"{described(of)} or none"
        case SetOf(of=of):
            return f"a set{_several(of)}"
        case Table():
            return "a table"
        case Queue():
            return "a queue"
    assert_never(type)


def _several(of: Resolved) -> str:
    match of:
        case Range() | Maybe(of=Range()):
            return " of numbers"
        case Words() | Maybe(of=Words()):
            return " of words"
        case Instances(process=process) | Maybe(of=Instances(process=process)):
            return f" of instances of {process}"
        case SetOf():
            return " of sets"
        case _:
            return ""
