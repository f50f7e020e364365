"""The words of an exploration: verdict sentences, numbers, what a file expects of a set of fixes, the game's lines."""

from outage_gui.model.scenario import Expectation, Scenario
from outage_gui.workbench.explore_frame import Along, Game, Orders, Outcome, SearchState
from outage_gui.workbench.wording import counted, cut, listed

LONG = 1e15  # above, a number is told by its size
DIGITS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def number(value: float) -> str:
    """ "5,841,186", "1.7 × 10³⁸"."""
    if value < LONG:
        return f"{value:,.0f}"
    figure, _, power = f"{value:.1e}".partition("e")
    return f"{figure} × 10{str(int(power)).translate(DIGITS)}"


def percent(share: float) -> str:
    """ "2.85 %"; never 0 % or 100 % unless it is."""
    if share in (0.0, 1.0):
        return f"{share * 100:.0f} %"
    text = f"{share * 100:.2f}" if share < 0.1 else f"{share * 100:.1f}"
    if float(text) == 0:
        return "under 0.01 %"
    return "over 99.9 %" if float(text) == 100 else f"{text} %"


def sentence(outcome: Outcome | None, state: SearchState, *, large: bool) -> str:
    """The verdict, in one line that can be read from the back of a room."""
    if outcome is None:
        return waiting(state, large=large)
    if outcome.verdict == "verified":
        return f"Verified: {every_order(outcome.orders)}"
    if outcome.verdict == "incomplete":
        what = outcome.limit or f"{listed(outcome.open)} could not be judged"
        return f"Incomplete: {what}. What was not reached is not known"
    return failing(outcome)


def waiting(state: SearchState, *, large: bool) -> str:
    if state in ("running", "paused"):
        return "Exploring every order …" if state == "running" else "Paused"
    if state == "stopped":
        return "Stopped: nothing is known of the rest"
    return "Too many orders to answer at every change: press Explore" if large else "Not explored yet"


def every_order(orders: Orders) -> str:
    if orders.kind == "exact" and orders.total > 1:
        return f"not one of {number(orders.total)} orders fails"
    if orders.kind == "about":
        return f"not one of ≈ {number(orders.total)} orders fails"
    return "in no order does a check fail"


def failing(outcome: Outcome) -> str:
    """Share and numbers where orders can be counted."""
    orders, first = outcome.orders, outcome.findings[0]
    if orders.kind == "exact" and orders.failing:
        share = percent(orders.failing / orders.total)
        return f"In {share} of all orders it fails: {number(orders.failing)} of {number(orders.total)}"
    if orders.kind == "about" and orders.chance:
        return f"{percent(orders.chance)} of randomly picked orders fail"
    if not first.steps and first.kind == "sometimes":
        return f"It never happens in any order: {cut(first.label, 80)}"
    return f"It can fail: {counted(first.steps, 'move')} are enough"


def below(outcome: Outcome | None) -> str:
    """The verdict's fine print."""
    if outcome is None:
        return ""
    parts = []
    if outcome.limit and outcome.verdict == "violated":
        parts.append(f"stopped at {outcome.limit}: the rest is not known")
    if outcome.findings:
        named = sorted({one.label for one in outcome.findings}, key=[one.label for one in outcome.findings].index)
        parts.append("What fails: " + listed((cut(label, 70) for label in named), 2))
    if outcome.orders.kind == "about":
        parts.append(f"≈ {number(outcome.orders.total)} orders in all")
    if outcome.orders.kind == "unbounded":
        parts.append("orders are unbounded: runs can go round in circles")
    if outcome.verdict == "verified":
        parts.append("the whole space was searched: this is a proof")
    if outcome.lost:
        parts.append(f"{counted(len(outcome.lost), 'service')} can go down")
    return " · ".join(parts)


# --- the fix lab --------------------------------------------------------------------------------------------------


def row_label(scenario: Scenario, fixes: tuple[str, ...]) -> str:
    labels = {fix.name: fix.label or fix.name for fix in scenario.fixes}
    if not fixes:
        return "As it stands"
    if len(fixes) == len(labels) > 1:
        return "All fixes together"
    return " + ".join(labels[name] for name in fixes)


def expectation(scenario: Scenario, fixes: tuple[str, ...], outcome: Outcome | None) -> str:
    """Whether the answer is what the file expects; empty where it expects nothing of this set, or has no answer."""
    asked = [each for each in scenario.expect if set(each.fixes) == set(fixes)]
    if not asked or outcome is None:
        return ""
    wrong = [why for each in asked for why in unmet(each, outcome)]
    if wrong:
        return f"expected {listed(wrong)}"
    return "as expected" if not outcome.limit else ""


def unmet(each: Expectation, outcome: Outcome) -> list[str]:
    """What it says that is not so; what a limit leaves open is not told."""
    found = {one.check: one.steps for one in outcome.findings}
    whole = not outcome.limit
    wrong = [name for name in each.finding if whole and name not in found]
    wrong += ["nothing"] * bool(each.nothing and found)
    wrong += [f"no {name}" for name in each.absent if name in found]
    lengths = [found[name] for name in each.finding or found if name in found]
    if each.shortest is not None and lengths and min(lengths) != each.shortest:
        wrong.append(counted(each.shortest, "move"))
    if each.states is not None and ((outcome.states != each.states and whole) or outcome.states > each.states):
        wrong.append(counted(each.states, "state"))
    return wrong


# --- you are the scheduler ----------------------------------------------------------------------------------------


def game(along: Along | None, step: int, outcome: Outcome | None, state: SearchState) -> Game:
    """What the tool says to the room after so many moves."""
    can_undo = step > 0
    if along is None or step >= len(along.distances):
        busy = state in ("running", "paused") or (outcome is not None and state == "done")
        return Game(None, "Exploring every order …" if busy else "Explore first: then it can be told", False, can_undo)
    left = along.distances[step]
    if left == 0:
        return Game(0, f"It has happened, after {counted(step, 'move')}", True, can_undo)
    if left < 0:
        return Game(left, "It can no longer happen. Take a move back", False, can_undo)
    return Game(left, f"At least {counted(left, 'more move', 'more moves')} to an outage", False, can_undo)
