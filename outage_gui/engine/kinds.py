"""Kinds: what the engine knows of a type. How a value becomes whole numbers (codes), and in which order values come.

A value is a tuple of codes, one for each leaf of its kind: false and true are 0 and 1, a number is itself, a word or an
instance is its index in the scenario's list of names, a set is a bit mask over its elements, `none` is NONE. A queue is
its length and then its items, dead ones blank; a table its entries; so tuples of codes sort as values do.
"""

import itertools
import math
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

NONE = -(1 << 62)
MOST_ELEMENTS = 62  # of a set: its mask and NONE both fit an int64 column
MOST_VALUES = 1 << 16  # of a type whose values have to be listed one by one
Codes: TypeAlias = tuple[int, ...]


class TooLargeError(Exception):
    """The scenario is right, but larger than the engine takes; the text is for the user."""


class Scalar(NamedTuple):
    """One column. `none`: NONE is a value too, before the others. low and high bound the codes, NONE apart."""

    sort: Literal["none", "bool", "number", "word", "set"]
    low: int
    high: int
    none: bool = False
    words: Codes = ()  # of a word: the codes it may have, in the order of its type
    names: tuple[str, ...] = ()  # of a word: all names of the scenario, by code
    of: Any = None  # of a set: the kind of its elements (None: of the empty set)
    domain: tuple[Codes, ...] = ()  # of a set: its elements, lowest bit first


class Table(NamedTuple):
    key: "Kind"
    keys: tuple[Codes, ...]
    of: "Kind"


class Queue(NamedTuple):
    of: "Kind"
    size: int


Kind: TypeAlias = Scalar | Table | Queue
BOOL = Scalar("bool", 0, 1)
NOTHING = Scalar("none", 0, 0, True)


def number(low: int, high: int) -> Scalar:
    return Scalar("number", low, high)


def word(codes: Codes, names: tuple[str, ...]) -> Scalar:
    return Scalar("word", min(codes), max(codes), False, codes, names)


def set_of(kind: Kind | None, domain: tuple[Codes, ...]) -> Scalar:
    """The sets of those elements."""
    if len(domain) > MOST_ELEMENTS:
        raise TooLargeError(f"a set of up to {len(domain)} elements; at most {MOST_ELEMENTS} are possible")
    return Scalar("set", 0, (1 << len(domain)) - 1, of=kind, domain=domain)


def table(key: Kind, of: Kind) -> Table:
    return Table(key, values(key), of)


def maybe(kind: Kind) -> Scalar:
    """Tables, queues and sets of the file are never absent: the model refuses it."""
    assert isinstance(kind, Scalar)
    return kind._replace(none=True)


def leaves(kind: Kind) -> tuple[Scalar, ...]:
    """The columns of a value, in the order of its codes."""
    match kind:
        case Scalar():
            return (kind,)
        case Table(_, keys, of):
            return leaves(of) * len(keys)
        case Queue(of, size):
            return (number(0, size), *leaves(of) * size)


def blank(kind: Kind) -> Codes:
    """What a dead cell holds: the value packed as zeros."""
    return tuple(NONE if leaf.none else leaf.words[0] if leaf.words else leaf.low for leaf in leaves(kind))


def size(kind: Kind) -> int:
    """How many values there are."""
    match kind:
        case Scalar("word"):
            return len(kind.words) + kind.none
        case Scalar():
            return kind.high - kind.low + 1 + kind.none if kind.sort != "none" else 1
        case Table(_, keys, of):
            return power(size(of), len(keys))
        case Queue(of, most):
            return sum(power(size(of), n) for n in range(most + 1))


def power(number: int, exponent: int) -> int:
    """Capped where the exact number would only take time: it is compared with limits."""
    return int(number**exponent) if exponent * math.log2(max(number, 1)) < 80 else 1 << 80


def values(kind: Kind) -> tuple[Codes, ...]:
    """Every value in order. Raises TooLargeError."""
    if (count := size(kind)) > MOST_VALUES:
        raise TooLargeError(f"a type of {count} values is too large to go through; at most {MOST_VALUES} are possible")
    return tuple(_values(kind))


