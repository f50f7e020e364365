"""Words that blame are heard where a room or a reader is told something, as hints; nothing else changes by them."""

import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from edit_cases import TEXTS
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from outage_gui.cli import main
from outage_gui.model import files, limits
from outage_gui.model.blame import Hint, hints
from outage_gui.model.yaml_tree import tree
from outage_gui.views.edit_problems import ProblemList
from outage_gui.views.main_window import MainWindow
from outage_gui.views.settings import Settings
from outage_gui.workbench.templates import TEMPLATES, text_of
from outage_gui.workbench.workbench import Workbench

BLAMING = """\
format: 1
title: A careless night
state:
  x: {type: 0..1, start: 0, label: Human error}
processes:
  p: {steps: [{step: s, do: x = 1, label: Root cause}]}
services:
  a: {label: Culprit, fails_when: x == 1, note: negligent}
timeline:
  - {at: 2025-10-20T06:48Z, say: The team should have paged, mark: started}
runs:
  r:
    schedule:
      - {move: p.s, say: "On call forgot to look"}
story:
  - title: First scene
    run: r
    at: 0
    say: |
      The queue was full. The person at the console should
      have seen it.
    notes: "It\\u2019s \\"the root   cause\\"."
    ask: Who is to blame?
"""
PLACES = [
    (2, 10, "'careless' "),
    (10, 43, "'should have' "),
    (14, 35, "'forgot to' "),
    (20, 53, "'should have' "),
    (22, 29, "'root cause' "),
    (23, 17, "'to blame' "),
]


def heard(said: str) -> tuple[Hint, ...]:
    text = f"format: 1\ntitle: T\nsummary: {json.dumps(said)}\n"
    return hints(tree(text, "a.yaml").root, text)


def test_each_hint_has_its_place_and_says_what_is_heard_and_what_to_write() -> None:
    files.read(BLAMING, "a.yaml")
    found = hints(tree(BLAMING, "a.yaml").root, BLAMING)
    assert [(hint.line, hint.column) for hint in found] == [(line, column) for line, column, _ in PLACES]
    for hint, (_, _, begin) in zip(found, PLACES, strict=True):
        assert hint.says.startswith(begin)
        assert ": write what " in hint.says


@pytest.mark.parametrize(
    "said",
    [
        "They should have asked", "It should not have been run", "You shouldn't have", "he could’ve known",
        "ought to have", "Human Error", "two operator errors", "pilot error", "carelessly", "gross negligence",
        "reckless", "incompetent", "stupidity", "forgot to renew", "neglected to", "failed to notice",
        "failure to escalate", "the root causes", "the culprit", "is to blame", "was blamed for", "blaming", "guilty",
        "the fault of the night shift", "at fault", "whose fault", "should  \n have known",
    ],
)  # fmt: skip
def test_words_that_blame_are_heard(said: str) -> None:
    assert len(heard(said)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Each zone should have a replica", "could have happened in another order", "A queue should have\nno end",
        "could have to wait", "The cache forgets it", "The service failed to start", "The root alias is empty",
        "A fault domain; at fault domains", "their fault tolerance", "A blameless review", "git blame",
        "Error rates rise", "should halve", "The night shift is not to blame", "haveshould have",
        "the fault is division-by-zero", "rootcause",
    ],
)  # fmt: skip
def test_what_may_be_said_of_machines_is_left_alone(said: str) -> None:
    assert heard(said) == ()


def test_labels_of_services_and_steps_are_not_what_a_room_is_told() -> None:
    lines = {hint.line for hint in hints(tree(BLAMING, "a.yaml").root, BLAMING)}
    assert lines.isdisjoint({4, 6, 8})


@pytest.mark.parametrize("name", TEXTS)
def test_no_scenario_that_is_shipped_blames(name: str) -> None:
    assert hints(tree(TEXTS[name], name).root, TEXTS[name]) == ()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_no_template_blames(template: object) -> None:
    text = text_of(template.name) or ""  # type: ignore[attr-defined]
    assert text
    assert hints(tree(text, "a.yaml").root, text) == ()


# --- time and size


def long_file(caption: str) -> str:
    line = f"  - {{at: 2025-10-20T06:48Z, mark: note, say: {caption}}}\n"
    return "format: 1\ntitle: T\ntimeline:\n" + line * 5_000


def test_as_many_hints_are_told_as_problems_and_no_more() -> None:
    text = long_file("a human error")
    found = hints(tree(text, "a.yaml").root, text)
    assert [hint.line for hint in found] == list(range(4, 4 + limits.PROBLEMS))


