"""Columns of a slice of rows: unpacked when first asked for, written back when the rows are. Knows bits, not meaning.

Columns are int64 (conditions bool), words uint64; they never meet in one operation. Rows that are made here lie word by
word, each word of all rows together: an operation on one word touches no other.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.kinds import NONE
from outage_gui.engine.layout import Field, Rows

Column: TypeAlias = Any  # int64 or bool (n,), or one number that stands for all rows
Mask: TypeAlias = NDArray[np.bool_] | None  # the rows where something is needed; None: all
U = np.uint64


class Columns:
    """What is known of n rows. `faults` is None until there is one, then int16 (n,): the first fault of each row."""

    __slots__ = ("cache", "dirty", "faults", "memory", "rows", "size")

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.size = len(rows)
        self.cache: dict[int, Column] = {}
        self.dirty: dict[int, Field] = {}
        self.memory: dict[object, Column] = {}  # values of whole terms, until something is written
        self.faults: NDArray[np.int16] | None = None

    def taken(self, index: NDArray[np.int64]) -> "Columns":
        """Those rows, as a copy that may be written."""
        words = np.empty((self.rows.shape[1], len(index)), np.uint64)
        for word, column in enumerate(words):
            self.rows[:, word].take(index, out=column, mode="clip")
        return self.made(words.T)

    def copy(self) -> "Columns":
        """All rows, as a copy that may be written; nothing may have been put yet."""
        return self.made(self.rows.copy(order="F"))

    def made(self, rows: Rows) -> "Columns":
        """Of other rows, in the same manner."""
        return Columns(rows)

    def place(self, field: Field) -> NDArray[np.uint8]:
        """A position, as bytes: it is compared once for each step of its process."""
        column = self.memory.get(field.number)
        if column is None:
            column = self.memory[field.number] = self.get(field).astype(np.uint8 if field.width <= 8 else np.int64)
        result: NDArray[np.uint8] = column
        return result

    def fault(self, code: int, bad: Column, needed: Mask) -> bool:
        """Note the fault where it is needed and no other came before; whether there is one."""
        if needed is not None:
            bad = bad & needed
        if not np.any(bad):
            return False
        if self.faults is None:
            self.faults = np.zeros(self.size, np.int16)
        self.faults[(self.faults == 0) & bad] = code
        return True

    def get(self, field: Field) -> Column:
        column = self.cache.get(field.number)
        if column is None:
            bits = self.rows[:, field.word]
            if field.shift:
                bits = bits >> U(field.shift)
            column = self.cache[field.number] = unpacked(field, bits & U(field.mask))
        return column

    def put(self, field: Field, value: Column, needed: Mask = None) -> None:
        """value must be one that the field's kind has."""
        if needed is not None:
            value = np.where(needed, value, self.get(field))
        self.cache[field.number] = value
        self.dirty[field.number] = field
        self.memory.clear()

    def get_moved(self, field: Field, shift: Column) -> Column:
        """The field so many bits further on (shift: int64, within its word)."""
        self.flush()
        amount = np.asarray(shift + field.shift).view(U)
        return unpacked(field, self.rows[:, field.word] >> amount & U(field.mask))

    def put_moved(self, field: Field, shift: Column, value: Column, needed: Mask) -> None:
        self.flush()
        amount = np.asarray(shift + field.shift).view(U)
        old = self.rows[:, field.word]
        new = (old & ~(U(field.mask) << amount)) | (np.asarray(packed(field, value)).view(U) << amount)
        self.rows[:, field.word] = new if needed is None else np.where(needed, new, old)
        self.cache.clear()
        self.memory.clear()

    def flush(self) -> None:
        """Write back what was put."""
        if not self.dirty:
            return
        fields = tuple(self.dirty.values())
        for word in {field.word for field in fields}:
            self._write(self.rows[:, word], [field for field in fields if field.word == word])
        self.dirty.clear()

    def _write(self, column: Rows, fields: list[Field]) -> None:
        clear, fixed = 0, 0
        for field in fields:
            clear |= field.mask << field.shift
        column &= U(2**64 - 1 - clear)
        for field in fields:
            bits = packed(field, self.cache[field.number])
            if np.ndim(bits) == 0:
                fixed |= int(bits) << field.shift
            else:
                column |= bits.view(U) << U(field.shift) if field.shift else bits.view(U)
        if fixed:
            column |= U(fixed)


def unpacked(field: Field, bits: Rows) -> Column:
    """The values that those bits stand for."""
    kind = field.kind
    if kind.sort == "bool" and not kind.none:
        return bits != 0
    column = bits.view(np.int64)
    if field.by_index:
        table = np.array([NONE] * kind.none + list(kind.words), np.int64)
        return table.take(column, mode="clip")
    if kind.none:
        return np.where(column == 0, NONE, column + (field.less - 1))
    return column + field.less if field.less else column


def packed(field: Field, value: Column) -> Column:
    """The bits of values, as int64."""
    kind = field.kind
    if np.ndim(value) == 0:
        value = np.int64(value)
    elif value.dtype != np.int64:
        value = value.astype(np.int64)
    if field.by_index:
        value = indices(kind.words, value)
    elif field.less:
        value = np.where(value == NONE, NONE, value - field.less) if kind.none else value - field.less
    return np.where(value == NONE, 0, value + 1) if kind.none else value


def indices(words: tuple[int, ...], value: Column) -> Column:
    """Where each value stands in `words`; NONE stays, what is not there gives 0."""
    first, last = min(words), max(words)
    table = np.zeros(last - first + 1, np.int64)
    table[np.array(words) - first] = np.arange(len(words))
    return np.where(value == NONE, NONE, table.take(value - first, mode="clip"))
