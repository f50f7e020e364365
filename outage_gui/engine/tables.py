"""Open addressing over rows of 64-bit words. Exact: whole rows are compared, never only hashes.

No state is a row of zeros (`layout.TAKEN`). numba is imported only when a table is asked for; what it compiled is kept
in the user's cache folder, or nowhere if that cannot be written.
"""

import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import platformdirs
from numpy.typing import NDArray

from outage_gui.engine.layout import TAKEN

U = np.uint64
MIX = U(0x9E3779B97F4A7C15)
UNROLLED = 8  # words to a row, up to which loops are compiled for just that many


class Loops(NamedTuple):
    """Compiled; see `kernels` for what the arguments are.

    insert(slots, shift, store, count, rows, shape): rows not in the store are added to it, in order; the new count.
    insert_one(slots, shift, store, count, rows): the same for one word, whose slots are not those of `insert`.
    widen(old, new, shift, factor): enters the slots of a table in a larger one.
    find(slots, shift, store, rows, found, shape): the numbers of rows, -1 for what is not known.
    """

    insert: Callable[..., int]
    insert_one: Callable[..., int]
    widen: Callable[..., None]
    find: Callable[..., None]


def shift_of(slots: int) -> np.uint64:
    """How far a mixed key is shifted to give a place among so many slots, a power of two above 1."""
    return U(65 - slots.bit_length())


def shape_of(words: int) -> Any:
    return (0,) * words if words <= UNROLLED else np.zeros(words, np.int64)


def mix_of(words: int) -> np.uint64:
    """What the content of a slot is multiplied by to give the mixed key of its row again, its upper half at least."""
    return MIX if words == 1 else U(1)


def in_columns(rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """(words, n), contiguous: what the loops take."""
    return np.ascontiguousarray(rows.T)


@lru_cache(maxsize=1)
def loops() -> Loops | None:
    """None where there is no compiler, or none that works: that costs time, never an answer."""
    folder = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("outage-gui", appauthor=False)
    if writable(folder):
        os.environ["NUMBA_CACHE_DIR"] = folder
    try:
        from outage_gui.engine import kernels

        return tried(Loops(kernels.insert, kernels.insert_one, kernels.widen, kernels.find))
    except Exception:
        return None


def writable(folder: str) -> bool:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def tried(found: Loops) -> Loops:
    """The same, after two loops have run on one row, so that a compiler that fails does so here."""
    slots, wider, store = np.zeros(4, U), np.zeros(8, U), np.zeros((2, 1), U)
    counts = [found.insert_one(slots, shift_of(4), store, count, np.full(2, TAKEN, U)) for count in (0, 1)]
    found.widen(slots, wider, shift_of(8), mix_of(1))
    if counts != [1, 1] or np.count_nonzero(wider) != 1 or store[0, 0] != TAKEN:
        raise ValueError("the compiled tables do not work here")
    return found
