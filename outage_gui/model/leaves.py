"""The kinds of text a value can be: prose, names, numbers, times, references; how each is read, and its schema."""

import re

from outage_gui.model import limits, times, words
from outage_gui.model.scenario import Span
from outage_gui.model.shapes import Either, Leaf, ListOf, Reader
from outage_gui.model.words import WrongValueError, nearest, quoted

TEXT_SCHEMA: dict[str, object] = {"type": ["string", "number", "boolean"]}
_WHOLE = re.compile(r"-?(0|[1-9]\d*)\Z", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d{1,18})?\Z", re.ASCII)
_RANGE = re.compile(r"(\S+?)\s*\.\.\s*(\S+)\Z")
_PICKS = r"\([A-Za-z][\w.\[\]]*=[^()\n]*\)"
_MOVE = re.compile(rf"(?:start{_PICKS}|[A-Za-z]\w*(?:\.\w+){{1,2}}(?:{_PICKS})?)\Z", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"]{3,2000}\Z", re.ASCII)


def _prose(text: str, reader: Reader) -> str:
    if not text.strip():
        raise WrongValueError("this text is empty", "leave the key out")
    return text


def _expression(text: str, reader: Reader) -> str:
    if not text.strip():
        raise WrongValueError("this expression is empty", "leave the key out")
    if len(text) > limits.EXPRESSION_CHARACTERS:
        raise WrongValueError(f"this is longer than {limits.EXPRESSION_CHARACTERS} characters")
    reader.spend(len(text))
    return text


PROSE = Leaf("a text", _prose, TEXT_SCHEMA)
EXPRESSION = Leaf("an expression", _expression, TEXT_SCHEMA)
BODY = Leaf("statements", _expression, TEXT_SCHEMA)
WORD = Leaf("a name", lambda text, reader: words.word(text), {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$"})
_NAME_SCHEMA = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]*$"}
NAME = Leaf("a name", lambda text, reader: words.name(text), _NAME_SCHEMA)
CHECK_NAME = Leaf("a name", lambda text, reader: words.check_name(text), _NAME_SCHEMA)


def whole_number(text: str, low: int = -limits.LARGEST - 1, high: int = limits.LARGEST) -> int:
    """A decimal whole number between two limits. Raises WrongValueError."""
    if not _WHOLE.match(text):
        raise WrongValueError(f"{quoted(text)} is no whole number", _number_hint(text))
    number = int(text) if len(text) <= 20 else limits.LARGEST * 4 * (-1 if text[0] == "-" else 1)
    if number < low:
        raise WrongValueError(f"{quoted(text)} is too small: {low} is the least")
    if number > high:
        raise WrongValueError(f"{quoted(text)} is too large: {high} is the most")
    return number


def _number_hint(text: str) -> str:
    plain = text.replace("_", "").replace(",", "").removeprefix("+")
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    if digits.isascii() and digits.isdigit() and len(digits) <= 20:
        return f"write {sign}{digits.lstrip('0') or '0'}"
    return "write decimal digits"


def number(what: str, low: int, high: int) -> Leaf:
    """A whole number within limits."""
    schema = {"type": "integer", "minimum": low, "maximum": high}
    return Leaf(what, lambda text, reader: whole_number(text, low, high), schema)


def decimal(what: str, low: float, high: float) -> Leaf:
    """A number like 3 or 0.5 within limits; no exponent, no infinity."""

    def read(text: str, reader: Reader) -> float:
        if not _DECIMAL.match(text):
            raise WrongValueError(f"{quoted(text)} is no number", "write it like 3 or 0.5")
        if not low <= float(text) <= high:
            raise WrongValueError(f"{quoted(text)} lies outside {low:g} to {high:g}")
        return float(text)

    return Leaf(what, read, {"type": "number", "minimum": low, "maximum": high})


def interval(text: str) -> tuple[int, int]:
    """`LOW..HIGH`. Raises WrongValueError."""
    found = _RANGE.match(text)
    if not found:
        raise WrongValueError(f"{quoted(text)} is no range", "write it like 0..3")
    low, high = whole_number(found[1]), whole_number(found[2])
    if low > high:
        raise WrongValueError(f"the range is empty: {low} is above {high}", f"write {high}..{low}")
    return low, high


def one_of(what: str, *known: str) -> Leaf:
    """One of a closed set of words."""

    def read(text: str, reader: Reader) -> str:
        if text not in known:
            raise WrongValueError(f"{quoted(text)} is no {what.partition(' ')[2]}", nearest(text, known))
        return text

    return Leaf(what, read, {"enum": list(known)})


def _flag(text: str, reader: Reader) -> bool:
    if text not in ("true", "false"):
        raise WrongValueError(f"{quoted(text)} is neither true nor false", "write true or false")
    return text == "true"


FLAG = Leaf("true or false", _flag, {"type": "boolean"})
_DURATION = "([0-9]+(ms|[dhms]) ?)+"
DURATION = Leaf(
    "a duration", lambda text, reader: times.duration(text), {"type": "string", "pattern": f"^{_DURATION}$"}
)
SPAN = Leaf(
    "a duration or a range of them",
    lambda text, reader: Span(low=times.span(text)[0], high=times.span(text)[1]),
    {"type": "string", "pattern": f"^{_DURATION}(\\.\\. ?{_DURATION})?$"},
)
INSTANT = Leaf(
    "a date and time",
    lambda text, reader: times.instant(text, reader.zone),
    {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}"},
)


def _zone(text: str, reader: Reader) -> str:
    return times.zone(text).key


ZONE = Leaf("a time zone", _zone, {"type": "string"})


def _url(text: str, reader: Reader) -> str:
    if not _URL.match(text):
        raise WrongValueError(
            f"{quoted(text)} is no web address", "it begins with https:// or http:// and has no blanks"
        )
    return text


URL = Leaf("a web address", _url, {"type": "string", "pattern": "^https?://"})


def move(text: str, reader: Reader) -> str:
    """The text of a move, by its form alone. Raises WrongValueError."""
    if text.count("(") != text.count(")"):
        raise WrongValueError(
            f"{quoted(text)} is half a move: the comma inside its brackets ends it", "put quotes around it"
        )
    if not _MOVE.match(text) or len(text) > limits.EXPRESSION_CHARACTERS:
        raise WrongValueError(
            f"{quoted(text)} is no move", "write it like planner.publish, enactor.a.apply or e.a.check(p=3)"
        )
    return text


MOVE = Leaf("a move", move, {"type": "string"})


PLURALS = {
    "source": "sources",
    "service": "services",
    "fix": "fixes",
    "finding": "findings",
}


def reference(kind: str) -> Leaf:
    """The name of something that must exist: a service, a group, a fix …"""

    def read(text: str, reader: Reader) -> str:
        reader.refer(kind, text)
        return text

    return Leaf(f"the name of a {kind}", read, {"type": "string"})


def references(kind: str, least: int = 0) -> ListOf:
    """A list of such names."""
    return ListOf(f"a list of {PLURALS[kind]}", reference(kind), least=least, distinct=True)


def one_or_more(kind: str) -> Either:
    """`NAME` or `[NAMES]`, as a tuple."""
    one = reference(kind)
    alone = one._replace(value=lambda text, reader: (one.value(text, reader),))
    return Either(f"a {kind} or a list of {PLURALS[kind]}", text=alone, items=references(kind, least=1))
