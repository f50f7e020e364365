"""The tree of runs and what-if branches: schedules as text, each branch leaving its parent after some moves.

A recorded run is a root and never changes. A branch keeps what differs; it is replayed under whatever fixes are on.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from outage_gui.workbench.frame import Twig


class Limb(NamedTuple):
    """`parent` empty: a recorded run. `moves` are text forms, from the first move after the fork on.

    `start`: text form of a start that is not its parent's, for a branch that leaves before the first move.
    """

    key: str
    label: str
    parent: str
    fork: int
    moves: tuple[str, ...]
    start: str = ""


class Tree(NamedTuple):
    """Limbs in the order of their making, runs first; `made` counts branches ever made: no key is used twice."""

    limbs: Mapping[str, Limb]
    made: int = 0

    def schedule(self, key: str) -> tuple[str, ...]:
        """All moves from the start on."""
        limb = self.limbs[key]
        if not limb.parent:
            return limb.moves
        return self.schedule(limb.parent)[: limb.fork] + limb.moves

    def roots(self) -> tuple[Limb, ...]:
        """The recorded runs."""
        return tuple(limb for limb in self.limbs.values() if not limb.parent)

    def root(self, key: str) -> str:
        """The recorded run it hangs on."""
        limb = self.limbs[key]
        return self.root(limb.parent) if limb.parent else key

    def recorded(self, key: str) -> int:
        """How many of its first moves are those of the recorded run."""
        limb = self.limbs[key]
        return min(limb.fork, self.recorded(limb.parent)) if limb.parent else len(limb.moves)

    def chosen(self, key: str, step: int, move: str) -> tuple["Tree", str]:
        """The tree in which that move follows `step` moves of the limb, and the limb it now stands on."""
        limb = self.limbs[key]
        kept = self.schedule(key)[:step]
        if limb.parent and len(kept) == limb.fork + len(limb.moves):
            longer = limb._replace(moves=(*limb.moves, move))
            return self._with(longer), key
        parent, fork = self._parent(key, step)
        for other in self.limbs.values():
            if other.parent == parent and other.fork == fork and other.moves[:1] == (move,) and not other.start:
                return self, other.key
        fresh = Limb(f"branch:{self.made + 1}", f"What if {self.made + 1}", parent, fork, (move,))
        return self._with(fresh)._replace(made=self.made + 1), fresh.key

    def _parent(self, key: str, step: int) -> tuple[str, int]:
        """Before the fork of a branch its own parent is left, not the branch."""
        limb = self.limbs[key]
        return self._parent(limb.parent, step) if limb.parent and step <= limb.fork else (key, step)

    def start(self, key: str) -> str:
        """Where it starts, "" for where its recorded run does."""
        limb = self.limbs[key]
        return limb.start or (self.start(limb.parent) if limb.parent else "")

    def led(self, key: str, moves: tuple[str, ...], label: str, start: str = "") -> tuple["Tree", str]:
        """The tree with a branch of that run that makes these moves, and its key; one that is there is taken again.

        It leaves the run where it first differs. No moves: a branch to be lengthened by choosing.
        """
        root = self.root(key)
        run = self.limbs[root].moves
        fork = 0 if start else alike(run, moves)
        fresh = Limb(f"branch:{self.made + 1}", label, root, fork, moves[fork:], start)
        for other in self.limbs.values():
            if other[1:] == fresh[1:] and moves:
                return self, other.key
        return self._with(fresh)._replace(made=self.made + 1), fresh.key

    def _with(self, limb: Limb) -> "Tree":
        return self._replace(limbs={**self.limbs, limb.key: limb})

    def dropped(self, key: str) -> "Tree":
        """Without that branch and what hangs on it; a recorded run stays."""
        if not self.limbs[key].parent:
            return self
        gone = {key, *self._below(key)}
        return self._replace(limbs={name: limb for name, limb in self.limbs.items() if name not in gone})

    def _below(self, key: str) -> set[str]:
        children = [limb.key for limb in self.limbs.values() if limb.parent == key]
        return set(children).union(*(self._below(child) for child in children))

    def twigs(self, current: str) -> tuple[Twig, ...]:
        """The lines of the tree, a branch below its parent."""
        return tuple(self._lines("", 0, current))

    def _lines(self, parent: str, depth: int, current: str) -> list[Twig]:
        made: list[Twig] = []
        for limb in [limb for limb in self.limbs.values() if limb.parent == parent]:
            made.append(Twig(limb.key, limb.label, depth, bool(limb.parent), limb.key == current, limb.fork))
            made += self._lines(limb.key, depth + 1, current)
        return made


def alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many first moves they have in common."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def planted(runs: Sequence[tuple[str, str, Sequence[str]]]) -> Tree:
    """A tree of recorded runs (name, label, schedule); with none, one empty run to branch from."""
    limbs = [Limb(f"run:{name}", label or name, "", 0, tuple(moves)) for name, label, moves in runs]
    if not limbs:
        limbs = [Limb("run:", "No recorded run", "", 0, ())]
    return Tree({limb.key: limb for limb in limbs})
