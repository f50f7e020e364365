"""Steps made larger or smaller, as fixes: two steps joined into one move, one step split into its read and its write.

A split step first notes what it reads of the shared state, in locals of its own, and writes in a second step from
those notes: whatever happens in between it does not see.
"""

import re
from typing import Any, NamedTuple

from outage_gui.model.expression import (
    Assign,
    Binary,
    Body,
    Call,
    Expression,
    For,
    If,
    Index,
    Loop,
    Method,
    Name,
    SetComprehension,
    Statement,
)
from outage_gui.model.joins import asked_inside, wrong_join
from outage_gui.model.parsing import parsed, parsed_body
from outage_gui.model.scenario import Branch, Pick, Process, Scenario, StartAny, Step
from outage_gui.model.trees import body_writes, names_read, printed, printed_body, root
from outage_gui.model.words import quoted
from outage_gui.model.yaml_tree import Map, meaning, tree
from outage_gui.model.yaml_writing import plain

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
NOTE = "{}_seen"
WRITE = "{}_write"


class CannotError(Exception):
    """Why a step cannot be joined or split, in the user's words."""


class NewFix(NamedTuple):
    """A fix as it would stand in a file. body: `set` or `join` and what belongs to it, as plain values."""

    name: str
    label: str
    body: dict[str, Any]


# --- join ---------------------------------------------------------------------------------------------------------


def joined(scenario: Scenario, process: str, step: str) -> NewFix:
    """This step and the one after it as one move. Raises CannotError."""
    owner, number = found(scenario, process, step)
    if number + 1 == len(owner.steps):
        raise CannotError("no step comes after it")
    if owner.order == "any":
        raise CannotError("its steps have no order")
    pair = owner.steps[number], owner.steps[number + 1]
    names = tuple(one.name for one in pair)
    if wrong := wrong_join(owner, names):
        raise CannotError(wrong[0])
    if inner := asked_inside(scenario, process, names[1:]):
        raise CannotError(f"some at() asks for {quoted(inner)}, and nothing stands there then")
    label = f"{titled(pair[0])} + {titled(pair[1])}, at once"
    return NewFix(f"at-once-{process}-{names[0]}", label, {"join": {process: list(names)}})


# --- split --------------------------------------------------------------------------------------------------------


def split(text: str, name: str, scenario: Scenario, process: str, step: str) -> NewFix:
    """The step's read apart from its write. text, name: of the file the scenario was read from. Raises CannotError."""
    owner, number = found(scenario, process, step)
    old = owner.steps[number]
    shared = {variable.name: variable for variable in scenario.state}
    if owner.order == "any":
        raise CannotError("its process keeps no position between two steps")
    if not old.do or not set(body_writes(parsed_body(old.do))) & set(shared):
        raise CannotError("it writes nothing that others can see")
    splitting = Splitting(frozenset(shared), set(_IDENTIFIER.findall(text)))
    after, _ = splitting.body(parsed_body(old.do), frozenset())
    asked = [text for text in (old.when, *(pick.values for pick in old.pick)) if text]
    if not splitting.notes and not any(set(names_read(parsed(text))) & set(shared) for text in asked):
        raise CannotError("it reads nothing that others write")
    for noted in splitting.notes:
        if isinstance(shared[noted].start, StartAny):
            raise CannotError(f"{quoted(noted)} has several starts")
    kept = kept_picks(scenario, old, splitting)
    first = "\n".join(
        [*(f"{note} = {name}" for name, note in splitting.notes.items()), *(f"{n} = {p}" for p, n, *_ in kept)]
    )
    second = splitting.fresh(WRITE.format(step))
    where = f"processes.{process}"
    changes: dict[str, Any] = {f"{where}.steps.{step}.do": first} if first else {}
    changes |= {f"{where}.local.{note}": declared(text, name, noted) for noted, note in splitting.notes.items()}
    changes |= {f"{where}.local.{note}": {"type": kind, "start": start} for _, note, kind, start in kept}
    changes[f"{where}.steps.{step}.then"] = second
    picks = {pick: note for pick, note, *_ in kept}
    changes[f"{where}.steps.{second}"] = second_step(
        old, second, renamed_body(after, picks), onward(owner, number, picks)
    )
    changes |= ends_before(owner, number)
    drops = [] if first else [f"{where}.steps.{step}.do"]
    body = {"set": changes} | ({"drop": drops} if drops else {})
    return NewFix(f"apart-{process}-{step}", f"{titled(old)}: read and write apart", body)


