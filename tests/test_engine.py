"""What a compiled scenario does: small systems, exact answers."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outage_gui.engine import kinds, layout
from outage_gui.engine.columns import truths, value_of
from outage_gui.engine.kinds import Kind
from outage_gui.engine.program import Program, compiled
from outage_gui.engine.step import batches, resting, successors, taken
from outage_gui.engine.trace import unpacked
from outage_gui.model.files import read
from outage_gui.model.problems import ScenarioError

HEAD = "format: 1\ntitle: A small one\n"

LOST_UPDATE = """
types: {Count: 0..2}
state: {counter: {type: Count, start: 0}}
processes:
  worker:
    instances: [a, b]
    local: {seen: {type: Count, start: 0}}
    steps:
      - {step: read, do: seen = counter}
      - {step: write, do: counter = seen + 1}
"""

VALUES = """
types:
  Color: [red, green, blue]
  Plan: 0..3
state:
  n: {type: -2..5, start: 3}
  zero: {type: 0..1, start: 0}
  color: {type: Color, start: green}
  lock: {type: {maybe: Color}, start: none}
  plans: {type: {set: Plan}, start: [1, 3]}
  nothing: {type: {set: Plan}, start: []}
  owner: {type: {each: Color, is: {maybe: Plan}}, start: {red: 2, green: none, blue: 0}}
  grid: {type: {each: Plan, is: {each: Color, is: bool}}, start: false}
  inbox: {type: {queue: Color, size: 2}, start: [blue]}
  full: {type: {queue: Plan, size: 1}, start: [1]}
processes:
  p:
    local: {k: {type: Plan, start: 1}}
    steps:
      - {step: act, do: DO}
