"""The failure wave at one instant: what every service shows, what holds it, how both are settled when something turns.

The one mutable object of a spread; `spread` leads it through time.
"""

from collections import deque
from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from outage_gui.engine.causes import (
    Cause,
    Change,
    Freed,
    FromNeed,
    Own,
    Recovered,
    Recovering,
    Waiting,
)
from outage_gui.engine.needs import (
    DEGRADED,
    DOWN,
    NEVER,
    OK,
    RECOVERING,
    WiredNeed,
    WiredRecovery,
    Wiring,
    hurting,
    level,
)
from outage_gui.model.scenario import STATUSES

UP, HELD, WAITS, RETURNS = range(4)  # phases: nothing to recover from, held down, waiting for `when`, recovering
FAR = 1 << 62  # later than any time


class Holder(NamedTuple):
    """What holds a service: a need's place with the members that matter, or one of the three below."""

    place: int
    members: tuple[int, ...] = ()


OWN, WAIT, KEPT = Holder(-1), Holder(-2), Holder(-3)  # KEPT: whatever its last change says


class Wave:
    """Per service: status shown, phase, recoveries not begun yet, end of those begun, time it left ok, last change.

    Per need the times from which it has been at least degraded and down without a break, `FAR` where it is not. These
    and `left` change only when an instant is over, so that what turns and turns back within one instant is no break.
    """

    def __init__(self, wiring: Wiring, at: int) -> None:
        count = len(wiring.names)
        self.wiring = wiring
        self.at, self.step, self.bound = at, 0, at
        self.holds = [place != NEVER for place in range(len(wiring.conditions))]
        self.turned = [0] * len(wiring.conditions)
        self.shown = [OK] * count
        self.running = [False] * count
        self.phase = [UP] * count
        self.rank = [0] * count
        self.pending: list[tuple[WiredRecovery, ...]] = [()] * count
        self.until = [-FAR] * count
        self.left = [FAR] * count
        self.latest = [-1] * count
        self.freed: dict[int, Freed] = {}
        self.fell: dict[int, int] = {}
        self.held_by: dict[int, set[int]] = {}  # needs with a recovery of their own that hold a service down now
        self.last_held_by: dict[int, set[int]] = {}  # those that held it down up to this instant or within it
        self.down_since = [FAR] * wiring.need_count
        self.worse_since = [FAR] * wiring.need_count
        self.judged: set[int] = set()
        self.due: list[tuple[int, int]] = []
        self.changes: list[Change] = []
        self.places = {name: place for place, name in enumerate(wiring.names)}

    def turn(self, condition: int, value: bool, step: int) -> tuple[int, ...]:
        """Let a condition turn with a move; gives the services to judge again."""
        self.holds[condition] = value
        self.turned[condition] = step
        return self.wiring.users[condition]

    def settle(self, services: Iterable[int], at: int, step: int, *, last: bool) -> None:
        """Judge the services and all that hang on them, dependencies first. Timers that end at `at` itself count only
        with the last move of the instant."""
        self.at, self.step, self.bound = at, step, at if last else at - 1
        part_of = self.wiring.part_of
        queue = list({part_of[service] for service in services})
        queued = set(queue)
        heapify(queue)
        while queue:
            part = heappop(queue)
            for reader in self._judge(self.wiring.parts[part]):
                other = part_of[reader]
                if other not in queued and other != part:
                    queued.add(other)
                    heappush(queue, other)

    def end_instant(self) -> None:
        """Compare what is with what was before this instant: only now a timer begins or breaks."""
        for service in self.judged:
            self.left[service] = min(self.left[service], self.at) if self.shown[service] else FAR
            self.last_held_by[service] = set(self.held_by.get(service, ())) if self.phase[service] == HELD else set()
            for need in self.wiring.needs[service]:
                now = level(need, self.holds, self.shown, self.running)
                self._time(need, self.worse_since, DEGRADED, now)
                self._time(need, self.down_since, DOWN, now)
        self.judged.clear()

    def due_at(self, at: int) -> list[int]:
        """Take out the services that have a timer ending by `at`."""
        found = []
        while self.due and self.due[0][0] <= at:
            found.append(heappop(self.due)[1])
        return found

    def _time(self, need: WiredNeed, since: list[int], at_least: int, now: int) -> None:
        if now < at_least:
            since[need.id] = FAR
        elif since[need.id] == FAR:
            since[need.id] = self.at
            if need.after:
                heappush(self.due, (self.at + need.after, need.owner))

    # --- one part: a service, or services in a circle -----------------------------------------------------------------

    def _judge(self, part: tuple[int, ...]) -> list[int]:
        """Settle a part anew; gives the services that read a member which looks different now."""
        before = [(self.shown[service], self.running[service]) for service in part]
        self.judged.update(part)
        holders = self._holders(part)
        free = sorted((service for service in part if service not in holders), key=self.rank.__getitem__)
        self._rank(holders)
        for service in (*holders, *free):
            self._change(service, holders.get(service))
        readers = self.wiring.readers
        after = ((self.shown[service], self.running[service]) for service in part)
        return [
            reader
            for service, old, new in zip(part, before, after, strict=True)
            if old != new
            for reader in readers[service]
        ]

    def _rank(self, holders: Iterable[int]) -> None:
        """Remember who fell after whom, so that in a circle the way back is told in the same order."""
        for place, service in enumerate(holders):
            self.rank[service] = place

    def _holders(self, part: tuple[int, ...]) -> dict[int, Holder]:
        """Who of the part is held, by what, in the order in which one follows from the other.

        First down, from what is outside or own; then those that wait to be started, and whom they hold; then degraded.
        What still follows from the reason it had keeps it, the rest is given one after that.
        """
        found: dict[int, Holder] = {}
        for service in part:
            self.shown[service] = OK
        self._grow(part, DOWN, self._kept, found)
        self._grow(part, DOWN, self._holder, found)
        self._let_wait([service for service in part if service not in found and self._unready(service)], found)
        if len(part) > 1:
            self._grow(part, DOWN, self._kept, found)
            self._grow(part, DOWN, self._holder, found)
        self._grow(part, DEGRADED, self._kept, found)
        self._grow(part, DEGRADED, self._holder, found)
        return found

    def _let_wait(self, services: list[int], found: dict[int, Holder]) -> None:
        for service in sorted(services, key=self.rank.__getitem__):
            cause = self._cause(service)
            texts = {self.wiring.conditions[recovery.when] for recovery in self._unready(service)}
            found[service] = KEPT if isinstance(cause, Waiting) and cause.condition in texts else WAIT
            self.shown[service] = DOWN

    def _grow(
        self, part: tuple[int, ...], at: int, reason: Callable[[int, int], Holder | None], found: dict[int, Holder]
    ) -> None:
        queue = deque(part)
        while queue:
            service = queue.popleft()
            holder = None if service in found else reason(service, at)
            if holder is not None:
                found[service] = holder
                self.shown[service] = at
                if len(part) > 1:
                    queue.extend(self._inner_readers(service))

    def _inner_readers(self, service: int) -> list[int]:
        part_of = self.wiring.part_of
        return [reader for reader in self.wiring.readers[service] if part_of[reader] == part_of[service]]

    def _kept(self, service: int, at: int) -> Holder | None:
        """Does what its last change says still hold it at this level?"""
        match self._cause(service):
            case Own(level=name):
                holds = STATUSES[at] == name and self.holds[self._own(service, at)]
            case FromNeed(need=place, level=name, behind=behind) if STATUSES[at] == name:
                need = self.wiring.needs[service][place]
                decisive = self.places[self.changes[behind[0]].service]
                holds = self.felt(need) == at and decisive in hurting(need, self.shown, self.running)
            case _:
                holds = False
        return KEPT if holds else None

    def _holder(self, service: int, at: int) -> Holder | None:
        """The first reason for this level: own condition, then the needs as written."""
        if self.holds[self._own(service, at)]:
            return OWN
        for need in self.wiring.needs[service]:
            if self.felt(need) == at:
                return Holder(need.place, tuple(hurting(need, self.shown, self.running)))
        return None

    def _own(self, service: int, at: int) -> int:
        return self.wiring.fails[service] if at == DOWN else self.wiring.degrades[service]

    def felt(self, need: WiredNeed) -> int:
        """What the need passes on now."""
        now = level(need, self.holds, self.shown, self.running)
        if need.after and now == DOWN and self.down_since[need.id] + need.after > self.bound:
            now = DEGRADED
        if need.after and now and self.worse_since[need.id] + need.after > self.bound:
            now = OK
        return min(now, DEGRADED) if need.soft else now

    # --- one service --------------------------------------------------------------------------------------------------

    def _unready(self, service: int) -> list[WiredRecovery]:
        """The recoveries that a service no longer held down still has to wait for."""
        if self.phase[service] not in (HELD, WAITS):
            return []
        ways = self._chosen(service) if self.phase[service] == HELD else self.pending[service]
        return [recovery for recovery in ways if not self.holds[recovery.when]]

    def _chosen(self, service: int) -> tuple[WiredRecovery, ...]:
        """The recoveries to go through: those of the needs that held it down last, else its own."""
        last = self.last_held_by.get(service, set()) | self.held_by.get(service, set())
        replacing = tuple(n.recovers for n in self.wiring.replacing[service] if n.place in last and n.recovers)
        own = self.wiring.recovers[service]
        return replacing or ((own,) if own else ())

    def _change(self, service: int, holder: Holder | None) -> None:
        """Bring phase and status up to date with what holds it, and keep a change where there is one."""
        waits = holder is WAIT or (holder is KEPT and isinstance(self._cause(service), Waiting))
        if self.shown[service] == DOWN and not waits:
            self._hold(service)
        elif self.phase[service] != UP:
            self._return(service)
        self.running[service] = self.phase[service] == RETURNS
        self.shown[service] = max(self.shown[service], RECOVERING if self.running[service] else OK)
        if self._status(service) != self.shown[service] or (holder is not None and holder is not KEPT):
            self._keep(service, self._new_cause(service, holder))

    def _hold(self, service: int) -> None:
        self.phase[service] = HELD
        if self.wiring.replacing[service]:
            now = {need.place for need in self.wiring.replacing[service] if self.felt(need) == DOWN}
            self.held_by[service] = now
            self.last_held_by.setdefault(service, set()).update(now)

    def _return(self, service: int) -> None:
        """One step further on the way back: waiting, recovering, over."""
        if self.phase[service] == HELD:
            self._begin(service)
        elif self.phase[service] == WAITS:
            self._begin_pending(service)
        if self.pending[service]:
            self.phase[service] = WAITS
        else:
            self.phase[service] = RETURNS if self.until[service] > self.bound else UP

    def _begin(self, service: int) -> None:
        self.freed[service] = self._freed(service)
        self.fell[service] = self.latest[service]
        self.pending[service] = self._chosen(service)
        self.until[service] = -FAR
        self.held_by.pop(service, None)
        self._begin_pending(service)

    def _begin_pending(self, service: int) -> None:
        """Begin every recovery whose `when` holds; the service is back when the last one is over."""
        ready = [recovery for recovery in self.pending[service] if self.holds[recovery.when]]
        away = max(0, self.at - self.left[service])
        for length in [recovery.after + round(recovery.backlog * away) for recovery in ready]:
            if length:
                self.until[service] = max(self.until[service], self.at + length)
                heappush(self.due, (self.at + length, service))
        self.pending[service] = tuple(rest for rest in self.pending[service] if not self.holds[rest.when])
        if ready and isinstance(self._cause(service), Waiting):
            self.freed[service] = Own(self.step, self.wiring.conditions[ready[-1].when], "ok")
            self.fell[service] = self.latest[service]

    # --- causes -------------------------------------------------------------------------------------------------------

    def _cause(self, service: int) -> Cause | None:
        latest = self.latest[service]
        return self.changes[latest].cause if latest >= 0 else None

    def _status(self, service: int) -> int:
        latest = self.latest[service]
        return STATUSES.index(self.changes[latest].status) if latest >= 0 else OK

    def _keep(self, service: int, cause: Cause) -> None:
        self.latest[service] = len(self.changes)
        status = STATUSES[self.shown[service]]
        name = self.wiring.names[service]
        self.changes.append(Change(len(self.changes), self.at, self.step, name, status, cause))

    def _new_cause(self, service: int, holder: Holder | None) -> Cause:
        if holder is WAIT:
            text = self.wiring.conditions[self.pending[service][0].when]
            return Waiting(self.fell[service], text, self.freed[service])
        if holder is not None:
            return self._held_cause(service, holder)
        if self.shown[service] == RECOVERING:
            return Recovering(self.fell[service], self.until[service], self.freed[service])
        return Recovered(self.latest[service], self._freed_before(service))

    def _held_cause(self, service: int, holder: Holder) -> Cause:
        status = self.shown[service]
        if holder is OWN:
            condition = self._own(service, status)
            return Own(self.turned[condition], self.wiring.conditions[condition], STATUSES[status])
        need = self.wiring.needs[service][holder.place]
        began = (self.down_since if status == DOWN else self.worse_since)[need.id]
        behind = tuple(sorted((self.latest[member] for member in holder.members), reverse=True))
        return FromNeed(need.place, STATUSES[status], behind, min(began, self.at) + need.after)

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
                return Own(self.step, text, "ok")
            case FromNeed(need=place):
                need = self.wiring.needs[service][place]
                if not self.holds[need.condition]:
                    return Own(self.step, self.wiring.conditions[need.condition], "ok")
                return FromNeed(place, "ok", (max(self.latest[member] for member in need.members),), self.at)
            case cause:
                raise AssertionError(f"{self.wiring.names[service]} was not held: {cause}")
