"""Words with a fixed meaning, and what may be a name; the nearest name to a mistyped one."""

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from itertools import count
from keyword import kwlist

from outage_gui.model import limits
from outage_gui.model.problems import shown

FAULTS = (
    "out-of-range",
    "division-by-zero",
    "queue-full",
    "queue-empty",
    "no-such-key",
    "empty-min-max",
    "none-compared",
)
OWN_FINDINGS = (*FAULTS, "deadlock")
RESERVED = frozenset(kwlist) | {
    *("none", "true", "false", "self", "start", "end", "crash", "otherwise"),
    *("any", "all", "count", "len", "min", "max", "abs", "subsets", "at", "ended"),
}

_IN_EXPRESSIONS = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")


class WrongValueError(ValueError):
    """A value that cannot stand: why, and the way out (or "")."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


def word(text: str) -> str:
    """A name that can stand in an expression. Raises WrongValueError."""
    if not _IN_EXPRESSIONS.match(text):
        raise WrongValueError(f"{quoted(text)} is no usable name", "letters, digits and _, a letter first")
    if text in RESERVED:
        raise WrongValueError(
            f"{quoted(text)} has a meaning of its own and cannot be a name", f"write {text}_ or another name"
        )
    return _short(text)


def name(text: str) -> str:
    """A name of a service, group, check, fix, run or source. Raises WrongValueError."""
    if not _ELSEWHERE.match(text):
        raise WrongValueError(f"{quoted(text)} is no usable name", "letters, digits, - and _, a letter first")
    return _short(text)


def check_name(text: str) -> str:
    """A name of a check: what `expect` calls by name is not to be had twice. Raises WrongValueError."""
    if text in OWN_FINDINGS or text == "none":
        raise WrongValueError(f"no check may be called {quoted(text)}", "expect uses this word for something else")
    return name(text)


def _short(text: str) -> str:
    if len(text) > limits.NAME_CHARACTERS:
        raise WrongValueError(f"this name is longer than {limits.NAME_CHARACTERS} characters")
    return text


def unused(name: str, taken: Collection[str], *, joint: str = "-") -> str:
    """The name, or where it is taken with the first number behind it that is free.

    joint: stands before the number, unless the name has one of its own; names in expressions take no "-".
    """
    if name not in taken:
        return name
    stem = name.rstrip("0123456789").rstrip("-_") or name
    joint = "-" if "-" in name else "_" if "_" in name else joint
    return next(each for n in count(2) if (each := f"{stem}{joint}{n}") not in taken)


def quoted(text: str) -> str:
    """A stranger's word in a sentence."""
    return f"'{shown(text, 60)}'"


def nearest(text: str, known: Iterable[str]) -> str:
    """A hint that names the known word most like this one, or a few of them; "" where none is known."""
    names = sorted(set(known))
    close = get_close_matches(text[:60], names, n=1, cutoff=0.6) if len(names) <= limits.SERVICES else []
    if close:
        return f"did you mean {quoted(close[0])}?"
    if not names or len(names) > 12:
        return ""
    return "known: " + ", ".join(shown(name, 30) for name in names)
