"""What only the presenter sees, on another display: notes, the next scene, elapsed time, every scene to jump to."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPaintEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QSizePolicy, QVBoxLayout, QWidget

from outage_gui.views.guard import guarded
from outage_gui.views.look import other_display
from outage_gui.views.paint import painting
from outage_gui.views.plain import label, plain, set_text
from outage_gui.views.present_keys import TalkWindow
from outage_gui.views.scene_pictures import ScenePictures
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.presenting import minutes
from outage_gui.workbench.theme import DARK, Theme

if TYPE_CHECKING:
    from outage_gui.workbench.workbench import Workbench


class ActionField(QLineEdit):
    """Its keys are its own: Enter does not go on to the next scene."""

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        event.accept()


class SceneSpot(QWidget):
    """A scene as the room sees it, as large as there is room; nothing after the last."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__()
        self._pictures, self._scene, self._theme = ScenePictures(workbench, whole=False), 1, DARK
        self.setMinimumSize(240, 135)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_scene(self, number: int, theme: Theme) -> None:
        self._scene, self._theme = number, theme
        self.update()

    @guarded(default=lambda: 135)
    def heightForWidth(self, width: int) -> int:
        return width * 9 // 16

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        self._pictures.prepare(self._theme, self.size(), self.devicePixelRatioF())
        picture = self._pictures.picture(self._scene)
        if picture is not None:
            with painting(self) as painter:
                painter.drawPixmap(0, 0, picture)
                painter.setPen(QColor(self._theme.line))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PresenterWindow(TalkWindow):
    """Follows the talk; closing it ends nothing."""

    def __init__(self, workbench: "Workbench") -> None:
        super().__init__(workbench)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWindowTitle("Notes – Outage replay")
        self._began, self._done, self._count = time.monotonic(), 0, 0
        self._place, self._elapsed, self._pace = label(name="far"), label(name="bigclock"), label(name="far")
        self._title, self._say = label(name="scene", wrap=True), label(name="far", wrap=True)
        self._notes, self._ask = label(name="caption", wrap=True), label(name="ask", wrap=True)
        self._next, self._actions = label(name="far", wrap=True), label(name="far", wrap=True)
        self.action = ActionField()
        self.action.setObjectName("far")
        self.action.setPlaceholderText("Note an action at this moment, Enter")
        self.action.setAccessibleName("Note an action")
        self.action.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.action.returnPressed.connect(self._note)
        self.scenes = QListWidget()
        self.scenes.setAccessibleName("Scenes")
        self.scenes.setObjectName("far")
        self.scenes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scenes.itemClicked.connect(lambda item: workbench.talk.show_scene(self.scenes.row(item) + 1))
        self._now, self._following = SceneSpot(workbench), SceneSpot(workbench)
        self._beat = QTimer(self)
        self._beat.setInterval(1000)
        self._beat.timeout.connect(self._tell_time)
        self._lay_out()
        self.resize(1100, 700)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._elapsed)
        top.addWidget(self._pace)
        top.addStretch(1)
        top.addWidget(self._place)
        words = QVBoxLayout()
        words.setSpacing(12)
        words.addLayout(top)
        for widget in (self._title, self._say, self._notes, self._ask):
            words.addWidget(widget)
        words.addStretch(1)
        pictures = QHBoxLayout()
        pictures.setSpacing(20)
        for heading, picture in ((label("This scene", name="far"), self._now), (self._next, self._following)):
            column = QVBoxLayout()
            column.addWidget(heading, 0, Qt.AlignmentFlag.AlignBottom)
            column.addWidget(picture)
            pictures.addLayout(column, 1)
        words.addLayout(pictures)
        words.addWidget(self._actions)
        words.addWidget(self.action)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(28, 20, 28, 20)
        whole.setSpacing(28)
        whole.addLayout(words, 3)
        whole.addWidget(self.scenes, 1)

    def draw(self, frame: Frame, theme: Theme) -> None:
        present = frame.present
        if present is None:
            return
        self._began, self._done, self._count = present.began, present.scene - 1, len(present.titles)
        blank = "  ·  screen blank" if present.blank else ""
        frozen = "  ·  screen frozen" if present.frozen else ""
        set_text(self._place, f"{present.scene} / {len(present.titles)}  ·  {frame.clock.time}{blank}{frozen}")
        set_text(self._title, present.title)
        set_text(self._say, present.say, most=600)
        set_text(self._notes, present.notes or "No notes for this scene.", most=1_500)
        set_text(self._ask, f"Ask: {present.ask}" if present.ask else "", most=400)
        after = f"Next: {present.next_title}. {present.next_say}" if present.next_title else "This is the last scene."
        set_text(self._next, after, most=400)
        set_text(self._actions, f"Actions noted: {'  ·  '.join(present.actions)}", most=600)
        self._actions.setVisible(bool(present.actions))
        self._now.show_scene(present.scene, theme)
        self._following.show_scene(present.scene + 1, theme)
        self._list(present.titles, present.scene)
        self._tell_time()

    def _list(self, titles: tuple[str, ...], current: int) -> None:
        if self.scenes.count() != len(titles):
            self.scenes.clear()
            self.scenes.addItems([f"{number}  {plain(title)}" for number, title in enumerate(titles, start=1)])
        self.scenes.setCurrentRow(current - 1)

    def _tell_time(self) -> None:
        seconds = int(time.monotonic() - self._began)
        set_text(self._elapsed, minutes(seconds))
        set_text(self._pace, pace(seconds, self._done, self._count))

    def _note(self) -> None:
        say = self.action.text()
        self.action.clear()
        self.setFocus()
        self._workbench.talk.note_action(say)

    def follow(self, room: QScreen | None) -> None:
        """On the display the room does not see; hidden where there is none, for then the notes are on a key."""
        screen = other_display(room)
        if screen is None:
            self.hide()
            return
        self.setScreen(screen)
        self.setGeometry(screen.availableGeometry())
        self._beat.start()
        self.show()

    @guarded
    def closeEvent(self, event: QCloseEvent) -> None:
        self._beat.stop()
        event.accept()


def pace(seconds: int, done: int, scenes: int) -> str:
    """How long the whole talk lasts if it goes on like this; empty before the first scene is done."""
    if not 0 < done < scenes:
        return ""
    return f"at this pace {max(1, round(seconds / done * scenes / 60))} min in all"
