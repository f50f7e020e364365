"""Every state of a small scenario, counted as the design says, and every check judged by brute force."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from .expressions import FaultError
from .stepping import Move, State, Steps, Who


class TooManyError(Exception):
    """The scenario has more states than the limit."""


class Node(NamedTuple):
    """One state of the graph."""

    depth: int
    moves: list[tuple[Who, Move]]
    can_move: bool
    at_rest: bool


class Result(NamedTuple):
    states: int
    generated: int  # starts and every move found, duplicates, crashes and faulting moves counted
    depth: int  # the longest shortest schedule, in moves
    deadlocks: int
    ends: int
    findings: dict[str, int]  # name -> length of the shortest schedule; for lasso-shaped ones, of the way to the loop
    faults: dict[str, int]  # fault -> how many moves end in it
    graph: dict[State, Node]


def explore(slow: Steps, limit: int) -> Result:
    """The whole space, breadth first. Raises TooManyError beyond the limit."""
    graph = searched(slow, limit)
    nodes = graph.values()
    faults: dict[str, int] = {}
    for node in nodes:
        for _, (_, _, fault) in node.moves:
            if fault:
                faults[fault] = faults.get(fault, 0) + 1
    return Result(
        states=len(graph),
        generated=len(slow.starts()) + sum(len(node.moves) for node in nodes),
        depth=max(node.depth for node in nodes),
        deadlocks=sum(not node.can_move and not node.at_rest for node in nodes),
        ends=sum(not node.can_move and node.at_rest for node in nodes),
        findings=findings(slow, graph),
        faults=faults,
        graph=graph,
    )


def searched(slow: Steps, limit: int) -> dict[State, Node]:
    """Every reachable state, in the order in which it is first met."""
    graph: dict[State, Node] = {}
    level = list(dict.fromkeys(slow.starts()))
    depth = 0
    met = set(level)
    while level:
        following: dict[State, None] = {}
        for state in level:
            moves = slow.owned_moves(state)
            graph[state] = Node(depth, moves, any(not is_crash(move) for _, move in moves), slow.at_rest(state))
            following |= dict.fromkeys(after for _, (_, after, _) in moves if after is not None and after not in met)
        met |= set(following)
        if len(met) > limit:
            raise TooManyError(f"more than {limit} states")
        level, depth = list(following), depth + 1
    return graph


def is_crash(move: Move) -> bool:
    return move[0].endswith(".crash")


def findings(slow: Steps, graph: Mapping[State, Node]) -> dict[str, int]:
    """Name -> the fewest moves that show it."""
    found: dict[str, int] = {}

    def note(name: str, length: int) -> None:
        found[name] = min(length, found.get(name, length))

    for node in graph.values():
        for _, (_, _, fault) in node.moves:
            if fault:
                note(fault, node.depth + 1)
    if not any(check.get("deadlock") == "allowed" for check in slow.checks.values()):
        for node in graph.values():
            if not node.can_move and not node.at_rest:
                note("deadlock", node.depth)
    for name, check in slow.checks.items():
        for depth in failures(slow, graph, check):
            note(name, depth)
    return found


def failures(slow: Steps, graph: Mapping[State, Node], check: Mapping[str, Any]) -> list[int]:
    """The lengths of schedules after which the check has failed."""
    match dict(check):
        case {"always": str(text)}:
            return [node.depth for state, node in graph.items() if judged(slow, state, text) is not True]
        case {"ends": str(text)}:
            ends = [(state, node) for state, node in graph.items() if not node.can_move and node.at_rest]
            return [node.depth for state, node in ends if judged(slow, state, text) is not True]
        case {"sometimes": str(text)}:
            verdicts = [judged(slow, state, text) for state in graph]
            faulty = [node.depth for node, seen in zip(graph.values(), verdicts, strict=True) if seen is None]
            return faulty or ([] if True in verdicts else [0])
        case {"eventually": str(text)}:
            return never(slow, graph, text, [state for state, node in graph.items() if node.depth == 0])
        case {"leads": {"from": str(source), "to": str(text)}}:
            faulty = [node.depth for state, node in graph.items() if judged(slow, state, source) is None]
            return faulty + never(slow, graph, text, [s for s in graph if judged(slow, s, source) is True])
    return []


def judged(slow: Steps, state: State, text: str) -> bool | None:
    """What the check says of the state; None for a fault in it."""
    try:
        return bool(slow.value(state, text))
    except FaultError:
        return None


def never(slow: Steps, graph: Mapping[State, Node], text: str, sources: Iterable[State]) -> list[int]:
    """Where a fair run from one of the sources can stay away from `text` for ever, or where judging it faults."""
    verdicts = {state: judged(slow, state, text) for state in graph}
    faulty = [graph[state].depth for state, verdict in verdicts.items() if verdict is None]
    away = reached(graph, [s for s in sources if verdicts[s] is False], lambda state: verdicts[state] is False)
    stopped = [graph[state].depth for state in away if may_stop(graph[state])]
    circles = [
        graph[state].depth for part in components(graph, away) if fair_circle(slow, graph, part) for state in part
    ]
    return faulty + stopped + circles


def reached(graph: Mapping[State, Node], sources: Iterable[State], allowed: Callable[[State], bool]) -> set[State]:
    """The states reached from the sources over allowed states only."""
    met = set(sources)
    todo = list(met)
    while todo:
        for _, (_, after, _) in graph[todo.pop()].moves:
            if after is not None and after not in met and allowed(after):
                met.add(after)
                todo.append(after)
    return met


def may_stop(node: Node) -> bool:
    """Whether a fair run may stay here for ever: no fair instance is ready."""
    return not any(who[0].fair and not is_crash(move) for who, move in node.moves)


def components(graph: Mapping[State, Node], within: set[State]) -> list[set[State]]:
    """The strongly connected parts, by two walks: one to order the states by when they are left, one back."""
    forward = {s: [a for _, (_, a, _) in graph[s].moves if a is not None and a in within] for s in within}
    backward: dict[State, list[State]] = {state: [] for state in within}
    for state, afters in forward.items():
        for after in afters:
            backward[after].append(state)
    left: list[State] = []
    met: set[State] = set()
    for state in within:
        walk(forward, state, met, left)
    parts, met = [], set()
    for state in reversed(left):
        part: list[State] = []
        walk(backward, state, met, part)
        if part:
            parts.append(set(part))
    return parts


def walk(ways: Mapping[State, list[State]], source: State, met: set[State], left: list[State]) -> None:
    """Depth first from the source over what was not met; states are added when they are left."""
    if source in met:
        return
    met.add(source)
    stack = [(source, iter(ways[source]))]
    while stack:
        state, rest = stack[-1]
        following = next((after for after in rest if after not in met), None)
        if following is None:
            left.append(state)
            stack.pop()
        else:
            met.add(following)
            stack.append((following, iter(ways[following])))


def fair_circle(slow: Steps, graph: Mapping[State, Node], part: set[State]) -> bool:
    """Whether a fair run can go round in the part for ever."""
    inside = [(who, after) for state in part for who, (_, after, _) in graph[state].moves if after in part]
    if not inside:
        return False
    movers = {(who[0].name, who[1]) for who, _ in inside}
    return all(
        (each.name, who) in movers or pauses(graph, part, (each, who)) for each, who in slow.everyone if each.fair
    )


def pauses(graph: Mapping[State, Node], part: set[State], who: Who) -> bool:
    """Whether the instance is not ready in some state of the part."""
    return any(not any(w == who and not is_crash(m) for w, m in graph[state].moves) for state in part)
