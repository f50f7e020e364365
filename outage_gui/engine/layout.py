"""Where each leaf of a state lies: fields of bits in as few 64-bit words as the kinds allow. No field crosses words.

A table or queue that fits a word lies in one, entries at equal distances, so that `table[key]` is one shift by a
computed amount. Bit 63 of word 0 is TAKEN: no state is a row of zeros.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.kinds import NONE, Codes, Kind, Queue, Scalar, Table, TooLargeError, leaves, number

TAKEN = 1 << 63
Rows: TypeAlias = NDArray[np.uint64]  # (n, words), one state each


class Field(NamedTuple):
    """One leaf's bits. Stored is the value less `less`, or its index in `kind.words`; where NONE can be it is 0."""

    number: int
    word: int
    shift: int
    width: int
    kind: Scalar
    less: int
    by_index: bool = False

    @property
    def mask(self) -> int:
        return (1 << self.width) - 1


class TableNode(NamedTuple):
    """stride: bits from one entry to the next; 0 where they lie in several words."""

    kind: Table
    entries: tuple["Node", ...]
    stride: int


class QueueNode(NamedTuple):
    kind: Queue
    length: Field
    items: tuple["Node", ...]
    stride: int


Node: TypeAlias = Field | TableNode | QueueNode


class Layout(NamedTuple):
    words: int
    nodes: tuple[Node, ...]
    fields: tuple[Field, ...]


def width(kind: Kind) -> int:
    return sum(_bits(leaf) for leaf in leaves(kind))


def _bits(leaf: Scalar) -> int:
    return most_stored(leaf).bit_length()


def most_stored(leaf: Scalar) -> int:
    """The largest number that is stored for a value of the kind; 0 is the smallest, all between are in use."""
    top = len(leaf.words) - 1 if leaf.words else leaf.high - leaf.low if leaf.sort != "none" else 0
    return top + leaf.none


def laid_out(kinds: Sequence[Kind], bits: int = 64) -> Layout:
    """One node for each kind. bits: at most so many in a word (fewer than 64 only to measure wide states)."""
    most = min(bits, 63)
    blocks = [block for kind in kinds for block in _blocks(kind, most)]
    in_order = _packed(range(len(blocks)), blocks, most)
    largest_first = _packed(sorted(range(len(blocks)), key=lambda i: -blocks[i]), blocks, most)
    places = min(in_order, largest_first, key=lambda p: max(p.values(), default=(0, 0))[0])
    words = max((word for word, _ in places.values()), default=0) + 1
    builder = Builder((places[i] for i in range(len(blocks))), most)
    nodes = tuple(builder.node(kind) for kind in kinds)
    return Layout(words, nodes, tuple(builder.fields))


def _blocks(kind: Kind, most: int) -> list[int]:
    """Widths of what has to lie together, in the order of the leaves."""
    if (whole := width(kind)) <= most:
        return [whole]
    match kind:
        case Table(_, keys, of):
            return _blocks(of, most) * len(keys)
        case Queue(of, size):
            return _blocks(number(0, size), most) + _blocks(of, most) * size
    raise TooLargeError(f"one value takes {whole} bits; at most {most} are possible")


def _packed(order: Iterable[int], blocks: Sequence[int], most: int) -> dict[int, tuple[int, int]]:
    """Block -> (word, shift): each into the first word that has room."""
    used: list[int] = []
    places = {}
    for i in order:
        word = next((w for w, full in enumerate(used) if full + blocks[i] <= most), len(used))
        used += [0] * (word == len(used))
        places[i] = (word, used[word])
        used[word] += blocks[i]
    return places


class Builder:
    """Gives nodes their places; remembers the fields made."""

    def __init__(self, places: Iterator[tuple[int, int]], most: int) -> None:
        self.places = places
        self.most = most
        self.fields: list[Field] = []

    def node(self, kind: Kind) -> Node:
        if width(kind) <= self.most:
            return self.placed(kind, *next(self.places))
        match kind:
            case Table(_, keys, of):
                return TableNode(kind, tuple(self.node(of) for _ in keys), 0)
            case Queue(of, size):
                length = self.placed(number(0, size), *next(self.places))
                assert isinstance(length, Field)
                return QueueNode(kind, length, tuple(self.node(of) for _ in range(size)), 0)
        raise AssertionError(kind)

    def placed(self, kind: Kind, word: int, shift: int) -> Node:
        """A node within one word, from that bit on."""
        match kind:
            case Scalar():
                return self.field(kind, word, shift)
            case Table(_, keys, of):
                return TableNode(kind, self.entries(of, len(keys), word, shift), width(of))
            case Queue(of, size):
                length = self.field(leaves(kind)[0], word, shift)
                return QueueNode(kind, length, self.entries(of, size, word, shift + length.width), width(of))

    def entries(self, of: Kind, count: int, word: int, shift: int) -> tuple[Node, ...]:
        return tuple(self.placed(of, word, shift + i * width(of)) for i in range(count))

    def field(self, kind: Scalar, word: int, shift: int) -> Field:
        by_index = kind.words != tuple(range(kind.low, kind.low + len(kind.words)))
        field = Field(len(self.fields), word, shift, _bits(kind), kind, 0 if by_index else kind.low, by_index)
        self.fields.append(field)
        return field


def fields_of(node: Node) -> tuple[Field, ...]:
    """The leaves of a node, in the order of its codes."""
    match node:
        case Field():
            return (node,)
        case TableNode(_, entries, _):
            return sum((fields_of(entry) for entry in entries), ())
        case QueueNode(_, length, items, _):
            return (length, *sum((fields_of(item) for item in items), ()))


def stored(field: Field, code: int) -> int:
    """The bits of one value."""
    if code == NONE:
        return 0
    return (field.kind.words.index(code) if field.by_index else code - field.less) + field.kind.none


def read(field: Field, row: Sequence[int]) -> int:
    """One value from one row of plain integers."""
    bits = row[field.word] >> field.shift & field.mask
    if field.kind.none and bits == 0:
        return NONE
    bits -= field.kind.none
    return field.kind.words[bits] if field.by_index else bits + field.less


def codes_of(node: Node, row: Sequence[int]) -> Codes:
    return tuple(read(field, row) for field in fields_of(node))
