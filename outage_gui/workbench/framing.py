"""A frame from what stands on the desk. Pure: the same desk, the same frame."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from outage_gui.model.scenario import STATUSES
from outage_gui.model.status import Status
from outage_gui.workbench.branches import Tree, planted
from outage_gui.workbench.cells import cells
from outage_gui.workbench.frame import Axis, Cell, Choice, Clock, Frame, Transport, Why
from outage_gui.workbench.known import NOTHING
from outage_gui.workbench.loaded import run_fixes
from outage_gui.workbench.page_frame import Page
from outage_gui.workbench.panel import saying, turned_words
from outage_gui.workbench.player import Player
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.setting import Setting
from outage_gui.workbench.theme import STATUS_WORD
from outage_gui.workbench.tides import badges, returning
from outage_gui.workbench.why import fallen, why, why_move
from outage_gui.workbench.wording import clock, days

OK: Status = "ok"
FOLLOWED = 120  # blocks from which on playing shows a part of the axis only
WINDOW = 0.25  # of the axis, then


class Desk(NamedTuple):
    """Everything a frame is made of. `block`: a move whose effects are asked for; `fixes`: those that are on."""

    setting: Setting
    here: Playhead
    axis: Axis
    player: Player
    arriving: tuple[tuple[int, float], ...]
    selected: str | None
    block: int | None
    tree: Tree
    key: str
    fixes: frozenset[str]
    file: str
    recent: tuple[Path, ...]
    reduced_motion: bool
    notice: str
    problems: tuple[str, ...]
    again: bool
    can_undo: str
    can_redo: str
    unsaved: bool
    page: Page | None = None
    known: bool = False


def framed(desk: Desk) -> Frame:
    return as_known(desk, as_it_was(desk)) if desk.known else as_it_was(desk)


def still(setting: Setting, here: Playhead, fixes: frozenset[str]) -> Frame:
    """A moment of a run as a report shows it: at rest, nothing chosen, nothing open but the run itself."""
    nothing = planted(())
    desk = Desk(
        setting=setting,
        here=here,
        axis="steps",
        player=Player(),
        arriving=(),
        selected=None,
        block=None,
        tree=nothing,
        key=next(iter(nothing.limbs)),
        fixes=fixes,
        file="",
        recent=(),
        reduced_motion=True,
        notice="",
        problems=(),
        again=False,
        can_undo="",
        can_redo="",
        unsaved=False,
    )
    return as_it_was(desk)


def as_known(desk: Desk, frame: Frame) -> Frame:
    """What had been told by now in the place of what was; nothing spreads in it, and nothing has a cause."""
    known = desk.setting.known(desk.here.at)
    differs = tuple(now if now != (told or "ok") else None for now, told in zip(frame.statuses, known, strict=True))
    return frame._replace(
        statuses=tuple(told or "ok" for told in known),
        tally=tally([told or "ok" for told in known]),
        details=tuple(NOTHING if told is None else STATUS_WORD[told] for told in known),
        observed=differs,
        hurting=tuple(OK for _ in frame.hurting),
        fresh=frozenset(),
        waves=(),
        badges=(),
        returning=(),
        why=None,
        known=True,
    )


def as_it_was(desk: Desk) -> Frame:
    setting, here = desk.setting, desk.here
    replay = setting.replay
    scenario, placed = replay.scenario, setting.placed(desk.axis)
    now = replay.course.now(here.at, here.step)
    fresh = replay.course.fresh(here.at, here.step)
    told = _why(desk)
    x = placed.scale.x(here.at, here.step)
    following = replay.entries[here.step].text if here.step < len(replay.entries) else ""
    what_if = _what_if(desk)
    return Frame(
        title=scenario.title,
        file=desk.file,
        subtitle="" if replay.relative else days(replay.begin, replay.end, scenario.zone),
        stage=setting.stage,
        statuses=now.statuses(),
        details=now.details(here.at),
        observed=setting.observed(here.at),
        hurting=setting.wires.hurting(now, here.at, here.step),
        fresh=fresh,
        waves=_waves(desk),
        selected=setting.telling.services.get(desk.selected) if desk.selected else None,
        why=told,
        score=placed.score,
        x=x,
        step=here.step,
        at=here.at,
        ranges=_ranges(desk, x),
        clock=_clock(desk),
        saying=saying(scenario, replay.entries, here, turned_words(scenario, fresh, now), what_if),
        lamps=replay.lamps.at(here.step),
        cells=_cells(desk),
        next_moves=replay.states.next_moves(here.step, following),
        blocked=replay.states.blocked(here.step),
        counters=replay.figures.at(here, replay.started, now),
        runs=_runs(desk),
        fixes=tuple(Choice(fix.name, fix.label or fix.name, fix.name in desk.fixes) for fix in scenario.fixes),
        twigs=desk.tree.twigs(desk.key),
        recent=tuple(Choice(str(path), path.name, False) for path in desk.recent),
        transport=_transport(desk),
        what_if=what_if,
        notice=desk.notice,
        problems=desk.problems,
        again=desk.again,
        can_undo=desk.can_undo,
        can_redo=desk.can_redo,
        unsaved=desk.unsaved,
        page=desk.page,
        moving=desk.player.playing or bool(desk.arriving),
        tally=tally(now.statuses()),
        badges=badges(replay.turns, here) if desk.reduced_motion else (),
        returning=returning(replay.spread, setting.names, now.status.tolist(), here),
        scenes=len(scenario.story) or len(placed.score.chapters),
        failed=frozenset(setting.telling.services[failure.service] for failure in replay.failures),
    )


def tally(statuses: Sequence[Status]) -> tuple[tuple[Status, int], ...]:
    counts = Counter(statuses)
    return tuple((status, counts[status]) for status in STATUSES)


def _what_if(desk: Desk) -> bool:
    """Beyond the fork of a branch or a failure by hand, or with other fixes than the run was recorded with."""
    replay = desk.setting.replay
    if any((failure.at, failure.step) <= tuple(desk.here) for failure in replay.failures):
        return True
    return (replay.what_if and desk.here.step > replay.recorded) or desk.fixes != run_fixes(replay.scenario, replay.run)


def _why(desk: Desk) -> Why | None:
    telling = desk.setting.telling
    if (
        desk.page is not None
        and desk.page.lit is not None
        and desk.selected is not None
        and desk.selected in telling.services
    ):
        return fallen(telling, desk.selected, desk.page)
    if desk.selected is not None and desk.selected in telling.services:
        return why(telling, desk.selected, desk.here.at, desk.here.step)
    if desk.block is not None and 0 < desk.block <= len(telling.entries):
        return why_move(telling, desk.block)
    return None


def _waves(desk: Desk) -> tuple[tuple[int, float], ...]:
    """Those that take their time, as far as they have come, and those that just arrive."""
    if desk.reduced_motion:
        return ()
    under_way = dict(desk.setting.journeys.under_way(desk.here.at))
    return tuple((under_way | dict(desk.arriving)).items())


def _ranges(desk: Desk, x: float) -> tuple[float, float]:
    if not desk.player.playing or len(desk.setting.replay.entries) < FOLLOWED:
        return 0.0, 1.0
    left = min(max(x - WINDOW / 2, 0.0), 1.0 - WINDOW)
    return left, left + WINDOW


def _clock(desk: Desk) -> Clock:
    replay, here = desk.setting.replay, desk.here
    moment = replay.moments[here.step]
    assumed = here.step > 0 and moment.at == here.at and moment.assumed
    return clock(here.at, replay.scenario.zone, replay.started, assumed=assumed, relative=replay.relative)


def _cells(desk: Desk) -> tuple[Cell, ...]:
    states, step = desk.setting.replay.states, desk.here.step
    earlier = states.at(step - 1).values if step else None
    return cells(states.scenario, states.at(step).values, earlier)


def _runs(desk: Desk) -> tuple[Choice, ...]:
    scenario, current = desk.setting.replay.scenario, desk.setting.replay.run
    return tuple(Choice(run.name, run.label or run.name, run.name == current) for run in scenario.runs)


def _transport(desk: Desk) -> Transport:
    places, here, player = desk.setting.replay.stops.changes, desk.here, desk.player
    return Transport(
        playing=player.playing,
        speed=player.speed,
        true_to_clock=player.true_to_clock,
        axis=desk.axis,
        at_start=tuple(here) <= places[0],
        at_end=tuple(here) >= places[-1],
    )
