"""Entries of tables and queues: which one a key means, and the value there."""

from collections.abc import Sequence

import numpy as np

from outage_gui.engine.compounds import Parts, Value, composed, position, terms_of
from outage_gui.engine.kinds import Kind, Queue, Scalar, Table, blank, groups, leaves, number
from outage_gui.engine.rows import Column, Columns, Mask
from outage_gui.engine.terms import NO_SUCH_KEY, QUEUE_EMPTY, Term, constants, made, narrowed, remembered


def key_of(key: Value, kind: Table) -> Term:
    """The number of the entry; `no-such-key` where there is none."""
    find, unsure = position(key, kind.key, kind.keys)

    def of(columns: Columns, needed: Mask) -> Column:
        index, there = find(columns, needed)
        if unsure:
            columns.fault(NO_SUCH_KEY, np.logical_not(there), needed)
        return index

    return made(of, number(0, len(kind.keys) - 1), terms_of(key), faults=unsure)


def place_in(length: Term, key: Term, size: int) -> Term:
    """The number of the item; `queue-empty` where there is none."""

    def of(columns: Columns, needed: Mask) -> Column:
        count, index = length.of(columns, needed), key.of(columns, needed)
        there = (index >= 0) & (index < count)
        columns.fault(QUEUE_EMPTY, np.logical_not(there), needed)
        return np.where(there, index, 0)

    return made(of, number(0, max(size - 1, 0)), (length, key), faults=True)


def entry(value: Parts, key: Value) -> Value:
    """`table[key]`, `queue[i]` of a value that is not one variable's."""
    match value.kind:
        case Table(_, keys, of) as kind:
            return among(groups(value.terms, len(keys)), of, key_of(key, kind))
        case Queue(of, size):
            assert isinstance(key, Term)
            items = groups(value.terms[1:], size) or [constants(leaves(of), blank(of))]
            return among(items, of, place_in(value.terms[0], key, size))


def among(entries: Sequence[Sequence[Term]], kind: Kind, index: Term) -> Value:
    """The entry of that number."""
    if index.constant is not None:
        return composed(kind, entries[index.constant])
    index = remembered(index)
    terms = [
        _selected(index, column, leaf) for leaf, column in zip(leaves(kind), zip(*entries, strict=True), strict=True)
    ]
    return composed(kind, terms)


def _selected(index: Term, column: Sequence[Term], kind: Scalar) -> Term:
    """The index decides which of the terms counts; only that one may fault."""

    def of(columns: Columns, needed: Mask) -> Column:
        at = index.of(columns, needed)
        result = column[0].of(columns, narrowed(needed, at == 0) if column[0].faulty else None)
        for i, term in enumerate(column[1:], 1):
            here = at == i
            result = np.where(here, term.of(columns, narrowed(needed, here) if term.faulty else None), result)
        return result

    return made(of, kind, (index, *column))
