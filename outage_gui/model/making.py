"""From what a mapping or text of the file says to the value it means, where the two do not look alike."""

import re
from typing import Any, Literal

from outage_gui.model import limits, scenario, times
from outage_gui.model.leaves import interval, move, whole_number
from outage_gui.model.shapes import Reader
from outage_gui.model.words import WrongValueError, quoted, word

Pairs = tuple[tuple[str, Any], ...]
INTERVAL = re.compile(r"-?[0-9]+\.\.-?[0-9]+")

CHECK_KINDS: tuple[Literal["always", "ends", "sometimes", "eventually"], ...] = (
    "always",
    "ends",
    "sometimes",
    "eventually",
)


# --- types and starts ---------------------------------------------------------------------------------------------


def type_text(text: str, reader: Reader) -> scenario.Type:
    """`bool`, `LOW..HIGH` or a name."""
    if text == "bool":
        return scenario.BoolType()
    if ".." in text:
        low, high = interval(text)
        return scenario.RangeType(low=low, high=high)
    return scenario.NamedType(name=word(text))


def words_type(words: tuple[str, ...]) -> scenario.Type:
    return scenario.WordsType(words=words)


def type_mapping(**parts: Any) -> scenario.Type:
    """`{maybe: T}`, `{set: T}`, `{each: K, is: T}`, `{queue: T, size: N}`."""
    match parts:
        case {"maybe": of, **rest} if not rest:
            return scenario.MaybeType(of=of)
        case {"set": of, **rest} if not rest:
            return scenario.SetType(of=of)
        case {"each": each, "of": of, **rest} if not rest:
            return scenario.TableType(each=each, of=of)
        case {"queue": of, "size": size, **rest} if not rest:
            return scenario.QueueType(of=of, size=size)
    raise WrongValueError("this is no type", "write {maybe: T}, {set: T}, {each: K, is: T} or {queue: T, size: N}")


def start_text(text: str, reader: Reader) -> scenario.Start:
    if text == "any":
        return scenario.StartAny()
    if not text.strip():
        raise WrongValueError("the start value is empty", "write none, or [] for an empty set or queue")
    if INTERVAL.fullmatch(text):
        return scenario.StartText(text=text)  # stands after `any`; as a value it is refused with its type
    digits = text.removeprefix("-")
    if digits.isdigit() and (not digits.isascii() or (len(digits) > 1 and digits[0] == "0")):
        raise WrongValueError(f"{quoted(text)} has a leading zero", f"write {int(text)}" if len(digits) < 20 else "")
    if digits[:1].isdigit() and not digits.isdigit():
        whole = "only whole numbers can be state" if "." in text else "write decimal digits only"
        raise WrongValueError(f"{quoted(text)} is no start value", whole)
    if digits.isdigit() and (len(digits) > 19 or int(digits) > limits.LARGEST):
        raise WrongValueError(f"{quoted(text)} does not fit in 64 bits")
    return scenario.StartText(text=text)


def start_list(items: tuple[scenario.Start, ...]) -> scenario.Start:
    return scenario.StartList(items=items)


def start_mapping(pairs: Pairs) -> scenario.Start:
    """`{any: EXPR}`, or one value for every key of a table."""
    if len(pairs) == 1 and pairs[0][0] == "any":
        if not isinstance(pairs[0][1], scenario.StartText):
            raise WrongValueError("after 'any' stands one expression", "put quotes around this expression")
        return scenario.StartAny(expression=pairs[0][1].text)
    return scenario.StartTable(pairs=pairs)


# --- processes and checks -----------------------------------------------------------------------------------------


def process(**parts: Any) -> scenario.Process:
    """`instances` is a tuple of names, or of numbers as text behind a True; `faults` holds the crash."""
    numbered, instances = parts.pop("instances", (False, ()))
    faults = parts.pop("faults", {})
    return scenario.Process(**parts, instances=instances, numbered=numbered, crash=faults.get("crash"))


def instances_range(text: str, reader: Reader) -> tuple[bool, tuple[str, ...]]:
    low, high = interval(text)
    if high - low >= limits.INSTANCES:
        raise WrongValueError(f"more than {limits.INSTANCES} instances")
    return True, tuple(str(number) for number in range(low, high + 1))


def instances_list(names: tuple[str, ...]) -> tuple[bool, tuple[str, ...]]:
    return False, names


def then_text(text: str, reader: Reader) -> tuple[scenario.Branch, ...]:
    return (scenario.Branch(target=text),)


def then_mapping(pairs: Pairs) -> tuple[scenario.Branch, ...]:
    """The branches of a mapping, in its order."""
    return tuple(scenario.Branch(target=target, when=when) for target, when in pairs)


