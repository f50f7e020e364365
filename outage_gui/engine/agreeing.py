"""How many orders agree with what was recorded of the run that happened.

The file's first run without fixes tells what happened. Of its moves those with a time or a source are recorded, the
others are assumed; moves of `only_in_runs` processes are left out, since no order has them. A complete schedule agrees
if it makes the recorded moves in their recorded order, whatever it does before, between and after them; and begins at
the recorded start, where the run names one.
"""

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.counting import generations
from outage_gui.engine.graph import Graph
from outage_gui.engine.program import Program
from outage_gui.engine.trace import decoded
from outage_gui.engine.words import plain
from outage_gui.model.scenario import Run

Index = NDArray[np.int64]
NEVER = -1  # a move that this program does not have
MOST_NUMBERS = 40_000_000  # states times recorded moves


def agreeing(program: Program, graph: Graph) -> float | None:
    """Exact up to 2**53. None: nothing is recorded, runs can go round in circles, or there is too much to count."""
    run = next((run for run in program.scenario.runs if not run.fixes), None)
    wanted = recorded(program, run) if run is not None else ()
    if run is None or not wanted or graph.size * (len(wanted) + 1) > MOST_NUMBERS:
        return None
    order = list(generations(graph))
    if sum(map(len, order)) < graph.size:
        return None
    counts = np.zeros((graph.size, len(wanted) + 1))  # of each state, by how many recorded moves were made
    counts[first_states(program, graph, run), 0] = 1.0
    total = sum(passed_on(graph, counts, states, np.array(wanted)) for states in order)
    return total if np.isfinite(total) else None


def recorded(program: Program, run: Run) -> tuple[int, ...]:
    """The numbers of its recorded moves; NEVER for one that a fix took away."""
    people = {process.name for process in program.scenario.processes if process.only_in_runs}
    entries = [entry for entry in run.schedule if not entry.is_start]
    told = [entry.move for entry in entries if entry.at is not None or entry.source]
    return tuple(program.texts.get(plain(move), NEVER) for move in told if move.partition(".")[0] not in people)


def first_states(program: Program, graph: Graph, run: Run) -> Index:
    first = np.flatnonzero(graph.depths == 0)
    named = [entry.move for entry in run.schedule[:1] if entry.is_start]
    if not named:
        return first
    row = program.starts[decoded(program, named[0]).start]
    same: NDArray[np.bool_] = (graph.rows[first] == row).all(1)
    return first[same]


def passed_on(graph: Graph, counts: NDArray[np.float64], states: Index, wanted: Index) -> float:
    """Let the schedules that reach these states go on; how many of them are complete here and agree."""
    moves = graph.out_of(states)
    total = float(counts[ended(graph, states, moves), -1].sum())
    flow, made = counts[graph.sources[moves]], graph.moves[moves][:, None] == wanted[None, :]
    onward = np.where(made, flow[:, :-1], 0.0)
    flow[:, :-1] -= onward
    flow[:, 1:] += onward
    targets = graph.targets[moves].astype(np.int64)
    total += float(flow[targets < 0, -1].sum())
    there, flat = targets >= 0, counts.reshape(-1)
    for column in range(counts.shape[1]):
        np.add.at(flat, targets[there] * counts.shape[1] + column, flow[there, column])
    return total


def ended(graph: Graph, states: Index, moves: Index) -> Index:
    """Those of the states in which nothing but a crash can happen. moves: all that lead out of them."""
    can = np.isin(states, graph.sources[moves[~graph.crash[moves]]])
    return states[~can]
