"""The colours of the text: what each stretch of a line is comes from `edit_colours`, how it looks from the theme."""

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from outage_gui.views.guard import guarded
from outage_gui.workbench.edit_colours import OUTSIDE, Colour, coloured
from outage_gui.workbench.theme import DARK, Theme

LONGEST = 2_000  # characters of a line that is coloured


def formats(theme: Theme) -> dict[Colour, QTextCharFormat]:
    hues: dict[Colour, str] = {
        "key": theme.accent,
        "word": theme.what_if,
        "number": theme.degraded.text,
        "name": theme.text,
        "sign": theme.muted,
        "quote": theme.recovering.text,
        "remark": theme.muted,
    }
    made = {colour: QTextCharFormat() for colour in hues}
    for colour, hue in hues.items():
        made[colour].setForeground(QColor(hue))
    made["word"].setFontWeight(QFont.Weight.DemiBold)
    made["remark"].setFontItalic(True)
    return made


class Highlighter(QSyntaxHighlighter):
    """Colours lines as they change."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats = formats(DARK)

    def set_theme(self, theme: Theme) -> None:
        self._formats = formats(theme)
        self.rehighlight()

    @guarded
    def highlightBlock(self, text: str) -> None:
        entered = max(self.previousBlockState(), OUTSIDE)
        if len(text) > LONGEST:
            self.setCurrentBlockState(entered)
            return
        stretches, left = coloured(text, entered)
        for stretch in stretches:
            self.setFormat(stretch.start, stretch.length, self._formats[stretch.colour])
        self.setCurrentBlockState(left)
