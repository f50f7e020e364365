"""Draws the lanes: chips, waits, flows, marks, ribbons, folds. What is to come is faint, what is assumed dashed."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from outage_gui.views.fonts import font
from outage_gui.views.lane_rows import CHIP, PADDING, Chip, MarkPlace, Rows
from outage_gui.views.timespan import GUTTER, MARGIN
from outage_gui.workbench.frame import Flow, Frame, Ribbon, Stretch, Tone
from outage_gui.workbench.theme import SIZES, Theme

FAINT = 0.42
CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def draw_static(painter: QPainter, rows: Rows, frame: Frame, theme: Theme) -> None:
    """Everything but the playhead; `frame.step` and `frame.x` tell past from future, `frame.why` what is lit."""
    painter.fillRect(0, 0, rows.span.width, rows.height + 4000, QColor(theme.panel))
    draw_names(painter, rows, theme)
    painter.setClipRect(QRectF(GUTTER - 8, 0, rows.span.width - GUTTER + 8, rows.height))
    draw_folds(painter, rows, theme)
    draw_waits(painter, rows, frame, theme)
    for number, ribbon in enumerate(rows.score.ribbons):
        draw_ribbon(painter, rows, number, ribbon, frame, theme)
    for flow in rows.score.flows:
        draw_flow(painter, rows, flow, frame, theme)
    for chip in rows.chips:
        painter.setOpacity(1.0 if chip.block.number <= frame.step else FAINT)
        draw_chip(painter, chip, frame, theme)
    for mark in rows.marks:
        painter.setOpacity(1.0 if mark.mark.at <= frame.at else FAINT)
        draw_mark(painter, mark, theme)
    painter.setOpacity(1.0)
    painter.setClipping(False)


def draw_names(painter: QPainter, rows: Rows, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.line), 1))
    for lane in range(len(rows.score.lanes)):
        y = rows.lane_y(lane)
        painter.drawLine(QLineF(GUTTER, y, rows.span.width - MARGIN, y))
    painter.setFont(font(SIZES["small"]))
    painter.setPen(QColor(theme.muted))
    for number, lane in enumerate(rows.score.lanes):
        draw_name(painter, lane.label, rows.lane_y(number), 12)
    painter.setPen(QColor(theme.text))
    for number, ribbon in enumerate(rows.score.ribbons):
        draw_name(painter, ribbon.label, rows.ribbon_y(number), 12)


def draw_name(painter: QPainter, name: str, y: float, x: float) -> None:
    room = GUTTER - x - 12
    cut = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room))
    painter.drawText(QRectF(x, y - 12, room, 24), LEFT, cut)


def draw_folds(painter: QPainter, rows: Rows, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.quiet), 1))
    for fold in rows.score.folds:
        x, zigzag = rows.span.px(fold.x), QPainterPath()
        zigzag.moveTo(x, 0)
        for number, y in enumerate(range(6, rows.height + 6, 6)):
            zigzag.lineTo(x + (3 if number % 2 else -3), y)
        painter.drawPath(zigzag)


def draw_waits(painter: QPainter, rows: Rows, frame: Frame, theme: Theme) -> None:
    painter.setFont(font(SIZES["fine"]))
    for wait in rows.score.waits:
        begins, ends, y = rows.span.px(wait.begins), rows.span.px(wait.ends), rows.lane_y(wait.lane)
        painter.setOpacity(1.0 if wait.begins <= frame.x else FAINT)
        painter.setPen(QPen(QColor(theme.degraded.line), 3, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(begins, y, ends, y))
        if painter.fontMetrics().horizontalAdvance(wait.label) < ends - begins - 40:
            painter.setPen(QColor(theme.degraded.text))
            painter.drawText(QRectF(begins + 30, y - 15, ends - begins - 30, 13), CENTRE, wait.label)
    painter.setOpacity(1.0)


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


def draw_chip(painter: QPainter, chip: Chip, frame: Frame, theme: Theme) -> None:
    block = chip.block
    line, ground, text = tone_hue(block.tone, theme)
    lit = frame.why is not None and block.number in frame.why.moves
    if block.number == frame.step or lit:
        line = theme.accent
    if block.what_if:
        line = theme.what_if
    wide = 2.0 if block.number == frame.step or lit else 1.0
    painter.setPen(QPen(QColor(line), wide, Qt.PenStyle.DashLine if block.assumed else Qt.PenStyle.SolidLine))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(chip.place, 4, 4)
    if chip.label:
        painter.setFont(font(SIZES["fine"], "medium"))
        painter.setPen(QColor(text))
        painter.drawText(chip.place, CENTRE, chip.label)


def draw_flow(painter: QPainter, rows: Rows, flow: Flow, frame: Frame, theme: Theme) -> None:
    """A stale read is always drawn; any other only beside the move the playhead stands on."""
    if not flow.stale and frame.step not in (flow.write, flow.read):
        return
    places = {chip.block.number: chip.place for chip in rows.chips if chip.block.number in (flow.write, flow.read)}
    if len(places) < 2:
        return
    begins, ends = places[flow.write], places[flow.read]
    path = QPainterPath(QPointF(begins.center().x(), begins.center().y()))
    bend = max(18.0, abs(ends.left() - begins.center().x()) / 3)
    path.cubicTo(
        begins.center() + QPointF(bend, 0), QPointF(ends.left() - bend, ends.center().y()),
        QPointF(ends.left() - 2, ends.center().y()),
    )  # fmt: skip
    colour = QColor(theme.down.line if flow.stale else theme.accent)
    painter.setOpacity(1.0 if flow.read <= frame.step else FAINT)
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    tip = QPointF(ends.left() - 1, ends.center().y())
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([tip, tip + QPointF(-7, -4), tip + QPointF(-7, 4)]))
    painter.setOpacity(1.0)


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


def draw_ribbon(painter: QPainter, rows: Rows, number: int, ribbon: Ribbon, frame: Frame, theme: Theme) -> None:
    """The modelled statuses as a bar; below it, thin, what was recorded."""
    y = rows.ribbon_y(number)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.raised if theme.name == "dark" else theme.canvas))
    painter.drawRoundedRect(QRectF(GUTTER, y - 5, rows.span.width - GUTTER - MARGIN, 10), 3, 3)
    for stretch in ribbon.modelled:
        draw_stretch(painter, rows, stretch, QRectF(0, y - 5, 0, 10), frame, theme)
    for stretch in ribbon.observed:
        draw_stretch(painter, rows, stretch, QRectF(0, y + 6, 0, 3), frame, theme)


def draw_stretch(
    painter: QPainter, rows: Rows, stretch: Stretch, line: QRectF, frame: Frame, theme: Theme
) -> None:  # fmt: skip
    """What has come to pass is solid, what is to come faint; recovery is hatched, so that it is told without colour."""
    if stretch.status == "ok":
        return
    begins, ends = rows.span.px(stretch.begins), rows.span.px(stretch.ends)
    now = min(max(rows.span.px(frame.x), begins), ends)
    colour = QColor(theme.hue(stretch.status).line)
    for low, high, opacity in ((begins, now, 1.0), (now, ends, FAINT)):
        if high <= low:
            continue
        place = QRectF(low, line.y(), max(2.0, high - low), line.height())
        painter.setOpacity(opacity)
        painter.setBrush(colour)
        painter.drawRect(place)
        if stretch.status != "down" and line.height() > 4:
            draw_hatch(painter, place, stretch.status == "recovering", theme)
    painter.setOpacity(1.0)


def draw_hatch(painter: QPainter, place: QRectF, recovering: bool, theme: Theme) -> None:
    pattern = Qt.BrushStyle.BDiagPattern if recovering else Qt.BrushStyle.Dense6Pattern
    colour = QColor(theme.panel)
    colour.setAlpha(130)
    painter.save()
    painter.setBrush(colour)
    brush = painter.brush()
    brush.setStyle(pattern)
    painter.setBrush(brush)
    painter.drawRect(place)
    painter.restore()


def draw_playhead(painter: QPainter, x: float, height: int, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.accent), 2))
    painter.drawLine(QLineF(x, 0, x, height))
    painter.setBrush(QColor(theme.accent))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([QPointF(x - 7, 0), QPointF(x + 7, 0), QPointF(x, 9)]))


def draw_current(painter: QPainter, rows: Rows, frame: Frame, theme: Theme) -> None:
    """The move just made, with its whole label even where its chip had no room for one."""
    here = next((chip for chip in rows.chips if chip.block.number == frame.step), None)
    if here is None or here.label == here.block.label:
        return
    painter.setFont(font(SIZES["fine"], "medium"))
    wide = painter.fontMetrics().horizontalAdvance(here.block.label) + 2 * PADDING
    left = min(here.place.left(), rows.span.width - MARGIN - wide)
    place = QRectF(left, here.place.center().y() - CHIP / 2, wide, CHIP)
    draw_chip(painter, Chip(here.block, place, here.block.label), frame, theme)
