"""The findings, other ways in which they come about, and runs that end well: one order of each class, as cards."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from outage_gui.views.explore_card import OrderCard
from outage_gui.views.plain import label, set_text
from outage_gui.workbench.explore_frame import Explore, Finding, Outcome
from outage_gui.workbench.theme import Theme
from outage_gui.workbench.wording import counted

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench


CHOOSE = "The one chosen is what “Too late?” and the game are about. A double click replays."


class Group(QWidget):
    """A title, a line under it, and cards; hidden where there are none."""

    def __init__(self, replay: Callable[[int], None], choose: Callable[[int], None] | None = None) -> None:
        super().__init__()
        self._replay, self._choose = replay, choose
        self._title, self._below = label(name="section"), label(name="muted", wrap=True)
        self._cards: list[OrderCard] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 12)
        self._lines.setSpacing(8)
        for widget in (self._title, self._below):
            self._lines.addWidget(widget)
        self._lines.addStretch(1)

    def show_orders(self, orders: Sequence[Finding], words: tuple[str, str], theme: Theme, *, meant: str = "") -> None:
        """words: title and what stands under it. meant: the check whose card is the chosen one."""
        while len(self._cards) < len(orders):
            number = len(self._cards)
            choose = partial(self._choose, number) if self._choose else None
            self._cards.append(OrderCard(choose, partial(self._replay, number)))
            self._lines.insertWidget(self._lines.count() - 1, self._cards[-1])
        for card, order in zip(self._cards, orders, strict=False):
            good = order.kind == "good"
            card.show_order(order, theme, chosen=bool(meant) and order.check == meant and not good, brief=good)
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(orders))
        set_text(self._title, words[0])
        set_text(self._below, words[1])
        self._below.setVisible(bool(words[1]))
        self.setVisible(bool(orders))

    def cards(self) -> tuple[OrderCard, ...]:
        """The ones in use."""
        return tuple(card for card in self._cards if not card.isHidden())


class Findings(QWidget):
    """Below each other, in one column that scrolls."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._none: QLabel = label(name="saying", wrap=True)
        self.found = Group(workbench.show_finding, workbench.mean)
        self.others, self.good = Group(workbench.show_other), Group(workbench.show_good)
        inner = QWidget()
        inner.setObjectName("page")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, 10, 0)
        lines.setSpacing(6)
        for widget in (self._none, self.found, self.others, self.good):
            lines.addWidget(widget)
        lines.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("page")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll, 1)
        self.setAccessibleName("Findings and good runs")

    def draw(self, explore: Explore, theme: Theme) -> None:
        outcome = explore.outcome
        set_text(self._none, none_words(explore))
        self._none.setVisible(not (outcome and outcome.findings))
        chosen = len(outcome.findings) > 1 if outcome else False
        words = (
            "WHAT CAN FAIL · ITS SHORTEST ORDER",
            CHOOSE * chosen,
        )
        found = outcome.findings if outcome else ()
        self.found.show_orders(found, words, theme, meant=explore.meant if chosen else "")
        self.others.show_orders(outcome.others if outcome else (), ("IT CAN ALSO COME ABOUT LIKE THIS", ""), theme)
        self.good.show_orders(outcome.good if outcome else (), good_words(outcome), theme)


def good_words(outcome: Outcome | None) -> tuple[str, str]:
    if outcome is None:
        return "", ""
    shown = len(outcome.good)
    told = f"The {shown} nearest of {outcome.endings:,}." if outcome.endings > shown else ""
    return f"ENDS WELL · {counted(outcome.endings, 'WAY', 'WAYS')}", told


def none_words(explore: Explore) -> str:
    if explore.empty:
        return ""
    if explore.outcome is None:
        return "What can go wrong stands here once every order has been explored."
    if explore.outcome.verdict == "verified":
        return "Nothing can fail: every check holds in every order."
    return "Nothing was found so far, but not every order was explored."