"""


def program(body: str, *, bits: int = 64) -> Program:
    return compiled(read(HEAD + body, "small.yaml"), bits=bits)


def after(do: str, *, bits: int = 64) -> tuple[Program, Any]:
    """The program whose one step does that, and what follows from its start."""
    small = program(VALUES.replace("DO", f'"{do}"'), bits=bits)
    return small, successors(small, small.starts)


def everything(of: Program) -> tuple[int, int, int]:
    """States, moves with the starts, deadlocks; by sets of bytes."""
    level, met, generated, stuck = of.starts, set(), len(of.starts), 0
    while len(level):
        met |= {row.tobytes() for row in level}
        found = successors(of, level)
        generated += len(found.parent)
        alive = np.isin(np.arange(len(level)), found.parent)
        stuck += int((~alive & ~resting(of, level)).sum())
        fresh = dict.fromkeys(row.tobytes() for row in found.rows[found.fault == 0])
        rows = [np.frombuffer(row, np.uint64) for row in fresh if row not in met]
        level = np.array(rows, np.uint64).reshape(-1, of.words)
    return len(met), generated, stuck


def moves_from(of: Program, rows: Any = None) -> list[str]:
    found = successors(of, of.starts if rows is None else rows)
    return [of.moves[move].text for move in found.move]


# --- a step, a search -----------------------------------------------------------------------------------------------


def test_two_workers_have_the_published_thirteen_states() -> None:
    assert everything(program(LOST_UPDATE)) == (13, 15, 0)


@pytest.mark.parametrize("bits", [64, 12, 4, 2])
def test_the_number_of_words_changes_no_meaning(bits: int) -> None:
    small = program(LOST_UPDATE, bits=bits)
    assert everything(small) == (13, 15, 0)
    assert small.words == {64: 1, 12: 1, 4: 3, 2: 5}[bits]


def test_moves_come_in_the_order_of_the_file_for_each_parent() -> None:
    small = program(LOST_UPDATE)
    rows = np.concatenate([small.starts, successors(small, small.starts).rows])
    found = successors(small, rows)
    assert found.parent.tolist() == [0, 0, 1, 1, 2, 2]
    assert moves_from(small, rows) == [
        "worker.a.read", "worker.b.read", "worker.a.write", "worker.b.read", "worker.a.read", "worker.b.write",
    ]  # fmt: skip


def test_batches_hold_the_same_moves_as_the_sorted_form() -> None:
    small = program(LOST_UPDATE)
    told = {(int(parent), b.move) for b in batches(small, small.starts) for parent in b.parents}
    found = successors(small, small.starts)
    assert told == set(zip(found.parent.tolist(), found.move.tolist(), strict=True))


def test_one_known_move_leads_where_all_moves_together_lead() -> None:
    small = program(LOST_UPDATE)
    found = successors(small, small.starts)
    for move, row in zip(found.move.tolist(), found.rows, strict=True):
        assert taken(small, small.starts, move).rows.tolist() == [row.tolist()]
    assert len(taken(small, small.starts, 1).move) == 0


def test_the_rows_asked_for_are_not_written_to() -> None:
    small, kept = program(LOST_UPDATE), program(LOST_UPDATE).starts.copy()
    successors(small, small.starts)
    assert np.array_equal(small.starts, kept)


# --- expressions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n // 2 + -n % 2 * 10", 11),
        ("-7 // 2", -4),
        ("-7 % 3", 2),
        ("min(n, 2, 5) + max(plans) + abs(0 - n)", 8),
        ("max(plans)", 3),
        ("min(x * x for x in plans if x > 1)", 9),
        ("count(x > 1 for x in 0..3)", 2),
        ("len(plans) * 10 + len(inbox)", 21),
        ("{x + 1 for x in plans if x < 3}", frozenset({2})),
        ("plans | {0} - {3}", frozenset({0, 1, 3})),
        ("plans & {3, 2}", frozenset({3})),
        ("owner[red]", 2),
        ("owner[color]", None),
        ("inbox[0]", "blue"),
        ("inbox", ("blue",)),
        ("color if n > 3 else lock", None),
        ("subsets({1, 2})", frozenset({frozenset(), frozenset({1}), frozenset({2}), frozenset({1, 2})})),
    ],
)
def test_an_expression_has_the_value_that_python_gives_it(text: str, value: object) -> None:
    small, _ = after("n = 0")
    assert value_of(small.scope, small.starts[0], text) == (value, 0)


@pytest.mark.parametrize(
    "text",
    [
        "1 < n <= 3 != 4",
        "color == green and color != red and lock == none and none == lock",
        "lock not in {red, green}",
        "nothing <= plans and plans <= plans and not plans < plans and plans >= {1}",
        "plans == {3, 1} and {} == nothing and {none} != {}",
        "{1} in subsets(plans) and {2} not in subsets(plans)",
        "all(any(y >= x for y in plans) for x in 0..3)",
        "any(owner[c] == none for c in Color) and not all(owner[c] == none for c in Color)",
        "n + 50 in {53, 1000000} and 2 not in plans",
        "at(p, act) and not ended(p)",
        "grid[0] == grid[3] and not grid[n][color]",
        "zero == 0 or 1 // zero == 1",
        "not (zero == 1 and 1 // zero == 1)",
        "(1 // zero if zero == 1 else 7) == 7",
        "any(x == 0 or 1 // zero == x for x in 0..3)",
        "not all(x != 0 and 1 // zero == x for x in 0..3)",
        "all(6 // x > 0 for x in 0..3 if x != 0)",
    ],
)
def test_a_condition_holds_and_what_is_not_needed_cannot_fault(text: str) -> None:
    small, _ = after("n = 0")
    values, faults = truths(small, np.repeat(small.starts, 3, axis=0), text)
    assert values.tolist() == [True] * 3
    assert faults.tolist() == [0] * 3


@given(st.integers(-6, 6), st.integers(-6, 6), st.sampled_from(["+", "-", "*", "//", "%"]))
def test_arithmetic_is_that_of_python(a: int, b: int, sign: str) -> None:
    expected = {"+": a + b, "-": a - b, "*": a * b, "//": b and a // b, "%": b and a % b}[sign]
    value, fault = value_of(NUMBERS.scope, NUMBERS.starts[(a + 6) * 13 + b + 6], f"a {sign} b")
    assert (value, NUMBERS.faults[fault]) == (
        (None, "division-by-zero") if b == 0 and sign in "//%" else (expected, "")
    )


NUMBERS = program("types: {N: -6..6}\nstate: {a: {type: N, start: any}, b: {type: N, start: any}}\n")


# --- bodies and faults ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bits", [64, 20, 7])
@pytest.mark.parametrize(
    ("do", "changed"),
    [
        ("n += 2; n -= 1", {"n": 4}),
        ("n = 0; k = n; n = k + 1", {"n": 1, "p.k": 0}),
        ("owner[color] = n; owner[red] = owner[green]", {"owner": {"red": 3, "green": 3, "blue": 0}}),
        ("color = blue; owner[color] += 1", {"color": "blue", "owner": {"red": 2, "green": None, "blue": 1}}),
        ("inbox.push(red)", {"inbox": ("blue", "red")}),
        ("inbox.pop()", {"inbox": ()}),
        ("inbox.push(red); inbox.pop(); inbox.push(inbox[0])", {"inbox": ("red", "red")}),
        ("plans.add(2); plans.remove(1)", {"plans": frozenset({2, 3})}),
        ("plans = {x for x in 0..9 if x < 2}", {"plans": frozenset({0, 1})}),
        ("lock = color; lock = none", {}),
        ("lock = color if n > 3 else blue", {"lock": "blue"}),
        ("for x in plans: n -= x", {"n": -1}),
        ("for x in plans: plans.add(x - 1)", {"plans": frozenset({0, 1, 2, 3})}),
        ("grid[k] = grid[0]; grid[k][color] = true", {"grid": {1: "green"}}),
    ],
)
def test_a_body_does_what_python_would_do(do: str, changed: dict[str, Any], bits: int) -> None:
    small, found = after(do, bits=bits)
    assert found.fault.tolist() == [0]
    before, now = unpacked(small, small.starts[0]).values, unpacked(small, found.rows[0]).values
    differences = {name: value for name, value in now.items() if value != before[name]}
    if "grid" in changed:
        cells = {(plan, color) for plan, row in differences["grid"].items() for color, set_ in row.items() if set_}
        assert cells == {(1, "green")}
    else:
        assert differences == changed


BRANCHES = """
state: {n: {type: 0..9, start: START}}
processes:
  p:
    steps:
      - step: act
        do: |
          if n > 3: n = 0
          elif n == 3: n = 5
          else: n = 8
          if n == 5: n = 9
