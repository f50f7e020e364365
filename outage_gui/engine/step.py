"""What a step does: the only place. `batches` for search, `successors` in order, `taken` for one known move."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.compounds import Subsets, Whole, terms_of
from outage_gui.engine.layout import Rows
from outage_gui.engine.program import Program
from outage_gui.engine.rows import Column, Columns, Mask
from outage_gui.engine.terms import narrowed
from outage_gui.engine.units import Leave, Node, Picking, Taking, Unit

Index: TypeAlias = NDArray[np.int64]


class Successors(NamedTuple):
    """Ordered by parent, then move. A move that faults has a row of zeros."""

    parent: NDArray[np.int64]  # (m,) into the rows asked for
    move: NDArray[np.int32]  # (m,) into program.moves
    rows: Rows  # (m, words)
    fault: NDArray[np.int16]  # (m,) into program.faults; 0: none


class Batch(NamedTuple):
    """One move taken from some rows, parents ascending. faults: () or one for each, then the rows mean nothing."""

    move: int
    parents: Index
    rows: Rows
    faults: NDArray[np.int16]
    is_crash: bool


NO_FAULTS = np.zeros(0, np.int16)


def batches(program: Program, rows: Rows, *, replaying: bool = False) -> Iterator[Batch]:
    """All moves from all rows, unit by unit: the form without sorting. rows: (n, words), not written to."""
    columns = Columns(rows)
    for unit in program.units:
        if replaying or not unit.replay_only:
            yield from from_unit(unit, columns, unit.moves)


def successors(program: Program, rows: Rows, *, replaying: bool = False) -> Successors:
    """Everything that can happen next from each row, ordered by parent, then move.

    rows: (n, words) uint64. Moves of `only_in_runs` processes only when replaying.
    """
    return _sorted(program, tuple(batches(program, rows, replaying=replaying)))


def taken(program: Program, rows: Rows, move: int) -> Successors:
    """The same for that one move (number in program.moves)."""
    unit = program.units[program.owners[move]]
    found = from_unit(unit, Columns(rows), range(move, move + 1))
    return _sorted(program, tuple(batch for batch in found if batch.move == move))


def resting(program: Program, rows: Rows) -> NDArray[np.bool_]:
    """(n,) whether every process has ended, stands at a `may_wait` step or keeps no position; runs-only ones aside."""
    columns, result = Columns(rows), np.ones(len(rows), bool)
    for seat in program.seats:
        if seat.position is not None and not seat.process.only_in_runs:
            calm = [i for i, step in enumerate(seat.process.steps) if step.may_wait] + [seat.end]
            result &= np.isin(columns.get(seat.position), calm)
    return result


def _sorted(program: Program, found: Sequence[Batch]) -> Successors:
    if not found:
        return Successors(
            np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros((0, program.words), np.uint64), np.zeros(0, np.int16)
        )
    if len(found) == 1 and not len(found[0].faults):
        parent, zeros = found[0].parents, np.zeros(len(found[0].parents), np.int16)
        return Successors(parent, np.full(len(parent), found[0].move, np.int32), found[0].rows, zeros)
    parent = np.concatenate([batch.parents for batch in found])
    move = np.repeat(np.array([b.move for b in found], np.int32), [len(b.parents) for b in found])
    fault = np.concatenate([b.faults if len(b.faults) else np.zeros(len(b.parents), np.int16) for b in found])
    rows = np.concatenate([b.rows if not len(b.faults) else np.zeros_like(b.rows) for b in found])
    order = np.lexsort((move, parent))
    return Successors(parent[order], move[order], rows[order], fault[order])


# --- one unit -----------------------------------------------------------------------------------------------------


def from_unit(unit: Unit, parents: Columns, wanted: range) -> Iterator[Batch]:
    index = _standing(unit, parents)
    if not len(index) or unit.guard.constant == 0:
        return
    columns = parents.taken(index)
    if not unit.guard.constant:
        ready = np.flatnonzero(_full(unit.guard.of(columns, None), len(index)))
        if not len(ready):
            return
        if len(ready) < len(index):
            index, columns = index[ready], columns.taken(ready)
    yield from _from_node(unit, unit.entry, columns, index, wanted)


def _standing(unit: Unit, parents: Columns) -> Index:
    """The rows in which the instance stands at this step; for a crash, has not ended and may still crash."""
    if unit.crashes is not None:
        possible = parents.get(unit.crashes) > 0
        if unit.end >= 0 and unit.position is not None:
            possible &= parents.get(unit.position) != unit.end
        return np.flatnonzero(possible)
    if unit.position is None:
        return np.arange(parents.size)
    return np.flatnonzero(parents.place(unit.position) == unit.here)


def _full(condition: Column, size: int) -> NDArray[np.bool_]:
    if isinstance(condition, np.ndarray) and condition.shape == (size,):
        return condition
    return np.full(size, bool(condition))


def _from_node(unit: Unit, node: Node, columns: Columns, index: Index, wanted: range) -> Iterator[Batch]:
    if isinstance(node, Taking):
        yield from _taken(unit, node, columns, index, wanted)
        return
    if node.source is not None:
        index, columns, faulted = _without_faults(unit, node, columns, index)
        yield from faulted
    for condition, inner in node.branches:
        if not _reaches(unit, inner, wanted):
            continue
        if condition.constant is not None:
            yield from _from_node(unit, inner, columns.copy(), index, wanted)
            continue
        there = np.flatnonzero(_full(condition.of(columns, None), len(index)))
        if len(there):
            yield from _from_node(unit, inner, columns.taken(there), index[there], wanted)


def _reaches(unit: Unit, node: Node, wanted: range) -> bool:
    """Whether one of those moves can come out of this branch."""
    if unit.joined:
        return True
    moves = node.moves if isinstance(node, Picking) else range(node.move, node.move + 1)
    return moves.start < wanted.stop and wanted.start < moves.stop


def _without_faults(unit: Unit, node: Picking, columns: Columns, index: Index) -> tuple[Index, Columns, list[Batch]]:
    """The rows for which the set to pick from can be computed, and the move that says that it cannot."""
    assert node.source is not None
    source = node.source.of if isinstance(node.source, Subsets) else node.source
    for term in () if isinstance(source, Whole) else terms_of(source):
        term.of(columns, None)
    return _split(unit, node.fault, columns, index)


def _split(unit: Unit, move: int, columns: Columns, index: Index) -> tuple[Index, Columns, list[Batch]]:
    if columns.faults is None:
        return index, columns, []
    good, bad = np.flatnonzero(columns.faults == 0), np.flatnonzero(columns.faults)
    faulted = Batch(move, index[bad], columns.rows[bad], columns.faults[bad], False)
    return index[good], columns.taken(good), [faulted]


def _taken(unit: Unit, node: Taking, columns: Columns, index: Index, wanted: range) -> Iterator[Batch]:
    if not node.when.constant:
        ready = _full(node.when.of(columns, None), len(index))
        index, columns, faulted = _ready(unit, node, columns, index, ready)
        yield from faulted
    if not len(index):
        return
    if node.body is not None:
        node.body(columns, None)
    asked = _asked(node, columns)
    if all(isinstance(way, Leave) for _, way in node.ways):
        _leave(unit, columns, [(holds, way) for holds, (_, way) in zip(asked, node.ways, strict=True)])
        yield from _emitted(unit, node, columns, index)
    else:
        yield from _parted(unit, node, columns, index, asked, wanted)


def _ready(
    unit: Unit, node: Taking, columns: Columns, index: Index, ready: NDArray[np.bool_]
) -> tuple[Index, Columns, list[Batch]]:
    faulted = []
    if columns.faults is not None:
        bad = np.flatnonzero(columns.faults)
        faulted = [Batch(node.move, index[bad], columns.rows[bad], columns.faults[bad], False)]
        ready = ready & (columns.faults == 0)
    there = np.flatnonzero(ready)
    if len(there) < len(index) or faulted:
        return index[there], columns.taken(there), faulted
    return index, columns, faulted


def _asked(node: Taking, columns: Columns) -> list[Mask]:
    """Which way each row would go, each asked only where none before it holds; None: always."""
    needed: Mask = None
    found: list[Mask] = []
    for condition, _ in node.ways:
        if condition.constant is not None and not condition.faulty:
            found.append(None)
            break
        holds = _full(condition.of(columns, needed), columns.size)
        found.append(holds)
        needed = narrowed(needed, np.logical_not(holds))
    return found


def _leave(unit: Unit, columns: Columns, ways: Sequence[tuple[Mask, "Leave | Node"]]) -> None:
    """Put the new position, and the rounds left."""
    if unit.position is None:
        return
    place: Column = 0
    ended: Column = np.False_
    rounds = columns.get(unit.rounds) if unit.rounds is not None and any(_ends(way) for _, way in ways) else None
    for holds, way in reversed(ways):
        assert isinstance(way, Leave)
        target = _target(unit, way, rounds)
        place = target if holds is None else np.where(holds, target, place)
        ended = np.bool_(way.ends_round) if holds is None else np.where(holds, way.ends_round, ended)
    columns.put(unit.position, place)
    if unit.rounds is not None and rounds is not None:
        columns.put(unit.rounds, np.where(ended, rounds - 1, rounds))


def _ends(way: "Leave | Node") -> bool:
    return isinstance(way, Leave) and way.ends_round


def _target(unit: Unit, way: Leave, rounds: Column) -> Column:
    if not way.ends_round:
        return way.target
    if unit.process.repeat == "forever":
        return 0
    return unit.end if rounds is None else np.where(rounds > 1, 0, unit.end)


def _emitted(unit: Unit, node: Taking, columns: Columns, index: Index) -> Iterator[Batch]:
    """The rows as they are now, and the faults apart."""
    columns.flush()
    is_crash = unit.crashes is not None
    if columns.faults is None:
        yield Batch(node.move, index, columns.rows, NO_FAULTS, is_crash)
        return
    index, columns, faulted = _split(unit, node.move, columns, index)
    yield from faulted
    if len(index):
        yield Batch(node.move, index, columns.rows, NO_FAULTS, is_crash)


def _parted(
    unit: Unit, node: Taking, columns: Columns, index: Index, asked: Sequence[Mask], wanted: range
) -> Iterator[Batch]:
    """Steps joined: some rows go on with the next step, some leave."""
    columns.flush()
    open_ = np.ones(len(index), bool)
    if columns.faults is not None:
        bad = np.flatnonzero(columns.faults)
        yield Batch(node.move, index[bad], columns.rows[bad], columns.faults[bad], False)
        open_ = columns.faults == 0
    for holds, (_, way) in zip(asked, node.ways, strict=True):
        here = open_ if holds is None else open_ & holds
        open_ = open_ & ~here
        there = np.flatnonzero(here)
        if not len(there):
            continue
        part = columns.taken(there)
        if isinstance(way, Leave):
            _leave(unit, part, [(None, way)])
            yield from _emitted(unit, node, part, index[there])
        else:
            yield from _from_node(unit, way, part, index[there], wanted)
