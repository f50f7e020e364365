"""Scenario files that a stranger might send: markup everywhere, huge texts, odd shapes. Text only."""

import json

CANARY = '<img src="file:///CANARY.png"><b>x</b>'
ODD = (
    "\u202eתירבע العربية \u2067e\u0301\u0316\u0317\u0318\u0319\u031a\u0320\u0321\u0322\u0323 "
    "\U0001f469\u200d\U0001f680 \u00a0\u200b\u00ad\ufffd &amp; &lt;i&gt; %s {0} \\n"
)
HEAD = "format: 1\ntitle: T\n"
INSTANT = "2025-10-20T06:48Z"


def quoted(text: str, width: int = 12_000) -> str:
    """As YAML in double quotes; long texts over several lines, of which YAML makes blanks."""
    return '"' + "\n      ".join(parts(text, width)) + '"'


def parts(text: str, width: int) -> list[str]:
    return [json.dumps(text[at : at + width], ensure_ascii=False)[1:-1] for at in range(0, max(len(text), 1), width)]


def everywhere(text: str) -> str:
    """A file that says `text` wherever a file can say something."""
    q = quoted(text)
    return f"""\
format: 1
title: {q}
summary: {q}
sources:
  log: {{title: {q}, url: "https://example.org/"}}
state:
  x: {{type: 0..3, start: 0, label: {q}, unit: {q}, note: {q}, source: log}}
processes:
  p:
    label: {q}
    service: a
    instances: [i, j]
    local: {{seen: {{type: 0..3, start: 0, label: {q}}}}}
    steps:
      - {{step: read, label: {q}, do: seen = x, takes: 1s}}
      - {{step: write, label: {q}, do: x = seen + 1, takes: 1s}}
checks:
  c: {{label: {q}, ends: x == 2, source: log}}
services:
  a: {{label: {q}, group: g, note: {q}, fails_when: x == 1 and ended(p), source: log}}
  b: {{label: {q}, group: g, needs: [{{service: a, after: 1m, why: {q}, source: log}}]}}
groups:
  g: {{label: {q}}}
timeline:
  - {{at: {INSTANT}, mark: started, role: {q}, say: {q}, source: log}}
  - {{at: 2025-10-20T07:00Z, mark: detected, say: {q}, status: {{a: down}}}}
runs:
  r:
    label: {q}
    schedule:
      - {{move: p.i.read, at: {INSTANT}, say: {q}, source: log}}
      - p.j.read
      - {{move: p.i.write, say: {q}}}
      - p.j.write
story:
  - {{title: {q}, run: r, at: 0, say: {q}, notes: {q}, ask: {q}, focus: [a]}}
fixes:
  f: {{label: {q}, join: {{p: [read, write]}}}}
"""


def chain(count: int) -> str:
    needs = "".join(f"  s{n}: {{needs: [s{n - 1}]}}\n" for n in range(1, count))
    return (
        f"{HEAD}state: {{x: {{type: 0..1, start: 0}}}}\nprocesses: {{p: {{steps: [{{step: s, do: x = 1}}]}}}}\n"
        f"services:\n  s0: {{fails_when: x == 1}}\n{needs}runs: {{r: {{schedule: [p.s]}}}}\n"
    )


def crowded(count: int) -> str:
    return f"{HEAD}timeline:\n" + f"  - {{at: {INSTANT}, say: x}}\n" * count


def process(body: str, more: str = "") -> str:
    return f"{HEAD}state:\n  x: {{type: 0..2, start: 0}}\n{more}processes:\n  p: {body}\n"


FILES = {
    "markup": everywhere(CANARY),
    "longest texts": everywhere("W" * 200 + " wide" * 10_000),
    "one long word": everywhere("W" * 40_000),
    "odd letters": everywhere(ODD * 20),
    "a chain of 2,000": chain(2_000),
    "10,000 entries at one instant": crowded(10_000),
    "nothing at all": HEAD,
    "only services": f"{HEAD}services: {{a: {{}}, b: {{needs: [a]}}}}\n",
    "a recorded incident": f"{HEAD}services: {{a: {{}}, b: {{}}}}\ntimeline:\n"
    f"  - {{at: {INSTANT}, status: {{a: down}}, mark: started}}\n"
    "  - {at: [2025-10-20T07:00Z, 2025-10-20T07:30Z], status: {a: ok, b: degraded}}\n"
    "  - {at: 2025-10-21T07:00Z, status: {b: ok}, mark: resolved}\n",
    "processes only": process("{instances: [i, j], repeat: 2, steps: [{step: s, do: x = 1 - x}]}"),
    "a deadlock": process("{steps: [{step: s, do: x = 1}, {step: never, when: x == 2}]}")
    + "runs: {r: {schedule: [p.s]}}\n",
    "a run that faults": process("{repeat: 3, steps: [{step: s, do: x += 2}]}") + "runs: {r: {schedule: [p.s, p.s]}}\n",
    "many starts": process("{steps: [{step: s, do: x = y % 3}]}", "  y: {type: 0..400, start: any}\n"),
}
