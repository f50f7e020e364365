"""The stretch in which one text differs from another: what history and journal keep in the place of whole texts."""

from typing import NamedTuple


class Delta(NamedTuple):
    """`gone` stood at `at` and `came` stands there now."""

    at: int
    gone: str
    came: str

    def forth(self, text: str) -> str:
        return text[: self.at] + self.came + text[self.at + len(self.gone) :]

    def back(self, text: str) -> str:
        return text[: self.at] + self.gone + text[self.at + len(self.came) :]


def between(old: str, new: str) -> Delta:
    start = _common(old, new)
    tail = _common(old[start:][::-1], new[start:][::-1])
    return Delta(start, old[start : len(old) - tail], new[start : len(new) - tail])


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
