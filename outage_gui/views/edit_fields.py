"""The fields of a form: each shows a value, and tells what was written a moment after the last key."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QSyntaxHighlighter
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QSizePolicy, QToolButton

from outage_gui.model.limits import TEXT_CHARACTERS
from outage_gui.views.controls import Chooser
from outage_gui.views.edit_complete import Completer
from outage_gui.views.edit_highlight import formats
from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.header import menu_text
from outage_gui.views.plain import plain
from outage_gui.workbench.draft import as_shown, retyped
from outage_gui.workbench.edit_colours import language
from outage_gui.workbench.edit_words import Completion
from outage_gui.workbench.theme import DARK, SIZES, Theme

PAUSE = 120  # ms after the last key
NOT_SET = "–"
Tell = Callable[[str], None]
Complete = Callable[[str, int], Completion]


class Later:
    """Tells once when keys have rested, or at once when asked."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell, self._timer = tell, QTimer()
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(tell)

    def start(self) -> None:
        self._timer.start()

    def flush(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._tell()

    @property
    def waiting(self) -> bool:
        return self._timer.isActive()


class Line(QLineEdit):
    """One line of text."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self.setMaxLength(TEXT_CHARACTERS)
        self._later = Later(lambda: tell(self.text()))
        self.textEdited.connect(lambda _: self._later.start())
        self.editingFinished.connect(self._later.flush)

    def put(self, text: str, theme: Theme) -> None:
        if not self._later.waiting and self.text() != text and not (self.hasFocus() and self.text().strip() == text):
            self.setText(text)

    def flush(self) -> None:
        self._later.flush()


class Colours(QSyntaxHighlighter):
    """Of the language alone."""

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field.document())
        self.theme = DARK

    @guarded
    def highlightBlock(self, text: str) -> None:
        known = formats(self.theme)
        for stretch in language(text, 0):
            self.setFormat(stretch.start, stretch.length, known[stretch.colour])


class Area(QPlainTextEdit):
    """Text over several lines, as high as it needs. With `complete` it is language: coloured, words offered.

    `one`: Enter ends it instead of beginning a line.
    """

    def __init__(self, tell: Tell, complete: Complete | None = None, *, one: bool = False) -> None:
        super().__init__()
        self._later, self._one = Later(lambda: tell(retyped(self._put, self.toPlainText()))), one
        self._put = ""  # what was shown last: colours change too, which is no typing
        self._colours = Colours(self) if complete else None
        self._completer = Completer(self, complete) if complete else None
        self.setObjectName("language" if complete else "prose")
        self.setFont(font(SIZES["body"], numbers=complete is not None))
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        self._grow()

    def put(self, text: str, theme: Theme) -> None:
        shown, fresh = self.toPlainText(), as_shown(text)
        same = shown == fresh or (self.hasFocus() and shown.strip() == fresh.strip())
        if not self._later.waiting and not same:
            self._put = text
            self.setPlainText(text)
        self._put = text if not self._later.waiting else self._put
        if self._colours is not None and self._colours.theme is not theme:
            self._colours.theme = theme
            self._colours.rehighlight()

    def flush(self) -> None:
        self._later.flush()

    def _changed(self) -> None:
        if self.toPlainText() != as_shown(self._put):
            self._later.start()

    def _grow(self) -> None:
        lines = min(9, max(1, int(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 14)

    @guarded(default=lambda: QSize(200, 30))
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 30)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._completer is not None and self._completer.takes(event):
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and (self._one or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.flush()
            return
        super().keyPressEvent(event)
        if self._completer is not None:
            self._completer.follow(event)

    @guarded
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.flush()
        if self._completer is not None:
            self._completer.hide()
        super().focusOutEvent(event)


class Choice(Chooser):
    """One of some words, or none."""

    def __init__(self, words: tuple[str, ...], tell: Tell) -> None:
        super().__init__()
        self._words = ("", *words)
        self.addItems([NOT_SET, *(plain(word, 60) for word in words)])
        self.activated.connect(lambda number: tell(self._words[number]))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(80)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def put(self, text: str, theme: Theme) -> None:
        if text not in self._words:
            self._words = (*self._words, text)
            self.addItem(plain(text, 60))
        self.setCurrentIndex(self._words.index(text))

    def flush(self) -> None:
        """Told when chosen."""


class Several(QToolButton):
    """Some of the names there are, checked in a menu."""

    def __init__(self, words: tuple[str, ...], tell: Tell) -> None:
        super().__init__()
        self._tell, self._menu = tell, QMenu(self)
        self._chosen: list[str] = []
        self._words = words
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._menu.aboutToShow.connect(self._fill)

    def put(self, text: str, theme: Theme) -> None:
        self._chosen = [name for name in text.split(", ") if name]
        self.setText(plain(text, 60) or ("none chosen" if self._words else "nothing to choose yet"))
        self.setEnabled(bool(self._words or self._chosen))

    def flush(self) -> None:
        """Told when chosen."""

    def _fill(self) -> None:
        self._menu.clear()
        for name in dict.fromkeys((*self._words, *self._chosen)):
            action = self._menu.addAction(menu_text(name))
            action.setCheckable(True)
            action.setChecked(name in self._chosen)
            action.triggered.connect(lambda on, name=name: self._toggle(name, on))

    def _toggle(self, name: str, on: bool) -> None:
        chosen = [*self._chosen, name] if on else [one for one in self._chosen if one != name]
        self._tell(", ".join(chosen))


Field = Line | Area | Choice | Several
