"""The Explore screen's wiring: a click or a key reaches its verb, and what the frame says is what the widgets say."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from test_exploring import ATOMIC

from outage_gui.views.explore_band import counter_words
from outage_gui.views.explore_card import OrderCard
from outage_gui.views.explore_lab import columns
from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.explore_frame import Explore
from outage_gui.workbench.shipped import scenario
from outage_gui.workbench.workbench import Workbench

LEFT = Qt.MouseButton.LeftButton
ENTER, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space


@pytest.fixture
def workbench() -> Iterator[Workbench]:
    made = Workbench(reduced_motion=True)
    made.open(scenario("lost-update.yaml"))
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, workbench: Workbench) -> Iterator[MainWindow]:
    made = MainWindow(workbench, Settings(None), "dark")
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.lanes.overview.load_chart()  # so that no timer of its own outlives the test


def explored(workbench: Workbench) -> Explore:
    """Polled by hand until everything is known."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        workbench.poll()
        explore = workbench.frame.explore
        if explore and explore.state != "running":
            for _ in range(5):
                workbench.poll()
            assert workbench.frame.explore is not None
            return workbench.frame.explore
    raise AssertionError("it did not come to rest")


def shown(window: MainWindow, workbench: Workbench) -> Explore:
    """On the Explore screen, all known and drawn."""
    workbench.set_screen("explore")
    explore = explored(workbench)
    QApplication.processEvents()
    return explore


def texts(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget))


def cards(window: MainWindow) -> tuple[OrderCard, ...]:
    return window.explore.findings.found.cards()


# --- verdict ------------------------------------------------------------------------------------------------------


def test_the_first_look_explores_a_small_file_and_says_the_verdict(window: MainWindow, workbench: Workbench) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    explored(workbench)
    assert "Violated: 4 of 6 orders fail" in texts(window.explore.verdict)
    assert window.explore.verdict.accessibleName() == "Violated: 4 of 6 orders fail"
    spoken = window.explore.verdict.figures.accessibleName()
    assert "Of these fail: 66.7 %" in spoken
    assert "Chance: 50.0 %, if every next move is picked at random" in spoken


def test_pause_go_on_and_cancel_are_buttons_while_it_runs(window: MainWindow, workbench: Workbench) -> None:
    workbench.open(scenario("dns-race-published.yaml"))
    workbench.set_screen("explore")
    band = window.explore.verdict
    QTest.mouseClick(band.pause, LEFT)
    explore = workbench.frame.explore
    assert explore is not None
    assert explore.state == "paused"
    assert (band.pause.isVisible(), band.start.text(), band.start.isVisible()) == (False, "Go on", True)
    QTest.mouseClick(band.start, LEFT)
    QTest.mouseClick(band.cancel, LEFT)
    assert workbench.frame.explore is not None
    assert workbench.frame.explore.state == "stopped"
    assert (band.start.text(), band.cancel.isVisible()) == ("Explore", False)


def test_while_it_runs_the_numbers_are_told() -> None:
    counters = Explore().counters._replace(states=187_758, generated=550_255, depth=37, per_second=53_140)
    words = counter_words(Explore(counters=counters))
    assert words == "187,758 states · 550,255 generated · 37 moves deep · 53,140 states/s"
    assert counter_words(Explore()) == ""


