"""The keys of services, groups, the timeline, runs and the story, each once."""

from outage_gui.model import limits, making, scenario
from outage_gui.model.leaves import (
    DURATION,
    EXPRESSION,
    FLAG,
    INSTANT,
    MOVE,
    PROSE,
    decimal,
    number,
    one_of,
    one_or_more,
    reference,
    references,
)
from outage_gui.model.process_keys import LABEL, NOTE, SOURCE
from outage_gui.model.scenario import STATUSES
from outage_gui.model.shapes import Either, Key, Leaf, ListOf, Named, Record

MARKS = ("started", "detected", "acknowledged", "mitigated", "resolved", "change", "comms", "note")

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
    scenario.Service,
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
