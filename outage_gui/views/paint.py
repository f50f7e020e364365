"""Painters that always end, and pictures that stay when a drawing fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPaintDevice, QPainter, QPixmap
from PySide6.QtWidgets import QWidget


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """An antialiased painter on the device, ended whatever happens: one left open crashes the next paint."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    try:
        yield painter
    finally:
        painter.end()


def canvas(size: QSize, dpr: float) -> QPixmap:
    """A transparent picture of this size in units, sharp on a screen of this scale."""
    pixmap = QPixmap(max(1, round(size.width() * dpr)), max(1, round(size.height() * dpr)))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


class Kept:
    """The picture a widget showed last; a drawing that raises leaves it on screen. Call `show` from paintEvent."""

    def __init__(self) -> None:
        self._good = QPixmap()
        self._next = QPixmap()

    def show(self, widget: QWidget, draw: Callable[[QPainter], None]) -> None:
        """Draw the whole widget, and raise what `draw` raises after the last good picture is back."""
        try:
            self._draw(widget, draw)
        finally:
            with painting(widget) as painter:
                painter.drawPixmap(QPoint(0, 0), self._good)

    @property
    def picture(self) -> QPixmap:
        """The last good one."""
        return self._good

    def fits(self, widget: QWidget) -> bool:
        """Whether there is one of the size of the widget."""
        dpr = widget.devicePixelRatioF()
        return self._good.size() == widget.size() * dpr and self._good.devicePixelRatio() == dpr

    def _draw(self, widget: QWidget, draw: Callable[[QPainter], None]) -> None:
        size, dpr = widget.size(), widget.devicePixelRatioF()
        if self._next.size() != size * dpr or self._next.devicePixelRatio() != dpr:
            self._next = canvas(size, dpr)
        with painting(self._next) as painter:
            draw(painter)
        self._good, self._next = self._next, self._good
