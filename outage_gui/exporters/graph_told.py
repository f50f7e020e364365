"""The dependency graph at one moment, as drawings tell it: boxes with a status, groups inside groups, arrows."""

from collections.abc import Iterator
from typing import NamedTuple

from outage_gui.exporters.asked import Asked
from outage_gui.exporters.replayed import told_time
from outage_gui.model.scenario import Need, Status
from outage_gui.workbench.arrows import Wires
from outage_gui.workbench.frame import Arrow
from outage_gui.workbench.wording import duration


class Box(NamedTuple):
    """group: its number, or -1; observed: what the timeline says of it at that moment, or nothing."""

    label: str
    status: Status
    detail: str
    group: int


class Cluster(NamedTuple):
    label: str
    inside: int  # -1: nothing


class Link(NamedTuple):
    """From what is needed to what needs it, by numbers of boxes. passes: the status that it passes on now."""

    source: int
    target: int
    label: str
    soft: bool
    passes: Status


class Drawing(NamedTuple):
    title: str
    moment: str
    boxes: tuple[Box, ...]
    clusters: tuple[Cluster, ...]
    links: tuple[Link, ...]

    def within(self, cluster: int) -> list[int]:
        """The clusters directly inside."""
        return [number for number, each in enumerate(self.clusters) if each.inside == cluster]

    def members(self, cluster: int) -> list[int]:
        return [number for number, box in enumerate(self.boxes) if box.group == cluster]


def drawing(asked: Asked) -> Drawing:
    replay, here = asked.replay, asked.worst
    scenario, now = replay.scenario, replay.course.now(here.at, here.step)
    groups = {group.name: number for number, group in enumerate(scenario.groups)}
    extra = {s.group: len(groups) for s in scenario.services if s.group and s.group not in groups}
    for number, name in enumerate(extra):
        groups[name] = len(scenario.groups) + number
    clusters = [Cluster(group.label or group.name, groups.get(group.inside, -1)) for group in scenario.groups]
    clusters += [Cluster(name, -1) for name in extra]
    told = zip(scenario.services, now.statuses(), now.details(here.at), strict=True)
    boxes = tuple(Box(s.label or s.name, status, detail, groups.get(s.group, -1)) for s, status, detail in told)
    what_if = ", what-if" if asked.is_what_if else ""
    moment = f"after {here.step} moves, {told_time(replay, here.at)}{what_if}"
    moment += f"; {asked.stop}" if asked.stop else ""
    return Drawing(scenario.title, moment, boxes, tuple(clusters), tuple(links(asked)))


def links(asked: Asked) -> Iterator[Link]:
    """All needs between two services are one arrow, as on screen."""
    replay, here = asked.replay, asked.worst
    services = replay.scenario.services
    numbers = {service.name: number for number, service in enumerate(services)}
    pairs: dict[tuple[str, str], list[Need]] = {}
    for service in services:
        for need in service.needs:
            for source in need.services:
                pairs.setdefault((source, service.name), []).append(need)
    arrows = [arrow(source, target, needs) for (source, target), needs in pairs.items()]
    texts = {need.condition for service in services for need in service.needs if need.condition}
    truths = {text: replay.states.judged(text).values for text in texts}
    wires = Wires(services, arrows, truths, replay.spread.changes)
    felt = wires.hurting(replay.course.now(here.at, here.step), here.at, here.step)
    for each, passes in zip(arrows, felt, strict=True):
        yield Link(numbers[each.source], numbers[each.target], each.why, each.soft, passes)


def arrow(source: str, target: str, needs: list[Need]) -> Arrow:
    return Arrow(
        source=source,
        target=target,
        route=(),
        soft=all(need.kind == "soft" for need in needs),
        delayed=any(need.after for need in needs),
        redundant=any(need.at_least is not None for need in needs),
        assumed=not any(need.source for need in needs),
        why="; ".join(dict.fromkeys(filter(None, map(label, needs)))),
    )


def label(need: Need) -> str:
    """What differs from a plain need; a soft one is drawn dashed."""
    found = [f"after {duration(need.after)}"] if need.after else []
    found += [f"{need.at_least} of {len(need.services)}"] if need.at_least is not None else []
    found += ["while it recovers"] if need.during_recovery else []
    found += ["on a condition"] if need.condition else []
    return ", ".join(found)
