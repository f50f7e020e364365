"""TLA+ modules: readable, whole, deterministic; with `--tlc JAR` TLC counts the engine's states and finds the same."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from slow import document
from slow.generator import scenario as written_by_dice
from tlc_runs import Judged, judged

from outage_gui.cli import main
from outage_gui.engine.answer import Answer, answered
from outage_gui.engine.findings import LIVELY
from outage_gui.engine.program import compiled
from outage_gui.engine.search import Limits, explored
from outage_gui.exporters.tla import Exported, tla
from outage_gui.exporters.tla_reserved import RESERVED
from outage_gui.model.fixes import with_fixes
from outage_gui.model.problems import ScenarioError
from outage_gui.model.scenario import Check, Scenario

SCENARIOS = Path(__file__).parent.parent / "scenarios"
FILES = sorted(each.stem for each in SCENARIOS.glob("*.yaml"))
FIXED = (
    ("aws-2025-10-20-dynamodb-dns", ("recheck-at-apply",)),
    ("dns-race-published", ("one-step-enactor",)),
    ("lost-update", ("atomic",)),
    ("lost-update", ("compare-and-set",)),
)
BLOCKS, A_BLOCK = 5, 4  # 20 random scenarios, times --many
LARGEST = 2_000  # states of a random scenario

WRITE = """\
worker_write(self) ==  \\* Write it back
  /\\ at_worker[self] = "write"
  /\\ LET counter_1 == seen[self] + 1
     IN  /\\ counter_1 \\in Count  \\* else out-of-range
         /\\ counter' = counter_1
         /\\ at_worker' = [at_worker EXCEPT ![self] = "end"]
         /\\ UNCHANGED seen
"""
APPLY = """\
enactor_apply(self) ==  \\* Go live, and let the rollback record point at what was live before
  /\\ at_enactor[self] = "apply"
  /\\ root \\in trees
  /\\ applied' = plan[self]
  /\\ root' = plan[self]
  /\\ rollback' = root
  /\\ trees' = trees \\cup {plan[self]}
  /\\ lock' = none
  /\\ at_enactor' = [at_enactor EXCEPT ![self] = "list"]
  /\\ UNCHANGED <<newest, plan, doomed, at_planner, rounds_planner, still>>
"""
AWKWARD = """
format: 1
title: A worker \\* with ==== a lock (* that *) ---- MODULE x ----
types: {Spec: 0..2, WF_x: [Len, none_compared]}
state:
  lock: {type: {maybe: worker}, start: none}
  vars: {type: {queue: Spec, size: 2}, start: [1]}
  EXCEPT: {type: {each: WF_x, is: {each: worker, is: bool}}, start: false}
processes:
  worker:
    instances: [a, b]
    repeat: 2
    local: {x: {type: -1..2, start: any}, Append: {type: 0..1, start: 0}}
    faults: {crash: {at_most: 1, restart: take, forgets: [Append]}}
    steps:
      - {step: take, when: lock == none, do: "lock = self; Append = 1; EXCEPT[Len][self] = true"}
      - {step: push, pick: {kind: "{q for q in Spec if q < 2}"}, do: "if len(vars) < 2: vars.push(max(x, kind))"}
      - {step: drop, do: "vars.pop(); lock = none", then: {end: vars == vars, take: otherwise}}
checks:
  UNION: {always: "len(vars) <= 2 in {0, 1, 2} == {2, 1, 0}"}
  all-seen: {sometimes: ended(worker) and lock == none}
  some-order: {always: "all(vars[self_ - 1] >= 0 for self_ in Spec if self_ > 0 and self_ <= len(vars))"}
"""


def shipped(name: str, fixes: tuple[str, ...] = ()) -> Scenario:
    file = SCENARIOS / f"{name}.yaml"
    return with_fixes(file.read_text(encoding="utf-8"), file.name, fixes)


# --- what a reader sees -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "action"), [("lost-update", WRITE), (FIXED[0][0], APPLY)])
def test_an_action_reads_like_the_step_it_comes_from(name: str, action: str) -> None:
    assert action in tla(shipped(name), (), "model").module


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_scenario_is_a_whole_module_and_the_same_every_time(name: str) -> None:
    scenario = shipped(name)
    made = tla(scenario, (), "model")
    assert made == tla(scenario, (), "model")
    whole(made)


def whole(made: Exported) -> None:
    """Plain text that begins and ends as a module, with balanced brackets, and defines what the config names."""
    text = made.module
    assert text.isascii()
    assert len(re.findall(r"^-{4,} MODULE model -{4,}$", text, re.MULTILINE)) == 1
    assert re.search(r"\n={4,}\n$", text)
    assert len(re.findall(r"^={4,}", text, re.MULTILINE)) == 1
    code = re.sub(r"\\\*.*", "", text)
    for opened, closed in ("()", "[]", "{}"):
        assert code.count(opened) == code.count(closed)
    assert code.count("<<") == code.count(">>")
    assert not re.search(r"[A-Za-z_]/(?:work|home|tmp)/", text)
    defined = re.findall(r"^(\w+)(?:\(.*\))? ==", text, re.MULTILINE)
    assert len(set(defined)) == len(defined)
    named = {*made.invariants, *made.properties, *made.wanted}
    assert named <= set(defined)
    assert set(re.findall(r"(?:INVARIANT|PROPERTY) (\w+)", made.config)) == named


def test_awkward_names_and_titles_stay_apart_from_the_words_of_the_language() -> None:
    made = tla(with_fixes(AWKWARD, "awkward.yaml", ()), (), "model")
    whole(made)
    assert made.module.splitlines()[0] == "\\* A worker * with == a lock that -- MODULE x --"
    declared = re.search(r"VARIABLES\n(.*?)\n\n", made.module, re.DOTALL)
    assert declared
    assert not {line.split(",")[0].split()[0] for line in declared[1].splitlines()} & RESERVED


def test_export_writes_the_module_and_its_config_beside_it(tmp_path: Path) -> None:
    source = str(SCENARIOS / "lost-update.yaml")
    assert main(["export", source, "-o", str(tmp_path / "race.tla"), "--with", "atomic"]) == 0
    module = (tmp_path / "race.tla").read_text(encoding="utf-8")
    assert "MODULE race" in module
    assert "from a scenario file with atomic." in module
    assert "INVARIANT nothing_lost" in (tmp_path / "race.cfg").read_text(encoding="utf-8")
    assert main(["export", source, "-o", str(tmp_path / "race.tla")]) == 2


def test_a_file_name_that_can_be_no_module_is_refused_with_one_that_can(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(SCENARIOS / "lost-update.yaml"), "-o", str(tmp_path / "lost-update.tla")]) == 2
    assert "write -o lost_update.tla" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_numbers_too_large_for_tlc_are_refused_with_the_step() -> None:
    large = """
