"""What the user can do: one table. Menus, shortcuts, the command palette and the overview of keys are made from it.

An action without `run` belongs to the window (open a dialog, zoom, theme); the window binds it by its key.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from outage_gui.workbench.frame import Frame
from outage_gui.workbench.page_frame import PageKind
from outage_gui.workbench.templates import TEMPLATES
from outage_gui.workbench.wording import counted

if TYPE_CHECKING:
    from outage_gui.workbench.explore_frame import Page
    from outage_gui.workbench.workbench import Workbench


NO_QUESTION = "no question is open"


def asks(answer: str) -> Callable[[Frame], bool]:
    """Whether this is one of the answers to the question of the moment."""
    return lambda frame: frame.offer is not None and answer in frame.offer.answers


def always(frame: Frame) -> bool:
    return True


class Action(NamedTuple):
    """`shortcuts` in Qt's portable spelling. `why_not` tells why it is grey when `possible` says no.

    `in_talk`: the key that does it in a talk and nowhere else.
    """

    key: str
    title: str
    section: str
    shortcuts: tuple[str, ...] = ()
    run: "Callable[[Workbench], None] | None" = None
    possible: Callable[[Frame], bool] = always
    why_not: str = ""
    in_talk: str = ""


def not_at_start(frame: Frame) -> bool:
    return not frame.transport.at_start


def not_at_end(frame: Frame) -> bool:
    return not frame.transport.at_end


def playing(frame: Frame) -> bool:
    """The room picks the moves."""
    return frame.explore is not None and frame.explore.game is not None


def has_chapter(number: int, frame: Frame) -> bool:
    game = frame.explore.game if frame.explore else None
    return (len(game.moves) if game else frame.scenes) >= number


def faster(workbench: "Workbench") -> None:
    workbench.set_speed(min(8.0, workbench.frame.transport.speed * 2))


def slower(workbench: "Workbench") -> None:
    workbench.set_speed(max(0.25, workbench.frame.transport.speed / 2))


def chapter(number: int, workbench: "Workbench") -> None:
    """In the game the keys of the chapters pick the move of that number."""
    explore = workbench.frame.explore
    if explore is not None and explore.game is not None:
        workbench.choose(explore.game.moves[number - 1])
    else:
        workbench.chapter(number)


def other_axis(workbench: "Workbench") -> None:
    workbench.set_axis("steps" if workbench.frame.transport.axis == "clock" else "clock")


def other_pace(workbench: "Workbench") -> None:
    workbench.set_true_to_clock(not workbench.frame.transport.true_to_clock)


def next_trouble(workbench: "Workbench") -> None:
    """Choose the next service that is not ok, in the order of the graph."""
    frame = workbench.frame
    troubled = [number for number, status in enumerate(frame.statuses) if status != "ok"]
    if troubled:
        chosen = -1 if frame.selected is None else frame.selected
        following = next((number for number in troubled if number > chosen), troubled[0])
        workbench.select(frame.stage.boxes[following].name)


def back_to_recorded(workbench: "Workbench") -> None:
    workbench.show_branch(workbench.frame.twigs[0].key)


def running(frame: Frame) -> bool:
    return frame.explore is not None and frame.explore.state == "running"


def not_running(frame: Frame) -> bool:
    return not running(frame)


def under_way(frame: Frame) -> bool:
    return frame.explore is not None and frame.explore.state in ("running", "paused")


def has_finding(frame: Frame) -> bool:
    return frame.explore is not None and frame.explore.outcome is not None and bool(frame.explore.outcome.findings)


def has_twin(frame: Frame) -> bool:
    return frame.explore is not None and frame.explore.along is not None and frame.explore.along.twin is not None


def has_good(frame: Frame) -> bool:
    return frame.explore is not None and frame.explore.outcome is not None and bool(frame.explore.outcome.good)


def has_no_return(frame: Frame) -> bool:
    return frame.explore is not None and frame.explore.along is not None and bool(frame.explore.along.no_return)


def to_no_return(workbench: "Workbench") -> None:
    along = workbench.frame.explore.along if workbench.frame.explore else None
    if along is not None and along.no_return is not None:
        workbench.set_screen("replay")
        workbench.jump(along.no_return)


def other_game(workbench: "Workbench") -> None:
    workbench.play_scheduler(not playing(workbench.frame))


def turn_to(page: "Page", workbench: "Workbench") -> None:
    workbench.set_page(page)


def has_moved(frame: Frame) -> bool:
    """A move is chosen, or has been made."""
    return frame.step > 0 or (frame.why is not None and frame.why.service < 0)


def next_meant(workbench: "Workbench") -> None:
    """Judge by the finding after the one that is chosen now."""
    explore = workbench.frame.explore
    if explore is not None and explore.outcome is not None and explore.outcome.findings:
        names = [one.check for one in explore.outcome.findings]
        now = names.index(explore.meant) if explore.meant in names else -1
        workbench.mean((now + 1) % len(names))


def near(hops: int, workbench: "Workbench") -> None:
    workbench.focus(hops)


def other_known(workbench: "Workbench") -> None:
    workbench.show_known(not workbench.frame.known)


def other_page(kind: PageKind, workbench: "Workbench") -> None:
    page = workbench.frame.page
    workbench.show_page(None if page is not None and page.kind == kind else kind)


def fail_chosen(workbench: "Workbench") -> None:
    frame = workbench.frame
    if frame.selected is not None:
        workbench.fail_here(frame.stage.boxes[frame.selected].name)


def in_trouble(frame: Frame) -> bool:
    return any(status != "ok" for status in frame.statuses)


def choices(frame: Frame) -> tuple[Action, ...]:
    """What only this scenario has to offer: its runs, fixes and services, for whoever types a name."""
    runs = [Action(f"run {one.name}", f"Run: {one.label}", "Scenario") for one in frame.runs]
    fixes = [
        Action(f"fix {one.name}", f"Fix {'off' if one.on else 'on'}: {one.label}", "Scenario") for one in frame.fixes
    ]
    services = [Action(f"service {box.name}", f"Why: {box.label}", "Scenario") for box in frame.stage.boxes]
    return (*runs, *fixes, *services)


def choose(workbench: "Workbench", key: str) -> None:
    """Do what one of the choices says."""
    kind, _, name = key.partition(" ")
    if kind == "run":
        workbench.show_run(name)
    elif kind == "fix":
        workbench.set_fix(name, not any(one.on for one in workbench.frame.fixes if one.name == name))
    else:
        workbench.select(name)


def has_outcome(frame: Frame) -> bool:
    return frame.explore is not None and frame.explore.outcome is not None


def editing(frame: Frame) -> bool:
    return frame.explore is not None and frame.explore.screen == "edit"


def has_picked(frame: Frame) -> bool:
    return editing(frame) and frame.edit is not None and bool(frame.edit.path)


def picked_several(frame: Frame) -> bool:
    return editing(frame) and frame.edit is not None and len(frame.edit.picked) > 1


NO_EDIT, NO_PICK, NO_SEVERAL = "only on the Edit screen", "nothing is chosen", "choose several services first"


def presenting(frame: Frame) -> bool:
    return frame.present is not None


NO_TALK = "no talk is under way"
START, END = "the replay is at its start", "the replay is at its end"

TALK: tuple[tuple[str, str, str, "Callable[[Workbench], None]"], ...] = (
    ("blank", "Blank the screen", "B", lambda w: w.talk.blank(True)),
    ("freeze", "Freeze what the room sees", "F", lambda w: w.talk.freeze(True)),
    ("pointer", "Point at the graph", "P", lambda w: w.talk.take("pointer")),
    ("pen", "Draw on the graph", "D", lambda w: w.talk.take("pen")),
    ("wipe", "Erase what was drawn", "E", lambda w: w.talk.wipe()),
    ("guess", "Let the room guess what fails next", "G", lambda w: w.talk.take("guess")),
    ("ask", "Ask the room", "A", lambda w: w.talk.ask_room(True)),
    ("notes", "Notes on screen", "N", lambda w: w.talk.show_notes(True)),
)

ACTIONS: tuple[Action, ...] = (
    Action("file.open", "Open a scenario …", "File", ("Ctrl+O",)),
    Action("file.reload", "Read the file again", "File", ("F5", "Ctrl+R"), lambda w: w.reload()),
    Action(
        "file.save", "Save", "File", ("Ctrl+S",), lambda w: w.save(), lambda f: f.unsaved or f.untitled,
        "nothing changed",
    ),
    Action("file.save_as", "Save as …", "File", ("Ctrl+Shift+S",)),
    Action("file.export", "Export …", "File", ("Ctrl+Shift+E",)),
    *(
        Action(f"file.new.{each.name}", f"New: {each.title}", "File")
        for each in TEMPLATES
    ),
    Action(
        "file.recover", "Recover unsaved edits", "File", (), lambda w: w.recover(), asks("file.recover"), NO_QUESTION
    ),
    Action(
        "file.discard_recovery", "Leave them out", "File", (), lambda w: w.discard_recovery(),
        asks("file.discard_recovery"), NO_QUESTION,
    ),
    Action("file.merge", "Keep both", "File", (), lambda w: w.merge_theirs(), asks("file.merge"), NO_QUESTION),
    Action(
        "file.take_theirs", "Take the file as it is on disk", "File", (), lambda w: w.take_theirs(),
        asks("file.take_theirs"), NO_QUESTION,
    ),
    Action(
        "file.keep_mine", "Keep mine, over the file on disk", "File", (), lambda w: w.keep_mine(),
        asks("file.keep_mine"), NO_QUESTION,
    ),
    Action("file.quit", "Quit", "File", ("Ctrl+Q",)),
    Action("replay.step", "Step", "Replay", ("Right",), lambda w: w.step(), not_at_end, END),
    Action("replay.back", "Step back", "Replay", ("Left",), lambda w: w.back(), not_at_start, START),
    Action("replay.next_mark", "Next mark", "Replay", ("Shift+Right",), lambda w: w.next_mark(), not_at_end, END),
    Action(
        "replay.previous_mark", "Previous mark", "Replay", ("Shift+Left",), lambda w: w.previous_mark(), not_at_start,
        START,
    ),
    Action("replay.next_change", "Next change", "Replay", (".",), lambda w: w.next_change(), not_at_end, END),
    Action(
        "replay.previous_change", "Previous change", "Replay", (",",), lambda w: w.previous_change(), not_at_start,
        START,
    ),
    Action("replay.play", "Play or pause", "Replay", ("Space",), lambda w: w.toggle_play()),
    Action("replay.start", "To the start", "Replay", ("Home",), lambda w: w.start(), not_at_start, START),
    Action("replay.end", "To the end", "Replay", ("End",), lambda w: w.end(), not_at_end, END),
    Action("replay.faster", "Faster", "Replay", ("]",), faster),
    Action("replay.slower", "Slower", "Replay", ("[",), slower),
    Action("replay.pace", "Play true to the clock, or by steps", "Replay", ("T",), other_pace),
    Action("replay.axis", "Axis: steps or clock", "Replay", ("A",), other_axis),
    Action("replay.seek", "Go to a time or a mark …", "Replay", ("G",)),
    *(
        Action(
            f"replay.chapter{number}",
            f"Chapter {number} (in the game: move {number})",
            "Chapters",
            (str(number),),
            partial(chapter, number),
            partial(has_chapter, number),
            "there are fewer chapters, or moves in the game",
        )
        for number in range(1, 10)
    ),
    Action("explore.replay", "Replay: one order", "Explore", ("Ctrl+1",), lambda w: w.set_screen("replay")),
    Action("explore.show", "Explore: every order", "Explore", ("Ctrl+2",), lambda w: w.set_screen("explore")),
    Action("edit.show", "Edit: the scenario itself", "Edit", ("Ctrl+3",), lambda w: w.set_screen("edit")),
    Action(
        "present.show", "Present the story to a room", "Present", ("Ctrl+4",), lambda w: w.set_screen("present"),
        lambda f: f.scenes > 0, "this file has no story",
    ),
    Action(
        "present.leave", "Leave the talk", "Present", (), lambda w: w.set_screen("replay"), presenting, NO_TALK,
    ),
    Action("present.swap", "Swap the displays of room and notes", "Present", (), None, presenting, NO_TALK, "S"),
    Action("story.action", "Note an action at this moment …", "Present", ("Ctrl+Alt+N",)),
    Action("story.add", "Add this moment to the story", "Present", ("Ctrl+Alt+S",), lambda w: w.talk.add_scene()),
    Action("present.next", "Next scene", "Present", ("PgDown",), lambda w: w.talk.next_scene(), presenting, NO_TALK),
    Action(
        "present.back", "Previous scene", "Present", ("PgUp",), lambda w: w.talk.previous_scene(), presenting, NO_TALK,
    ),
    *(
        Action(f"present.{key}", title, "Present", (), run, presenting, NO_TALK, in_talk)
        for key, title, in_talk, run in TALK
    ),
    Action(
        "explore.start", "Explore every order now", "Explore", ("Ctrl+E",), lambda w: w.explore(), not_running,
        "it is under way",
    ),
    Action(
        "explore.pause", "Pause exploring", "Explore", (), lambda w: w.pause_exploring(), running,
        "nothing is under way",
    ),
    Action(
        "explore.cancel", "Cancel exploring", "Explore", (), lambda w: w.cancel_exploring(), under_way,
        "nothing is under way",
    ),
    Action(
        "explore.finding", "Replay the shortest failing order", "Explore", (), lambda w: w.show_finding(0), has_finding,
        "nothing was found, or nothing explored yet",
    ),
    Action(
        "explore.twin", "Replay the nearest good order", "Explore", (), lambda w: w.show_twin(), has_twin,
        "the run on screen does not fail, or nothing explored yet",
    ),
    Action(
        "explore.good", "Replay the shortest order that ends well", "Explore", (), lambda w: w.show_good(0), has_good,
        "none is known to end well",
    ),
    Action(
        "explore.no_return", "To the point of no return", "Explore", ("Ctrl+Shift+N",), to_no_return, has_no_return,
        "the run on screen has none, or nothing explored yet",
    ),
    Action(
        "explore.meant", "Judge the run by the next finding", "Explore", (), next_meant, has_finding,
        "nothing was found, or nothing explored yet",
    ),
    Action("explore.fixes", "Explore: fix lab", "Explore", (), partial(turn_to, "fixes")),
    Action("explore.late", "Explore: when was it too late?", "Explore", (), partial(turn_to, "late")),
    Action("explore.steps", "Explore: steps, joined or split", "Explore", (), partial(turn_to, "steps")),
    Action("explore.services", "Explore: services over all orders", "Explore", (), partial(turn_to, "services")),
    Action(
        "explore.join", "What if the chosen or last move were one with its next step?", "Explore", ("Ctrl+J",),
        lambda w: w.try_here("join"), has_moved, "no move has been made",
    ),
    Action(
        "explore.split", "What if the chosen or last move's read and write were apart?", "Explore", ("Ctrl+Shift+J",),
        lambda w: w.try_here("split"), has_moved, "no move has been made",
    ),
    Action("explore.game", "You are the scheduler, or end the game", "Explore", ("Ctrl+G",), other_game),
    Action("explore.hint", "Hint in the game", "Explore", (), lambda w: w.hint(), playing, "no game is played"),
    Action("why.next", "Why is the next service red?", "Why", ("N",), next_trouble, in_trouble, "all services are ok"),
    Action("why.none", "Choose nothing", "Why", ("Escape",), lambda w: w.select(None)),
    Action("view.fold", "Fold all groups", "View", ("Ctrl+Shift+F",), lambda w: w.fold_all(True)),
    Action(
        "view.unfold", "Unfold everything, show all services", "View", ("Ctrl+Shift+U",), lambda w: w.fold_all(False),
        lambda f: bool(f.stage.hidden), "nothing is folded or hidden",
    ),
    *(
        Action(
            f"view.near{hops}", f"Only what is {counted(hops, 'dependency', 'dependencies')} from the chosen service",
            "View", (f"Alt+{hops}",), partial(near, hops), lambda f: f.selected is not None, "choose a service first",
        )
        for hops in (1, 2, 3)
    ),
    Action("view.known", "Known at the time, or as it was", "Why", ("K",), other_known),
    Action("page.falls", "What else could fall", "Why", ("F",), partial(other_page, "falls")),
    Action("page.record", "What was recorded beside what the model says", "Why", ("R",), partial(other_page, "record")),
    Action("page.cost", "What it cost, and how long each part took", "Why", ("C",), partial(other_page, "cost")),
    Action("page.caveats", "What this replay does not show", "Why", ("D",), partial(other_page, "caveats")),
    Action("page.actions", "Actions noted", "Why", ("Shift+A",), partial(other_page, "actions")),
    Action(
        "falls.fail", "Fail the chosen service here (what-if)", "Why", ("Shift+F",), fail_chosen,
        lambda f: f.selected is not None, "choose a service first",
    ),
    Action(
        "falls.mend", "Mend what was failed by hand", "Why", (), lambda w: w.mend(None),
        lambda f: bool(f.failed), "nothing was failed by hand",
    ),
    Action(
        "branch.recorded", "Back to the recorded run", "Why", ("Backspace",), back_to_recorded,
        lambda f: f.what_if and bool(f.twigs), "this is the recorded run",
    ),
    Action("edit.undo", "Undo", "Edit", ("Ctrl+Z",), lambda w: w.undo(), lambda f: bool(f.can_undo), "nothing to undo"),
    Action(
        "edit.redo", "Redo", "Edit", ("Ctrl+Shift+Z", "Ctrl+Y"), lambda w: w.redo(), lambda f: bool(f.can_redo),
        "nothing to redo",
    ),
    Action("edit.add", "Add a service, a process, a check …", "Edit", ("Ins",), None, editing, NO_EDIT),
    Action(
        "edit.accept", "Expect what was found, from now on", "Edit", (), lambda w: w.accept_findings(), has_outcome,
        "nothing is explored yet",
    ),
    Action("edit.record", "Record the moves on screen as a run …", "Edit", ("Ctrl+Shift+R",)),
    Action(
        "edit.record_fix", "Record what was changed as a fix …", "Edit", ("Ctrl+Alt+F",), None, lambda f: f.unsaved,
        "nothing was changed since the file was saved",
    ),
    Action("edit.find", "Find in the text", "Edit", ("Ctrl+F",), None, editing, NO_EDIT),
    Action("edit.copy", "Copy", "Edit", ("Ctrl+C",), None, has_picked, NO_PICK),
    Action("edit.cut", "Cut", "Edit", ("Ctrl+X",), None, has_picked, NO_PICK),
    Action("edit.paste", "Paste", "Edit", ("Ctrl+V",), None, editing, NO_EDIT),
    Action("edit.duplicate", "Duplicate", "Edit", ("Ctrl+D",), None, has_picked, NO_PICK),
    Action("edit.delete", "Delete what is chosen", "Edit", (), None, has_picked, NO_PICK),
    Action("edit.all", "Choose all services", "Edit", ("Ctrl+A",), None, editing, NO_EDIT),
    Action("edit.group", "Put into a group …", "Edit", ("Ctrl+Shift+G",), None, picked_several, NO_SEVERAL),
    Action("edit.row", "Align in a row", "Edit", (), None, picked_several, NO_SEVERAL),
    Action("edit.column", "Align in a column", "Edit", (), None, picked_several, NO_SEVERAL),
    Action("edit.apart", "Space evenly", "Edit", (), None, picked_several, NO_SEVERAL),
    Action("edit.page_graph", "Edit the graph", "Edit", ("Alt+G",), None, editing, NO_EDIT),
    Action("edit.page_processes", "Edit the processes", "Edit", ("Alt+P",), None, editing, NO_EDIT),
    Action("edit.page_clock", "Edit clock and story", "Edit", ("Alt+C",), None, editing, NO_EDIT),
    Action("edit.page_story", "Edit the storyboard", "Edit", ("Alt+S",), None, editing, NO_EDIT),
    Action("edit.text", "Edit the text", "Edit", ("Alt+T",), None, editing, NO_EDIT),
    Action("view.fit", "Show the whole graph", "View", ("0",)),
    Action("view.closer", "Closer", "View", ("Ctrl++", "Ctrl+=", "+")),
    Action("view.farther", "Farther", "View", ("Ctrl+-", "-")),
    Action("view.theme", "Dark or light", "View", ("Ctrl+T",)),
    Action("view.full", "Full screen", "View", ("F11",)),
    Action("view.motion", "Less motion", "View"),
    Action("help.commands", "All commands", "Help", ("Ctrl+K", "Ctrl+Shift+P")),
    Action("help.keys", "All keys", "Help", ("?", "F1")),
    Action("help.about", "About and licences", "Help"),
)  # fmt: skip
