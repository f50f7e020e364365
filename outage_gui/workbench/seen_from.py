"""What an answer says in words and numbers, and a run seen from the whole space: engine values made ready to draw."""

from collections.abc import Iterator

from outage_gui.engine import analysis, trace
from outage_gui.engine.analysis import Map
from outage_gui.engine.answer import Answer
from outage_gui.engine.answer import Finding as Proved
from outage_gui.engine.program import Program
from outage_gui.engine.samples import Runs, Sample
from outage_gui.model.problems import shown
from outage_gui.model.scenario import Process, Scenario
from outage_gui.workbench.beside import Made, beside
from outage_gui.workbench.cells import cells
from outage_gui.workbench.entries import act, lane_label, who
from outage_gui.workbench.explore_frame import Along, Finding, Found, Orders, Outcome, Twin, Worst
from outage_gui.workbench.wording import cut, lowered

NEVER = -1  # a distance: it can no longer fail
MOST_MAPPED = 600_000  # states of a space of which several maps are kept
MOST_GOOD = 6
ENDING_LETTERS = 120


class Known:
    """A whole space that can be asked about runs. of: the check, deadlock or fault that is meant; None: anything."""

    def __init__(self, program: Program, answer: Answer, of: str | None) -> None:
        self.program, self.space, self.of = program, answer.space, of
        self._maps = {of: Map(program, answer.space, of, graph=answer.graph)}

    def map(self, of: str | None) -> Map:
        """Where that failure is certain, possible or out of reach. Raises ValueError for a name nobody knows."""
        if of not in self._maps:
            graph = self._maps[self.of].graph
            if graph.size > MOST_MAPPED:
                self._maps = {self.of: self._maps[self.of]}
            self._maps[of] = Map(self.program, self.space, of, graph=graph)
        return self._maps[of]

    def along(self, schedule: str, of: str = "") -> Along | None:
        """None for a run that does not begin in this space. of: what is meant, "" for what the file is about."""
        read = trace.decoded(self.program, schedule)
        followed = trace.replayed(self.program, read)
        wanted = of or self.of
        try:
            seen = self.map(wanted)
            told = seen.along(followed.rows)
            leads = seen.leads(followed.rows)
            twin = seen.twin(followed)
        except ValueError:
            return None
        turned = told.no_return
        return Along(
            of=failing_words(self.program, wanted),
            chances=told.chances,
            distances=tuple(NEVER if lead.steps is None else lead.steps for lead in leads),
            no_return=turned,
            move=said(self.program, int(followed.moves[turned - 1])) if turned else "",
            twin=None if twin is None else self.twin(twin, read),
            hints=tuple("" if lead.move is None else self.program.moves[lead.move].text for lead in leads),
            name=wanted or "",
        )

    def twin(self, found: analysis.Twin, read: trace.Schedule) -> Twin:
        shown, good = read.moves[found.common :], found.schedule[found.common :]
        return Twin(
            step=found.common,
            who=mover(self.program, found.failing),
            taken=step_label(self.program, found.failing),
            other_who=mover(self.program, found.good),
            other=step_label(self.program, found.good),
            schedule=trace.schedule_text(self.program, found.schedule, read.start),
            total=len(found.schedule),
            pairs=beside([self.made(move) for move in shown], [self.made(move) for move in good], found.common),
        )

    def made(self, move: int) -> Made:
        name = self.program.moves[move]
        where = lane_label(process(self.program, name.process), name.instance)
        return Made(name.text, where, step_label(self.program, move))

    # --- classes

    def chance(self, of: str) -> float:
        """Of that failure, where every next move is picked at random."""
        return self.map(of).chance

    def ways(self, of: str) -> tuple[Sample, ...]:
        return tuple(Runs(self.map(of)).failing())

    def good(self) -> tuple[tuple[Sample, ...], int]:
        """A few runs that end well, and in how many ways that can be."""
        runs = Runs(self.map(None))
        return runs.good(MOST_GOOD), len(runs.endings)