"""


@pytest.mark.parametrize(("start", "end"), [(4, 0), (3, 9), (2, 8)])
def test_only_the_first_true_branch_runs(start: int, end: int) -> None:
    small = program(BRANCHES.replace("START", str(start)))
    assert unpacked(small, successors(small, small.starts).rows[0]).values["n"] == end


@pytest.mark.parametrize(
    ("do", "fault"),
    [
        ("n = n + 3", "out-of-range"),
        ("plans = plans | {n + 4}", "out-of-range"),
        ("k = 0 - zero - 1", "out-of-range"),
        ("n = 1 // zero", "division-by-zero"),
        ("n = 1 % zero", "division-by-zero"),
        ("full.push(1)", "queue-full"),
        ("inbox.pop(); inbox.pop()", "queue-empty"),
        ("color = inbox[1]", "queue-empty"),
        ("plans.remove(2)", "no-such-key"),
        ("grid[n + 2][red] = true", "no-such-key"),
        ("n = max(nothing)", "empty-min-max"),
        ("n = min(x for x in plans if x > 5)", "empty-min-max"),
        ("n = owner[color] + 1", "none-compared"),
        ("if owner[color] < 3: n = 1", "none-compared"),
        ("grid[n // zero][red] = true", "division-by-zero"),
        ("full.push(n + 2)", "queue-full"),
        ("n = 9; n = 1 // zero", "out-of-range"),
    ],
)
def test_what_cannot_be_done_is_a_move_with_its_fault(do: str, fault: str) -> None:
    small, found = after(do)
    assert [small.faults[each] for each in found.fault] == [fault]


def test_what_a_queue_has_lost_is_forgotten() -> None:
    _, once = after("inbox.pop(); inbox.push(red)")
    _, twice = after("inbox.push(green); inbox.pop(); inbox.pop(); inbox.push(red)")
    assert once.rows.tolist() == twice.rows.tolist()


# --- processes ------------------------------------------------------------------------------------------------------

PICKS = """
types: {Plan: 0..3}
state: {root: {type: Plan, start: START}, zero: {type: 0..1, start: 0}}
processes:
  p:
    steps:
      - {step: check, pick: {q: "{x for x in Plan if x > root}", r: "q..3"}, when: "q != 3 or r != 3", do: root = q}