class Splitting:
    """Replaces what a body reads by notes. notes: shared variable -> its local."""

    def __init__(self, shared: frozenset[str], used: set[str]) -> None:
        self.shared, self.used = shared, used
        self.notes: dict[str, str] = {}

    def fresh(self, name: str) -> str:
        """A name nobody uses yet."""
        while name in self.used:
            name += "2"
        self.used.add(name)
        return name

    def body(self, body: Body, written: frozenset[str]) -> tuple[Body, frozenset[str]]:
        """The body with notes for what it reads, and what may have been written then: that is read as it is."""
        made: list[Statement] = []
        for statement in body:
            one, written = self.statement(statement, written)
            made.append(one)
        return tuple(made), written

    def statement(self, statement: Statement, written: frozenset[str]) -> tuple[Statement, frozenset[str]]:
        match statement:
            case Assign():
                return self.assigned(statement, written), written | {root(statement.target).name}
            case Method(target=target, argument=argument):
                given = None if argument is None else self.read(argument, written)
                made = statement._replace(target=self.target(target, written), argument=given)
                return made, written | {root(target).name}
            case If(branches=branches, otherwise=otherwise):
                conditions = [self.read(condition, written) for condition, _ in branches]
                bodies = [self.body(body, written) for body in (*(body for _, body in branches), otherwise)]
                after = written.union(*(seen for _, seen in bodies))
                pairs = tuple(zip(conditions, (body for body, _ in bodies), strict=False))
                return statement._replace(branches=pairs, otherwise=bodies[-1][0]), after
            case Loop(over=over, body=inner):
                after = written | set(body_writes(inner))
                turned, _ = self.body(inner, after)
                return statement._replace(over=self.read(over, written), body=turned), after

    def assigned(self, statement: Assign, written: frozenset[str]) -> Assign:
        target, value = self.target(statement.target, written), self.read(statement.value, written)
        if statement.operator is None or root(statement.target).name not in self.shared - written:
            return statement._replace(target=target, value=value)
        before = self.read(statement.target, written)
        return Assign(target, None, Binary(statement.operator, before, value))

    def target(self, target: Expression, written: frozenset[str]) -> Expression:
        """Its keys are read, its variable is not."""
        if isinstance(target, Index):
            return target._replace(of=self.target(target.of, written), key=self.read(target.key, written))
        return target

    def read(self, tree: Expression, written: frozenset[str]) -> Expression:
        wanted = [name for name in names_read(tree) if name in self.shared - written]
        for name in wanted:
            if name not in self.notes:
                self.notes[name] = self.fresh(NOTE.format(name))
        made: Expression = renamed(tree, {name: self.notes[name] for name in wanted})
        return made


def renamed(tree: Any, names: dict[str, str]) -> Any:
    """A tree, or a part of one, with other names in the place of these; a step in `at()` keeps its own."""
    if isinstance(tree, Name):
        return tree._replace(name=names.get(tree.name, tree.name))
    if isinstance(tree, Call) and tree.function == "at":
        return tree._replace(arguments=(renamed(tree.arguments[0], names), *tree.arguments[1:]))
    if isinstance(tree, For):
        return tree._replace(over=renamed(tree.over, names), conditions=renamed(tree.conditions, names))
    if isinstance(tree, tuple):
        parts = [renamed(part, names) for part in tree]
        return type(tree)(*parts) if hasattr(tree, "_fields") else tuple(parts)
    return tree


def renamed_body(body: Body, names: dict[str, str]) -> Body:
    made: Body = renamed(body, names)
    return made


