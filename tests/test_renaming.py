"""Another name everywhere it is used, and nowhere else; copies of entries."""

import pytest
from edit_cases import TEXTS, changed_lines

from outage_gui.model.copying import duplicated, pasted
from outage_gui.model.edits import renamed
from outage_gui.model.files import read
from outage_gui.model.problems import ScenarioError
from outage_gui.model.renaming import names

FILE = """\
format: 1
title: apply is a word here too
types: {Colour: [red, green], Limit: 0..2}
state:
  light: {type: Colour, start: red}
  m: {type: Limit, start: any}
  seats: {type: {each: worker, is: Colour}, start: {a: red, b: green}}
processes:
  worker:
    instances: [a, b]
    service: web
    local: {seen: {type: Limit, start: 0}}
    steps:
      - step: look
        pick: {p: "{x for x in Limit if x <= m}"}
        when: light == red and not at(other, look)
        do: |
          seen = p
          seats[self] = green
        then: {apply: seen > 0, look: otherwise}
      - {step: apply, do: m = seen}
  other:
    local: {seen: {type: Limit, start: 1}}
    steps: [{step: look, when: "at(worker[a], apply)", do: m = seen}]
checks:
  sound: {always: "m >= 0 and not ended(worker)"}
services:
  web: {label: web and db, needs: [db, {service: [db, cache], at_least: 1}]}
  db: {group: eu, fails_when: light == green}
  cache: {}
groups: {eu: {}, inner: {in: eu}}
timeline:
  - {at: 2025-10-20 06:48, status: {db: down}, mark: started}
runs:
  real: {with: [once], schedule: ["start(m=1)", "worker.a.look(p=1)", {move: worker.a.apply}]}
story:
  - {title: One, run: real, at: started, focus: [db]}
fixes:
  once:
    join: {other: [look, look2]}
  guard:
    set: {processes.worker.steps.apply.when: light == red, services.db.group: inner}
    drop: [processes.worker.steps.look.then]
layout: {db: [1, 2]}
expect:
  - {with: [guard], finding: sound}
"""
GOOD = FILE.replace("  once:\n    join: {other: [look, look2]}\n", "").replace("with: [once], ", "")


@pytest.mark.parametrize(
    ("kind", "old", "new", "lines"),
    [
        ("service", "db", "store", 6),
        ("group", "eu", "europe", 2),
        ("check", "sound", "safe", 2),
        ("fix", "guard", "keep", 2),
        ("run", "real", "day", 2),
        ("mark", "started", "detected", 2),
        ("variable", "light", "lamp", 4),
        ("variable", "m", "count_of", 6),
        ("type", "Limit", "Range", 5),
        ("word", "green", "blue", 4),
        ("process", "worker", "enactor", 7),
        ("instance", "a", "ann", 4),
        ("step", "worker.apply", "go_live", 5),
        ("step", "other.look", "peek", 2),
        ("local", "worker.seen", "known", 4),
        ("pick", "worker.p", "chosen", 3),
    ],
)
def test_a_name_changes_everywhere_and_back(kind, old, new, lines):
    after = renamed(GOOD, kind, old, new)
    assert len(changed_lines(GOOD, after)[1]) == lines
    inside = old.rpartition(".")[0]
    assert renamed(after, kind, f"{inside}.{new}".strip("."), old.rpartition(".")[2]) == GOOD


@pytest.mark.parametrize(
    ("kind", "old", "new", "why"),
    [
        ("service", "db", "web", "'web' already"),
        ("service", "dbb", "x", "did you mean 'db'"),
        ("variable", "m", "light", "already"),
        ("variable", "m", "p", "already"),
        ("variable", "m", "x", "already"),
        ("local", "worker.seen", "p", "already"),
        ("local", "worker.seen", "m", "already"),
        ("word", "green", "red", "already"),
        ("step", "look", "see", "several processes"),
        ("step", "worker.look", "apply", "already"),
        ("step", "worker.look", "end", "meaning of its own"),
        ("check", "sound", "deadlock", "no check may be called"),
        ("variable", "m", "two words", "no usable name"),
        ("mark", "started", "begun", "no mark"),
    ],
)
def test_a_name_that_is_taken_or_means_something_is_refused(kind, old, new, why):
    with pytest.raises(ScenarioError, match=why):
        renamed(GOOD, kind, old, new)


@pytest.mark.parametrize("name", ["dns-race-micro.yaml", "two-phase-commit.yaml", "fencing-token.yaml", "aba.yaml"])
def test_every_name_of_a_shipped_file_can_be_changed_and_had_back(name):
    text = TEXTS[name]
    scenario = read(text, name)
    for kind in (
        "service",
        "group",
        "process",
        "variable",
        "check",
        "fix",
        "run",
        "source",
        "type",
        "word",
        "instance",
    ):
        for old in (each for each in names(scenario, kind) if each != "bool"):
            assert renamed(renamed(text, kind, old, "zz_new"), kind, "zz_new", old) == text
    for process in scenario.processes:
        for kind in ("step", "local", "pick"):
            for old in names(scenario, kind, process.name):
                after = renamed(text, kind, old, "zz_new", inside=process.name)
                assert renamed(after, kind, "zz_new", old, inside=process.name) == text


def test_a_copy_keeps_how_it_was_written():
    after = duplicated(GOOD, ("services", "web"), "shop")
    assert changed_lines(GOOD, after)[1] == [
        "  shop: {label: web and db, needs: [db, {service: [db, cache], at_least: 1}]}\n"
    ]
    after = duplicated(GOOD, ("processes", "worker", "steps", "apply"), "again")
    assert changed_lines(GOOD, after)[1] == ["      - {step: again, do: m = seen}\n"]
    with pytest.raises(ScenarioError, match="already"):
        duplicated(GOOD, ("services", "web"), "db")


def test_what_is_pasted_gets_a_free_name():
    after = pasted(GOOD, "services", {"db": {"label": "Other"}, "queue": {}})
    assert changed_lines(GOOD, after)[1] == ["  db_2: {label: Other}\n", "  queue: {}\n"]
    read(after, "a.yaml")
    after = pasted(GOOD, "timeline", ({"at": "2025-10-20 07:00", "say": "Seen"},))
    assert changed_lines(GOOD, after)[1] == ["  - {at: 2025-10-20 07:00, say: Seen}\n"]
