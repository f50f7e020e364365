"""The head of the Explore screen: the verdict in one sentence, how far the search is, the figures of the meeting."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from outage_gui.views.explore_paint import draw_verdict, write, write_lines
from outage_gui.views.fonts import font
from outage_gui.views.guard import guarded
from outage_gui.views.paint import painting
from outage_gui.views.plain import label, plain, set_text, set_tip
from outage_gui.workbench.explore_figures import Figure, figures
from outage_gui.workbench.explore_frame import Counters, Explore
from outage_gui.workbench.theme import DARK, SIZES, Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench

MARK = 34
TALL = 76  # of a figure
NONE = Explore()


class VerdictMark(QWidget):
    """The shape of the verdict; its word stands in the sentence beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._explore, self._theme = NONE, DARK
        self.setFixedSize(QSize(MARK + 4, MARK + 4))

    def show_verdict(self, explore: Explore, theme: Theme) -> None:
        self._explore, self._theme = explore, theme
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            centre = QPointF(self.width() / 2, self.height() / 2)
            draw_verdict(painter, self._explore.verdict, centre, MARK, self._theme)


class Progress(QWidget):
    """A thin line that fills; gone when there is nothing to wait for."""

    def __init__(self) -> None:
        super().__init__()
        self._counters, self._theme = Counters(), DARK
        self.setFixedHeight(4)

    def show_progress(self, counters: Counters, theme: Theme, *, under_way: bool) -> None:
        self._counters, self._theme = counters, theme
        self.setVisible(under_way)
        self.setAccessibleName(f"{counters.progress:.0%} explored")
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            whole = QRectF(self.rect())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.line))
            painter.drawRoundedRect(whole, 2, 2)
            painter.setBrush(QColor(self._theme.accent))
            painter.drawRoundedRect(whole.adjusted(0, 0, -whole.width() * (1 - self._counters.progress), 0), 2, 2)


class Figures(QWidget):
    """The figures beside each other, each with what is meant by it."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: tuple[Figure, ...] = ()
        self._theme = DARK
        self.setFixedHeight(TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figures(self, shown: tuple[Figure, ...], theme: Theme) -> None:
        self._figures, self._theme = shown, theme
        self.setVisible(bool(shown))
        self.setAccessibleName(plain("; ".join(f"{one.title}: {one.value}, {one.meaning}" for one in shown), 900))
        set_tip(self, "\n".join(f"{one.title}: {one.value} ({one.meaning})" for one in shown))
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._figures:
            return
        theme = self._theme
        wide = self.width() / len(self._figures)
        with painting(self) as painter:
            for number, one in enumerate(self._figures):
                x = number * wide
                if number:
                    painter.fillRect(QRectF(x - 12, 6, 1, TALL - 14), QColor(theme.line))
                room = wide - 22
                title = font(SIZES["fine"], "medium")
                write(painter, QRectF(x, 0, room, 18), one.title, title, theme.muted)
                colour = theme.down.text if one.bad else theme.text
                write(painter, QRectF(x, 17, room, 28), one.value, font(SIZES["title"] + 2, "semibold"), colour)
                below = QRectF(x, 46, room, TALL - 46)
                write_lines(painter, below, one.meaning, font(SIZES["fine"]), theme.muted)


class VerdictBand(QWidget):
    """Sentence, fine print, counters, progress, figures, and the three buttons."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self.setObjectName("bar")
        self._mark, self._progress, self.figures = VerdictMark(), Progress(), Figures()
        self._sentence, self._below = label(name="verdict", wrap=True), label(name="muted", wrap=True)
        self._counters, self._doing = label(name="numbers"), label(name="muted")
        self.start = button("Explore", workbench.explore, "primary")
        self.pause = button("Pause", workbench.pause_exploring)
        self.cancel = button("Cancel", workbench.cancel_exploring)
        self.game = button("You are the scheduler", lambda: workbench.play_scheduler(True))
        set_tip(self.game, "The room picks every move and tries to cause the outage")
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._sentence)
        words.addWidget(self._below)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for widget in (self.game, self.start, self.pause, self.cancel):
            buttons.addWidget(widget)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        top.addLayout(buttons)
        top.setAlignment(buttons, Qt.AlignmentFlag.AlignTop)
        counting = QHBoxLayout()
        counting.addWidget(self._counters)
        counting.addStretch(1)
        counting.addWidget(self._doing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 16, 28, 8)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addWidget(self.figures)
        whole.addLayout(counting)
        whole.addWidget(self._progress)

    def draw(self, explore: Explore, theme: Theme) -> None:
        under_way = explore.state in ("running", "paused")
        set_text(self._sentence, explore.sentence or "Not explored yet", most=300)
        set_text(self._below, explore.below, most=400)
        self._below.setVisible(bool(explore.below))
        set_text(self._counters, counter_words(explore))
        self._counters.setVisible(under_way)
        doing = explore.counters.doing + (" · paused" if explore.state == "paused" else "")
        set_text(self._doing, f"{explore.counters.progress:.0%} · {doing}" if under_way else "", most=120)
        self._doing.setVisible(under_way)
        self._mark.show_verdict(explore, theme)
        self._progress.show_progress(explore.counters, theme, under_way=under_way)
        self.figures.show_figures(figures(explore.outcome) if explore.outcome else (), theme)
        self._draw_buttons(explore, under_way)
        self.setAccessibleName(plain(explore.sentence))

    def _draw_buttons(self, explore: Explore, under_way: bool) -> None:
        self.start.setText("Go on" if explore.state == "paused" else "Explore again" if explore.outcome else "Explore")
        settled = explore.state == "done" and not explore.missing
        self.start.setVisible(explore.state != "running" and not settled and not explore.empty)
        self.pause.setVisible(explore.state == "running")
        self.cancel.setVisible(under_way)
        self.game.setVisible(explore.verdict == "violated" and not under_way)


def button(text: str, pressed: Callable[[], None], name: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    made.clicked.connect(lambda: pressed())
    return made


def counter_words(explore: Explore) -> str:
    """While it is under way: "187,758 states · 550,255 generated · 37 moves deep · 53,140 states/s"."""
    counters = explore.counters
    if not counters.states:
        return ""
    parts = [f"{counters.states:,} states", f"{counters.generated:,} generated", f"{counters.depth:,} moves deep"]
    return " · ".join([*parts, f"{counters.per_second:,} states/s"])
