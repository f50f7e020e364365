"""Every key of the scenario file, once: reading, the JSON schema and the paths of fixes are made from this table."""

from typing import Any

from outage_gui.model import limits, making, scenario
from outage_gui.model.leaves import (
    BODY,
    CHECK_NAME,
    DURATION,
    EXPRESSION,
    FLAG,
    INSTANT,
    MOVE,
    NAME,
    PROSE,
    SPAN,
    TEXT_SCHEMA,
    URL,
    WORD,
    ZONE,
    decimal,
    number,
    one_of,
    one_or_more,
    reference,
    references,
)
from outage_gui.model.scenario import STATUSES
from outage_gui.model.shapes import Either, Key, Later, Leaf, ListOf, Named, Raw, Record, Shape

MARKS = ("started", "detected", "acknowledged", "mitigated", "resolved", "change", "comms", "note")
FORMAT = 1
LABEL = Key("label", PROSE, "what people read instead of the name")
NOTE = Key("note", PROSE, "a remark for whoever looks closer")
SOURCE = Key("source", one_or_more("source"), "where this is known from; without one it is drawn as assumed")


def parts(**values: Any) -> dict[str, Any]:
    """A record that is taken apart again by the one that contains it."""
    return values


# --- types and variables ------------------------------------------------------------------------------------------

TYPE = Later("type", lambda: _type())
START = Later("start", lambda: _start())
_WORDS = ListOf("the words of a type", WORD, least=1, distinct=True, make=making.words_type)
_TYPE_RECORD = Record(
    "a type",
    making.type_mapping,
    (
        Key("maybe", TYPE, "a value of this type, or none"),
        Key("set", TYPE, "any set of values of this type"),
        Key("each", TYPE, "a table: one value for every value of this type …"),
        Key("is", TYPE, "… and of this one", field="of"),
        Key("queue", TYPE, "a queue of values of this type …"),
        Key("size", number("a number of places", 1, limits.COLLECTION), "… with so many places"),
    ),
)
_TYPE_TEXT = Leaf("a type", making.type_text, {"type": "string"})
_TYPE = Either("a type", text=_TYPE_TEXT, items=_WORDS, mapping=_TYPE_RECORD)
_START_KEY = Leaf("a key of the table", lambda text, reader: text, {"type": "string"})
_START = Either(
    "a start value",
    text=Leaf("a start value", making.start_text, TEXT_SCHEMA),
    items=ListOf("a list of start values", START, make=making.start_list),
    mapping=Named("start values", _START_KEY, START, make=making.start_mapping),
)


def _type() -> Shape:
    return _TYPE


def _start() -> Shape:
    return _START


VARIABLE = Record(
    "a variable",
    scenario.Variable,
    (
        Key(
            "type",
            TYPE,
            "bool, LOW..HIGH, [words], a type's or process's name, maybe, set, each/is, queue/size",
            required=True,
        ),
        Key("start", START, "its value at the start; any, or {any: EXPR}: each such value is a start", required=True),
        LABEL,
        Key("unit", PROSE, "what is counted"),
        NOTE,
        SOURCE,
    ),
)
VARIABLES = Named("variables", WORD, VARIABLE, field="name", most=limits.VARIABLES)

# --- processes ----------------------------------------------------------------------------------------------------

