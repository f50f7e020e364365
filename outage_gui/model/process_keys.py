"""The keys of types, variables, processes and checks, each once."""

from typing import Any

from outage_gui.model import limits, making, scenario
from outage_gui.model.leaves import (
    BODY,
    CHECK_NAME,
    EXPRESSION,
    FLAG,
    PROSE,
    SPAN,
    TEXT_SCHEMA,
    WORD,
    number,
    one_of,
    one_or_more,
    reference,
)
from outage_gui.model.shapes import Either, Key, Later, Leaf, ListOf, Named, Record, Shape

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
