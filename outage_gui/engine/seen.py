"""The exact set of rows already met, and the numbers of known rows. Small ones are Python's own set and dict.

Above SMALL rows the compiled tables take over; where there is no compiler, Python's go on, slower and as exact.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.layout import Rows
from outage_gui.engine.tables import loops, shift_of

SMALL = 20_000
A_KEY = 160  # bytes that Python takes for one key of a set, roughly
Numbered: TypeAlias = NDArray[np.int64]


def keys_of(rows: Rows) -> list[bytes]:
    """Each row's bytes."""
    found: list[bytes] = np.ascontiguousarray(rows).view(f"V{8 * rows.shape[1]}")[:, 0].tolist()
    return found


class Seen:
    """Grows with what is added. small: rows up to which the compiled table is not asked for."""

    def __init__(self, words: int, *, small: int = SMALL) -> None:
        self.words = words
        self.small = small
        self.keys: set[bytes] | None = set()
        self.table = np.zeros((0, words), np.uint64)
        self.count = 0

    @property
    def size(self) -> int:
        """In bytes."""
        return self.table.nbytes + (0 if self.keys is None else A_KEY * self.count)

    def add(self, rows: Rows) -> Rows:
        """Those rows (k, words) not met before, in order. rows: (n, words), contiguous; may be written over."""
        if self.keys is not None and self.count + len(rows) > self.small:
            self._turn_to_table()
        fresh = self._added(rows) if self.keys is None else self._noted(self.keys, rows)
        self.count += len(fresh)
        return fresh

    def _noted(self, keys: set[bytes], rows: Rows) -> Rows:
        picked = []
        for i, key in enumerate(keys_of(rows)):
            if key not in keys:
                keys.add(key)
                picked.append(i)
        return rows[picked]

    def _turn_to_table(self) -> None:
        if loops() is None:
            self.small = 1 << 62
            return
        known = np.frombuffer(bytearray().join(self.keys or ()), np.uint64).reshape(-1, self.words)
        self.keys = None
        self._grow(max(self.count, self.small))
        self._insert(known.copy())

    def _added(self, rows: Rows) -> Rows:
        if (self.count + len(rows)) * 2 > len(self.table):
            self._grow(self.count + len(rows))
        return rows[: self._insert(rows)].copy()

    def _grow(self, count: int) -> None:
        """Room for so many, at most half of it used."""
        old = self.table
        self.table = np.zeros((1 << (count * 2).bit_length(), self.words), np.uint64)
        self._insert(old[old[:, 0] != 0])

    def _insert(self, rows: Rows) -> int:
        compiled = loops()
        assert compiled is not None
        table, shift, flat = self.table.reshape(-1), shift_of(len(self.table)), rows.reshape(-1)
        if self.words == 1:
            return int(compiled.insert_one(table, shift, flat))
        return int(compiled.insert(table, shift, flat, self.words))


class Numbers:
    """The number of each of some distinct rows, by the row."""

    def __init__(self, rows: Rows, *, small: int = SMALL) -> None:
        self.rows = np.ascontiguousarray(rows)
        self.loops = loops() if len(rows) > small else None
        if self.loops is None:
            self.known = {key: i for i, key in enumerate(keys_of(self.rows))}
        else:
            self.slots = np.full(1 << (len(rows) * 2).bit_length(), -1, np.int64)
            self.loops.number(self.slots, shift_of(len(self.slots)), self.rows.reshape(-1), rows.shape[1])

    def of(self, rows: Rows) -> Numbered:
        """(n,) the number of each row; -1 for one that is not among them."""
        if self.loops is None:
            return np.array([self.known.get(key, -1) for key in keys_of(rows)], np.int64)
        found = np.empty(len(rows), np.int64)
        flat = np.ascontiguousarray(rows).reshape(-1)
        self.loops.find(self.slots, shift_of(len(self.slots)), self.rows.reshape(-1), flat, found, rows.shape[1])
        return found