_TARGET = Leaf("a step or end", lambda text, reader: text, {"type": "string"})
_THEN = Either(
    "a step, or steps with conditions",
    text=Leaf("a step or end", making.then_text, {"type": "string"}),
    mapping=Named("branches", _TARGET, EXPRESSION, make=making.then_mapping),
)
_PICK = Named("picks", WORD, EXPRESSION, make=making.pick_mapping)
STEP = Record(
    "a step",
    scenario.Step,
    (
        Key("step", WORD, "its name", field="name", required=True),
        LABEL,
        Key("when", EXPRESSION, "waits here until this is true; absent: ready"),
        Key("pick", _PICK, "NAME: SET, one move for each value; an empty set waits"),
        Key("do", BODY, "what it changes: one or more statements"),
        Key("then", _THEN, "where to go: a step, end, or a mapping judged after do; absent: the next step"),
        Key("takes", SPAN, "how long, for the clock and the odds: 2s or 1s..40m"),
        Key("may_wait", FLAG, "standing here for ever is normal"),
        NOTE,
        SOURCE,
    ),
)
_CRASH = Record(
    "a crash",
    scenario.Crash,
    (
        Key("at_most", number("a number of crashes", 1, limits.CRASHES), "crashes of each instance; absent: 1"),
        Key("restart", WORD, "the step where it stands afterwards; absent: it has ended"),
        Key("forgets", ListOf("a list of locals", WORD, distinct=True), "locals set back to their start"),
    ),
)
_FAULTS = Record("faults", parts, (Key("crash", _CRASH, "the process may crash at any step"),))
_INSTANCES = Either(
    "names or a range of numbers",
    text=Leaf(
        "a range of numbers", making.instances_range, {"type": "string", "pattern": r"^-?[0-9]+ *\.\. *-?[0-9]+$"}
    ),
    items=ListOf("names of instances", WORD, least=1, most=limits.INSTANCES, distinct=True, make=making.instances_list),
)
_REPEAT = Leaf(
    "a number of rounds or forever",
    making.repeat_text,
    {"anyOf": [{"type": "integer", "minimum": 1, "maximum": limits.ROUNDS}, {"enum": ["forever"]}]},
)
PROCESS = Record(
    "a process",
    making.process,
    (
        LABEL,
        Key("instances", _INSTANCES, "[a, b] or 0..4; absent: one, named like the process"),
        Key("service", reference("service"), "the box its lane belongs to"),
        Key("local", VARIABLES, "variables of each instance"),
        Key("order", one_of("an order", "sequence", "any"), "any: every step that is ready may run"),
        Key("repeat", _REPEAT, "a number of rounds, or forever; absent: once"),
        Key("faults", _FAULTS, "what may go wrong with it"),
        Key("fair", FLAG, "false: it may be passed over for ever"),
        Key("only_in_runs", FLAG, "true: replayed, never explored"),
        Key("steps", ListOf("steps", STEP, least=1, most=limits.STEPS), "what it does, in order", required=True),
        NOTE,
        SOURCE,
    ),
)

# --- checks, services ---------------------------------------------------------------------------------------------

