"""One run on one stage: what changes with neither the playhead nor the selection, made when first asked for."""

from functools import cached_property

from outage_gui.model.problems import shown
from outage_gui.model.scenario import Status
from outage_gui.workbench.arrows import Journeys, Wires
from outage_gui.workbench.axis import Place
from outage_gui.workbench.frame import Axis, Stage
from outage_gui.workbench.known import known_at, told
from outage_gui.workbench.panel import notice_of_stop
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.ribbons import Seen, observed, observed_at
from outage_gui.workbench.score import Placed, placed
from outage_gui.workbench.why import Telling


class Setting:
    """Scores keep their identity as long as this lives, so that a view lays them out once."""

    def __init__(self, replay: Replay, stage: Stage) -> None:
        self.replay, self.stage = replay, stage
        self._placed: dict[Axis, Placed] = {}

    def on(self, stage: Stage) -> "Setting":
        """The same run on another stage; its lanes stay as they are."""
        moved = Setting(self.replay, stage)
        moved._placed = self._placed
        return moved

    def placed(self, axis: Axis) -> Placed:
        if axis not in self._placed:
            self._placed[axis] = placed(self.replay, axis)
        return self._placed[axis]

    @cached_property
    def wires(self) -> Wires:
        services = self.replay.scenario.services
        texts = {need.condition for service in services for need in service.needs if need.condition}
        truths = {text: self.replay.states.judged(text).values for text in texts}
        return Wires(services, self.stage.arrows, truths, self.replay.spread.changes)

    @cached_property
    def journeys(self) -> Journeys:
        return Journeys(self.replay.spread.changes, self.stage.arrows)

    @cached_property
    def telling(self) -> Telling:
        replay = self.replay
        return Telling(
            scenario=replay.scenario,
            services={service.name: number for number, service in enumerate(replay.scenario.services)},
            arrows={(arrow.source, arrow.target): number for number, arrow in enumerate(self.stage.arrows)},
            entries=replay.entries,
            spread=replay.spread,
            started=replay.started,
            relative=replay.relative,
        )

    @cached_property
    def marks(self) -> tuple[Place, ...]:
        """Marks of the timeline and chapters, the start and the end among them."""
        stops = self.replay.stops
        chapters = ((chapter.at, chapter.step) for chapter in self.placed("clock").score.chapters)
        return tuple(sorted({*stops.marks, *chapters, stops.changes[-1]}))

    def place_at(self, axis: Axis, x: float) -> Playhead:
        """What stands at x: on the steps axis the nearest stop, on the clock the instant."""
        scale = self.placed(axis).scale
        return Playhead(*scale.nearest(x)) if axis == "steps" else self.replay.stops.seek(scale.at(x))

    def same_place(self, here: Playhead) -> Playhead:
        """Where a playhead of another run stands in this one: at a move, that move; between two, the instant."""
        moments = self.replay.moments
        if here.step < len(moments) and here.at > moments[here.step].at:
            return self.replay.stops.seek(here.at)
        return self.replay.stops.jump(here.step)

    @property
    def shortfall(self) -> str:
        """What is not shown: a run that ends early, or services that come to no rest; empty: nothing."""
        stopped, restless = self.replay.stopped, self.replay.spread.stopped
        if stopped:
            return notice_of_stop(stopped.number, stopped.text, stopped.why)
        return f"The services are shown only in part: {restless}." if restless else ""

    def why_not(self, move: str, step: int) -> str:
        """Why that move cannot be chosen after so many; empty: it can."""
        offered = {each.move: each.fault for each in self.replay.states.next_moves(step, "")}
        if move not in offered:
            return f"{shown(move)} cannot be taken now."
        return f"{shown(move)} would end in the fault {offered[move]}." if offered[move] else ""

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(service.name for service in self.replay.scenario.services)

    @cached_property
    def _told(self) -> dict[str, tuple[Seen, ...]]:
        return told(self.replay.scenario)

    def known(self, at: int) -> tuple[Status | None, ...]:
        """One entry a service: what people had been told about it by then."""
        return known_at(self._told, self.names, at)

    @cached_property
    def _observed(self) -> dict[int, tuple[Seen, ...]]:
        numbers = {service.name: number for number, service in enumerate(self.replay.scenario.services)}
        return {numbers[name]: entries for name, entries in observed(self.replay.scenario).items()}

    def observed(self, at: int) -> tuple[Status | None, ...]:
        """One entry a service."""
        found: list[Status | None] = [None] * len(self.replay.scenario.services)
        for number, entries in self._observed.items():
            found[number] = observed_at(entries, at)
        return tuple(found)
