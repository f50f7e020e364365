"""Every service's status along the run: changes in order, folded from checkpoints; any instant costs the same."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.model.scenario import STATUSES, Status
from outage_gui.workbench.axis import Place
from outage_gui.workbench.wording import duration

OK, RECOVERING, DEGRADED, DOWN = range(len(STATUSES))
EVERY = 512  # changes between two checkpoints


class Turn(NamedTuple):
    """One status change. `service` and `status` are numbers, in file order and from best to worst."""

    at: int
    step: int
    service: int
    status: int


class Course:
    """Statuses of `services` services over time. `turns` rise by (at, step); before the first of them all are ok."""

    def __init__(self, services: int, turns: Sequence[Turn]) -> None:
        self.services = services
        self.places: list[Place] = [(turn.at, turn.step) for turn in turns]
        table = np.array(turns, dtype=np.int64).reshape(len(turns), 4)
        self._at, self._service, self._status = table[:, 0], table[:, 2], table[:, 3].astype(np.int8)
        self._bad_since = _bad_since(table)
        self._kept = self._checkpoints()

    def _checkpoints(self) -> list["Now"]:
        """What stands before every EVERY-th change."""
        n = self.services
        now = Now(np.zeros(n, np.int8), np.zeros(n, np.int64), np.zeros(n, np.int64), 0)
        kept = [now]
        for begins in range(0, len(self.places), EVERY):
            now = self._folded(now, min(begins + EVERY, len(self.places)))
            kept.append(now)
        return kept

    def _folded(self, now: "Now", made: int) -> "Now":
        """Later changes of one service win: NumPy stores repeated indices in order."""
        part = slice(now.made, made)
        where = self._service[part]
        status, since, bad_since = now.status.copy(), now.since.copy(), now.bad_since.copy()
        status[where], since[where], bad_since[where] = self._status[part], self._at[part], self._bad_since[part]
        return Now(status, since, bad_since, made)

    def made(self, at: int, step: int) -> int:
        """How many changes have happened by that place."""
        return bisect_right(self.places, (at, step))

    def now(self, at: int, step: int) -> "Now":
        made = self.made(at, step)
        return self._folded(self._kept[made // EVERY], made)

    def fresh(self, at: int, step: int) -> frozenset[int]:
        """Services that changed at exactly that place."""
        made = self.made(at, step)
        begins = made
        while begins and self.places[begins - 1] == (at, step):
            begins -= 1
        return frozenset(int(service) for service in self._service[begins:made])

    def first_trouble(self) -> dict[int, int]:
        """Service to the number of the change with which it first left ok, in the order in which that happened."""
        first: dict[int, int] = {}
        for number, (service, status) in enumerate(zip(self._service.tolist(), self._status.tolist(), strict=True)):
            if status != OK:
                first.setdefault(service, number)
        return first


class Now(NamedTuple):
    """One entry a service: status, since when, and since when degraded or worse (ms). `made`: changes until now."""

    status: NDArray[np.int8]
    since: NDArray[np.int64]
    bad_since: NDArray[np.int64]
    made: int

    def statuses(self) -> tuple[Status, ...]:
        return tuple(STATUSES[status] for status in self.status.tolist())

    def details(self, at: int) -> tuple[str, ...]:
        """The word under each label: "down 1 h 12 min", "degraded", "recovering", "ok"."""
        since = self.since.tolist()
        return tuple(
            detail(STATUSES[status], at - since[number]) if status else "ok"
            for number, status in enumerate(self.status.tolist())
        )


def _bad_since(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """For every change, since when its service has been degraded or worse without a break."""
    since = table[:, 0].copy()
    begun: dict[int, int] = {}
    for number, (at, _, service, status) in enumerate(table.tolist()):
        if status >= DEGRADED:
            since[number] = begun.setdefault(service, at)
        else:
            begun.pop(service, None)
    return since


def detail(status: Status, lasting: int) -> str:
    """A status with how long it has lasted, where that is worth saying."""
    return f"down {duration(lasting)}" if status == "down" and lasting > 0 else status
