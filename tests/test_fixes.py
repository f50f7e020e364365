"""Fixes: paths on the tree of the file, joins, what is refused, and where that is told."""

from itertools import permutations

import pytest
from small_file import GOOD, changed

from outage_gui.model.files import read
from outage_gui.model.fixes import with_fixes
from outage_gui.model.problems import Problem, ScenarioError
from outage_gui.model.scenario import Join, Need, Process, Scenario, Service, Span

SLOW = "  slow: {set: {processes.worker.steps.read.takes: 5s}, drop: [services.invoices.impact]}\n"


def fixed(body: str, *others: str) -> Scenario:
    """The good file with the fix `x`, written as this mapping; more fixes y, z."""
    bodies = dict(zip("xyz", (body, *others), strict=False))
    text = changed(SLOW, "".join(f"  {name}: {mapping}\n" for name, mapping in bodies.items()))
    return with_fixes(text, "f.yaml", tuple(bodies))


def problems(body: str, *others: str) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as refused:
        fixed(body, *others)
    return refused.value.problems


def worker(scenario: Scenario) -> Process:
    return next(process for process in scenario.processes if process.name == "worker")


def invoices(scenario: Scenario) -> Service:
    return next(service for service in scenario.services if service.name == "invoices")


def test_without_fixes_the_file_is_what_it_is() -> None:
    assert with_fixes(GOOD, "f.yaml", ()) == read(GOOD, "f.yaml")


def test_a_fix_sets_and_drops_and_leaves_all_else() -> None:
    before, after = read(GOOD, "f.yaml"), with_fixes(GOOD, "f.yaml", ("slow",))
    assert worker(after).steps[0].takes == Span(low=5_000, high=5_000)
    assert (invoices(before).impact is None, invoices(after).impact) == (False, None)
    same = before.model_copy(update={"processes": after.processes, "services": after.services})
    assert same == after
    assert [service for service in after.services if service.name != "invoices"] == [
        service for service in before.services if service.name != "invoices"
    ]


def test_a_join_is_kept_by_its_process() -> None:
    assert worker(with_fixes(GOOD, "f.yaml", ("atomic",))).joins == (Join(steps=("read", "write")),)
    assert worker(read(GOOD, "f.yaml")).joins == ()


def test_the_order_in_which_fixes_are_named_does_not_matter() -> None:
    every = {with_fixes(GOOD, "f.yaml", order).model_dump_json() for order in permutations(("slow", "atomic"))}
    assert len(every) == 1
    assert with_fixes(GOOD, "f.yaml", ("slow", "slow")) == with_fixes(GOOD, "f.yaml", ("slow",))


# --- paths --------------------------------------------------------------------------------------------------------


def test_steps_are_named_and_other_entries_numbered() -> None:
    after = fixed("{set: {processes.worker.steps.write.do: counter = 2, services.invoices.needs.0.after: 5s}}")
    assert worker(after).steps[1].do == "counter = 2"
    assert invoices(after).needs[0].after == 5_000


def test_a_value_is_replaced_whole() -> None:
    after = fixed(
        "{set: {services.invoices.needs: [db-2], types.Colour: [red, green, blue], state.flags.start: false}}"
    )
    assert invoices(after).needs == (Need(services=("db-2",)),)


def test_an_entry_is_added_at_the_end() -> None:
    after = fixed(
        "{set: {processes.worker.steps.rest: {step: rest}, services.invoices.needs.4: db-2, services.api: {}}}"
    )
    assert [step.name for step in worker(after).steps] == ["read", "write", "rest"]
    assert invoices(after).needs[-1] == Need(services=("db-2",))
    assert after.services[-1].name == "api"


def test_mappings_on_the_way_are_made_where_the_format_has_them() -> None:
    after = fixed("{set: {processes.clerk.faults.crash.at_most: 2, services.db-1.recovers.after: 5s}}")
    crash = after.processes[1].crash
    recovers = after.services[1].recovers
    assert (crash and crash.at_most, recovers and recovers.after) == (2, 5_000)


def test_numbers_of_dropped_entries_are_those_of_the_file() -> None:
    after = fixed(
        "{drop: [services.invoices.needs.0, services.invoices.needs.2]}", "{drop: [services.invoices.needs.1]}"
    )
    assert [need.services for need in invoices(after).needs] == [("db-1",)]


def test_the_last_key_of_a_mapping_can_be_dropped() -> None:
    assert fixed("{drop: [processes.clerk.steps.look.then]}").processes[1].steps[0].then == ()


