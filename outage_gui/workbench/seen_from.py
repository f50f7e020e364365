"""What an answer says in words and numbers, and a run seen from the whole space: engine values made ready to draw."""

from outage_gui.engine import analysis, trace
from outage_gui.engine.analysis import Map
from outage_gui.engine.answer import Answer
from outage_gui.engine.answer import Finding as Proved
from outage_gui.engine.program import Program
from outage_gui.model.problems import shown
from outage_gui.model.scenario import Process, Scenario
from outage_gui.workbench.entries import act, lane_label, who
from outage_gui.workbench.explore_frame import Along, Finding, Found, Orders, Outcome, Twin, Worst
from outage_gui.workbench.wording import lowered

NEVER = -1  # a distance: it can no longer fail


class Known:
    """A whole space that can be asked about runs. of: the check, deadlock or fault that is meant; None: anything."""

    def __init__(self, program: Program, answer: Answer, of: str | None) -> None:
        self.program, self.space, self.of = program, answer.space, of
        self.map = Map(program, answer.space, of)

    def along(self, schedule: str) -> Along | None:
        """None for a run that does not begin in this space."""
        read = trace.decoded(self.program, schedule)
        followed = trace.replayed(self.program, read)
        try:
            seen = self.map.along(followed.rows)
            distances = [self.map.distance(followed.rows[: number + 1]) for number in range(len(followed.rows))]
            twin = self.map.twin(followed)
        except ValueError:
            return None
        turned = seen.no_return
        return Along(
            of=failing_words(self.program, self.of),
            chances=seen.chances,
            distances=tuple(NEVER if distance is None else distance for distance in distances),
            no_return=turned,
            move=self.said(int(followed.moves[turned - 1])) if turned else "",
            twin=None if twin is None else self.twin(twin, read.start),
        )

    def twin(self, found: analysis.Twin, start: int) -> Twin:
        return Twin(
            step=found.common,
            who=mover(self.program, found.failing),
            taken=step_label(self.program, found.failing),
            other_who=mover(self.program, found.good),
            other=step_label(self.program, found.good),
            schedule=trace.schedule_text(self.program, found.schedule, start),
            total=len(found.schedule),
        )

    def said(self, move: int) -> str:
        return f"{mover(self.program, move)}: {lowered(step_label(self.program, move))}"


def known_of(program: Program, fixes: tuple[str, ...], answer: Answer) -> Known | None:
    """None where so much can be owed at once that nothing is counted."""
    of = meant(program.scenario, fixes, answer)
    try:
        return Known(program, answer, of)
    except ValueError:
        return None


def meant(scenario: Scenario, fixes: tuple[str, ...], answer: Answer) -> str | None:
    """What this file is about: of the findings, the one that its `expect` names first. None: any finding."""
    found = {one.check for one in answer.findings}
    named = [name for each in scenario.expect if set(each.fixes) == set(fixes) for name in each.finding]
    return next((name for name in named if name in found), None)


def failing_words(scenario_program: Program, of: str | None) -> str:
    if of is None:
        return ""
    check = next((check for check in scenario_program.scenario.checks if check.name == of), None)
    return (check.label if check else "") or spoken(of)


def told(fixes: tuple[str, ...], answer: Answer, program: Program, known: Known | None, seconds: float) -> Outcome:
    """Everything that is drawn of an answer."""
    space = answer.space
    meeting = known.map.meeting() if known else None
    labels = {service.name: service.label or service.name for service in program.scenario.services}
    return Outcome(
        fixes=fixes,
        verdict=answer.verdict,  # type: ignore[arg-type]
        limit=space.stopped,
        open=answer.open,
        states=space.states,
        generated=space.generated,
        depth=space.depth,
        seconds=seconds,
        findings=tuple(finding(program, one) for one in answer.findings),
        orders=orders(answer, known is not None),
        unused=tuple(unused_label(program.scenario, name) for name in meeting.unused) if meeting else (),
        worst=tuple(Worst(name, labels[name], status) for name, status in meeting.worst) if meeting else (),
    )


def unused_label(scenario: Scenario, name: str) -> str:
    """ "DNS enactor: start from empty" of `enactor.start`."""
    process_name, _, step_name = name.partition(".")
    owner = next(one for one in scenario.processes if one.name == process_name)
    step = next(one for one in owner.steps if one.name == step_name)
    return f"{who(owner, '')}: {lowered(act(step, ()))}"


def orders(answer: Answer, whole: bool) -> Orders:
    """Counted, or the word why not."""
    counts = answer.counts
    if counts is None:
        return Orders("unbounded" if whole else "not counted")
    return Orders("exact" if counts.exact else "about", counts.total, counts.failing, counts.chance)


def finding(program: Program, found: Proved) -> Finding:
    scenario = program.scenario
    check = next((check for check in scenario.checks if check.name == found.check), None)
    places = [(program.moves[move].process, program.moves[move].instance) for move in found.schedule.moves]
    lanes = tuple(dict.fromkeys(places))
    moves = tuple(
        Found(
            text=program.moves[move].text,
            lane=lanes.index(place),
            label=step_label(program, move),
            switch=number > 0 and place != places[number - 1],
        )
        for number, (move, place) in enumerate(zip(found.schedule.moves, places, strict=True))
    )
    return Finding(
        check=found.check,
        label=(check.label if check else "") or spoken(found.check),
        kind=check.kind if check else "",
        steps=found.steps,
        switches=found.switches,
        schedule=trace.schedule_text(program, found.schedule.moves, found.schedule.start),
        lanes=tuple(lane_label(process(program, name), instance) for name, instance in lanes),
        moves=moves,
        loop=None if found.loop is None else tuple(program.moves[move].text for move in found.loop),
    )


def process(program: Program, name: str) -> Process:
    return next(process for process in program.scenario.processes if process.name == name)


def mover(program: Program, number: int) -> str:
    move = program.moves[number]
    return who(process(program, move.process), move.instance)


def step_label(program: Program, number: int) -> str:
    """ "Publish the next plan (p 145)"."""
    move = program.moves[number]
    step = next((step for step in process(program, move.process).steps if step.name == move.step), None)
    return shown(act(step, move.picks))


def spoken(name: str) -> str:
    """A finding that is no check: `deadlock`, `out-of-range`."""
    words = {"deadlock": "Nobody can move, and it is no normal end"}
    return words.get(name, name.replace("-", " ").capitalize())