def test_a_file_of_5000_captions_is_searched_in_a_part_of_the_time_of_reading_it() -> None:
    text = long_file("An operator sees the fault and errors that have grown at the root")  # stems everywhere
    begun = perf_counter()
    files.read(text, "a.yaml")
    read = perf_counter()
    assert hints(tree(text, "a.yaml").root, text) == ()
    assert perf_counter() - read < (read - begun) / 2


@pytest.mark.parametrize(
    "almost",
    ["should have", "should" + " " * 50, "have should not to ", "the fault  ", "at fault ", "careless", "failed to "],
)
def test_the_longest_text_that_almost_blames_takes_no_time_worth_telling(almost: str) -> None:
    said = (almost * limits.TEXT_CHARACTERS)[: limits.TEXT_CHARACTERS // 2 - 1] + " have"
    half, whole = (seconds(said[: len(said) // part]) for part in (2, 1))
    assert whole < 8 * half + 0.02  # twice the text, not four times the time


def seconds(said: str) -> float:
    text = "format: 1\ntitle: T\nsummary: |\n  " + "\n  ".join(
        said[at : at + 9_000] for at in range(0, len(said), 9_000)
    )
    root = tree(text, "a.yaml").root
    begun = perf_counter()
    hints(root, text)
    return perf_counter() - begun


# --- where they are told


def test_check_prints_hints_in_their_own_lines_and_is_met(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "night.yaml"
    path.write_text(BLAMING, encoding="utf-8")
    assert main(["check", str(path)]) == 0
    told = capsys.readouterr().out.splitlines()
    marked = [line for line in told if line.startswith("  hint: night.yaml:")]
    assert [line.split(":")[2:4] for line in marked] == [[str(line), str(column)] for line, column, _ in PLACES]
    assert told[-len(PLACES) :] == marked
    assert main(["check", str(path), "--json"]) == 0
    (part,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert part["verdict"] == "verified"
    assert [(hint["line"], hint["column"]) for hint in part["hints"]] == [place[:2] for place in PLACES]
    assert part["hints"][0]["says"].startswith("'careless' judges a person")


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "night.yaml"
    path.write_text(BLAMING, encoding="utf-8")
    workbench = Workbench(reduced_motion=True)
    workbench.open(path)
    made = MainWindow(workbench, Settings(None), "dark")
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    workbench.set_screen("edit")
    yield made
    made.asked = True
    made.close()


def entries(problems: ProblemList, name: str) -> list[QPushButton]:
    return [button for button in problems.findChildren(QPushButton, name) if not button.isHidden()]


def test_the_edit_screen_lists_hints_apart_from_problems_and_a_click_leads_there(window: MainWindow) -> None:
    workbench, problems = window._workbench, window.edit.problems
    assert not workbench.editing.problems
    assert problems._head.text() == "No problems: what you see is the scenario. 6 hints on words."
    assert not entries(problems, "entry")
    ways = entries(problems, "hint")
    assert [way.text().split()[:2] for way in ways] == [["hint", str(line)] for line, _, _ in PLACES]
    QTest.mouseClick(ways[2], Qt.MouseButton.LeftButton)
    cursor = window.edit.source.field.textCursor()
    assert (cursor.blockNumber() + 1, cursor.positionInBlock() + 1) == PLACES[2][:2]
    assert problems._area.isVisible()


def test_a_file_with_hints_is_saved_and_mended_words_are_hinted_at_no_more(window: MainWindow) -> None:
    workbench = window._workbench
    workbench.write(BLAMING.replace("A careless", "A long"), "Typing in line 2")
    workbench.save()
    assert "A long night" in workbench.document.path.read_text(encoding="utf-8")
    assert len(entries(window.edit.problems, "hint")) == len(PLACES) - 1


def test_problems_stand_above_hints_and_a_text_without_a_tree_has_none(window: MainWindow) -> None:
    workbench, problems = window._workbench, window.edit.problems
    workbench.write(BLAMING.replace("x == 1", "y == 1"), "Typing in line 8")
    assert len(entries(problems, "entry")) == 1
    assert len(entries(problems, "hint")) == len(PLACES)
    assert entries(problems, "entry")[0].y() < entries(problems, "hint")[0].y()
    assert problems._head.text().startswith("1 problem. ")
    workbench.write(BLAMING + "  - [\n", "Typing in line 24")
    assert entries(problems, "entry")
    assert not entries(problems, "hint")
