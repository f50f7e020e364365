"""The failure wave at one instant: who is held by what, settled when something turns, and the changes that come of it.

`spread` leads it through time; what needs feel and how services come back is kept in `pressure` and `returns`.
"""

from collections import deque
from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from outage_gui.engine.causes import Cause, Change, Freed, FromNeed, Own, Recovered, Recovering, Waiting
from outage_gui.engine.needs import DEGRADED, DOWN, OK, RECOVERING, Wiring, hurting
from outage_gui.engine.pressure import Pressure
from outage_gui.engine.returns import HELD, RETURNS, UP, Returns
from outage_gui.model.scenario import STATUSES


class Holder(NamedTuple):
    """What holds a service: a need's place with the members that matter, or one of the three below."""

    place: int
    members: tuple[int, ...] = ()


OWN, WAIT, KEPT = Holder(-1), Holder(-2), Holder(-3)  # KEPT: whatever its last change says
Holders = dict[int, Holder]  # by service, each after those it follows from


class Wave:
    """Per service its last change, its place in the last settling, and for one that comes back, from what and why."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.pressure = Pressure(wiring)
        self.returns = Returns(wiring, self.pressure)
        self.changes: list[Change] = []
        self.latest = [-1] * len(wiring.names)
        self.rank = [0] * len(wiring.names)
        self.fell: dict[int, int] = {}
        self.freed: dict[int, Freed] = {}
        self.stirred: list[int] = []
        self.circles = frozenset(wiring.cycles)
        self.places = {name: place for place, name in enumerate(wiring.names)}

    def settle(self, services: Iterable[int]) -> None:
        """Judge the services and all that hang on them and feel it, dependencies first."""
        part_of = self.wiring.part_of
        queue = list({part_of[service] for service in services})
        queued = set(queue)
        heapify(queue)
        while queue:
            self.stirred.clear()
            self._judge(self.wiring.parts[heappop(queue)])
            for part in {part_of[service] for service in self.stirred} - queued:
                queued.add(part)
                heappush(queue, part)

    def end_instant(self) -> None:
        self.returns.end_instant()
        self.pressure.end_instant()

    # --- who is held --------------------------------------------------------------------------------------------------

    def _judge(self, part: tuple[int, ...]) -> None:
        """Settle a service, or services in a circle together and anew, and keep what has changed."""
        if part not in self.circles:
            self._change(part[0], self._holder_alone(part[0]))
            return
        holders = self._holders(part)
        free = [service for service in part if service not in holders]
        for service in [*holders, *sorted(free, key=self.rank.__getitem__)]:
            self._change(service, holders.get(service))
        for place, service in enumerate(holders):
            self.rank[service] = place

    def _holders(self, part: tuple[int, ...]) -> Holders:
        """Who of a circle is held, by what.

        First down, from what is outside or own; then those that wait to be started, and whom they hold; then degraded.
        What still follows from the reason it had keeps it, the rest is given one after that.
        """
        found: Holders = {}
        for service in part:
            self._show(service, OK)
        self._grow(part, DOWN, found)
        waiting = [service for service in part if service not in found and self.returns.unready(service)]
        for service in sorted(waiting, key=self.rank.__getitem__):
            found[service] = KEPT if self._still_waits(service) else WAIT
            self._show(service, DOWN)
        if waiting:
            self._grow(part, DOWN, found)
        self._grow(part, DEGRADED, found)
        return found

    def _holder_alone(self, service: int) -> Holder | None:
        """The same for a service that no circle leads back to."""
        at = self._worst(service)
        if at != DOWN and self.returns.unready(service):
            self._show(service, DOWN)
            return KEPT if self._still_waits(service) else WAIT
        if at == OK:
            return None
        self._show(service, at)
        return self._kept(service, at) or self._holder(service, at)

    def _worst(self, service: int) -> int:
        pressure, worst = self.pressure, OK
        for at in (DOWN, DEGRADED):
            if pressure.holds[self._own(service, at)]:
                worst = max(worst, at)
        for need in self.wiring.needs_of[service]:
            if pressure.now[need.id] > worst:
                worst = max(worst, pressure.felt(need))
        return worst

    def _grow(self, part: tuple[int, ...], at: int, found: Holders) -> None:
        """Add those that are held at a level, first as far as they keep their reasons."""
        for reason in (self._kept, self._holder):
            self._grow_by(reason, part, at, found)

    def _grow_by(
        self, reason: Callable[[int, int], Holder | None], part: tuple[int, ...], at: int, found: Holders
    ) -> None:
        queue = deque(part)
        while queue:
            service = queue.popleft()
            holder = None if service in found else reason(service, at)
            if holder is not None:
                found[service] = holder
                self._show(service, at)
                queue.extend(need.owner for need in self.wiring.readers[service] if self._are_one(service, need.owner))

    def _are_one(self, one: int, other: int) -> bool:
        return self.wiring.part_of[one] == self.wiring.part_of[other]

    def _kept(self, service: int, at: int) -> Holder | None:
        """Does what its last change says still hold it at this level?"""
        cause = self._cause(service)
        if not isinstance(cause, Own | FromNeed) or cause.level != STATUSES[at]:
            return None
        if isinstance(cause, Own):
            return KEPT if self.pressure.holds[self._own(service, at)] else None
        need = self.wiring.needs_of[service][cause.need]
        if self.pressure.felt(need) != at:
            return None
        decisive = self.places[self.changes[cause.behind[0]].service]
        return KEPT if decisive in hurting(need, self.pressure.shown, self.pressure.running) else None

    def _holder(self, service: int, at: int) -> Holder | None:
        """The first reason for this level: own condition, then the needs as written."""
        pressure = self.pressure
        if pressure.holds[self._own(service, at)]:
            return OWN
        for need in self.wiring.needs_of[service]:
            if pressure.now[need.id] and pressure.felt(need) == at:
                return Holder(need.place, tuple(hurting(need, pressure.shown, pressure.running)))
        return None

    def _still_waits(self, service: int) -> bool:
        cause = self._cause(service)
        texts = (self.wiring.conditions[recovery.when] for recovery in self.returns.unready(service))
        return isinstance(cause, Waiting) and cause.condition in texts

    def _own(self, service: int, at: int) -> int:
        return self.wiring.fails[service] if at == DOWN else self.wiring.degrades[service]

    # --- what changes -------------------------------------------------------------------------------------------------

    def _show(self, service: int, status: int) -> None:
        """While a part is settled a recovery that runs is left as it is; nothing inside the part may read it."""
        self.stirred += self.pressure.show(service, status, running=self.pressure.running[service])

    def _change(self, service: int, holder: Holder | None) -> None:
        """Bring phase and status up to date with what holds it, and keep a change where there is one."""
        status = self._held_at(service, holder)
        waits = holder is WAIT or (holder is KEPT and isinstance(self._cause(service), Waiting))
        if status == DOWN and not waits:
            self.returns.hold(service)
        elif self.returns.phase[service] != UP:
            self._come_back(service)
        running = self.returns.phase[service] == RETURNS
        status = max(status, RECOVERING) if running else status
        self.stirred += self.pressure.show(service, status, running=running)
        if self._status(service) != status or (holder is not None and holder is not KEPT):
            self._keep(service, status, self._new_cause(service, status, holder))

    def _held_at(self, service: int, holder: Holder | None) -> int:
        return OK if holder is None else self.pressure.shown[service]

    def _come_back(self, service: int) -> None:
        if self.returns.phase[service] == HELD:
            self.freed[service] = self._freed(service)
            self.fell[service] = self.latest[service]
        began = self.returns.come_back(service)
        if began and isinstance(self._cause(service), Waiting):
            self.freed[service] = Own(self.pressure.step, self.wiring.conditions[began[-1].when], "ok")
            self.fell[service] = self.latest[service]

    def _keep(self, service: int, status: int, cause: Cause) -> None:
        self.latest[service] = len(self.changes)
        self.returns.judged.add(service)
        at, step, name = self.pressure.at, self.pressure.step, self.wiring.names[service]
        self.changes.append(Change(len(self.changes), at, step, name, STATUSES[status], cause))

    def _cause(self, service: int) -> Cause | None:
        latest = self.latest[service]
        return self.changes[latest].cause if latest >= 0 else None

    def _status(self, service: int) -> int:
        latest = self.latest[service]
        return STATUSES.index(self.changes[latest].status) if latest >= 0 else OK

    def _new_cause(self, service: int, status: int, holder: Holder | None) -> Cause:
        if holder is WAIT:
            text = self.wiring.conditions[self.returns.pending[service][0].when]
            return Waiting(self.fell[service], text, self.freed[service])
        if holder is not None:
            return self._held_cause(service, status, holder)
        if status == RECOVERING:
            return Recovering(self.fell[service], self.returns.until[service], self.freed[service])
        return Recovered(self.latest[service], self._freed_before(service))

    def _held_cause(self, service: int, status: int, holder: Holder) -> Cause:
        if holder is OWN:
            condition = self._own(service, status)
            return Own(self.pressure.turned[condition], self.wiring.conditions[condition], STATUSES[status])
        need = self.wiring.needs_of[service][holder.place]
        behind = tuple(sorted((self.latest[member] for member in holder.members), reverse=True))
        return FromNeed(need.place, STATUSES[status], behind, self.pressure.felt_since(need, status))

    def _freed_before(self, service: int) -> Freed | None:
        """What let a service go that is ok now; None: its recovery ran out."""
        before = self._status(service)
        if before == RECOVERING:
            return None
        return self.freed[service] if before == DOWN else self._freed(service)

    def _freed(self, service: int) -> Freed:
        """What ended the cause of the service's last change, just now."""
        match self._cause(service):
            case Own(condition=text):
                return Own(self.pressure.step, text, "ok")
            case FromNeed(need=place):
                need = self.wiring.needs_of[service][place]
                if not self.pressure.holds[need.condition]:
                    return Own(self.pressure.step, self.wiring.conditions[need.condition], "ok")
                behind = max(self.latest[member] for member in need.members)
                return FromNeed(place, "ok", (behind,), self.pressure.at)
            case cause:
                raise AssertionError(f"{self.wiring.names[service]} was not held: {cause}")
