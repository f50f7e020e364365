"""Starts, moves and replay of one scenario, as literally as the format page says it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from . import bodies, document, kinds
from .expressions import FaultError, Scope, domain, parsed, product_of, worth
from .kinds import Kind, Table, Value


class Step(NamedTuple):
    name: str
    picks: Mapping[str, str]
    when: str
    do: str
    then: Any  # a step's name, or a mapping name -> condition
    may_wait: bool


class Process(NamedTuple):
    name: str
    instances: tuple[Value, ...]
    steps: tuple[Step, ...]
    groups: tuple[tuple[str, ...], ...]  # steps that a fix joins into one move
    local: Mapping[str, Any]  # name -> its declaration
    kinds: Mapping[str, Kind]  # the types of the locals
    ordered: bool  # False: order any
    repeat: str  # "1", a number, or "forever"
    counted: bool  # rounds left are part of the state
    crash: Any  # the declaration, or None
    fair: bool
    only_in_runs: bool

    def full_name(self, instance: Value) -> str:
        return self.name if len(self.instances) == 1 else f"{self.name}.{instance}"

    def step(self, name: str) -> Step:
        return next(step for step in self.steps if step.name == name)

    def group_of(self, name: str) -> tuple[str, ...]:
        return next((group for group in self.groups if name in group), (name,))


class Runner(NamedTuple):
    """One instance within a state."""

    place: str  # a step or "end"; "" where no position is kept
    rounds: int  # left, 0 where they are not counted
    crashes: int  # left
    local: Table


class State(NamedTuple):
    shared: Table
    runners: Table  # (process, instance) -> Runner


Who = tuple[Process, Value]
Move = tuple[str, State | None, str | None]


class Steps:
    """One scenario, ready to be stepped."""

    def __init__(self, read: document.Document, joins: Mapping[str, list[list[str]]]) -> None:
        processes: Mapping[str, Any] = read.get("processes", {})
        self.kinds: dict[str, Kind] = {name: instance_kind(name, node) for name, node in processes.items()}
        for name, node in read.get("types", {}).items():
            self.kinds[name] = kinds.kind(node, self.kinds)
        self.state = {name: node["start"] for name, node in read.get("state", {}).items()}
        self.shared = {name: kinds.kind(node["type"], self.kinds) for name, node in read.get("state", {}).items()}
        self.processes = tuple(process(n, node, joins.get(n, []), self.kinds) for n, node in processes.items())
        self.everyone: tuple[Who, ...] = tuple((each, who) for each in self.processes for who in each.instances)
        self.checks: Mapping[str, Any] = read.get("checks", {})
        self.domains = {"bool": (False, True)} | {name: tuple(kinds.values(kind)) for name, kind in self.kinds.items()}
        self.order = kinds.rank({word: place for place, word in reversed(list(enumerate(self.words(read))))})
        self.constants = {word: word for word in self.words(read)}

    def words(self, read: document.Document) -> list[str]:
        """Every word and instance, by where the file has it first."""
        listed = [self.kinds[name] for name in read.get("types", {})] + list(self.shared.values())
        for each in self.processes:
            listed += [self.kinds[each.name], *each.kinds.values()]
        return [word for kind in listed for word in kinds.words_in(kind)]

    # ---- starts

    def starts(self) -> list[State]:
        """Every start, in order."""
        return [state for state, _ in self.told_starts()]

    def told_starts(self) -> list[tuple[State, str]]:
        """Every start with its text in a schedule; the text is empty where there is only one start."""
        blank = Table({(each.name, who): self.first_runner(each) for each, who in self.everyone})
        found: list[tuple[State, dict[str, Value]]] = [(State(Table(), blank), {})]
        for name, node in self.state.items():
            found = [more for state, told in found for more in self.started_shared(state, told, name, node)]
        for each, who in self.everyone:
            for name in each.local:
                found = [more for state, told in found for more in self.started_local(state, told, (each, who), name)]
        if len(found) == 1:
            return [(found[0][0], "")]
        return [(state, f"start({self.told(told)})") for state, told in found]

    def first_runner(self, each: Process) -> Runner:
        rounds = int(each.repeat) if each.counted else 0
        crashes = int(each.crash["at_most"]) if each.crash else 0
        return Runner(each.steps[0].name if each.ordered else "", rounds, crashes, Table())

    def started_shared(
        self, state: State, told: dict[str, Value], name: str, node: Any
    ) -> Iterator[tuple[State, dict[str, Value]]]:
        several = is_any(node)
        for value in self.start_values(self.shared[name], node, self.scope(state)):
            after = state._replace(shared=state.shared.with_entry(name, value))
            yield after, {**told, name: value} if several else told

    def started_local(
        self, state: State, told: dict[str, Value], who: Who, name: str
    ) -> Iterator[tuple[State, dict[str, Value]]]:
        node, full = who[0].local[name]["start"], f"{who[0].full_name(who[1])}.{name}"
        for value in self.start_values(who[0].kinds[name], node, self.scope(state, who)):
            runner = self.runner(state, who)
            after = self.with_runner(state, who, runner._replace(local=runner.local.with_entry(name, value)))
            yield after, {**told, full: value} if is_any(node) else told

    def start_values(self, kind: Kind, node: Any, scope: Scope) -> list[Value]:
        if node == "any":
            return kinds.values(kind)
        if is_any(node):
            return domain(parsed(node["any"]), scope)
        return [kinds.start_value(kind, node)]

    # ---- what is seen

    def scope(self, state: State, who: Who | None = None) -> Scope:
        """What a check sees, or what a step of one instance sees."""
        names: dict[str, Value] = {each.name: each.name for each in self.processes if len(each.instances) == 1}
        names |= {each.name: each.instances[0] for each in self.processes if len(each.instances) == 1}
        names |= self.constants | state.shared
        if who:
            names |= self.runner(state, who).local
            names["self"] = who[1]
        places = {p.name: {i: state.runners[p.name, i].place for i in p.instances} for p in self.processes}
        return Scope(names, self.domains, places, self.order)

    def value(self, state: State, expression: str) -> Value:
        """What a check would see; raises FaultError."""
        return worth(expression, self.scope(state))

    def shown(self, state: State) -> tuple[dict[str, Value], dict[str, str]]:
        """Variable -> value (locals as `worker.a.seen`), and instance -> step or "end" where a position is kept."""
        values, places = dict(state.shared), {}
        for each, who in self.everyone:
            runner = self.runner(state, (each, who))
            values |= {f"{each.full_name(who)}.{name}": value for name, value in runner.local.items()}
            if each.ordered:
                places[each.full_name(who)] = runner.place
        return values, places

    def told(self, picked: Mapping[str, Value]) -> str:
        return ", ".join(f"{name}={kinds.text(value, self.order)}" for name, value in picked.items())

    def runner(self, state: State, who: Who) -> Runner:
        found: Runner = state.runners[who[0].name, who[1]]
        return found

    def with_runner(self, state: State, who: Who, runner: Runner) -> State:
        return state._replace(runners=state.runners.with_entry((who[0].name, who[1]), runner))

    # ---- moves

    def moves(self, state: State) -> list[Move]:
        """Every move that is explored, in the order of the file: its text, and the state it leads to or its fault."""
        return [move for _, move in self.owned_moves(state)]

    def owned_moves(self, state: State) -> list[tuple[Who, Move]]:
        everyone = [who for who in self.everyone if not who[0].only_in_runs]
        return [(who, move) for who in everyone for move in self.moves_of(state, who)]

    def moves_of(self, state: State, who: Who) -> Iterator[Move]:
        """The moves of one instance: its steps, then its crash."""
        each, instance = who
        place = self.runner(state, who).place
        for step in each.steps:
            group = each.group_of(step.name)
            if group[0] != step.name or (each.ordered and place != step.name):
                continue
            for picked, after, fault in self.attempts(state, who, step, group):
                picks = f"({self.told(picked)})" if picked else ""
                yield f"{each.full_name(instance)}.{step.name}{picks}", after, fault
        if self.may_crash(state, who):
            yield f"{each.full_name(instance)}.crash", self.crashed(state, who), None

    def attempts(
        self, state: State, who: Who, step: Step, group: tuple[str, ...]
    ) -> Iterator[tuple[dict[str, Value], State | None, str | None]]:
        """Every way to take the step, and after it the rest of the group it is joined with."""
        for picked in product_of(step.picks, self.scope(state, who)):
            if isinstance(picked, tuple):
                yield picked[0], None, str(picked[1])
                continue
            try:
                done = self.taken(state, who, step, picked)
            except FaultError as fault:
                yield picked, None, str(fault)
                continue
            if done is None:
                continue
            after, target = done
            if target in group[group.index(step.name) + 1 :]:
                for more, last, problem in self.attempts(after, who, who[0].step(target), group):
                    yield {**picked, **more}, last, problem
            else:
                yield picked, self.standing(after, who, target), None

    def taken(self, state: State, who: Who, step: Step, picked: Mapping[str, Value]) -> tuple[State, str] | None:
        """The state after the body and the place to go to ("" with order any); None if the step is not ready."""
        scope = self.scope(state, who).with_names(picked)
        if not worth(step.when, scope):
            return None
        bodies.run(step.do, scope, {**self.shared, **who[0].kinds})
        shared = Table({name: scope.names[name] for name in state.shared})
        runner = self.runner(state, who)
        local = Table({name: scope.names[name] for name in runner.local})
        after = self.with_runner(State(shared, state.runners), who, runner._replace(local=local))
        return after, self.target(who[0], step, scope) if who[0].ordered else ""

    def target(self, each: Process, step: Step, scope: Scope) -> str:
        if isinstance(step.then, str):
            return step.then
        for name, condition in step.then.items():
            if condition == "otherwise" or worth(condition, scope):
                return str(name)
        following = each.steps.index(step) + 1
        return each.steps[following].name if following < len(each.steps) else "end"

    def standing(self, state: State, who: Who, target: str) -> State:
        """The instance moved to the target; "end" ends the round, and the process after the last one."""
        each, runner = who[0], self.runner(state, who)
        if target == "end":
            rounds = runner.rounds - 1 if each.counted else 0
            again = rounds > 0 if each.counted else each.repeat == "forever"
            target = each.steps[0].name if again else "end"
            runner = runner._replace(rounds=rounds)
        return self.with_runner(state, who, runner._replace(place=target))

    def may_crash(self, state: State, who: Who) -> bool:
        runner = self.runner(state, who)
        return runner.crashes > 0 and runner.place != "end"

    def crashed(self, state: State, who: Who) -> State:
        each, runner = who[0], self.runner(state, who)
        forgotten = {
            name: kinds.start_value(each.kinds[name], each.local[name]["start"])
            for name in each.crash.get("forgets", [])
        }
        place = each.crash.get("restart", "end")
        local = Table({**runner.local, **forgotten})
        return self.with_runner(state, who, Runner(place, runner.rounds, runner.crashes - 1, local))

    # ---- what a state is

    def can_move(self, state: State) -> bool:
        """Whether some process has a move that is not a crash; a faulting move is one."""
        return any(not move[0].endswith(".crash") for move in self.moves(state))

    def at_rest(self, state: State) -> bool:
        """Whether every process has ended, may wait where it stands, or keeps no position."""
        return all(self.rests(each, self.runner(state, (each, who))) for each, who in self.everyone)

    def rests(self, each: Process, runner: Runner) -> bool:
        return each.only_in_runs or not each.ordered or runner.place == "end" or each.step(runner.place).may_wait

    # ---- replay

    def replay(self, schedule: Sequence[str]) -> list[State]:
        """The states that a schedule passes, the start first; raises ValueError where it no longer fits."""
        todo, told = list(schedule), self.told_starts()
        first = next((state for state, text in told if todo and text == todo[0]), None)
        states = [first or told[0][0]]
        for wanted in todo[1:] if first else todo:
            moves = [move for who in self.everyone for move in self.moves_of(states[-1], who)]
            after = next((after for text, after, _ in moves if text == wanted), None)
            if after is None:
                raise ValueError(f"'{wanted}' is not possible after {len(states) - 1} moves")
            states.append(after)
        return states


def is_any(node: Any) -> bool:
    return node == "any" or (isinstance(node, dict) and list(node) == ["any"])


def instance_kind(name: str, node: Any) -> Kind:
    """The instances of a process as a type: words, or whole numbers."""
    listed = node.get("instances", [name])
    return kinds.kind(listed, {})


def process(name: str, node: Any, joined: list[list[str]], named: Mapping[str, Kind]) -> Process:
    """One process as the file declares it."""
    repeat = node.get("repeat", "1")
    local = node.get("local", {})
    return Process(
        name=name,
        instances=tuple(kinds.values(named[name])),
        steps=tuple(step(each) for each in node["steps"]),
        groups=tuple(tuple(group) for group in joined),
        local=local,
        kinds={each: kinds.kind(declared["type"], named) for each, declared in local.items()},
        ordered=node.get("order", "sequence") != "any",
        repeat=repeat,
        counted="repeat" in node and repeat != "forever",
        crash=node.get("faults", {}).get("crash"),
        fair=node.get("fair", "true") != "false",
        only_in_runs=node.get("only_in_runs", "false") == "true",
    )


def step(node: Any) -> Step:
    return Step(
        name=node["step"],
        picks=node.get("pick", {}),
        when=node.get("when", "true"),
        do=node.get("do", "pass"),
        then=node.get("then", {}),
        may_wait=node.get("may_wait", "false") == "true",
    )
