"""What scenes of a story show, as small pictures by the painter of the graph; kept until they show something else."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap

from outage_gui.views.camera import LARGEST_FIT, near
from outage_gui.views.graph_picture import GraphPicture
from outage_gui.views.graph_still import View
from outage_gui.views.paint import canvas, painting
from outage_gui.workbench.frame import Frame, Rectangle
from outage_gui.workbench.theme import Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

ROOM, LEAST = 0.35, 0.5  # kept round what is in focus, and the least part of the whole that is shown


class ScenePictures:
    """Of one size at a time. `whole`: all of the graph; else as near as the room sees it."""

    def __init__(self, workbench: "Workbench", *, whole: bool) -> None:
        self._whole = whole
        self._workbench = workbench
        self._graph = GraphPicture()
        self._as: tuple[Theme, QSize, float] | None = None
        self._kept: dict[int, tuple[Frame, QPixmap]] = {}

    def prepare(self, theme: Theme, size: QSize, dpr: float) -> None:
        """Called before pictures are asked for."""
        if self._as != (theme, size, dpr):
            self._as, self._kept = (theme, size, dpr), {}

    def kept(self, number: int) -> bool:
        """Whether the picture of a scene is there already, or never will be."""
        frame = self._workbench.scene_frame(number)
        return frame is None or (number in self._kept and self._kept[number][0] is frame)

    def picture(self, number: int) -> QPixmap | None:
        """Of a scene, counted from 1; None where it leads nowhere."""
        frame = self._workbench.scene_frame(number)
        if frame is None:
            return None
        if not self.kept(number):
            self._kept[number] = frame, self._painted(frame, number)
        return self._kept[number][1]

    def _painted(self, frame: Frame, number: int) -> QPixmap:
        assert self._as is not None
        theme, size, dpr = self._as
        named = set(self._workbench.document.scenario.story[number - 1].focus)
        focus = tuple(index for index, box in enumerate(frame.stage.boxes) if box.name in named)
        place = frame.stage.size if self._whole else around(frame, focus)
        made = canvas(size, dpr)
        with painting(made) as painter:
            camera = near(place, frame.stage.size, size.width(), size.height(), LARGEST_FIT)
            self._graph.paint(painter, frame, View(camera, theme, size, dpr, 0.0))
        return made


def around(frame: Frame, focus: tuple[int, ...]) -> Rectangle:
    """The boxes in focus with room round them, never less than a good part of the whole; all where none is."""
    whole = frame.stage.size
    places = [frame.stage.boxes[box].place for box in focus if box < len(frame.stage.boxes)]
    if not places:
        return whole
    left, top = min(place.x for place in places), min(place.y for place in places)
    right = max(place.x + place.width for place in places)
    bottom = max(place.y + place.height for place in places)
    wide = max((right - left) * (1 + ROOM), whole.width * LEAST)
    high = max((bottom - top) * (1 + ROOM), whole.height * LEAST)
    x = min(max(whole.x, (left + right - wide) / 2), whole.x + whole.width - wide)
    y = min(max(whole.y, (top + bottom - high) / 2), whole.y + whole.height - high)
    return Rectangle(max(whole.x, x), max(whole.y, y), min(wide, whole.width), min(high, whole.height))
