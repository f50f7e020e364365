"""What a report says, as plain values: the same for Markdown and PDF. No text of a scenario is markup in it."""

from collections.abc import Iterator
from pathlib import Path

from outage_gui.engine.trace import schedule_text
from outage_gui.exporters.asked import Asked
from outage_gui.exporters.checked import Checked, checked
from outage_gui.exporters.plain import harmless
from outage_gui.model.scenario import TimelineEntry
from outage_gui.workbench.caveats import caveats
from outage_gui.workbench.costs import costs
from outage_gui.workbench.entries import Entry, title, titles, who
from outage_gui.workbench.page_frame import Page
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.report_frame import Moment, Part, Report, Rows, Section, Words
from outage_gui.workbench.score import scene_place
from outage_gui.workbench.setting import Setting
from outage_gui.workbench.story_edits import ACTION, actions, is_action
from outage_gui.workbench.wording import counted, days, listed

SECONDS, STATES = 20.0, 1_000_000  # for each set of fixes; a report does not wait longer
MOST_MOVES, MOST_ENTRIES, MOST_MOMENTS = 120, 200, 6


def report(asked: Asked, setting: Setting) -> Report:
    """setting: of the same replay, laid out."""
    replay = asked.replay
    scenario = replay.scenario
    end = Playhead(replay.end, replay.total)
    sections = (
        Section("Summary", (Words(scenario.summary),) if scenario.summary else ()),
        Section("Impact", tuple(_page(costs(setting, end)))),
        Section("Key moments", tuple(_moments(asked))),
        Section("Clock", tuple(_clock(replay))),
        Section("What was done, in which order", tuple(_moves(replay))),
        Section("Every order", tuple(_findings(asked))),
        Section("Actions", tuple(_actions(replay))),
        Section("What this does not show", tuple(_page(caveats(replay)))),
        Section("Sources", tuple(Words(f"{one.title or one.name}: {one.url}") for one in scenario.sources)),
    )
    return Report(scenario.title, _subtitle(asked), tuple(one for one in sections if one.parts))


def _subtitle(asked: Asked) -> str:
    replay = asked.replay
    when = "" if replay.relative else days(replay.begin, replay.end, replay.scenario.zone)
    run = next((one.label or one.name for one in replay.scenario.runs if one.name == replay.run), "")
    fixes = f"with {listed(asked.fixes, 9)}" if asked.fixes else ""
    return " · ".join(filter(None, (when, run, fixes, "what-if" if asked.is_what_if else "")))


def _page(page: Page) -> Iterator[Part]:
    yield Words(page.sentence)
    for part in page.parts:
        yield Rows((part.title, "", ""), tuple((row.title, row.below, row.right) for row in part.rows))


