"""The Edit screen in its window: what is typed, clicked and dragged reaches the text, and nothing else does."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from outage_gui.views.edit_fields import PAUSE, Area
from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.edit_places import Path as Place
from outage_gui.workbench.kept_frame import KeptFrames
from outage_gui.workbench.opening import Opening, opened
from outage_gui.workbench.workbench import Workbench
from tests.test_edit_screen import SMALL

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "race.yaml"
    path.write_text(SMALL, encoding="utf-8", newline="")
    workbench = Workbench()
    workbench.open(path)
    made = MainWindow(workbench, Settings(None), "dark")
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    workbench.set_screen("edit")
    yield made
    made.asked = True
    made.close()


def bench(window: MainWindow) -> Workbench:
    return window._workbench


def field(window: MainWindow, key: str) -> Area:
    return next(made for row, made in window.edit.inspector._fields if row.key == key)  # type: ignore[return-value]


def test_looking_at_anything_in_either_theme_changes_nothing(window: MainWindow) -> None:
    places: tuple[Place, ...] = (
        (), ("services", "billing"), ("processes", "worker", "steps", "read"), ("checks", "nothing-lost"),
        ("services", "invoices", "needs", 0), ("expect", 0), ("fixes", "atomic"), ("state", "counter"),
    )  # fmt: skip
    for _ in ("dark", "light"):
        for place in places:
            bench(window).look_at(place)
            QTest.qWait(PAUSE + 30)
        window.change_theme()
    window.edit.flush()
    bench(window).settle()
    assert bench(window).document.text == SMALL
    assert not bench(window).frame.unsaved


def test_what_is_typed_in_a_field_is_judged_and_becomes_one_edit(window: MainWindow, qtbot: QtBot) -> None:
    bench(window).look_at(("processes", "worker", "steps", "read"))
    QTest.keyClicks(field(window, "when"), "counter <")
    qtbot.waitUntil(lambda: bool(bench(window).editing.problems))
    QTest.keyClicks(field(window, "when"), " 2")
    qtbot.waitUntil(lambda: not bench(window).editing.problems)
    bench(window).settle()
    assert bench(window).document.scenario.processes[0].steps[0].when == "counter < 2"
    assert bench(window).frame.can_undo == "Change read when"
    bench(window).undo()
    assert bench(window).document.text == SMALL


def test_what_is_typed_in_the_text_reaches_forms_and_graph(window: MainWindow, qtbot: QtBot) -> None:
    source = window.edit.source.field
    line = SMALL[: SMALL.index("invoices: {label")].count("\n")
    source.setFocus()
    source.go_to(line, len("  invoices: {label: Invoices"))
    QTest.keyClicks(source, " sent")
    qtbot.waitUntil(lambda: any(box.label == "Invoices sent" for box in bench(window).frame.stage.boxes))
    assert bench(window).frame.edit is not None
    assert bench(window).frame.edit.path == ("services", "invoices", "label")
    assert bench(window).document.text == SMALL.replace("label: Invoices", "label: Invoices sent")


def test_a_command_takes_what_was_typed_the_moment_before(window: MainWindow) -> None:
    bench(window).look_at(("services", "billing"))
    label = field(window, "label")
    label.setFocus()
    QTest.keyClicks(label, "!")
    window.press("file.save")
    assert "label: Billing!" in bench(window).document.path.read_text(encoding="utf-8")


def test_a_connection_is_dragged_from_the_edge_of_a_box(window: MainWindow, qtbot: QtBot) -> None:
    graph = window.edit.canvas.graph
    names = [box.name for box in bench(window).frame.stage.boxes]
    begun, target = names.index("invoices"), names.index("billing")
    x, y, width, height = graph.box_area(begun)
    inside, edge = QPoint(round(x + width / 2), round(y + height / 2)), graph.handle(begun).toPoint()
    tx, ty, twidth, theight = graph.box_area(target)
    there = QPoint(round(tx + twidth / 2), round(ty + theight / 2))
    for spot in (inside, edge):
        QTest.mouseMove(graph, spot)
    QTest.mousePress(graph, LEFT, pos=edge)
    for spot in (edge + QPoint(10, 10), there):
        QTest.mouseMove(graph, spot)
    QTest.mouseRelease(graph, LEFT, pos=there)
    needs = {service.name: service.needs for service in bench(window).document.scenario.services}
    assert [need.services for need in needs["billing"]] == [("invoices",)]
    assert bench(window).frame.can_undo == "billing needs invoices"


def test_a_window_with_unsaved_edits_does_not_close_before_it_is_answered(window: MainWindow) -> None:
    bench(window).write(SMALL.replace("Two", "Three"), "Typing")
    window.close()
    assert window.isVisible()


def test_a_window_that_began_with_a_kept_frame_can_edit(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "race.yaml"
    path.write_text(SMALL, encoding="utf-8", newline="")
    opened(path, reduced_motion=True).close()
    kept = KeptFrames().read(path)
    assert kept is not None
    opening = Opening(path, kept, reduced_motion=True)
    made = MainWindow(cast("Workbench", opening), Settings(None), "dark")
    qtbot.addWidget(made)
    made.show()
    made.press("edit.show")
    for page in ("graph", "processes", "clock"):
        made.press(f"edit.page_{page}")
    made.edit.canvas.graph.acts.add("Service", "Audit log", at=(0.0, 0.0))
    assert "audit-log" in opening.document.text
    made.asked = True
    made.close()


def test_on_a_text_without_a_tree_the_canvas_says_what_to_mend_and_changes_nothing(window: MainWindow) -> None:
    bench(window).pick(("billing",))
    broken = SMALL + "  - [\n"
    bench(window).write(broken, "Typing")
    acts = window.edit.canvas.graph.acts
    for act in (
        lambda: acts.add("Service", "Audit log"),
        lambda: acts.connect("invoices", "billing"),
        lambda: acts.delete(window),
        acts.copy,
        acts.duplicate,
        lambda: acts.group("Shop"),
    ):
        act()
        assert "mended first" in bench(window).frame.notice
        assert bench(window).editing.text == broken


def test_what_was_changed_is_recorded_as_a_fix_by_key(window: MainWindow, qtbot: QtBot) -> None:
    bench(window).edit(SMALL.replace("counter = seen + 1,", "counter = counter + 1,"), "Count again")
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    quick = window.edit.canvas.graph.quick
    qtbot.waitUntil(quick.isVisible)
    QTest.keyClicks(quick._field, "Count again")
    QTest.keyClick(quick._field, Qt.Key.Key_Return)
    fixes = {fix.name: fix for fix in bench(window).document.scenario.fixes}
    assert fixes["count-again"].label == "Count again"
    assert [fix.name for fix in bench(window).frame.fixes if fix.on] == ["count-again"]
    assert "do: counter = seen + 1" in bench(window).document.text


def test_a_file_that_cannot_be_written_is_told_in_the_header(window: MainWindow) -> None:
    frame = bench(window).frame
    assert "read-only" not in window.header._title.text()
    window.header.draw(frame._replace(read_only=True), window._theme)
    assert window.header._title.text().endswith("(read-only)")
    assert "Save as" in window.header._title.toolTip()


def test_what_is_said_while_connecting_stays_in_the_graph_whatever_a_label_holds(window: MainWindow) -> None:
    hostile = "<img src=x>\u202e" + "long " * 40
    bench(window).edit(SMALL.replace("label: Invoices", f'label: "{hostile}"'), "Name it")
    graph = window.edit.canvas.graph
    numbers = {box.name: number for number, box in enumerate(bench(window).frame.stage.boxes)}
    graph._at = graph.handle(numbers["invoices"])
    said = graph.hint(numbers["invoices"], None)
    assert "\u202e" not in said
    assert graph.said_area(said).width() <= graph.width()
    assert graph.said_area(said).left() >= 0


def test_faults_are_a_switch_that_stays_where_it_is(window: MainWindow) -> None:
    bench(window).look_at(("processes", "worker"))
    for on in (True, False):
        boxes = window.edit.inspector.findChildren(QCheckBox)
        switch = next(one for one in boxes if one.text() == "May crash" and one.isChecked() is not on)
        QTest.mouseClick(switch, LEFT)
        assert (bench(window).document.scenario.processes[0].crash is not None) is on
        assert bench(window).editing.path == ("processes", "worker")
        QTest.qWait(PAUSE + 30)
    assert bench(window).document.text == SMALL
