"""The words of an exploration: verdict sentences, numbers, what a file expects of a set of fixes, the game's lines."""

from outage_gui.model.scenario import Expectation, Scenario
from outage_gui.workbench.explore_frame import Finding, Orders, Outcome, SearchState
from outage_gui.workbench.wording import counted, cut, listed

ROUNDING = 1e-12
LONG = 1e15  # above, a number is told by its size
DIGITS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def number(value: float) -> str:
    """ "5,841,186", "1.7 × 10³⁸"."""
    if value < LONG:
        return f"{value:,.0f}"
    figure, _, power = f"{value:.1e}".partition("e")
    return f"{figure} × 10{str(int(power)).translate(DIGITS)}"


def percent(share: float) -> str:
    """ "2.85 %"; never 0 % or 100 % unless it is, but for what adding up many chances loses."""
    if share == 0.0 or share > 1 - ROUNDING:
        return f"{share * 100:.0f} %"
    text = f"{share * 100:.2f}" if share < 0.1 else f"{share * 100:.1f}"
    if float(text) == 0:
        return "under 0.01 %"
    return "over 99.9 %" if float(text) == 100 else f"{text} %"


def sentence(outcome: Outcome | None, state: SearchState, *, large: bool = False, stale: bool = False) -> str:
    """The verdict, in one line that can be read from the back of a room."""
    if outcome is None:
        return waiting(state, large=large, stale=stale)
    if outcome.verdict == "verified":
        return f"Verified: {every_order(outcome.orders)}"
    if outcome.verdict == "incomplete":
        what = outcome.limit or f"{listed(outcome.open)} could not be judged"
        return f"Incomplete: {what}. Nothing found so far, the rest is not known"
    return f"Violated: {failing(outcome)}"


def waiting(state: SearchState, *, large: bool, stale: bool) -> str:
    if state in ("running", "paused"):
        return "Exploring every order …" if state == "running" else "Paused"
    if state == "stopped":
        return "Stopped: nothing is known of the rest"
    if stale:
        return "Out of date: the file has changed. Explore again"
    return "Many states: press Explore to try every order" if large else "Not explored yet"


def every_order(orders: Orders) -> str:
    if orders.kind == "exact" and orders.total > 1:
        return f"not one of {number(orders.total)} orders fails"
    if orders.kind == "about":
        return f"not one of ≈ {number(orders.total)} orders fails"
    return "no order fails"


def failing(outcome: Outcome) -> str:
    """How many orders fail where that can be counted, else how soon one does."""
    orders, first = outcome.orders, shortest(outcome)
    if orders.kind == "exact" and orders.failing == orders.total > 0:
        return "every order fails" if orders.total > 1 else "it fails in the only order there is"
    if orders.kind == "exact" and orders.failing:
        return f"{number(orders.failing)} of {number(orders.total)} orders {'fails' if orders.failing == 1 else 'fail'}"
    if not first.steps:
        return f"it never happens: {cut(first.label, 80)}" if first.kind == "sometimes" else "it fails from the start"
    return f"it can fail, and {counted(first.steps, 'move is', 'moves are')} enough"


def shortest(outcome: Outcome) -> Finding:
    """The finding with the shortest order; what never happens in any comes last."""
    return min(outcome.findings, key=lambda one: one.kind == "sometimes")


def below(outcome: Outcome | None, *, checks: int = 1) -> str:
    """The verdict's fine print."""
    if outcome is None:
        return ""
    parts = []
    if outcome.limit and outcome.verdict == "violated":
        parts.append(f"stopped at {outcome.limit}: the rest is not known")
    if outcome.findings:
        named = list(dict.fromkeys(one.label for one in outcome.findings))
        parts.append("What fails: " + listed((cut(label, 70) for label in named), 2))
    if outcome.verdict == "verified":
        parts.append("the whole space was searched: this is a proof")
    if not checks:
        parts.append("this file writes no check: only standstills and faults were looked for")
    text = " · ".join(parts)
    return text[:1].upper() + text[1:]


# --- the fix lab --------------------------------------------------------------------------------------------------


def row_label(scenario: Scenario, fixes: tuple[str, ...], what_ifs: tuple[str, ...] = ()) -> str:
    """what_ifs: fixes that stand in no file."""
    labels = {fix.name: fix.label or fix.name for fix in scenario.fixes}
    if not fixes:
        return "As it stands"
    if len(fixes) == len(labels) - len(what_ifs) > 1 and not set(fixes) & set(what_ifs):
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


def told(before: Outcome | None, after: Outcome | None) -> str:
    """What a change of the steps brought about: the failure appears, vanishes, or neither."""
    if before is None or after is None:
        return ""
    if after.verdict == "incomplete":
        return "not all of it is known"
    gone = [one for one in before.findings if one.check not in {other.check for other in after.findings}]
    fresh = [one for one in after.findings if one.check not in {other.check for other in before.findings}]
    if fresh:
        return f"now fails: {listed((cut(one.label, 60) for one in fresh), 2)}"
    if gone:
        return (
            "nothing fails any more" if not after.findings else f"gone: {listed((cut(o.label, 60) for o in gone), 2)}"
        )
    return "still fails" if after.findings else "still holds"
