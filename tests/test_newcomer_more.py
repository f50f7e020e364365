"""What else users stumbled over stays mended: facts in a what-if, edits from outside, names in the palette."""

import os
from pathlib import Path

import pytest

from outage_gui.model.files import read
from outage_gui.model.problems import ScenarioError
from outage_gui.model.scenario import StartAny
from outage_gui.workbench import disk
from outage_gui.workbench.actions import choices, choose
from outage_gui.workbench.recent import recent
from outage_gui.workbench.workbench import Workbench

FLAGSHIP = Path(__file__).parent.parent / "scenarios" / "aws-2025-10-20-dynamodb-dns.yaml"
SMALL = """\
format: 1
title: Small
state: {x: {type: 0..5, start: 0}}
processes:
  p:
    steps: [{step: one, do: x = 1}, {step: two, do: x = 2}]
runs:
  first: {schedule: [p.one, p.two]}
"""


def test_facts_after_the_fork_are_no_part_of_a_what_if() -> None:
    workbench = Workbench()
    workbench.open(FLAGSHIP)
    recorded = len(workbench.frame.score.marks)
    for _ in range(20):
        workbench.step()
    fork = workbench.frame.at
    other = next(move for move in workbench.frame.next_moves if not move.recorded)
    workbench.choose(other.move)
    assert workbench.frame.what_if
    marks = workbench.frame.score.marks
    assert len(marks) < recorded
    assert all(mark.at <= fork for mark in marks)
    workbench.end()
    assert not workbench.frame.saying.recorded
    workbench.close()


def test_an_entry_without_a_source_says_so_and_is_not_called_our_choice() -> None:
    workbench = Workbench()
    workbench.open(FLAGSHIP)
    workbench.seek_text("2025-10-20T06:51Z")
    assert workbench.frame.saying.recorded
    assert not workbench.frame.saying.source
    workbench.close()


def test_an_edit_from_outside_is_told_once_and_read_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "EVERY", 0.0)
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    workbench = Workbench()
    workbench.open(file)
    workbench.poll()
    assert not workbench.frame.notice
    fresh = tmp_path / "fresh"
    fresh.write_text(SMALL.replace("Small", "Larger"), encoding="utf-8")
    os.replace(fresh, file)
    workbench.poll()
    assert workbench.frame.notice == "small.yaml has changed on disk."
    assert workbench.frame.again
    assert workbench.frame.title == "Small"
    workbench.dismiss_notice()
    workbench.poll()
    assert not workbench.frame.notice
    workbench.reload()
    assert workbench.frame.title == "Larger"
    workbench.close()


def test_our_own_saving_is_no_edit_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "EVERY", 0.0)
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    workbench = Workbench()
    workbench.open(file)
    workbench.poll()
    workbench.edit(SMALL.replace("Small", "Mine"), "Rename")
    workbench.save()
    workbench.poll()
    assert not workbench.frame.notice
    workbench.close()


def test_runs_fixes_and_services_can_be_called_by_name() -> None:
    workbench = Workbench()
    workbench.open(FLAGSHIP)
    titles = {one.title: one.key for one in choices(workbench.frame)}
    choose(workbench, titles["Run: As designed"])
    assert [run.label for run in workbench.frame.runs if run.on] == ["As designed"]
    fix = workbench.frame.fixes[0]
    choose(workbench, f"fix {fix.name}")
    assert workbench.frame.fixes[0].on is not fix.on
    choose(workbench, titles["Why: DynamoDB"])
    assert workbench.frame.selected is not None
    workbench.close()


def test_chapters_of_another_run_can_be_gone_to() -> None:
    workbench = Workbench()
    workbench.open(FLAGSHIP)
    assert workbench.frame.scenes == len(workbench.document.scenario.story)
    workbench.close()


def test_a_range_may_stand_after_any() -> None:
    (variable,) = read(SMALL.replace("start: 0", "start: {any: 0..1}"), "x.yaml").state
    assert variable.start == StartAny(expression="0..1")
    with pytest.raises(ScenarioError, match=r"'0\.\.1' is not"):
        read(SMALL.replace("start: 0", "start: 0..1"), "x.yaml")


def test_a_painted_picture_is_no_recent_file() -> None:
    workbench = Workbench(remembers=False)
    workbench.open(FLAGSHIP)
    assert recent() == ()
    workbench.close()
