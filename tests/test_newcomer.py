"""What a newcomer stumbled over: each has its sentence now, or no longer happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from outage_gui import cli
from outage_gui.model.files import read
from outage_gui.model.problems import ScenarioError
from outage_gui.views.commands import CommandPalette
from outage_gui.views.rows import Row, RowButton
from outage_gui.views.transport import TransportBar
from outage_gui.workbench.theme import DARK
from outage_gui.workbench.workbench import Workbench

FILE = """\
format: 1
title: T
state:
  x: {type: 0..2, start: 0}
processes:
  pipeline:
    steps:
      - {step: switch, do: x = 1}
      - {step: tidy, do: x = 2}
fixes:
  one-move: {join: {pipeline: [switch, tidy]}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "deploy.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def workbench(file: Path) -> Iterator[Workbench]:
    workbench = Workbench()
    workbench.open(file)
    yield workbench
    workbench.close()


def test_a_move_that_a_fix_has_joined_to_another_is_told_as_its_part(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schedule = "pipeline.switch, pipeline.tidy"
    assert cli.main(["run", str(file), "--with", "one-move", "--schedule", schedule]) == 2
    assert "'pipeline.tidy'; it is part of 'pipeline.switch' now" in capsys.readouterr().out


def test_run_says_why_there_is_nothing_to_print(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", str(file)]) == 0
    assert "no run to replay" in capsys.readouterr().out


def test_a_name_of_a_section_that_is_not_there_is_told_with_the_section() -> None:
    with pytest.raises(ScenarioError) as refused:
        read(f"{FILE}timeline:\n  - {{at: 2025-05-06 14:00, say: It begins, source: log}}\n", "deploy.yaml")
    assert str(refused.value).endswith("there is no source 'log' (the file has no sources)")


def test_the_palette_says_when_no_command_fits(qtbot: QtBot, workbench: Workbench) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    palette = CommandPalette(parent, lambda key: None)
    palette.ask(workbench.frame)
    for field in palette.findChildren(QLineEdit):
        qtbot.keyClicks(field, "zzzz")
    (told,) = palette.findChildren(QListWidget)
    assert told.count() == 1
    assert told.item(0).text().startswith("No command fits")
    palette.close()


def test_a_row_that_is_clicked_leaves_the_keys_where_they_were(qtbot: QtBot) -> None:
    button = RowButton()
    qtbot.addWidget(button)
    button.show_row(Row("Operator: roll back", go=lambda: None), DARK)
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_after_a_typed_time_the_keys_belong_to_the_replay_again(qtbot: QtBot, workbench: Workbench) -> None:
    bar = TransportBar(workbench)
    qtbot.addWidget(bar)
    bar.show()
    bar.activateWindow()
    bar.ask()
    (field,) = (each for each in bar.findChildren(QLineEdit) if each.placeholderText())
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "0")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not field.hasFocus()