def _values(kind: Kind) -> Iterator[Codes]:
    match kind:
        case Scalar():
            yield from [(NONE,)] * kind.none
            if kind.sort != "none":
                yield from ((code,) for code in kind.words or range(kind.low, kind.high + 1))
        case Table(_, keys, of):
            yield from (sum(row, ()) for row in itertools.product(tuple(_values(of)), repeat=len(keys)))
        case Queue(of, most):
            for n in range(most + 1):
                dead = blank(of) * (most - n)
                yield from ((n, *sum(row, ()), *dead) for row in itertools.product(tuple(_values(of)), repeat=n))


def decoded(kind: Kind, codes: Codes) -> Any:
    """The value as Python's own; a table is a tuple of (key, value) pairs."""
    match kind:
        case Scalar():
            return _scalar(kind, codes[0])
        case Table(key, keys, of):
            rows = groups(codes, len(keys))
            return tuple((decoded(key, k), decoded(of, row)) for k, row in zip(keys, rows, strict=True))
        case Queue(of, most):
            return tuple(decoded(of, row) for row in groups(codes[1:], most)[: codes[0]])


def _scalar(kind: Scalar, code: int) -> Any:
    if code == NONE:
        return None
    match kind.sort:
        case "bool":
            return bool(code)
        case "word":
            return kind.names[code]
        case "set":
            return frozenset(decoded(kind.of, element) for i, element in enumerate(kind.domain) if code >> i & 1)
    return int(code)


def encoded(kind: Kind, value: Any) -> Codes | None:
    """The codes of a Python value, None where the kind does not have it."""
    if value is None:
        return (NONE,) if isinstance(kind, Scalar) and kind.none else None
    match kind:
        case Scalar():
            code = _code(kind, value)
            return None if code is None else (code,)
        case Table():
            return _joined(encoded(kind.of, dict(value).get(decoded(kind.key, key))) for key in kind.keys)
        case Queue(of, most):
            if len(value) > most:
                return None
            return _joined([(len(value),), *(encoded(of, v) for v in value), blank(of) * (most - len(value))])


def _joined(parts: Any) -> Codes | None:
    whole = tuple(parts)
    return None if None in whole else sum(whole, ())


def _code(kind: Scalar, value: Any) -> int | None:
    match kind.sort, value:
        case "bool", bool():
            return int(value)
        case "number", int() if not isinstance(value, bool):
            return value if kind.low <= value <= kind.high else None
        case "word", str():
            return next((code for code in kind.words if kind.names[code] == value), None)
        case "set", frozenset():
            codes = [encoded(kind.of, element) for element in value] if kind.of else [None] * len(value)
            found = all(code in kind.domain for code in codes)
            return sum(1 << kind.domain.index(code) for code in codes if code is not None) if found else None
    return None


def groups(codes: tuple[Any, ...], count: int) -> list[tuple[Any, ...]]:
    """Cut into that many parts of equal length."""
    each = len(codes) // count if count else 0
    return [codes[i * each : (i + 1) * each] for i in range(count)]


def either(a: Kind, b: Kind) -> Kind:
    """A kind that has every value of both (of the same shape, as the checker sees to)."""
    match a, b:
        case Scalar(), Scalar():
            return _either(a, b)
        case Table(), Table():
            return Table(a.key, a.keys, either(a.of, b.of))
        case Queue(), Queue():
            return Queue(either(a.of, b.of), max(a.size, b.size))
    return a


def _either(a: Scalar, b: Scalar) -> Scalar:
    none = a.none or b.none
    if "none" in (a.sort, b.sort):
        return (b if a.sort == "none" else a)._replace(none=none)
    if a.sort == "set":
        return union(a, b)._replace(none=none)
    low, high = min(a.low, b.low), max(a.high, b.high)
    more = tuple(code for code in b.words if code not in a.words)
    words = b.words if set(a.words) < set(b.words) else a.words + more
    return Scalar(a.sort, low, high, none, words, a.names or b.names)


def union(a: Scalar, b: Scalar) -> Scalar:
    """The sets over the elements of both."""
    if a.of is None or (a.domain == b.domain and a.of == b.of):
        return b._replace(none=False)
    if b.of is None:
        return a._replace(none=False)
    of = either(a.of, b.of)
    first, second = ({encoded(of, decoded(k.of, e)): 0 for e in k.domain} for k in (a, b))
    if first.keys() >= second.keys():
        return set_of(of, tuple(code for code in first if code is not None))
    whole = second if second.keys() >= first.keys() else dict.fromkeys(sorted(c for c in (first | second) if c))
    return set_of(of, tuple(code for code in whole if code is not None))