_LEADS = Record(
    "leads",
    parts,
    (
        Key("from", EXPRESSION, "whenever this is true …", required=True),
        Key("to", EXPRESSION, "… this is true later", required=True),
    ),
)
_DEADLOCK = one_of("a word on deadlocks", "allowed", "forbidden")
CHECK = Record(
    "a check",
    making.check,
    (
        Key("always", EXPRESSION, "true in every state"),
        Key("ends", EXPRESSION, "true in every normal end"),
        Key("sometimes", EXPRESSION, "true in some state"),
        Key("eventually", EXPRESSION, "every fair run reaches it"),
        Key("leads", _LEADS, "whenever the first, later the second"),
        Key("deadlock", _DEADLOCK, "allowed: a state in which nothing can move is no finding"),
        LABEL,
        NOTE,
        SOURCE,
    ),
)
CHECKS = Named(
    "checks",
    CHECK_NAME,
    CHECK,
    field="name",
    most=limits.CHECKS,
    fixed=(Key("deadlock", _DEADLOCK, "allowed: a state in which nothing can move is no finding"),),
)
RECOVERY = Either(
    "a recovery",
    text=Leaf("a recovery", making.never, {"enum": ["never"]}),
    mapping=Record(
        "a recovery",
        scenario.Recovery,
        (
            Key("when", EXPRESSION, "it stays down until this holds"),
            Key("after", DURATION, "how long it recovers"),
            Key("backlog", decimal("a share", 0, 1_000), "and this share of the time it was away"),
            SOURCE,
        ),
    ),
)
_NEED = Record(
    "a need",
    making.need,
    (
        Key(
            "service",
            one_or_more("service"),
            "what is needed; a list is one need each",
            field="services",
            required=True,
        ),
        Key(
            "at_least",
            number("a number of services", 1, limits.COLLECTION),
            "redundancy: so many of the list must be up",
        ),
        Key("kind", one_of("a kind of need", "hard", "soft"), "soft: at worst degraded"),
        Key("after", DURATION, "felt only after so long without a break"),
        Key("if", EXPRESSION, "counts only while this holds", field="condition"),
        Key("during", one_of("a time", "recovering"), "hurt while the other one recovers"),
        Key("recovers", RECOVERY, "replaces the service's own recovery"),
        Key("why", PROSE, "the reason, for people"),
        SOURCE,
    ),
)
_NEED_TEXT = Leaf("the name of a service", making.plain_need, {"type": "string"})
_ANY_NEED = Either("a service or a need", text=_NEED_TEXT, mapping=_NEED)
_IMPACT = Record(
    "an impact",
    scenario.Impact,
    (
        Key("users", number("a number of users", 0, limits.LARGEST), "people without it while down or degraded"),
        Key("cost_per_minute", decimal("an amount", 0, 1e15), "while down"),
        Key("currency", PROSE, "of the cost"),
        SOURCE,
    ),
)
SERVICE = Record(
    "a service",
    making.service,
    (
        LABEL,
        Key("group", reference("group"), "the frame it stands in"),
        Key("kind", PROSE, "picks the icon"),
        Key("fails_when", EXPRESSION, "own condition for down"),
        Key("degraded_when", EXPRESSION, "own condition for degraded"),
        Key("needs", ListOf("needs", _ANY_NEED, most=limits.NEEDS, make=making.needs), "what it depends on"),
        Key("recovers", RECOVERY, "how it comes back: {when, after, backlog}, or never"),
        Key("impact", _IMPACT, "what its absence costs"),
        NOTE,
        SOURCE,
    ),
)
GROUP = Record("a group", scenario.Group, (LABEL, Key("in", reference("group"), "the group around it", field="inside")))

# --- clock, runs, story -------------------------------------------------------------------------------------------

_MOMENT = Either(
    "a time or a range of two",
    text=Leaf("a date and time", making.exact, INSTANT.schema),
    items=ListOf("two times", INSTANT, least=2, most=2, make=making.moment_range),
)
_STATUS = Named("services", reference("service"), one_of("a status", *STATUSES), most=limits.SERVICES)
ENTRY = Record(
    "a timeline entry",
    making.timeline_entry,
    (
        Key("at", _MOMENT, "when, or [from, to] where only that is known", required=True),
        Key("say", PROSE, "what was seen"),
        Key("mark", one_of("a mark", *MARKS), "what kind of moment this is"),
        Key("role", PROSE, "who: a role, never a person's name"),
        Key("status", _STATUS, "observed statuses"),
        SOURCE,
    ),
)
_MOVE = Either(
    "a move",
    text=Leaf("a move", making.run_entry, MOVE.schema),
    mapping=Record(
        "an entry of a run",
        scenario.RunEntry,
        (
            Key("move", MOVE, "PROCESS.INSTANCE.STEP(picks)", required=True),
            Key("at", INSTANT, "when its effect is there"),
            Key("say", PROSE, "what happens, for people"),
            SOURCE,
        ),
    ),
)
RUN = Record(
    "a run",
    scenario.Run,
    (
        LABEL,
        Key("with", references("fix"), "fixes switched on", field="fixes"),
        Key("schedule", ListOf("moves", _MOVE, most=limits.ENTRIES), "its moves, in order", required=True),
        NOTE,
        SOURCE,
    ),
)
_FOCUS = ListOf("a list of services", reference("service"), distinct=True)
SCENE = Record(
    "a scene",
    scenario.Scene,
    (
        Key("title", PROSE, "its heading", required=True),
        Key("run", reference("run"), "the run it is told on"),
        Key("at", PROSE, "a time, the number of moves made, or a mark"),
        Key("say", PROSE, "read by the room"),
        Key("notes", PROSE, "read by the presenter only"),
        Key("ask", PROSE, "a question to the room"),
        Key("focus", _FOCUS, "services to look at"),
        Key("hide_future", FLAG, "true: what comes later is not shown"),
        SOURCE,
    ),
)

