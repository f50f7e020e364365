"""What may stand at a place of the file, as values: reading, the schema and the paths of fixes all go by them.

A shape says nothing about a particular key; those are in `keys`.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol, TypeAlias

from outage_gui.model import limits


class Reader(Protocol):
    """What a leaf may ask while its text is read."""

    zone: str

    def refer(self, kind: str, name: str) -> None:
        """Remember that this place names a thing which must exist."""

    def spend(self, characters: int) -> None:
        """Count the text of an expression against what a whole file may have. Raises WrongValueError."""


class Leaf(NamedTuple):
    """A text that `value` turns into what it means, or refuses with WrongValueError."""

    what: str  # "a duration": for "expected a duration, found a list"
    value: Callable[[str, Reader], object]
    schema: Mapping[str, object]


class Raw(NamedTuple):
    """Any node; its value is its text as it stands in the file."""

    what: str


class ListOf(NamedTuple):
    """A list; its value is a tuple, or what `make` gives for the tuple."""

    what: str
    of: "Shape"
    least: int = 0
    most: int = limits.COLLECTION
    distinct: bool = False
    make: Callable[[Any], object] | None = None


class Named(NamedTuple):
    """A mapping from names, which the file chooses, to one shape.

    With `field` each record gets its name under it, and the value is a tuple of records; without, of pairs.
    An entry of `fixed` is a name with a meaning of its own where a text stands behind it.
    """

    what: str
    key: Leaf
    of: "Shape"
    field: str = ""
    most: int = limits.COLLECTION
    make: Callable[[Any], object] | None = None
    fixed: tuple["Key", ...] = ()


class Key(NamedTuple):
    """`field`: the name of the value in `Record.make`, where it is not the key itself."""

    name: str
    shape: "Shape"
    says: str
    field: str = ""
    required: bool = False


class Record(NamedTuple):
    """A mapping with fixed keys. `make` gets what was read, by field, and may raise WrongValueError."""

    what: str
    make: Callable[..., object]
    keys: tuple[Key, ...]


class Either(NamedTuple):
    """One shape for each kind of node that may stand here."""

    what: str
    text: Leaf | None = None
    items: ListOf | None = None
    mapping: "Record | Named | None" = None


class Later(NamedTuple):
    """A shape that contains itself."""

    name: str
    of: Callable[[], "Shape"]


Shape: TypeAlias = Leaf | Raw | ListOf | Named | Record | Either | Later
