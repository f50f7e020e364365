"""What steps do, learned by heart: from the few bits that some units read or write straight to the bits they change.

Nothing here knows what a step does. Units are run once, by `step`, on rows with every value of the fields they touch,
and the changes kept in a table; which fields those are is seen from what they ask for while they run. A unit that
touches too much is run as ever, and so are the rows for which a learned one faults.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.layout import TAKEN, Field, Rows, most_stored
from outage_gui.engine.program import Program
from outage_gui.engine.rows import Column, Columns, Mask
from outage_gui.engine.step import NO_FAULTS, Batch, Index, from_unit
from outage_gui.engine.units import Unit

U = np.uint64
MOST_BITS = 14  # of a table's index: with one word a state such a table stays in the processor's own cache
MOST_LAYERS = 64
NO_MOVE = -1  # of a batch in which each row may have been led to by another one
Bits = tuple[int, ...]  # of each word those that are touched


class Run(NamedTuple):
    """Bits of a word that lie together, and where they begin in the index."""

    word: int
    shift: int
    width: int
    at: int


class Layer(NamedTuple):
    """changes[w]: (2 ** bits,) what is flipped in that word, None where nothing ever is. In word 0 TAKEN is flipped too
    where there is a move: a row without it gets it, the others have none."""

    changes: tuple[Rows | None, ...]
    is_crash: bool


class Part(NamedTuple):
    """Some units learned together: the moves of a row are spread over layers. slow: where one of them faults."""

    units: tuple[Unit, ...]
    runs: tuple[Run, ...]
    layers: tuple[Layer, ...]
    slow: NDArray[np.bool_] | None


class Learned:
    """The moves of a program from many rows, mostly by table. Order of moves and rows: its own, always the same."""

    def __init__(self, program: Program) -> None:
        self.parts = tuple(parts(program))

    def batches(self, rows: Rows) -> Iterator[Batch]:
        """All moves from all rows, as `step.batches` gives them, except that `move` is told only where one faults."""
        columns, words = Columns(rows), [rows[:, word] for word in range(rows.shape[1])]
        for part in self.parts:
            if isinstance(part, Unit):
                yield from from_unit(part, columns, part.moves)
            else:
                yield from from_part(part, columns, words)


def from_part(part: Part, columns: Columns, words: Sequence[Rows]) -> Iterator[Batch]:
    place = index_of(part.runs, words)
    bare = words[0] & U(TAKEN - 1)
    for layer in part.layers:
        first = bare if layer.changes[0] is None else bare ^ layer.changes[0].take(place)
        there = np.flatnonzero(first.view(np.int64) < 0)
        if len(there):
            yield Batch(NO_MOVE, there, changed(layer, first, words, place, there), NO_FAULTS, layer.is_crash)
    if part.slow is not None and len(there := np.flatnonzero(part.slow.take(place))):
        some = columns.taken(there)
        for batch in (batch for unit in part.units for batch in from_unit(unit, some, unit.moves)):
            yield batch._replace(parents=there[batch.parents])


def changed(layer: Layer, first: Rows, words: Sequence[Rows], place: Index, there: Index) -> Rows:
    """The rows that follow; first: word 0 of all, those to take in `there`."""
    found = np.empty((len(words), len(there)), U)
    first.take(there, out=found[0], mode="clip")
    near = place.take(there) if len(words) > 1 else place
    for word, changes in enumerate(layer.changes[1:], 1):
        words[word].take(there, out=found[word], mode="clip")
        if changes is not None:
            found[word] ^= changes.take(near)
    return found.T


def index_of(runs: Sequence[Run], words: Sequence[Rows]) -> Index:
    """(n,) the bits of each row that are read or written, side by side."""
    whole: Rows | None = None
    for word, shift, width, at in runs:
        column = words[word] >> U(shift - at) if shift >= at else words[word] << U(at - shift)
        column &= U(((1 << width) - 1) << at)
        whole = column if whole is None else np.bitwise_or(whole, column, out=whole)
    return np.zeros(len(words[0]), np.int64) if whole is None else whole.view(np.int64)


# --- learning -----------------------------------------------------------------------------------------------------


class Watched(Columns):
    """Columns that remember which bits were asked for or written; shared with all that are taken from them."""

    __slots__ = ("bits",)

    def __init__(self, rows: Rows, bits: list[int] | None = None) -> None:
        super().__init__(rows)
        self.bits = [0] * rows.shape[1] if bits is None else bits

    def made(self, rows: Rows) -> Columns:
        return Watched(rows, self.bits)

    def get(self, field: Field) -> Column:
        self.bits[field.word] |= field.mask << field.shift
        return super().get(field)

    def put(self, field: Field, value: Column, needed: Mask = None) -> None:
        self.bits[field.word] |= field.mask << field.shift
        super().put(field, value, needed)

    def get_moved(self, field: Field, shift: Column) -> Column:
        self._moved(field, shift)
        return super().get_moved(field, shift)

    def put_moved(self, field: Field, shift: Column, value: Column, needed: Mask) -> None:
        self._moved(field, shift)
        super().put_moved(field, shift, value, needed)

    def _moved(self, field: Field, shift: Column) -> None:
        for amount in np.unique(shift).tolist():
            self.bits[field.word] |= field.mask << (field.shift + amount)


def parts(program: Program) -> Iterator[Part | Unit]:
    """The units in order, as many as can be learned together; each that cannot by itself."""
    group: list[Unit] = []
    known: Bits = (0,) * program.words
    for unit in program.units:
        if unit.replay_only:
            continue
        touched = touched_by(program, unit)
        if touched is None:
            yield from learned(program, group, known)
            group, known = [], (0,) * program.words
            yield unit
            continue
        both = union(known, touched)
        if group and width_of(both) > MOST_BITS:
            yield from learned(program, group, known)
            group, both = [], touched
        group.append(unit)
        known = both
    yield from learned(program, group, known)


def union(one: Bits, other: Bits) -> Bits:
    return tuple(a | b for a, b in zip(one, other, strict=True))


def width_of(bits: Bits) -> int:
    return sum(word.bit_count() for word in bits)


def touched_by(program: Program, unit: Unit) -> Bits | None:
    """The bits that the unit reads or writes, whatever they are; None: too many."""
    bits: Bits = (0,) * program.words
    while width_of(bits) <= MOST_BITS:
        watched = Watched(every_row(program, bits))
        for _ in from_unit(unit, watched, unit.moves):
            pass
        found = whole_fields(program, union(bits, tuple(watched.bits)))
        if found == bits:
            return bits
        bits = found
    return None


def whole_fields(program: Program, bits: Bits) -> Bits:
    touched = [field for field in program.fields if bits[field.word] & field.mask << field.shift]
    return tuple(reduce(lambda a, f: a | (f.mask << f.shift) * (f.word == w), touched, 0) for w in range(len(bits)))


def every_row(program: Program, bits: Bits) -> Rows:
    """The first start with every value that the touched fields can have."""
    rows = np.asfortranarray(program.starts[:1])
    for field in program.fields:
        if bits[field.word] & field.mask << field.shift:
            values = np.arange(most_stored(field.kind) + 1, dtype=U) << U(field.shift)
            bare = rows[:, field.word] & ~U(field.mask << field.shift)
            rows = np.repeat(rows, len(values), axis=0).copy(order="F")
            rows[:, field.word] = (bare[:, None] | values).reshape(-1)
    return rows


def learned(program: Program, units: Sequence[Unit], bits: Bits) -> Iterator[Part | Unit]:
    """The units as one part; as they are where there are none, or too many moves from one row."""
    if not units:
        return
    rows, runs = every_row(program, bits), tuple(runs_of(bits))
    place = index_of(runs, [rows[:, word] for word in range(program.words)])
    size = 1 << width_of(bits)
    slow, layers = np.zeros(size, bool), {True: Layers(program.words, size), False: Layers(program.words, size)}
    columns = Columns(rows)
    for batch in (batch for unit in units for batch in from_unit(unit, columns, unit.moves)):
        there = place[batch.parents]
        if len(batch.faults):
            slow[there] = True
        elif not layers[batch.is_crash].enter(there, rows[batch.parents] ^ batch.rows):
            yield from units
            return
    made = tuple(layer for crash in (False, True) for layer in layers[crash].finished(slow, is_crash=crash))
    yield Part(tuple(units), runs, made, slow if slow.any() else None)


def runs_of(bits: Bits) -> Iterator[Run]:
    at = 0
    for word, mask in enumerate(bits):
        while mask:
            shift = (mask & -mask).bit_length() - 1
            width = (~(mask >> shift) & ((mask >> shift) + 1)).bit_length() - 1
            yield Run(word, shift, width, at)
            mask &= ~(((1 << width) - 1) << shift)
            at += width


class Layers:
    """Layers while they are being filled. used: (size,) how many moves each index has so far."""

    def __init__(self, words: int, size: int) -> None:
        self.shape = words, size
        self.used = np.zeros(size, np.int64)
        self.tables: list[Rows] = []

    def enter(self, there: Index, changes: Rows) -> bool:
        """One move from each of these places; False: there are too many."""
        number = self.used[there]
        for layer in np.unique(number).tolist():
            if layer == MOST_LAYERS:
                return False
            if layer == len(self.tables):
                self.tables.append(np.zeros(self.shape, U))
            here = number == layer
            self.tables[layer][:, there[here]] = changes[here].T
            self.tables[layer][0, there[here]] |= U(TAKEN)
        self.used[there] += 1
        return True

    def finished(self, slow: NDArray[np.bool_], *, is_crash: bool) -> Iterator[Layer]:
        for table in self.tables:
            table[:, slow] = 0
            yield Layer(tuple(changes if changes.any() else None for changes in table), is_crash)