def kept_picks(scenario: Scenario, step: Step, splitting: Splitting) -> list[tuple[str, str, str, str]]:
    """Pick, local, type and start of each picked value that the second half needs. Raises CannotError."""
    texts = {name for branch in step.then for name in names_read(parsed(branch.when))}
    needed = texts | set(_IDENTIFIER.findall(step.do))
    made = []
    for pick in (pick for pick in step.pick if pick.name in needed):
        kind = type_name(pick)
        start = first_value(scenario, kind)
        if not start:
            raise CannotError(f"what it picks as {quoted(pick.name)} cannot be kept for the second half")
        made.append((pick.name, splitting.fresh(f"{pick.name}_picked"), kind, start))
    return made


def type_name(pick: Pick) -> str:
    """The type or process the picked values are of, where the text names one; else ""."""
    tree = parsed(pick.values)
    if isinstance(tree, SetComprehension) and len(tree.loops) == 1 and isinstance(tree.body, Name):
        tree = tree.loops[0].over if tree.body.name == tree.loops[0].name else tree
    return tree.name if isinstance(tree, Name) else ""


def first_value(scenario: Scenario, kind: str) -> str:
    """A value of that type to begin with; "" where it is not known."""
    for process in scenario.processes:
        if process.name == kind and process.instances:
            return process.instances[0]
    declared = next((one.type for one in scenario.types if one.name == kind), None)
    if declared is None:
        return ""
    match declared.kind:
        case "bool":
            return "false"
        case "range":
            return str(declared.low)
        case "words":
            return declared.words[0]
    return ""


# --- where it goes on ---------------------------------------------------------------------------------------------


def second_step(old: Step, name: str, body: Body, then: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"step": name, "label": f"{titled(old)}: write", "do": printed_body(body)}
    return made | ({"then": then} if then else {})


def onward(owner: Process, number: int, picks: dict[str, str]) -> Any:
    """Where the second half goes on: as the step did, and else to the step behind it."""
    step, last = owner.steps[number], number + 1 == len(owner.steps)
    behind = "" if last else owner.steps[number + 1].name
    return branches(step.then, behind, picks)


def branches(then: tuple[Branch, ...], behind: str, picks: dict[str, str]) -> Any:
    """behind: where it goes when none is true; "" for the end of the round."""
    if not then:
        return behind or None
    told = {branch.target: condition(branch, picks) for branch in then}
    if len(told) < len(then):
        raise CannotError("it goes on to the same step in several cases")
    certain = any(branch.when == "otherwise" for branch in then)
    return told if certain else told | {behind or "end": "otherwise"} if (behind or "end") not in told else told


def condition(branch: Branch, picks: dict[str, str]) -> str:
    return branch.when if branch.when == "otherwise" else printed(renamed(parsed(branch.when), picks))


def ends_before(owner: Process, number: int) -> dict[str, Any]:
    """The second half stands behind the last step: what ended the round there now has to say so."""
    last = owner.steps[-1]
    if number + 1 == len(owner.steps) or any(branch.when == "otherwise" for branch in last.then):
        return {}
    told = {branch.target: branch.when for branch in last.then}
    if "end" in told:
        return {}
    return {f"processes.{owner.name}.steps.{last.name}.then": told | {"end": "otherwise"} if told else "end"}


# --- the file -----------------------------------------------------------------------------------------------------


def found(scenario: Scenario, process: str, step: str) -> tuple[Process, int]:
    for owner in scenario.processes:
        for number, one in enumerate(owner.steps):
            if (owner.name, one.name) == (process, step):
                return owner, number
    raise CannotError(f"there is no step {quoted(step)} in {quoted(process)}")


def titled(step: Step) -> str:
    return step.label or step.name.replace("_", " ")


def declared(text: str, name: str, variable: str) -> dict[str, Any]:
    """Type and start of a shared variable as the file has them."""
    state = tree(text, name).root.get("state")
    node = state.get(variable) if isinstance(state, Map) else None
    if not isinstance(node, Map):
        raise CannotError(f"the type of {quoted(variable)} cannot be read here")
    return {key.text: plain(meaning(value)) for key, value in node.pairs if key.text in ("type", "start")}
