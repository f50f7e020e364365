"""What is folded or cut away now, and its stage: one object of the workbench, brought in when first needed."""

import math

from outage_gui.model.scenario import Scenario
from outage_gui.workbench.course import Turn
from outage_gui.workbench.folding import MARK, Folding, Reduced, folded, reduced
from outage_gui.workbench.frame import Frame, Rectangle, Stage
from outage_gui.workbench.layout import Layout
from outage_gui.workbench.wording import counted

MANY = 1_500  # boxes above which a grid is shown, the worst first, and groups are folded when a file is opened
CELL = 214.0, 72.0
SHAPE = 2.25  # width : height
NO_FOLDING = Folding()


class Folds:
    """`folding` changes by verbs; `frame` tells a frame of the whole in what is left."""

    def __init__(self) -> None:
        self.folding = NO_FOLDING
        self._layout: Layout | None = None
        self._of: tuple[Scenario, Folding] | None = None
        self._small: Reduced | None = None
        self._grid: tuple[Stage, Stage] | None = None

    def begin(self, scenario: Scenario) -> None:
        """Another file: very many services stand in their groups at first."""
        self.folding = NO_FOLDING
        if len(scenario.services) > MANY and scenario.groups:
            self.fold_all(scenario)

    def toggle(self, group: str) -> None:
        self.folding = self.folding._replace(folded=self.folding.folded ^ {group.removeprefix(MARK)})

    def fold_all(self, scenario: Scenario) -> None:
        """Every outermost group; those inside are folded with it."""
        outer = {group.name for group in scenario.groups if not group.inside}
        outer |= {service.group for service in scenario.services if service.group} - {g.name for g in scenario.groups}
        self.folding = self.folding._replace(folded=frozenset(outer))

    def unfold_all(self) -> None:
        self.folding = NO_FOLDING

    def focus(self, service: str, hops: int) -> None:
        """Only what is so many dependencies away at most; 0: everything."""
        self.folding = self.folding._replace(focus=service if hops else "", hops=hops)

    def frame(self, frame: Frame, scenario: Scenario, turns: tuple[Turn, ...]) -> Frame:
        if self.folding != NO_FOLDING:
            small = self._reduced(scenario)
            if self._layout is None:
                self._layout = Layout()
            frame = folded(frame, self._layout.stage(small.scenario), small)
        elif len(frame.stage.boxes) > MANY:
            frame = self._gridded(frame, turns)
        return frame

    def poll(self) -> bool:
        return self._layout is not None and self._layout.poll() is not None

    def close(self) -> None:
        if self._layout is not None:
            self._layout.close()

    def _reduced(self, scenario: Scenario) -> Reduced:
        if self._small is None or self._of is None or self._of[0] is not scenario or self._of[1] != self.folding:
            self._of, self._small = (scenario, self.folding), reduced(scenario, self.folding)
        return self._small

    def _gridded(self, frame: Frame, turns: tuple[Turn, ...]) -> Frame:
        """Dependencies are not drawn; where a box stands depends on the run, not on the time, so nothing moves."""
        if self._grid is None or self._grid[0] is not frame.stage:
            self._grid = frame.stage, gridded(frame.stage, turns)
        why = frame.why and frame.why._replace(arrows=frozenset())
        return frame._replace(stage=self._grid[1], hurting=(), waves=(), why=why)


def gridded(stage: Stage, turns: tuple[Turn, ...]) -> Stage:
    """Rows of boxes, those that were worst in the run first, of these the first to be hit."""
    worst: dict[int, tuple[int, int]] = {}  # by box: how bad, negative so that the worst sorts first, and when first
    for number, turn in enumerate(turns):
        level, first = worst.get(turn.service, (0, number))
        worst[turn.service] = min(level, -turn.status), first
    order = sorted(range(len(stage.boxes)), key=lambda box: (*worst.get(box, (0, 0)), box))
    across = max(1, math.ceil(math.sqrt(len(order) * SHAPE * CELL[1] / CELL[0])))
    places = {box: (place % across * CELL[0], place // across * CELL[1]) for place, box in enumerate(order)}
    boxes = tuple(
        box._replace(place=Rectangle(*places[number], CELL[0] - 14, CELL[1] - 14))
        for number, box in enumerate(stage.boxes)
    )
    whole = Rectangle(0.0, 0.0, across * CELL[0], math.ceil(len(order) / across) * CELL[1])
    told = f"{counted(len(stage.arrows), 'dependency', 'dependencies')} not drawn"
    return Stage(boxes, (), (), whole, stage.provisional, told)
