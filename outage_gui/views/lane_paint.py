"""Draws the lanes: chips, waits, flows, marks, ribbons, folds. What is to come is faint, what is assumed dashed."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from outage_gui.model.status import Status
from outage_gui.views.fonts import font
from outage_gui.views.lane_rows import CHIP, LANE, PADDING, Chip, MarkPlace, Rows
from outage_gui.views.plain import plain
from outage_gui.views.timespan import GUTTER, MARGIN
from outage_gui.workbench.frame import Flow, Frame, Ribbon, Stretch, Tone
from outage_gui.workbench.theme import SIZES, Theme

FAINT = 0.42
CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Scene(NamedTuple):
    """What the lanes are drawn from, but for the frame. `top`..`bottom`: the rows wanted, in pixels."""

    rows: Rows
    theme: Theme
    top: float
    bottom: float

    def shows(self, y: float) -> bool:
        """Whether a row with its middle there is among those wanted."""
        return self.top - LANE <= y <= self.bottom + LANE


def draw_still(painter: QPainter, scene: Scene, opacity: float) -> None:
    """Everything that no step changes. Opacity 1: as if all had come to pass, `FAINT`: as if all were to come."""
    rows, theme = scene.rows, scene.theme
    painter.fillRect(QRectF(0, scene.top, rows.span.width, scene.bottom - scene.top), QColor(theme.panel))
    draw_names(painter, scene)
    painter.setClipRect(beside_names(scene))
    draw_folds(painter, scene)
    painter.setOpacity(opacity)
    draw_waits(painter, scene)
    for number, ribbon in enumerate(rows.score.ribbons):
        if scene.shows(rows.ribbon_y(number)):
            draw_ribbon(painter, scene, number, ribbon, opacity)
    for flow in rows.score.flows:
        if flow.stale:
            draw_flow(painter, scene, flow)
    for chip in _apart(rows.chips):
        if scene.shows(chip.place.center().y()):
            draw_chip(painter, chip, theme)
    for mark in rows.marks:
        if scene.shows(mark.place.center().y()):
            draw_mark(painter, mark, theme)
    painter.setOpacity(1.0)
    painter.setClipping(False)


def _apart(chips: Iterable[Chip]) -> Iterator[Chip]:
    """Without dots that would stand on a dot of the same look: of ten thousand moves few are seen."""
    drawn = set()
    for chip in chips:
        place, block = chip.place, chip.block
        look = round(place.x()), place.y(), block.tone, block.assumed, block.what_if
        if chip.label or look not in drawn:
            drawn.add(look)
            yield chip


def draw_moving(painter: QPainter, scene: Scene, frame: Frame) -> None:
    """What the two still pictures cannot say: things that begin before the playhead and reach beyond it, what is lit,
    the flows beside the move just made, that move with its whole label, the playhead."""
    rows, theme = scene.rows, scene.theme
    x = rows.span.px(frame.x)
    lit = frame.why.moves if frame.why else frozenset()
    painter.setClipRect(beside_names(scene))
    beside = rows.flows_at.get(frame.step, ())
    for flow in beside:
        draw_flow(painter, scene, flow)
    for chip in rows.crossed_by(beside):
        draw_over(painter, chip, frame, theme)
    for mark in rows.reaching_marks(frame.at, x):
        draw_mark(painter, mark, theme)
    for chip in rows.reaching(frame.step, x):
        draw_chip(painter, chip, theme)
    for chip in (rows.by_number[number] for number in sorted(lit) if number in rows.by_number):
        painter.setOpacity(1.0 if chip.block.number <= frame.step else FAINT)
        draw_chip(painter, chip, theme, lit=True)
    painter.setOpacity(1.0)
    painter.setClipping(False)
    if x >= GUTTER - 1:
        draw_playhead(painter, x, scene, theme)
    if frame.step in rows.by_number:
        draw_current(painter, rows, rows.by_number[frame.step], theme)


def beside_names(scene: Scene) -> QRectF:
    """The room of everything that has a time."""
    return QRectF(GUTTER - 8, scene.top, scene.rows.span.width - GUTTER + 8, scene.bottom - scene.top)


def draw_names(painter: QPainter, scene: Scene) -> None:
    rows, theme = scene.rows, scene.theme
    painter.setPen(QPen(QColor(theme.line), 1))
    for y in map(rows.lane_y, range(len(rows.score.lanes))):
        painter.drawLine(QLineF(GUTTER, y, rows.span.width - MARGIN, y))
    painter.setFont(font(SIZES["small"]))
    painter.setPen(QColor(theme.muted))
    for number, lane in enumerate(rows.score.lanes):
        draw_name(painter, lane.label, rows.lane_y(number), 12)
    painter.setPen(QColor(theme.text))
    for number, ribbon in enumerate(rows.score.ribbons):
        if scene.shows(rows.ribbon_y(number)):
            draw_name(painter, ribbon.label, rows.ribbon_y(number), 12)


def draw_name(painter: QPainter, name: str, y: float, x: float) -> None:
    room = GUTTER - x - 12
    cut = painter.fontMetrics().elidedText(plain(name), Qt.TextElideMode.ElideRight, int(room))
    painter.drawText(QRectF(x, y - 12, room, 24), LEFT, cut)


def draw_folds(painter: QPainter, scene: Scene) -> None:
    painter.setPen(QPen(QColor(scene.theme.quiet), 1))
    first = int(scene.top // 12)
    for fold in scene.rows.score.folds:
        x, zigzag = scene.rows.span.px(fold.x), QPainterPath()
        zigzag.moveTo(x - 3, first * 12 - 6)
        for y in range(first * 12, int(min(scene.bottom, scene.rows.height)) + 12, 12):
            zigzag.lineTo(x + 3, y)
            zigzag.lineTo(x - 3, y + 6)
        painter.drawPath(zigzag)


def draw_waits(painter: QPainter, scene: Scene) -> None:
    painter.setFont(font(SIZES["fine"]))
    rows, theme = scene.rows, scene.theme
    dotted = QPen(QColor(theme.degraded.line), 3, Qt.PenStyle.DotLine)
    for wait in rows.score.waits:
        begins, ends, y = rows.span.px(wait.begins), rows.span.px(wait.ends), rows.lane_y(wait.lane)
        if not scene.shows(y):
            continue
        painter.setPen(dotted)
        painter.drawLine(QLineF(begins, y, ends, y))
        room = ends - begins - 40
        label = plain(wait.label)
        if room > 0 and painter.fontMetrics().horizontalAdvance(label) < room:
            painter.setPen(QColor(theme.degraded.text))
            painter.drawText(QRectF(begins + 30, y - 15, ends - begins - 30, 13), CENTRE, label)


def tone_hue(tone: Tone, theme: Theme) -> tuple[str, str, str]:
    """Line, ground and text of a chip."""
    match tone:
        case "cause" | "faulty":
            return theme.down.line, theme.down.ground, theme.down.text
        case "stale" | "waiting":
            return theme.degraded.line, theme.degraded.ground, theme.degraded.text
        case "human":
            return theme.accent, theme.raised, theme.text
        case "plain":
            return theme.quiet, theme.raised, theme.text


def draw_chip(painter: QPainter, chip: Chip, theme: Theme, *, lit: bool = False) -> None:
    """`lit`: the move just made, or one of the chain that is being explained."""
    block = chip.block
    line, ground, text = tone_hue(block.tone, theme)
    line = theme.what_if if block.what_if else theme.accent if lit else line
    dashes = Qt.PenStyle.DashLine if block.assumed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(line), 2.0 if lit else 1.0, dashes))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(chip.place, 4, 4)
    if chip.label:
        painter.setFont(font(SIZES["fine"], "medium"))
        painter.setPen(QColor(text))
        painter.drawText(chip.place, CENTRE, chip.label)


def draw_over(painter: QPainter, chip: Chip, frame: Frame, theme: Theme) -> None:
    """Once more on a ground of its own, over a line that would run through its label."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.panel))
    painter.drawRoundedRect(chip.place, 4, 4)
    painter.setOpacity(1.0 if chip.block.number <= frame.step else FAINT)
    draw_chip(painter, chip, theme)
    painter.setOpacity(1.0)