format: 1
title: Large
state: {many: {type: 0..5000000000, start: 0}}
processes: {p: {steps: [{step: grow, do: many += 3}]}}
"""
    with pytest.raises(ScenarioError, match=r"step 'grow' of 'p' has numbers of more than 32 bits"):
        tla(with_fixes(large, "large.yaml", ()), (), "model")
    with pytest.raises(ScenarioError, match=r"TLC cannot be told this: 'many' has numbers of more than 32 bits"):
        tla(with_fixes(large.replace("many += 3", "many = 3"), "large.yaml", ()), (), "model")


def test_every_random_scenario_is_a_whole_module(many: int) -> None:
    for seed in range(60 * many):
        made = said(with_fixes(written_by_dice(seed), "dice.yaml", ()))
        if made:
            whole(made)


def said(scenario: Scenario) -> Exported | None:
    """The module; None where it would be too long, the one reason for which dice may be refused."""
    try:
        return tla(scenario, (), "model")
    except ScenarioError as error:
        if "more text than anyone can read" in str(error) or "one after the other" in str(error):
            return None
        raise


# --- what TLC says ------------------------------------------------------------------------------------------------


@pytest.fixture
def jar(request: pytest.FixtureRequest) -> Path:
    """tla2tools.jar; it is in no package registry that CI may use."""
    given = request.config.getoption("--tlc")
    if not given:
        pytest.skip("no TLC: give one with --tlc path/to/tla2tools.jar")
    return Path(given).resolve(strict=True)


def answer_of(scenario: Scenario, limits: Limits | None = None) -> Answer:
    program = compiled(scenario)
    return answered(program, explored(program, limits or Limits()), most=0)


def same(scenario: Scenario, answer: Answer, found: Judged) -> None:
    names = {finding.check for finding in answer.findings}
    sometimes = {check.name for check in scenario.checks if check.kind == "sometimes"}
    assert found.states == answer.space.states
    assert found.depth == answer.space.depth
    assert found.broken - sometimes == names - sometimes
    assert found.broken | (sometimes - found.seen) | (names - sometimes) == names


@pytest.mark.parametrize(("name", "fixes"), [*((name, ()) for name in FILES), *FIXED])
def test_tlc_finds_the_same_in_a_shipped_scenario(name: str, fixes: tuple[str, ...], jar: Path, tmp_path: Path) -> None:
    scenario = shipped(name, fixes)
    same(scenario, answer_of(scenario), judged(tla(scenario, fixes, "model"), "model", tmp_path, jar))


def test_tlc_finds_the_same_where_names_are_awkward(jar: Path, tmp_path: Path) -> None:
    scenario = with_fixes(AWKWARD, "awkward.yaml", ())
    same(scenario, answer_of(scenario), judged(tla(scenario, (), "model"), "model", tmp_path, jar))


def by_dice(block: int) -> Iterator[tuple[Scenario, Answer]]:
    """Random scenarios of a good size, every second with steps joined; each owes something in the end."""
    for seed in itertools.count(block * 1_000_000):
        text = written_by_dice(seed)
        joined = ("joined",) if seed % 2 and "joined" in document.read(text)["fixes"] else ()
        scenario = owing(with_fixes(text, "dice.yaml", joined))
        answer = answer_of(scenario, Limits(states=LARGEST))
        if not answer.space.stopped and answer.space.states > 5:
            yield scenario, answer


def owing(scenario: Scenario) -> Scenario:
    """The same with checks of the lively kinds."""
    holds, seen = scenario.checks[0].expression, scenario.checks[1].expression
    soon = Check(name="soon", kind="eventually", expression=seen)
    later = Check(name="later", kind="leads", expression=holds, to=seen)
    assert {soon.kind, later.kind} == set(LIVELY)
    return scenario.model_copy(update={"checks": (*scenario.checks, soon, later)})


@pytest.mark.parametrize("block", range(BLOCKS))
def test_tlc_finds_the_same_in_random_scenarios(block: int, many: int, jar: Path, tmp_path: Path) -> None:
    for scenario, answer in itertools.islice(by_dice(block), A_BLOCK * many):
        made = said(scenario)
        if made:
            same(scenario, answer, judged(made, "model", tmp_path, jar))
