"""Random small scenarios as YAML text: well typed, with every part of the language, and with faults to be found."""

import random
from typing import Any, NamedTuple

import yaml

from .kinds import Bool, Each, Kind, Maybe, Queue, Range, SetOf, Words, values
from .phrases import Phrases

WORDS = (("red", "green"), ("low", "mid", "high"), ("open", "shut"))
INSTANCES = (("a", "b"), ("c", "d"), ("e", "f"))


class Text(str):
    """A text of several lines, written as a YAML block."""


class Dumper(yaml.SafeDumper):
    """Writes bodies the way people do."""


Dumper.add_representer(Text, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|"))


class Cast(NamedTuple):
    """What is known of a process before its steps are written."""

    name: str
    kind: Kind
    listed: Any  # what `instances` says, None where it is absent
    steps: tuple[str, ...]
    ordered: bool
    joined: int | None  # the fix `joined` makes this step and the next one move

    def visible_steps(self) -> tuple[str, ...]:
        """The steps that `at` may name, whatever is joined."""
        return tuple(step for index, step in enumerate(self.steps) if self.joined is None or index != self.joined + 1)


def scenario(seed: int) -> str:
    """The scenario of a seed, always the same."""
    return yaml.dump(Author(random.Random(seed)).document(), Dumper=Dumper, sort_keys=False, width=1000)


class Author:
    """Writes one scenario; `dice` is the only source of chance."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.types: dict[str, Kind] = {}
        self.cast = [self.casting(index) for index in range(dice.choice((1, 2, 2, 3)))]
        self.count = 0
        self.careful = dice.choice((0.6, 0.9, 0.95, 1.0))

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def document(self) -> dict[str, Any]:
        dice = self.dice
        low = dice.choice((0, 0, -1))
        self.types = {"Count": Range(low, low + dice.choice((1, 2, 3))), "Word": Words(dice.choice(WORDS))}
        shared = {f"v{index}": self.a_kind(2) for index in range(dice.choice((2, 3, 3, 4)))}
        checks = self.phrases(shared, None)
        return {
            "format": 1,
            "title": "Written by dice",
            "types": {name: self.written(kind, named=False) for name, kind in self.types.items()},
            "state": self.declared(shared, {}),
            "processes": {each.name: self.process(each, shared) for each in self.cast} | self.human(),
            "checks": {
                "holds": {"always": checks.boolean(2)},
                "seen": {"sometimes": checks.boolean(2)},
                "last": {"ends": checks.boolean(2)},
            },
            "fixes": self.fixes(shared),
        }

    def casting(self, index: int) -> Cast:
        dice, name = self.dice, "pqr"[index]
        steps = tuple(f"s{number}" for number in range(dice.choice((1, 2, 2, 3))))
        ordered = self.chance(0.8)
        joined = dice.randrange(len(steps) - 1) if ordered and len(steps) > 1 and self.chance(0.5) else None
        match dice.choice(("alone", "named", "named", "numbered")):
            case "alone":
                return Cast(name, Words((name,)), None, steps, ordered, joined)
            case "named":
                return Cast(name, Words(INSTANCES[index]), list(INSTANCES[index]), steps, ordered, joined)
        return Cast(name, Range(0, 1), "0..1", steps, ordered, joined)

    # ---- types and starts

    def a_kind(self, depth: int) -> Kind:
        """A type, not too large."""
        dice = self.dice
        simple: list[Kind] = [Bool(), *self.types.values(), Range(0, 2), dice.choice(self.cast).kind]
        if depth == 0 or self.chance(0.4):
            return dice.choice(simple)
        key = dice.choice([self.types["Word"], dice.choice(self.cast).kind, self.types["Count"]])
        match dice.choice(("maybe", "set", "each", "each", "queue")):
            case "maybe":
                return Maybe(dice.choice(simple))
            case "set":
                return SetOf(dice.choice(simple[1:]))
            case "each":
                return Each(key, self.a_kind(depth - 1))
        return Queue(dice.choice(simple[1:-1]), dice.choice((1, 2, 2, 3)))

    def written(self, kind: Kind, *, named: bool = True) -> Any:
        """The type as the file says it, by its name where it has one."""
        names = {known: name for name, known in self.types.items()} | {each.kind: each.name for each in self.cast}
        if named and kind in names and not (isinstance(kind, Range) and self.chance(0.3)):
            return names[kind]
        match kind:
            case Bool():
                return "bool"
            case Range(low, high):
                return f"{low}..{high}"
            case Words(words):
                return list(words)
            case Maybe(of):
                return {"maybe": self.written(of)}
            case SetOf(of):
                return {"set": self.written(of)}
            case Each(key, of):
                return {"each": self.written(key), "is": self.written(of)}
            case Queue(of, size):
                return {"queue": self.written(of), "size": size}

    def declared(self, variables: dict[str, Kind], above: dict[str, Kind], cast: Cast | None = None) -> dict[str, Any]:
        """The variables with their starts, a few of them several."""
        result: dict[str, Any] = {}
        for name, kind in variables.items():
            start = self.start(kind)
            if isinstance(kind, Bool | Range | Words | Maybe) and self.chance(0.1):
                start = "any"
            elif isinstance(kind, Range | Words) and self.chance(0.1):
                start = {"any": self.some_of(kind, self.phrases(above, cast))}
            result[name] = {"type": self.written(kind), "start": start}
            above = {**above, name: kind}
        return result

    def some_of(self, kind: Kind, phrases: Phrases) -> str:
        """A set expression with values of the type only, and not empty."""
        literal = self.dice.choice([str(value) for value in values(kind)])
        condition = phrases.inner({"i": kind}).before_the_start().boolean(1)
        return f"{{{literal}}} | {{i for i in {self.over(kind)} if {condition}}}"

    def over(self, kind: Kind) -> str:
        """The type where a domain stands."""
        if isinstance(kind, Range):
            return f"{kind.low}..{kind.high}"
        return next(
            name for name, known in {**self.types, **{c.name: c.kind for c in self.cast}}.items() if known == kind
        )

    def start(self, kind: Kind) -> Any:
        dice = self.dice
        match kind:
            case Bool():
                return self.chance(0.5)
            case Range(low, high):
                return dice.choice((low, 0 if low <= 0 <= high else high))
            case Words(words):
                return dice.choice(words)
            case Maybe(of):
                return "none" if self.chance(0.6) else self.start(of)
            case SetOf(of):
                return [self.start(of)] if self.chance(0.5) else []
            case Queue(of, size):
                return [self.start(of) for _ in range(dice.randrange(size + 1))]
            case Each(Words(words), of) if self.chance(0.4) and not isinstance(of, Each):
                return {word: self.start(of) for word in words}
            case Each(_, of):
                while isinstance(of, Each):
                    of = of.of
                return self.start(of)

    # ---- processes

    def phrases(self, names: dict[str, Kind], cast: Cast | None) -> Phrases:
        mine = {"self": cast.kind} if cast else {}
        domains = {**self.types, **{each.name: each.kind for each in self.cast}}
        places = {each.name: (each.kind, each.visible_steps()) for each in self.cast if each.ordered}
        return Phrases(self.dice, {**names, **mine}, domains, places, careful=self.careful)

    def process(self, cast: Cast, shared: dict[str, Kind]) -> dict[str, Any]:
        dice = self.dice
        local = {f"{cast.name}{index}": self.a_kind(1) for index in range(dice.choice((0, 1, 1, 2)))}
        node: dict[str, Any] = {} if cast.listed is None else {"instances": cast.listed}
        if local:
            node["local"] = self.declared(local, shared, cast)
        if not cast.ordered:
            node["order"] = "any"
        elif self.chance(0.8):
            node["repeat"] = dice.choice((2, "forever", "forever"))
        if cast.ordered and self.chance(0.25):
            node["faults"] = {"crash": self.crash(cast, node.get("local", {}))}
        if self.chance(0.1):
            node["fair"] = False
        node["steps"] = [self.step(cast, index, {**shared, **local}) for index in range(len(cast.steps))]
        return node

    def crash(self, cast: Cast, local: dict[str, Any]) -> dict[str, Any]:
        """A crash that starts again where no joined move would be entered in its middle."""
        node: dict[str, Any] = {"at_most": self.dice.choice((1, 1, 2))}
        if self.chance(0.6):
            node["restart"] = cast.steps[0]
        settled = [name for name, each in local.items() if each["start"] != "any" and "any" not in str(each["start"])]
        if settled and self.chance(0.6):
            node["forgets"] = settled[:1]
        return node

    def step(self, cast: Cast, index: int, names: dict[str, Kind]) -> dict[str, Any]:
        node: dict[str, Any] = {"step": cast.steps[index]}
        picked: dict[str, Kind] = {}
        if self.chance(0.35):
            node["pick"] = {}
            for _ in range(self.dice.choice((1, 1, 2))):
                self.count += 1
                name = f"k{self.count}"
                node["pick"][name], picked[name] = self.phrases({**names, **picked}, cast).choice_of(1)
        if self.chance(0.2) or not cast.ordered:
            node["when"] = self.phrases({**names, **picked}, cast).boolean(2)
        if self.chance(0.9):
            lines = self.phrases({**names, **picked}, cast).body(names)
            node["do"] = (
                Text("\n".join(lines) + "\n") if any(": " in x or x[0] == " " for x in lines) else "; ".join(lines)
            )
        if cast.ordered and self.chance(0.35):
            node["then"] = self.then(cast, index, self.phrases({**names, **picked}, cast))
        if cast.ordered and self.chance(0.25):
            node["may_wait"] = True
        return node

    def then(self, cast: Cast, index: int, phrases: Phrases) -> Any:
        """Where to go, never into the middle of what a fix joins, nor back within it."""
        group = set() if cast.joined is None else {cast.joined, cast.joined + 1}
        closed = group if index in group else {max(group)} if group else set()
        targets = [name for number, name in enumerate(cast.steps) if number not in closed] + ["end"]
        if self.chance(0.2):
            return self.dice.choice(targets)
        chosen = self.dice.sample(targets, min(len(targets), self.dice.choice((1, 2))))
        result = {target: phrases.boolean(1) for target in chosen}
        if self.chance(0.4):
            result[chosen[-1]] = "otherwise"
        return result

    def human(self) -> dict[str, Any]:
        """Now and then a process that is replayed and never explored."""
        if self.chance(0.9):
            return {}
        local = {"mended": {"type": "bool", "start": False}}
        return {"human": {"only_in_runs": True, "local": local, "steps": [{"step": "mend", "do": "mended = true"}]}}

    # ---- fixes

    def fixes(self, shared: dict[str, Kind]) -> dict[str, Any]:
        """`joined` joins two steps of every process that was cast for it; `tighter` puts a guard and takes one away."""
        join = {c.name: [c.steps[c.joined], c.steps[c.joined + 1]] for c in self.cast if c.joined is not None}
        first = self.cast[0]
        guard = self.phrases(shared, first).boolean(2)
        tighter = {"set": {f"processes.{first.name}.steps.{first.steps[-1]}.when": guard}}
        return {"tighter": tighter} | ({"joined": {"join": join}} if join else {})
