"""A report as PDF: laid out by Qt from plain text, with the graph painted at its key moments."""

from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF, Qt
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

from outage_gui.views.fonts import Weight, font
from outage_gui.views.graph import GraphView
from outage_gui.views.paint import painting
from outage_gui.views.plain import plain
from outage_gui.workbench.report_frame import Moment, Report, Rows, Words
from outage_gui.workbench.theme import LIGHT
from outage_gui.workbench.workbench import Workbench

DOTS = 144  # an inch
PAGE = 672.0, 980.0  # the printed part of A4 at 96 dots an inch
WIDE, HIGH = 1720, 760  # of a picture, pixels
A_PAGE = 2  # pictures
MOST = 2_000  # characters in a paragraph


class Sheet:
    """Writes a report into a document, from the top on."""

    def __init__(self, workbench: Workbench, width: float, height: float) -> None:
        self.document = QTextDocument()
        self.document.setDefaultFont(face(13))
        self.document.setPageSize(QSizeF(width, height))
        self.document.setDocumentMargin(0)
        self._workbench, self._width = workbench, width
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
        self._workbench.seek(moment.here.at)
        if self._workbench.frame.step != moment.here.step:
            self._workbench.jump(moment.here.step)
        name = f"moment-{self._pictures}"
        self._pictures += 1
        self.document.addResource(QTextDocument.ResourceType.ImageResource, name, painted(self._workbench))
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


def painted(workbench: Workbench) -> QImage:
    """The graph as it stands, light, as on screen."""
    view = GraphView(workbench)
    view.set_theme(LIGHT)
    view.resize(QSize(WIDE, HIGH))
    view.draw(workbench.frame)
    view.fit()
    picture = view.grab().toImage()
    view.close()
    return picture


def write_pdf(report: Report, workbench: Workbench, path: Path) -> None:
    """A4, upright, with page numbers. The file is written at the path; the caller puts it in its place."""
    writer = QPdfWriter(str(path))
    writer.setTitle(plain(report.title))
    writer.setCreator("Outage replay")
    writer.setResolution(DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(16, 16, 16, 16), QPageLayout.Unit.Millimeter)
    sheet = Sheet(workbench, *PAGE)
    sheet.write(report)
    with painting(writer) as painter:
        scale = writer.width() / PAGE[0]
        painter.scale(scale, scale)
        for number in range(sheet.document.pageCount()):
            if number:
                writer.newPage()
            printed(painter, sheet.document, number)


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
