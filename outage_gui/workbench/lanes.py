"""The lanes of a scenario: process instances in file order, what was done by hand, people by role; and the marks."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from outage_gui.model.scenario import Scenario, TimelineEntry
from outage_gui.workbench.axis import Scale
from outage_gui.workbench.entries import full_name, instances, lane_label, titles
from outage_gui.workbench.frame import Lane, Mark
from outage_gui.workbench.wording import cut, listed

FEW = 2  # roles that share one lane
MOST = 3  # role lanes; further roles share the last one
PEOPLE, OTHERS, BY_HAND = "People", "Others", "By hand"


class Lanes(NamedTuple):
    """`of`: (process, instance) to its place among the lanes; `roles` likewise."""

    lanes: tuple[Lane, ...]
    of: Mapping[tuple[str, str], int]
    roles: Mapping[str, int]


def lanes(scenario: Scenario) -> Lanes:
    """What raced first, then one lane for all that was done by hand, then what people said and saw."""
    raced = [(p, instance) for p in scenario.processes if not p.only_in_runs for instance in instances(p)]
    drawn = [Lane(full_name(p, instance), lane_label(p, instance), "process") for p, instance in raced]
    of = {(process.name, instance): number for number, (process, instance) in enumerate(raced)}
    hands = [(p.name, instance) for p in scenario.processes if p.only_in_runs for instance in instances(p)]
    if hands:
        of |= dict.fromkeys(hands, len(drawn))
        drawn.append(Lane("by hand", BY_HAND, "process"))
    names = _role_lanes(scenario.timeline)
    order = sorted(dict.fromkeys(names.values()), key=lambda name: name == OTHERS)
    people = [Lane(f"people:{name}", name, "people") for name in order]
    return Lanes((*drawn, *people), of, {role: len(drawn) + order.index(name) for role, name in names.items()})


def _role_lanes(timeline: Sequence[TimelineEntry]) -> dict[str, str]:
    """Role to the name of its lane, by first appearance."""
    counts: dict[str, int] = {}
    for entry in timeline:
        counts[entry.role] = counts.get(entry.role, 0) + 1
    named = [role for role in counts if role]
    if len(named) <= FEW:
        return dict.fromkeys(counts, PEOPLE)
    kept = set(sorted(named, key=lambda role: -counts[role])[: MOST if len(named) <= MOST else MOST - 1])
    return {role: role if role in kept else OTHERS for role in counts}


def marks(scenario: Scenario, where: Lanes, scale: Scale) -> tuple[Mark, ...]:
    """One for each timeline entry, in order of time."""
    return tuple(
        Mark(
            lane=where.roles[entry.role],
            x=scale.x(entry.at),
            until_x=scale.x(entry.until),
            at=entry.at,
            label=cut(said(scenario, entry), 200),
            kind=entry.mark,
            role=entry.role,
            source=titles(scenario, entry.source),
        )
        for entry in sorted(scenario.timeline, key=lambda entry: entry.at)
    )


def said(scenario: Scenario, entry: TimelineEntry) -> str:
    """What the entry says, or the statuses it records."""
    if entry.say:
        return entry.say
    labels = {service.name: service.label or service.name for service in scenario.services}
    if entry.status:
        return listed([f"{labels.get(name, name)} {status}" for name, status in entry.status])
    return entry.mark or entry.role
