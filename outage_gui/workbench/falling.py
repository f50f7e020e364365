"""What else could fall, asked of the run on screen: kept from frame to frame, worked out in slices.

Imported when first asked for.
"""

import time
from collections.abc import Iterator, Sequence
from functools import cached_property

from outage_gui.engine.alone import Fall, Fragile
from outage_gui.engine.causes import Spread, chain, statuses
from outage_gui.engine.forced import forced
from outage_gui.engine.fragility import Choke, Late, chokes, lates, slacks, start_order
from outage_gui.model.scenario import Scenario
from outage_gui.model.status import Status
from outage_gui.workbench.page_frame import Page, PagePart, PageRow, shortened
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.wording import counted, cut, duration, listed

SLICE = 0.006  # seconds of work between two looks at the window
MOST_HITS = 40


class Falling:
    """Of one replay. `poll` works on; whatever is known stands in `value`."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay
        self.scenario: Scenario = replay.scenario
        self.names = [service.name for service in self.scenario.services]
        self.number = {name: place for place, name in enumerate(self.names)}
        self.step = -1
        self._texts = _conditions(self.scenario)
        self._holds: dict[str, bool] = {}
        self._falls: dict[str, Fall] = {}
        self._todo: Iterator[Fall] = iter(())
        self._fragile = Fragile(self.scenario, self._truth)
        self._chokes: tuple[Choke, ...] | None = None
        self._lates: tuple[Late, ...] | None = None

    def _truth(self, text: str) -> bool:
        return self._holds.get(text, False)

    # --- working

    def at(self, step: int) -> None:
        """Conditions are those after so many moves; where they differ from before, all is asked anew."""
        if step == self.step:
            return
        self.step = step
        holds = {text: bool(self.replay.states.judged(text).values[step]) for text in self._texts}
        if holds != self._holds or not self._falls:
            self._holds, self._falls = holds, {}
            self._todo = self._fragile.each()

    def poll(self) -> bool:
        """Some more of the work; whether there is something new."""
        until, found = time.monotonic() + SLICE, False
        while time.monotonic() < until:
            if not self._work():
                break
            found = True
        return found

    def _work(self) -> bool:
        fall = next(self._todo, None)
        if fall is not None:
            self._falls[fall.service] = fall
        elif self._chokes is None:
            self._chokes = chokes(self.scenario)
        elif self._lates is None:
            self._lates = lates(self.scenario, self.replay.spread, self._again)
        else:
            return False
        return True

    def _again(self, scenario: Scenario) -> Spread:
        states = self.replay.states
        return forced(
            scenario, self.replay.moments, lambda text: states.judged(text).values.tolist(), self.replay.failures
        )

    # --- telling

    def value(self, here: Playhead, selected: str | None) -> Page:
        self.at(here.step)
        chosen = selected if selected in self.number else None
        parts = self._of_one(here, chosen) if chosen else self._of_all(here)
        hits = self._alone(chosen).hits if chosen else ()
        lit, ways = (
            frozenset(self.number[hit.service] for hit in hits),
            frozenset((hit.by, hit.service) for hit in hits),
        )
        missing = len(self.names) - len(self._falls)
        doing = f"{len(self._falls):,} of {counted(len(self.names), 'service')} looked at" if missing else ""
        title = f"If {self._label(chosen)} failed alone" if chosen else "What else could fall"
        rows = tuple(part for part in parts if part.rows)
        return Page("falls", title, self._sentence(chosen), rows, lit if chosen else None, ways, doing)

    def _label(self, name: str) -> str:
        return self.scenario.services[self.number[name]].label or name

    def _labels(self, names: Sequence[str], most: int = 3) -> str:
        return listed([self._label(name) for name in names], most)

    def _alone(self, name: str) -> Fall:
        if name not in self._falls:
            self._falls[name] = self._fragile.alone(name)
        return self._falls[name]

    def _sentence(self, chosen: str | None) -> str:
        if chosen is None:
            return "Each service failed alone, in the model, every delay elapsed. Choose one to see what falls with it."
        fall = self._alone(chosen)
        if not fall.hits:
            return "Nothing else would be hit."
        return f"{worded(fall)}, of {counted(len(self.names) - 1, 'other service')}."

    def _of_one(self, here: Playhead, name: str) -> list[PagePart]:
        fall = self._alone(name)
        rows = [
            PageRow(self._label(h.service), right=_later(h.after), status=h.status, service=h.service)
            for h in fall.hits
        ]
        hanging = self._hanging(here, name)
        now = [PageRow(self._label(one), status=status, service=one) for one, status in hanging]
        act = PageRow(f"Fail {self._label(name)} here", "a what-if: the recorded run stays", fail=name)
        if name in self._failed:
            act = PageRow(f"Mend {self._label(name)}", "it was failed by hand", mend=name)
        return [
            PagePart("Try it", (act,)),
            shortened("It would take with it", rows, MOST_HITS),
            shortened("Down or degraded through it now", now, MOST_HITS),
        ]

    def _of_all(self, here: Playhead) -> list[PagePart]:
        return [
            PagePart("Failed by hand", tuple(self._by_hand_row(name) for name in self._failed)),
            shortened("Takes most with it", [self._fall_row(fall) for fall in self._ranked()]),
            shortened("Chokepoints", [self._choke_row(choke) for choke in self._chokes or ()]),
            shortened("Redundancy left now", self._slack_rows(here)),
            shortened("How near it was", [self._late_row(late) for late in self._lates or ()]),
            shortened("Must be started by hand", [PageRow(self._labels(one, 6)) for one in self.replay.spread.cycles]),
            shortened("An order to start everything in", self._order_rows()),
        ]

    def _by_hand_row(self, name: str) -> PageRow:
        return PageRow(self._label(name), "click to mend", mend=name)

    @property
    def _failed(self) -> tuple[str, ...]:
        return tuple(failure.service for failure in self.replay.failures)

    def _ranked(self) -> list[Fall]:
        falls = (fall for fall in self._falls.values() if fall.hits)
        return sorted(falls, key=lambda fall: (-fall.down, -fall.degraded, self.number[fall.service]))

    def _fall_row(self, fall: Fall) -> PageRow:
        return PageRow(self._label(fall.service), worded(fall), service=fall.service)

    def _choke_row(self, choke: Choke) -> PageRow:
        told = f"every way to {counted(len(choke.behind), 'service')} leads through it: {self._labels(choke.behind)}"
        return PageRow(self._label(choke.service), told, service=choke.service)

    def _slack_rows(self, here: Playhead) -> list[PageRow]:
        now = dict(zip(self.names, statuses(self.replay.spread, self.names, here.at, here.step), strict=True))
        made = []
        for slack in slacks(self.scenario, now.__getitem__):
            spare = f"{slack.spare} may fail" if slack.spare > 0 else "none may fail" if not slack.spare else "too few"
            told = f"{slack.up} of {len(slack.members)} up, {slack.least} needed"
            status: Status = "down" if slack.spare < 0 else "degraded" if slack.spare == 0 else "ok"
            made.append(PageRow(self._label(slack.service), told, spare, status, slack.service))
        return made

    def _late_row(self, late: Late) -> PageRow:
        told = f"had {self._label(late.cause)} come back {duration(late.sooner)} sooner"
        told += f": it hurts after {duration(late.delay)}"
        return PageRow(f"{self._labels(late.saved, 2)} spared", told, service=late.service)

    def _order_rows(self) -> list[PageRow]:
        numbered = enumerate(self._rounds, start=1)
        return [PageRow(f"{place}  {cut(self._labels(names, 4), 120)}") for place, names in numbered]

    @cached_property
    def _rounds(self) -> tuple[tuple[str, ...], ...]:
        return start_order(self.scenario)

    def _hanging(self, here: Playhead, name: str) -> list[tuple[str, Status]]:
        """Who is in trouble now because of it, through others too."""
        spread, found = self.replay.spread, []
        for one, status in zip(self.names, statuses(spread, self.names, here.at, here.step), strict=True):
            links = chain(spread, one, here.at, here.step) if status in ("down", "degraded") and one != name else ()
            if any(link.service == name for link in links[1:]):
                found.append((one, status))
        return found


def worded(fall: Fall) -> str:
    parts = [f"{fall.down} down"] if fall.down else []
    parts += [f"{fall.degraded} degraded"] if fall.degraded else []
    return " and ".join(parts) or "hurt for a while"


def _later(ms: int) -> str:
    return f"after {duration(ms)}" if ms else "at once"


def _conditions(scenario: Scenario) -> tuple[str, ...]:
    """What decides whether needs count and recoveries begin."""
    needs = [need for service in scenario.services for need in service.needs]
    ways = [service.recovers for service in scenario.services] + [need.recovers for need in needs]
    texts = [need.condition for need in needs] + [way.when for way in ways if way]
    return tuple(dict.fromkeys(text for text in texts if text))