# --- fixes, expectations, the whole -------------------------------------------------------------------------------

_PATH = Leaf("a path", lambda text, reader: text, {"type": "string"})
_JOIN = Named(
    "joins",
    reference("process"),
    ListOf("at least two steps", WORD, least=2, most=limits.STEPS, distinct=True),
)
FIX = Record(
    "a fix",
    making.fix,
    (
        LABEL,
        Key("set", Named("new values", _PATH, Raw("a value"), most=limits.CHANGES), "PATH: VALUE, added or replaced"),
        Key("drop", ListOf("paths", _PATH, most=limits.CHANGES, distinct=True), "paths whose value is removed"),
        Key("join", _JOIN, "PROCESS: [STEPS], taken as one move"),
        NOTE,
        SOURCE,
    ),
)
_COUNT = number("a number", 0, limits.LARGEST)
_SCHEDULES = Record(
    "schedules",
    scenario.ScheduleCount,
    (Key("total", _COUNT, "complete schedules"), Key("failing", _COUNT, "those that fail")),
)
EXPECTATION = Record(
    "an expectation",
    making.expectation,
    (
        Key("with", references("fix"), "fixes switched on", field="fixes"),
        Key("finding", one_or_more("finding"), "what must be found; none: nothing at all"),
        Key("absent", one_or_more("finding"), "what must not be found"),
        Key("shortest", _COUNT, "moves of the shortest schedule to it"),
        Key("states", _COUNT, "how many states there are"),
        Key("schedules", _SCHEDULES, "how many schedules there are"),
    ),
)
_COORDINATE = decimal("a coordinate", -limits.COORDINATE, limits.COORDINATE)
_LAYOUT = Named(
    "positions",
    reference("service"),
    ListOf("[x, y]", _COORDINATE, least=2, most=2),
    most=limits.SERVICES,
    make=making.positions,
)
_SOURCE = Record("a source", scenario.Source, (Key("title", PROSE, "what it is"), Key("url", URL, "where it is")))
SCENARIO = Record(
    "a scenario",
    making.whole,
    (
        Key("format", number("a format number", 1, FORMAT), "version of this format: 1", required=True),
        Key("title", PROSE, "what happened, in one line", required=True),
        Key("summary", PROSE, "what happened, in a paragraph"),
        Key("zone", ZONE, "IANA time zone in which clock times are read and shown"),
        Key("sources", Named("sources", NAME, _SOURCE, field="name"), "NAME: {title, url}"),
        Key("types", Named("types", WORD, TYPE, make=making.declared_types), "NAME: TYPE"),
        Key("state", VARIABLES, "shared variables"),
        Key("processes", Named("processes", WORD, PROCESS, field="name", most=limits.PROCESSES), "what runs"),
        Key("checks", CHECKS, "what should hold"),
        Key("services", Named("services", NAME, SERVICE, field="name", most=limits.SERVICES), "the dependency graph"),
        Key("groups", Named("groups", NAME, GROUP, field="name", most=limits.SERVICES), "frames round services"),
        Key("timeline", ListOf("timeline entries", ENTRY, most=limits.ENTRIES), "what was observed, on the clock"),
        Key("runs", Named("runs", NAME, RUN, field="name", most=limits.FIXES), "named schedules"),
        Key("story", ListOf("scenes", SCENE, most=limits.SCENES), "scenes for a meeting"),
        Key("fixes", Named("fixes", NAME, FIX, field="name", most=limits.FIXES), "changes that can be switched on"),
        Key("layout", _LAYOUT, "SERVICE: [x, y], where its box was dragged to"),
        Key("expect", ListOf("expectations", EXPECTATION, most=limits.EXPECTATIONS), "what the explorer must find"),
    ),
)
