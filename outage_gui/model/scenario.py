"""What a scenario is: one frozen value per section of the file, names inside, tuples throughout.

Times are whole milliseconds: instants since 1970-01-01T00:00Z, durations as counts. Expressions and bodies stay text;
`expression.parsed` and `expression.parsed_body` give their trees. Nothing here reads a file or knows a position in one.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from outage_gui.model.status import STATUSES as STATUSES
from outage_gui.model.status import MarkKind as MarkKind
from outage_gui.model.status import Status as Status

Sources = tuple[str, ...]


class Value(BaseModel):
    """Frozen; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- types of variables -------------------------------------------------------------------------------------------


class BoolType(Value):
    kind: Literal["bool"] = "bool"


class RangeType(Value):
    """Whole numbers from low to high, both included."""

    kind: Literal["range"] = "range"
    low: int
    high: int


class WordsType(Value):
    kind: Literal["words"] = "words"
    words: tuple[str, ...]


class NamedType(Value):
    """The name of a declared type, or of a process (its instances)."""

    kind: Literal["named"] = "named"
    name: str


class MaybeType(Value):
    kind: Literal["maybe"] = "maybe"
    of: "Type"


class SetType(Value):
    kind: Literal["set"] = "set"
    of: "Type"


class TableType(Value):
    """One `of` for every value of `each`."""

    kind: Literal["table"] = "table"
    each: "Type"
    of: "Type"


class QueueType(Value):
    kind: Literal["queue"] = "queue"
    of: "Type"
    size: int


Type = BoolType | RangeType | WordsType | NamedType | MaybeType | SetType | TableType | QueueType


class DeclaredType(Value):
    name: str
    type: Type


# --- start values -------------------------------------------------------------------------------------------------


class StartText(Value):
    """One literal: `3`, `true`, `red`, `none`; for a table the same for all keys."""

    text: str


class StartList(Value):
    """The members of a set or the items of a queue."""

    items: tuple["Start", ...]


class StartTable(Value):
    """One value for every key, as written."""

    pairs: tuple[tuple[str, "Start"], ...]


class StartAny(Value):
    """Every value of the type (expression empty), or every value of a set-valued expression, is a start of its own."""

    expression: str = ""


Start = StartText | StartList | StartTable | StartAny


class Variable(Value):
    name: str
    type: Type
    start: Start
    label: str = ""
    unit: str = ""
    note: str = ""
    source: Sources = ()


# --- processes ----------------------------------------------------------------------------------------------------


class Pick(Value):
    """One move for each value of the set-valued expression `values`."""

    name: str
    values: str


class Branch(Value):
    """Where to go when `when` holds; the first true one wins. `target` is a step or `end`."""

    target: str
    when: str = "otherwise"


class Span(Value):
    """A duration between low and high, in ms."""

    low: int
    high: int


class Step(Value):
    name: str
    label: str = ""
    when: str = ""
    pick: tuple[Pick, ...] = ()
    do: str = ""
    then: tuple[Branch, ...] = ()
    takes: Span | None = None
    may_wait: bool = False
    note: str = ""
    source: Sources = ()


class Crash(Value):
    """At most so many crashes per instance; `restart` empty: the instance has ended; `forgets`: locals set back."""

    at_most: int = 1
    restart: str = ""
    forgets: tuple[str, ...] = ()


class Join(Value):
    """Consecutive steps taken as one move; made by a fix, never written in `processes`."""

    steps: tuple[str, ...]


class Process(Value):
    name: str
    label: str = ""
    instances: tuple[str, ...] = ()  # empty: one, named like the process; numbers from 0..4 are kept as text
    numbered: bool = False  # instances are whole numbers
    service: str = ""
    local: tuple[Variable, ...] = ()
    order: Literal["sequence", "any"] = "sequence"
    repeat: int | Literal["forever"] = 1
    crash: Crash | None = None
    fair: bool = True
    only_in_runs: bool = False
    steps: tuple[Step, ...]
    joins: tuple[Join, ...] = ()
    note: str = ""
    source: Sources = ()


# --- checks, services ---------------------------------------------------------------------------------------------


class Check(Value):
    name: str
    kind: Literal["always", "ends", "sometimes", "eventually", "leads"]
    expression: str
    to: str = ""  # only for `leads`: whenever `expression`, later `to`
    label: str = ""
    note: str = ""
    source: Sources = ()


