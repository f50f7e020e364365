"""A small whole file for the tests of reading, with something in every section; and ways to change its text."""

import re

import pytest

from outage_gui.model.files import read
from outage_gui.model.problems import Problem, ScenarioError

HEAD = "format: 1\ntitle: T\n"
LIBYAML = re.compile(
    r"while (parsing|scanning)|did not find|could not find|found (character|unexpected|undefined)|not allowed in this"
)
GOOD = """\
format: 1
title: Two workers, one counter
summary: Both read, both add, one addition is lost.
zone: Europe/Berlin
sources:
  log: {title: The log, url: "https://example.org/log"}
  talk: {title: A talk}
types:
  Count: 0..2
  Colour: [red, green]
state:
  counter: {type: Count, start: 0, label: Rows billed, source: log}
  flags: {type: {each: Colour, is: bool}, start: {red: true, green: false}}
  waiting: {type: {queue: Colour, size: 2}, start: [red]}
  owner: {type: {maybe: worker}, start: none}
processes:
  worker:
    label: Billing worker
    instances: [a, b]
    service: billing
    local: {seen: {type: Count, start: 0}}
    faults: {crash: {at_most: 1, restart: read, forgets: [seen]}}
    steps:
      - {step: read, do: seen = counter, label: Read the counter, takes: 1s..3s}
      - {step: write, do: "counter = min(seen + 1, 2)", label: Write it back}   # clipped
  clerk:
    instances: 0..1
    repeat: forever
    steps:
      - {step: look, when: "flags[red]", may_wait: true, then: {look: counter == 2, end: otherwise}}
  visitor:
    order: any
    only_in_runs: true
    steps:
      - {step: wave}
checks:
  nothing-lost: {ends: counter == 2, label: Every row is billed, source: [log, talk]}
  gets-there: {leads: {from: counter == 0, to: counter == 2}}
  deadlock: allowed
services:
  billing: {label: Billing, group: inner, kind: worker, fails_when: counter == 1 and ended(worker)}
  db-1: {}
  db-2: {}
  invoices:
    label: Invoices
    needs:
      - {service: billing, after: 10m, why: nightly export reads the total, if: counter < 2, recovers: {after: 20m}}
      - {service: [db-1, db-2], at_least: 1}
      - {service: [db-1, db-2], kind: soft}
      - db-1
    recovers: never
    impact: {users: 1200, cost_per_minute: 12.5, currency: EUR}
groups:
  outer: {label: All}
  inner: {in: outer}
timeline:
  - {at: 2025-10-20T06:48Z, mark: started, say: It begins}
  - {at: [2025-10-20 09:00, 2025-10-20 09:10], role: operators, status: {billing: down}}
runs:
  as-it-happened:
    with: [atomic]
    schedule:
      - worker.a.read
      - {move: worker.b.read, at: 2025-10-20T06:48Z, say: And the other}
      - worker.a.write
      - clerk.0.look
      - visitor.wave
story:
  - {title: Calm, run: as-it-happened, at: 0, focus: [billing], hide_future: true}
  - {title: Storm, at: started}
  - {title: After, at: 2025-10-20 10:00}
fixes:
  atomic: {label: Add in one step, join: {worker: [read, write]}}
  slow: {set: {processes.worker.steps.read.takes: 5s}, drop: [services.invoices.impact]}
expect:
  - {finding: nothing-lost, shortest: 4}
  - {with: [atomic], finding: none, absent: [out-of-range]}
layout:
  billing: [10, -20.5]
"""


def changed(old: str, new: str) -> str:
    """The good file with one piece of its text replaced."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def without(section: str) -> str:
    """The good file without the lines of one section."""
    lines, kept, inside = GOOD.splitlines(keepends=True), [], False
    for line in lines:
        if not line.startswith((" ", "#")):
            inside = line.startswith(f"{section}:")
        if not inside:
            kept.append(line)
    return "".join(kept)


def problems(text: str) -> tuple[Problem, ...]:
    """What is wrong with a text; fails where nothing is."""
    with pytest.raises(ScenarioError) as refused:
        read(text, "bad.yaml")
    return refused.value.problems


def told(text: str) -> str:
    """What is wrong with a text, as it is printed."""
    return "\n".join(str(problem) for problem in problems(text))
