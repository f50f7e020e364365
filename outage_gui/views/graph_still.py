"""The part of the graph that stays while only time moves: ground, arrows, titles, boxes, as one kept picture.

A step paints anew the tiles of it that hold something changed, in the order of the whole; the rest stays as it is.
"""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion

from outage_gui.model.status import Status
from outage_gui.views.arrows import FAR, Curve, draw_far, draw_hurting, draw_lit, draw_resting, enter
from outage_gui.views.boxes import BLEED, TROUBLE_FROM, BoxPictures, Look, Scheme, corner
from outage_gui.views.camera import Camera
from outage_gui.views.ground import LEGEND, draw_frames, draw_titles
from outage_gui.views.paint import canvas, painting
from outage_gui.views.tiles import Tiles, tiled
from outage_gui.workbench.frame import Frame, Stage, Why
from outage_gui.workbench.theme import Theme

HURTS: tuple[Status, ...] = ("recovering", "degraded", "down")  # the worst is drawn last
DIM_BOX, DIM_ARROWS = 0.42, 0.3
MOST = 0.4  # of the tiles that are painted one by one
AROUND_ARROW = 12.0  # pixels around a curve: half of its glow, its head
AROUND_BOX = 2 * BLEED + 2  # pixels by which the picture of a box is larger


class View(NamedTuple):
    """From where, in which colours, on what size of screen the graph is seen; all but the frame."""

    camera: Camera
    theme: Theme
    size: QSize
    dpr: float
    legend: float = LEGEND  # its height at the foot; 0: none
    large: bool = False  # names as large as there is room for


class Seen(NamedTuple):
    """All of a frame that the kept picture shows."""

    statuses: tuple[Status, ...]
    details: tuple[str, ...]  # empty from where none can be read
    observed: tuple[Status | None, ...]
    fresh: frozenset[int]
    hurting: tuple[Status, ...]
    why: Why | None


class Spot(NamedTuple):
    """A box on screen: where its picture begins, and the tiles it touches."""

    box: int
    corner: QPointF
    tiles: int


