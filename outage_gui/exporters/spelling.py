"""Names for other languages: the scenario's own where they can stand, else by one visible rule."""

import re
from collections.abc import Iterable

RULE = "a name that is taken or reserved gets _ behind it, or _2, _3 ...; what is not A-Z a-z 0-9 becomes _"


class Spelling:
    """Gives each thing one name, and no two things the same."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self.taken = set(reserved)

    def new(self, wanted: str) -> str:
        """A name not given before, as close to the wanted one as can be."""
        plain = re.sub(r"[^A-Za-z0-9_]", "_", wanted)
        plain = plain if plain[:1].isalpha() else f"x_{plain}"
        choices = (plain, f"{plain}_", *(f"{plain}_{number}" for number in range(2, len(self.taken) + 3)))
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
