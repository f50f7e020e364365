"""Text cut to fit: into one or two lines of so many pixels, with dots where something is missing."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF


@lru_cache(maxsize=64)
def metrics(key: str) -> QFontMetricsF:
    """Of a font given by its `toString`; asking Qt anew for each text is slow."""
    made = QFont()
    made.fromString(key)
    return QFontMetricsF(made)


def cut(text: str, font: QFont, width: float) -> str:
    return metrics(font.toString()).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))


def wrapped(text: str, font: QFont, width: float, most: int) -> tuple[str, ...]:
    """At most `most` lines, broken between words; the last one cut where the text goes on."""
    measure = metrics(font.toString())
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1 and measure.horizontalAdvance(" ".join(words)) > width:
        count = _fitting(words, measure, width)
        if not count:
            break
        lines.append(" ".join(words[:count]))
        words = words[count:]
    return (*lines, cut(" ".join(words), font, width)) if words else tuple(lines)


def _fitting(words: list[str], measure: QFontMetricsF, width: float) -> int:
    count = 0
    while count < len(words) and measure.horizontalAdvance(" ".join(words[: count + 1])) <= width:
        count += 1
    return count
