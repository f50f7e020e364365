"""The loops of the exact tables, compiled by numba where this file is imported: by `tables` only, and late.

All arrays are flat, `words` numbers to a row. A slot of a set is free while its first word is 0; of numbers, while -1.
"""

from typing import Any

import numba
import numpy as np

MIX, HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)
# Slots are looked up a block ahead, so that the memory they lie in is fetched while others are on their way. What was
# read there has to be used, or the compiler leaves it out: ONE is no first word of any row, nor of several together.
BLOCK, ONE = 64, np.uint64(1)
CONFIG: Any = numba.config
COMPILED: Any = numba.njit(cache=bool(CONFIG.CACHE_DIR))


def mixed(rows: Any, at: Any, words: Any) -> Any:
    key = rows[at] * MIX
    for word in range(1, words):
        key = ((key ^ (key >> HALF)) + rows[at + word]) * MIX
    return key


mixed = COMPILED(mixed)


def same(one: Any, at: Any, other: Any, there: Any, words: Any) -> Any:
    equal = one[at] == other[there]
    for word in range(1, words):
        equal &= one[at + word] == other[there + word]
    return equal


same = COMPILED(same)


def insert(table: Any, shift: Any, rows: Any, words: Any) -> Any:
    last, fresh = len(table) // words - 1, 0
    slots = np.empty(BLOCK, np.int64)
    for begin in range(0, len(rows), BLOCK * words):
        end, touched = min(begin + BLOCK * words, len(rows)), np.uint64(0)
        for at in range(begin, end, words):
            slot = np.int64(mixed(rows, at, words) >> shift)
            slots[(at - begin) // words] = slot
            touched |= table[slot * words]
        if touched == ONE:
            return -1
        for at in range(begin, end, words):
            slot = slots[(at - begin) // words]
            while table[slot * words] != 0 and not same(table, slot * words, rows, at, words):
                slot = (slot + 1) & last
            if table[slot * words] == 0:
                for word in range(words):
                    table[slot * words + word] = rows[fresh + word] = rows[at + word]
                fresh += words
    return fresh // words


insert = COMPILED(insert)


def insert_one(table: Any, shift: Any, rows: Any) -> Any:
    """The same for one word to a row, which is most scenarios: twice as fast without the inner loops."""
    last, fresh = len(table) - 1, 0
    slots = np.empty(BLOCK, np.int64)
    for begin in range(0, len(rows), BLOCK):
        end, touched = min(begin + BLOCK, len(rows)), np.uint64(0)
        for at in range(begin, end):
            slot = np.int64((rows[at] * MIX) >> shift)
            slots[at - begin] = slot
            touched |= table[slot]
        if touched == ONE:
            return -1
        for at in range(begin, end):
            row, slot = rows[at], slots[at - begin]
            while table[slot] != 0 and table[slot] != row:
                slot = (slot + 1) & last
            if table[slot] == 0:
                table[slot] = rows[fresh] = row
                fresh += 1
    return fresh


insert_one = COMPILED(insert_one)


def number(slots: Any, shift: Any, known: Any, words: Any) -> Any:
    last = len(slots) - 1
    for at in range(0, len(known), words):
        slot = np.int64(mixed(known, at, words) >> shift)
        while slots[slot] >= 0:
            slot = (slot + 1) & last
        slots[slot] = at // words


number = COMPILED(number)


def find(slots: Any, shift: Any, known: Any, rows: Any, found: Any, words: Any) -> Any:
    last = len(slots) - 1
    for at in range(0, len(rows), words):
        slot = np.int64(mixed(rows, at, words) >> shift)
        while slots[slot] >= 0 and not same(known, slots[slot] * words, rows, at, words):
            slot = (slot + 1) & last
        found[at // words] = slots[slot]


find = COMPILED(find)