def test_a_step_can_be_dropped_by_its_name() -> None:
    assert [step.name for step in worker(fixed("{drop: [processes.worker.steps.write]}")).steps] == ["read"]


LOST = [
    ("{set: {processes.wrker.steps.read.takes: 5s}}", "no 'wrker'", "did you mean 'worker'?"),
    ("{set: {processes.worker.steps.raed.takes: 5s}}", "no step 'raed'", "did you mean 'read'?"),
    ("{set: {processes.worker.steps.read.taks: 5s}}", "no key 'taks'", "did you mean 'takes'?"),
    ("{set: {processes.worker.steps.0.takes: 5s}}", "no step '0'", "read"),
    ("{set: {procesess.worker.service: billing}}", "no key 'procesess'", "did you mean 'processes'?"),
    ("{set: {services.invoices.needs.9.after: 5s}}", "no entry '9'", "there are 4"),
    ("{set: {services.invoices.needs.-1.after: 5s}}", "no entry '-1'", "there are 4"),
    ("{set: {services.invoices.needs.3.after: 5s}}", "there it has arrived", "set the whole value"),
    ("{set: {title.x: 5s}}", "there it has arrived", "set the whole value"),
    ("{set: {processes..x: 5s}}", "no ''", ""),
    ("{set: {format: 1}}", "cannot change 'format'", ""),
    ("{set: {fixes.atomic.label: a}}", "cannot change 'fixes'", ""),
    ("{drop: [services.invoices.impct]}", "no 'impct'", "did you mean 'impact'?"),
    ("{drop: [services.db-1.label]}", "no 'label'", ""),
    ("{drop: [processes.worker.steps.rest]}", "no step 'rest'", ""),
]


@pytest.mark.parametrize(("body", "cause", "hint"), LOST)
def test_a_path_that_leads_nowhere_is_told_when_the_file_is_read(body: str, cause: str, hint: str) -> None:
    text = changed(SLOW, f"  x: {body}\n")
    with pytest.raises(ScenarioError) as refused:
        read(text, "f.yaml")
    (problem,) = refused.value.problems
    assert cause in problem.cause
    assert hint in problem.hint
    assert problem.line == text[: text.index("  x: {")].count("\n") + 1


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("{set: {processes.worker.steps.read.takes: 5 sec}}", "'5 sec' is no duration"),
        ("{set: {processes.worker.service: biling}}", "no service 'biling'"),
        ("{set: {processes.worker.steps.read: {label: no name}}}", "needs the key 'step'"),
        ("{set: {processes.worker.steps.read.then: away}}", "no step 'away'"),
        ("{set: {services.invoices.kinds: 1}}", "no key 'kinds'"),
        ("{drop: [processes.worker.steps]}", "needs the key 'steps'"),
        ("{drop: [services.db-2]}", "no service 'db-2'"),
        ("{label: nothing}", "changes nothing"),
    ],
)
def test_what_a_fix_alone_makes_wrong_is_told_at_the_fix(body: str, cause: str) -> None:
    found = problems(body)
    line = changed(SLOW, f"  x: {body}\n")[: changed(SLOW, f"  x: {body}\n").index("  x: {")].count("\n") + 1
    assert any(cause in problem.cause for problem in found)
    assert {problem.line for problem in found} == {line}


def test_a_wrong_expression_in_a_fix_is_told_inside_it_when_it_is_switched_on() -> None:
    text = changed(SLOW, '  x: {set: {processes.worker.steps.read.do: "seen = cunter"}}\n')
    read(text, "f.yaml")
    with pytest.raises(ScenarioError) as refused:
        with_fixes(text, "f.yaml", ("x",))
    (problem,) = refused.value.problems
    line = text.splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith("cunter")


def test_what_a_drop_breaks_elsewhere_is_told_at_the_drop() -> None:
    (problem, *_) = problems("{drop: [state.counter]}")
    assert "with fix 'x', line " in problem.cause
    assert problem.line == 74


# --- several fixes ------------------------------------------------------------------------------------------------


def test_two_fixes_may_say_the_same() -> None:
    same = "{set: {processes.worker.steps.read.takes: 5s}}"
    assert fixed(same, same).processes == fixed(same).processes


