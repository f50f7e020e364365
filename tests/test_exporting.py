"""Export from the window: in a process of its own, told when it is done, cancelled without leaving anything."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from outage_gui.exporters.table import FORMATS
from outage_gui.views.exporting import KINDS, Exporting
from outage_gui.workbench.workbench import Workbench

FLAGSHIP = Path(__file__).parent.parent / "scenarios" / "aws-2025-10-20-dynamodb-dns.yaml"
RACE = FLAGSHIP.with_name("lost-update.yaml")


@pytest.fixture
def exporting(qtbot: QtBot) -> Exporting:
    workbench, window = Workbench(), QWidget()
    workbench.open(RACE)
    qtbot.addWidget(window)
    made = Exporting(window, workbench)
    window.destroyed.connect(workbench.close)
    return made


def chosen(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), kind))


def test_every_format_can_be_chosen() -> None:
    assert {suffix for _, suffix in KINDS} == {*FORMATS, ".pdf", ".mp4", ".gif"}


def test_a_file_is_written_beside_the_window_and_told(
    qtbot: QtBot, exporting: Exporting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(monkeypatch, tmp_path / "race", "Timeline as CSV (*.csv)")
    exporting.ask()
    assert "Writing race.csv" in exporting._workbench.frame.notice
    qtbot.waitUntil(lambda: exporting._workbench.frame.notice == "race.csv is written.", timeout=60_000)
    assert (tmp_path / "race.csv").stat().st_size > 100


def test_no_name_is_replaced_but_the_one_the_dialog_asked_about(
    exporting: Exporting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "race.csv").write_text("mine")
    chosen(monkeypatch, tmp_path / "race", "Timeline as CSV (*.csv)")
    exporting.ask()
    assert exporting._workbench.frame.notice == "race.csv is there already: give its whole name to replace it."
    assert (tmp_path / "race.csv").read_text() == "mine"


@pytest.mark.parametrize("asked_about", [False, True])
def test_what_belongs_to_a_file_is_replaced_only_along_with_it(
    asked_about: bool, qtbot: QtBot, exporting: Exporting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("race.cfg", *(["race.tla"] if asked_about else [])):
        (tmp_path / name).write_text("old")
    chosen(monkeypatch, tmp_path / "race.tla", "TLA+ for TLC (*.tla)")
    exporting.ask()
    qtbot.waitUntil(lambda: "Writing" not in exporting._workbench.frame.notice, timeout=60_000)
    told = "race.tla is written." if asked_about else "race.tla was not written: race.cfg is there already."
    assert exporting._workbench.frame.notice == told
    assert ((tmp_path / "race.cfg").read_text() == "old") is not asked_about
    assert len(list(tmp_path.iterdir())) == 1 + asked_about


def test_a_cancelled_film_leaves_nothing_behind(
    qtbot: QtBot, exporting: Exporting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporting._workbench.open(FLAGSHIP)
    chosen(monkeypatch, tmp_path / "story.gif", "Film as GIF (*.gif)")
    exporting.ask()
    qtbot.wait(200)
    exporting.ask()
    qtbot.waitUntil(lambda: "was cancelled" in exporting._workbench.frame.notice, timeout=60_000)
    assert list(tmp_path.iterdir()) == []


def test_what_goes_wrong_is_one_line(
    qtbot: QtBot, exporting: Exporting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(monkeypatch, tmp_path / "x.xyz", "")
    exporting.ask()
    qtbot.waitUntil(lambda: "was not written" in exporting._workbench.frame.notice, timeout=60_000)
    assert list(tmp_path.iterdir()) == []


def test_unsaved_changes_are_to_be_saved_first(exporting: Exporting) -> None:
    text = exporting._workbench.document.text
    exporting._workbench.edit(text + "\n# more\n", "Add a comment")
    exporting.ask()
    assert exporting._workbench.frame.notice.startswith("Save the scenario first")
