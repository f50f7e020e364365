"""The one way text of a scenario reaches Qt's labels and tips: as plain text, bounded, never as markup.

Qt guesses markup in labels and tips and would then load pictures named in it.
"""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from outage_gui.model.problems import shown

LABEL_MOST = 200
TIP_MOST = 2000
TIP_LINES = 40


def plain(text: str, most: int = LABEL_MOST) -> str:
    """Bounded, one line, without characters that print nothing or turn the direction."""
    return shown(" ".join(text[: 2 * most].split()), most)


def label(text: str = "", *, name: str = "", wrap: bool = False) -> QLabel:
    """A label that takes its text as it is. `name`: object name, for the style sheet."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    if not wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    set_text(made, text)
    return made


def set_text(shown_label: QLabel, text: str, *, most: int = LABEL_MOST) -> None:
    """New text for a label made by `label`; nothing happens when it is the same."""
    fresh = plain(text, most)
    if shown_label.text() != fresh:
        shown_label.setText(fresh)


def tip(text: str) -> str:
    """Text for Qt's tips: they guess markup and cannot be told otherwise, so this is markup with all of it escaped."""
    lines = [shown(line, TIP_MOST) for line in text[:TIP_MOST].split("\n")[:TIP_LINES]]
    cut = "…" if len(text) > TIP_MOST or text.count("\n") >= TIP_LINES else ""
    return "<qt>" + "<br>".join(escape(line) for line in lines) + cut + "</qt>" if text else ""


def set_tip(widget: QWidget, text: str) -> None:
    """A tip that shows the text as it is, line ends kept."""
    widget.setToolTip(tip(text))
