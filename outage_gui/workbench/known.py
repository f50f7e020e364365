"""What people knew at a time: the statuses that alerts, dashboards and posts of the timeline had told by then."""

from outage_gui.model.scenario import Scenario, Status
from outage_gui.workbench.ribbons import Seen, observed_at

TELLING = frozenset({"detected", "acknowledged", "comms", "mitigated", "resolved"})
NOTHING = "nothing known"


def told(scenario: Scenario) -> dict[str, tuple[Seen, ...]]:
    """By service, in order of time: from entries with a mark that tells people something.

    In a file where none of those names a status, every recorded status counts as known when it was there.
    """
    entries = [entry for entry in scenario.timeline if entry.status]
    telling = [entry for entry in entries if entry.mark in TELLING] or entries
    found: dict[str, list[Seen]] = {}
    for entry in sorted(telling, key=lambda one: one.until):
        for name, status in entry.status:
            found.setdefault(name, []).append(Seen(entry.until, status))
    return {name: tuple(seen) for name, seen in found.items()}


def known_at(entries: dict[str, tuple[Seen, ...]], names: tuple[str, ...], at: int) -> tuple[Status | None, ...]:
    """One entry a service; None: nobody had said anything about it."""
    return tuple(observed_at(entries.get(name, ()), at) for name in names)
