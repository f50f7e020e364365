"""Open addressing over rows of 64-bit words. Exact: whole rows are compared, never only hashes.

A slot whose first word is 0 is free; no state is a row of zeros (`layout.TAKEN`). numba is imported only when a table
is asked for; what it compiled is kept in the user's cache folder, or nowhere if that cannot be written.
"""

import os
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import platformdirs

from outage_gui.engine.layout import TAKEN

U = np.uint64


class Loops(NamedTuple):
    """Compiled; all arrays flat, `words` last.

    insert(table, shift, rows, words): rows not seen before move to the front of `rows`; gives how many. insert_one:
    the same for one word, which is not given.
    number(slots, shift, known, words): enters the numbers of distinct known rows.
    find(slots, shift, known, rows, found, words): the numbers of rows, -1 for what is not known.
    """

    insert: Callable[..., int]
    insert_one: Callable[..., int]
    number: Callable[..., None]
    find: Callable[..., None]


def shift_of(slots: int) -> np.uint64:
    """How far a mixed key is shifted to give a place among so many slots, a power of two above 1."""
    return U(65 - slots.bit_length())


@lru_cache(maxsize=1)
def loops() -> Loops | None:
    """None where there is no compiler, or none that works: that costs time, never an answer."""
    folder = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("outage-gui", appauthor=False)
    if writable(folder):
        os.environ["NUMBA_CACHE_DIR"] = folder
    try:
        from outage_gui.engine import kernels

        return tried(Loops(kernels.insert, kernels.insert_one, kernels.number, kernels.find))
    except Exception:
        return None


def writable(folder: str) -> bool:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def tried(found: Loops) -> Loops:
    """The same, after each loop has run on one row, so that a compiler that fails does so here."""
    row, numbers = np.full(2, TAKEN, U), np.zeros(1, np.int64)
    slots = np.full(4, -1, np.int64)
    counts = (
        found.insert(np.zeros(8, U), shift_of(4), row.copy(), 2),
        found.insert_one(np.zeros(4, U), shift_of(4), row),
    )
    found.number(slots, shift_of(4), row, 2)
    found.find(slots, shift_of(4), row, row.copy(), numbers, 2)
    if counts != (1, 1) or sorted(slots.tolist()) != [-1, -1, -1, 0] or numbers[0] != 0:
        raise ValueError("the compiled tables do not work here")
    return found
