"""Findings replayed: whether a schedule shows what is said of it. Knows nothing of how it was found."""

import numpy as np

from outage_gui.engine.columns import truths
from outage_gui.engine.findings import DEADLOCK, conditions
from outage_gui.engine.layout import Rows
from outage_gui.engine.program import Program
from outage_gui.engine.step import batches, resting, successors
from outage_gui.engine.trace import Schedule, replayed
from outage_gui.model.scenario import Check


def start_number(program: Program, first: int) -> int:
    """The start that became that row of level 0: equal starts are one row."""
    if len(program.starts) == 1:
        return 0
    _, places = np.unique(program.starts, axis=0, return_index=True)
    return int(np.sort(places)[first])


def faults(program: Program, fault: str, schedule: Schedule) -> bool:
    """Whether the last move is the first that cannot be made, and for that fault."""
    stop = replayed(program, schedule).stopped
    return stop is not None and stop.number == len(schedule.moves) and stop.why == f"it faults: {fault}"


def fails(program: Program, name: str, schedule: Schedule) -> bool:
    """Whether the last state is what the finding of that name says."""
    trace = replayed(program, schedule)
    if trace.stopped is not None:
        return False
    row = trace.rows[-1:]
    if name == DEADLOCK:
        return stuck(program, row) and not bool(resting(program, row)[0])
    checks = [check for check in program.scenario.checks if check.name == name]
    services = [service for service in program.scenario.services if service.name == name]
    faulty = any(truths(program, row, text)[1][0] for service in services for text in conditions(service))
    return faulty or any(wrong(program, row, check) for check in checks)


def wrong(program: Program, row: Rows, check: Check) -> bool:
    """Whether a check fails by this state alone. row: (1, words)."""
    holds, faulty = truths(program, row, check.expression)
    match check.kind:
        case "always":
            return not holds[0]
        case "ends":
            return not holds[0] and stuck(program, row) and bool(resting(program, row)[0])
        case "leads":
            return bool(faulty[0] or truths(program, row, check.to)[1][0])
    return bool(faulty[0])


def stuck(program: Program, row: Rows) -> bool:
    """Whether nothing but a crash can happen."""
    return all(batch.is_crash for batch in batches(program, row))


def owes(program: Program, check: Check, schedule: Schedule, loop: tuple[int, ...]) -> bool:
    """Whether the schedule leads into a debt that the loop, which a fair run may go round for ever, never pays."""
    way = replayed(program, schedule)
    whole = replayed(program, Schedule(schedule.start, schedule.moves + loop))
    if whole.stopped is not None or not np.array_equal(way.rows[-1], whole.rows[-1]):
        return False
    text = check.to if check.kind == "leads" else check.expression
    paid = np.flatnonzero(truths(program, whole.rows, text)[0])
    last = int(paid[-1]) if len(paid) else -1
    begun = last < 0
    if check.kind == "leads":
        begun = bool(truths(program, way.rows, check.expression)[0][last + 1 :].any())
    return begun and fair(program, whole.rows[len(schedule.moves) :], loop)


def fair(program: Program, rows: Rows, loop: tuple[int, ...]) -> bool:
    """Whether every fair instance moves in the loop or is not ready somewhere on it."""
    found = successors(program, rows)
    names = [(process.name, process.fair) for process in program.scenario.processes]
    can = dict(names)
    moved = {program.moves[move][:2] for move in loop}
    able: dict[tuple[str, str], set[int]] = {}
    for parent, number in zip(found.parent.tolist(), found.move.tolist(), strict=True):
        move = program.moves[number]
        if can[move.process] and move.step != "crash":
            able.setdefault((move.process, move.instance), set()).add(parent)
    return all(who in moved or len(where) < len(rows) for who, where in able.items())
