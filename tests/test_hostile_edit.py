"""Text of strangers in every part of the Edit screen: it stays text, bounded; the window stays up and asks nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_files import CANARY, FILES, ODD, everywhere, quoted
from hostile_stage import Stage, staged
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAction, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from outage_gui.model import limits
from outage_gui.views.edit_ask import QMessageBox
from outage_gui.views.edit_canvas import PAGES
from outage_gui.views.edit_entries import Renamer
from outage_gui.views.edit_fields import Area, Line
from outage_gui.views.plain import TIP_MOST
from outage_gui.workbench.draft import as_shown
from outage_gui.workbench.edit_frame import Path as Place

LONGEST_TIP = 6 * TIP_MOST + 100  # of which each character may be written as &quot;
LONGEST = 2_100  # of anything else that is shown or told to a screen reader
TYPED = {
    "markup": CANARY,
    "a script": "<img src=x onerror=alert(1)><b>bold</b><a href='file:///etc/passwd'>x</a>&lt;i&gt;&amp;",
    "odd letters": ODD,
    "bidi and zero width": "\u202egnp.exe\u2066\u200b\u2069 \u061c\u2028x",
    "controls": "\x1b[31mred\x1b[0m\x07\x08\x7f\x9b2J",
    "a NUL": "a\x00b",
    "escaped": "\\0 \\x00 \\u202e \\e[31m %s {0} &amp; \\",
    "a formula": "=cmd|' /C calc'!A0",
    "yaml": "- [{a: b, *x}] !!python/object: &y % @ ` | # no\n  title: twice",
    "emoji": "\U0001f469\u200d\U0001f680" * 40,
    "one long word": "W" * 40_000,
    "long": " wide" * 12_000,
    "lone surrogate": "\ud800",
}
PLACES: dict[str, tuple[Place, str]] = {
    "title": ((), "title"),
    "summary": ((), "summary"),
    "a service": (("services", "b"), "label"),
    "a note": (("services", "a"), "note"),
    "a need": (("services", "b", "needs", 0), "why"),
    "a step": (("processes", "p", "steps", "read"), "label"),
    "what a step does": (("processes", "p", "steps", "read"), "do"),
    "a variable": (("state", "x"), "label"),
    "a check": (("checks", "c"), "label"),
    "a fix": (("fixes", "f"), "label"),
    "a moment": (("timeline", 0), "say"),
    "a role": (("timeline", 0), "role"),
    "a caption": (("runs", "r", "schedule", 0), "say"),
    "a scene": (("story", 0), "title"),
    "what is said": (("story", 0), "say"),
    "notes": (("story", 0), "notes"),
    "a question": (("story", 0), "ask"),
}


@pytest.fixture
def stage(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Stage]:
    """The Edit screen with a file in which everything there is has a text. A question would wait for ever: none may."""

    def asked(box: QMessageBox) -> int:
        raise AssertionError(f"asked: {box.text()}")

    monkeypatch.setattr(QMessageBox, "exec", asked)
    monkeypatch.setattr(QMessageBox, "open", asked)
    with staged(qtbot, monkeypatch) as made:
        made.open(tmp_path, everywhere("calm"))
        made.workbench.set_screen("edit")
        made.settle()
        made.window.asked = True
        yield made
        for timer in made.window.edit.findChildren(QTimer):
            timer.stop()  # the rest after a key


def field(stage: Stage, place: Place, key: str) -> Line | Area:
    stage.workbench.look_at(place)
    return next(made for row, made in stage.window.edit.inspector._fields if row.key == key)  # type: ignore[return-value]


def paste(into: QLineEdit | QPlainTextEdit, text: str) -> None:
    """As a person does it, so that the field holds it for typed."""
    QGuiApplication.clipboard().setText(text)
    into.selectAll()
    into.paste()


def look_at_all_pages(stage: Stage) -> None:
    for page in PAGES:
        stage.window.press(f"edit.page_{page}")
        stage.settle()
        assert not stage.window.edit.grab().isNull()
    for widget in stage.window.edit.findChildren(QWidget):
        stage.hover(widget, 3, 3)
    stage.no_markup()
    is_bounded(stage)
    assert stage.window.isVisible()
    assert QApplication.activeModalWidget() is None
    assert not [box for box in stage.window.findChildren(QDialog) if box.isVisible()]


def is_bounded(stage: Stage) -> None:
    """What is shown beside the fields themselves is short and prints."""
    window = stage.window
    for text in shown(window):
        assert len(text) <= LONGEST
        assert all(c.isprintable() or c == "\n" for c in text), ascii(text[:200])
    for widget in window.findChildren(QWidget):
        assert len(widget.toolTip()) <= LONGEST_TIP
    assert window.width() == 1440
    assert window.height() == 900


def shown(window: QWidget) -> Iterator[str]:
    yield window.windowTitle()
    for widget in window.findChildren(QWidget):
        yield widget.accessibleName()
        yield widget.accessibleDescription()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(number) for number in range(widget.count()))
        elif isinstance(widget, QListWidget):
            yield from (widget.item(number).text() for number in range(widget.count()))
        for name in (QAccessible.Text.Name, QAccessible.Text.Description):
            if (told := QAccessible.queryAccessibleInterface(widget)) and not isinstance(widget, QLineEdit):
                yield told.text(name)
    yield from (action.text() for action in window.findChildren(QAction))


# --- files


@pytest.mark.parametrize("name", FILES)
def test_a_strange_file_is_edited_place_by_place(stage: Stage, tmp_path: Path, name: str) -> None:
    stage.open(tmp_path, FILES[name])
    stage.workbench.set_screen("edit")
    look_at_all_pages(stage)
    for place, _ in PLACES.values():
        stage.workbench.look_at(place)
        stage.settle()
        stage.no_markup()
        is_bounded(stage)
    stage.window.edit.flush()
    stage.workbench.settle()
    assert stage.workbench.document.text == FILES[name]
    assert not stage.workbench.frame.unsaved


# --- forms


@pytest.mark.parametrize("text", TYPED)
def test_text_in_every_field_of_the_forms_stays_text(stage: Stage, text: str) -> None:
    for place, key in PLACES.values():
        paste(field(stage, place, key), TYPED[text])
        stage.window.edit.flush()
        stage.settle()
    look_at_all_pages(stage)
    for place, _ in PLACES.values():
        stage.workbench.look_at(place)
        stage.settle()
        stage.no_markup()
        is_bounded(stage)


@pytest.mark.parametrize("text", ["markup", "a script", "odd letters", "escaped", "a formula", "emoji"])
def test_what_a_file_may_hold_is_kept_letter_by_letter(stage: Stage, text: str) -> None:
    for place, key in (PLACES["a service"], PLACES["notes"]):
        paste(field(stage, place, key), TYPED[text])
        stage.window.edit.flush()
    stage.workbench.settle()
    scenario = stage.workbench.document.scenario
    said = as_shown(TYPED[text].strip())
    assert (as_shown(scenario.services[1].label.strip()), scenario.story[0].notes.strip()) == (said, said)


# --- canvas


@pytest.mark.parametrize("text", TYPED)
def test_text_in_the_rows_of_clock_and_story_stays_text(stage: Stage, text: str) -> None:
    rows = stage.window.edit.canvas.clock.rows
    for place in (("timeline", 0), ("story", 0), ("runs", "r", "schedule", 0)):
        stage.window.press("edit.page_clock")
        rows.write(place)
        paste(rows._field, TYPED[text])
        QTest.keyClick(rows._field, Qt.Key.Key_Return)
        look_at_all_pages(stage)


@pytest.mark.parametrize("text", TYPED)
def test_text_for_the_name_of_something_new_stays_text(stage: Stage, text: str) -> None:
    window = stage.window
    graph, sheet = window.edit.canvas.graph, window.edit.canvas.processes.sheet
    for page, quick, ask in (
        ("graph", graph.quick, graph.ask_to_add),
        ("processes", sheet.quick, lambda: sheet._ask_step(0, 1, window.pos())),
        ("processes", sheet.quick, lambda: sheet._ask_process(window.pos())),
    ):
        window.press(f"edit.page_{page}")
        ask()
        paste(quick._field, TYPED[text])
        QTest.keyClick(quick._field, Qt.Key.Key_Return)
        quick.close()
        look_at_all_pages(stage)


@pytest.mark.parametrize("text", TYPED)
def test_a_storyboard_of_strange_scenes_is_walked_doubled_and_put_in_order(stage: Stage, text: str) -> None:
    for key in ("title", "say", "ask"):
        paste(field(stage, ("story", 0), key), TYPED[text])
        stage.window.edit.flush()
    board = stage.window.edit.canvas.story.board
    stage.window.press("edit.page_story")
    stage.window.press("edit.duplicate")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home):
        for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier):
            QTest.keyClick(board, key, held)
            stage.settle()
    look_at_all_pages(stage)


# --- the text


@pytest.mark.parametrize("text", TYPED)
def test_text_in_the_file_itself_stays_text(stage: Stage, text: str) -> None:
    source = stage.window.edit.source
    for written in (
        everywhere("calm").replace('title: "calm"', f"title: {TYPED[text]}", 1),
        everywhere("calm").replace('  b: {label: "calm"', f'  b: {{label: "{TYPED[text]}"', 1),
        everywhere("calm") + TYPED[text],
        TYPED[text],
    ):
        paste(source.field, written)
        source.flush()
        stage.settle()
        look_at_all_pages(stage)
    stage.window.edit.source.finder.ask()
    paste(stage.window.edit.source.finder._line, TYPED[text])
    look_at_all_pages(stage)
    while stage.workbench.frame.can_undo:
        stage.workbench.undo()
    assert stage.workbench.editing.text == everywhere("calm")


# --- nothing changes that nobody has typed


@pytest.mark.parametrize("said", ['"two\\nlines"', '" blanks around "', quoted("W" * 40_000)])
def test_a_field_that_is_opened_and_left_changes_nothing(stage: Stage, tmp_path: Path, said: str) -> None:
    text = everywhere("calm").replace('title: "calm", run: r, at: 0, say', f"title: {said}, run: r, at: 0, say")
    assert text != everywhere("calm")
    stage.open(tmp_path, text)
    stage.workbench.set_screen("edit")
    rows = stage.window.edit.canvas.clock.rows
    stage.window.press("edit.page_clock")
    rows.write(("story", 0))
    QTest.keyClick(rows._field, Qt.Key.Key_Return)
    assert stage.workbench.editing.text == text


def test_one_more_letter_leaves_the_others_as_they_are(stage: Stage, tmp_path: Path) -> None:
    text = everywhere("calm").replace('notes: "calm"', 'notes: "10\u00a0km, then\u00a0on"')
    stage.open(tmp_path, text)
    stage.workbench.set_screen("edit")
    notes = field(stage, *PLACES["notes"])
    assert isinstance(notes, Area)
    notes.setFocus()
    notes.moveCursor(QTextCursor.MoveOperation.End)
    for letter in "!?":
        QTest.keyClicks(notes, letter)
        stage.window.edit.flush()
        stage.settle()
    assert stage.workbench.editing.text == text.replace("then\u00a0on", "then\u00a0on!?")
    assert notes.textCursor().atEnd()


def test_a_name_that_cannot_be_shown_as_it_is_is_not_another_one_when_the_field_is_left(stage: Stage) -> None:
    text = everywhere("calm").replace("  b: {label", '  "b\u202e": {label')
    stage.workbench.write(text, "Typing")
    stage.workbench.look_at(("services", "b\u202e"))
    renamer = stage.window.edit.inspector.findChildren(Renamer)[-1]
    renamer.setFocus()
    QTest.keyClick(renamer, Qt.Key.Key_Return)
    assert stage.workbench.editing.text == text
    assert not stage.workbench.frame.notice


def test_no_field_of_one_line_cuts_a_text_that_a_file_may_hold(stage: Stage) -> None:
    stage.workbench.look_at(())
    fields = [*stage.window.edit.inspector.findChildren(Line), stage.window.edit.canvas.clock.rows._field]
    assert {made.maxLength() for made in fields} == {limits.TEXT_CHARACTERS}