class Still:
    """Keeps the picture of one stage. Everything it keeps can be thrown away at any time."""

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self.curves: tuple[Curve, ...] = ()
        self._sources: tuple[int, ...] = ()  # the box at which each arrow begins
        self.boxes = BoxPictures()
        self._view: View | None = None
        self._tiles = Tiles(0, 0)
        self._ground, self._titles, self._hurt, self._whole = QPixmap(), QPixmap(), QPixmap(), QPixmap()
        self._spots: tuple[Spot, ...] = ()
        self._arrows: tuple[int, ...] = ()  # the tiles of each; 0: not on screen
        self._seen: Seen | None = None  # what the picture shows; None: nothing that could be kept

    def picture(self, frame: Frame, view: View) -> QPixmap:
        """As the frame has it; the same picture as if it had been painted from nothing."""
        self._take(frame.stage)
        self._prepare(frame.stage, view)
        self.boxes.prepare(frame.stage.boxes, Scheme(view.theme, view.camera.scale, view.dpr, view.large))
        seen = _seen(frame, view)
        if seen != self._seen:
            before, self._seen = self._seen, None
            if (
                before is None or before.why != seen.why or view.dpr % 1
            ):  # by a fraction Qt resamples, less well at edges
                self._paint(frame, view, self._tiles.every(), self._tiles.every())
            else:
                self._paint(frame, view, *self._changed(before, seen))
            self._seen = seen
        return self._whole

    def carried(self, frame: Frame, number: int) -> Status:
        """What a wave brings: the trouble of its cause, else the end of it."""
        cause = frame.statuses[self._sources[number]]
        return cause if cause in ("down", "degraded") else "recovering"

    def _take(self, stage: Stage) -> None:
        if stage is not self._stage:
            self._stage, self.curves = stage, tuple(Curve(arrow) for arrow in stage.arrows)
            index = {box.name: number for number, box in enumerate(stage.boxes)}
            self._sources = tuple(index[arrow.source] for arrow in stage.arrows)
            self._view = None

    def _prepare(self, stage: Stage, view: View) -> None:
        """What lies below and above the arrows that hurt, and where everything is."""
        if self._view == view:
            return
        self._view, self._seen, self._tiles = view, None, tiled(view.size)
        self._whole, self._hurt = canvas(view.size, view.dpr), canvas(view.size, view.dpr)
        self._ground, self._titles = canvas(view.size, view.dpr), canvas(view.size, view.dpr)
        self._arrows = tuple(self._tiles.touched(_around(curve, view.camera)) for curve in self.curves)
        self._spots = tuple(_spots(stage, view, self._tiles))
        self._ground.fill(QColor(view.theme.canvas))
        with painting(self._ground) as painter:
            draw_frames(painter, stage.groups, view.camera, view.theme)
            enter(painter, view.camera)
            shown = [curve for curve, tiles in zip(self.curves, self._arrows, strict=True) if tiles]
            draw_resting(painter, shown, view.theme, view.camera.scale)
        with painting(self._titles) as painter:
            draw_titles(painter, stage.groups, view.camera, view.theme, large=view.large)

    def _changed(self, before: Seen, now: Seen) -> tuple[int, int]:
        """The tiles in which arrows, and in which boxes have changed."""
        arrows = boxes = 0
        for number in _differing(before.hurting, now.hurting):
            arrows |= self._arrows[number]
        changed = {box for pair in zip(before[:3], now[:3], strict=True) for box in _differing(*pair)}
        changed |= before.fresh ^ now.fresh
        for spot in self._spots:
            if spot.box in changed:
                boxes |= spot.tiles
        return self._enough(arrows), self._enough(arrows | boxes)

    def _enough(self, tiles: int) -> int:
        """All of them where they are most: what is cut into many pieces costs more than the rest."""
        return self._tiles.every() if tiles.bit_count() > MOST * self._tiles.columns * self._tiles.rows else tiles

    def _paint(self, frame: Frame, view: View, arrows: int, whole: int) -> None:
        if arrows:
            self._paint_hurting(frame, view, arrows)
        if whole:
            self._paint_whole(frame, view, whole)

    def _paint_hurting(self, frame: Frame, view: View, tiles: int) -> None:
        with painting(self._hurt) as painter:
            area = self._clip(painter, tiles)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(area.boundingRect(), Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            enter(painter, view.camera)
            near = [number for number, touched in enumerate(self._arrows) if touched & tiles]
            for status in HURTS:
                curves = [self.curves[number] for number in near if frame.hurting[number] == status]
                _draw_hurting(painter, curves, status, view)

    def _paint_whole(self, frame: Frame, view: View, tiles: int) -> None:
        with painting(self._whole) as painter:
            self._clip(painter, tiles)
            painter.drawPixmap(QPointF(0, 0), self._ground)
            if frame.why is not None:
                painter.setOpacity(DIM_ARROWS)
            painter.drawPixmap(QPointF(0, 0), self._hurt)
            painter.setOpacity(1.0)
            painter.drawPixmap(QPointF(0, 0), self._titles)
            if frame.why is not None:
                self._draw_lit(painter, frame, view, frame.why)
            self._draw_boxes(painter, frame, tiles)

    def _clip(self, painter: QPainter, tiles: int) -> QRegion:
        """Only these tiles are painted from here on."""
        area = self._tiles.region(tiles)
        painter.setClipRegion(area)
        return area

    def _draw_lit(self, painter: QPainter, frame: Frame, view: View, why: Why) -> None:
        painter.save()
        enter(painter, view.camera)
        for number in sorted(why.arrows):
            draw_lit(painter, self.curves[number], frame.hurting[number], view.theme, view.camera.scale)
        painter.restore()

    def _draw_boxes(self, painter: QPainter, frame: Frame, tiles: int) -> None:
        lit = frame.why.services if frame.why is not None else None
        for index, at, touched in self._spots:
            if touched & tiles:
                if lit is not None:
                    painter.setOpacity(1.0 if index in lit else DIM_BOX)
                self.boxes.draw(painter, index, look(frame, index), at)


def look(frame: Frame, index: int) -> Look:
    status, seen = frame.statuses[index], frame.observed[index]
    return Look(status, frame.details[index], None if seen == status else seen, index in frame.fresh)


def _seen(frame: Frame, view: View) -> Seen:
    details = frame.details if view.camera.scale >= TROUBLE_FROM else ()
    return Seen(frame.statuses, details, frame.observed, frame.fresh, frame.hurting, frame.why)


def _differing(before: tuple[object, ...], now: tuple[object, ...]) -> Iterable[int]:
    if before == now:
        return ()
    return [number for number, (old, new) in enumerate(zip(before, now, strict=True)) if old != new]


def _around(curve: Curve, camera: Camera) -> QRectF:
    """What one arrow can cover at most, in pixels."""
    hull, scale = curve.hull, camera.scale
    area = QRectF(hull.x() * scale + camera.x, hull.y() * scale + camera.y, hull.width() * scale, hull.height() * scale)
    return area.adjusted(-AROUND_ARROW, -AROUND_ARROW, AROUND_ARROW, AROUND_ARROW)


def _spots(stage: Stage, view: View, tiles: Tiles) -> Iterable[Spot]:
    for index, box in enumerate(stage.boxes):
        area = view.camera.area(box.place)
        at = corner(area, view.dpr)
        touched = tiles.touched(QRectF(at, QSizeF(area.width + AROUND_BOX, area.height + AROUND_BOX)))
        if touched:
            yield Spot(index, at, touched)


def _draw_hurting(painter: QPainter, curves: list[Curve], status: Status, view: View) -> None:
    if view.camera.scale < FAR:
        draw_far(painter, curves, status, view.theme)
        return
    for curve in curves:
        draw_hurting(painter, curve, status, view.theme, view.camera.scale)
