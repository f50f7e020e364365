"""A picture in square tiles: which of them a thing touches, as bits of one number. Sets of tiles are joined by `|`."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QRegion

SIDE = 32  # pixels


class Tiles(NamedTuple):
    """Row by row from the top left."""

    columns: int
    rows: int

    def touched(self, area: QRectF) -> int:
        """Those that a rectangle in pixels reaches into."""
        left, right = max(0, int(area.left() // SIDE)), min(self.columns - 1, int(area.right() // SIDE))
        top, bottom = max(0, int(area.top() // SIDE)), min(self.rows - 1, int(area.bottom() // SIDE))
        if left > right or top > bottom:
            return 0
        row = ((1 << (right - left + 1)) - 1) << left
        return sum(row << (self.columns * number) for number in range(top, bottom + 1))

    def every(self) -> int:
        return (1 << (self.columns * self.rows)) - 1

    def region(self, tiles: int) -> QRegion:
        """Where they are, in pixels."""
        made, row = QRegion(), (1 << self.columns) - 1
        for number in range(self.rows):
            for left, right in _runs(tiles >> (self.columns * number) & row):
                made += QRect(left * SIDE, number * SIDE, (right - left) * SIDE, SIDE)
        return made


def tiled(size: QSize) -> Tiles:
    """As many as cover a picture of that size."""
    return Tiles(-(-size.width() // SIDE), -(-size.height() // SIDE))


def _runs(bits: int) -> list[tuple[int, int]]:
    """Neighbours that are on, from one place up to before another."""
    found, place = [], 0
    while bits:
        off = (bits & -bits).bit_length() - 1
        bits >>= off
        on = (~bits & (bits + 1)).bit_length() - 1
        found.append((place + off, place + off + on))
        bits >>= on
        place += off + on
    return found
