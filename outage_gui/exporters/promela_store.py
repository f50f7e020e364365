"""Variables as Promela keeps them: a plain one, or one array for a table of any depth; a queue has a length too.

A Store is what the cells hold after some statements, in terms of what they held before the move.
"""

from collections.abc import Iterator
from typing import NamedTuple

from outage_gui.exporters.promela_values import (
    AnyCode,
    CannotSayError,
    Code,
    QueueCode,
    SetCode,
    TableCode,
    chosen,
    from_mask,
    mask_of,
)
from outage_gui.model.types import Queue, Range, Resolved, SetOf, Table, domain, size


class Variable(NamedTuple):
    """keys: of the tables around the leaf, outermost first."""

    name: str
    type: Resolved

    @property
    def keys(self) -> tuple[Resolved, ...]:
        found, type = [], self.type
        while isinstance(type, Table):
            found.append(type.each)
            type = type.of
        return tuple(found)

    @property
    def leaf(self) -> Resolved:
        type = self.type
        while isinstance(type, Table):
            type = type.of
        return type

    @property
    def leaves(self) -> int:
        """How many leaves there are."""
        found = 1
        for key in self.keys:
            found *= size(key)
        return found

    @property
    def arrays(self) -> tuple[tuple[str, int], ...]:
        """Each name Promela has, and how many cells; 0: no array."""
        count = self.leaves if self.keys else 0
        if isinstance(self.leaf, Queue):
            return ((self.length_name, count), (self.name, self.leaf.size * self.leaves))
        return ((self.name, count),)

    @property
    def length_name(self) -> str:
        return f"{self.name}_length"


class Place(NamedTuple):
    """Some leaves of a variable, from `offset` on: a constant, or a text."""

    variable: Variable
    type: Resolved
    offset: int | str = 0


def plus(a: int | str, b: int | str) -> int | str:
    if isinstance(a, int) and isinstance(b, int):
        return a + b
    return a if b == 0 else b if a == 0 else f"({a} + {b})"


def times(a: int | str, factor: int) -> int | str:
    return a * factor if isinstance(a, int) else a if factor == 1 else f"({a} * {factor})"


def leaves_of(type: Resolved) -> int:
    return size(type.each) * leaves_of(type.of) if isinstance(type, Table) else 1


class Store:
    """Cells that differ from what they were before the move."""

    def __init__(self, changed: dict[str, str] | None = None) -> None:
        self.changed = dict(changed or {})

    def copy(self) -> "Store":
        return Store(self.changed)

    # --- cells

    def cell(self, array: tuple[str, int], index: int | str) -> str:
        """The text of what the cell holds."""
        name, count = array
        if not count:
            return self.changed.get(name, name)
        if isinstance(index, int):
            text = f"{name}[{index}]"
            return self.changed.get(text, text)
        cells = [f"{name}[{i}]" for i in range(count)]
        if not any(cell in self.changed for cell in cells):
            return f"{name}[{index}]"
        text = self.changed.get(cells[-1], cells[-1])
        for i in reversed(range(count - 1)):
            text = chosen(f"({index} == {i})", self.changed.get(cells[i], cells[i]), text)
        return text

    def put(self, array: tuple[str, int], index: int | str, text: str) -> None:
        name, count = array
        if not count:
            self.changed[name] = text
        elif isinstance(index, int):
            self.changed[f"{name}[{index}]"] = text
        else:
            for i in range(count):
                old = self.cell(array, i)
                self.changed[f"{name}[{i}]"] = chosen(f"({index} == {i})", text, old)

    def merged(self, condition: str, other: "Store") -> "Store":
        """This one where the condition holds, else the other."""
        cells = dict.fromkeys((*self.changed, *other.changed))
        return Store({c: chosen(condition, self.changed.get(c, c), other.changed.get(c, c)) for c in cells})

    # --- places

    def read(self, place: Place) -> AnyCode:
        type, variable = place.type, place.variable
        if isinstance(type, Table):
            each = leaves_of(type.of)
            places = (place._replace(type=type.of, offset=plus(place.offset, i * each)) for i in range(size(type.each)))
            return TableCode(type.each, tuple(self.read(inner) for inner in places))
        if isinstance(type, Queue):
            lengths, items = variable.arrays
            length = Code(self.cell(lengths, place.offset), Range(0, type.size))
            first = times(place.offset, type.size)
            return QueueCode(
                type.of, length, tuple(plain(type.of, self.cell(items, plus(first, i))) for i in range(type.size))
            )
        return plain(type, self.cell(variable.arrays[0], place.offset))

    def write(self, place: Place, code: AnyCode) -> None:
        """Put a value that fits."""
        for array, index, text in assignments(place, code):
            self.put(array, index, text)


def plain(type: Resolved, text: str) -> Code | SetCode:
    """What a cell of that type holds."""
    return from_mask(type.of, domain(type.of), text) if isinstance(type, SetOf) else Code(text, type)


def assignments(place: Place, code: AnyCode) -> Iterator[tuple[tuple[str, int], int | str, str]]:
    """Array, index and text of every cell of the place."""
    type, variable = place.type, place.variable
    match type, code:
        case Table(of=of), TableCode(items=items):
            each = leaves_of(of)
            for i, item in enumerate(items):
                yield from assignments(place._replace(type=of, offset=plus(place.offset, i * each)), item)
        case Queue(size=most, of=of), QueueCode(length=length, items=items):
            lengths, cells = variable.arrays
            first = times(place.offset, most)
            yield lengths, place.offset, length.text
            for i in range(most):
                inside = cell_text(of, items[i]) if i < len(items) else "0"
                alive = (
                    ("true" if int(length.text) > i else "false") if length.text.isdigit() else f"({length.text} > {i})"
                )
                yield cells, plus(first, i), chosen(alive, inside, "0")
        case _:
            yield variable.arrays[0], place.offset, cell_text(type, code)


def cell_text(type: Resolved, code: AnyCode) -> str:
    if isinstance(code, SetCode):
        assert isinstance(type, SetOf)
        return mask_of(code, domain(type.of))
    if not isinstance(code, Code):
        raise CannotSayError("stores a whole table where one value is kept")
    return code.text