def _moments(asked: Asked) -> Iterator[Moment]:
    """The one asked for; then the scenes of the story that show something else, without a story the worst moment."""
    replay = asked.replay
    if asked.options.at:
        yield Moment(f"{replay.time(asked.here.at)}  As asked for", asked.here, _counts(replay, asked.here))
    story = [scene for scene in replay.scenario.story if scene.run in ("", replay.run)]
    found = [(scene.title, scene_place(replay, scene)) for scene in story]
    places = [(words, here) for words, here in found if here is not None] or [("The worst moment", _worst(replay))]
    kept: list[tuple[str, Playhead]] = []
    seen: set[bytes] = set()
    for words, here in places:
        status = replay.course.now(here.at, here.step).status.tobytes()
        if status not in seen:
            seen.add(status)
            kept.append((words, here))
    step = max(1, -(-len(kept) // MOST_MOMENTS))
    for words, here in kept[::step]:
        yield Moment(f"{replay.time(here.at)}  {words}", here, _counts(replay, here))


def _worst(replay: Replay) -> Playhead:
    turns = [(turn.at, turn.step) for turn in replay.turns] or [(replay.end, replay.total)]
    return Playhead(*max(turns, key=lambda place: int((replay.course.now(*place).status >= 2).sum())))


def _counts(replay: Replay, here: Playhead) -> str:
    now = replay.course.now(here.at, here.step)
    labels = [service.label or service.name for service in replay.scenario.services]
    statuses = now.statuses()
    parts = []
    for status in ("down", "degraded", "recovering"):
        names = [label for label, shown in zip(labels, statuses, strict=True) if shown == status]
        if names:
            parts.append(f"{len(names)} {status}: {listed(names, 8)}")
    return "; ".join(parts) or "All services are ok."


def _clock(replay: Replay) -> Iterator[Part]:
    told = (entry for entry in replay.scenario.timeline if not is_action(entry))
    entries = sorted(told, key=lambda entry: entry.at)
    if entries:
        rows = tuple(_entry(replay, entry) for entry in entries[:MOST_ENTRIES])
        yield Rows(("Time", "Who", "What", "Source"), rows)
    if len(entries) > MOST_ENTRIES:
        yield Words(f"and {len(entries) - MOST_ENTRIES} more entries")


def _actions(replay: Replay) -> Iterator[Part]:
    rows = tuple((replay.time(entry.at), entry.say.removeprefix(ACTION)) for entry in actions(replay.scenario))
    if rows:
        yield Rows(("Moment", "To be done"), rows)


def _entry(replay: Replay, entry: TimelineEntry) -> tuple[str, ...]:
    when = replay.time(entry.at, entry.until)
    mark = f"[{entry.mark}] " if entry.mark and entry.mark != "note" else ""
    said = entry.say or ", ".join(f"{name} {status}" for name, status in entry.status)
    return when, entry.role, mark + said, titles(replay.scenario, entry.source) or "no source given"


def _moves(replay: Replay) -> Iterator[Part]:
    rows = tuple(_move(replay, entry) for entry in replay.entries[:MOST_MOVES])
    if rows:
        yield Rows(("", "Time", "Who", "What", "Source"), rows)
    if replay.total > MOST_MOVES:
        yield Words(f"and {replay.total - MOST_MOVES} more moves")


def _move(replay: Replay, entry: Entry) -> tuple[str, ...]:
    source = titles(replay.scenario, entry.source or (entry.step.source if entry.step else ()))
    when = replay.time(entry.at) + (" (assumed)" if entry.assumed else "")
    label = title(entry)
    name = who(entry.process, entry.instance)
    return str(entry.number), when, name, entry.say or label, source or "assumed"


def _findings(asked: Asked) -> Iterator[Part]:
    scenario = asked.document.scenario
    if not scenario.processes:
        return
    answers = checked(Path(asked.file), asked.fixes, max_states=STATES, max_seconds=SECONDS).parts
    labels = {fix.name: fix.label or fix.name for fix in scenario.fixes}
    yield Rows(
        ("With", "Verdict", "States", "Shortest failing order"),
        tuple(_answer(one, labels) for one in answers),
    )
    checks = {check.name: check.label or check.name for check in scenario.checks}
    for finding in answers[0].answer.findings:
        told = schedule_text(answers[0].program, finding.schedule.moves, finding.schedule.start)
        yield Words(f"{checks.get(finding.check, finding.check)}: {counted(finding.steps, 'move')}. {told}")


def _answer(one: Checked, labels: dict[str, str]) -> tuple[str, ...]:
    fixes = ", ".join(labels.get(name, name) for name in one.fixes) or "as it stands"
    space, findings = one.answer.space, one.answer.findings
    verdict = "violated" if findings else "incomplete" if space.stopped or one.answer.open else "verified"
    shortest = min((finding.steps for finding in findings), default=None)
    return fixes, verdict, f"{space.states:,}", "–" if shortest is None else counted(shortest, "move")


# --- as Markdown --------------------------------------------------------------------------------------------------


def as_markdown(made: Report) -> str:
    """Every character that could be markup is escaped; a cell is one line."""
    lines = [f"# {_plain(made.title)}", "", _plain(made.subtitle), ""]
    for section in made.sections:
        lines += [f"## {_plain(section.title)}", ""]
        for part in section.parts:
            lines += [*_lines(part), ""]
    return "\n".join(lines).rstrip() + "\n"


def _lines(part: Part) -> Iterator[str]:
    match part:
        case Words(text=text):
            yield _plain(text)
        case Moment(title=words, words=told):
            yield f"**{_plain(words)}**  "
            yield _plain(told)
        case Rows(head=head, rows=rows):
            yield f"| {' | '.join(map(_plain, head))} |"
            yield "|" + "---|" * len(head)
            for row in rows:
                yield f"| {' | '.join(map(_plain, row))} |"


def _plain(text: str) -> str:
    """One line in which nothing is markup, a link or a formula."""
    line = harmless(text)
    line = "".join(f"\\{c}" if c in "\\`*_[]<>|~$&" else c for c in line)
    return f"\\{line}" if line[:1] in ("#", "+", "-", "=") else line
