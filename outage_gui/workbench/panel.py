"""The side panel's other parts: what just happened, what can happen next, and the running figures."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from outage_gui.model.scenario import Scenario
from outage_gui.workbench.course import DEGRADED, DOWN, Now, Turn
from outage_gui.workbench.entries import Entry, title, titles
from outage_gui.workbench.frame import Counter, Saying
from outage_gui.workbench.lanes import said
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.wording import IS, MINUTE, duration, listed


def saying(
    scenario: Scenario, entries: Sequence[Entry], here: Playhead, turned: Sequence[str], what_if: bool
) -> Saying:
    """The move just made; at a later instant, what was recorded then or which services changed (`turned`, in words)."""
    entry = entries[here.step - 1] if here.step else None
    if entry is None or here.at > entry.at:
        later = _recorded(scenario, here, len(entries), what_if) or _turned(here, len(entries), turned, what_if)
        if later:
            return later
    if entry is None:
        return Saying(0, len(entries), scenario.title, scenario.summary, "", False, False)
    source = titles(scenario, entry.source or (entry.step.source if entry.step else ()))
    note = entry.step.note if entry.step else ""
    return Saying(here.step, len(entries), title(entry), entry.say or note, source, not source, entry.what_if)


def _recorded(scenario: Scenario, here: Playhead, total: int, what_if: bool) -> Saying | None:
    """Timeline entries of exactly this instant."""
    now = [entry for entry in scenario.timeline if entry.at == here.at]
    if not now:
        return None
    source = titles(scenario, tuple(dict.fromkeys(name for entry in now for name in entry.source)))
    more = "; ".join(said(scenario, entry) for entry in now[1:])
    return Saying(here.step, total, said(scenario, now[0]), more, source, not source, what_if, True)


def _turned(here: Playhead, total: int, turned: Sequence[str], what_if: bool) -> Saying | None:
    """Modelled changes have no source of their own; the chain of causes has them."""
    return Saying(here.step, total, listed(turned), "", "", True, what_if) if turned else None


def turned_words(scenario: Scenario, services: Iterable[int], now: Now) -> tuple[str, ...]:
    """ "Lambda is degraded" for each service that changed at this place."""
    statuses = now.statuses()
    chosen = ((scenario.services[number], statuses[number]) for number in sorted(services))
    return tuple(f"{service.label or service.name} {IS[status]}" for service, status in chosen)


class Figures:
    """Counters that need the whole run once: first troubles, and time in trouble of services with sourced impact."""

    def __init__(self, scenario: Scenario, turns: Sequence[Turn], first_trouble: Iterable[int]) -> None:
        self._total = len(scenario.services)
        self._first = sorted((turns[number].at, turns[number].step) for number in first_trouble)
        sourced = ((number, service.impact) for number, service in enumerate(scenario.services))
        self._impacts = [(number, impact) for number, impact in sourced if impact and impact.source]
        hurt = {number for number, _ in self._impacts}
        self._turns = [turn for turn in turns if turn.service in hurt]

    def at(self, here: Playhead, started: int, now: Now) -> tuple[Counter, ...]:
        affected = bisect_right(self._first, (here.at, here.step))
        made = [Counter("since the start", duration(max(here.at - started, 0)))]
        if self._total:
            made.append(Counter("services affected", f"{affected} of {self._total}"))
            made.append(Counter("down now", str(int((now.status == DOWN).sum()))))
        return (*made, *self._impact(here, now))

    def _impact(self, here: Playhead, now: Now) -> list[Counter]:
        users = sum(impact.users or 0 for number, impact in self._impacts if now.status[number] >= DEGRADED)
        made = [Counter("users affected now", f"{users:,}")] if users else []
        for currency, cost in self._costs(here).items():
            made.append(Counter("cost so far", f"{cost:,.0f} {currency}".strip()))
        return made

    def _costs(self, here: Playhead) -> dict[str, float]:
        """Cost while down, by currency."""
        costs: dict[str, float] = {}
        for number, impact in self._impacts:
            if impact.cost_per_minute:
                spent = impact.cost_per_minute * self._down(number, here) / MINUTE
                costs[impact.currency] = costs.get(impact.currency, 0.0) + spent
        return {currency: cost for currency, cost in costs.items() if cost}

    def _down(self, service: int, here: Playhead) -> int:
        """How long it has been down until now, ms."""
        total, since = 0, None
        for turn in self._turns:
            if turn.service != service or (turn.at, turn.step) > tuple(here):
                continue
            if since is not None:
                total += turn.at - since
            since = turn.at if turn.status == DOWN else None
        return total + (here.at - since if since is not None else 0)


def notice_of_stop(number: int, text: str, reason: str) -> str:
    """Where a run ends early, in one calm line."""
    told = reason if reason.endswith((".", "?")) else reason + "."
    return f"Move {number} '{text}' is no longer possible: {told} The run stops there."