def pick_mapping(pairs: Pairs) -> tuple[scenario.Pick, ...]:
    return tuple(scenario.Pick(name=name, values=values) for name, values in pairs)


def repeat_text(text: str, reader: Reader) -> int | str:
    return text if text == "forever" else whole_number(text, 1, limits.ROUNDS)


def check(**parts: Any) -> scenario.Check | str:
    """One property, or the word `allowed` or `forbidden` of one that is about deadlocks."""
    kinds = [kind for kind in (*CHECK_KINDS, "leads", "deadlock") if kind in parts]
    if len(kinds) != 1:
        said = "says nothing to check" if not kinds else "says " + " and ".join(kinds)
        raise WrongValueError(f"this check {said}", "write one of always, ends, sometimes, eventually, leads, deadlock")
    given = parts.pop(kinds[0])
    if kinds[0] == "deadlock":
        return str(given)
    if kinds[0] == "leads":
        return scenario.Check(**parts, kind="leads", expression=given["from"], to=given["to"])
    return scenario.Check(**parts, kind=kinds[0], expression=given)


# --- services, clock, fixes ---------------------------------------------------------------------------------------


def plain_need(text: str, reader: Reader) -> tuple[scenario.Need, ...]:
    reader.refer("service", text)
    return (scenario.Need(services=(text,)),)


def need(**parts: Any) -> tuple[scenario.Need, ...]:
    """One need, or one for each member of a list that is no redundancy."""
    services = parts.pop("services")
    parts["during_recovery"] = "during" in parts
    parts.pop("during", None)
    at_least = parts.get("at_least")
    if at_least is None:
        return tuple(scenario.Need(services=(service,), **parts) for service in services)
    if at_least > len(services):
        raise WrongValueError(
            f"at_least: {at_least} of {len(services)} can never be met", "name more services in a list"
        )
    return (scenario.Need(services=services, **parts),)


def needs(entries: tuple[tuple[scenario.Need, ...], ...]) -> tuple[scenario.Need, ...]:
    return tuple(need for entry in entries for need in entry)


def never(text: str, reader: Reader) -> scenario.Recovery:
    if text != "never":
        raise WrongValueError(f"{quoted(text)} is no recovery", "write never, or {when: …, after: 10m, backlog: 0.5}")
    return scenario.Recovery(never=True)


def timeline_entry(**parts: Any) -> scenario.TimelineEntry:
    at, until = parts.pop("at")
    if not {"say", "mark", "status"} & set(parts):
        raise WrongValueError("this entry says nothing", "give it say, mark or status")
    return scenario.TimelineEntry(at=at, until=until, **parts)


def exact(text: str, reader: Reader) -> tuple[int, int]:
    at = times.instant(text, reader.zone)
    return at, at


def moment_range(ends: tuple[int, int]) -> tuple[int, int]:
    if ends[0] > ends[1]:
        raise WrongValueError("this range ends before it begins", "the earlier time stands first")
    return ends


def run_entry(text: str, reader: Reader) -> scenario.RunEntry:
    return scenario.RunEntry(move=move(text, reader))


def fix(**parts: Any) -> scenario.Fix:
    """A fix that changes nothing is a mistake."""
    if not any(parts.get(key) for key in ("set", "drop", "join")):
        raise WrongValueError("this fix changes nothing", "give it set, drop or join")
    return scenario.Fix(**parts)


def expectation(**parts: Any) -> scenario.Expectation:
    """`finding: none` becomes `nothing`."""
    finding = parts.pop("finding", ())
    if "none" in finding and len(finding) > 1:
        raise WrongValueError("'none' stands beside other findings", "write one or the other")
    if "none" in parts.get("absent", ()):
        raise WrongValueError("'none' cannot be absent", "name findings, or say finding: none")
    nothing = finding == ("none",)
    return scenario.Expectation(**parts, finding=() if nothing else finding, nothing=nothing)


def positions(pairs: Pairs) -> tuple[scenario.Position, ...]:
    return tuple(scenario.Position(service=name, x=at[0], y=at[1]) for name, at in pairs)


def declared_types(pairs: Pairs) -> tuple[scenario.DeclaredType, ...]:
    return tuple(scenario.DeclaredType(name=name, type=type_) for name, type_ in pairs)


def whole(**parts: Any) -> scenario.Scenario:
    """`checks` may hold the word that allows deadlocks."""
    checks = parts.pop("checks", ())
    properties = tuple(check for check in checks if isinstance(check, scenario.Check))
    return scenario.Scenario(**parts, checks=properties, deadlock_allowed=any(check == "allowed" for check in checks))
