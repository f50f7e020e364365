"""The graph as a widget: every look can be painted, clicks and keys reach verbs, nothing that goes wrong ends it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from frames import INDEX, NEEDS, STATUSES, Verbs, frame, stage, why
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QFocusEvent, QImage, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import outage_gui.views
from outage_gui.model.scenario import Status
from outage_gui.views.camera import Camera, fitted, shown
from outage_gui.views.graph import GraphView
from outage_gui.views.graph_tips import arrow_tip, box_name, box_tip, changes, counted
from outage_gui.views.guard import guarded
from outage_gui.views.marks import mark_path
from outage_gui.views.paint import painting
from outage_gui.views.plain import label, plain, tip
from outage_gui.workbench.frame import Frame, Rectangle
from outage_gui.workbench.theme import DARK, LIGHT, STATUS_SHAPE

LEFT, ALT, CONTROL, NONE = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def verbs() -> Verbs:
    return Verbs()


@pytest.fixture
def view(qtbot: Any, verbs: Verbs) -> GraphView:
    made = GraphView(verbs)
    qtbot.addWidget(made)
    made.resize(1060, 500)
    made.draw(frame())
    made.show()
    return made


def centre(view: GraphView, name: str) -> QPoint:
    area = view.box_area(INDEX[name])
    return QPoint(round(area.x + area.width / 2), round(area.y + area.height / 2))


def picture(view: GraphView) -> QImage:
    return view.grab().toImage()


def colours(image: QImage, area: Rectangle) -> set[str]:
    spots = (
        (x, y)
        for x in range(int(area.x), int(area.x + area.width))
        for y in range(int(area.y), int(area.y + area.height))
    )
    return {image.pixelColor(x, y).name() for x, y in spots}


# --- painted ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("status", ["ok", "degraded", "down", "recovering"])
def test_every_status_has_its_own_hue_on_its_box(view: GraphView, theme: Any, status: Status) -> None:
    view.set_theme(theme)
    view.draw(frame(statuses=(status,) * 12, details=(status,) * 12, hurting=("ok",) * 12, fresh=frozenset()))
    seen = colours(picture(view), view.box_area(INDEX["sts"]))
    assert theme.hue(status).ground in seen
    others = {theme.hue(one).ground for one in ("degraded", "down", "recovering") if one != status}
    assert not seen & others


def test_the_four_shapes_differ_without_colour(qapp: QApplication) -> None:
    drawn = []
    for shape in STATUS_SHAPE.values():
        image = QImage(32, 32, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        with painting(image) as painter:
            painter.drawPath(mark_path(shape, QPointF(16, 16), 24))
        drawn.append(bytes(image.constBits()))
    assert len(set(drawn)) == 4


@pytest.mark.parametrize(
    "changes_made",
    [
        {"selected": 6, "why": why()},
        {"what_if": True},
        {"waves": ((1, 0.0), (4, 0.5), (5, 1.0))},
        {"observed": (None,) * 12},
        {"hurting": ("recovering",) * 12},
        {"stage": stage(provisional=True, hidden="12 services of group x")},
        {"stage": stage(groups=())},
        {"fresh": frozenset()},
    ],
    ids=lambda changes: ",".join(changes),
)
def test_each_part_of_a_frame_is_to_be_seen(view: GraphView, changes_made: dict[str, Any]) -> None:
    before = picture(view)
    view.draw(frame(**changes_made))
    assert picture(view) != before


def test_focus_by_keyboard_is_to_be_seen_and_by_mouse_is_not(view: GraphView) -> None:
    view.activateWindow()
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.qWait(1)
    before = picture(view)
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.hasFocus()
    assert picture(view) != before


def test_forth_and_back_gives_the_same_picture(view: GraphView) -> None:
    before = picture(view)
    view.draw(frame(statuses=("down",) * 12, hurting=("down",) * 12))
    assert picture(view) != before
    view.draw(frame())
    assert picture(view) == before


def test_arrows_that_begin_to_hurt_look_the_same_one_by_one_and_all_at_once(qtbot: Any, view: GraphView) -> None:
    calm: tuple[Status, ...] = ("ok",) * 12
    hurting = tuple("down" if number < 4 else "ok" for number in range(12))
    for count in range(5):
        view.draw(frame(hurting=hurting[:count] + calm[count:]))
        picture(view)
    other = GraphView(Verbs())
    qtbot.addWidget(other)
    other.resize(view.size())
    other.draw(frame(hurting=hurting))
    assert picture(other) == picture(view)


@pytest.mark.parametrize("scale", [0.04, 0.2, 0.4, 0.7, 1.0, 2.5, 4.0])
def test_it_can_be_painted_from_near_and_far(view: GraphView, scale: float) -> None:
    view.zoom_to(scale)
    assert not picture(view).isNull()
    assert view.camera.scale == pytest.approx(scale)


def test_an_empty_graph_and_no_frame_at_all_are_painted(qtbot: Any) -> None:
    made = GraphView(Verbs())
    qtbot.addWidget(made)
    assert not picture(made).isNull()
    nothing = stage(boxes=(), arrows=(), groups=(), size=Rectangle(0, 0, 0, 0))
    made.draw(frame(stage=nothing, statuses=(), details=(), observed=(), hurting=(), fresh=frozenset()))
    assert not picture(made).isNull()


# --- camera -------------------------------------------------------------------------------------------------------


def test_the_whole_graph_is_seen_at_first_and_after_resizing(view: GraphView) -> None:
    for width, height in ((1060, 500), (700, 420)):
        view.resize(width, height)
        areas = [view.box_area(index) for index in range(12)]
        assert all(area.x >= 0 and area.x + area.width <= width for area in areas)


def test_a_step_never_moves_the_view(view: GraphView) -> None:
    view.zoom_to(0.9)
    before = view.camera
    view.draw(frame(statuses=("down",) * 12))
    view.resize(900, 480)
    assert view.camera == before


def test_the_wheel_zooms_with_control_and_pans_without(view: GraphView) -> None:
    before = view.camera
    spot = QPointF(300, 200)
    unit = before.unit((300, 200))
    for modifiers in (CONTROL, NONE):
        event = QWheelEvent(
            spot,
            spot,
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, event)
        if modifiers == CONTROL:
            assert view.camera.scale > before.scale
            assert view.camera.pixel(unit) == pytest.approx((300, 200))
            before = view.camera
    assert (view.camera.scale, view.camera.y - before.y) == (before.scale, 60)


def test_dragging_the_ground_pans_and_selects_nothing(view: GraphView, verbs: Verbs) -> None:
    before = view.camera
    QTest.mousePress(view, LEFT, NONE, QPoint(500, 20))
    QTest.mouseMove(view, QPoint(520, 60))
    QTest.mouseMove(view, QPoint(530, 70))
    QTest.mouseRelease(view, LEFT, NONE, QPoint(530, 70))
    assert (view.camera.x - before.x, view.camera.y - before.y) == (30, 50)
    assert verbs.calls == []


def test_a_double_click_on_a_group_zooms_to_it(view: GraphView) -> None:
    area = view.camera.area(stage().groups[2].place)
    QTest.mouseDClick(view, LEFT, NONE, QPoint(round(area.x + 6), round(area.y + area.height - 6)))
    now = view.camera.area(stage().groups[2].place)
    assert now.height > area.height
    assert now.x >= 0
    assert now.x + now.width <= view.width()


@pytest.mark.parametrize(("key", "sign"), [("+", 1), ("-", -1)])
def test_plus_and_minus_zoom_and_zero_shows_all(view: GraphView, key: str, sign: int) -> None:
    whole = view.camera
    QTest.keyClicks(view, key)
    assert (view.camera.scale - whole.scale) * sign > 0
    QTest.keyClicks(view, "0")
    assert view.camera == whole


def test_a_selected_box_off_screen_is_brought_in(view: GraphView) -> None:
    view.zoom_to(3.0)
    view.draw(frame(selected=INDEX["video"]))
    area = view.box_area(INDEX["video"])
    assert 0 <= area.x <= area.x + area.width <= view.width()


def test_fitting_keeps_all_inside_whatever_the_sizes() -> None:
    for place in (
        Rectangle(-50, 10, 3000, 40),
        Rectangle(0, 0, 1, 1),
        Rectangle(5, 5, 0, 0),
        Rectangle(0, 0, 10, 9000),
    ):
        area = fitted(place, 800, 400).area(place)
        assert area.x >= 0
        assert area.x + area.width <= 800.01
        assert area.y + area.height <= 400.01
    assert shown(Camera(), Rectangle(100, 100, 50, 50), 800, 400) == Camera()


# --- verbs --------------------------------------------------------------------------------------------------------


def test_a_click_selects_the_box_and_the_ground_selects_none(view: GraphView, verbs: Verbs) -> None:
    QTest.mouseClick(view, LEFT, NONE, centre(view, "lambda"))
    QTest.mouseClick(view, LEFT, NONE, QPoint(4, 4))
    assert verbs.calls == [("select", "lambda"), ("select", None)]


def test_a_dragged_box_is_moved_once_where_it_was_let_go(view: GraphView, verbs: Verbs) -> None:
    start = centre(view, "sts")
    QTest.mousePress(view, LEFT, NONE, start)
    before = picture(view)
    for step in range(1, 6):
        QTest.mouseMove(view, start + QPoint(8 * step, 4 * step))
    assert picture(view) != before
    assert verbs.calls == []
    QTest.mouseRelease(view, LEFT, NONE, start + QPoint(40, 20))
    place = stage().boxes[INDEX["sts"]].place
    [(verb, name, x, y)] = verbs.calls
    assert (verb, name) == ("move_box", "sts")
    assert x == pytest.approx(place.x + place.width / 2 + 40 / view.camera.scale, abs=0.01)
    assert y == pytest.approx(place.y + place.height / 2 + 20 / view.camera.scale, abs=0.01)


def test_escape_gives_a_drag_up(view: GraphView, verbs: Verbs) -> None:
    start = centre(view, "sts")
    QTest.mousePress(view, LEFT, NONE, start)
    QTest.mouseMove(view, start + QPoint(40, 20))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, LEFT, NONE, start + QPoint(40, 20))
    assert verbs.calls == []


@pytest.mark.parametrize(
    ("key", "way"),
    [
        (Qt.Key.Key_Left, (-1, 0)),
        (Qt.Key.Key_Right, (1, 0)),
        (Qt.Key.Key_Up, (0, -1)),
        (Qt.Key.Key_Down, (0, 1)),
    ],
)
def test_alt_with_an_arrow_key_goes_to_the_neighbour(
    view: GraphView, verbs: Verbs, key: Qt.Key, way: tuple[int, int]
) -> None:
    QTest.keyClick(view, key, ALT)
    assert verbs.calls == [("select_next", *way)]


@pytest.mark.parametrize(
    ("reason", "ours"), [(Qt.FocusReason.TabFocusReason, True), (Qt.FocusReason.MouseFocusReason, False)]
)
def test_arrow_keys_step_through_time_unless_the_graph_was_reached_by_keyboard(
    view: GraphView, verbs: Verbs, reason: Qt.FocusReason, ours: bool
) -> None:
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, reason))
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Right, NONE)
    asked.ignore()
    QApplication.sendEvent(view, asked)
    assert asked.isAccepted() == ours
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert verbs.calls == [("select_next", 1, 0)] * ours


@pytest.mark.parametrize(("selected", "name"), [(INDEX["connect"], "connect"), (None, "endpoint")])
def test_enter_asks_why(view: GraphView, verbs: Verbs, selected: int | None, name: str) -> None:
    view.draw(frame(selected=selected))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert verbs.calls == [("select", name)]


def test_painting_calls_no_verb(view: GraphView, verbs: Verbs) -> None:
    view.draw(frame(selected=3, why=why(), what_if=True))
    picture(view)
    assert verbs.calls == []


# --- words --------------------------------------------------------------------------------------------------------


def test_names_and_tips_say_status_observation_and_assumption() -> None:
    shown_frame = frame()
    assert box_name(shown_frame, INDEX["lambda"]) == "Lambda, degraded since 07:04"
    told = box_tip(shown_frame, INDEX["video"])
    assert "assumed" in told
    assert "recorded: down (the model says otherwise)" in told
    assert arrow_tip(shown_frame, 1).splitlines() == ["dynamodb needs endpoint", "passes on now: down"]
    assert counted(shown_frame) == "4 down, 3 degraded, 1 recovering, 4 ok"


def test_what_a_step_changed_is_one_sentence() -> None:
    before = frame(statuses=("ok",) * 12)
    told = changes(before, frame())
    assert told.startswith("Regional endpoint, down 1 h 12 min; DynamoDB, down 1 h 12 min")
    assert told.endswith("and 4 more")
    assert changes(before, before) == ""


def test_boxes_and_arrows_have_tips_and_the_ground_has_none(view: GraphView) -> None:
    route = stage().arrows[1].route
    middle = view.camera.pixel(((route[0][0] + route[-1][0]) / 2, route[0][1]))
    lambda_box = centre(view, "lambda")
    assert view.tip_at((lambda_box.x(), lambda_box.y())).startswith("Lambda\nfunctions · us-east-1")
    assert "needs endpoint" in view.tip_at(middle)
    assert view.tip_at((4, 4)) == ""


def test_a_screen_reader_finds_a_list_of_services(view: GraphView) -> None:
    graph = QAccessible.queryAccessibleInterface(view)
    assert graph.role() == QAccessible.Role.List
    assert graph.text(QAccessible.Text.Name) == "Dependency graph"
    assert graph.text(QAccessible.Text.Description).startswith("12 services at 00:10:00: 4 down")
    assert graph.childCount() == 12
    entry = graph.child(INDEX["lambda"])
    assert entry.text(QAccessible.Text.Name) == "Lambda, degraded since 07:04"
    spot = view.mapToGlobal(centre(view, "lambda"))
    assert entry.rect().contains(spot)
    assert graph.childAt(spot.x(), spot.y()).text(QAccessible.Text.Name) == entry.text(QAccessible.Text.Name)
    assert graph.child(99) is None
    view.draw(frame(selected=INDEX["lambda"]))
    assert entry.state().selected


# --- what a stranger wrote, what goes wrong -----------------------------------------------------------------------

MARKUP = '<img src="file:///etc/hostname"> <b>bold</b> & "\u202e\u0000"'


def test_text_of_a_scenario_is_never_markup(qtbot: Any) -> None:
    made = label(MARKUP)
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert "\u202e" not in made.text()
    assert "<img" not in tip(MARKUP)
    assert "&lt;img" in tip(MARKUP)
    assert len(plain("x" * 5000)) == 200
    assert len(tip("y\n" * 9000)) < 13_000


def test_hostile_labels_are_painted(view: GraphView) -> None:
    boxes = tuple(box._replace(label=MARKUP * 50, kind="../../etc", note=MARKUP) for box in stage().boxes)
    view.draw(frame(stage=stage(boxes=boxes), details=(MARKUP * 50,) * 12))
    view.zoom_to(1.5)
    assert not picture(view).isNull()


@pytest.mark.usefixtures("expects_a_failure")
def test_a_failing_frame_leaves_the_last_picture(view: GraphView, caplog: pytest.LogCaptureFixture) -> None:
    good = picture(view)
    view.draw(frame(details=()))
    view.zoom_to(1.0)
    assert picture(view) == good
    assert any("paintEvent" in record.message for record in caplog.records)
    view.draw(frame())
    view.fit()
    assert picture(view) == good


@pytest.mark.usefixtures("expects_a_failure")
def test_an_exception_in_a_verb_ends_nothing(qtbot: Any, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Verbs):
        def select(self, service: str | None) -> None:
            raise RuntimeError("a verb that fails")

    made = GraphView(Broken())
    qtbot.addWidget(made)
    made.resize(1060, 500)
    made.draw(frame())
    QTest.mouseClick(made, LEFT, NONE, centre(made, "lambda"))
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert len(caplog.records) == 2
    assert not picture(made).isNull()


@pytest.mark.usefixtures("expects_a_failure")
def test_the_guard_answers_what_qt_needs(caplog: pytest.LogCaptureFixture) -> None:
    class Thing:
        @guarded
        def act(self) -> None:
            raise ValueError("no")

        @guarded(default=lambda: 7)
        def give(self, fails: bool) -> int:
            if fails:
                raise ValueError("no")
            return 3

    assert Thing().act() is None
    assert (Thing().give(True), Thing().give(False)) == (7, 3)
    assert len(caplog.records) == 2


# --- lint ---------------------------------------------------------------------------------------------------------

VIEWS = sorted(Path(outage_gui.views.__path__[0]).rglob("*.py"))


def qt_overrides(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Methods in camelCase, or named like the lower-case ones Qt calls, in classes that inherit from something."""
    called_by_qt = {"event", "paint", "data", "rect", "role", "state", "text", "child", "parent", "object", "window"}
    for made in ast.walk(tree):
        if isinstance(made, ast.ClassDef) and made.bases:
            qt = any(isinstance(base, ast.Name) and base.id.startswith("Q") for base in made.bases)
            for method in made.body:
                camel = (
                    isinstance(method, ast.FunctionDef)
                    and method.name[0].islower()
                    and method.name != method.name.lower()
                )
                if isinstance(method, ast.FunctionDef) and (camel or (qt and method.name in called_by_qt)):
                    yield method


@pytest.mark.parametrize("module", VIEWS, ids=lambda path: path.name)
def test_every_method_that_qt_calls_is_guarded(module: Path) -> None:
    bare = [
        method.name
        for method in qt_overrides(ast.parse(module.read_text(encoding="utf-8")))
        if not any("guarded" in ast.dump(one) for one in method.decorator_list)
    ]
    assert not bare


@pytest.mark.parametrize("module", VIEWS, ids=lambda path: path.name)
def test_painters_labels_and_tips_come_from_one_place(module: Path) -> None:
    calls = {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }
    assert module.name == "paint.py" or "QPainter" not in calls
    assert module.name == "plain.py" or not calls & {"QLabel", "setToolTip", "setWhatsThis", "setStatusTip"}


def test_the_hand_made_frame_is_consistent() -> None:
    made: Frame = frame()
    assert len(made.statuses) == len(made.details) == len(made.observed) == len(STATUSES) == len(made.stage.boxes)
    assert len(made.hurting) == len(made.stage.arrows) == len(NEEDS)