"""


def test_every_picked_value_is_a_move_and_the_pick_is_bound_before_when() -> None:
    small = program(PICKS.replace('"q..3"', '"{y for y in Plan if y >= q}"').replace("START", "1"))
    assert moves_from(small) == ["p.check(q=2, r=2)", "p.check(q=2, r=3)"]
    empty = program(PICKS.replace('"q..3"', "Plan").replace("START", "3"))
    assert moves_from(empty) == []
    assert resting(empty, empty.starts).tolist() == [False]


def test_a_fault_in_a_pick_is_one_move_with_the_picks_bound_before() -> None:
    small = program(PICKS.replace('"q..3"', '"{1 // zero}"').replace("START", "1"))
    assert moves_from(small) == ["p.check(q=2)", "p.check(q=3)"]
    assert successors(small, small.starts).fault.tolist() == [small.faults.index("division-by-zero")] * 2


def test_rounds_are_counted_and_the_last_one_ends() -> None:
    small = program("processes: {p: {repeat: 3, steps: [{step: a}, {step: b, then: {a: otherwise}}]}}")
    assert everything(small) == (2, 3, 0)
    ending = program("processes: {p: {repeat: 3, steps: [{step: a}, {step: b}]}}")
    assert everything(ending) == (7, 7, 0)
    for_ever = program("processes: {p: {repeat: forever, steps: [{step: a}, {step: b}]}}")
    assert everything(for_ever) == (2, 3, 0)


def test_a_crash_comes_last_forgets_what_it_shall_and_happens_only_so_often() -> None:
    small = program("""
processes:
  p:
    local: {x: {type: 0..1, start: 0}, y: {type: 0..1, start: 0}}
    faults: {crash: {at_most: 1, restart: a, forgets: [x]}}
    steps: [{step: a, do: x = 1; y = 1}, {step: b}]
""")
    at_b = successors(small, small.starts).rows[:1]
    assert moves_from(small, at_b) == ["p.b", "p.crash"]
    crashed = unpacked(small, successors(small, at_b).rows[1])
    assert (crashed.values, crashed.positions) == ({"p.x": 0, "p.y": 1}, {"p": "a"})
    assert moves_from(small, successors(small, at_b).rows[1:]) == ["p.a"]


def test_a_process_without_restart_has_ended_after_its_crash() -> None:
    small = program("processes: {p: {repeat: forever, faults: {crash: {at_most: 2}}, steps: [{step: a}]}}")
    crashed = successors(small, small.starts).rows[1:]
    assert unpacked(small, crashed[0]).positions == {"p": "end"}
    assert moves_from(small, crashed) == []
    assert resting(small, crashed).tolist() == [True]


def test_steps_in_any_order_keep_no_position_and_always_rest() -> None:
    small = program("""
state: {x: {type: 0..2, start: 0}}
processes: {p: {order: any, steps: [{step: up, when: x < 2, do: x += 1}, {step: down, when: x > 0, do: x -= 1}]}}
""")
    assert everything(small) == (3, 5, 0)
    assert resting(small, small.starts).tolist() == [True]
    assert unpacked(small, small.starts[0]).positions == {}


def test_people_act_only_in_replay() -> None:
    small = program("processes: {p: {steps: [{step: a}]}, people: {only_in_runs: true, steps: [{step: mend}]}}")
    assert moves_from(small) == ["p.a"]
    found = successors(small, small.starts, replaying=True)
    assert [small.moves[move].text for move in found.move] == ["p.a", "people.mend"]
    assert small.replay_only == (False, True)


def test_joined_steps_are_one_move_or_none() -> None:
    scenario = read(HEAD + JOINED, "small.yaml")
    process = scenario.processes[0]
    joins = ({"steps": ("ask", "look", "go")},)
    joined = process.model_validate({**process.model_dump(), "joins": joins})
    small = compiled(scenario.model_copy(update={"processes": (joined,)}))
    found = successors(small, small.starts)
    told = [(small.moves[m].text, small.faults[f]) for m, f in zip(found.move, found.fault, strict=True)]
    assert told == [("p.ask(q=0)", ""), ("p.ask(q=1, r=2)", ""), ("p.ask(q=3, r=2)", "division-by-zero")]
    assert [unpacked(small, row).positions["p"] for row in found.rows[:2]] == ["end", "last"]


JOINED = """
state: {x: {type: 0..9, start: 0}}
processes:
  p:
    steps:
      - {step: ask, pick: {q: 0..3}, do: x = q, then: {end: q == 0}}
      - {step: look, when: x != 2, pick: {r: "{2}"}}
      - {step: go, do: "x = 6 // (3 - x)"}
      - {step: last}
