"""Every key of the scenario file, once; reading, the JSON schema and the paths of fixes are made from these tables."""

from outage_gui.model import limits, making, scenario
from outage_gui.model.leaves import (
    NAME,
    PROSE,
    URL,
    WORD,
    ZONE,
    decimal,
    number,
    one_or_more,
    reference,
    references,
)
from outage_gui.model.process_keys import CHECKS, LABEL, NOTE, PROCESS, SOURCE, TYPE, VARIABLES
from outage_gui.model.service_keys import ENTRY, GROUP, RUN, SCENE, SERVICE
from outage_gui.model.shapes import Key, Leaf, ListOf, Named, Raw, Record

FORMAT = 1

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
