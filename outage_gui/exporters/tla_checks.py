"""Checks and faults as invariants and properties of the TLA+ module."""

import re
from collections.abc import Iterator

from outage_gui.engine.findings import DEADLOCK, LIVELY, conditions
from outage_gui.exporters.spelling import named, remark
from outage_gui.exporters.tla_cast import Cast
from outage_gui.exporters.tla_moves import Seat
from outage_gui.exporters.tla_text import FALSE, LOGIC, NOT, Text, any_fault, both, either, inverse
from outage_gui.model.parsing import parsed
from outage_gui.model.scenario import Check


def words(text: str) -> set[str]:
    """The names in a text, strings aside."""
    return set(re.findall(r"[A-Za-z]\w*", re.sub(r'"[^"]*"', "", text)))


class Checks:
    """invariants, properties, wanted: operator -> name of the finding."""

    def __init__(self, cast: Cast, kinds: tuple[str, ...]) -> None:
        self.cast = cast
        self.kinds = kinds
        self.variables = {each.name for each in cast.declared} | {place.at for place in cast.places.values()}
        self.invariants: dict[str, str] = {}
        self.properties: dict[str, str] = {}
        self.wanted: dict[str, str] = {}
        self.lines = [*self._rest(), *self._faults(), *self._checks(), *self._risky()]

    def text(self) -> Iterator[str]:
        yield f"\\* {'-' * 20} checks"
        yield ""
        yield from self.lines

    # --- ends and faults

    def _rest(self) -> Iterator[str]:
        scenario = self.cast.scenario
        if scenario.deadlock_allowed and not any(check.kind == "ends" for check in scenario.checks):
            return
        faulting = " \\/ \\E kind \\in FaultKinds : Faults(kind)" if self.kinds else ""
        yield f"CanMove == ENABLED Moves{faulting}"
        yield ""
        calm = [self._calm(seat) for seat in self.cast.seats if seat.place.at]
        yield f"AtRest == {both(*calm).text}"
        yield ""
        if not scenario.deadlock_allowed:
            self.invariants[DEADLOCK] = DEADLOCK
            yield f"{DEADLOCK} == CanMove \\/ AtRest"
            yield ""

    def _calm(self, seat: Seat) -> Text:
        """Every instance has ended or may wait where it stands."""
        waiting = [f'"{step.name}"' for step in seat.process.steps if step.may_wait]
        places = [*waiting, *(['"end"'] if seat.place.ends else [])]
        if not places:
            return FALSE
        here = f"{seat.now(seat.place.at).text} \\in {{{', '.join(places)}}}"
        if not seat.key:
            return Text(here, NOT)
        return Text(f"\\A self \\in {self.cast.processes[seat.process.name]} : {here}", 1)

    def _faults(self) -> Iterator[str]:
        for kind in self.kinds:
            name = kind.replace("-", "_")
            self.invariants[name] = kind
            yield f'{name} == ~Faults("{kind}")'
            yield ""

    # --- checks

    def _condition(self, text: str) -> tuple[Text, Text]:
        """When it is true, and when it faults."""
        found = self.cast.scope.worth(parsed(text))
        wrong = any_fault(found.faults)
        return both(inverse(wrong), found.text), wrong

    def _of_states(self, text: Text) -> Text:
        """TLC refuses an invariant that no variable appears in, and mistakes one in a property."""
        if words(text.text) & (self.variables | {"CanMove"}):
            return text
        return Text(f"{text.at(NOT)} /\\ vars = vars", LOGIC)

    def _defined(self, name: str, text: Text, label: str = "") -> Iterator[str]:
        told = f"  \\* {remark(label)}" if label else ""
        yield f"{name} =={told}"
        yield f"  {text.text}"
        yield ""

    def _checks(self) -> Iterator[str]:
        for check in self.cast.scenario.checks:
            name = self.cast.judges[check.name]
            with named(f"check '{check.name}'"):
                holds, wrong = self._condition(check.expression)
            match check.kind:
                case "always":
                    self.invariants[name] = check.name
                    yield from self._defined(name, self._of_states(holds), check.label)
                case "ends":
                    self.invariants[name] = check.name
                    end = Text(f"CanMove \\/ ~AtRest \\/ {holds.at(NOT)}", LOGIC)
                    yield from self._defined(name, end, check.label)
                case "sometimes":
                    self.wanted[name] = check.name
                    yield from self._defined(name, self._of_states(inverse(holds)), check.label)
                case "eventually" | "leads":
                    self.properties[name] = check.name
                    yield from self._defined(name, self._lively(check, holds, wrong), check.label)

    def _lively(self, check: Check, holds: Text, wrong: Text) -> Text:
        """What cannot be judged is a finding of its own, and owes nothing more."""
        if check.kind == "eventually":
            return Text(f"<>({self._of_states(either(wrong, holds)).text})")
        later, wrong = self._condition(check.to)
        paid = self._of_states(either(wrong, later))
        return Text(f"({self._of_states(holds).text}) ~> ({paid.text})", LOGIC)

    def _risky(self) -> Iterator[str]:
        """Conditions that are judged elsewhere, but must not fault."""
        scenario = self.cast.scenario
        every = [(service.name, text) for service in scenario.services for text in conditions(service)]
        judged = [check for check in scenario.checks if check.kind in (*LIVELY, "sometimes")]
        every += [(check.name, text) for check in judged for text in (check.expression, check.to) if text]
        for name, text in every:
            with named(f"a condition of '{name}'"):
                wrong = self._condition(text)[1]
            if wrong != FALSE:
                spelled = self.cast.names.new(f"{name}_faults")
                self.invariants[spelled] = name
                yield from self._defined(spelled, self._of_states(inverse(wrong)))
