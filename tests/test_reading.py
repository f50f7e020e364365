"""Good files: every section is read, kept byte for byte, saved whole, and tidied without a change of meaning."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_file import GOOD, changed, without

from outage_gui.model import files, limits, raw_text
from outage_gui.model.edits import with_position
from outage_gui.model.files import Document, load, read, save
from outage_gui.model.problems import ScenarioError
from outage_gui.model.scenario import (
    BoolType,
    Branch,
    MaybeType,
    NamedType,
    Position,
    QueueType,
    RangeType,
    Span,
    StartAny,
    StartList,
    StartTable,
    StartText,
    TableType,
    WordsType,
)

SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))
SECTIONS = [line.partition(":")[0] for line in GOOD.splitlines() if not line.startswith(" ")]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_is_read_and_tidied_as_it_stands(path: Path) -> None:
    document = load(path)
    assert document.text.encode() == path.read_bytes()
    tidy = files.canonical(document.text, path.name)
    assert read(tidy, path.name) == document.scenario
    assert files.canonical(tidy, path.name) == tidy


def test_types_and_starts_are_read() -> None:
    good = read(GOOD, "good.yaml")
    assert {declared.name: declared.type for declared in good.types} == {
        "Count": RangeType(low=0, high=2),
        "Colour": WordsType(words=("red", "green")),
    }
    count, flags, waiting, owner = good.state
    assert (count.type, count.start, count.source) == (NamedType(name="Count"), StartText(text="0"), ("log",))
    assert flags.type == TableType(each=NamedType(name="Colour"), of=BoolType())
    assert flags.start == StartTable(pairs=(("red", StartText(text="true")), ("green", StartText(text="false"))))
    assert waiting.type == QueueType(of=NamedType(name="Colour"), size=2)
    assert waiting.start == StartList(items=(StartText(text="red"),))
    assert owner.type == MaybeType(of=NamedType(name="worker"))


def test_a_start_may_be_any_value_or_any_of_an_expression() -> None:
    every = read(changed("start: 0, label", "start: any, label"), "f").state[0].start
    some = read(changed("start: 0, label", 'start: {any: "{c for c in Count if c > 0}"}, label'), "f").state[0].start
    assert (every, some) == (StartAny(), StartAny(expression="{c for c in Count if c > 0}"))


def test_processes_are_read() -> None:
    worker, clerk, visitor = read(GOOD, "good.yaml").processes
    assert (worker.instances, worker.numbered, worker.service) == (("a", "b"), False, "billing")
    assert (clerk.instances, clerk.numbered, clerk.repeat) == (("0", "1"), True, "forever")
    assert (visitor.instances, visitor.order, visitor.only_in_runs) == ((), "any", True)
    assert worker.crash is not None
    assert (worker.crash.at_most, worker.crash.restart, worker.crash.forgets) == (1, "read", ("seen",))
    assert worker.steps[0].takes == Span(low=1000, high=3000)
    assert clerk.steps[0].then == (Branch(target="look", when="counter == 2"), Branch(target="end"))


def test_checks_services_and_groups_are_read() -> None:
    good = read(GOOD, "good.yaml")
    lost, there = good.checks
    assert (lost.kind, lost.expression, lost.source) == ("ends", "counter == 2", ("log", "talk"))
    assert (there.kind, there.expression, there.to) == ("leads", "counter == 0", "counter == 2")
    assert good.deadlock_allowed
    assert [group.inside for group in good.groups] == ["", "outer"]
    invoices = good.services[3]
    assert [(need.services, need.at_least, need.kind) for need in invoices.needs] == [
        (("billing",), None, "hard"),
        (("db-1", "db-2"), 1, "hard"),
        (("db-1",), None, "soft"),
        (("db-2",), None, "soft"),
        (("db-1",), None, "hard"),
    ]
    first = invoices.needs[0]
    assert (first.after, first.condition, first.recovers and first.recovers.after) == (
        600_000,
        "counter < 2",
        1_200_000,
    )
    assert invoices.recovers is not None
    assert invoices.recovers.never


@pytest.mark.parametrize("said", ["deadlock: allowed", "waits: {deadlock: allowed, label: Waiting is fine}"])
def test_deadlocks_are_allowed_at_the_top_of_the_checks_or_in_a_check_of_their_own(said: str) -> None:
    assert read(changed("deadlock: allowed", said), "f").deadlock_allowed


def test_forbidding_deadlocks_is_the_same_as_saying_nothing() -> None:
    assert not read(changed("deadlock: allowed", "deadlock: forbidden"), "f").deadlock_allowed


def test_times_without_offset_are_read_in_the_zone_of_the_file_wherever_it_stands() -> None:
    moved = without("zone") + "zone: Europe/Berlin\n"
    for text in (GOOD, moved):
        second = read(text, "f").timeline[1]
        assert (second.until - second.at, second.at) == (600_000, 1_760_943_600_000)


def test_runs_story_and_expectations_are_read() -> None:
    good = read(GOOD, "good.yaml")
    run = good.runs[0]
    assert (run.fixes, [entry.move for entry in run.schedule][:2]) == (("atomic",), ["worker.a.read", "worker.b.read"])
    assert [scene.at for scene in good.story] == ["0", "started", "2025-10-20 10:00"]
    found, fixed = good.expect
    assert (found.finding, found.nothing, found.shortest) == (("nothing-lost",), False, 4)
    assert (fixed.finding, fixed.nothing, fixed.absent) == ((), True, ("out-of-range",))
    assert good.layout == (Position(service="billing", x=10, y=-20.5),)
    assert dict(good.fixes[1].set) == {"processes.worker.steps.read.takes": "5s"}


@pytest.mark.parametrize(
    "section", [name for name in SECTIONS if name in ("zone", "summary", "layout", "expect", "story")]
)
def test_a_section_that_nothing_names_may_be_left_out(section: str) -> None:
    assert read(without(section), "f").title


def test_statuses_alone_are_a_scenario() -> None:
    text = "format: 1\ntitle: Seen\nservices: {api: {}}\ntimeline:\n  - {at: 2025-10-20T06:48Z, status: {api: down}}\n"
    assert read(text, "f").timeline[0].status == (("api", "down"),)


def test_quotes_never_change_what_a_text_means() -> None:
    assert read(changed("start: 0, label", 'start: "0", label'), "f") == read(GOOD, "f")


def test_a_blank_behind_the_number_sign_makes_a_comment_and_everything_else_is_kept() -> None:
    assert read(changed("start: none}", "start: none} # nobody"), "f") == read(GOOD, "f")


# --- files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "turned",
    [
        lambda text: text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "# first\n\n" + text.rstrip("\n"),
        lambda text: text.replace("label: Invoices", "label: 'Übersicht ☂ 𝄞'"),
    ],
)
def test_load_then_save_is_byte_equal(turned: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_bytes(turned(GOOD).encode())
    before = path.read_bytes()
    document = load(path)
    assert save(document.text, path) == document.digest
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["good.yaml"]


def test_a_document_knows_its_text_path_and_digest(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_bytes(GOOD.encode())
    assert load(path) == Document(GOOD, read(GOOD, "good.yaml"), path, files.digest(GOOD.encode()))


def test_saving_keeps_mode_and_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    save(GOOD, link)
    assert link.is_symlink()
    assert target.read_text() == GOOD
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_read_only_file_is_not_saved_over(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        save(GOOD, path)
    assert path.read_text() == "old"


def test_a_text_that_cannot_be_read_is_not_saved(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text("old")
    with pytest.raises(ScenarioError):
        save("format: 1\n", path)
    assert path.read_text() == "old"


@pytest.mark.parametrize("call", ["write", "fsync", "replace", "fchmod", "read"])
def test_whatever_call_fails_while_saving_the_old_file_stays(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    path = tmp_path / "good.yaml"
    path.write_text("old")
    monkeypatch.setattr(os, call, full)
    with pytest.raises(OSError, match="no space"):
        save(GOOD, path)
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["good.yaml"]


def test_a_short_write_is_carried_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: whole(handle, bytes(content[:100])))
    save(GOOD, tmp_path / "good.yaml")
    assert (tmp_path / "good.yaml").read_text() == GOOD


def test_a_disk_that_loses_bytes_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "good.yaml"
    path.write_text("old")
    monkeypatch.setattr(os, "write", lambda handle, content: len(content))
    with pytest.raises(OSError, match="reads back otherwise"):
        save(GOOD, path)
    monkeypatch.undo()
    assert path.read_text() == "old"


# --- edits --------------------------------------------------------------------------------------------------------

numbers = st.floats(-limits.COORDINATE, limits.COORDINATE)


@given(st.sampled_from(["billing", "db-1", "invoices"]), numbers, numbers)
def test_a_dragged_box_changes_one_line(service: str, x: float, y: float) -> None:
    after = with_position(GOOD, service, x, y)
    old, new = GOOD.splitlines(), after.splitlines()
    assert len(set(new) - set(old)) <= 1
    assert [line for line in old if line not in new] in ([], ["  billing: [10, -20.5]"])
    position = next(known for known in read(after, "f").layout if known.service == service)
    assert (position.x, position.y) == (pytest.approx(x, abs=0.051), pytest.approx(y, abs=0.051))


@pytest.mark.parametrize(
    "layout",
    [
        "",
        "layout: {}\n",
        "layout: {billing: [1, 2]}\n",
        "layout:\n  db-1: [1, 2]   # by hand\n",
        "layout:\n    billing:\n    - 1\n    - 2\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", ""])
def test_a_box_is_placed_whatever_the_layout_looks_like(layout: str, end: str) -> None:
    text = (without("layout") + layout).removesuffix("\n") + end
    after = with_position(text, "billing", 3, 4)
    assert Position(service="billing", x=3, y=4) in read(after, "f").layout
    assert ("# by hand" in after) == ("# by hand" in text)


def test_a_box_of_no_service_is_not_placed() -> None:
    with pytest.raises(ScenarioError, match="no service 'bill'"):
        with_position(GOOD, "bill", 0, 0)
    with pytest.raises(ScenarioError, match="coordinate"):
        with_position(GOOD, "billing", float("nan"), 0)


def test_tidying_takes_blanks_and_keeps_values_and_comments() -> None:
    untidy = changed("  worker:\n", "  worker:   \n\n\n\n").replace(
        "summary: Both", "summary: |\n  Both  \n\n\n  twice   \n# \nzzz", 1
    )
    untidy = untidy.replace("zzz read, both add, one addition is lost.\n", "")
    tidy = files.canonical("\ufeff" + untidy.replace("\n", "\r\n") + "\n\n\n", "f")
    assert "Both  \n\n\n  twice   \n" in tidy
    assert "  worker:\n\n    label" in tidy
    assert tidy.endswith("layout:\n  billing: [10, -20.5]\n")
    assert "# clipped" in tidy
    assert raw_text.MARK not in tidy
    assert read(tidy, "f") == read(untidy, "f")
