"""Hand-made frames for tests of views: a small outage of twelve services, no file, no engine, no layout."""

from typing import Any

from outage_gui.model.scenario import Status
from outage_gui.workbench.frame import (
    Arrow,
    Block,
    Blocked,
    Box,
    Cell,
    Chapter,
    Choice,
    Clock,
    Counter,
    Flow,
    Fold,
    Frame,
    Hop,
    Lamp,
    Lane,
    Mark,
    NextMove,
    Rectangle,
    Region,
    Ribbon,
    Sample,
    Saying,
    Score,
    Stage,
    Stretch,
    Tick,
    Transport,
    Twig,
    Wait,
    Why,
)
from outage_gui.workbench.routes import route

START = 1760943600000  # 2025-10-20T07:00Z
MINUTE = 60_000

# name, label, kind, group, column, row, assumed
SERVICES = (
    ("planner", "DNS planner", "control", "dns", 0, 0, False),
    ("endpoint", "Regional endpoint", "dns", "dns", 0, 1, False),
    ("dynamodb", "DynamoDB", "database", "region", 1, 1, False),
    ("sts", "STS", "identity", "region", 2, 0, False),
    ("lambda", "Lambda", "functions", "region", 2, 1, False),
    ("leases", "Droplet leases", "control", "region", 2, 2, False),
    ("launch", "EC2 launches", "compute", "region", 3, 2, False),
    ("nlb", "Network Load Balancer", "load-balancer", "region", 3, 1, False),
    ("connect", "Connect", "phone", "region", 3, 0, False),
    ("chat", "Chat company", "chat", "customers", 4, 0, False),
    ("bank", "Bank", "bank", "customers", 4, 1, False),
    ("video", "Video company, named in the press only", "video", "customers", 4, 2, True),
)
# source, target, soft, delayed, redundant, assumed
NEEDS = (
    ("planner", "endpoint", False, False, False, False),
    ("endpoint", "dynamodb", False, False, False, False),
    ("dynamodb", "sts", True, False, False, False),
    ("dynamodb", "lambda", False, False, False, False),
    ("dynamodb", "leases", False, True, False, False),
    ("leases", "launch", False, True, False, False),
    ("launch", "nlb", True, True, False, True),
    ("sts", "connect", True, False, False, False),
    ("lambda", "connect", False, False, False, False),
    ("connect", "chat", False, False, True, False),
    ("nlb", "bank", True, False, False, False),
    ("launch", "video", True, False, False, True),
)
STATUSES: tuple[Status, ...] = (
    "ok",
    "down",
    "down",
    "degraded",
    "degraded",
    "down",
    "down",
    "ok",
    "recovering",
    "degraded",
    "ok",
    "ok",
)
WORDS = {"ok": "ok", "degraded": "degraded since 07:04", "down": "down 1 h 12 min", "recovering": "recovering"}
PLACES = {name: Rectangle(40 + column * 230, 50 + row * 90, 170, 52) for name, _, _, _, column, row, _ in SERVICES}
INDEX = {name: number for number, (name, *_) in enumerate(SERVICES)}


def stage(**changes: Any) -> Stage:
    """Twelve services in three groups."""
    boxes = tuple(
        Box(name, label, kind, group, PLACES[name], f"{label}: a note", assumed)
        for name, label, kind, group, _, _, assumed in SERVICES
    )
    groups = (
        Region("dns", "DNS automation", Rectangle(20, 20, 210, 292), 0),
        Region("region", "us-east-1", Rectangle(250, 20, 670, 292), 0),
        Region("customers", "Customers", Rectangle(940, 20, 210, 292), 0),
    )
    arrows = tuple(
        Arrow(a, b, route(PLACES[a], PLACES[b]), soft, delayed, redundant, assumed, f"{b} needs {a}")
        for a, b, soft, delayed, redundant, assumed in NEEDS
    )
    made = Stage(boxes, groups, arrows, Rectangle(0, 0, 1170, 332), False, "")
    return made._replace(**changes)


