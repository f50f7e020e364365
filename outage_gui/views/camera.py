"""Where we stand before the graph: drawing units to pixels and back. Values only; no Qt."""

from typing import NamedTuple

from outage_gui.workbench.frame import Point, Rectangle

NEAREST, FARTHEST = 4.0, 0.04
STEP = 1.25
LARGEST_FIT = 1.3  # a small graph is not blown up
MARGIN = 14.0


class Camera(NamedTuple):
    """pixel = unit * scale + offset."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def pixel(self, point: Point) -> Point:
        return point[0] * self.scale + self.x, point[1] * self.scale + self.y

    def unit(self, pixel: Point) -> Point:
        return (pixel[0] - self.x) / self.scale, (pixel[1] - self.y) / self.scale

    def area(self, place: Rectangle) -> Rectangle:
        x, y = self.pixel((place.x, place.y))
        return Rectangle(x, y, place.width * self.scale, place.height * self.scale)

    def panned(self, dx: float, dy: float) -> "Camera":
        return self._replace(x=self.x + dx, y=self.y + dy)

    def zoomed(self, factor: float, at: Point) -> "Camera":
        """What is under `at` stays there."""
        scale = min(NEAREST, max(FARTHEST, self.scale * factor))
        unit = self.unit(at)
        return Camera(scale, at[0] - unit[0] * scale, at[1] - unit[1] * scale)


def fitted(place: Rectangle, width: float, height: float, largest: float = LARGEST_FIT) -> Camera:
    """All of `place` in the middle of width x height pixels."""
    room = max(1.0, width - 2 * MARGIN), max(1.0, height - 2 * MARGIN)
    scale = min(largest, room[0] / max(1.0, place.width), room[1] / max(1.0, place.height))
    scale = max(FARTHEST, scale)
    x = (width - place.width * scale) / 2 - place.x * scale
    y = (height - place.height * scale) / 2 - place.y * scale
    return Camera(scale, x, y)


def near(place: Rectangle, whole: Rectangle, width: float, height: float, largest: float) -> Camera:
    """All of `place`, as near as that goes; beside the whole drawing nothing is shown that the drawing could fill."""
    camera = fitted(place, width, height, largest)
    area = camera.area(whole)
    return camera.panned(_filled(area.x, area.width, width), _filled(area.y, area.height, height))


def _filled(begins: float, length: float, room: float) -> float:
    """How far to move what is as long as this, so that it fills the room."""
    if length <= room - 2 * MARGIN:
        return (room - length) / 2 - begins
    return min(0.0, MARGIN - begins) + max(0.0, room - MARGIN - begins - length)


def shown(camera: Camera, place: Rectangle, width: float, height: float) -> Camera:
    """Moved as little as brings `place` into the view; unchanged when it is there."""
    area = camera.area(place)
    return camera.panned(_nudge(area.x, area.width, width), _nudge(area.y, area.height, height))


def _nudge(begins: float, length: float, room: float) -> float:
    if begins < MARGIN:
        return MARGIN - begins
    return min(0.0, room - MARGIN - begins - length)
