"""The numbers a meeting asks for, each with its title, its value and what is meant by it."""

from typing import NamedTuple

from outage_gui.workbench.explore_frame import Orders, Outcome
from outage_gui.workbench.explore_words import number, percent
from outage_gui.workbench.wording import counted

EXACT = 2.0**53


class Figure(NamedTuple):
    """A number of the meeting: what it is, how large, and what is meant by it."""

    title: str
    value: str
    meaning: str
    bad: bool = False


def figures(outcome: Outcome) -> tuple[Figure, ...]:
    """Everything that was counted, in words a newcomer understands."""
    orders = outcome.orders
    seen = (Figure("Agree with the record", agreeing(outcome), "orders with the recorded moves as recorded"),)
    return (
        Figure("Orders", total(orders), why_so_many(orders)),
        Figure("Of these fail", share(orders), failing_words(orders), orders.failing > 0),
        Figure("Chance", chance(orders), "if every next move is picked at random", bool(orders.chance)),
        Figure("Services lost", lost(outcome), lost_words(outcome), bool(outcome.lost)),
        *(seen if outcome.agreeing is not None else ()),
        Figure("States", number(outcome.states), f"the farthest is {counted(outcome.depth, 'move')} away"),
    )


def total(orders: Orders) -> str:
    return {"unbounded": "unbounded", "not counted": "not counted"}.get(orders.kind) or about(orders, orders.total)


def about(orders: Orders, value: float) -> str:
    """ "5,841,186" where it is exact, "≈ 1.7 × 10³⁸" where it is not."""
    return ("≈ " if orders.kind == "about" and value else "") + number(value)


def why_so_many(orders: Orders) -> str:
    words = {
        "unbounded": "runs can go round in circles",
        "not counted": "too many states, or not all known",
        "exact": "complete, counted to the last",
        "about": "complete; more than can be held exactly",
    }
    return words[orders.kind]


def share(orders: Orders) -> str:
    """Each order counted once."""
    if orders.kind in ("unbounded", "not counted") or not orders.total:
        return "–"
    return percent(orders.failing / orders.total)


def failing_words(orders: Orders) -> str:
    if orders.kind in ("unbounded", "not counted"):
        return "there is no number to compare with"
    return f"{about(orders, orders.failing) if orders.failing else 'none'}, every order counted once"


def chance(orders: Orders) -> str:
    return "–" if orders.chance is None else percent(orders.chance)


def lost(outcome: Outcome) -> str:
    return f"{len(outcome.lost)} of {len(outcome.worst)}" if outcome.worst else "–"


def lost_words(outcome: Outcome) -> str:
    return "go down in at least one order" if outcome.worst else "the file has none, or not all is known"


def agreeing(outcome: Outcome) -> str:
    """Beyond what is held exactly, about."""
    if outcome.agreeing is None:
        return "–"
    return ("≈ " if outcome.agreeing > EXACT else "") + number(outcome.agreeing)