def known_of(program: Program, fixes: tuple[str, ...], answer: Answer) -> Known | None:
    """None where so much can be owed at once that nothing is counted."""
    of = meant(program.scenario, fixes, answer)
    try:
        return Known(program, answer, of)
    except ValueError:
        return None


def meant(scenario: Scenario, fixes: tuple[str, ...], answer: Answer) -> str | None:
    """What this file is about: of the findings, the one that its `expect` names first, or else the first that any order
    leads to. None: there is no finding.
    """
    found = [one.check for one in answer.findings if one.check not in answer.space.unseen]
    named = [name for each in scenario.expect if set(each.fixes) == set(fixes) for name in each.finding]
    return next((name for name in [*named, *found] if name in found), None)


def failing_words(scenario_program: Program, of: str | None) -> str:
    if of is None:
        return ""
    check = next((check for check in scenario_program.scenario.checks if check.name == of), None)
    return (check.label if check else "") or spoken(of)


def told(fixes: tuple[str, ...], answer: Answer, program: Program, known: Known | None, seconds: float) -> Outcome:
    """Everything that is drawn of an answer, but for its classes."""
    space = answer.space
    meeting = known.map(known.of).meeting() if known else None
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
        agreeing=meeting.agreeing if meeting else None,
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


def classed(outcome: Outcome, program: Program, known: Known) -> Iterator[Outcome]:
    """The same with chances, other ways to fail and good runs: told bit by bit, each a little work."""
    for number, one in enumerate(outcome.findings):
        if one.kind == "sometimes":
            continue
        ways = known.ways(one.check)
        extra = tuple(other_way(program, one, way) for way in ways if not is_shown(program, one, way))
        by = byed(program, one) if extra else ""
        fresh = one._replace(chance=known.chance(one.check), by=by)
        findings = (*outcome.findings[:number], fresh, *outcome.findings[number + 1 :])
        outcome = outcome._replace(findings=findings, others=(*outcome.others, *extra))
        yield outcome
    samples, endings = known.good()
    good = tuple(ending(program, sample) for sample in samples)
    yield outcome._replace(good=good, endings=endings)


def is_shown(program: Program, shown: Finding, way: Sample) -> bool:
    """Whether the finding's own run ends with the same step."""
    last = program.moves[way.schedule.moves[-1]]
    return bool(shown.moves) and step_of(program, shown.moves[-1].text) == (last.process, last.step)


def step_of(program: Program, text: str) -> tuple[str, str]:
    move = program.moves[program.texts[text]]
    return move.process, move.step


def byed(program: Program, shown: Finding) -> str:
    return said(program, program.texts[shown.moves[-1].text]) if shown.moves else ""


def other_way(program: Program, of: Finding, way: Sample) -> Finding:
    proved = Proved(of.check, len(way.schedule.moves), way.switches, way.schedule)
    return finding(program, proved)._replace(by=said(program, way.schedule.moves[-1]))


def ending(program: Program, sample: Sample) -> Finding:
    proved = Proved("", len(sample.schedule.moves), sample.switches, sample.schedule)
    return finding(program, proved)._replace(kind="good", label=end_words(program, sample))


def end_words(program: Program, sample: Sample) -> str:
    """ "Rows billed 2, Lock none": the shared variables that are not as they were at the start."""
    rows = trace.replayed(program, sample.schedule).rows
    first, last = (trace.unpacked(program, row).values for row in (rows[0], rows[-1]))
    told = [
        f"{cell.label} {cell.value}" for cell in cells(program.scenario, last, first) if cell.before and not cell.owner
    ]
    return cut(", ".join(told), ENDING_LETTERS) or "Nothing shared has changed"


def said(program: Program, move: int) -> str:
    return f"{mover(program, move)}: {lowered(step_label(program, move))}"


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
