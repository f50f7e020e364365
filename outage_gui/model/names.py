"""What each name of a scenario is: one name space for the file, a scope for each process, its steps and their loops."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from outage_gui.model.scenario import (
    MaybeType,
    Process,
    QueueType,
    Scenario,
    SetType,
    TableType,
    Type,
    WordsType,
)
from outage_gui.model.tokens import LanguageError
from outage_gui.model.types import Bool, Resolved, Unknown, Words, instances, resolved
from outage_gui.model.words import nearest, quoted

Path = tuple[str | int, ...]
Kind = Literal["type", "variable", "local", "pick", "loop", "word", "instance", "process"]
_KINDS = {"type": "a type", "variable": "a variable", "local": "a local", "pick": "a pick", "loop": "a loop name"}


class Mistake(NamedTuple):
    """What is wrong at `path` (keys as in the file), `at` that offset of the text there; hint: the way out, or ""."""

    path: Path
    message: str
    at: int = 0
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name is. `type`: of its value; of the members where it is a type or a process. `process`: whose it is."""

    kind: Kind
    name: str
    type: Resolved
    process: str = ""

    def __str__(self) -> str:
        if self.kind in ("word", "process"):
            return f"a {self.kind}"
        return f"an instance of {self.process}" if self.kind == "instance" else _KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that can be read at one place. `process` is None in checks, services and starts of shared variables."""

    names: Mapping[str, Meaning]
    processes: Mapping[str, Process] = field(default_factory=dict)
    process: Process | None = None
    turns: int = 1  # how often what stands here is evaluated, by the loops around it

    def __getitem__(self, name: str) -> Meaning:
        """Raises LanguageError (at 0) for a name no one declares."""
        if name not in self.names:
            raise LanguageError(f"{quoted(name)} is declared nowhere", 0, self.nearest(name))
        return self.names[name]

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def nearest(self, name: str) -> str:
        """The hint with the name that would have fitted, or ""."""
        return nearest(name, (*self.names, "self") if self.process else self.names)

    def inside(self, process: Process) -> "Scope":
        """The scope of a process: `self`, but not its locals yet."""
        return replace(self, process=process)

    def having(self, kind: Kind, name: str, type: Resolved, *, turns: int = 1) -> "Scope":
        """This scope and one name more: a local, a pick, a loop name. Raises LanguageError where the name is taken."""
        if name in self.names:
            raise LanguageError(f"{quoted(name)} is {self.names[name]} already", 0, "choose another name")
        process = self.process.name if self.process else ""
        return replace(self, names={**self.names, name: Meaning(kind, name, type, process)}, turns=turns)


def scope(scenario: Scenario) -> Scope:
    """The names of the whole file: types, shared variables, words, processes, instances. Mistakes are left out."""
    return declared(scenario)[0]


def process_scope(scope: Scope, scenario: Scenario, process: Process) -> Scope:
    """What every step of the process can read, picks apart. Mistakes are left out."""
    return process_declared(scope, scenario, process)[0]


def declared(scenario: Scenario) -> tuple[Scope, tuple[Mistake, ...]]:
    """The names of the whole file and what is wrong with them: taken twice, of unknown or too large a type."""
    names = {"bool": Meaning("type", "bool", Bool())}
    mistakes: list[Mistake] = []
    for path, meaning in _meanings(scenario, mistakes):
        known = names.setdefault(meaning.name, meaning)
        said_again = meaning.kind == "word" and known == meaning  # a word is the same wherever it is spelled the same
        if known is not meaning and not said_again:
            mistakes.append(Mistake(path, f"{quoted(meaning.name)} is {known} already", 0, "choose another name"))
    return Scope(names, {process.name: process for process in scenario.processes}), tuple(mistakes)


def process_declared(scope: Scope, scenario: Scenario, process: Process) -> tuple[Scope, tuple[Mistake, ...]]:
    """The scope with `self` and all locals, and what is wrong with them."""
    inside = scope.inside(process)
    mistakes: list[Mistake] = []
    for local in process.local:
        path = ("processes", process.name, "local", local.name)
        type = _type(scenario, local.type, (*path, "type"), mistakes)
        try:
            inside = inside.having("local", local.name, type)
        except LanguageError as error:
            mistakes.append(Mistake(path, error.message, 0, error.hint))
    return inside, tuple(mistakes)


def _meanings(scenario: Scenario, mistakes: list[Mistake]) -> Iterator[tuple[Path, Meaning]]:
    for named in scenario.types:
        path: Path = ("types", named.name)
        yield path, Meaning("type", named.name, _type(scenario, named.type, path, mistakes))
    for process in scenario.processes:
        yield from _process_meanings(process)
    for variable in scenario.state:
        path = ("state", variable.name)
        yield path, Meaning("variable", variable.name, _type(scenario, variable.type, (*path, "type"), mistakes))
    for path, type in _types(scenario):
        yield from ((path, Meaning("word", word, Words((word,), spelled=True))) for word in _words(type))


def _process_meanings(process: Process) -> Iterator[tuple[Path, Meaning]]:
    path: Path = ("processes", process.name)
    yield path, Meaning("process", process.name, instances(process), process.name)
    if not process.numbered:
        for number, name in enumerate(process.instances):
            yield (*path, "instances", number), Meaning("instance", name, instances(process), process.name)


def _type(scenario: Scenario, type: Type, path: Path, mistakes: list[Mistake]) -> Resolved:
    try:
        return resolved(scenario, type)
    except LanguageError as error:
        mistakes.append(Mistake(path, error.message, 0, error.hint))
        return Unknown()


def _types(scenario: Scenario) -> Iterator[tuple[Path, Type]]:
    """Every type as it is written, in the order of the file."""
    yield from ((("types", named.name), named.type) for named in scenario.types)
    yield from ((("state", variable.name, "type"), variable.type) for variable in scenario.state)
    for process in scenario.processes:
        for local in process.local:
            yield ("processes", process.name, "local", local.name, "type"), local.type


def _words(type: Type) -> Iterator[str]:
    match type:
        case WordsType(words=words):
            yield from words
        case MaybeType(of=of) | SetType(of=of) | QueueType(of=of):
            yield from _words(of)
        case TableType(each=each, of=of):
            yield from _words(each)
            yield from _words(of)
        case _:
            return
