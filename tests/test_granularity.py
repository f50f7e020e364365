"""Steps joined and split: what the fix says, where it stands in the file, and that the bug comes and goes with it."""

import contextlib
from pathlib import Path

import pytest

from outage_gui.engine.answer import Answer, answered
from outage_gui.engine.program import compiled
from outage_gui.engine.search import explored
from outage_gui.engine.trace import unpacked
from outage_gui.model.added_fix import free_name, with_fix
from outage_gui.model.files import read
from outage_gui.model.fixes import with_fixes
from outage_gui.model.granularity import CannotError, NewFix, joined, split

SCENARIOS = Path(__file__).parent.parent / "scenarios"
COUNTER = """\
format: 1
title: One counter
types: {Count: 0..4}
state: {counter: {type: Count, start: 0}, done: {type: {set: worker}, start: []}}
processes:
  worker:
    instances: [a, b]
    steps:
      - {step: add, label: Add one, do: counter += 1}
      - {step: tell, do: done.add(self)}
checks:
  both: {ends: counter == 2}
"""


def change(kind: str, text: str, process: str, step: str) -> NewFix:
    scenario = read(text, "t.yaml")
    return joined(scenario, process, step) if kind == "join" else split(text, "t.yaml", scenario, process, step)


def answer(text: str, *fixes: NewFix) -> Answer:
    names = []
    for fix in fixes:
        text = with_fix(text, "t.yaml", fix)
        names.append(fix.name)
    program = compiled(with_fixes(text, "t.yaml", names))
    return answered(program, explored(program))


def with_steps(*steps: str, more: str = "") -> str:
    listed = "\n".join(f"      - {step}" for step in steps)
    return (
        "format: 1\ntitle: T\ntypes: {Count: 0..4}\n"
        "state:\n  x: {type: Count, start: 0}\n  y: {type: Count, start: 0}\n"
        "  q: {type: {queue: Count, size: 2}, start: [1]}\n"
        f"processes:\n  p:\n    instances: [a, b]\n{more}    steps:\n{listed}\n"
    )


def refused(kind: str, text: str, step: str) -> str:
    with pytest.raises(CannotError) as why:
        change(kind, text, "p", step)
    return str(why.value)


# --- split --------------------------------------------------------------------------------------------------------


def test_splitting_a_read_from_its_write_makes_the_lost_update_appear() -> None:
    assert answer(COUNTER).verdict == "verified"
    after = answer(COUNTER, change("split", COUNTER, "worker", "add"))
    assert [finding.check for finding in after.findings] == ["both"]


def test_a_split_step_notes_what_it_reads_and_writes_from_the_notes() -> None:
    fix = change("split", COUNTER, "worker", "add")
    assert fix.body["set"] == {
        "processes.worker.steps.add.do": "counter_seen = counter",
        "processes.worker.local.counter_seen": {"type": "Count", "start": "0"},
        "processes.worker.steps.add.then": "add_write",
        "processes.worker.steps.add_write": {
            "step": "add_write",
            "label": "Add one: write",
            "do": "counter = counter_seen + 1",
            "then": "tell",
        },
        "processes.worker.steps.tell.then": "end",
    }


def test_a_guard_alone_is_a_read_too_check_then_act() -> None:
    text = with_steps("{step: take, when: x == 0, do: 'x = 1; q.push(1)'}") + "checks: {once: {always: len(q) < 3}}\n"
    fix = change("split", text, "p", "take")
    assert fix.body["drop"] == ["processes.p.steps.take.do"]
    assert fix.body["set"]["processes.p.steps.take_write"]["do"] == "x = 1\nq.push(1)"
    before, after = ({one.check for one in answer(text, *fixes).findings} for fixes in ((), (fix,)))
    assert (before, after) == ({"deadlock"}, {"deadlock", "queue-full"})  # both have seen that it was free


def test_what_the_body_has_written_itself_is_read_as_it_is() -> None:
    text = with_steps("{step: s, do: x = y + 1; y = x}")
    changes = change("split", text, "p", "s").body["set"]
    assert changes["processes.p.steps.s.do"] == "y_seen = y"
    assert changes["processes.p.steps.s_write"]["do"] == "x = y_seen + 1\ny = x"


def test_conditions_and_branches_read_notes_until_something_is_written() -> None:
    text = with_steps('{step: s, do: "if x == 0:\\n  y = x\\n  x = y\\nelse:\\n  y += 1"}')
    changes = change("split", text, "p", "s").body["set"]
    wanted = "if x_seen == 0:\n  y = x_seen\n  x = y\nelse:\n  y = y_seen + 1"
    assert changes["processes.p.steps.s_write"]["do"] == wanted


def test_a_queue_is_read_from_the_note_and_popped_for_real() -> None:
    text = with_steps("{step: s, when: len(q) > 0, do: 'x = q[0]; q.pop()'}")
    changes = change("split", text, "p", "s").body["set"]
    assert changes["processes.p.steps.s_write"]["do"] == "x = q_seen[0]\nq.pop()"
    assert "queue-empty" not in {one.check for one in answer(text).findings}
    assert "queue-empty" in {one.check for one in answer(text, change("split", text, "p", "s")).findings}


