"""Scenario files that a stranger might send: markup everywhere, huge texts, odd shapes. Text only."""

import json
import random
import re

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


# --- many texts, one in each place: for exports ----------------------------------------------------------------------

HOSTILE, A_FILE = 300, 30
PIECES = (
    *("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "'=1", '"=1', ",=1", ";=1"),
    *(CANARY, ODD, "<script>alert(1)</script>", "javascript:alert(1)", "&lt;b&gt;", "&#60;", "</text>", "]]>", "<!--"),
    *("%%{init: {'theme': 'x'}}%%", "%%{", "end", "End of it", "click s0 href x", "subgraph", "s0 --> s1", "#quot;"),
    *("`md`", "]", "}}", ")", '"]', "|", "::: x", "---", "```", "$$x$$", "\\N", "\\G", "\\l", "\\", '\\"', "\\u0022"),
    *(
        "*/",
        "/*",
        "(*",
        "*)",
        "\\*",
        "//",
        "----",
        "====",
        "\x85",
        "\u2028",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\x1b[31m",
    ),
    *(
        "é",
        "日本語",
        "שלום",
        "🔥",
        "\u0301" * 20,
        "x" * 900,
        " ",
        "",
        "{0}",
        "%s",
        "${x}",
        "'; DROP TABLE x; --",
        "0" * 40,
    ),
)


def hostile(first: int, count: int) -> list[str]:
    """So many texts, the same each time."""
    return [_hostile(seed) for seed in range(first, first + count)]


def _hostile(seed: int) -> str:
    dice = random.Random(seed)
    return dice.choice(("", " ", "a ")).join(dice.choice(PIECES) for _ in range(dice.choice((1, 1, 2, 4))))


def scenario_saying(texts: list[str]) -> str:
    """A small scenario, one of the texts in each place that a person reads; 30 or more, all of them on its timeline."""
    refused = "[\r\x1b\x85\ufeff\u2028]"  # by the loader
    q = [json.dumps(re.sub(refused, "", text).strip() or "=", ensure_ascii=False) for text in texts]
    services = "".join(
        f"  s{i}: {{label: {text}, group: g{i % 3}, fails_when: x == 1, "
        f"needs: [{{service: s{i - 1}, after: 1m, why: {text}}}]}}\n"
        for i, text in enumerate(q[1:20], 1)
    )
    timeline = "".join(
        f"  - {{at: 2025-10-20T{6 + i // 60:02}:{i % 60:02}Z, role: {q[-1 - i]}, say: {text}, source: log}}\n"
        for i, text in enumerate(q)
    )
    story = "".join(
        f"  - {{title: {text}, run: r, at: {i % 5}, say: {q[-1 - i]}, notes: {text}, ask: {text}}}\n"
        for i, text in enumerate(q)
    )
    return f"""\
format: 1
title: {q[0]}
summary: {q[12]}
sources: {{log: {{title: {q[1]}}}}}
state: {{x: {{type: 0..3, start: 0, label: {q[2]}, unit: {q[13]}, note: {q[14]}}}}}
processes:
  p:
    label: {q[3]}
    instances: [i, j]
    local: {{seen: {{type: 0..3, start: 0, label: {q[4]}}}}}
    steps:
      - {{step: read, label: {q[5]}, do: seen = x}}
      - {{step: write, label: {q[6]}, do: x = seen + 1}}
checks: {{c: {{label: {q[7]}, ends: x == 2}}}}
services:
  s0: {{label: {q[8]}, group: g0, note: {q[15]}, source: log}}
{services}groups: {{g0: {{label: {q[9]}}}, g1: {{label: {q[10]}, in: g0}}, g2: {{label: {q[11]}}}}}
timeline:
{timeline}runs:
  r:
    label: {q[24]}
    schedule:
      - {{move: p.i.read, at: 2025-10-20T06:48Z, say: {q[20]}, source: log}}
      - {{move: p.j.read, say: {q[21]}}}
      - {{move: p.i.write, say: {q[22]}}}
      - {{move: p.j.write, say: {q[23]}}}
story:
{story}fixes: {{f: {{label: {q[25]}, join: {{p: [read, write]}}}}}}
"""
