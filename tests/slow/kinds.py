"""The types of the scenario language: their values in order, what fits them, start values, and values as text.

Values are Python's own: bool, int, str (words and instances), None (none), frozenset, tuple (queue), and Table
(a dict that can be hashed).
"""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Value = Any


class Table(dict[Value, Value]):
    """A table as a value: never changed after it was made."""

    def __hash__(self) -> int:  # type: ignore[override]  # a dict of its own has none
        return hash(frozenset(self.items()))

    def with_entry(self, key: Value, value: Value) -> "Table":
        return Table({**self, key: value})


@dataclass(frozen=True)
class Bool:
    pass


@dataclass(frozen=True)
class Range:
    low: int
    high: int


@dataclass(frozen=True)
class Words:
    words: tuple[str, ...]


@dataclass(frozen=True)
class Maybe:
    of: Any


@dataclass(frozen=True)
class SetOf:
    of: Any


@dataclass(frozen=True)
class Each:
    key: Any
    of: Any


@dataclass(frozen=True)
class Queue:
    of: Any
    size: int


Kind = Bool | Range | Words | Maybe | SetOf | Each | Queue


def kind(node: Any, named: Mapping[str, Kind]) -> Kind:
    """The type a piece of the file means; `named` holds the types and processes known so far."""
    if isinstance(node, list):
        return Words(tuple(node))
    if isinstance(node, str):
        limits = re.fullmatch(r"\s*(-?\d+)\s*\.\.\s*(-?\d+)\s*", node)
        if limits:
            return Range(int(limits[1]), int(limits[2]))
        return Bool() if node == "bool" else named[node]
    if "maybe" in node:
        return Maybe(kind(node["maybe"], named))
    if "set" in node:
        return SetOf(kind(node["set"], named))
    if "each" in node:
        return Each(kind(node["each"], named), kind(node["is"], named))
    return Queue(kind(node["queue"], named), int(node["size"]))


def values(of: Kind) -> list[Value]:
    """Every value of the type, in the order in which moves and starts are told."""
    match of:
        case Bool():
            return [False, True]
        case Range(low, high):
            return list(range(low, high + 1))
        case Words(words):
            return list(words)
        case Maybe(inner):
            return [None, *values(inner)]
        case SetOf(inner):
            return subsets(values(inner))
        case Each(key, inner):
            keys = values(key)
            return [Table(zip(keys, row, strict=True)) for row in itertools.product(values(inner), repeat=len(keys))]
        case Queue(inner, size):
            return [row for n in range(size + 1) for row in itertools.product(values(inner), repeat=n)]


def subsets(members: list[Value]) -> list[frozenset[Value]]:
    """Counted like binary numbers, the first member being the lowest bit."""
    result: list[frozenset[Value]] = [frozenset()]
    for member in members:
        result += [smaller | {member} for smaller in result]
    return result


def fits(of: Kind, value: Value) -> bool:
    """Whether the value belongs to the type, all the way down."""
    match of:
        case Bool():
            return isinstance(value, bool)
        case Range(low, high):
            return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        case Words(words):
            return value in words
        case Maybe(inner):
            return value is None or fits(inner, value)
        case SetOf(inner):
            return isinstance(value, frozenset) and all(fits(inner, member) for member in value)
        case Each(key, inner):
            return (
                isinstance(value, Table)
                and set(value) == set(values(key))
                and all(fits(inner, value[k]) for k in value)
            )
        case Queue(inner, size):
            return isinstance(value, tuple) and len(value) <= size and all(fits(inner, member) for member in value)


def start_value(of: Kind, node: Any) -> Value:
    """The one value a `start` means: a word, a list for sets and queues, for tables one for all or a mapping."""
    match of:
        case Bool():
            return {"true": True, "false": False}[node]
        case Range():
            return int(node)
        case Words():
            return node
        case Maybe(inner):
            return None if node == "none" else start_value(inner, node)
        case SetOf(inner):
            return frozenset(start_value(inner, member) for member in listed(node))
        case Queue(inner, _):
            return tuple(start_value(inner, member) for member in listed(node))
        case Each(key, inner):
            if isinstance(node, dict):
                return Table({start_value(key, k): start_value(inner, v) for k, v in node.items()})
            return Table({k: start_value(inner, node) for k in values(key)})


def listed(node: Any) -> list[Any]:
    if not isinstance(node, list):
        raise ValueError(f"a list was expected, not {node!r}")
    return node


def words_in(of: Kind) -> Iterable[str]:
    """The words a type is made of, in order."""
    match of:
        case Words(words):
            yield from words
        case Maybe(inner) | SetOf(inner) | Queue(inner, _):
            yield from words_in(inner)
        case Each(key, inner):
            yield from words_in(key)
            yield from words_in(inner)
        case _:
            return


def rank(words: Mapping[str, int]) -> Callable[[Value], Any]:
    """A sort key that puts values of one type into the order of `values`; words by where the file first has them."""

    def key(value: Value) -> Any:
        if value is None:
            return (0,)
        if isinstance(value, str):
            return (1, words[value])
        if isinstance(value, frozenset):
            return (1, sorted(map(key, value), reverse=True))
        if isinstance(value, Table):
            return (1, [key(value[k]) for k in sorted(value, key=key)])
        if isinstance(value, tuple):
            return (1, len(value), [key(member) for member in value])
        return (1, int(value))

    return key


def text(value: Value, order: Callable[[Value], Any]) -> str:
    """The value as schedules write it."""
    if value is None or isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, frozenset):
        return "{" + ", ".join(text(member, order) for member in sorted(value, key=order)) + "}"
    if isinstance(value, Table):
        return "{" + ", ".join(f"{text(k, order)}: {text(value[k], order)}" for k in sorted(value, key=order)) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(text(member, order) for member in value) + "]"
    return str(value)
