"""Names and comments for other languages: the scenario's own where they can stand, else by one visible rule."""

import contextlib
import re
from collections.abc import Iterable, Iterator

RULE = "a name that is taken or reserved gets _ behind it, or _2, _3 ...; what is not A-Z a-z 0-9 becomes _"


class CannotSayError(Exception):
    """Something a format has no way to say; the text is the rest of a sentence about the step."""


@contextlib.contextmanager
def named(whose: str) -> Iterator[None]:
    """What cannot be said inside is said of this part of the scenario."""
    try:
        yield
    except CannotSayError as error:
        raise CannotSayError(f"{whose} {error}") from None


class Spelling:
    """Gives each thing one name, and no two things the same. starts: what no name may begin with."""

    def __init__(self, reserved: Iterable[str], starts: tuple[str, ...] = ()) -> None:
        self.taken = set(reserved)
        self.starts = starts

    def inner(self) -> "Spelling":
        """For names of one part only, which do not hide those outside."""
        return Spelling(self.taken, self.starts)

    def new(self, wanted: str) -> str:
        """A name not given before, as close to the wanted one as can be."""
        plain = self._plain(wanted)
        choices = (plain, f"{plain}_", *(f"{plain}_{number}" for number in range(2, len(self.taken) + 3)))
        return self._first(choices)

    def numbered(self, wanted: str) -> str:
        """The same for one of several of a kind: `seen_1`, `seen_2` …"""
        plain = self._plain(wanted)
        return self._first(f"{plain}_{number}" for number in range(1, len(self.taken) + 2))

    def _plain(self, wanted: str) -> str:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", wanted)
        return plain if plain[:1].isalpha() and not plain.startswith(self.starts or ("\0",)) else f"x_{plain}"

    def _first(self, choices: Iterable[str]) -> str:
        name = next(choice for choice in choices if choice not in self.taken)
        self.taken.add(name)
        return name


def comment(text: str, width: int = 200) -> str:
    """Text of a scenario where it can end no comment: one line, no comment marks, nothing but printable ASCII."""
    line = " ".join(text.split())
    for fancy, plain in (("–", "-"), ("—", "-"), ("’", "'"), ("“", '"'), ("”", '"'), ("…", "...")):
        line = line.replace(fancy, plain)
    line = "".join(letter if 32 <= ord(letter) < 127 else "?" for letter in line)
    for mark in ("*/", "/*", "(*", "*)", "//", "\\"):
        line = line.replace(mark, " ")
    line = " ".join(line.split())
    return line if len(line) <= width else line[: width - 3] + "..."


def remark(text: str) -> str:
    """A comment in TLA+, whose readers look for the line that begins and the one that ends a module everywhere."""
    return re.sub(r"(-|=)\1{2,}", r"\1\1", comment(text))
