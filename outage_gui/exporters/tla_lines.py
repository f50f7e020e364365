"""Moves written down: as an action, and as the condition under which they fault."""

import re

from outage_gui.exporters.tla_bodies import Hold, Let, Wrong
from outage_gui.exporters.tla_moves import Item, Leave, Move, Pick, Ways
from outage_gui.exporters.tla_text import LOGIC, OPEN, SETS, TRUE, either, inverse

# --- as an action -------------------------------------------------------------------------------------------------


def action(move: Move, every: tuple[str, ...]) -> list[str]:
    """The lines of an action; every: all variables, so that the others are said to be unchanged."""
    items, end = move
    if not items:
        return ended(end, every)
    if isinstance(items[0], Let):
        count = next((i for i, item in enumerate(items) if not isinstance(item, Let)), len(items))
        return let(*put_in(items[:count], action((items[count:], end), every)))  # type: ignore[arg-type]
    first, rest = items[0], (items[1:], end)
    match first:
        case Hold(text=text):
            return [f"/\\ {text.at(LOGIC + 1)}", *action(rest, every)]
        case Wrong(name=name, when=when):
            good = inverse(when)
            return [f"/\\ {good.at(LOGIC + 1)}  \\* else {name}", *action(rest, every)]
        case Pick(name=name, over=over):
            return [f"/\\ \\E {name} \\in {over.at(SETS)} :", *indented(action(rest, every))]
    raise AssertionError(first)


def changes(move: Move) -> frozenset[str]:
    """The variables it may change."""
    end = move[1]
    return changes(end.yes) | changes(end.no) if isinstance(end, Ways) else frozenset(name for name, _ in end.changed)


def put_in(definitions: tuple[Let, ...], inside: list[str]) -> tuple[tuple[Let, ...], list[str]]:
    """What is only read once, as the whole new value of a variable, needs no name."""
    kept: list[Let] = []
    for each in reversed(definitions):
        uses = re.findall(rf"\b{each.name}\b", "\n".join([*inside, *(later.text.text for later in kept)]))
        place = next((i for i, line in enumerate(inside) if re.search(rf"' = (.*= )?{each.name}\]?$", line)), -1)
        if len(uses) == 1 and place >= 0:
            text = each.text.text if each.text.level == OPEN else each.text.at(SETS)
            inside = [*inside[:place], inside[place].replace(f"= {each.name}", f"= {text}"), *inside[place + 1 :]]
        else:
            kept.insert(0, each)
    return tuple(kept), inside


def let(definitions: tuple[Let, ...], inside: list[str]) -> list[str]:
    if not definitions:
        return inside
    named = [f"{each.name} == {each.text.text}" for each in definitions]
    head = ["/\\ LET " + named[0], *("       " + line for line in named[1:])]
    return [*head, f"   IN  {inside[0]}", *(f"       {line}" for line in inside[1:])]


def ended(end: Leave | Ways, every: tuple[str, ...]) -> list[str]:
    if isinstance(end, Ways):
        if end.test == TRUE:
            return action(end.yes, every)
        yes, no = action(end.yes, every), action(end.no, every)
        return [f"/\\ IF {end.test.text} THEN", *indented(yes, 6), "   ELSE", *indented(no, 6)]
    lines = [f"/\\ {name}' = {text.at(SETS) if text.level > OPEN else text.text}" for name, text in end.changed]
    same = [name for name in every if name not in {each for each, _ in end.changed}]
    told = f"<<{', '.join(same)}>>" if len(same) > 1 else "".join(same)
    return [*lines, f"/\\ UNCHANGED {told}"] if same else lines


def indented(lines: list[str], by: int = 5) -> list[str]:
    return [" " * by + line for line in lines]


# --- as its faults ------------------------------------------------------------------------------------------------


def kinds_in(move: Move) -> frozenset[str]:
    """The names of the faults it may have."""
    items, end = move
    inside = kinds_in(end.yes) | kinds_in(end.no) if isinstance(end, Ways) else frozenset()
    return inside | {item.name for item in items if isinstance(item, Wrong)}


def faults(move: Move) -> list[str]:
    """The lines that say when the move faults with `kind`; [] where it never does."""
    items, end = move
    if not kinds_in(move):
        return []
    if not items:
        return parted_faults(end)
    if isinstance(items[0], Let):
        count = next((i for i, item in enumerate(items) if not isinstance(item, Let)), len(items))
        inside = faults((items[count:], end))
        return let_needed(items[:count], inside)  # type: ignore[arg-type]
    first, rest = items[0], (items[1:], end)
    match first:
        case Hold(text=text):
            return [f"/\\ {text.at(LOGIC + 1)}", *faults(rest)]
        case Wrong():
            return wrong(items, end)
        case Pick(name=name, over=over):
            return [f"/\\ \\E {name} \\in {over.at(SETS)} :", *indented(faults(rest))]
    raise AssertionError(first)


def wrong(items: tuple[Item, ...], end: Leave | Ways) -> list[str]:
    """This fault, or those after it where it does not occur; neighbours of one name together."""
    first, count = items[0], 1
    assert isinstance(first, Wrong)
    when = first.when
    while count < len(items) and isinstance(other := items[count], Wrong) and other.name == first.name:
        when, count = either(when, other.when), count + 1
    rest = faults((items[count:], end))
    if not rest:
        return [f"/\\ {when.at(LOGIC + 1)}", f'/\\ kind = "{first.name}"']
    return [f'/\\ IF {when.text} THEN kind = "{first.name}" ELSE', *indented(rest)]


def let_needed(definitions: tuple[Let, ...], inside: list[str]) -> list[str]:
    """Only those that are read."""
    text, kept = "\n".join(inside), list[Let]()
    for each in reversed(definitions):
        if re.search(rf"\b{each.name}\b", text):
            kept.insert(0, each)
            text += f"\n{each.text.text}"
    return let(tuple(kept), inside)


def parted_faults(end: Leave | Ways) -> list[str]:
    assert isinstance(end, Ways)
    if end.test == TRUE:
        return faults(end.yes)
    yes, no = faults(end.yes) or ["FALSE"], faults(end.no) or ["FALSE"]
    return [f"/\\ IF {end.test.text} THEN", *indented(yes, 6), "   ELSE", *indented(no, 6)]
