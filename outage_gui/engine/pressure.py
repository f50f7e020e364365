"""What every need feels at one instant: which conditions hold, what the services show, since when a need is off.

One of the two mutable parts of a `wave`; the other, `returns`, is what services do about it.
"""

from collections.abc import Iterator
from heapq import heappop, heappush

from outage_gui.engine.needs import DEGRADED, DOWN, NEVER, OK, WiredNeed, Wiring, level

FAR = 1 << 62  # later than any time


class Pressure:
    """Per condition whether it holds and the step it turned with; per service what it shows and whether it recovers.

    Per need its level now, and since when it has been off and down without a break (`FAR`: it is not). The latter
    change only when an instant is over, so that what turns and turns back within one instant is no break. `due` is a
    heap of (time, service) for everything that may run out.
    """

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.at = self.bound = self.step = 0
        self.holds = [condition != NEVER for condition in range(len(wiring.conditions))]
        self.turned = [0] * len(wiring.conditions)
        self.shown = [OK] * len(wiring.names)
        self.running = [False] * len(wiring.names)
        self.now = [OK] * len(wiring.needs)
        self.off_since = [FAR] * len(wiring.needs)
        self.down_since = [FAR] * len(wiring.needs)
        self.touched: set[int] = set()
        self.due: list[tuple[int, int]] = []

    def move_to(self, at: int, step: int, *, last: bool) -> None:
        """What runs out at `at` itself has run out only with the last move of the instant."""
        self.at, self.step, self.bound = at, step, at if last else at - 1

    def turn(self, condition: int, value: bool, step: int) -> list[int]:
        """Let a condition turn with a move; gives the services to judge again."""
        self.holds[condition] = value
        self.turned[condition] = step
        gated = [need.owner for need in self.wiring.gated[condition] if self._is_stirred(need)]
        return [*self.wiring.users[condition], *gated]

    def show(self, service: int, status: int, *, running: bool) -> list[int]:
        """Let a service show a status; gives the services that feel the difference."""
        if self.shown[service] == status and self.running[service] == running:
            return []
        self.shown[service] = status
        self.running[service] = running
        return [need.owner for need in self.wiring.readers[service] if self._is_stirred(need)]

    def felt(self, need: WiredNeed) -> int:
        """What the need passes on to its service: OK, DEGRADED or DOWN."""
        now = self.now[need.id]
        if now and need.after:
            if now == DOWN and self.down_since[need.id] + need.after > self.bound:
                now = DEGRADED
            if self.off_since[need.id] + need.after > self.bound:
                return OK
        return DEGRADED if now == DOWN and need.soft else now

    def felt_since(self, need: WiredNeed, status: int) -> int:
        began = (self.down_since if status == DOWN and not need.soft else self.off_since)[need.id]
        return min(began, self.at) + need.after

    def call_at(self, at: int, service: int) -> None:
        """Have a service judged again at that time."""
        heappush(self.due, (at, service))

    def due_by(self, at: int) -> Iterator[int]:
        """Take out the services to judge again by then."""
        while self.due and self.due[0][0] <= at:
            yield heappop(self.due)[1]

    def end_instant(self) -> None:
        for number in self.touched:
            need = self.wiring.needs[number]
            self._time(need, self.off_since, DEGRADED)
            self._time(need, self.down_since, DOWN)
        self.touched.clear()

    def _is_stirred(self, need: WiredNeed) -> bool:
        """Judge a need anew: does its service feel a difference, at once?"""
        now, before = level(need, self.holds, self.shown, self.running), self.now[need.id]
        if now == before:
            # Of a redundancy another member may be the decisive one now.
            return now != OK and len(need.members) > 1
        felt = self.felt(need)
        self.now[need.id] = now
        self.touched.add(need.id)
        return self.felt(need) != felt or (now != OK and len(need.members) > 1)

    def _time(self, need: WiredNeed, since: list[int], least: int) -> None:
        if self.now[need.id] < least:
            since[need.id] = FAR
        elif since[need.id] == FAR:
            since[need.id] = self.at
            if need.after:
                self.call_at(self.at + need.after, need.owner)
