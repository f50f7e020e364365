"""Random expressions and bodies of wanted types, over the names that a place of a scenario can see."""

import random
from collections.abc import Mapping

from .kinds import Bool, Each, Kind, Maybe, Queue, Range, SetOf, Words


def alike(left: Kind, right: Kind) -> bool:
    """Whether values of the two types can be compared and stored in one another's place; numbers always can."""
    match left, right:
        case Range(), Range():
            return True
        case (Maybe(of=a), Maybe(of=b)) | (SetOf(of=a), SetOf(of=b)):
            return alike(a, b)
    return left == right


class Phrases:
    """Writes expressions; `names` are the visible variables, `places` the processes that have positions."""

    def __init__(
        self,
        dice: random.Random,
        names: Mapping[str, Kind],
        domains: Mapping[str, Kind],
        places: Mapping[str, tuple[Kind, tuple[str, ...]]],
        *,
        careful: float,
    ) -> None:
        self.dice = dice
        self.careful = careful  # how often what could fault is guarded
        self.names = dict(names)
        self.domains = domains
        self.places = places

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def inner(self, more: Mapping[str, Kind]) -> "Phrases":
        return Phrases(self.dice, {**self.names, **more}, self.domains, self.places, careful=self.careful)

    def before_the_start(self) -> "Phrases":
        """The same without positions, which nothing has yet."""
        return Phrases(self.dice, self.names, self.domains, {}, careful=self.careful)

    # ---- expressions

    def phrase(self, kind: Kind, depth: int) -> str:
        """An expression of the type; numbers may lie outside its limits."""
        match kind:
            case Bool():
                return self.boolean(depth)
            case Range():
                return self.number(kind, depth)
            case Words():
                return self.word(kind, depth)
            case Maybe(of):
                return self.perhaps(kind, of, depth)
            case SetOf(of):
                return self.some(kind, of, depth)
        return self.atom(kind, 0)

    def literal(self, kind: Kind) -> str:
        match kind:
            case Bool():
                return self.dice.choice(("true", "false"))
            case Range(low, high):
                return str(self.dice.randint(low, high if self.chance(self.careful) else high + 1))
            case Words(words):
                return self.dice.choice(words)
            case Maybe(of):
                return "none" if self.chance(0.5) else self.literal(of)
            case SetOf(of):
                return "{" + ", ".join(sorted({self.literal(of) for _ in range(self.dice.choice((1, 2)))})) + "}"
        raise ValueError(kind)

    def atom(self, kind: Kind, depth: int) -> str:
        """A variable, a table's or queue's entry, or a literal."""
        found = [name for name, known in self.names.items() if alike(known, kind)]
        if isinstance(kind, Range | Words) and not self.chance(self.careful):
            found += [name for name, known in self.names.items() if isinstance(known, Maybe) and alike(known.of, kind)]
        if depth > 0:
            for name, known in self.names.items():
                match known:
                    case Each(key, of) if alike(of, kind):
                        found.append(f"{name}[{self.key(key, depth - 1)}]")
                    case Queue(of, _) if alike(of, kind):
                        found.append(self.queued(name, of))
        if found and (isinstance(kind, Each | Queue) or self.chance(0.75)):
            return self.dice.choice(found)
        return self.literal(kind)

    def queued(self, name: str, of: Kind) -> str:
        place = self.dice.choice("001")
        if self.chance(self.careful):
            return f"({name}[{place}] if len({name}) > {place} else {self.literal(of)})"
        return f"{name}[{place}]"

    def key(self, kind: Kind, depth: int) -> str:
        """Mostly a key that is there."""
        exact = [name for name, known in self.names.items() if known == kind]
        if exact and self.chance(0.6):
            return self.dice.choice(exact)
        return self.literal(kind) if self.chance(self.careful) else self.phrase(kind, depth)

    def boolean(self, depth: int) -> str:
        dice, less = self.dice, depth - 1
        if depth <= 0:
            truths = [name for name, known in self.names.items() if known == Bool()]
            return dice.choice(truths) if truths and self.chance(0.5) else self.comparison()
        form = dice.choice(
            ("atom", "number", "number", "equal", "equal", "logic", "logic", "not", "if", "some", "in", "at", "set")
        )
        match form:
            case "number":
                number = Range(0, 2)
                first, second = self.number(number, less), self.number(number, less)
                if self.chance(0.2):
                    return f"({first} <= {second} < {self.number(number, less)})"
                return f"({first} {dice.choice(('<', '<=', '==', '>', '!='))} {second})"
            case "equal":
                return self.equality(less)
            case "logic":
                return f"({self.boolean(less)} {dice.choice(('and', 'or'))} {self.boolean(less)})"
            case "not":
                return f"(not {self.boolean(less)})"
            case "if":
                return f"({self.boolean(less)} if {self.boolean(less)} else {self.boolean(less)})"
            case "some":
                return f"{dice.choice(('any', 'all'))}({self.loop(less)})"
            case "in":
                kind = dice.choice(list(self.domains.values()))
                return f"({self.phrase(kind, less)} {dice.choice(('in', 'not in'))} {self.part(kind, less)})"
            case "at" if self.places:
                return self.position()
            case "set":
                kind = dice.choice(list(self.domains.values()))
                other = self.some(SetOf(kind), kind, less)
                return f"({self.part(kind, less)} {dice.choice(('<=', '==', '!='))} {other})"
        return self.atom(Bool(), depth)

    def part(self, kind: Kind, depth: int) -> str:
        """Some values of a domain. (A reader may refuse two literals without a common word, as never equal.)"""
        domain, name = next(name for name, known in self.domains.items() if known == kind), self.fresh()
        return f"{{{name} for {name} in {domain} if {self.inner({name: kind}).boolean(depth - 1)}}}"

    def comparison(self) -> str:
        """The shortest thing that can be true or false: of a number, or of any variable."""
        numbers = [name for name, known in self.names.items() if isinstance(known, Range)]
        if numbers and self.chance(0.6):
            return f"({self.dice.choice(numbers)} {self.dice.choice(('<', '<=', '>', '!='))} {self.dice.choice('012')})"
        return self.equality(0) if self.chance(0.9) else self.literal(Bool())

    def equality(self, depth: int) -> str:
        """Two values of one type compared; of numbers that may be none also by order."""
        if not self.names:
            return self.literal(Bool())
        name, kind = self.dice.choice(list(self.names.items()))
        match kind:
            case Maybe(Range()) if not self.chance(self.careful):
                return f"({name} {self.dice.choice(('<', '>='))} {self.number(Range(0, 2), depth)})"
            case Maybe() if self.chance(0.5):
                return f"({name} {self.dice.choice(('==', '!='))} none)"
            case Each(key, of) if not isinstance(of, Each | Queue):
                return f"({name}[{self.key(key, depth)}] == {self.phrase(of, depth)})"
            case Queue(of, _):
                return (
                    f"({self.queued(name, of)} == {self.phrase(of, depth)})"
                    if self.chance(0.5)
                    else f"(len({name}) > 0)"
                )
            case Each():
                return f"({name} == {name})"
        return f"({name} {self.dice.choice(('==', '!='))} {self.phrase(kind, depth)})"

    def position(self) -> str:
        process = self.dice.choice(list(self.places))
        kind, steps = self.places[process]
        exact = [name for name, known in self.names.items() if known == kind]
        instance = self.dice.choice(exact) if exact and self.chance(0.5) else self.literal(kind)
        who = process if self.chance(0.4) else f"{process}[{instance}]"
        return f"ended({who})" if self.chance(0.4) else f"at({who}, {self.dice.choice(steps)})"

    def number(self, kind: Kind, depth: int) -> str:
        dice, less = self.dice, depth - 1
        if depth <= 0 or self.chance(0.3):
            return self.atom(kind, depth)
        match dice.choice(("add", "add", "add", "divide", "if", "abs", "min", "set", "count", "len")):
            case "add":
                return f"({self.number(kind, less)} {dice.choice('+-*+-')} {self.number(kind, less)})"
            case "divide":
                return f"({self.number(kind, less)} {dice.choice(('//', '%'))} {self.divisor()})"
            case "if":
                return f"({self.number(kind, less)} if {self.boolean(less)} else {self.number(kind, less)})"
            case "abs":
                return f"abs({self.number(kind, less)})"
            case "min":
                return f"{dice.choice(('min', 'max'))}({self.number(kind, less)}, {self.number(kind, less)})"
            case "set":
                return f"{dice.choice(('min', 'max'))}({self.some(SetOf(Range(0, 2)), Range(0, 2), less)})"
            case "count":
                return f"count({self.loop(less)})"
        sized = [name for name, known in self.names.items() if isinstance(known, SetOf | Queue)]
        return f"len({dice.choice(sized)})" if sized else self.atom(kind, depth)

    def divisor(self) -> str:
        """A number that may be 0, but not always: a reader may refuse that at once."""
        numbers = [name for name, known in self.names.items() if isinstance(known, Range)]
        return self.dice.choice(numbers) if numbers and not self.chance(self.careful) else self.dice.choice("23")

    def word(self, kind: Kind, depth: int) -> str:
        if depth > 0 and self.chance(0.2):
            return f"({self.word(kind, depth - 1)} if {self.boolean(depth - 1)} else {self.word(kind, depth - 1)})"
        return self.atom(kind, depth)

    def perhaps(self, kind: Kind, of: Kind, depth: int) -> str:
        if self.chance(0.3):
            return "none"
        return self.phrase(of, depth - 1) if self.chance(0.5) else self.atom(kind, depth)

    def some(self, kind: Kind, of: Kind, depth: int) -> str:
        """A set."""
        dice, less = self.dice, depth - 1
        if depth <= 0 or self.chance(0.3):
            return self.atom(kind, depth)
        match dice.choice(("two", "two", "each", "each", "of", "if", "empty")):
            case "two":
                return f"({self.some(kind, of, less)} {dice.choice('|&-')} {self.some(kind, of, less)})"
            case "each":
                text, over = self.source(less)
                name = self.fresh()
                inner = self.inner({name: over})
                element = name if alike(over, of) and self.chance(0.7) else inner.phrase(of, less)
                return f"{{{element} for {name} in {text} if {inner.boolean(less)}}}"
            case "of":
                return "{" + f"{self.phrase(of, less)}, {self.phrase(of, less)}" + "}"
            case "if":
                return f"({self.some(kind, of, less)} if {self.boolean(less)} else {self.some(kind, of, less)})"
        whole = [name for name, known in self.domains.items() if known == of and known != Words((name,))]
        return dice.choice(("{}", *whole)) if self.chance(0.4) else self.atom(kind, depth)

    def fresh(self) -> str:
        return next(name for name in ("i", "j", "k", "l", "m", "n", "o") if name not in self.names)

    def source(self, depth: int) -> tuple[str, Kind]:
        """A domain, and the type of its values."""
        sets = [(name, known.of) for name, known in self.names.items() if isinstance(known, SetOf)]
        if sets and self.chance(0.3):
            return self.dice.choice(sets)
        if self.chance(0.3):
            return "0..2", Range(0, 2)
        name, kind = self.dice.choice(list(self.domains.items()))
        return name, kind

    def loop(self, depth: int) -> str:
        """What stands in any, all and count."""
        text, kind = self.source(depth)
        name = self.fresh()
        inner = self.inner({name: kind})
        tail = f" for {name} in {text}"
        if self.chance(0.3):
            tail += f" if {inner.boolean(depth)}"
        if self.chance(0.2):
            more, over = inner.source(depth)
            second = inner.fresh()
            inner = inner.inner({second: over})
            tail += f" for {second} in {more}"
        return inner.boolean(depth) + tail

    def choice_of(self, depth: int) -> tuple[str, Kind]:
        """The domain of a pick, and the type of what is picked."""
        text, kind = self.source(depth)
        if self.chance(0.3):
            name = self.fresh()
            return f"{{{name} for {name} in {text} if {self.inner({name: kind}).boolean(depth)}}}", kind
        if isinstance(kind, Words) and self.chance(0.2):
            return f"subsets({text})", SetOf(kind)
        return text, kind

    # ---- bodies

    def body(self, writable: Mapping[str, Kind]) -> list[str]:
        """One to three statements, as lines."""
        targets = {name: kind for name, kind in writable.items() if name != "self"}
        return [line for _ in range(self.dice.choice((1, 1, 2, 3))) for line in self.statement(targets, 1)]

    def statement(self, targets: Mapping[str, Kind], depth: int) -> list[str]:
        if depth > 0 and self.chance(0.15):
            return self.branch(targets)
        if depth > 0 and self.chance(0.1):
            text, kind = self.source(1)
            name = self.fresh()
            return [f"for {name} in {text}:", *indented(self.inner({name: kind}).statement(targets, 0))]
        held = [name for name, known in targets.items() if isinstance(known, SetOf | Queue)]
        place = self.dice.choice(held if held and self.chance(0.5) else list(targets))
        kind = targets[place]
        while isinstance(kind, Each):
            place, kind = f"{place}[{self.key(kind.key, 1)}]", kind.of
        return [self.change(place, kind)]

    def branch(self, targets: Mapping[str, Kind]) -> list[str]:
        lines = [f"if {self.boolean(2)}:", *indented(self.statement(targets, 0))]
        if self.chance(0.3):
            lines += [f"elif {self.boolean(1)}:", *indented(self.statement(targets, 0))]
        if self.chance(0.5):
            lines += ["else:", *indented(self.statement(targets, 0))]
        return lines

    def change(self, place: str, kind: Kind) -> str:
        """One statement that writes the place; the careful ones cannot fault."""
        dice, careful = self.dice, self.chance(self.careful)
        match kind:
            case Range(low, high) if careful:
                return f"{place} = {self.within(low, high)}"
            case Range() if self.chance(0.5):
                return f"{place} {dice.choice(('+=', '-='))} 1"
            case Maybe(Range(low, high)) if careful:
                return f"{place} = {self.within(low, high) if self.chance(0.6) else 'none'}"
            case Queue(of, size):
                phrase = self.literal(of) if careful else self.phrase(of, 1)
                if self.chance(0.6):
                    return (f"if len({place}) < {size}: " if careful else "") + f"{place}.push({phrase})"
                return (f"if len({place}) > 0: " if careful else "") + f"{place}.pop()"
            case SetOf(of) if self.chance(0.7):
                phrase = self.literal(of) if careful else self.phrase(of, 1)
                if self.chance(0.6):
                    return f"{place}.add({phrase})"
                return (f"if {phrase} in {place}: " if careful else "") + f"{place}.remove({phrase})"
            case SetOf(of) if self.chance(0.5):
                return f"{place} {dice.choice(('|=', '&=', '-='))} {self.some(kind, of, 1)}"
            case SetOf(of) if careful:
                return f"{place} = {self.literal(kind)}"
        return f"{place} = {self.phrase(kind, 2)}"

    def within(self, low: int, high: int) -> str:
        """A number that is sure to lie within the limits."""
        if self.chance(0.5):
            return f"{low} + ({self.number(Range(low, high), 1)} + 1) % {high - low + 1}"
        return f"max({low}, min({high}, {self.number(Range(low, high), 2)}))"


def indented(lines: list[str]) -> list[str]:
    return ["  " + line for line in lines]