def draw_flow(painter: QPainter, scene: Scene, flow: Flow) -> None:
    """From the write to the read. A stale read is always drawn; any other only beside the move just made."""
    chips, theme = scene.rows.by_number, scene.theme
    if flow.write not in chips or flow.read not in chips:
        return
    begins, ends = chips[flow.write].place, chips[flow.read].place
    path = QPainterPath(begins.center())
    bend = max(18.0, abs(ends.left() - begins.center().x()) / 3)
    path.cubicTo(
        begins.center() + QPointF(bend, 0), QPointF(ends.left() - bend, ends.center().y()),
        QPointF(ends.left() - 2, ends.center().y()),
    )  # fmt: skip
    colour = QColor(theme.down.line if flow.stale else theme.accent)
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    tip = QPointF(ends.left() - 1, ends.center().y())
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([tip, tip + QPointF(-7, -4), tip + QPointF(-7, 4)]))


def draw_mark(painter: QPainter, mark: MarkPlace, theme: Theme) -> None:
    place, known = mark.place, bool(mark.mark.source)
    colour = QColor(theme.accent if mark.mark.kind not in (None, "note", "comms") else theme.muted)
    painter.setPen(QPen(colour, 1.4, Qt.PenStyle.SolidLine if known else Qt.PenStyle.DashLine))
    painter.setBrush(colour if known else QColor(theme.panel))
    if place.width() > 13:
        painter.drawRoundedRect(place.adjusted(0, 3, 0, -3), 3, 3)
    else:
        middle = place.center()
        painter.drawPolygon(
            QPolygonF([middle + QPointF(*p) for p in ((0.0, -5.5), (5.5, 0.0), (0.0, 5.5), (-5.5, 0.0))])
        )
    if mark.label:
        painter.setFont(font(SIZES["fine"]))
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(mark.label_x, place.center().y() - 10, 1000, 20), LEFT, mark.label)