"""


def test_every_start_stands_in_order_and_later_ones_see_earlier_ones() -> None:
    small = program("""
types: {N: 0..2}
state: {a: {type: N, start: any}, b: {type: N, start: {any: "{x for x in N if x > a}"}}}
""")
    shown = [unpacked(small, row).values for row in small.starts]
    assert shown == [{"a": 0, "b": 1}, {"a": 0, "b": 2}, {"a": 1, "b": 2}]


def test_a_scenario_with_too_many_moves_is_refused_in_plain_words() -> None:
    picks = ", ".join(f"q{i}: 0..99" for i in range(4))
    with pytest.raises(ScenarioError, match=r"more than .* turns|more than .* moves"):
        program(f"processes: {{p: {{steps: [{{step: a, pick: {{{picks}}}}}]}}}}")


# --- layout and codes -----------------------------------------------------------------------------------------------

SCALARS: st.SearchStrategy[Kind] = st.one_of(
    st.just(kinds.BOOL),
    st.builds(lambda low, n: kinds.number(low, low + n), st.integers(-5, 5), st.integers(0, 9)),
    st.just(kinds.word((2, 0), ("a", "b", "c"))),
    st.builds(lambda n: kinds.set_of(kinds.number(0, n), kinds.values(kinds.number(0, n))), st.integers(0, 5)),
    st.builds(lambda n: kinds.maybe(kinds.number(1, 1 + n)), st.integers(0, 5)),
)
KINDS: st.SearchStrategy[Kind] = st.recursive(
    SCALARS,
    lambda of: st.one_of(
        st.builds(kinds.table, st.just(kinds.word((0, 1, 2), ("a", "b", "c"))), of),
        st.builds(kinds.Queue, SCALARS, st.integers(1, 3)),
    ),
    max_leaves=3,
)


@given(st.lists(KINDS, min_size=1, max_size=6), st.sampled_from([64, 40, 20]))
def test_fields_share_no_bit_and_cross_no_word(of: list[Kind], bits: int) -> None:
    found = layout.laid_out(of, bits)
    taken_bits = [(f.word, f.shift + bit) for f in found.fields for bit in range(f.width)]
    assert len(taken_bits) == len(set(taken_bits))
    assert all(bit < min(bits, 63) for _, bit in taken_bits)


@given(KINDS, st.data())
def test_every_value_comes_back_from_its_bits(kind: Kind, data: st.DataObject) -> None:
    leaves = kinds.leaves(kind)
    codes = tuple(data.draw(st.sampled_from(kinds.values(leaf)))[0] for leaf in leaves)
    node = layout.laid_out([kind]).nodes[0]
    row = [0] * layout.laid_out([kind]).words
    for field, code in zip(layout.fields_of(node), codes, strict=True):
        row[field.word] |= layout.stored(field, code) << field.shift
    assert layout.codes_of(node, row) == codes


@given(SCALARS)
def test_values_are_told_apart_and_read_back(kind: Kind) -> None:
    listed = kinds.values(kind)
    assert len(set(listed)) == len(listed) == kinds.size(kind)
    assert [kinds.encoded(kind, kinds.decoded(kind, codes)) for codes in listed] == list(listed)
