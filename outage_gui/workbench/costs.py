"""What it cost until now, from the file's own figures, and how long detecting, mitigating and resolving took."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from outage_gui.model.scenario import Group, Impact, TimelineEntry
from outage_gui.workbench.course import DEGRADED, DOWN, Turn
from outage_gui.workbench.entries import titles
from outage_gui.workbench.page_frame import Page, PageRow, shortened
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.setting import Setting
from outage_gui.workbench.wording import MINUTE, counted, duration

STAGES = (
    ("detected", "Until it was detected"),
    ("acknowledged", "Until somebody took it up"),
    ("mitigated", "Until it was first mitigated"),
    ("resolved", "Until it was over"),
)
MOST = 40


class Spent(NamedTuple):
    """Of one service until now, ms: down, and degraded or worse."""

    down: int
    hurt: int


def spent(turns: list[Turn], service: int, here: Playhead) -> Spent:
    """How long a service has been down, and in trouble, until the playhead."""
    down = hurt = 0
    status, since = 0, 0
    for turn in turns:
        if turn.service != service or (turn.at, turn.step) > tuple(here):
            continue
        down += (turn.at - since) * (status == DOWN)
        hurt += (turn.at - since) * (status >= DEGRADED)
        status, since = turn.status, turn.at
    return Spent(down + (here.at - since) * (status == DOWN), hurt + (here.at - since) * (status >= DEGRADED))


def all_spent(replay: Replay, here: Playhead) -> tuple[Spent, ...]:
    """One entry a service."""
    own: dict[int, list[Turn]] = {}
    for turn in replay.turns:
        own.setdefault(turn.service, []).append(turn)
    return tuple(spent(own.get(number, []), number, here) for number in range(len(replay.scenario.services)))


def stages(replay: Replay, until: int) -> Iterator[tuple[str, int, int, TimelineEntry]]:
    """(words, least, most, entry) of each stage that was reached by then: ms since the mark `started`."""
    began = [entry for entry in replay.scenario.timeline if entry.mark == "started"]
    if not began:
        return
    start = min(began, key=lambda entry: entry.at)
    for mark, words in STAGES:
        reached = [entry for entry in replay.scenario.timeline if entry.mark == mark and start.at <= entry.at <= until]
        if mark == "resolved" and reached:
            entry = max(reached, key=lambda one: one.at)
        elif reached:
            entry = min(reached, key=lambda one: one.at)
        else:
            continue
        yield words, max(0, entry.at - start.until), entry.until - start.at, entry


def costs(setting: Setting, here: Playhead) -> Page:
    replay = setting.replay
    times = all_spent(replay, here)
    parts = (
        shortened("How long it took", [_stage_row(replay, *one) for one in stages(replay, here.at)]),
        shortened("Affected so far, by group", list(_group_rows(replay, here, times)), MOST),
        shortened("Cost so far, from sourced figures", list(_figures(replay, times, sourced=True)), MOST),
        shortened("Assumed figures, not counted above", list(_figures(replay, times, sourced=False)), MOST),
    )
    return Page("cost", "What it cost", _sentence(replay, times), tuple(part for part in parts if part.rows))


def _sentence(replay: Replay, times: Sequence[Spent]) -> str:
    told = f"{duration(sum(time.hurt for time in times))} of trouble, all services together, until now."
    if not any(service.impact for service in replay.scenario.services):
        return f"{told} The file gives no figure of users or money for any service."
    return told


def _stage_row(replay: Replay, words: str, least: int, most: int, entry: TimelineEntry) -> PageRow:
    long = duration(least) if least == most else f"{duration(least)} to {duration(most)}"
    return PageRow(words, f"{replay.time(entry.at)}  {entry.say}", long, at=entry.at)


def _group_rows(replay: Replay, here: Playhead, times: Sequence[Spent]) -> Iterator[PageRow]:
    """Every group that is in no other one, most affected first; services of no group last."""
    groups = {group.name: group for group in replay.scenario.groups}
    inside: dict[str, list[int]] = {}
    for number, service in enumerate(replay.scenario.services):
        inside.setdefault(_outermost(service.group, groups), []).append(number)
    now = replay.course.now(here.at, here.step)
    affected = {name: [n for n in members if times[n].hurt] for name, members in inside.items()}
    for name in sorted(inside, key=lambda one: -len(affected[one])):
        down = sum(int(now.status[number]) == DOWN for number in inside[name])
        label = (groups[name].label or name) if name in groups else name or "In no group"
        yield PageRow(label, f"{down} down now" if down else "", f"{len(affected[name])} of {len(inside[name])}")


def _outermost(name: str, groups: dict[str, Group]) -> str:
    seen = {name}
    while name in groups and groups[name].inside and groups[name].inside not in seen:
        name = groups[name].inside
        seen.add(name)
    return name


def _figures(replay: Replay, times: Sequence[Spent], *, sourced: bool) -> Iterator[PageRow]:
    minutes, money = 0, dict[str, float]()
    for service, time in zip(replay.scenario.services, times, strict=True):
        impact = service.impact
        if impact is None or bool(impact.source) is not sourced:
            continue
        minutes += (impact.users or 0) * time.hurt // MINUTE
        if impact.cost_per_minute:
            money[impact.currency] = money.get(impact.currency, 0.0) + impact.cost_per_minute * time.down / MINUTE
        source = titles(replay.scenario, impact.source)
        yield PageRow(service.label or service.name, source, " · ".join(_told(impact, time)), service=service.name)
    if minutes:
        yield PageRow("Users × minutes, together", "", f"{minutes:,}")
    for currency, cost in money.items():
        yield PageRow("Money, together", "", f"{cost:,.0f} {currency}".strip())


def _told(impact: Impact, time: Spent) -> Iterator[str]:
    if impact.users is not None:
        yield f"{counted(impact.users, 'user')}, {duration(time.hurt)}"
    if impact.cost_per_minute is not None:
        yield f"{impact.cost_per_minute * time.down / MINUTE:,.0f} {impact.currency}".strip()
