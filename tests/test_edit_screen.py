"""The Edit screen without Qt: drafts, places, forms, words, and what the canvas does to the text."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from outage_gui.model import files
from outage_gui.workbench import edit_clipboard, edit_services
from outage_gui.workbench.draft import as_shown, retyped
from outage_gui.workbench.edit_changes import added, renamed, set_to
from outage_gui.workbench.edit_colours import coloured
from outage_gui.workbench.edit_form import Row, form
from outage_gui.workbench.edit_frame import Edit
from outage_gui.workbench.edit_places import node_of, path_at, spot_of
from outage_gui.workbench.edit_process import joined, lanes, split, step_added, step_moved
from outage_gui.workbench.edit_remedies import remedies_for
from outage_gui.workbench.edit_words import completion, place
from outage_gui.workbench.workbench import Workbench

SMALL = """\
format: 1
title: Two workers, one counter
types:
  Count: 0..2
state:
  counter: {type: Count, start: 0, label: Rows billed}
processes:
  worker:
    label: Billing worker
    instances: [a, b]
    service: billing
    local: {seen: {type: Count, start: 0}}
    steps:
      - {step: read,  do: seen = counter,      label: Read the counter,  takes: 1s..3s}
      - {step: write, do: counter = seen + 1,  label: Write it back}
checks:
  nothing-lost: {ends: counter == 2, label: Every row is billed}
services:
  billing:  {label: Billing, kind: worker, fails_when: counter == 1 and ended(worker)}
  invoices: {label: Invoices, needs: [{service: billing, after: 10m, why: nightly export reads the total}]}
fixes:
  atomic: {label: Add in one step, join: {worker: [read, write]}}
expect:
  - {finding: nothing-lost, shortest: 4}
  - {with: [atomic], finding: none}
