"""What is wrong with a file, in the user's words: place, cause, way out. Every foreign text goes through `shown`."""

from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """One mistake. line and column count from 1; 0 where there is no place (a missing file, say)."""

    file: str
    line: int
    column: int
    cause: str
    hint: str = ""  # the way out: the nearest name, "put quotes around this expression"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: "
        return place + self.cause + (f" ({self.hint})" if self.hint else "")


class ScenarioError(Exception):
    """A file that is refused; at most 20 problems, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def shown(text: str, most: int = 80) -> str:
    """A stranger's text made safe to print: control, bidi and format characters escaped, cut at `most` characters."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: most + 1])
    return safe if len(safe) <= most else safe[: most - 1] + "…"
