"""Steps joined or split to see what comes of it: fixes that stand in no file until somebody keeps them."""

from functools import lru_cache
from typing import Literal, NamedTuple

from outage_gui.model.added_fix import free_name, with_fix
from outage_gui.model.files import Document, read
from outage_gui.model.granularity import CannotError, NewFix, joined, split
from outage_gui.model.problems import ScenarioError, shown
from outage_gui.model.scenario import Scenario
from outage_gui.workbench.explore_frame import StepLine, StepPart

Kind = Literal["join", "split"]


class WhatIf(NamedTuple):
    """join: this step and the next at once; split: its read and its write apart."""

    kind: Kind
    process: str
    step: str


class Shade(NamedTuple):
    """A file's text with what-ifs among its fixes. names: of each what-if that fits, in the order given."""

    text: str
    scenario: Scenario
    names: tuple[tuple[WhatIf, str], ...]


def shaded(document: Document, what_ifs: tuple[WhatIf, ...]) -> Document:
    """The document as it would be; itself where nothing is asked."""
    if not what_ifs:
        return document
    made = shade(document.text, document.path.name, what_ifs)
    return document._replace(text=made.text, scenario=made.scenario)


@lru_cache(maxsize=4)
def shade(text: str, name: str, what_ifs: tuple[WhatIf, ...]) -> Shade:
    """What does not fit (any more) is left out."""
    made, names = text, []
    for what_if in what_ifs:
        try:
            fix = new_fix(text, name, what_if)
            fix = fix._replace(name=free_name(fix.name, read(made, name)))
            made = with_fix(made, name, fix)
        except (CannotError, ScenarioError):
            continue
        names.append((what_if, fix.name))
    return Shade(made, read(made, name), tuple(names))


def new_fix(text: str, name: str, what_if: WhatIf) -> NewFix:
    """Raises CannotError."""
    scenario = read(text, name)
    if what_if.kind == "join":
        return joined(scenario, what_if.process, what_if.step)
    return split(text, name, scenario, what_if.process, what_if.step)


def in_file(text: str, name: str, what_if: WhatIf) -> str:
    """The fix of the file that does just this; "" where it has none."""
    scenario, fix = read(text, name), new_fix(text, name, what_if)
    steps = tuple((process, tuple(names)) for process, names in fix.body.get("join", {}).items())
    return next((one.name for one in scenario.fixes if steps and one.join == steps and not one.set + one.drop), "")


def refusal(text: str, name: str, what_if: WhatIf) -> str:
    """Why it cannot be; "" where nothing speaks against it at first sight."""
    try:
        new_fix(text, name, what_if)
    except CannotError as why:
        return str(why)
    return ""


@lru_cache(maxsize=2)
def possible(text: str, name: str) -> tuple[StepLine, ...]:
    """Every explored process with its steps, and what cannot be done with each."""
    scenario = read(text, name)
    return tuple(
        StepLine(
            process.name,
            process.label or process.name.replace("_", " "),
            tuple(
                StepPart(
                    step.name,
                    step.label or step.name.replace("_", " "),
                    refusal(text, name, WhatIf("join", process.name, step.name)),
                    refusal(text, name, WhatIf("split", process.name, step.name)),
                )
                for step in process.steps
            ),
        )
        for process in scenario.processes
        if not process.only_in_runs
    )


class Trying:
    """What is tried just now. written: the file, without any of it."""

    def __init__(self) -> None:
        self.what_ifs: tuple[WhatIf, ...] = ()
        self.written: Document | None = None

    @property
    def tried(self) -> tuple[tuple[WhatIf, str], ...]:
        """Each with the name of its fix."""
        if self.written is None or not self.what_ifs:
            return ()
        return shade(self.written.text, self.written.path.name, self.what_ifs).names

    @property
    def names(self) -> tuple[str, ...]:
        """Of the fixes of what is tried."""
        return tuple(name for _, name in self.tried)

    def asked(self, what_if: WhatIf) -> str:
        """Try it, or no more; why it cannot be, "" where it can."""
        document = self.written
        if what_if in self.what_ifs or document is None:
            self.drop(what_if)
            return ""
        if why := refusal(document.text, document.path.name, what_if):
            return why
        if name := in_file(document.text, document.path.name, what_if):
            label = next(fix.label or fix.name for fix in document.scenario.fixes if fix.name == name)
            return f"the file has this fix already, “{shown(label)}”"
        self.what_ifs = (*self.what_ifs, what_if)
        if what_if not in [one for one, _ in self.tried]:
            self.what_ifs = self.what_ifs[:-1]
            return "together with the rest of the file it does not work"
        return ""

    def drop(self, what_if: WhatIf) -> None:
        self.what_ifs = tuple(one for one in self.what_ifs if one != what_if)

    def named(self, name: str) -> WhatIf | None:
        return next((what_if for what_if, fix in self.tried if fix == name), None)

    def lines(self) -> tuple[StepLine, ...]:
        """As `possible`, with what is tried just now."""
        if self.written is None or not self.written.text:
            return ()
        return tuple(self._line(line) for line in possible(self.written.text, self.written.path.name))

    def _line(self, line: StepLine) -> StepLine:
        parts = (
            part._replace(
                joined=WhatIf("join", line.process, part.step) in self.what_ifs,
                apart=WhatIf("split", line.process, part.step) in self.what_ifs,
            )
            for part in line.steps
        )
        return line._replace(steps=tuple(parts))