class Recovery(Value):
    """How a service comes back once nothing holds it down; durations in ms, backlog as a share of the time away."""

    when: str = ""
    after: int = 0
    backlog: float = 0.0
    never: bool = False
    source: Sources = ()


class Need(Value):
    """One dependency. `services` has one name, or the members of a redundancy with `at_least` set."""

    services: tuple[str, ...]
    at_least: int | None = None
    kind: Literal["hard", "soft"] = "hard"
    after: int = 0
    condition: str = ""  # the key `if`: the need counts only while this holds
    during_recovery: bool = False  # `during: recovering`
    recovers: Recovery | None = None
    why: str = ""
    source: Sources = ()


class Impact(Value):
    users: int | None = None
    cost_per_minute: float | None = None
    currency: str = ""
    source: Sources = ()


class Service(Value):
    name: str
    label: str = ""
    group: str = ""
    kind: str = ""
    fails_when: str = ""
    degraded_when: str = ""
    needs: tuple[Need, ...] = ()
    recovers: Recovery | None = None
    impact: Impact | None = None
    note: str = ""
    source: Sources = ()


class Group(Value):
    name: str
    label: str = ""
    inside: str = ""  # the key `in`


# --- clock, runs, story -------------------------------------------------------------------------------------------


class TimelineEntry(Value):
    """What was observed. `at` and `until` are equal where the time is exact, else the ends of the known range."""

    at: int
    until: int
    say: str = ""
    mark: MarkKind | None = None
    role: str = ""
    status: tuple[tuple[str, Status], ...] = ()
    source: Sources = ()


START = "start("  # such an entry of a schedule names a start, and is no move


class RunEntry(Value):
    """One move of a recorded schedule, in its text form; `at` is when its effect is there."""

    move: str
    at: int | None = None
    say: str = ""
    source: Sources = ()

    @property
    def is_start(self) -> bool:
        return self.move.startswith(START)


class Run(Value):
    name: str
    label: str = ""
    fixes: tuple[str, ...] = ()  # the key `with`
    schedule: tuple[RunEntry, ...]
    note: str = ""
    source: Sources = ()


class Scene(Value):
    """`at` as written: a time, a number of moves made, or a mark."""

    title: str
    run: str = ""
    at: str = ""
    say: str = ""
    notes: str = ""
    ask: str = ""
    focus: tuple[str, ...] = ()
    hide_future: bool = False
    source: Sources = ()


# --- fixes, expectations ------------------------------------------------------------------------------------------


class Fix(Value):
    """A named change to the file. `set` values are the YAML text of the new node, as it stands in the file."""

    name: str
    label: str = ""
    set: tuple[tuple[str, str], ...] = ()
    drop: tuple[str, ...] = ()
    join: tuple[tuple[str, tuple[str, ...]], ...] = ()
    note: str = ""
    source: Sources = ()


class ScheduleCount(Value):
    total: int | None = None
    failing: int | None = None


class Expectation(Value):
    """`nothing` is `finding: none`."""

    fixes: tuple[str, ...] = ()  # the key `with`
    finding: tuple[str, ...] = ()
    nothing: bool = False
    absent: tuple[str, ...] = ()
    shortest: int | None = None
    states: int | None = None
    schedules: ScheduleCount | None = None


class Source(Value):
    name: str
    title: str = ""
    url: str = ""


class Position(Value):
    """Where the centre of a service's box was dragged to, in drawing units."""

    service: str
    x: float
    y: float


class Scenario(Value):
    format: int
    title: str
    summary: str = ""
    zone: str = "UTC"
    sources: tuple[Source, ...] = ()
    types: tuple[DeclaredType, ...] = ()
    state: tuple[Variable, ...] = ()
    processes: tuple[Process, ...] = ()
    checks: tuple[Check, ...] = ()
    deadlock_allowed: bool = False
    services: tuple[Service, ...] = ()
    groups: tuple[Group, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    runs: tuple[Run, ...] = ()
    story: tuple[Scene, ...] = ()
    fixes: tuple[Fix, ...] = ()
    layout: tuple[Position, ...] = ()
    expect: tuple[Expectation, ...] = ()
