"""Two small controls Qt does not have: a label that cuts its text where room ends, a chooser with our own arrow."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy

from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting


class CutLabel(QLabel):
    """Plain text on one line, ended by an ellipsis where it does not fit."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(60)

    @guarded(default=lambda: QSize(120, 20))
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 4, metrics.height())

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            cut = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)


class Chooser(QComboBox):
    """A combo box whose arrow is drawn in the text's colour: a style sheet takes away the one Qt draws."""

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with painting(self) as painter:
            colour: QColor = self.palette().color(QPalette.ColorRole.ButtonText)
            painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            middle = QPointF(self.width() - 15, self.height() / 2 + 2)
            painter.drawPolyline([middle + QPointF(-4, -4), middle, middle + QPointF(4, -4)])
