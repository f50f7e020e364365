"""How services come back at one instant: who was down, what it waits for, until when it recovers.

One of the two mutable parts of a `wave`; the other, `pressure`, is what they feel.
"""

from outage_gui.engine.needs import DOWN, OK, WiredRecovery, Wiring
from outage_gui.engine.pressure import FAR, Pressure

UP, HELD, WAITS, RETURNS = range(4)  # nothing to come back from; held down; waiting for `when`; recovering


class Returns:
    """Per service: phase, recoveries not begun yet, the end of those begun, and the time it left ok (`FAR`: it is ok).

    `held_by` are the needs with a recovery of their own that hold it down now, `last_held_by` those that did up to this
    instant or within it. `left` and `last_held_by` are brought up to date when the instant is over.
    """

    def __init__(self, wiring: Wiring, pressure: Pressure) -> None:
        count = len(wiring.names)
        self.wiring = wiring
        self.pressure = pressure
        self.phase = [UP] * count
        self.pending: list[tuple[WiredRecovery, ...]] = [()] * count
        self.until = [-FAR] * count
        self.left = [FAR] * count
        self.held_by: list[frozenset[int]] = [frozenset()] * count
        self.last_held_by: list[frozenset[int]] = [frozenset()] * count
        self.judged: set[int] = set()

    def hold(self, service: int) -> None:
        """It is down for a reason of its own or of a need: a recovery that ran is over."""
        self.phase[service] = HELD
        self.judged.add(service)
        if self.wiring.replacing[service]:
            felt = self.pressure.felt
            holding = frozenset(need.place for need in self.wiring.replacing[service] if felt(need) == DOWN)
            self.held_by[service] = holding
            self.last_held_by[service] |= holding

    def unready(self, service: int) -> list[WiredRecovery]:
        """The recoveries that it would still have to wait for if nothing held it down any more."""
        if self.phase[service] not in (HELD, WAITS):
            return []
        ways = self._chosen(service) if self.phase[service] == HELD else self.pending[service]
        return [recovery for recovery in ways if not self.pressure.holds[recovery.when]]

    def come_back(self, service: int) -> tuple[WiredRecovery, ...]:
        """Nothing holds it down: one step further on the way back. Gives the recoveries that began."""
        if self.phase[service] == HELD:
            self.pending[service] = self._chosen(service)
            self.until[service] = -FAR
        began = self._begin(service)
        if self.pending[service]:
            self.phase[service] = WAITS
        else:
            self.phase[service] = RETURNS if self.until[service] > self.pressure.bound else UP
        self.judged.add(service)
        return began

    def end_instant(self) -> None:
        for service in self.judged:
            is_ok = self.pressure.shown[service] == OK
            self.left[service] = FAR if is_ok else min(self.left[service], self.pressure.at)
            self.last_held_by[service] = self.held_by[service] if self.phase[service] == HELD else frozenset()
        self.judged.clear()

    def _begin(self, service: int) -> tuple[WiredRecovery, ...]:
        """Begin every recovery whose `when` holds; the service is back when the last one is over."""
        holds, at = self.pressure.holds, self.pressure.at
        ready = tuple(recovery for recovery in self.pending[service] if holds[recovery.when])
        away = max(0, at - self.left[service])
        for length in (recovery.after + round(recovery.backlog * away) for recovery in ready):
            if length:
                self.until[service] = max(self.until[service], at + length)
                self.pressure.call_at(at + length, service)
        self.pending[service] = tuple(rest for rest in self.pending[service] if not holds[rest.when])
        return ready

    def _chosen(self, service: int) -> tuple[WiredRecovery, ...]:
        """The recoveries to go through: those of the needs that held it down last, else its own."""
        last = self.last_held_by[service] | self.held_by[service] if self.wiring.replacing[service] else ()
        replacing = tuple(need.recovers for need in self.wiring.replacing[service] if need.place in last)
        own = self.wiring.recovers[service]
        return tuple(recovery for recovery in replacing if recovery) or ((own,) if own else ())