@pytest.mark.parametrize(
    ("one", "other", "cause"),
    [
        ("{set: {zone: UTC}}", "{set: {zone: Asia/Tokyo}}", "two different values to 'zone'"),
        ("{set: {summary: a}}", "{drop: [summary]}", "two different values to 'summary'"),
        ("{set: {services.db-1: {}}}", "{set: {services.db-1.label: a}}", "lies inside 'services.db-1'"),
        ("{drop: [services.invoices.needs]}", "{drop: [services.invoices.needs.0]}", "lies inside"),
    ],
)
def test_fixes_that_contradict_each_other_are_refused_in_any_order(one: str, other: str, cause: str) -> None:
    for first, second in ((one, other), (other, one)):
        assert [cause in problem.cause for problem in problems(first, second)] == [True]


def test_a_fix_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"no fix 'atomik' \(did you mean 'atomic'\?\)"):
        with_fixes(GOOD, "f.yaml", ("atomik",))


# --- joins --------------------------------------------------------------------------------------------------------

JOINED = """\
format: 1
title: Joins
state: {x: {type: 0..3, start: 0}}
processes:
  p:
    instances: [i, j]
    faults: {crash: {restart: CRASH}}
    steps:
      - {step: a, pick: {q: 0..1}, then: THEN_A}
      - {step: b, pick: {PICK: 0..1}, then: THEN_B}
      - {step: c, then: THEN_C}
      - {step: d, then: THEN_D}
checks:
  asked: {always: "ASKED"}
fixes:
  x: {join: {p: [JOIN]}}
"""


def joined(join: str = "a, b", **parts: str) -> Scenario:
    text = JOINED.replace("JOIN", join) + ("  y: {join: {p: [c, d]}}\n" if "both" in parts else "")
    names = {"THEN_A": "b", "THEN_B": "c", "THEN_C": "d", "THEN_D": "end", "CRASH": "a", "PICK": "r", "ASKED": "true"}
    for name, value in (names | parts).items():
        text = text.replace(name, value)
    return with_fixes(text, "f.yaml", ("x", "y") if "both" in parts else ("x",))


def test_steps_that_follow_each_other_can_be_joined() -> None:
    assert joined("a, b, c, d").processes[0].joins == (Join(steps=("a", "b", "c", "d")),)
    assert joined("a, b", both="").processes[0].joins == (Join(steps=("a", "b")), Join(steps=("c", "d")))
    assert joined("b, c", THEN_B="{d: x > 1, c: otherwise}").processes[0].joins == (Join(steps=("b", "c")),)
    assert joined("a, b", ASKED="at(p[i], a) or at(p, c) or not at(p[j], d)").processes[0].joins


@pytest.mark.parametrize(
    ("join", "parts", "cause"),
    [
        ("a, e", {}, "no step 'e'"),
        ("a, c", {}, "follow each other"),
        ("b, a", {}, "follow each other"),
        ("a, b", {"PICK": "q"}, "pick 'q'"),
        ("b, c", {"THEN_D": "c"}, "'d' jumps into the middle of the join, to 'c'"),
        ("b, c", {"THEN_A": "c"}, "'a' jumps into the middle of the join, to 'c'"),
        ("b, c, d", {"THEN_B": "d"}, "'b' jumps into the middle of the join, to 'd'"),
        ("b, c", {"THEN_C": "b"}, "'c' jumps back to 'b'"),
        ("b, c", {"THEN_C": "c"}, "'c' jumps back to 'c'"),
        ("a, b", {"CRASH": "b"}, "in the middle of the join"),
        ("a, b", {"ASKED": "not at(p[i], b)"}, "at() asks for 'b'"),
        ("a, b", {"ASKED": "count(at(p[k], b) for k in p) < 2"}, "at() asks for 'b'"),
        ("b, c", {"both": ""}, "'c' is joined twice"),
    ],
)
def test_a_join_that_is_no_single_move_is_refused_at_the_join(join: str, parts: dict[str, str], cause: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        joined(join, **parts)
    (problem,) = refused.value.problems
    assert cause in problem.cause
    assert problem.line in (16, 17)


def test_the_same_join_in_two_fixes_is_one() -> None:
    assert joined("c, d", both="").processes[0].joins == (Join(steps=("c", "d")),)


def test_a_join_sees_the_steps_that_another_fix_adds() -> None:
    added = "{set: {processes.worker.steps.rest: {step: rest}}}"
    after = fixed("{join: {worker: [write, rest]}, set: {processes.worker.steps.rest: {step: rest}}}", added)
    assert worker(after).joins == (Join(steps=("write", "rest")),)
