"""`check` on the command line: exit codes, limits, expectations and JSON; every shipped file meets its `expect`."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from outage_gui.cli import main

SCENARIOS = Path(__file__).parent.parent / "scenarios"
FLAGSHIP = SCENARIOS / "aws-2025-10-20-dynamodb-dns.yaml"
KEYS = [
    *("file", "with", "verdict", "states", "generated", "depth", "deadlocks", "findings", "schedules", "chance"),
    *("services", "seconds", "states_per_second", "unmet", "stopped", "hints"),
]
RACE = """\
format: 1
title: Two workers, one counter
state:
  counter: {type: 0..2, start: 0}
processes:
  worker:
    instances: [a, b]
    local: {seen: {type: 0..2, start: 0}}
    steps:
      - {step: read, do: seen = counter}
      - {step: write, do: counter = seen + 1}
checks:
  nothing-lost: {ends: counter == 2, label: Every row is billed}
fixes:
  atomic: {label: Add in one step, join: {worker: [read, write]}}
"""
ENDLESS = """\
format: 1
title: Too many orders
state:
  box: {type: {each: 0..15, is: 0..7}, start: 0}
processes:
  wheel:
    instances: 0..15
    repeat: forever
    steps:
      - {step: turn, do: "box[self] = (box[self] + 1) % 8"}
