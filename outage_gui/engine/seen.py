"""The exact set of rows already met, kept in the order they came, and the numbers of known rows.

Small ones are Python's own set and dict. Above SMALL rows the compiled tables take over; where there is no compiler,
Python's go on, slower and as exact.
"""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.layout import Rows
from outage_gui.engine.tables import Loops, in_columns, loops, mix_of, shape_of, shift_of

SMALL = 20_000
A_KEY = 160  # bytes that Python takes for one key of a set, roughly
FEWEST = 1 << 12  # slots, and rows of the store
LEAPS = 1 << 22  # slots up to which a table grows by four: where memory is no matter, fewer moves are
BIT = 1 << 20  # slots entered in a larger table at a time
U = np.uint64
Numbered: TypeAlias = NDArray[np.int64]


def keys_of(rows: Rows) -> list[bytes]:
    """Each row's bytes."""
    found: list[bytes] = np.ascontiguousarray(rows).view(f"V{8 * rows.shape[1]}")[:, 0].tolist()
    return found


def slots_for(count: int, now: int) -> int:
    """Slots of a table for so many rows: at most five of eight are used. now: what it has; small ones grow by four."""
    needed = max(FEWEST, 1 << (count * 8 // 5).bit_length())
    return now if needed <= now else max(needed, min(4 * now, LEAPS))


class Seen:
    """Grows with what is added. small: rows up to which the compiled table is not asked for.

    rows: (count, words) all that was added, each once; a view that is good until more is added.
    """

    def __init__(self, words: int, *, small: int = SMALL) -> None:
        self.words = words
        self.small = small
        self.keys: set[bytes] | None = set()
        self.slots = np.zeros(0, U)
        self.store = np.empty((FEWEST, words), U)
        self.count = 0

    @property
    def rows(self) -> Rows:
        return self.store[: self.count]

    @property
    def size(self) -> int:
        """Bytes in use."""
        return self.slots.nbytes + self.rows.nbytes + (0 if self.keys is None else A_KEY * self.count)

    def most(self, more: int) -> int:
        """Bytes that are in use at most while so many rows are added: while it grows, the old is there too."""
        count, row, slots, store = self.count + more, 8 * self.words, 0, 0
        if self.keys is None:
            wanted = slots_for(count, len(self.slots))
            slots = 8 * wanted if wanted > len(self.slots) else 0
        if count > len(self.store):
            store = row * count
        return self.size + more * (row if self.keys is None else row + A_KEY) + slots + store

    def add(self, rows: Rows) -> Rows:
        """Those rows (k, words) not met before, in order. rows: (n, words)."""
        before = self.count
        for _ in self.room(len(rows)):
            pass
        if self.keys is None:
            self._insert(rows)
        else:
            self._note(self.keys, rows)
        return self.store[before : self.count]

    def room(self, more: int) -> Iterator[None]:
        """Grow, where so many rows need it, bit by bit: it takes long where there are many. Left off before its end
        nothing can be added any more.
        """
        count = self.count + more
        self._make_room(count)
        if self.keys is not None and count > self.small:
            self._turn_to_table()
        if self.keys is None and (slots := slots_for(count, len(self.slots))) > len(self.slots):
            wider, shift = np.zeros(slots, U), shift_of(slots)
            for first in range(0, len(self.slots), BIT):
                known_loops().widen(self.slots[first : first + BIT], wider, shift, mix_of(self.words))
                yield
            self.slots = wider

    def keep(self, count: int) -> None:
        """Only the first so many; nothing can be added any more."""
        self.count = min(self.count, count)

    def _make_room(self, count: int) -> None:
        if count > len(self.store):
            old, self.store = self.rows, np.empty((max(count, 2 * len(self.store)), self.words), U)
            self.store[: self.count] = old

    def _note(self, keys: set[bytes], rows: Rows) -> None:
        picked = []
        for i, key in enumerate(keys_of(rows)):
            if key not in keys:
                keys.add(key)
                picked.append(i)
        self.store[self.count : self.count + len(picked)] = rows[picked]
        self.count += len(picked)

    def _turn_to_table(self) -> None:
        if loops() is None:
            self.small = 1 << 62
            return
        known, self.keys, self.count = self.rows.copy(), None, 0
        self.slots = np.zeros(slots_for(max(len(known), self.small), 0), U)
        self._insert(known)

    def _insert(self, rows: Rows) -> None:
        compiled = known_loops()
        given = self.slots, shift_of(len(self.slots)), self.store, self.count, in_columns(rows)
        if self.words == 1:
            self.count = int(compiled.insert_one(*given[:4], given[4].reshape(-1)))
        else:
            self.count = int(compiled.insert(*given, shape_of(self.words)))


def known_loops() -> Loops:
    """Where a table was made there are loops."""
    found = loops()
    assert found is not None
    return found


class Numbers:
    """The number of each of some distinct rows, by the row."""

    def __init__(self, rows: Rows, *, small: int = SMALL) -> None:
        self.rows = np.ascontiguousarray(rows)
        self.loops = loops() if len(rows) > small else None
        self.shape = shape_of(rows.shape[1])
        if self.loops is None:
            self.known = {key: i for i, key in enumerate(keys_of(self.rows))}
        else:
            self.slots = np.zeros(slots_for(len(rows), 0), U)
            self.shift = shift_of(len(self.slots))
            self.loops.insert(self.slots, self.shift, self.rows, 0, in_columns(rows), self.shape)

    def of(self, rows: Rows) -> Numbered:
        """(n,) the number of each row; -1 for one that is not among them."""
        if self.loops is None:
            return np.array([self.known.get(key, -1) for key in keys_of(rows)], np.int64)
        found = np.empty(len(rows), np.int64)
        self.loops.find(self.slots, self.shift, self.rows, in_columns(rows), found, self.shape)
        return found
