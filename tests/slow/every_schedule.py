"""Every schedule of a small scenario without circles, counted one move at a time in exact fractions."""

import graphlib
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from . import document
from .exploring import is_crash, judged
from .generator import scenario
from .interpreter import Slow, TooManyError, load
from .stepping import State

Debts = frozenset[str] | None  # None: it has failed


class Rest(NamedTuple):
    """Of all schedules from somewhere on. nearest: moves to a failure; ends_well: some normal end without one."""

    chance: Fraction
    total: int
    failing: int
    nearest: int | None
    ends_well: bool


class Everything:
    """failing: one check, `deadlock` or a fault; None: all of them."""

    def __init__(self, slow: Slow, failing: str | None) -> None:
        self.slow = slow
        self.failing = failing
        self.known: dict[tuple[State, Debts], Rest] = {}
        self.checks = {n: c for n, c in slow.checks.items() if isinstance(c, dict) and failing in (None, n)}
        allowed = slow.checks.get("deadlock") == "allowed"
        self.deadlock = not allowed and failing in (None, "deadlock")

    def begun(self, state: State) -> Rest:
        return self.rest(state, self.come(state, frozenset(), first=True))

    def stuck(self, state: State) -> bool:
        return all(is_crash(move) for move in self.slow.moves(state))

    def come(self, state: State, debts: Debts, *, first: bool = False) -> Debts:
        """What is owed after coming to the state."""
        if debts is None or (self.deadlock and self.stuck(state) and not self.slow.at_rest(state)):
            return None
        owed = set(debts)
        for name, check in self.checks.items():
            ((kind, text),) = ((word, said) for word, said in check.items() if word != "label")
            begin, paid = (text["from"], text["to"]) if kind == "leads" else (text, text)
            values = judged(self.slow, state, begin), judged(self.slow, state, paid)
            if kind in ("always", "ends"):
                asked = kind == "always" or (self.stuck(state) and self.slow.at_rest(state))
                if asked and values[0] is not True:
                    return None
            elif None in values:
                return None
            elif kind in ("leads", "eventually"):
                owed |= {name} if (values[0] if kind == "leads" else first) else set()
                owed -= {name} if values[1] else set()
        return frozenset(owed)

    def rest(self, state: State, debts: Debts) -> Rest:
        if (state, debts) not in self.known:
            self.known[state, debts] = self.counted(state, debts)
        return self.known[state, debts]

    def counted(self, state: State, debts: Debts) -> Rest:
        moves, stuck = self.slow.moves(state), self.stuck(state)
        lost = debts is None or bool(debts)
        after = [self.beyond(move[1], move[2], debts) for move in moves]
        total, failing = sum(each.total for each in after), sum(each.failing for each in after)
        chance = Fraction(lost) if stuck else sum((each.chance for each in after), Fraction(0)) / len(after)
        near = [each.nearest + 1 for each in after if each.nearest is not None]
        near += [0] * (debts is None or (stuck and lost))
        well = any(each.ends_well for each in after) or (stuck and not lost and self.slow.at_rest(state))
        return Rest(chance, total + stuck, failing + (stuck and lost), min(near, default=None), well)

    def beyond(self, state: State | None, fault: str | None, debts: Debts) -> Rest:
        if state is not None:
            return self.rest(state, self.come(state, debts))
        lost = debts is None or self.failing in (None, fault)
        return Rest(Fraction(lost), 1, int(lost), 0 if lost else None, False)

    def along(self, states: Sequence[State]) -> list[Rest]:
        """One for each state of a run, with what it owes there; 0 moves are left to a failure that has happened."""
        debts = self.come(states[0], frozenset(), first=True)
        found = [self.rest(states[0], debts)]
        for state in states[1:]:
            debts = self.come(state, debts)
            found.append(self.rest(state, debts))
        return found


def cases(block: int, count: int) -> Iterator[tuple[str, str | None]]:
    """Random scenarios whose runs all end, with checks of every kind; each for everything and for one name."""
    found = 0
    for seed in itertools.count(block * 1_000_000):
        text = lively(scenario(seed))
        if found == count:
            return
        if small(text):
            found += 1
            yield text, None
            yield text, random.Random(seed).choice(["holds", "last", "soon", "then", "deadlock", "out-of-range"])


def lively(text: str) -> str:
    """With the same expressions asked of what happens in the end. All processes fair, or a run might stand still."""
    checks = document.read(text)["checks"]
    holds, seen, last = (json.dumps(checks[name][kind]) for name, kind in (
        ("holds", "always"), ("seen", "sometimes"), ("last", "ends")))  # fmt: skip
    more = f"  soon:\n    eventually: {seen}\n  then:\n    leads: {{from: {last}, to: {holds}}}\n"
    return text.replace("fair: false", "fair: true").replace("\nchecks:\n", f"\nchecks:\n{more}", 1)


def small(text: str) -> bool:
    """Some states, not too many, and no way round in circles."""
    try:
        graph: Any = load(text).explore(120).graph
    except TooManyError:
        return False
    ways = {state: [a for _, (_, a, _) in node.moves if a is not None] for state, node in graph.items()}
    try:
        graphlib.TopologicalSorter(ways).prepare()
    except graphlib.CycleError:
        return False
    return len(graph) > 8


def some_runs(slow: Everything, seed: int) -> Iterator[tuple[str, list[State]]]:
    """Schedules picked blindly to their ends, as text, with the states they pass."""
    dice = random.Random(seed)
    for _ in range(4):
        state, text = dice.choice(slow.slow.told_starts())
        told, states = [text] * bool(text), [state]
        while moves := [move for move in slow.slow.moves(states[-1]) if move[1] is not None]:
            name, after, _ = dice.choice(moves)
            assert after is not None
            told.append(name)
            states.append(after)
        yield ", ".join(told), states