def test_nothing_is_left_to_press_when_everything_is_known(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    band = window.explore.verdict
    visible = (band.start.isVisible(), band.pause.isVisible(), band.cancel.isVisible(), band.game.isVisible())
    assert visible == (False, False, False, True)


def test_a_file_without_processes_shows_why_and_no_empty_tables(
    window: MainWindow, workbench: Workbench, tmp_path: Path
) -> None:
    path = tmp_path / "recorded.yaml"
    path.write_text("format: 1\ntitle: T\ntimeline: [{at: 2025-01-01T00:00Z, say: It begins}]\n", encoding="utf-8")
    workbench.open(path)
    workbench.set_screen("explore")
    assert "Nothing to explore" in texts(window.explore.verdict)
    assert not window.explore.findings.isVisible()
    assert not window.explore.verdict.start.isVisible()


# --- findings -----------------------------------------------------------------------------------------------------


def test_a_double_click_on_a_finding_replays_it(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    QTest.mouseDClick(cards(window)[0], LEFT, pos=QPoint(60, 60))
    assert (workbench.frame.step, workbench.frame.what_if) == (4, True)


def test_the_button_of_a_card_replays_it_too_and_so_does_enter(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    QTest.mouseClick(cards(window)[0].button, LEFT)
    assert workbench.frame.step == 4
    workbench.start()
    workbench.set_screen("explore")
    cards(window)[0].setFocus()
    QTest.keyClick(cards(window)[0], ENTER)
    assert workbench.frame.step == 4


def test_a_press_chooses_what_the_run_is_judged_by(window: MainWindow, workbench: Workbench, tmp_path: Path) -> None:
    two = "checks:\n  small: {always: counter < 2, label: Few rows}\n  one: {always: counter < 1, label: No row}\n"
    path = tmp_path / "two.yaml"
    path.write_text(ATOMIC.partition("checks:")[0] + two, encoding="utf-8")
    workbench.open(path)
    explore = shown(window, workbench)
    assert explore.meant == "one"
    QTest.mouseClick(cards(window)[1], LEFT, pos=QPoint(60, 60))
    assert explored(workbench).meant == "small"
    assert "chosen" in cards(window)[1].accessibleName()
    cards(window)[0].setFocus()
    QTest.keyClick(cards(window)[0], SPACE)
    assert explored(workbench).meant == "one"


def test_a_good_run_opens_from_its_card(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    (card,) = window.explore.findings.good.cards()
    assert card.accessibleName() == "Rows billed 2, 4 moves · 1 switch"
    QTest.mouseClick(card.button, LEFT)
    assert (workbench.frame.step, workbench.frame.what_if) == (4, True)


def test_a_card_is_as_high_as_its_words_need(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    card = cards(window)[0]
    assert card.height() == card.heightForWidth(card.width())
    assert card.heightForWidth(260) > card.heightForWidth(900)


def test_strangers_text_on_a_card_is_never_markup(window: MainWindow, workbench: Workbench, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    text = ATOMIC.replace("label: Both are counted", 'label: "<b>x</b><img src=y>"').replace(
        "counter == 2", "counter == 1"
    )
    path.write_text(text, encoding="utf-8")
    workbench.open(path)
    shown(window, workbench)
    assert cards(window)[0].accessibleName().startswith("<b>x</b><img src=y>")
    assert "&lt;img" in cards(window)[0].toolTip()


# --- pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["late", "steps", "services", "fixes"])
def test_a_tab_turns_to_its_page(window: MainWindow, workbench: Workbench, page: str) -> None:
    shown(window, workbench)
    QTest.mouseClick(window.explore.tabs[page], LEFT)  # type: ignore[index]
    assert workbench.frame.explore is not None
    assert workbench.frame.explore.page == page
    views = {"late": window.explore.late, "steps": window.explore.steps, "services": window.explore.everywhere}
    assert views.get(page, window.explore.lab).isVisible()
    assert [name for name, button in window.explore.tabs.items() if button.isChecked()] == [page]


def test_a_row_of_the_lab_replays_with_its_fixes(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    rows = window.explore.lab.rows()
    assert "Add in one step, verified, as expected" in rows[1].accessibleName()
    QTest.mouseClick(rows[1], LEFT)
    assert [fix.name for fix in workbench.frame.fixes if fix.on] == ["atomic"]


def test_a_row_that_cannot_be_is_told_and_cannot_be_pressed(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    last = window.explore.lab.rows()[-1]
    assert not last.isEnabled()
    assert "two different values" in last.accessibleName()


def test_a_row_grows_with_a_long_name(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    long = next(row for row in window.explore.lab.rows() if "else read again" in row.accessibleName())
    assert long.height() == long.heightForWidth(long.width())
    assert long.heightForWidth(500) > long.heightForWidth(1200)


def test_where_room_is_short_the_last_columns_go_and_the_names_stay() -> None:
    assert [column.title for column in columns(900)][-1] == "States"
    assert [column.title for column in columns(520)] == ["With", "Verdict", "Orders that fail", "Chance"]


def test_the_chart_goes_to_the_move_that_is_clicked(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    workbench.show_finding(0)
    workbench.set_page("late")
    explored(workbench)
    QApplication.processEvents()
    chart = window.explore.late.chart
    QTest.mouseClick(chart, LEFT, pos=QPoint(chart.width() - 16, 60))
    assert workbench.frame.step == 4
    QTest.mouseClick(chart, LEFT, pos=QPoint(46, 60))
    assert workbench.frame.step == 0
    assert "50.0 %" in chart.accessibleName()


def test_too_late_says_what_failing_means_and_leads_to_the_point_of_no_return(
    window: MainWindow, workbench: Workbench
) -> None:
    shown(window, workbench)
    workbench.show_finding(0)
    workbench.set_page("late")
    explored(workbench)
    assert "Every row is billed" in texts(window.explore.late)
    first, twin = window.explore.late.rows.buttons()
    assert first.accessibleName().startswith("Point of no return: move 2")
    QTest.mouseClick(first, LEFT)
    assert (workbench.frame.step, workbench.frame.explore and workbench.frame.explore.screen) == (2, "replay")
    QTest.mouseClick(twin, LEFT)
    assert any(twig.current and twig.label == "The nearest good run" for twig in workbench.frame.twigs)


def test_the_good_run_beside_is_read_out_line_by_line(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    workbench.show_finding(0)
    workbench.set_page("late")
    explored(workbench)
    spoken = window.explore.late.beside.accessibleName()
    assert "move 2, worker b: Read the counter, beside move 2, worker a: Write it back" in spoken


# --- steps --------------------------------------------------------------------------------------------------------


@pytest.fixture
def atomic(window: MainWindow, workbench: Workbench, tmp_path: Path) -> MainWindow:
    """One step that reads and writes, on the page of the steps."""
    path = tmp_path / "atomic.yaml"
    path.write_text(ATOMIC, encoding="utf-8")
    workbench.open(path)
    shown(window, workbench)
    workbench.set_page("steps")
    return window


def test_one_click_splits_a_step_and_the_answer_stands_there(atomic: MainWindow, workbench: Workbench) -> None:
    QTest.mouseClick(atomic.explore.steps.row("add").split, LEFT)
    explored(workbench)
    (answer,) = (each for each in atomic.explore.steps.answers if each.isVisible())
    assert "now fails: Both are counted (violated, " in answer.accessibleName()
    assert atomic.explore.steps.row("add").split.isChecked()
    QTest.mouseClick(atomic.explore.steps.row("add").split, LEFT)
    explored(workbench)
    assert not any(each.isVisible() for each in atomic.explore.steps.answers)


def test_what_cannot_be_done_with_a_step_is_grey_and_says_why(atomic: MainWindow) -> None:
    join = atomic.explore.steps.row("add").join
    assert not join.isEnabled()
    assert "no step comes after it" in join.accessibleName()
    assert "no step comes after it" in join.toolTip()


def test_an_answer_is_replayed_kept_or_dropped(atomic: MainWindow, workbench: Workbench) -> None:
    QTest.mouseClick(atomic.explore.steps.row("add").split, LEFT)
    explored(workbench)
    QTest.mouseClick(atomic.explore.steps.answers[0].replay, LEFT)
    assert [fix.on for fix in workbench.frame.fixes] == [True]
    workbench.set_page("steps")
    QTest.mouseClick(atomic.explore.steps.answers[0].drop, LEFT)
    assert workbench.frame.fixes == ()
    QTest.mouseClick(atomic.explore.steps.row("add").split, LEFT)
    explored(workbench)
    QTest.mouseClick(atomic.explore.steps.answers[0].keep, LEFT)
    assert [fix.name for fix in workbench.document.scenario.fixes] == ["apart-worker-add"]


# --- the game -----------------------------------------------------------------------------------------------------


def test_the_room_plays_with_large_buttons_and_wins(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    QTest.mouseClick(window.explore.verdict.game, LEFT)
    explored(workbench)
    assert window.game.isVisible()
    assert not window.panel.isVisible()
    assert window.game.verdict.accessibleName().startswith("At least 4 more moves")
    for number in (0, 1, 0, 0):
        QTest.mouseClick(window.game.moves()[number], LEFT)
        explored(workbench)
    assert window.game.verdict.accessibleName().startswith("You did it, in 4 moves")
    assert all(button.height() >= 56 for button in window.game.moves())


def test_digits_pick_moves_and_left_takes_back(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    workbench.play_scheduler(True)
    explored(workbench)
    QTest.keyClick(window, Qt.Key.Key_2)
    assert workbench.frame.saying.title.startswith("Billing worker b")
    QTest.keyClick(window, Qt.Key.Key_Left)
    assert workbench.frame.step == 0


def test_hint_again_and_end_are_buttons(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    workbench.play_scheduler(True)
    explored(workbench)
    QTest.mouseClick(window.game.hint, LEFT)
    assert "leads nearer" in "".join(button.accessibleName() for button in window.game.moves())
    QTest.mouseClick(window.game.moves()[0], LEFT)
    QTest.mouseClick(window.game.again, LEFT)
    assert workbench.frame.step == 0
    QTest.mouseClick(window.game.end, LEFT)
    assert window.panel.isVisible()
    assert not workbench.frame.what_if


# --- the chance along the run -------------------------------------------------------------------------------------


def test_the_overview_shows_the_chance_of_the_run_on_screen(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    workbench.show_finding(0)
    explored(workbench)
    chance = next(each for each in window.findChildren(QWidget) if each.accessibleName().startswith("Chance to fail"))
    assert chance.isVisible()
    assert chance.accessibleName() == "Chance to fail from here 100 %, if every next move is picked at random"
    workbench.start()
    assert chance.accessibleName().startswith("Chance to fail from here 50.0 %")


def test_everything_on_the_screen_is_reached_by_tab_and_has_a_name(window: MainWindow, workbench: Workbench) -> None:
    shown(window, workbench)
    window.explore.tabs["fixes"].setFocus()
    seen: list[QWidget] = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            break
        seen.append(focused)
    reached = {*seen}
    assert {cards(window)[0], cards(window)[0].button, window.explore.lab.rows()[0]} <= reached
    assert all(each.accessibleName() or getattr(each, "text", str)() for each in reached)
