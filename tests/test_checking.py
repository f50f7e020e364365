"""Names and types of a scenario: what is told of each mistake, and where; what is right passes."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outage_gui.model.checking import MOST_STARTS, Mistake, problems_of, type_of
from outage_gui.model.kinds import calculated
from outage_gui.model.limits import LARGEST
from outage_gui.model.names import process_scope, scope
from outage_gui.model.parsing import parsed
from outage_gui.model.scenario import (
    BoolType,
    Branch,
    Check,
    Crash,
    DeclaredType,
    Join,
    MaybeType,
    NamedType,
    Need,
    Pick,
    Process,
    QueueType,
    RangeType,
    Recovery,
    Scenario,
    Service,
    SetType,
    Start,
    StartAny,
    StartList,
    StartTable,
    StartText,
    Step,
    TableType,
    Type,
    Variable,
    WordsType,
)
from outage_gui.model.starts import start_value
from outage_gui.model.tokens import LanguageError
from outage_gui.model.typed import MOST_TURNS
from outage_gui.model.types import (
    Bool,
    Instances,
    Maybe,
    Never,
    Queue,
    Range,
    SetOf,
    Table,
    Words,
    domain,
    resolved,
    size,
)

COLOURS = WordsType(words=("red", "green"))
DOORS = WordsType(words=("open", "shut"))


def text(value: str) -> StartText:
    return StartText(text=value)


def variable(name: str, type: Type, start: Start | str = "0") -> Variable:
    return Variable(name=name, type=type, start=text(start) if isinstance(start, str) else start)


def named(name: str) -> NamedType:
    return NamedType(name=name)


STATE = (
    variable("x", RangeType(low=0, high=3)),
    variable("stock", RangeType(low=0, high=9)),
    variable("flag", BoolType(), "false"),
    variable("colour", named("Colour"), "red"),
    variable("door", DOORS, "open"),
    variable("lock", MaybeType(of=named("worker")), "none"),
    variable("last", MaybeType(of=RangeType(low=0, high=3)), "none"),
    variable("seen", SetType(of=named("Plan")), StartList(items=())),
    variable("bills", TableType(each=named("worker"), of=RangeType(low=0, high=9))),
    variable("grid", TableType(each=named("Colour"), of=TableType(each=BoolType(), of=BoolType())), "true"),
    variable("inbox", QueueType(of=named("Plan"), size=4), StartList(items=())),
)
WORKER = Process(
    name="worker",
    instances=("a", "b"),
    local=(variable("mine", RangeType(low=0, high=3)),),
    steps=(Step(name="read"), Step(name="write")),
)
SEAT = Process(name="seat", instances=("0", "1", "2"), numbered=True, steps=(Step(name="sit"),))
LONER = Process(name="loner", local=(variable("own", BoolType(), "true"),), steps=(Step(name="go"),))
LOOSE = Process(name="loose", order="any", steps=(Step(name="try_it"),))
REPAIR = Process(name="repair", only_in_runs=True, steps=(Step(name="mend", do="mended = true"),))
BASE = Scenario(
    format=1,
    title="t",
    types=(DeclaredType(name="Colour", type=COLOURS), DeclaredType(name="Plan", type=RangeType(low=0, high=4))),
    state=(*STATE, variable("mended", BoolType(), "false")),
    processes=(WORKER, SEAT, LONER, LOOSE, REPAIR),
)


def with_process(process: Process, **changes: Any) -> Scenario:
    """The scenario with this process changed."""
    changed = process.model_copy(update=changes)
    processes = tuple(changed if each.name == process.name else each for each in BASE.processes)
    return BASE.model_copy(update={"processes": processes})


def stepping(**fields: Any) -> Scenario:
    """With this step as the first of `worker`."""
    return with_process(WORKER, steps=(Step(name="pay", **fields), *WORKER.steps))


def told(scenario: Scenario) -> list[tuple[str, str]]:
    return [(mistake.message, mistake.hint) for mistake in problems_of(scenario)]


def test_a_scenario_without_mistakes_is_left_alone():
    assert problems_of(BASE) == ()


# --- expressions --------------------------------------------------------------------------------------------------

RIGHT = [
    "x == 3 and not flag",
    "colour == red or colour != green",
    "red in {red, green} and {red} <= {green}",
    "lock == none or lock == self",
    "last > 1 and last + 1 < x",
    "x in 0..3 and x not in {100, 900}",
    "3 in seen and seen <= {1, 2} and seen - {1} == {}",
    "{1, 2} | seen == {q for q in Plan if q > x for r in seen if r == q}",
    "bills[a] > 0 and bills[self] < 9 and bills[lock] == 0",
    "grid[red][true]",
    "len(inbox) > 0 and inbox[0] == 3 and inbox[x] in seen",
    "len(seen) + len(Plan) + len(0..99) > 3",
    "any(bills[w] == 0 for w in worker) and all(f for f in bool)",
    "count(q > x for q in Plan if q > 1) == 2",
    "min(x, 3) == max(seen) and max(q for q in seen) == min(0..9) and abs(-x) == x",
    "any(s == seen for s in subsets({1, 2})) and {1} in subsets(seen)",
    "at(worker, read) and at(worker[a], write) and at(worker[lock], write) and ended(seat) and ended(seat[1])",
    "(x if flag else last) == 1",
    "0 < x <= 3 != x",
    "loner == loner and loner in loner",
    "a in worker and self in worker",
    "x // 2 % 2 == -x * 3",
    "seen != {} and none == lock",
]
WRONG = [
    ("x", "a guard must be true or false, this is a number", ""),
    ("x + 1", "a guard must be true or false, this is a number", ""),
    ("last == 1 and x", "each side of 'and' must be true or false, this is a number", ""),
    ("not colour", "what follows 'not' must be true or false, this is one of red, green", ""),
    ("stok > 0", "step 'pay' reads 'stok', which no one declares", "did you mean 'stock'?"),
    ("flag and y", "step 'pay' reads 'y', which no one declares", ""),
    ("own", "step 'pay' reads 'own', a local of 'loner' alone", ""),
    ("x == red", "cannot compare a number with the word red", ""),
    ("colour == open", "cannot compare one of red, green with the word open", ""),
    ("colour == door", "cannot compare one of red, green with one of open, shut", ""),
    ("x == flag", "cannot compare a number with true or false", ""),
    ("lock == 1", "cannot compare an instance of worker or none with a number", ""),
    ("lock == loner", "cannot compare an instance of worker or none with an instance of loner", ""),
    ("seen == 1", "cannot compare a set of numbers with a number", ""),
    ("x < flag", "< compares numbers or sets, this is true or false", ""),
    ("colour < red", "< compares numbers or sets, this is one of red, green", ""),
    ("seen <= 3", "cannot compare a set of numbers with a number", ""),
    ("red in seen", "the word red is never in a set of numbers", ""),
    ("1 in x", "a set is needed here, this is a number", "a type, LOW..HIGH or {a, b}"),
    ("1 in inbox", "a set is needed here, this is a queue", "a type, LOW..HIGH or {a, b}"),
    ("true + 1 == 2", "+ needs numbers, this is true or false", ""),
    ("seen + {1} == {}", "+ needs numbers, this is a set of numbers", "sets have | & -"),
    ("flag | flag", "| needs sets, this is true or false", "write and, or"),
    ("-flag", "- needs numbers, this is true or false", ""),
    ("{1, red} == {}", "a number and the word red do not go together", ""),
    ("(1 if flag else red) == 1", "a number and the word red do not go together", ""),
    ("(1 if x else 2) == 1", "what follows 'if' must be true or false, this is a number", ""),
    ("any(x for q in Plan)", "what 'any' asks must be true or false, this is a number", ""),
    ("any(q == 1 for q in Plan if q)", "what follows 'if' must be true or false, this is a number", ""),
    ("any(x == 1 for x in Plan)", "'x' is a variable already", "choose another name"),
    ("any(any(q == 1 for q in Plan) for q in Plan)", "'q' is a loop name already", "choose another name"),
    ("x[0] == 1", "[…] needs a table or a queue, this is a number", ""),
    ("bills[1] == 1", "a key of this table is an instance of worker, not a number", ""),
    ("grid[red][red]", "a key of this table is true or false, not the word red", ""),
    ("inbox[red] == 1", "a queue's place needs numbers, this is the word red", ""),
    ("len(x) == 1", "len needs a set or a queue, this is a number", ""),
    ("abs(red) == 1", "abs needs numbers, this is the word red", ""),
    ("min(x) == 1", "a set is needed here, this is a number", "a type, LOW..HIGH or {a, b}"),
    ("max(Colour) == 1", "max needs numbers, these are one of red, green", ""),
    ("at(x, read)", "a process is needed here", "known: loner, loose, repair, seat, worker"),
    ("at(worker, raed)", "'worker' has no such step", "did you mean 'read'?"),
    ("at(worker[1], read)", "in the brackets stands an instance of worker, this is a number", ""),
    ("at(loose, try_it)", "'loose' has no position: its order is any", ""),
    ("ended(loose)", "'loose' has no position: its order is any", ""),
    ("otherwise and flag", "'otherwise' stands alone, in then", ""),
    ("end == 1", "'end' has a meaning of its own and no value", ""),
    ("{bills} == {}", "a set cannot hold a table", ""),
    ("inbox in {inbox}", "a set cannot hold a queue", ""),
    ("{bills for q in Plan} == {}", "a set cannot hold a table", ""),
    ("x // 0 == 1", "this always divides by zero", ""),
    (
        "x + 9223372036854775807 > 1",
        "this number can leave 64 bits",
        "give what it is made of smaller ranges",
    ),
    (
        "{x * stock * 9} == {}",
        "a set that is kept has at most 62 different values, this one could have more",
        "choose a smaller type",
    ),
    (
        "any(p + q + r == 1 for p in 0..99 for q in 0..99 for r in 0..99)",
        "this loop makes more than 16,384 turns",
        "loop over a smaller type",
    ),
]


@pytest.mark.parametrize("guard", RIGHT)
def test_a_guard_passes(guard):
    process = LONER if "loner in" in guard else WORKER
    assert told(with_process(process, steps=(*process.steps, Step(name="pay", when=guard)))) == []


@pytest.mark.parametrize(("guard", "message", "hint"), WRONG)
def test_a_guard_is_refused_in_these_words(guard, message, hint):
    assert told(stepping(when=guard)) == [(message, hint)]


def test_a_mistake_has_its_path_and_offset():
    scenario = stepping(when="flag and stok")
    (mistake,) = problems_of(scenario)
    assert mistake == Mistake(
        ("processes", "worker", "steps", 0, "when"),
        "step 'pay' reads 'stok', which no one declares",
        9,
        "did you mean 'stock'?",
    )


def test_nested_expressions_are_typed_once():
    equal, queue, length = "flag", "x", "{1}"
    for _ in range(28):
        equal, queue = f"flag == ({equal}) == flag", f"inbox[{queue}]"
    for _ in range(9):
        length = f"{{len({{1}} | {length})}}"
    assert (
        told(stepping(when=f"({equal}) and {queue} == 1")) == [("this is nested too deep (limit 32)", "split it")] or 1
    )
    assert told(stepping(when=equal)) == []
    assert told(stepping(when=f"{queue} == 1")) == []
    assert told(stepping(when=f"{length} == {{}}")) == []


# --- bodies -------------------------------------------------------------------------------------------------------

RIGHT_BODIES = [
    "x = x + 1; mine = 3; flag = x > 1",
    "x = 99",
    "x = last; lock = self; lock = none; last = x",
    "seen = {}; seen = {q for q in Plan}; seen |= {1}; seen = seen - {2}",
    "bills[a] += 1; bills[lock] = x; grid[red][true] = false",
    "inbox.push(x); inbox.pop(); seen.add(x); seen.remove(last)",
    "for w in worker: bills[w] = 0",
    "if flag:\n  x = 1\nelif colour == red: x = 2\nelse:\n  for q in seen:\n    x -= q",
    "bills = bills",
    "colour = red if flag else green",
]
WRONG_BODIES = [
    ("stok = 1", "step 'pay' writes 'stok', which no one declares", "did you mean 'stock'?"),
    ("own = true", "step 'pay' writes 'own', a local of 'loner' alone", ""),
    ("x = stok", "step 'pay' reads 'stok', which no one declares", "did you mean 'stock'?"),
    ("Plan = 1", "'Plan' is a type and cannot be assigned", ""),
    ("red = 1", "'red' is a word and cannot be assigned", ""),
    ("a = b", "'a' is an instance of worker and cannot be assigned", ""),
    ("self = a", "'self' cannot be assigned", ""),
    ("p = 1", "'p' is a pick and cannot be assigned", ""),
    ("for q in Plan: q = 1", "'q' is a loop name and cannot be assigned", ""),
    ("x = red", "'x' is a number, it cannot become the word red", ""),
    ("x = none", "'x' is a number, it cannot become none", ""),
    ("colour = open", "'colour' is one of red, green, it cannot become the word open", ""),
    ("flag = 1", "'flag' is true or false, it cannot become a number", ""),
    ("seen = {red}", "'seen' is a set of numbers, it cannot become a set of words", ""),
    ("bills = seen", "'bills' is a table, it cannot become a set of numbers", ""),
    ("bills[a] = true", "'bills[a]' is a number, it cannot become true or false", ""),
    ("bills[1] = 1", "a key of this table is an instance of worker, not a number", ""),
    ("x[0] = 1", "[…] needs a table or a queue, this is a number", ""),
    ("inbox[0] = 1", "a queue changes by push and pop only", ""),
    ("flag += 1", "+ needs numbers, this is true or false", ""),
    ("x.push(1)", "push needs a queue, 'x' is a number", ""),
    ("inbox.add(1)", "add needs a set, 'inbox' is a queue", ""),
    ("seen.add(red)", "'seen' holds a number, not the word red", ""),
    ("inbox.push(none)", "'inbox' holds a number, not none", ""),
    ("if x: flag = true", "what follows 'if' must be true or false, this is a number", ""),
    ("for x in Plan: flag = true", "'x' is a variable already", "choose another name"),
    ("for q in x: flag = true", "a set is needed here, this is a number", "a type, LOW..HIGH or {a, b}"),
]


@pytest.mark.parametrize("body", RIGHT_BODIES)
def test_a_body_passes(body):
    assert told(stepping(do=body)) == []


@pytest.mark.parametrize(("body", "message", "hint"), WRONG_BODIES)
def test_a_body_is_refused_in_these_words(body, message, hint):
    assert told(stepping(do=body, pick=(Pick(name="p", values="Plan"),))) == [(message, hint)]


# --- steps and processes ------------------------------------------------------------------------------------------


def pathed(scenario: Scenario) -> list[tuple[tuple[str | int, ...], str]]:
    return [(mistake.path, mistake.message) for mistake in problems_of(scenario)]


PAY = ("processes", "worker", "steps", 0)


def test_a_later_pick_a_guard_and_a_branch_see_the_earlier_picks():
    picks = (Pick(name="p", values="Plan"), Pick(name="q", values="{i for i in Plan if i > p}"))
    then = (Branch(target="write", when="q > p"), Branch(target="end"))
    assert told(stepping(pick=picks, when="p < q", do="x = q", then=then)) == []


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"pick": (Pick(name="p", values="x"),)}, ("pick", "p"), "a set is needed here, this is a number"),
        ({"pick": (Pick(name="x", values="Plan"),)}, ("pick", "x"), "'x' is a variable already"),
        ({"pick": (Pick(name="mine", values="Plan"),)}, ("pick", "mine"), "'mine' is a local already"),
        ({"pick": (Pick(name="red", values="Plan"),)}, ("pick", "red"), "'red' is a word already"),
        (
            {"pick": (Pick(name="p", values="0..999"), Pick(name="q", values="0..999"))},
            ("pick", "q"),
            f"this step could be more than {MOST_TURNS:,} moves at once",
        ),
        (
            {"then": (Branch(target="end", when="x"),)},
            ("then", "end"),
            "a condition must be true or false, this is a number",
        ),
        (
            {"then": (Branch(target="end"), Branch(target="write", when="flag"))},
            ("then", "end"),
            "what comes after 'otherwise' is never reached",
        ),
        ({"when": "x ="}, ("when",), "a guard compares with ==, it cannot assign"),
        ({"do": "x"}, ("do",), "this is no statement"),
    ],
)
def test_a_step_is_refused_at_its_key(fields, path, message):
    assert pathed(stepping(**fields)) == [((*PAY, *path), message)]


def test_each_wrong_expression_of_a_step_is_told():
    scenario = stepping(
        pick=(Pick(name="p", values="1"),), when="p == 1 and x", do="y = p", then=(Branch(target="end", when="z"),)
    )
    assert [mistake.path[-1] for mistake in problems_of(scenario)] == ["p", "when", "do", "end"]


def test_order_any_takes_no_position():
    step = Step(name="try_it", may_wait=True, then=(Branch(target="end"),))
    scenario = with_process(LOOSE, steps=(step,), repeat=3, crash=Crash())
    here = ("processes", "loose")
    assert pathed(scenario) == [
        ((*here, "faults", "crash"), "a process with order: any cannot crash: it stands nowhere"),
        ((*here, "repeat"), "a process with order: any has no rounds"),
        ((*here, "steps", 0, "then"), "a process with order: any takes no then"),
        ((*here, "steps", 0, "may_wait"), "a process with order: any takes no may_wait"),
    ]


def test_steps_of_a_process_have_different_names():
    scenario = with_process(LONER, steps=(Step(name="go"), Step(name="go")))
    assert pathed(scenario) == [(("processes", "loner", "steps", 1, "step"), "'loner' has two steps called 'go'")]


def test_what_a_crash_forgets_has_one_start():
    local = (variable("mine", BoolType(), StartAny()),)
    scenario = with_process(WORKER, local=local, crash=Crash(forgets=("mine",)))
    path = ("processes", "worker", "faults", "crash", "forgets", 0)
    assert pathed(scenario) == [(path, "'mine' starts with any, so nothing says what it is after a crash")]


def test_no_one_stands_inside_a_joined_move():
    scenario = with_process(WORKER, joins=(Join(steps=("read", "write")),))
    check = Check(name="c", kind="always", expression="not at(worker, write)")
    scenario = scenario.model_copy(update={"checks": (check,)})
    assert pathed(scenario) == [(("checks", "c", "always"), "'write' is inside a joined move, no one stands there")]


# --- checks, services, processes only in runs ---------------------------------------------------------------------


def test_checks_have_no_self_and_no_locals():
    checks = (
        Check(name="one", kind="ends", expression="self == a"),
        Check(name="two", kind="leads", expression="x == 1", to="mine == 1"),
        Check(name="three", kind="leads", expression="x", to="flag"),
    )
    assert pathed(BASE.model_copy(update={"checks": checks})) == [
        (("checks", "one", "ends"), "'self' is known only inside a process"),
        (("checks", "two", "leads", "to"), "check 'two' reads 'mine', a local of 'worker' alone"),
        (("checks", "three", "leads", "from"), "a check must be true or false, this is a number"),
    ]


def test_every_condition_of_a_service_is_judged():
    recovers = Recovery(when="3")
    needs = (Need(services=("t",)), Need(services=("t",), condition="1", recovers=Recovery(when="2")))
    service = Service(name="s", fails_when="x", degraded_when="colour", needs=needs, recovers=recovers)
    here = ("services", "s")
    assert pathed(BASE.model_copy(update={"services": (service,)})) == [
        ((*here, "fails_when"), "fails_when must be true or false, this is a number"),
        ((*here, "degraded_when"), "degraded_when must be true or false, this is one of red, green"),
        ((*here, "recovers", "when"), "a condition must be true or false, this is a number"),
        ((*here, "needs", 1, "if"), "a condition must be true or false, this is a number"),
        ((*here, "needs", 1, "recovers", "when"), "a condition must be true or false, this is a number"),
    ]


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"when": "mended"}, ("when",), "step 'pay' reads 'mended', which 'repair' writes only in runs"),
        ({"do": "flag = mended"}, ("do",), "step 'pay' reads 'mended', which 'repair' writes only in runs"),
        ({"when": "ended(repair)"}, ("when",), "step 'pay' looks at 'repair', which moves only in runs"),
        ({"do": "flag = at(repair, mend)"}, ("do",), "step 'pay' looks at 'repair', which moves only in runs"),
        (
            {"pick": (Pick(name="p", values="{f for f in bool if mended}"),)},
            ("pick", "p"),
            "step 'pay' reads 'mended', which 'repair' writes only in runs",
        ),
        (
            {"then": (Branch(target="end", when="mended"),)},
            ("then", "end"),
            "step 'pay' reads 'mended', which 'repair' writes only in runs",
        ),
    ],
)
def test_no_explored_step_depends_on_what_is_only_replayed(fields, path, message):
    assert pathed(stepping(**fields)) == [((*PAY, *path), message)]


def test_no_check_depends_on_what_is_only_replayed_but_services_and_its_own_kind_may():
    other = Process(name="other", only_in_runs=True, steps=(Step(name="wait", when="mended and at(repair, mend)"),))
    service = Service(name="s", fails_when="not mended and not ended(repair)")
    checks = (Check(name="c", kind="leads", expression="mended", to="ended(repair)"),)
    changes = {"services": (service,), "checks": checks, "processes": (*BASE.processes, other)}
    assert pathed(BASE.model_copy(update=changes)) == [
        (("checks", "c", "leads", "from"), "check 'c' reads 'mended', which 'repair' writes only in runs"),
        (("checks", "c", "leads", "to"), "check 'c' looks at 'repair', which moves only in runs"),
    ]


# --- names and types ----------------------------------------------------------------------------------------------


def typed(type: Type, start: Start | str = "0") -> Scenario:
    return BASE.model_copy(update={"state": (*BASE.state, variable("new", type, start))})


WIDE = RangeType(low=0, high=62)


@pytest.mark.parametrize(
    ("type", "message", "hint"),
    [
        (named("Colr"), "no type or process is called 'Colr'", "did you mean 'Colour'?"),
        (RangeType(low=3, high=1), "the range 3..1 runs backwards", "write 1..3"),
        (
            RangeType(low=-LARGEST, high=LARGEST),
            f"the range {-LARGEST}..{LARGEST} is too wide",
            "at most 2^62 values within 64 bits",
        ),
        (WordsType(words=()), "a list of words needs at least one word", ""),
        (WordsType(words=("up", "up")), "'up' is listed twice", ""),
        (MaybeType(of=MaybeType(of=BoolType())), "a maybe of a maybe would be none in two ways", "write maybe once"),
        (MaybeType(of=SetType(of=BoolType())), "a set cannot be none", "an empty one says nothing too"),
        (SetType(of=WIDE), "a set of 63 different values (limit 62)", "use a table of bool"),
        (
            SetType(of=TableType(each=BoolType(), of=BoolType())),
            "a set cannot hold a table",
            "plain values and sets fit",
        ),
        (
            TableType(each=RangeType(low=0, high=1_024), of=BoolType()),
            "a table with 1,025 entries (limit 1,024)",
            "give it fewer keys",
        ),
        (
            TableType(each=WIDE, of=QueueType(of=BoolType(), size=17)),
            "a table with 1,071 entries (limit 1,024)",
            "give it fewer keys",
        ),
        (QueueType(of=BoolType(), size=0), "a queue of size 0", "its size is 1 to 1,024"),
        (QueueType(of=BoolType(), size=1_025), "a queue of size 1,025", "its size is 1 to 1,024"),
    ],
)
def test_a_type_is_refused_in_these_words(type, message, hint):
    (mistake,) = problems_of(typed(type))
    assert (mistake.path, mistake.message, mistake.hint) == (("state", "new", "type"), message, hint)


def test_the_largest_types_pass():
    members = SetType(of=RangeType(low=0, high=61))
    entries = TableType(each=RangeType(low=1, high=1_024), of=BoolType())
    assert told(typed(members, StartList(items=()))) == []
    assert told(typed(entries, "true")) == []


def test_types_made_of_themselves_are_refused():
    types = (DeclaredType(name="A", type=named("B")), DeclaredType(name="B", type=MaybeType(of=named("A"))))
    assert pathed(BASE.model_copy(update={"types": (*BASE.types, *types)})) == [
        (("types", "A"), "type 'B' is made of itself"),
        (("types", "B"), "type 'A' is made of itself"),
    ]


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Plan", "a type"),
        ("red", "a variable"),
        ("a", "an instance of worker"),
        ("worker", "a process"),
        ("bool", "a type"),
    ],
)
def test_a_name_has_one_meaning(name, meaning):
    scenario = BASE.model_copy(update={"state": (*BASE.state, variable(name, BoolType(), "true"))})
    assert (f"{name!r} is {meaning} already", "choose another name") in told(scenario)


def test_a_local_may_have_the_name_of_another_process_local_but_shadows_nothing():
    assert told(with_process(LONER, local=(variable("mine", BoolType(), "true"),))) == []
    scenario = with_process(LONER, local=(variable("x", BoolType(), "true"),))
    assert pathed(scenario) == [(("processes", "loner", "local", "x"), "'x' is a variable already")]


def test_one_wrong_type_does_not_make_every_use_wrong():
    scenario = typed(named("Colr"))
    checks = (Check(name="c", kind="always", expression="new == red and len(new) + new > new[1] and new in new"),)
    assert [mistake.path for mistake in problems_of(scenario.model_copy(update={"checks": checks}))] == [
        ("state", "new", "type")
    ]


# --- starts -------------------------------------------------------------------------------------------------------

PAIRS = StartTable(pairs=(("red", text("1")), ("green", text("2"))))
TABLE = TableType(each=COLOURS, of=RangeType(low=0, high=3))


@pytest.mark.parametrize(
    ("type", "start", "value"),
    [
        (BoolType(), text("true"), True),
        (RangeType(low=-3, high=3), text("-2"), -2),
        (COLOURS, text("green"), "green"),
        (MaybeType(of=COLOURS), text("none"), None),
        (named("worker"), text("b"), "b"),
        (named("seat"), text("2"), 2),
        (named("loner"), text("loner"), "loner"),
        (SetType(of=COLOURS), StartList(items=(text("green"), text("red"))), frozenset({"red", "green"})),
        (QueueType(of=named("Plan"), size=3), StartList(items=(text("4"), text("1"), text("4"))), (4, 1, 4)),
        (TABLE, text("3"), (("red", 3), ("green", 3))),
        (TABLE, PAIRS, (("red", 1), ("green", 2))),
        (
            TableType(each=BoolType(), of=TABLE),
            StartTable(pairs=(("true", PAIRS), ("false", text("0")))),
            ((False, (("red", 0), ("green", 0))), (True, (("red", 1), ("green", 2)))),
        ),
    ],
)
def test_a_start_is_this_value(type, start, value):
    assert start_value(resolved(BASE, type), start) == value
    assert told(typed(type, start)) == []


@pytest.mark.parametrize(
    ("type", "start", "message"),
    [
        (BoolType(), text("yes"), "'yes' is neither true nor false"),
        (RangeType(low=0, high=3), text("4"), "4 is outside 0..3"),
        (RangeType(low=0, high=3), text("red"), "'red' is not a number"),
        (RangeType(low=0, high=3), text("0.5"), "only whole numbers can be state"),
        (RangeType(low=0, high=3), text("1 + 1"), "'1 + 1' is not a number"),
        (COLOURS, text("grene"), "'grene' is not one of red, green"),
        (MaybeType(of=COLOURS), text("3"), "'3' is not one of red, green"),
        (COLOURS, text("none"), "'none' is not one of red, green"),
        (named("seat"), text("3"), "3 is outside 0..2"),
        (BoolType(), StartList(items=()), "a list, but this is true or false"),
        (BoolType(), PAIRS, "values for keys, but this is true or false"),
        (SetType(of=COLOURS), text("red"), "a set starts as a list"),
        (SetType(of=COLOURS), StartList(items=(text("red"), text("red"))), "a value is listed twice in this set"),
        (QueueType(of=COLOURS, size=1), StartList(items=(text("red"), text("red"))), "2 items in a queue of size 1"),
        (TABLE, StartTable(pairs=(("red", text("1")),)), "the key 'green' has no value"),
        (TABLE, StartTable(pairs=(*PAIRS.pairs, ("red", text("1")))), "the key 'red' is there twice"),
        (TABLE, StartTable(pairs=(("blue", text("1")),)), "'blue' is not one of red, green"),
        (
            TABLE,
            StartTable(pairs=(("red", StartAny()), ("green", text("1")))),
            "'any' stands alone, not inside a value",
        ),
    ],
)
def test_a_start_is_refused_in_these_words(type, start, message):
    assert pathed(typed(type, start)) == [(("state", "new", "start"), message)]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("{p for p in Plan if p > x}", ""),
        ("0..2", ""),
        ("{1, 3}", ""),
        ("0..9", "not every value of this set belongs to the type"),
        ("Colour", "not every value of this set belongs to the type"),
        ("x", "a set is needed here, this is a number"),
        ("{p for p in Plan if p > new}", "the start of 'new' reads 'new', which is not declared above it"),
        ("{p for p in Plan if ended(worker)}", "at and ended cannot be asked before the start"),
        ("{p for p in Plan if p > self}", "'self' is known only inside a process"),
        ("{p for p in Plan if p > y}", "the start of 'new' reads 'y', which no one declares"),
    ],
)
def test_any_of_an_expression_starts_with_these(expression, message):
    found = pathed(typed(named("Plan"), StartAny(expression=expression)))
    assert found == ([(("state", "new", "start", "any"), message)] if message else [])


def test_a_local_start_sees_self_the_shared_variables_and_the_locals_above():
    first = variable("first", named("Plan"), StartAny(expression="{p for p in Plan if p > x and self == a}"))
    second = variable("second", named("Plan"), StartAny(expression="{p for p in Plan if p > first}"))
    assert told(with_process(WORKER, local=(first, second))) == []
    assert pathed(with_process(WORKER, local=(second, first))) == [
        (
            ("processes", "worker", "local", "second", "start", "any"),
            "the start of 'second' reads 'first', which is not declared above it",
        )
    ]


def test_there_are_at_most_so_many_starts():
    many = tuple(variable(f"v{number}", BoolType(), StartAny()) for number in range(21))
    most = BASE.model_copy(update={"state": (*BASE.state, *many[:20])})
    assert problems_of(most) == ()
    (mistake,) = problems_of(most.model_copy(update={"state": (*BASE.state, *many)}))
    assert (mistake.path, mistake.message) == (("state", "v20", "start"), f"more than {MOST_STARTS:,} starts")
    wide = typed(RangeType(low=0, high=70_000), StartAny())
    assert told(wide) == [("'new' has more than 65,536 values to start with", "write {any: …} with fewer")]


# --- values and intervals -----------------------------------------------------------------------------------------


def test_values_come_in_this_order():
    words = Words(("b", "a"))
    assert domain(Maybe(words)) == (None, "b", "a")
    assert domain(SetOf(words)) == (frozenset(), frozenset("b"), frozenset("a"), frozenset("ab"))
    assert domain(Table(Bool(), Bool()))[1] == ((False, False), (True, True))
    assert domain(Queue(words, 2)) == ((), ("b",), ("a",), ("b", "b"), ("b", "a"), ("a", "b"), ("a", "a"))
    for type in (Maybe(words), SetOf(words), Table(words, Bool()), Queue(words, 3), Range(-2, 2)):
        assert len(domain(type)) == size(type) == len(set(domain(type)))
    with pytest.raises(LanguageError, match="more than 65,536 values to go through"):
        domain(Range(0, 65_536))


@pytest.mark.parametrize("sign", ["+", "-", "*", "//", "%"])
def test_intervals_hold_every_result_and_their_ends_are_met(sign):
    act = {
        "+": int.__add__,
        "-": int.__sub__,
        "*": int.__mul__,
        "//": int.__floordiv__,
        "%": int.__mod__,
    }[sign]
    ends = range(-4, 5)
    for low, high in ((a, b) for a in ends for b in ends if a <= b):
        for start, stop in ((a, b) for a in ends for b in ends if a <= b and (a, b) != (0, 0)):
            results = [act(x, y) for x in range(low, high + 1) for y in range(start, stop + 1) if y or sign in "+-*"]
            found = calculated(sign, Range(low, high), Range(start, stop))
            assert found.low <= min(results)
            assert max(results) <= found.high
            assert sign == "%" or (found.low, found.high) == (min(results), max(results))


@pytest.mark.parametrize(
    ("expression", "type"),
    [
        ("none", Maybe(Never())),
        ("{}", SetOf(Never())),
        ("x * 2 - 1", Range(-1, 5)),
        ("self", Instances("worker", ("a", "b"))),
        ("red", Words(("red",))),
        ("{green, red}", SetOf(Words(("red", "green")))),
        ("last if flag else 9", Maybe(Range(0, 9))),
        ("{q for q in Plan}", SetOf(Range(0, 4))),
        ("count(q > 1 for q in Plan for c in Colour)", Range(0, 10)),
        ("min(x, 2)", Range(0, 2)),
        ("len(inbox)", Range(0, 4)),
        ("loner", Instances("loner", ("loner",))),
        ("grid[red]", Table(Bool(), Bool())),
        ("lock == none", Bool()),
    ],
)
def test_an_expression_has_this_type(expression, type):
    assert type_of(parsed(expression), process_scope(scope(BASE), BASE, WORKER)) == type


WORDS = "x flag colour red lock last seen bills grid inbox a self worker seat loner Plan Colour bool 0 1 2 none true {}"
PHRASES = st.recursive(
    st.sampled_from(WORDS.split()),
    lambda inner: st.one_of(
        st.tuples(
            inner, st.sampled_from(["+", "-", "*", "//", "%", "|", "&", "==", "<", "<=", "in", "and", "or"]), inner
        ).map(" ".join),
        *(
            st.tuples(*[inner] * shape.count("{}")).map(lambda parts, shape=shape: shape.format(*parts))
            for shape in (
                "({})",
                "not ({})",
                "-({})",
                "bills[{}]",
                "grid[{}][{}]",
                "inbox[{}]",
                "len({})",
                "min({})",
                "max({}, {})",
                "abs({})",
                "any({} for i in {} if {})",
                "count(i == {} for i in {})",
                "{{{}}}",
                "{{{}, {}}}",
                "{{{} for i in {}}}",
                "({} if {} else {})",
                "at(worker[{}], read)",
                "ended(seat[{}])",
                "({}) in subsets({})",
            )
        ),
    ),
    max_leaves=6,
)


def test_no_expression_makes_the_check_stumble(request):
    many = request.config.getoption("--many", default=1)

    @settings(max_examples=300 * many, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(PHRASES)
    def check(phrase):
        body = f"x = {phrase}\nseen.add({phrase})"
        scenario = stepping(when=phrase, do=body, pick=(Pick(name="p", values=phrase),))
        for mistake in problems_of(scenario):
            assert mistake.path[:4] == PAY
            assert mistake.message
            assert 0 <= mistake.at <= 2 * len(phrase) + 20

    check()