"""


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[Workbench]:
    path = tmp_path / "race.yaml"
    path.write_text(SMALL, encoding="utf-8", newline="")
    made = Workbench()
    made.open(path)
    made.set_screen("edit")
    yield made
    made.close()


def edit_of(workbench: Workbench) -> Edit:
    assert workbench.frame.edit is not None
    return workbench.frame.edit


# --- drafts


def test_a_refused_text_stays_in_sight_beside_the_last_good_scenario(workbench: Workbench) -> None:
    good = workbench.document.scenario
    workbench.write(SMALL.replace("seen = counter", "seen = cunter"), "Typing in line 15")
    edit = edit_of(workbench)
    assert edit.refused
    assert "cunter" in edit.text
    assert "did you mean 'counter'?" in edit.problems[0].hint
    assert workbench.document.scenario is good
    assert workbench.frame.unsaved
    assert workbench.frame.can_undo == "Typing in line 15"


def test_a_draft_that_is_mended_becomes_one_edit(workbench: Workbench) -> None:
    workbench.write(SMALL.replace("Two workers", "Two"), "Typing in line 2")
    workbench.settle()
    workbench.write(SMALL.replace("Two workers", "Three"), "Typing in line 2")
    workbench.settle()
    assert workbench.document.scenario.title.startswith("Three")
    workbench.undo()
    assert workbench.document.text == SMALL


def test_undo_goes_back_through_drafts_and_redo_brings_them_again(workbench: Workbench) -> None:
    first, second = SMALL + "wrong: 1\n", SMALL + "wrong: 1\nworse: 2\n"
    workbench.write(first, "Typing in line 40")
    workbench.write(second, "Typing in line 41")
    workbench.undo()
    assert edit_of(workbench).text == first
    workbench.undo()
    assert edit_of(workbench).text == SMALL
    assert not edit_of(workbench).refused
    workbench.redo()
    workbench.redo()
    assert edit_of(workbench).text == second


def test_saving_takes_what_was_typed_and_never_saves_what_is_wrong(workbench: Workbench) -> None:
    workbench.write(SMALL.replace("Two workers", "Three"), "Typing in line 2")
    workbench.save()
    assert "title: Three" in workbench.document.path.read_text(encoding="utf-8")
    on_disk = workbench.document.path.read_text(encoding="utf-8")
    workbench.write(on_disk + "wrong: 1\n", "Typing in line 40")
    workbench.save()
    assert workbench.document.path.read_text(encoding="utf-8") == on_disk
    assert workbench.frame.unsaved
    assert edit_of(workbench).text.endswith("wrong: 1\n")


@pytest.mark.parametrize("text", ["a: 1\r\nb: 2\r\nc: 3\r\n", "a: 1\nb: 2\r\nc: 3\n", "a: x\xa0y\nb: 2\nc: 3\n"])
def test_typing_keeps_line_ends_and_blanks_of_every_other_line(text: str) -> None:
    shown = as_shown(text).replace("b: 2", "b: 22")
    assert retyped(text, shown) == text.replace("b: 2", "b: 22")


# --- places and words


def test_every_place_of_a_file_is_found_again_from_its_text() -> None:
    root = files.tree(SMALL, "small").root
    for path in [
        ("services", "billing"),
        ("processes", "worker", "steps", "write", "do"),
        ("state", "counter", "start"),
    ]:
        spot = spot_of(root, path)
        assert node_of(root, path) is not None
        assert spot is not None
        assert path_at(root, SMALL, spot.start + 1) == path


@pytest.mark.parametrize(
    ("before", "above", "offered"),
    [
        ("services:\n  shop:\n    ki", ("services", "shop"), "kind"),
        ("processes:\n  worker:\n    steps:\n      - do: cou", ("processes", "worker", "steps", "-", "do"), "counter"),
        ("services:\n  shop:\n    needs: [{service: bil", ("services", "shop", "needs", "-", "service"), "billing"),
        ("checks:\n  fine:\n    al", ("checks", "fine"), "always"),
        ("timeline:\n  - at: 2025-01-01 10:00\n    mark: det", ("timeline", "-", "mark"), "detected"),
    ],
)  # fmt: skip
def test_words_that_could_stand_there_are_offered(before: str, above: tuple[str, ...], offered: str) -> None:
    scenario = files.read(SMALL, "small")
    assert place(before, len(before)) == above
    assert offered in [word.text for word in completion(before, len(before), scenario).words]


def test_nothing_is_offered_in_a_remark() -> None:
    text = "services:\n  # bil"
    assert completion(text, len(text), files.read(SMALL, "small")).words == ()


def test_a_text_over_several_lines_is_coloured_as_what_it_is() -> None:
    _, entered = coloured("        do: |", 0)
    inside, entered = coloured("          if seen: counter = 1", entered)
    assert ("if", "word") in [
        ("          if seen: counter = 1"[s.start : s.start + s.length], s.colour) for s in inside
    ]
    key, left = coloured("        label: Read", entered)
    assert left == 0
    assert key[0].colour == "key"


# --- forms


def test_a_form_has_a_row_for_every_key_and_tells_what_is_wrong_at_its_place(workbench: Workbench) -> None:
    workbench.look_at(("processes", "worker", "steps", "read"))
    rows = {row.key: row for row in form(edit_of(workbench), workbench.document.scenario).rows}
    assert rows["do"].text == "seen = counter"
    assert rows["do"].kind == "body"
    assert not rows["do"].wrong
    change = set_to(rows["do"], "seen = cunter")
    assert change is not None
    workbench.change(change.edit, change.name, typing=True)
    rows = {row.key: row for row in form(edit_of(workbench), workbench.document.scenario).rows}
    assert "did you mean 'counter'?" in rows["do"].wrong
    assert not rows["label"].wrong


def test_an_emptied_field_takes_its_key_away(workbench: Workbench) -> None:
    workbench.look_at(("services", "billing"))
    rows = {row.key: row for row in form(edit_of(workbench), workbench.document.scenario).rows}
    change = set_to(rows["label"], "")
    assert change is not None
    workbench.change(change.edit, change.name)
    assert workbench.document.scenario.services[0].label == ""
    assert workbench.frame.can_undo == "Change billing label"


@pytest.mark.parametrize("section", ["types", "state", "processes", "checks", "services", "groups", "sources", "runs"])
def test_whatever_is_added_by_a_form_is_a_good_scenario(workbench: Workbench, section: str) -> None:
    workbench.do(added((section,), None, "Something new"))
    edit = edit_of(workbench)
    assert not edit.problems
    assert not workbench.frame.notice
    assert edit.path[0] == section
    assert len(edit.path) == 2


def test_a_row_that_has_not_changed_changes_nothing() -> None:
    assert set_to(Row("line", ("title",), "title", "A", ""), "A ") is None


# --- the graph


def test_a_box_is_added_where_it_was_asked_for_and_connected_by_one_edit_each(workbench: Workbench) -> None:
    workbench.do(edit_services.service_added(workbench.editing.text, "Audit log", at=(301.0, 199.0)))
    workbench.do(edit_services.connected(workbench.editing.text, "billing", "audit-log"))
    service = next(one for one in workbench.document.scenario.services if one.name == "audit-log")
    place = next(one for one in workbench.document.scenario.layout if one.service == "audit-log")
    assert service.label == "Audit log"
    assert service.needs[0].services == ("billing",)
    assert (place.x, place.y) == (300.0, 200.0)
    workbench.undo()
    workbench.undo()
    assert workbench.document.text == SMALL


def test_deleting_a_service_tells_who_needs_it_and_leaves_nothing_that_mentions_it(workbench: Workbench) -> None:
    assert edit_services.dependents(workbench.editing.text, ["billing"]) == ("invoices",)
    workbench.do(edit_services.deleted(["billing"]))
    scenario = workbench.document.scenario
    assert [service.name for service in scenario.services] == ["invoices"]
    assert scenario.services[0].needs == ()
    assert scenario.processes[0].service == ""
    assert workbench.frame.can_undo == "Delete billing"


def test_what_is_copied_can_be_pasted_into_another_file(workbench: Workbench, tmp_path: Path) -> None:
    clipboard = edit_clipboard.copied(workbench.editing.text, [("services", "invoices"), ("processes", "worker")])
    other = tmp_path / "other.yaml"
    text = "format: 1\ntitle: Other\ntypes:\n  Count: 0..2\nstate:\n  counter: {type: 0..2, start: 0}\n"
    other.write_text(text + "services:\n  billing: {label: B}\n  invoices: {label: Mine}\n", encoding="utf-8")
    workbench.open(other)
    change = edit_clipboard.pasted(workbench.editing.text, clipboard)
    assert change is not None
    workbench.do(change)
    scenario = workbench.document.scenario
    assert [service.name for service in scenario.services] == ["billing", "invoices", "invoices-2"]
    assert [step.name for step in scenario.processes[0].steps] == ["read", "write"]


def test_a_clipboard_that_holds_no_items_pastes_nothing(workbench: Workbench) -> None:
    assert edit_clipboard.pasted(workbench.editing.text, "just words") is None
    assert edit_clipboard.pasted(workbench.editing.text, "a: [") is None


@pytest.mark.parametrize(
    ("path", "copy"),
    [
        (("processes", "worker"), "worker_2"),
        (("state", "counter"), "counter_2"),
        (("services", "billing"), "billing-2"),
    ],
)
def test_a_duplicate_gets_a_name_it_may_have(workbench: Workbench, path: tuple[str, str], copy: str) -> None:
    change = edit_clipboard.duplicated(workbench.editing.text, [path])
    assert change is not None
    workbench.do(change)
    assert not [one for one in edit_of(workbench).problems if "no usable name" in one.cause]
    assert edit_of(workbench).path == (path[0], copy)


def test_a_second_step_of_one_name_gets_a_name_it_may_have(workbench: Workbench) -> None:
    workbench.do(step_added(workbench.document.scenario, "worker", "read", 2))
    assert not edit_of(workbench).problems
    assert [step.name for step in workbench.document.scenario.processes[0].steps] == ["read", "write", "read_2"]


@pytest.mark.parametrize(
    ("path", "name"),
    [(("processes",), "worker"), (("services",), "billing"), (("processes", "worker", "local"), "seen")],
)
def test_what_is_added_never_takes_the_place_of_what_is_there(
    workbench: Workbench, path: tuple[str, ...], name: str
) -> None:
    workbench.do(added(path, None, name))
    assert workbench.document.text == SMALL
    assert "already" in workbench.frame.notice


# --- processes


def test_cards_say_what_a_step_reads_and_writes_and_who_stands_there(workbench: Workbench) -> None:
    cards = lanes(workbench.document.scenario, dict(edit_of(workbench).positions))[0].cards
    assert (cards[1].reads, cards[1].writes) == (("seen",), ("counter",))
    assert cards[0].here == ("a", "b")
    assert cards[1].here == ()


def test_the_effect_of_a_step_now_is_told(workbench: Workbench) -> None:
    workbench.choose("worker.a.read")
    workbench.look_at(("processes", "worker", "steps", "write"))
    assert edit_of(workbench).preview == ("worker.a.write: counter 0 → 1",)


def without_fixes(workbench: Workbench) -> None:
    """A fix that joins the steps keeps them in their order."""
    workbench.write(SMALL[: SMALL.index("fixes:")], "Typing")
    workbench.settle()


def test_split_and_join_are_each_other_undone_in_meaning(workbench: Workbench) -> None:
    without_fixes(workbench)
    path = ("processes", "worker", "steps", "read")
    join = joined(workbench.document.scenario, path)
    assert join is not None
    workbench.do(join)
    steps = workbench.document.scenario.processes[0].steps
    assert [step.name for step in steps] == ["read"]
    assert steps[0].do.strip().split("\n") == [
        "seen = counter",
        "counter = seen + 1",
    ]
    parted = split(workbench.document.scenario, path)
    assert parted is not None
    workbench.do(parted)
    steps = workbench.document.scenario.processes[0].steps
    assert [step.do.strip() for step in steps] == ["seen = counter", "counter = seen + 1"]


def test_a_dragged_step_is_moved_in_the_file(workbench: Workbench) -> None:
    without_fixes(workbench)
    workbench.do(step_moved(("processes", "worker", "steps", "write"), 0))
    assert [step.name for step in workbench.document.scenario.processes[0].steps] == ["write", "read"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("services", "billing"), "bills"),
        (("processes", "worker"), "clerk"),
        (("processes", "worker", "steps", "read"), "look"),
        (("processes", "worker", "local", "seen"), "known"),
        (("state", "counter"), "total"),
        (("checks", "nothing-lost"), "all-billed"),
        (("fixes", "atomic"), "at-once"),
        (("types", "Count"), "Rows"),
    ],
)
def test_another_name_is_given_everywhere(workbench: Workbench, path: tuple[str, ...], name: str) -> None:
    workbench.do(renamed(path, name))
    assert not edit_of(workbench).problems
    assert not workbench.frame.notice
    assert edit_of(workbench).path == (*path[:-1], name)
    assert workbench.frame.can_undo == f"Rename {path[-1]} to {name}"


# --- remedies, expectations, runs


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("seen = counter,", "seen = cunter,", "Write counter"),
        ("label: Billing, kind", "lable: Billing, kind", "Write label"),
        ("service: billing\n", "service: biling\n", "Write billing"),
        ("counter == 2,", "extra or counter == 2,", "Declare extra"),
        ("title: Two workers, one counter", "title: Two: workers", "Put quotes around it"),
    ],
)
def test_an_obvious_remedy_mends_the_problem(workbench: Workbench, old: str, new: str, remedy: str) -> None:
    workbench.write(SMALL.replace(old, new, 1), "Typing")
    edit = edit_of(workbench)
    assert edit.problems
    offered = {change.name: change for problem in edit.problems for change in remedies_for(problem, edit.text)}
    workbench.do(offered[remedy])
    assert not edit_of(workbench).problems
    assert not workbench.frame.notice


def test_the_moves_on_screen_are_recorded_as_a_run(workbench: Workbench) -> None:
    for move in ("worker.a.read", "worker.b.read", "worker.b.write"):
        workbench.choose(move)
    workbench.record_run("B is first")
    run = workbench.document.scenario.runs[0]
    assert (run.name, run.label) == ("b-is-first", "B is first")
    assert [entry.move for entry in run.schedule] == ["worker.a.read", "worker.b.read", "worker.b.write"]


def test_a_thousand_services_are_not_a_thousand_lines_of_a_form(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text("format: 1\ntitle: Many\nservices:\n" + "".join(f"  s{n}: {{label: S}}\n" for n in range(1000)))
    made = Workbench()
    made.open(path)
    made.set_screen("edit")
    row = next(row for row in form(edit_of(made), made.document.scenario).rows if row.key == "services")
    assert row.total == 1000
    assert len(row.entries) < 100
    made.close()


@pytest.mark.parametrize(
    ("path", "total", "name"),
    [
        (("services", "billing", "needs"), 0, ""),
        (("processes", "worker", "steps"), 2, ""),
        (("processes", "worker", "local"), 1, "kept"),
        (("timeline",), 0, ""),
        (("story",), 0, ""),
        (("expect",), 2, ""),
        (("fixes",), 1, "Another"),
        (("fixes", "atomic", "set"), 0, "processes.worker.steps.read.when"),
        (("processes", "worker", "faults"), None, ""),
        (("services", "billing", "recovers"), None, ""),
        (("services", "billing", "impact"), None, ""),
    ],
)
def test_one_more_of_anything_is_good_from_the_start(
    workbench: Workbench, path: tuple[str, ...], total: int | None, name: str
) -> None:
    change = added(path, None, "") if total is None else workbench.editing.addition(path, total, name)
    workbench.do(change)
    assert not edit_of(workbench).problems
    assert not workbench.frame.notice
    assert workbench.frame.can_undo == change.name
