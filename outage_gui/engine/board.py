"""The board on which schedules are played: every state with what is owed there, cut off where the failure happens.

What fails is judged as in `counting`, for everything at once or for one name. Only `eventually` is owed from the start
of a run on, and never again once it is paid; `leads` is owed each time it begins.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.columns import truths
from outage_gui.engine.counting import Signs, signs_of
from outage_gui.engine.findings import DEADLOCK, LIVELY, conditions
from outage_gui.engine.graph import NOWHERE, Graph, distinct
from outage_gui.engine.program import Program
from outage_gui.engine.step import successors

Index = NDArray[np.int64]
Mask = NDArray[np.bool_]
FAILED, ELSEWHERE = NOWHERE, -2
MOST_PLACES = 1 << 26  # states times what can be owed; a number of 4 bytes is kept for each


class Rules(NamedTuple):
    """signs: see `counting`. again: (checks,) whether a debt begins each time, not at the start of a run only.

    lost: (m,) the moves of the graph whose fault is the failure.
    """

    signs: Signs
    again: tuple[bool, ...]
    lost: Mask

    @property
    def width(self) -> int:
        """How many different debts there can be."""
        return 1 << len(self.again)

    def owing(self, states: Index, debts: Index | None = None) -> Index:
        """What is owed, a bit a check, after coming to each of the states with that debt; None: a run begins there."""
        found = np.zeros(len(states), np.int64)
        for bit, again in enumerate(self.again):
            owes = self.signs.begins[bit][states] if again or debts is None else np.zeros(len(states), bool)
            if debts is not None:
                owes = owes | (debts >> bit & 1).astype(bool)
            found |= (owes & ~self.signs.paid[bit][states]).astype(np.int64) << bit
        return found


class Board(NamedTuple):
    """A place is a state and what is owed there, reached without having failed.

    graph: the moves between places (p of them), rows being the number of the state; a move leads to FAILED where it
    is, or leads to, the failure, and ELSEWHERE where it faults and that is not the failure asked for.
    debts: (p,) a bit a check. ended: (p,) no process can move; calm: (p,) that is a normal end.
    number: (states, width) the place of each state and debt, FAILED for what is not reached without having failed.
    """

    graph: Graph
    debts: Index
    ended: Mask
    calm: Mask
    number: NDArray[np.int32]
    rules: Rules

    @property
    def states(self) -> Index:
        """(p,) the number of the state of each place."""
        numbers: Index = self.graph.rows[:, 0].view(np.int64)
        return numbers

    def place(self, state: int, before: int | None) -> int | None:
        """Where a run stands that comes to that state from that place (None: begins there); FAILED once it has failed.

        None where no explored schedule stands there owing as much, which only people's moves can bring about.
        """
        if before == FAILED or self.rules.signs.bad[state]:
            return FAILED
        debts = None if before is None else self.debts[before : before + 1]
        place = int(self.number[state, int(self.rules.owing(np.array([state]), debts)[0])])
        return None if place == FAILED else place


def board_of(program: Program, graph: Graph, failing: str | None = None) -> Board:
    """failing: a check, `deadlock`, a fault or a service whose conditions may fault; None: whatever `counting` counts.

    Raises ValueError for another name, and where more can be owed at once than there is room for.
    """
    rules = rules_of(program, graph, failing)
    if graph.size * rules.width > MOST_PLACES:
        raise ValueError(f"{len(rules.again)} checks can be owed at once, in {graph.size:,} states: that is too much")
    number = np.full(graph.size * rules.width, FAILED, np.int32)
    starts = np.flatnonzero((graph.depths == 0) & ~rules.signs.bad)
    waves, edges, codes = [], [], [np.zeros(0, np.int64)]
    wave = numbered(number, starts * rules.width + rules.owing(starts), 0)
    while len(wave):
        waves.append(wave)
        edges.append(graph.out_of(wave // rules.width))
        codes.append(beyond(graph, rules, wave, edges[-1]))
        wave = numbered(number, codes[-1], sum(map(len, waves)))
    return laid_out(graph, rules, number, (waves, edges, codes))


def numbered(number: NDArray[np.int32], codes: Index, first: int) -> Index:
    """Number the codes that have no number yet, ascending; these codes."""
    known = codes[codes >= 0]
    fresh = distinct(known[number[known] == FAILED], number)
    number[fresh] = np.arange(first, first + len(fresh))
    return fresh


def beyond(graph: Graph, rules: Rules, wave: Index, moves: Index) -> Index:
    """Where the moves out of those codes lead: a code, FAILED or ELSEWHERE."""
    states, debts = wave // rules.width, wave % rules.width
    debts = np.repeat(debts, graph.offsets[states + 1] - graph.offsets[states])
    targets = graph.targets[moves].astype(np.int64)
    codes = targets * rules.width + rules.owing(targets, debts)
    codes[(targets >= 0) & rules.signs.bad[targets]] = FAILED
    codes[targets < 0] = np.where(rules.lost[moves], FAILED, ELSEWHERE)[targets < 0]
    return codes


def laid_out(
    graph: Graph, rules: Rules, number: NDArray[np.int32], found: tuple[list[Index], list[Index], list[Index]]
) -> Board:
    """found: the codes of each wave, and of each wave the moves of the graph and the codes they lead to."""
    waves, edges, codes = found
    nothing = np.zeros(0, np.int64)
    wave, moves, code = (np.concatenate([nothing, *part]) for part in (waves, edges, codes))
    states = wave // rules.width
    counts = graph.offsets[states + 1] - graph.offsets[states]
    targets = code.astype(np.int32)
    targets[code >= 0] = number[code[code >= 0]]
    sources = np.repeat(np.arange(len(wave), dtype=np.int32), counts)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    depths = np.repeat(np.arange(len(waves), dtype=np.int32), [len(each) for each in waves])
    rows = states.astype(np.uint64).reshape(-1, 1)
    places = Graph(rows, sources, targets, graph.moves[moves], graph.crash[moves], offsets, depths)
    ended, calm = rules.signs.stuck[states], rules.signs.calm[states]
    return Board(places, wave % rules.width, ended, calm, number.reshape(graph.size, rules.width), rules)


# --- what fails ---------------------------------------------------------------------------------------------------


def rules_of(program: Program, graph: Graph, failing: str | None) -> Rules:
    judging = program if failing is None else narrowed(program, failing)
    signs = signs_of(judging, graph)
    for service in program.scenario.services if failing is not None else ():
        for text in conditions(service) if service.name == failing else ():
            signs = signs._replace(bad=signs.bad | (truths(program, graph.rows, text)[1] != 0))
    again = tuple(check.kind == "leads" for check in judging.scenario.checks if check.kind in LIVELY)
    return Rules(signs, again, lost(program, graph, failing))


def narrowed(program: Program, failing: str) -> Program:
    """The same program with nothing to ask but that."""
    scenario = program.scenario
    known = {DEADLOCK, *program.faults[1:], *(service.name for service in scenario.services)}
    if failing not in known | {check.name for check in scenario.checks}:
        raise ValueError(f"'{failing}' is no check, fault or service of this scenario")
    checks = tuple(check for check in scenario.checks if check.name == failing)
    allowed = scenario.deadlock_allowed or failing != DEADLOCK
    return program._replace(scenario=scenario.model_copy(update={"checks": checks, "deadlock_allowed": allowed}))


def lost(program: Program, graph: Graph, failing: str | None) -> Mask:
    """(m,) which moves of the graph fault in the way asked for."""
    faulting = graph.targets < 0
    if failing is None or not faulting.any():
        return faulting
    sources = np.unique(graph.sources[faulting]).astype(np.int64)
    found = successors(program, graph.rows[sources])
    names = np.array(program.faults)
    asked = names[found.fault] == failing
    keys = sources[found.parent[asked]] * len(program.moves) + found.move[asked]
    return faulting & np.isin(graph.sources.astype(np.int64) * len(program.moves) + graph.moves, keys)
