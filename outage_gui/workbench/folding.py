"""Groups folded to one box each, and the graph cut to what is near one service. Nothing is hidden without a number.

A reduced scenario is laid out like any other; a frame of the whole is then told in its boxes. View only, no edit.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from outage_gui.model.scenario import STATUSES, Group, Need, Scenario, Service
from outage_gui.model.status import Status
from outage_gui.workbench.frame import Badge, Frame, Stage, Why
from outage_gui.workbench.theme import STATUS_WORD
from outage_gui.workbench.wording import counted

MARK = "group:"  # no name of a file can hold the colon
HIDDEN = -1


class Folding(NamedTuple):
    """`folded`: names of groups; `focus`: a service, with `hops` how far from it is shown; empty: everywhere."""

    folded: frozenset[str] = frozenset()
    focus: str = ""
    hops: int = 0


class Reduced(NamedTuple):
    """`box_of`: of each service its box, HIDDEN for none; `members`: of each box its services; `hidden`: in words."""

    scenario: Scenario
    box_of: tuple[int, ...]
    members: tuple[tuple[int, ...], ...]
    hidden: str


def reduced(scenario: Scenario, folding: Folding) -> Reduced:
    names = _boxes(scenario, folding)
    shown = tuple(dict.fromkeys(name for name in names if name))
    numbers = {name: number for number, name in enumerate(shown)}
    box_of = tuple(numbers.get(name, HIDDEN) for name in names)
    members: list[list[int]] = [[] for _ in shown]
    for service, box in enumerate(box_of):
        if box != HIDDEN:
            members[box].append(service)
    smaller = _scenario(scenario, shown, names, members)
    return Reduced(smaller, box_of, tuple(map(tuple, members)), _hidden(scenario, folding, members))


def _boxes(scenario: Scenario, folding: Folding) -> list[str]:
    """The name of the box of each service; empty where it is not shown."""
    parents = {group.name: group.inside for group in scenario.groups}
    near = _near(scenario, folding)
    return [_box(service, folding.folded, parents) if service.name in near else "" for service in scenario.services]


def _box(service: Service, folded: frozenset[str], parents: Mapping[str, str]) -> str:
    """Its own, or that of the outermost folded group round it."""
    found, group, seen = service.name, service.group, set[str]()
    while group and group not in seen:
        seen.add(group)
        found = f"{MARK}{group}" if group in folded else found
        group = parents.get(group, "")
    return found


def _near(scenario: Scenario, folding: Folding) -> frozenset[str]:
    """Those at most so many dependencies away, either way."""
    every = frozenset(service.name for service in scenario.services)
    if folding.focus not in every:
        return every
    beside: dict[str, set[str]] = {name: set() for name in every}
    for service in scenario.services:
        for name in (name for need in service.needs for name in need.services):
            beside[service.name].add(name)
            beside[name].add(service.name)
    found = {folding.focus}
    for _ in range(folding.hops):
        found |= {other for name in found for other in beside[name]}
    return frozenset(found)


def _scenario(
    scenario: Scenario, shown: Sequence[str], names: Sequence[str], members: Sequence[Sequence[int]]
) -> Scenario:
    needs = _needs(scenario, names)
    groups = {group.name: group for group in scenario.groups}
    services = []
    for name, inside in zip(shown, members, strict=True):
        own = tuple(needs.get(name, {}).values())
        if name.startswith(MARK):
            group = groups.get(name.removeprefix(MARK), Group(name=name.removeprefix(MARK)))
            label = f"{group.label or group.name} ({len(inside)})"
            sourced = tuple(source for one in inside for source in scenario.services[one].source)[:1]
            services.append(Service(name=name, label=label, group=group.inside, needs=own, source=sourced))
        else:
            services.append(scenario.services[inside[0]].model_copy(update={"needs": own}))
    kept = tuple(position for position in scenario.layout if position.service in set(shown))
    empty = {"processes": (), "state": (), "checks": (), "runs": (), "fixes": (), "timeline": (), "story": ()}
    return scenario.model_copy(update={**empty, "services": tuple(services), "layout": kept})


def _needs(scenario: Scenario, names: Sequence[str]) -> dict[str, dict[str, Need]]:
    """By dependent box and needed box one need, as hard and as well sourced as the best among those it stands for."""
    place = {service.name: number for number, service in enumerate(scenario.services)}
    found: dict[str, dict[str, list[Need]]] = {}
    for service, owner in zip(scenario.services, names, strict=True):
        for need in service.needs if owner else ():
            for other in (names[place[name]] for name in need.services):
                if other and other != owner:
                    found.setdefault(owner, {}).setdefault(other, []).append(need)
    return {owner: {other: _merged(other, needs) for other, needs in others.items()} for owner, others in found.items()}


def _merged(other: str, needs: Sequence[Need]) -> Need:
    if len(needs) == 1:
        return needs[0].model_copy(update={"services": (other,), "at_least": None})
    hard = any(need.kind == "hard" for need in needs)
    sources = tuple(dict.fromkeys(source for need in needs for source in need.source))
    why = f"stands for {counted(len(needs), 'dependency', 'dependencies')}"
    return Need(services=(other,), kind="hard" if hard else "soft", why=why, source=sources)


def _hidden(scenario: Scenario, folding: Folding, members: Sequence[Sequence[int]]) -> str:
    shown = sum(map(len, members))
    parts = []
    if away := len(scenario.services) - shown:
        label = next((one.label or one.name for one in scenario.services if one.name == folding.focus), folding.focus)
        parts.append(f"{away} hidden, farther than {counted(folding.hops, 'dependency', 'dependencies')} from {label}")
    folded = [inside for inside in members if len(inside) > 1]
    if folded:
        parts.append(f"{sum(map(len, folded))} folded into {counted(len(folded), 'group')}")
    return " · ".join(parts)


# --- a frame in these boxes -------------------------------------------------------------------------------------------


def folded(frame: Frame, stage: Stage, small: Reduced) -> Frame:
    """The same moment on a reduced stage; each box as bad as the worst of its services."""
    box_of = small.box_of
    arrow_of = _arrows(frame.stage, stage, box_of)
    return frame._replace(
        stage=stage._replace(hidden=small.hidden),
        folded=frozenset(box.name.removeprefix(MARK) for box in stage.boxes if box.name.startswith(MARK)),
        statuses=tuple(_worst([frame.statuses[one] for one in inside]) for inside in small.members),
        details=tuple(_detail(frame, inside) for inside in small.members),
        observed=tuple(frame.observed[inside[0]] if len(inside) == 1 else None for inside in small.members),
        hurting=_hurting(frame.hurting, arrow_of, len(stage.arrows)),
        fresh=_moved(frame.fresh, box_of),
        failed=_moved(frame.failed, box_of),
        waves=tuple({arrow_of[arrow]: share for arrow, share in frame.waves if arrow_of[arrow] != HIDDEN}.items()),
        badges=_badges(frame.badges, small),
        returning=tuple((box_of[one], share) for one, share in frame.returning if _alone(one, small)),
        selected=None if frame.selected is None or box_of[frame.selected] == HIDDEN else box_of[frame.selected],
        why=_why(frame.why, box_of, arrow_of),
    )


def _arrows(whole: Stage, small: Stage, box_of: Sequence[int]) -> tuple[int, ...]:
    """Of each arrow the one that stands for it; HIDDEN inside a folded group or out of sight."""
    place = {box.name: number for number, box in enumerate(whole.boxes)}
    known = {(arrow.source, arrow.target): number for number, arrow in enumerate(small.arrows)}
    names = [box.name for box in small.boxes]
    made = []
    for arrow in whole.arrows:
        source, target = box_of[place[arrow.source]], box_of[place[arrow.target]]
        inside = HIDDEN in (source, target)
        made.append(HIDDEN if inside else known.get((names[source], names[target]), HIDDEN))
    return tuple(made)


def _worst(statuses: Sequence[Status]) -> Status:
    return max(statuses, key=STATUSES.index)


def _detail(frame: Frame, inside: Sequence[int]) -> str:
    if len(inside) == 1:
        return frame.details[inside[0]]
    counts = Counter(frame.statuses[one] for one in inside)
    troubles = [status for status in reversed(STATUSES) if status != "ok" and counts[status]]
    told = [f"{counts[status]} {STATUS_WORD[status]}" for status in troubles]
    return ", ".join(told) or "all ok"


def _hurting(hurting: Sequence[Status], arrow_of: Sequence[int], count: int) -> tuple[Status, ...]:
    levels = [0] * count
    for arrow, status in zip(arrow_of, hurting, strict=True):
        if arrow != HIDDEN:
            levels[arrow] = max(levels[arrow], STATUSES.index(status))
    return tuple(STATUSES[level] for level in levels)


def _moved(services: frozenset[int], box_of: Sequence[int]) -> frozenset[int]:
    return frozenset(box_of[one] for one in services) - {HIDDEN}


def _alone(service: int, small: Reduced) -> bool:
    box = small.box_of[service]
    return box != HIDDEN and len(small.members[box]) == 1


def _badges(badges: Sequence[Badge], small: Reduced) -> tuple[Badge, ...]:
    return tuple(badge._replace(box=small.box_of[badge.box]) for badge in badges if _alone(badge.box, small))


def _why(why: Why | None, box_of: Sequence[int], arrow_of: Sequence[int]) -> Why | None:
    if why is None:
        return None
    arrows = frozenset(arrow_of[arrow] for arrow in why.arrows) - {HIDDEN}
    service = why.service if why.service < 0 else box_of[why.service]
    return why._replace(service=service, services=_moved(why.services, box_of), arrows=arrows)