def draw_ribbon(painter: QPainter, scene: Scene, number: int, ribbon: Ribbon, opacity: float) -> None:
    """The modelled statuses as a bar; below it, thin, what was recorded. The bar's ground is never faint."""
    rows, theme = scene.rows, scene.theme
    y = rows.ribbon_y(number)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.raised if theme.name == "dark" else theme.canvas))
    painter.setOpacity(1.0)
    painter.drawRoundedRect(QRectF(GUTTER, y - 5, rows.span.width - GUTTER - MARGIN, 10), 3, 3)
    painter.setOpacity(opacity)
    draw_stretches(painter, scene, ribbon.modelled, y - 5, 10)
    draw_stretches(painter, scene, ribbon.observed, y + 6, 3)


def draw_stretches(painter: QPainter, scene: Scene, stretches: Iterable[Stretch], y: float, high: float) -> None:
    """One status after the other; recovery and degraded are hatched, so that they are told without colour."""
    span, theme = scene.rows.span, scene.theme
    places: dict[Status, list[QRectF]] = {}
    for begins, ends, status in stretches:
        if status != "ok" and ends >= span.low and begins <= span.high:
            left = span.px(begins)
            places.setdefault(status, []).append(QRectF(left, y, max(2.0, span.px(ends) - left), high))
    for status, areas in places.items():
        painter.setBrush(QColor(theme.hue(status).line))
        painter.drawRects(areas)
        if status != "down" and high > 4:
            painter.setBrush(hatch(status == "recovering", theme))
            painter.drawRects(areas)


def hatch(recovering: bool, theme: Theme) -> QBrush:
    colour = QColor(theme.panel)
    colour.setAlpha(130)
    return QBrush(colour, Qt.BrushStyle.BDiagPattern if recovering else Qt.BrushStyle.Dense6Pattern)


def draw_playhead(painter: QPainter, x: float, scene: Scene, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.accent), 2))
    painter.drawLine(QLineF(x, scene.top, x, scene.bottom))
    painter.setBrush(QColor(theme.accent))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([QPointF(x - 7, 0), QPointF(x + 7, 0), QPointF(x, 9)]))


def draw_current(painter: QPainter, rows: Rows, here: Chip, theme: Theme) -> None:
    """The move just made, with its whole label even where its chip had no room for one."""
    label = plain(here.block.label)
    if here.label == label:
        draw_chip(painter, here, theme, lit=True)
        return
    painter.setFont(font(SIZES["fine"], "medium"))
    wide = painter.fontMetrics().horizontalAdvance(label) + 2 * PADDING
    left = min(here.place.left(), rows.span.width - MARGIN - wide)
    place = QRectF(left, here.place.center().y() - CHIP / 2, wide, CHIP)
    draw_chip(painter, Chip(here.block, place, label), theme, lit=True)