"""


def written(folder: Path, text: str, expect: str = "") -> str:
    file = folder / "race.yaml"
    file.write_text(text + (f"expect:\n{expect}" if expect else ""), encoding="utf-8")
    return str(file)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit code and the JSON objects, one a line."""
    code = main(["check", *arguments, "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


# --- exit codes ---------------------------------------------------------------------------------------------------


def test_a_finding_in_a_file_that_expects_nothing_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, (plain,) = told(capsys, written(tmp_path, RACE))
    assert (code, plain["verdict"], plain["states"], plain["generated"], plain["depth"]) == (1, "violated", 13, 15, 4)
    assert plain["findings"] == [
        {
            "check": "nothing-lost",
            "steps": 4,
            "switches": 2,
            "schedule": "worker.a.read, worker.b.read, worker.b.write, worker.a.write",
        }
    ]
    assert plain["schedules"] == {"total": 6, "failing": 4, "exact": True}
    assert plain["chance"] == pytest.approx(0.5)


def test_a_fix_named_without_an_expectation_is_judged_by_its_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, (fixed,) = told(capsys, written(tmp_path, RACE, "  - {finding: nothing-lost}\n"), "--with", "atomic")
    assert (code, fixed["with"], fixed["verdict"], fixed["states"]) == (0, ["atomic"], "verified", 5)


def test_expectations_that_are_met_are_0_whatever_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expect = "  - {finding: nothing-lost, shortest: 4, states: 13, schedules: {total: 6, failing: 4}}\n"
    expect += "  - {with: [atomic], finding: none, absent: deadlock}\n"
    code, parts = told(capsys, written(tmp_path, RACE, expect))
    assert (code, [part["with"] for part in parts]) == (0, [[], ["atomic"]])
    assert [part["unmet"] for part in parts] == [[], []]


@pytest.mark.parametrize(
    ("expect", "unmet"),
    [
        ("finding: none", "expected nothing to be found; found: nothing-lost"),
        ("finding: deadlock", "expected the finding 'deadlock'"),
        ("absent: nothing-lost", "expected no finding 'nothing-lost'"),
        ("finding: nothing-lost, shortest: 3", "expected the shortest schedule to take 3 moves; it takes 4"),
        ("with: [atomic], shortest: 3", "expected the shortest schedule to take 3 moves; there is none"),
        ("states: 1", "expected 1 state; met 13"),
        ("schedules: {total: 7}", "expected 7 complete schedules; counted 6"),
        ("schedules: {failing: 7}", "expected 7 failing schedules; counted 4"),
    ],
)
def test_an_expectation_that_is_not_met_is_1_and_told(
    expect: str, unmet: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, RACE, f"  - {{{expect}}}\n")
    code, parts = told(capsys, file)
    assert (code, [line for part in parts for line in part["unmet"]]) == (1, [unmet])
    assert main(["check", file]) == 1
    assert f"    unmet: {unmet}" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("limit", [("--max-states", "1000"), ("--max-bytes", "100000"), ("--max-seconds", "0")])
def test_a_limit_reached_is_3_and_incomplete(
    limit: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, ENDLESS, "  - {finding: none}\n")
    code, (part,) = told(capsys, file, *limit)
    assert (code, part["verdict"], part["unmet"], part["schedules"]) == (3, "incomplete", [], None)
    assert part["stopped"].startswith("more than ")
    assert main(["check", file, *limit]) == 3
    assert "incomplete" in capsys.readouterr().out


def test_a_finding_before_the_limit_is_1_where_none_may_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = ENDLESS + 'checks: {low: {always: "box[3] < 2"}}\n'
    code, (part,) = told(capsys, written(tmp_path, text, "  - {finding: none}\n"), "--max-states", "1000")
    assert (code, part["verdict"], part["findings"][0]["steps"]) == (1, "violated", 2)
    code, (part,) = told(capsys, written(tmp_path, text, "  - {finding: low}\n"), "--max-states", "1000")
    assert (code, part["unmet"]) == (3, [])


def test_a_check_of_the_end_is_never_passed_where_a_limit_was_reached(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ENDLESS + 'checks: {high: {eventually: "box[3] == 7"}}\n'
    file = written(tmp_path, text, "  - {absent: high}\n")
    assert main(["check", file, "--max-states", "1000"]) == 3
    shown = capsys.readouterr().out
    assert "not judged: high" in shown
    assert "not known: expected no finding 'high'" in shown


def test_a_file_that_is_refused_and_a_fix_there_is_not_are_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", written(tmp_path, RACE.replace("counter == 2", "countr == 2"))]) == 2
    assert "countr" in capsys.readouterr().err
    assert main(["check", written(tmp_path, RACE), "--with", "atomc"]) == 2
    assert main(["check", str(tmp_path / "none.yaml")]) == 2


def test_the_worst_of_several_files_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = str(SCENARIOS / "lock.yaml")
    code, parts = told(capsys, good, written(tmp_path, RACE), good)
    assert (code, [part["file"] for part in parts]) == (1, ["lock.yaml", "race.yaml", "lock.yaml"])


# --- what is told -------------------------------------------------------------------------------------------------


def test_the_json_has_every_key_in_the_order_of_the_design(capsys: pytest.CaptureFixture[str]) -> None:
    _, parts = told(capsys, str(SCENARIOS / "peterson.yaml"))
    assert [list(part) for part in parts] == [KEYS] * len(parts)


def test_a_finding_about_the_end_tells_its_loop(capsys: pytest.CaptureFixture[str]) -> None:
    _, (part,) = told(capsys, str(SCENARIOS / "lock.yaml"))
    (finding,) = part["findings"]
    assert finding["check"] == "left-gets-in"
    assert finding["loop"].startswith("thread.right.")


def test_the_text_says_verdict_schedule_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(SCENARIOS / "lost-update.yaml"), "--with", "atomic"])
    shown = capsys.readouterr().out
    assert shown.startswith("lost-update.yaml\n  atomic: verified  (5 states, 2 moves deep, ")
    main(["check", str(SCENARIOS / "dns-race-published.yaml")])
    shown = capsys.readouterr().out
    assert "5,841,186 schedules, 166,204 failing" in shown
    assert "active-plan-exists: 11 moves, 4 switches" in shown
    assert max(map(len, shown.splitlines())) <= 120


def test_the_answer_does_not_hang_on_the_order_of_hashes() -> None:
    files = [str(SCENARIOS / f"{name}.yaml") for name in ("dns-race-micro", "two-phase-commit")]
    answers = []
    for seed in ("0", "1", "4711"):
        command = [sys.executable, "-m", "outage_gui", "check", "--json", *files]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        parts = [json.loads(line) for line in ran.stdout.splitlines()]
        answers.append([{**part, "seconds": 0, "states_per_second": 0} for part in parts])
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda file: str(file.stem))
def test_a_shipped_file_meets_what_it_expects(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, parts = told(capsys, str(file))
    assert (code, [line for part in parts for line in part["unmet"]]) == (0, [])
    if file == FLAGSHIP:
        found = {each["check"]: (each["steps"], each["switches"]) for each in parts[0]["findings"]}
        assert found == {
            "newer-stays": (9, 3),
            "endpoint-resolves": (12, 4),
            "heals-itself": (22, 5),
            "deadlock": (22, 5),
        }
        assert [part["states"] for part in parts[:5]] == [187_758, 43_481, 170_399, 198_282, 1_477]


SERVICES = """\
services:
  billing: {fails_when: counter == 1 and ended(worker)}
  invoices: {needs: [{service: billing, after: 10m}]}
  archive: {needs: [{service: invoices, kind: soft}]}
  website: {}
"""


def test_the_worst_of_each_service_over_all_orders_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, RACE + SERVICES)
    _, (plain,) = told(capsys, file)
    assert plain["services"] == {"billing": "down", "invoices": "down", "archive": "degraded", "website": "ok"}
    _, (fixed,) = told(capsys, file, "--with", "atomic")
    assert set(fixed["services"].values()) == {"ok"}


def test_limits_are_kept_to_the_state_and_to_a_fraction_of_a_second(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, (part,) = told(capsys, written(tmp_path, ENDLESS), "--max-states", "123456")
    assert (code, part["states"], part["verdict"], part["stopped"]) == (
        3,
        123_456,
        "incomplete",
        "more than 123,456 states",
    )


def test_a_loop_begins_where_its_schedule_ends_and_names_no_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = """\
format: 1
title: Never done
state: {up: {type: bool, start: any}, done: {type: bool, start: false}}
processes:
  wheel: {repeat: forever, steps: [{step: turn, do: up = not up}]}
checks:
  ends: {eventually: done}
"""
    _, (plain,) = told(capsys, written(tmp_path, text))
    (found,) = plain["findings"]
    assert (found["schedule"], found["loop"]) == ("start(up=false)", "wheel.turn, wheel.turn")
