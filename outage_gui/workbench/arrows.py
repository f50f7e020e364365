"""What every dependency passes on at one moment, and the failures and recoveries on their way along the arrows."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outage_gui.engine.causes import Cause, Change, FromNeed, Recovered, Recovering, Waiting
from outage_gui.model.scenario import STATUSES, Need, Service, Status
from outage_gui.workbench.axis import Place
from outage_gui.workbench.course import DEGRADED, DOWN, OK, RECOVERING, Now
from outage_gui.workbench.frame import Arrow

MOST_WAVES = 8
Truths = Mapping[str, NDArray[np.bool_]]  # condition to one entry a state of the run


class Wires:
    """The needs of all services as columns; one entry a need of one service, groups apart.

    A recovery that runs while something worse is shown is not seen in a status; what a service's present cause names
    counts as felt in any case.
    """

    def __init__(
        self, services: Sequence[Service], arrows: Sequence[Arrow], truths: Truths, changes: Sequence[Change]
    ) -> None:
        self._arrows = {(arrow.source, arrow.target): number for number, arrow in enumerate(arrows)}
        self._index = {service.name: number for number, service in enumerate(services)}
        self._truths = truths
        pairs = [(need, service.name) for service in services for need in service.needs]
        self._groups = [pair for pair in pairs if pair[0].at_least is not None]
        plain = [
            (need, source, target)
            for need, target in pairs
            if need.at_least is None
            for source in need.services
            if (source, target) in self._arrows
        ]
        self._plain = _columns(plain, self._arrows, self._index)
        self._named = _Named(changes, self._arrows, self._index)

    def hurting(self, now: Now, at: int, step: int) -> tuple[Status, ...]:
        """One entry an arrow: what it passes on; "ok": nothing."""
        felt = np.zeros(len(self._arrows), np.int8)
        columns, holds = self._plain, self._holding(step)
        np.maximum.at(felt, columns.arrow, np.where(holds, columns.felt(now, at), OK).astype(np.int8))
        arrow, level = self._named.at(at, step)
        np.maximum.at(felt, arrow, level)
        for need, target in self._groups:
            self._feel_group(felt, need, target, now, at, step)
        return tuple(STATUSES[level] for level in felt.tolist())

    def _holding(self, step: int) -> NDArray[np.bool_]:
        """Which conditions (`if`) of plain needs hold after that many moves."""
        columns = self._plain
        held = np.array([True, *(self._holds(text, step) for text in columns.texts)])
        return held[columns.condition]

    def _holds(self, condition: str, step: int) -> bool:
        values = self._truths.get(condition)
        return values is None or bool(values[min(step, len(values) - 1)])

    def _feel_group(self, felt: NDArray[np.int8], need: Need, target: str, now: Now, at: int, step: int) -> None:
        """The members that are missing pass on what the group as a whole lacks."""
        missing_status = RECOVERING if need.during_recovery else DOWN
        missing = [name for name in need.services if now.status[self._index[name]] == missing_status]
        if not missing or not self._holds(need.condition, step):
            return
        if at - max(int(now.since[self._index[name]]) for name in missing) < need.after:
            return
        left = len(need.services) - len(missing)
        level = DOWN if left < (need.at_least or 0) and need.kind == "hard" else DEGRADED
        for name in missing:
            if (arrow := self._arrows.get((name, target))) is not None:
                felt[arrow] = max(felt[arrow], level)


class _Named:
    """What the present cause of each service names."""

    def __init__(
        self, changes: Sequence[Change], arrows: Mapping[tuple[str, str], int], index: Mapping[str, int]
    ) -> None:
        self._services = len(index)
        self._places = [(change.at, change.step) for change in changes]
        self._service = np.array([index[change.service] for change in changes], np.int64)
        told = [_named_by(change, changes, arrows) for change in changes]
        self._arrow = np.array([arrow for arrow, _ in told], np.int64)
        self._level = np.array([level for _, level in told], np.int8)

    def at(self, at: int, step: int) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
        """Arrows and what each passes on."""
        made = bisect_right(self._places, (at, step))
        latest = np.full(self._services, -1, np.int64)
        latest[self._service[:made]] = np.arange(made)
        chosen = latest[latest >= 0]
        chosen = chosen[self._arrow[chosen] >= 0]
        return self._arrow[chosen], self._level[chosen]


def _named_by(change: Change, changes: Sequence[Change], arrows: Mapping[tuple[str, str], int]) -> tuple[int, int]:
    """The arrow of the decisive cause and its level; -1 where the cause is no need."""
    if not isinstance(change.cause, FromNeed) or not change.cause.behind:
        return -1, OK
    source = changes[change.cause.behind[0]].service
    return arrows.get((source, change.service), -1), STATUSES.index(change.cause.level)


class _Columns(NamedTuple):
    arrow: NDArray[np.int64]
    source: NDArray[np.int64]
    worst: NDArray[np.int8]  # a soft need passes on no worse than degraded
    during: NDArray[np.bool_]
    after: NDArray[np.int64]
    condition: NDArray[np.int64]  # 0: none, else 1 + place in texts
    texts: tuple[str, ...]

    def felt(self, now: Now, at: int) -> NDArray[np.int8]:
        """The level each need feels, `after` being timed per level."""
        status, lasting = now.status[self.source], at - now.since[self.source]
        bad_lasting = at - now.bad_since[self.source]
        down = (status == DOWN) & (lasting >= self.after)
        degraded = (status >= DEGRADED) & (bad_lasting >= self.after)
        level = np.where(down, DOWN, np.where(degraded, DEGRADED, OK))
        recovery = np.where((status == RECOVERING) & (lasting >= self.after), DOWN, OK)
        return np.minimum(np.where(self.during, recovery, level), self.worst).astype(np.int8)


def _columns(
    plain: Sequence[tuple[Need, str, str]], arrows: Mapping[tuple[str, str], int], index: Mapping[str, int]
) -> _Columns:
    texts = tuple(dict.fromkeys(need.condition for need, _, _ in plain if need.condition))
    places = {"": 0} | {text: number for number, text in enumerate(texts, start=1)}
    return _Columns(
        arrow=np.array([arrows[source, target] for _, source, target in plain], np.int64),
        source=np.array([index[source] for _, source, _ in plain], np.int64),
        worst=np.array([DEGRADED if need.kind == "soft" else DOWN for need, _, _ in plain], np.int8),
        during=np.array([need.during_recovery for need, _, _ in plain], np.bool_),
        after=np.array([need.after for need, _, _ in plain], np.int64),
        condition=np.array([places[need.condition] for need, _, _ in plain], np.int64),
        texts=texts,
    )


# --- on their way -------------------------------------------------------------------------------------------------


class Journeys:
    """Failures and recoveries that ran along an arrow: from the change they began with to the change they made."""

    def __init__(self, changes: Sequence[Change], arrows: Sequence[Arrow]) -> None:
        numbers = {(arrow.source, arrow.target): number for number, arrow in enumerate(arrows)}
        found: list[tuple[int, int, int, int]] = []
        for change in changes:
            for behind in carriers(change.cause)[:1]:
                arrow = numbers.get((changes[behind].service, change.service))
                if arrow is not None:
                    found.append((arrow, changes[behind].at, change.at, change.step))
        table = np.array(found, np.int64).reshape(len(found), 4)
        self._arrow, self._begins, self._ends, self._step = table.T

    def under_way(self, at: int) -> tuple[tuple[int, float], ...]:
        """Arrow and share of the way for those that need time of their own and have begun but not arrived."""
        chosen = np.flatnonzero((self._begins < at) & (at < self._ends))[:MOST_WAVES]
        share = (at - self._begins[chosen]) / (self._ends[chosen] - self._begins[chosen])
        return tuple(zip(self._arrow[chosen].tolist(), share.tolist(), strict=True))

    def arriving(self, after: Place, until: Place) -> tuple[int, ...]:
        """Arrows whose journey ended after one place and not after another, in order."""
        chosen = np.flatnonzero(self._ended(until) & ~self._ended(after))
        return tuple(dict.fromkeys(self._arrow[chosen].tolist()))[:MOST_WAVES]

    def _ended(self, place: Place) -> NDArray[np.bool_]:
        at, step = place
        ended: NDArray[np.bool_] = (self._ends < at) | ((self._ends == at) & (self._step <= step))
        return ended


def carriers(cause: Cause | None) -> tuple[int, ...]:
    """The changes of other services that a cause names, the decisive one first."""
    match cause:
        case FromNeed(behind=behind):
            return behind
        case Waiting(freed=freed) | Recovering(freed=freed) | Recovered(freed=freed):
            return carriers(freed)
        case _:
            return ()
