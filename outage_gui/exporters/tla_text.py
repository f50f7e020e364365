"""Pieces of TLA+ text that know how tightly they bind, and the faults kept beside them.

A fault is a name and the condition under which it occurs, given that none before it has. A text may only be evaluated
where no fault occurred; TLC evaluates LET, IF, conjunctions and disjunctions only as far as it must.
"""

from typing import NamedTuple, TypeAlias

from outage_gui.exporters.spelling import CannotSayError as CannotSayError

OPEN, LOGIC, NOT, COMPARED, SETS, SUM, ATOM = 1, 3, 4, 5, 8, 10, 20
MOST_TEXT = 100_000  # characters of one expression
LOWEST, HIGHEST = -(2**31) + 1, 2**31 - 1  # of TLC's numbers


class Text(NamedTuple):
    """level: how tightly it binds; opposite: the negation where it has a spelling of its own; sign: of and, or."""

    text: str
    level: int = ATOM
    opposite: str = ""
    sign: str = ""

    def at(self, level: int) -> str:
        """In brackets unless it binds at least so tightly."""
        return self.text if self.level >= level else f"({self.text})"


class Fault(NamedTuple):
    name: str
    when: Text


Faults: TypeAlias = tuple[Fault, ...]


class Code(NamedTuple):
    """An expression: its text, and its faults in the order they would occur."""

    text: Text
    faults: Faults = ()


TRUE, FALSE = Text("TRUE"), Text("FALSE")


def compared(left: Text, sign: str, right: Text) -> Text:
    """`left sign right`, for `= # < <= > >= \\in \\notin \\subseteq`."""
    other = OPPOSITES.get(sign, "")
    sides = left.at(SETS), right.at(SETS)
    return Text(f"{sides[0]} {sign} {sides[1]}", COMPARED, f"{sides[0]} {other} {sides[1]}" if other else "")


OPPOSITES = {"=": "#", "#": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "\\in": "\\notin", "\\notin": "\\in"}


def both(*texts: Text) -> Text:
    kept = [text for text in dict.fromkeys(texts) if text != TRUE]
    if FALSE in kept:
        return FALSE
    return joined("/\\", kept) if kept else TRUE


def either(*texts: Text) -> Text:
    kept = [text for text in dict.fromkeys(texts) if text != FALSE]
    if TRUE in kept:
        return TRUE
    return joined("\\/", kept) if kept else FALSE


def joined(sign: str, texts: list[Text]) -> Text:
    if len(texts) == 1:
        return texts[0]
    sides = (text.text if text.sign == sign else text.at(NOT) for text in texts)
    return sized(Text(f" {sign} ".join(sides), LOGIC, "", sign))


def inverse(text: Text) -> Text:
    if text in (TRUE, FALSE):
        return FALSE if text == TRUE else TRUE
    if text.opposite:
        return Text(text.opposite, max(text.level, NOT), text.text)
    return Text(f"~{text.at(ATOM)}", NOT, text.text) if text.level >= NOT else Text(f"~({text.text})", NOT)


def chosen(test: Text, yes: Text, no: Text) -> Text:
    if test in (TRUE, FALSE) or yes == no:
        return no if test == FALSE else yes
    if (yes, no) == (TRUE, FALSE):
        return test
    return sized(Text(f"IF {test.text} THEN {yes.at(LOGIC)} ELSE {no.text}", OPEN))


def called(name: str, *arguments: Text) -> Text:
    return sized(Text(f"{name}({', '.join(each.text for each in arguments)})"))


def sized(text: Text) -> Text:
    if len(text.text) > MOST_TEXT:
        raise CannotSayError("unrolls to more text than anyone can read")
    return text


# --- faults -------------------------------------------------------------------------------------------------------


def fault(name: str, when: Text) -> Faults:
    return () if when == FALSE else (Fault(name, when),)


def under(condition: Text, faults: Faults) -> Faults:
    """The faults of what is only evaluated where the condition holds."""
    found = (Fault(fault.name, both(condition, fault.when)) for fault in faults)
    return tuple(fault for fault in found if fault.when != FALSE)


def any_fault(faults: Faults) -> Text:
    return either(*(fault.when for fault in faults))


def lazily(operator: str, parts: list[Code]) -> Code:
    """`and`, `or`: what follows is only evaluated where it matters."""
    faults: Faults = ()
    so_far: list[Text] = []
    for part in parts:
        needed = both(*so_far) if operator == "and" else inverse(either(*so_far))
        faults += under(needed, part.faults)
        so_far.append(part.text)
    return Code(both(*so_far) if operator == "and" else either(*so_far), faults)
