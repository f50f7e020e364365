"""Lanes, clock and overview of one run or branch on one axis, put together once and kept while time moves."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from outage_gui.engine.causes import Own
from outage_gui.model.problems import shown
from outage_gui.model.scenario import Scene
from outage_gui.workbench.axis import Scale, clock_scale, folds, steps_scale, ticks
from outage_gui.workbench.blocks import blocks, waits
from outage_gui.workbench.entries import Entry, titles
from outage_gui.workbench.flows import Dealings, Stale
from outage_gui.workbench.frame import Axis, Chapter, Score, Tone
from outage_gui.workbench.lanes import lanes, marks, said
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.ribbons import ribbons, samples, stood
from outage_gui.workbench.typed import found
from outage_gui.workbench.wording import cut

MOST_DETAILED = 2_000  # moves whose tips say what they changed


class Placed(NamedTuple):
    """A score and the map it is drawn by."""

    score: Score
    scale: Scale


def placed(replay: Replay, axis: Axis) -> Placed:
    scale = _scale(replay, axis)
    where = lanes(replay.scenario)
    dealt, states = replay.dealings, replay.states
    zone, turns = replay.scenario.zone, stood(replay.turns, scale)
    score = Score(
        axis=axis,
        lanes=where.lanes,
        blocks=blocks(replay.entries, where, scale, _tones(replay, dealt), _Details(replay, dealt).of),
        waits=waits(replay.places, replay.end, states.enabled(where), where, states.standing(where), scale),
        flows=dealt.flows,
        marks=marks(replay.scenario, where, scale),
        ribbons=ribbons(replay.scenario, turns, scale),
        ticks=ticks(scale, zone, started=replay.started, relative=replay.relative),
        folds=folds(scale),
        chapters=tuple(_on(scale, chapter) for chapter in chapters(replay)),
        samples=samples(turns),
        services=len(replay.scenario.services),
        branch_x=scale.x(*replay.places[replay.recorded]) if replay.what_if else None,
    )
    return Placed(score, scale)


def _scale(replay: Replay, axis: Axis) -> Scale:
    if axis == "steps":
        return steps_scale(replay.stops.moves, replay.end)
    instants = {at for at, _ in replay.stops.changes} | {replay.end}
    return clock_scale(instants | {entry.until for entry in replay.scenario.timeline if entry.until <= replay.end})


def _tones(replay: Replay, dealt: Dealings) -> dict[int, Tone]:
    """Blameless: what people did is never drawn as a cause."""
    tones: dict[int, Tone] = {stale.act: "stale" for stale in dealt.stale}
    for change in replay.spread.changes:
        if isinstance(change.cause, Own) and change.cause.move and change.status in ("down", "degraded"):
            tones[change.cause.move] = "cause"
    tones |= {entry.number: "human" for entry in replay.entries if entry.process.only_in_runs}
    return tones


class _Details:
    """Tips of blocks."""

    def __init__(self, replay: Replay, dealt: Dealings) -> None:
        self.replay = replay
        self.stale: Mapping[int, Stale] = {stale.act: stale for stale in dealt.stale}

    def of(self, entry: Entry) -> str:
        replay = self.replay
        when = replay.time(entry.at)
        lines = [f"Move {entry.number}: {entry.text}", when + (" (assumed)" if entry.assumed else "")]
        if entry.say:
            lines.append(entry.say)
        if entry.number in self.stale:
            stale = self.stale[entry.number]
            lines.append(f"went by {stale.variable} as read in move {stale.read}; changed by move {stale.over} since")
        if len(replay.entries) <= MOST_DETAILED and (changed := replay.changed_cells(entry.number)):
            lines.append("changed: " + ", ".join(changed))
        source = titles(replay.scenario, entry.source or (entry.step.source if entry.step else ()))
        return "\n".join([*lines, f"source: {source}" if source else "assumed: no source"])


# --- chapters -----------------------------------------------------------------------------------------------------

SKIPPED_MARKS = frozenset({"note", "comms", "change"})
MOST_FROM_MARKS = 9


def chapters(replay: Replay) -> tuple[Chapter, ...]:
    """Scenes of the story that belong to this run, numbered as in the file; without a story, the milestones. x is 0."""
    if not replay.scenario.story:
        return _from_marks(replay)
    made = []
    for number, scene in enumerate(replay.scenario.story, start=1):
        here = scene_place(replay, scene)
        if here and scene.run in ("", replay.run):
            made.append(Chapter(number, 0.0, here.at, here.step, scene.title))
    return tuple(made)


def scene_place(replay: Replay, scene: Scene) -> Playhead | None:
    if not scene.at:
        return Playhead(*replay.stops.changes[0])
    place = found(scene.at, replay.reach)
    return place if isinstance(place, Playhead) else None


def _from_marks(replay: Replay) -> tuple[Chapter, ...]:
    entries = [entry for entry in replay.scenario.timeline if entry.mark and entry.mark not in SKIPPED_MARKS]
    entries.sort(key=lambda entry: entry.at)
    places = [replay.stops.seek(entry.at) for entry in entries[:MOST_FROM_MARKS]]
    return tuple(
        Chapter(number, 0.0, place.at, place.step, shown(cut(said(replay.scenario, entry), 40)))
        for number, (entry, place) in enumerate(zip(entries, places, strict=False), start=1)
    )


def _on(scale: Scale, chapter: Chapter) -> Chapter:
    return chapter._replace(x=scale.x(chapter.at, chapter.step))


def numbered(chapters: Sequence[Chapter], number: int) -> Chapter | None:
    return next((chapter for chapter in chapters if chapter.number == number), None)
