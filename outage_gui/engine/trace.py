"""Schedules and what they do: moves as text, runs replayed as far as they go, one state unpacked.

A schedule is written `start(x=2), planner.publish, enactor.a.check(p=3)`; commas, semicolons or new lines part the
moves, and `start(…)` stands first where a scenario has several starts.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.blocked import why_not
from outage_gui.engine.kinds import Codes, Kind, Table, groups
from outage_gui.engine.kinds import decoded as value_of_codes
from outage_gui.engine.layout import Field, Rows, codes_of, read
from outage_gui.engine.program import Move, Program
from outage_gui.engine.step import successors, taken
from outage_gui.engine.words import plain, value_text
from outage_gui.model.scenario import START
from outage_gui.model.words import nearest, quoted


class Stopped(NamedTuple):
    """Where a schedule no longer fits. number: of the move, from 1 (0: the start); why: in the user's words."""

    number: int
    text: str
    why: str


class Schedule(NamedTuple):
    """start: number of the start; moves: numbers in program.moves. refused: the first part that is no move here."""

    start: int
    moves: tuple[int, ...]
    refused: Stopped | None = None


class Trace(NamedTuple):
    """rows: (n + 1, words), the start first; moves: (n,). stopped: None where the whole schedule ran."""

    rows: Rows
    moves: NDArray[np.int32]
    stopped: Stopped | None


class State(NamedTuple):
    """values: variables, locals as `worker.a.seen`; a table is a dict. positions: `worker.a` -> step or `end`."""

    values: dict[str, Any]
    positions: dict[str, str]


class Next(NamedTuple):
    """A move that can be taken now: its number, the row it leads to, its fault (0: none)."""

    move: int
    row: Rows
    fault: int


# --- text ---------------------------------------------------------------------------------------------------------


def move_text(move: Move) -> str:
    return move.text


def start_text(program: Program, start: int) -> str:
    """`start(x=2)`; empty where there is one start."""
    if len(program.starts) == 1:
        return ""
    row = program.starts[start].tolist()
    nodes = ((name, program.variables[name]) for name in program.start_names)
    return START + ", ".join(f"{name}={value_text(node.kind, codes_of(node, row))}" for name, node in nodes) + ")"


def schedule_text(program: Program, moves: Sequence[int], start: int = 0) -> str:
    """The whole schedule on one line; `decoded` reads it back."""
    first = start_text(program, start)
    return ", ".join([first] * bool(first) + [program.moves[move].text for move in moves])


def decoded(program: Program, text: str) -> Schedule:
    """The schedule of a text, up to the first part that this program does not know; that one is told in `refused`."""
    parts = list(parted(text))
    start, refused = 0, None
    if parts and parts[0].replace(" ", "").startswith(START):
        start, refused = _start_number(program, parts.pop(0))
    numbers: list[int] = []
    for part in () if refused else parts:
        number = _move_number(program, part)
        if number is None:
            refused = Stopped(len(numbers) + 1, part, _unknown(program, part))
            break
        numbers.append(number)
    return Schedule(start, tuple(numbers), refused)


def parted(text: str) -> Iterator[str]:
    """The parts between separators that stand in no bracket."""
    depth, part = 0, ""
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character in ",;\n" and depth <= 0:
            yield from [part.strip()] * bool(part.strip())
            part = ""
        else:
            part += character
    yield from [part.strip()] * bool(part.strip())


def _move_number(program: Program, part: str) -> int | None:
    known = program.texts.get(part)
    return known if known is not None else program.texts.get(plain(part))


def _unknown(program: Program, part: str) -> str:
    step = part.partition("(")[0].strip()
    if first := _joined_to(program, step):
        return f"there is no move {quoted(part)}; it is part of {quoted(first)} now"
    alike = {move.text for move in program.moves if move.text.partition("(")[0] == step}
    names = alike or {move.text.partition("(")[0] for move in program.moves}
    hint = nearest(part if alike else step, names)
    return f"there is no move {quoted(part)}" + (f"; {hint}" if hint else "")


def _joined_to(program: Program, step: str) -> str:
    """The move that a fix has made this one a part of; "" where none has."""
    process, *instance, name = step.split(".")
    joins = (join.steps for one in program.scenario.processes if one.name == process for join in one.joins)
    first = next((steps[0] for steps in joins if name in steps[1:]), "")
    return ".".join((process, *instance, first)) if first else ""


def _start_number(program: Program, part: str) -> tuple[int, Stopped | None]:
    wanted = plain(part)
    texts = [start_text(program, i) for i in range(len(program.starts))]
    for i, text in enumerate(texts):
        if plain(text) == wanted:
            return i, None
    hint = nearest(part, texts) if len(texts) > 1 else "there is only one: leave it out"
    return 0, Stopped(0, part, f"there is no start {quoted(part)}" + (f"; {hint}" if hint else ""))


# --- replay -------------------------------------------------------------------------------------------------------


def replayed(program: Program, schedule: Schedule) -> Trace:
    """The states that the schedule passes, as far as it fits."""
    rows = [program.starts[schedule.start : schedule.start + 1]]
    known: dict[tuple[bytes, int], Rows] = {}
    for number, move in enumerate(schedule.moves, 1):
        row, key = rows[-1], (rows[-1].tobytes(), move)
        after = known.get(key)
        if after is None:
            found = taken(program, row, move)
            if not len(found.move) or found.fault[0]:
                why = f"it faults: {program.faults[found.fault[0]]}" if len(found.move) else why_not(program, row, move)
                return _traced(rows, schedule.moves, Stopped(number, program.moves[move].text, why))
            after = known[key] = found.rows
        rows.append(after)
    return _traced(rows, schedule.moves, schedule.refused)


def _traced(rows: Sequence[Rows], moves: Sequence[int], stopped: Stopped | None) -> Trace:
    return Trace(np.concatenate(rows), np.array(moves[: len(rows) - 1], np.int32), stopped)


def next_moves(program: Program, row: Rows) -> tuple[Next, ...]:
    """All moves possible in that state, of people too, the faulting ones included; in order. row: (words,)."""
    found = successors(program, row.reshape(1, -1), replaying=True)
    numbered = zip(found.move.tolist(), found.rows, found.fault.tolist(), strict=True)
    return tuple(Next(move, after, fault) for move, after, fault in numbered)


def unpacked(program: Program, row: Rows) -> State:
    """Everything that the state holds. row: (words,)."""
    plain_row = row.tolist()
    values = {name: shown_value(node.kind, codes_of(node, plain_row)) for name, node in program.variables.items()}
    places = {
        seat.full_name: place_name(program, i, read(seat.position, plain_row))
        for i, seat in enumerate(program.seats)
        if isinstance(seat.position, Field)
    }
    return State(values, places)


def place_name(program: Program, seat: int, place: int) -> str:
    steps = program.seats[seat].process.steps
    return steps[place].name if place < len(steps) else "end"


def shown_value(kind: Kind, codes: Codes) -> Any:
    """Python's own value; a table as a dict."""
    if not isinstance(kind, Table):
        return value_of_codes(kind, codes)
    keys = (value_of_codes(kind.key, key) for key in kind.keys)
    return {key: shown_value(kind.of, part) for key, part in zip(keys, groups(codes, len(kind.keys)), strict=True)}
