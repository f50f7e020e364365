"""The loops of the exact tables, compiled by numba where this file is imported: by `tables` only, and late.

A slot is free while it is 0. Of rows of one word it holds the row itself. Of others it holds the upper half of the
row's mixed key, then the row's number in the store plus one: the half saves comparing with most rows that differ, and
what is taken for equal has always been compared whole.

store: (n, words). rows: (words, n), column by column, or (n,) of one word. shape: `words` numbers, as a tuple
while they are few, so that loops over it are unrolled. Slots are looked up ahead, so that the memory they lie in is on
its way while earlier rows are entered.
"""

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from outage_gui.engine.tables import MIX

HALF, FREE = np.uint64(32), np.uint64(0)
NUMBER, UPPER = np.uint64(0xFFFFFFFF), np.uint64(0xFFFFFFFF00000000)
AHEAD = 32  # rows, a power of two
CONFIG: Any = numba.config
COMPILED: Any = numba.njit(cache=bool(CONFIG.CACHE_DIR))


def _prefetched(_: Any, array: Any, at: Any) -> Any:
    """Ask the processor for the memory of array[at]; nothing is read."""

    def built(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        byte, whole = ir.IntType(8).as_pointer(), ir.IntType(32)
        memory = context.make_array(signature.args[0])(context, builder, given[0]).data
        kind = ir.FunctionType(ir.VoidType(), [byte, whole, whole, whole])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        how = [ir.Constant(whole, number) for number in (1, 3, 1)]  # to be written, soon, data
        builder.call(fetch, [builder.bitcast(builder.gep(memory, [given[1]]), byte), *how])
        return context.get_dummy_value()

    return types.void(array, types.intp), built


prefetch: Any = intrinsic(_prefetched)


def mixed(rows: Any, at: Any, shape: Any) -> Any:
    key = rows[0, at] * MIX
    for word in range(1, len(shape)):
        key = ((key ^ (key >> HALF)) + rows[word, at]) * MIX
    return key


mixed = COMPILED(mixed)


def same(store: Any, number: Any, rows: Any, at: Any, shape: Any) -> Any:
    equal = True
    for word in range(len(shape)):
        equal &= store[number, word] == rows[word, at]
    return equal


same = COMPILED(same)


def insert_one(slots: Any, shift: Any, store: Any, count: Any, rows: Any) -> Any:
    last, size = len(slots) - 1, len(rows)
    for at in range(min(AHEAD, size)):
        prefetch(slots, np.int64((rows[at] * MIX) >> shift))
    for at in range(size):
        if at + AHEAD < size:
            prefetch(slots, np.int64((rows[at + AHEAD] * MIX) >> shift))
        row = rows[at]
        slot = np.int64((row * MIX) >> shift)
        there = slots[slot]
        while there != FREE and there != row:
            slot = (slot + 1) & last
            there = slots[slot]
        slots[slot] = store[count, 0] = row  # what is known already is written over by itself: no branch to guess
        count += np.int64(there == FREE)
    return count


insert_one = COMPILED(insert_one)


def first_keys(slots: Any, shift: Any, rows: Any, shape: Any) -> Any:
    """The mixed keys of the first rows, their slots asked for."""
    keys = np.empty(AHEAD, np.uint64)
    for at in range(min(AHEAD, rows.shape[1])):
        keys[at] = mixed(rows, at, shape)
        prefetch(slots, np.int64(keys[at] >> shift))
    return keys


first_keys = COMPILED(first_keys)


def insert(slots: Any, shift: Any, store: Any, count: Any, rows: Any, shape: Any) -> Any:
    last, size, keys = len(slots) - 1, rows.shape[1], first_keys(slots, shift, rows, shape)
    for at in range(size):
        key = keys[at & (AHEAD - 1)]
        if at + AHEAD < size:
            keys[at & (AHEAD - 1)] = following = mixed(rows, at + AHEAD, shape)
            prefetch(slots, np.int64(following >> shift))
        slot, upper = np.int64(key >> shift), key & UPPER
        while True:
            there = slots[slot]
            if there == FREE:
                for word in range(len(shape)):
                    store[count, word] = rows[word, at]
                count += 1
                slots[slot] = upper | np.uint64(count)
                break
            if there & UPPER == upper and same(store, np.int64(there & NUMBER) - 1, rows, at, shape):
                break
            slot = (slot + 1) & last
    return count


insert = COMPILED(insert)


def widen(old: Any, new: Any, shift: Any, factor: Any) -> Any:
    """Enter every slot of a smaller table. factor: what gives the key again, MIX for rows themselves, else 1."""
    last = len(new) - 1
    for there in old:
        if there != FREE:
            slot = np.int64((there * factor) >> shift)
            while new[slot] != FREE:
                slot = (slot + 1) & last
            new[slot] = there


widen = COMPILED(widen)


def find(slots: Any, shift: Any, store: Any, rows: Any, found: Any, shape: Any) -> Any:
    last, size, keys = len(slots) - 1, rows.shape[1], first_keys(slots, shift, rows, shape)
    for at in range(size):
        key = keys[at & (AHEAD - 1)]
        if at + AHEAD < size:
            keys[at & (AHEAD - 1)] = following = mixed(rows, at + AHEAD, shape)
            prefetch(slots, np.int64(following >> shift))
        slot, upper = np.int64(key >> shift), key & UPPER
        there = slots[slot]
        while there != FREE and not (
            there & UPPER == upper and same(store, np.int64(there & NUMBER) - 1, rows, at, shape)
        ):
            slot = (slot + 1) & last
            there = slots[slot]
        found[at] = np.int64(there & NUMBER) - 1


find = COMPILED(find)
