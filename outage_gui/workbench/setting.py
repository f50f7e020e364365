"""One run on one stage: what changes with neither the playhead nor the selection, made when first asked for."""

from functools import cached_property

from outage_gui.model.scenario import Status
from outage_gui.workbench.arrows import Journeys, Wires
from outage_gui.workbench.axis import Place
from outage_gui.workbench.frame import Axis, Stage
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

    def nearest(self, x: float) -> Playhead:
        """The stop that stands nearest to x on the steps axis."""
        return Playhead(*self.placed("steps").scale.nearest(x))

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