def score(**changes: Any) -> Score:
    """One role lane and three processes, a stale write, a wait, three hours of clock."""
    lanes = (
        Lane("people", "people", "people"),
        Lane("planner", "planner", "process"),
        Lane("enactor[a]", "enactor a", "process"),
        Lane("enactor[b]", "enactor b", "process"),
    )
    blocks = tuple(
        Block(number, lane, label, f"move {number}: {label}", x - 0.02, x, at, number > 4, False, tone)
        for number, lane, label, x, at, tone in (
            (1, 1, "publish 145", 0.05, START, "plain"),
            (2, 2, "check", 0.10, START + MINUTE, "plain"),
            (3, 3, "apply 145", 0.20, START + 5 * MINUTE, "plain"),
            (4, 2, "apply 110", 0.30, START + 9 * MINUTE, "stale"),
            (5, 3, "delete old", 0.40, START + 10 * MINUTE, "cause"),
        )
    )
    made = Score(
        axis="clock",
        lanes=lanes,
        blocks=blocks,
        waits=(Wait(2, 0.11, 0.28, "waits for the lock"),),
        flows=(Flow(2, 4, "newest", True),),
        marks=(
            Mark(0, 0.45, 0.45, START + 12 * MINUTE, "first alarm", "detected", "on call", "post-event summary"),
            Mark(0, 0.60, 0.64, START + 40 * MINUTE, "cause found", "note", "on call", ""),
            Mark(0, 0.80, 0.80, START + 90 * MINUTE, "record restored by hand", "mitigated", "operator", "talk"),
        ),
        ribbons=(
            Ribbon(INDEX["dynamodb"], "DynamoDB", (Stretch(0.40, 0.80, "down"), Stretch(0.80, 0.85, "recovering")), ()),
            Ribbon(
                INDEX["lambda"],
                "Lambda",
                (Stretch(0.42, 0.90, "degraded"),),
                (Stretch(0.44, 0.70, "degraded"), Stretch(0.70, 0.88, "down")),
            ),
        ),
        ticks=tuple(Tick(hour / 4, f"0{hour + 7}:00", hour % 2 == 0) for hour in range(4)),
        folds=(Fold(0.62, "37 min folded"),),
        chapters=(
            Chapter(1, 0.02, START, 0, "Two plans"),
            Chapter(2, 0.40, START + 10 * MINUTE, 5, "Empty record"),
            Chapter(3, 0.80, START + 90 * MINUTE, 5, "By hand"),
        ),
        samples=(Sample(0.0, 0, 0, 0), Sample(0.4, 4, 3, 0), Sample(0.8, 1, 3, 3), Sample(0.95, 0, 0, 0)),
        services=len(SERVICES),
        branch_x=None,
    )
    return made._replace(**changes)


def why() -> Why:
    """From the red launches down to move 5."""
    hops = (
        Hop("service", "launch", 5, START, "down", "EC2 launches", "needs Droplet leases", "summary", False),
        Hop(
            "service", "leases", 5, START, "down", "Droplet leases", "needs DynamoDB; leases run out", "summary", False
        ),
        Hop("service", "dynamodb", 5, START, "down", "DynamoDB", "no address for new connections", "summary", False),
        Hop("move", "", 5, START, "down", "Move 5", "enactor b deletes the plan in use", "", True),
    )
    lit = frozenset(INDEX[name] for name in ("endpoint", "dynamodb", "leases", "launch"))
    return Why(INDEX["launch"], "EC2 launches are down.", hops, lit, frozenset({1, 4, 5}), frozenset({5}))


def frame(**changes: Any) -> Frame:
    """A frame in the middle of the outage; any field can be given another value."""
    pairs = [(INDEX[source], INDEX[target]) for source, target, *_ in NEEDS]
    bad = {"down", "degraded"}
    made = Frame(
        title="DynamoDB and its cascade",
        file="small.yaml",
        subtitle="19–20 October 2025",
        stage=stage(),
        statuses=STATUSES,
        details=tuple(WORDS[status] for status in STATUSES),
        observed=(None, None, "down", None, "down", None, "down", None, "recovering", "degraded", None, "down"),
        hurting=tuple("ok" if STATUSES[a] not in bad or STATUSES[b] == "ok" else STATUSES[a] for a, b in pairs),
        fresh=frozenset({INDEX["dynamodb"]}),
        waves=(),
        selected=None,
        why=None,
        score=score(),
        x=0.42,
        step=5,
        at=START + 10 * MINUTE,
        ranges=(0.0, 1.0),
        clock=Clock("00:10:00", "PDT", "Mon 20 Oct 2025", "T+00:10:00", "07:10:00 UTC", False),
        saying=Saying(5, 12, "Enactor b", "deletes every plan older than 142", "post-event summary", False, False),
        lamps=(
            Lamp("resolves", "Endpoint resolves", False, "false since move 5", 5),
            Lamp("one-applier", "One applier per endpoint", True, "true", None),
            Lamp("repairs", "Automation can repair itself", None, "judged on whole runs", None),
        ),
        cells=(
            Cell("", "newest", "newest plan", "145", None),
            Cell("", "root", "root alias", "none", "110"),
            Cell("enactor[a]", "plan", "plan", "110", None),
        ),
        next_moves=(
            NextMove("planner.publish", "Planner publishes 146", "planner", True, ""),
            NextMove("enactor.a.pick(p=145)", "Enactor a picks plan 145", "enactor a", False, ""),
        ),
        blocked=(Blocked("enactor[b]", "apply", "lock == none is false: enactor a holds it"),),
        counters=(Counter("so far", "10 min"), Counter("services affected", "7 of 12")),
        runs=(Choice("as-it-happened", "As it happened", True), Choice("as-designed", "As designed", False)),
        fixes=(Choice("recheck", "Check again at apply", False), Choice("keep-two", "Keep the last plan", False)),
        twigs=(Twig("run", "As it happened", 0, False, True, 0), Twig("b1", "a first", 1, True, False, 3)),
        recent=(Choice("/somewhere/small.yaml", "small.yaml", False),),
        transport=Transport(False, 1.0, False, "clock", False, False),
        what_if=False,
        notice="",
        problems=(),
        can_undo="",
        can_redo="",
        unsaved=False,
    )
    return made._replace(**changes)


class Verbs:
    """Stands in for the workbench: remembers which verbs were called, with what."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, verb: str) -> Any:
        return lambda *arguments: self.calls.append((verb, *arguments))
