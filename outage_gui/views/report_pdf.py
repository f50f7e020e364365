"""A report as PDF: laid out by Qt from plain text, with the graph painted at its key moments."""

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTableFormat,
)

from outage_gui.views.camera import fitted
from outage_gui.views.fonts import Weight, font
from outage_gui.views.graph_picture import GraphPicture
from outage_gui.views.graph_still import View
from outage_gui.views.ground import LEGEND
from outage_gui.views.paint import canvas, painting
from outage_gui.views.plain import plain
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.report_frame import Moment, Report, Rows, Words
from outage_gui.workbench.theme import LIGHT

Shown = Callable[[Playhead], Frame]
DOTS = 144  # an inch
PAGE = 672.0, 980.0  # the printed part of A4 at 96 dots an inch
WIDE, HIGH = 1720, 760  # of a picture, pixels
A_PAGE = 2  # pictures
MOST = 2_000  # characters in a paragraph


class Sheet:
    """Writes a report into a document, from the top on."""

    def __init__(self, shown: Shown, width: float, height: float) -> None:
        self.document = QTextDocument()
        self.document.setDefaultFont(face(13))
        self.document.setPageSize(QSizeF(width, height))
        self.document.setDocumentMargin(0)
        self._shown, self._width = shown, width
        self._cursor = QTextCursor(self.document)
        self._pictures = 0

    def write(self, report: Report) -> None:
        self._say(report.title, 26, "semibold", above=0)
        self._say(report.subtitle, 13)
        for section in report.sections:
            self._say(section.title, 18, "semibold", above=18, fresh_page=isinstance(section.parts[0], Moment))
            for part in section.parts:
                match part:
                    case Words(text=text):
                        self._say(text, 12.5)
                    case Rows():
                        self._table(part)
                    case Moment():
                        self._moment(part)
                    case _:
                        assert_never(part)

    def _say(
        self, text: str, size: float, weight: Weight = "regular", *, above: float = 5, fresh_page: bool = False
    ) -> None:
        block, letters = QTextBlockFormat(), QTextCharFormat()
        if fresh_page:
            block.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        block.setTopMargin(above)
        block.setBottomMargin(3)
        letters.setFont(face(size, weight))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.insertBlock(block, letters)
        self._cursor.insertText(plain(text, MOST), letters)

    def _table(self, rows: Rows) -> None:
        form = QTextTableFormat()
        form.setCellPadding(3)
        form.setCellSpacing(0)
        form.setBorder(0.5)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderCollapse(True)
        form.setHeaderRowCount(1)
        form.setTopMargin(6)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        table = self._cursor.insertTable(len(rows.rows) + 1, len(rows.head), form)
        for number, row in enumerate((rows.head, *rows.rows)):
            letters = QTextCharFormat()
            letters.setFont(face(10.5, "semibold" if not number else "regular"))
            for column, text in enumerate(row):
                table.cellAt(number, column).firstCursorPosition().insertText(plain(text, MOST), letters)

    def _moment(self, moment: Moment) -> None:
        begins = bool(self._pictures) and self._pictures % A_PAGE == 0
        self._say(moment.title, 13.5, "semibold", above=10, fresh_page=begins)
        name = f"moment-{self._pictures}"
        self._pictures += 1
        self.document.addResource(QTextDocument.ResourceType.ImageResource, name, painted(self._shown(moment.here)))
        picture = QTextImageFormat()
        picture.setName(name)
        picture.setWidth(self._width)
        picture.setHeight(self._width * HIGH / WIDE)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.insertBlock(QTextBlockFormat())
        self._cursor.insertImage(picture)
        self._say(moment.words, 11.5)


def face(size: float, weight: Weight = "regular") -> QFont:
    """Glyphs as they come: digits of equal width and dashes fitted to them could be neither searched nor copied."""
    made = QFont(font(size, weight))
    made.clearFeatures()
    made.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return made


def painted(frame: Frame) -> QImage:
    """The graph as it stands, light, as on screen."""
    size = QSize(WIDE, HIGH)
    picture = canvas(size, 1.0)
    camera = fitted(frame.stage.size, WIDE, HIGH - LEGEND)
    with painting(picture) as painter:
        GraphPicture().paint(painter, frame, View(camera, LIGHT, size, 1.0))
    return picture.toImage()


def as_pdf(report: Report, shown: Shown) -> bytes:
    """A4, upright, with page numbers. `shown`: what there is to see at a place."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(plain(report.title))
    writer.setCreator("Outage replay")
    writer.setResolution(DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(16, 16, 16, 16), QPageLayout.Unit.Millimeter)
    sheet = Sheet(shown, *PAGE)
    sheet.write(report)
    with painting(writer) as painter:
        scale = writer.width() / PAGE[0]
        painter.scale(scale, scale)
        for number in range(sheet.document.pageCount()):
            if number:
                writer.newPage()
            printed(painter, sheet.document, number)
    return bytes(buffer.data().data())


def printed(painter: QPainter, document: QTextDocument, number: int) -> None:
    """One page, and its number at the foot."""
    width, height = PAGE
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, number * height, width, height)
    context.palette.setColor(QPalette.ColorRole.Text, QColor(LIGHT.text))
    painter.save()
    painter.setClipRect(QRectF(0, 0, width, height))
    painter.translate(0, -number * height)
    document.documentLayout().draw(painter, context)
    painter.restore()
    painter.setFont(face(10))
    painter.setPen(QColor(LIGHT.muted))
    foot = QRectF(0, height + 4, width, 16)
    painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{number + 1} of {document.pageCount()}")