def test_a_picked_value_is_kept_for_the_second_half() -> None:
    text = with_steps(
        '{step: s, pick: {n: "{c for c in Count if c > x}"}, do: x = n, then: {end: n == 4}}', "{step: t}"
    )
    changes = change("split", text, "p", "s").body["set"]
    assert changes["processes.p.local.n_picked"] == {"type": "Count", "start": "0"}
    assert changes["processes.p.steps.s_write"]["do"] == "x = n_picked"
    assert changes["processes.p.steps.s_write"]["then"] == {"end": "n_picked == 4", "t": "otherwise"}


def test_where_the_last_step_ended_the_round_by_standing_last_it_says_so_now() -> None:
    text = with_steps("{step: s, do: x += 1}", '{step: t, then: {s: "x < 2"}}')
    changes = change("split", text, "p", "s").body["set"]
    assert changes["processes.p.steps.t.then"] == {"s": "x < 2", "end": "otherwise"}


@pytest.mark.parametrize("name", ["aba", "dns-race-micro", "fencing-token", "mars-pathfinder", "check-then-act"])
def test_what_could_be_before_a_split_can_be_after_it(name: str) -> None:
    text = (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")
    before, tried = reached(text), 0
    for process in read(text, "t.yaml").processes:
        for step in process.steps:
            with contextlib.suppress(CannotError):
                assert before <= reached(text, change("split", text, process.name, step.name))
                tried += 1
    assert tried


def reached(text: str, *fixes: NewFix) -> set[str]:
    """What the shared variables can be together."""
    for fix in fixes:
        text = with_fix(text, "t.yaml", fix)
    program = compiled(with_fixes(text, "t.yaml", [fix.name for fix in fixes]))
    states = [unpacked(program, row).values for level in explored(program).levels for row in level]
    return {str([values[one.name] for one in program.scenario.state]) for values in states}


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ("{step: s, do: x = 1}", "it reads nothing that others write"),
        ("{step: s, when: x == 1}", "it writes nothing that others can see"),
        ('{step: s, pick: {n: "{1, 2}"}, do: x = n + y}', "what it picks as 'n' cannot be kept for the second half"),
    ],
)
def test_a_step_that_cannot_be_split_says_why(step: str, why: str) -> None:
    assert refused("split", with_steps(step), "s") == why


def test_a_process_without_an_order_can_neither_be_split_nor_joined() -> None:
    text = with_steps("{step: s, do: x += 1}", "{step: t}", more="    order: any\n")
    assert refused("split", text, "s") == "its process keeps no position between two steps"
    assert refused("join", text, "s") == "its steps have no order"


def test_names_that_are_taken_are_left_alone() -> None:
    text = with_steps("{step: s, do: x += 1}", "{step: s_write}").replace("y: {type", "x_seen: {type")
    changes = change("split", text, "p", "s").body["set"]
    assert changes["processes.p.steps.s.do"] == "x_seen2 = x"
    assert "processes.p.steps.s_write2" in changes


# --- join ---------------------------------------------------------------------------------------------------------


def test_joining_the_read_with_its_write_makes_the_lost_update_vanish() -> None:
    text = COUNTER.replace(
        "      - {step: add, label: Add one, do: counter += 1}",
        "      - {step: look, do: seen = counter}\n      - {step: add, do: counter = seen + 1}",
    ).replace("    steps:", "    local: {seen: {type: Count, start: 0}}\n    steps:")
    assert answer(text).verdict == "violated"
    fix = change("join", text, "worker", "look")
    assert fix.body == {"join": {"worker": ["look", "add"]}}
    assert answer(text, fix).verdict == "verified"


def test_the_last_step_has_nothing_to_be_joined_with() -> None:
    assert refused("join", with_steps("{step: s}"), "s") == "no step comes after it"


def test_a_join_that_some_at_asks_into_is_refused_before_it_is_tried() -> None:
    text = with_steps("{step: s}", "{step: t}") + "checks: {c: {always: 'not at(p[a], t)'}}\n"
    assert refused("join", text, "s") == "some at() asks for 't', and nothing stands there then"


# --- in the file --------------------------------------------------------------------------------------------------

FIX = NewFix("one", "One: “{}”", {"join": {"worker": ["add", "tell"]}})


@pytest.mark.parametrize(
    "section",
    [
        "",
        "fixes: {}\n",
        "fixes: {old: {join: {worker: [add, tell]}}}\n",
        "fixes:\n  old: {join: {worker: [add, tell]}}   # kept\n",
        "fixes:\n    old:\n        set:\n            title: New\nlayout: {}\n",
        "fixes:\n  old: {join: {worker: [add, tell]}}",
    ],
)
def test_a_fix_is_added_behind_the_others_and_nothing_else_is_touched(section: str) -> None:
    text = COUNTER + section
    after = with_fix(text, "t.yaml", FIX)
    assert read(after, "t.yaml").fixes[-1].label == FIX.label
    left = [line for line in after.split("\n") if line not in text.split("\n")]
    assert len(after) > len(text)
    assert all("one" in line or "label" in line or "join" in line or "fixes:" in line for line in left if line)


def test_line_ends_of_windows_stay() -> None:
    after = with_fix((COUNTER + "fixes:\n  old: {join: {worker: [add, tell]}}\n").replace("\n", "\r\n"), "t.yaml", FIX)
    assert after.count("\n") == after.count("\r\n")


def test_a_name_that_is_taken_gets_a_number() -> None:
    scenario = read(with_fix(COUNTER, "t.yaml", FIX), "t.yaml")
    assert (free_name("one", scenario), free_name("two", scenario)) == ("one-2", "two")
