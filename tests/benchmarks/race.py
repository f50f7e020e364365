"""The race of the design's first measurement as a scenario: a planner publishes, enactors pick, check, apply, clean up.

`race(4, 3)` has 2,426,094 states; the same race is written by hand for other checkers and counted there.
"""


def race(enactors: int = 4, plans: int = 3, rounds: int = 2) -> str:
    """The file as text. enactors: up to 26, each doing so many rounds; plans: the newest plan there can be."""
    names = ", ".join("abcdefghijklmnopqrstuvwxyz"[:enactors])
    return f"""\
format: 1
title: Planner and enactors
types:
  Plan: 0..{plans}
  Published: 1..{plans}
state:
  newest: {{type: Published, start: 1}}
  active: {{type: Plan, start: 0}}
  deleted: {{type: {{set: Published}}, start: []}}
processes:
  planner:
    repeat: forever
    steps:
      - step: publish
        when: newest < {plans}
        do: newest += 1
        may_wait: true
  enactor:
    instances: [{names}]
    local:
      plan: {{type: Plan, start: 0}}
    repeat: {rounds}
    steps:
      - {{step: pick, do: plan = newest}}
      - step: check
        then:
          apply: plan > active
          finish: otherwise
      - {{step: apply, do: active = plan}}
      - step: clean
        do: "deleted = deleted | {{p for p in Published if p < plan}}"
      - {{step: finish}}
"""
