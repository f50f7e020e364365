"""What was changed becomes a fix: the file as it was, and with the fix on what it was changed to."""

import pytest
from edit_cases import TEXTS, changed_lines

from outage_gui.model.differences import recorded_as_fix
from outage_gui.model.edits import with_value, without
from outage_gui.model.files import read
from outage_gui.model.fixes import with_fixes
from outage_gui.model.problems import ScenarioError
from outage_gui.workbench.workbench import Workbench

TEXT = TEXTS["dns-race-micro.yaml"]
STEPS = ("processes", "enactor", "steps")


def test_changed_and_dropped_values_become_sets_and_drops():
    after = with_value(TEXT, (*STEPS, "apply", "do"), "if plan > marker: root = plan; marker = plan")
    after = without(after, (*STEPS, "apply", "takes"))
    text = recorded_as_fix(TEXT, after, "again", "Compare again")
    gone, came = changed_lines(TEXT, text)
    assert not gone
    assert "processes.enactor.steps.apply.do" in "".join(came)
    assert "drop: [processes.enactor.steps.apply.takes]" in "".join(came)
    assert with_fixes(text, "a.yaml", ("again",)).processes == read(after, "a.yaml").processes


def test_what_no_fix_can_say_is_refused():
    with pytest.raises(ScenarioError, match="nothing was changed"):
        recorded_as_fix(TEXT, TEXT + "# a remark\n", "again")
    with pytest.raises(ScenarioError, match="already"):
        recorded_as_fix(TEXT, with_value(TEXT, (*STEPS, "apply", "when"), "root == 0"), "two-plans")


def test_the_workbench_records_and_switches_on_and_undo_leads_back(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(TEXT)
    workbench = Workbench(remembers=False)
    try:
        workbench.open(file)
        changed = with_value(TEXT, (*STEPS, "apply", "when"), "root in trees")
        workbench.edit(changed, "Wait")
        workbench.record_fix("wait", "Wait for the tree")
        assert workbench.frame.can_undo == "Record fix wait"
        assert [fix.name for fix in workbench.frame.fixes if fix.on] == ["wait"]
        workbench.undo()
        assert workbench.document.text == changed
        workbench.record_fix("", "Two plans")
        assert [fix.name for fix in workbench.frame.fixes if fix.on] == ["two-plans-2"]
        workbench.undo()
        workbench.record_fix("two-plans")
        assert "already" in workbench.frame.notice
    finally:
        workbench.close()
