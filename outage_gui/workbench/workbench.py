"""What is open now: the one mutable object. Every verb ends in one announcement of one frame to every listener.

A mistake of the user's (a bad file, a time that is nowhere, a move that cannot be taken) is never raised out of a verb:
it becomes a notice, and what was open stays open.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from outage_gui.engine.forced import Failure
from outage_gui.model import edits, files
from outage_gui.model.files import Document
from outage_gui.model.problems import ScenarioError, shown
from outage_gui.model.scenario import Scenario
from outage_gui.model.words import unused
from outage_gui.workbench.disk import Notice, Watch, read, refused
from outage_gui.workbench.folding import MARK
from outage_gui.workbench.folds import Folds
from outage_gui.workbench.frame import Axis, Frame, Stage
from outage_gui.workbench.framing import Desk, framed
from outage_gui.workbench.history import History, opened
from outage_gui.workbench.keeping import Conflict, Keeping, saved
from outage_gui.workbench.layout import Layout
from outage_gui.workbench.loaded import Loaded, loaded, replayed, run_fixes
from outage_gui.workbench.neighbours import neighbour
from outage_gui.workbench.pages import Pages
from outage_gui.workbench.player import WAVE, Player, played
from outage_gui.workbench.playhead import Playhead, Stops, after, before
from outage_gui.workbench.recent import recent, remember
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.score import numbered, scene_place
from outage_gui.workbench.setting import Setting
from outage_gui.workbench.talk import Talk
from outage_gui.workbench.typed import found

if TYPE_CHECKING:
    from outage_gui.workbench.edit_changes import Change
    from outage_gui.workbench.edit_places import Path as Place
    from outage_gui.workbench.editing import Editing
    from outage_gui.workbench.explore_frame import Page, Screen
    from outage_gui.workbench.exploring import Exploring
    from outage_gui.workbench.page_frame import PageKind
    from outage_gui.workbench.scene_frames import SceneFrames
    from outage_gui.workbench.visits import Visit
    from outage_gui.workbench.what_ifs import Kind

Listener = Callable[[Frame], None]
TYPED = "Typing: "  # before the name of an edit that goes on with the next key
UNTITLED = Path("untitled.yaml")
NOTHING = Document("", Scenario(format=1, title="No scenario is open"), Path(), "")


class Workbench:
    """Verbs change what is open and announce; `frame` is the last frame announced."""

    def __init__(self, *, reduced_motion: bool = False, layout: Layout | None = None, remembers: bool = True) -> None:
        self.reduced_motion, self._remembers = reduced_motion, remembers
        self._layout = layout or Layout()
        self._listeners: tuple[Listener, ...] = ()
        self._recent = recent()
        self._axis: Axis = "steps"
        self._player = Player()
        self._arriving: tuple[tuple[int, float], ...] = ()
        self._told, self._watch, self._keeping = Notice(), Watch(), Keeping()
        self._selected: str | None = None
        self._block: int | None = None
        self._exploring: Exploring | None = None
        self._pages, self._folds, self._known = Pages(), Folds(), False
        self.talk = Talk(self, self._announce)
        self._editing: Editing | None = None
        self._scene_frames: SceneFrames | None = None
        self._history: History = opened(NOTHING)
        self._take(loaded(NOTHING))
        self._here = self._first()
        self.frame = framed(self._desk())

    # --- reading

    @property
    def document(self) -> Document:
        return self._history.document

    @property
    def replay(self) -> Replay:
        """The run or branch on screen."""
        return self._setting.replay

    def listen(self, listener: Listener) -> None:
        self._listeners = (*self._listeners, listener)

    def close(self) -> None:
        """End the worker processes; no verb after it."""
        self._keeping.close(self._written)
        self._layout.close()
        self._folds.close()
        if self._exploring is not None:
            self._exploring.close()

    # --- the file

    def open(self, path: Path) -> None:
        """Open another scenario at its start. A file that is refused leaves the open one as it is."""
        document = self._read(Path(path))
        if document is not None:
            self._begin(document)
            self._recent = remember(document.path) if self._remembers and self.document is document else self._recent
        self._announce()

    def new(self, template: str = "empty") -> None:
        """A scenario that is nowhere on disk yet, made from a template."""
        from outage_gui.workbench.templates import text_of

        text = text_of(template)
        if text is None:
            self._told = Notice(f"There is no template {shown(template)}.")
        else:
            self._begin(Document(text, files.read(text, UNTITLED.name), UNTITLED, ""))
        self._announce()

    def _begin(self, document: Document) -> None:
        """Another scenario, at its start."""
        self._keeping.keep(self._written, now=True)
        if self._accept(document, None, None):
            self._history = opened(document)
            self._here, self._player = self._first(), self._player._replace(playing=False)
            self._selected = self._block = None
            self._folds.begin(document.scenario)
            self.talk.begin()
            self._told = Notice(self._setting.shortfall)
            self._keeping.follow(document, document.path if document.digest else None)

    def reload(self) -> None:
        """Read the file again; what it replaces can be had back by undo."""
        document = self._read(self.document.path) if self._history.digest else None
        if document is not None and self._accept(document, self._kept(document), self._loaded):
            if document.text != self.document.text:
                self._history = self._history.push(document, "Read the file again")
            self._history = self._history.on_disk(document.digest)
            self._keeping.saved(document.text, document.digest)
        self._announce()

    def save(self) -> None:
        """Write the file, unless somebody else has changed it meanwhile."""
        self._settle()
        if self.document is NOTHING or not self._history.digest:
            self._told = Notice("Nothing is open." if self.document is NOTHING else "Say where to save this scenario.")
        else:
            self._write(self._history.digest, self.document.path)
        self._announce()

    def save_as(self, path: Path) -> None:
        """Write to another place, and stay there; whoever chose it was asked about a file that is there already."""
        self._settle()
        there = self._read_bytes(Path(path))
        if there is not None and self.document is not NOTHING and self._write(there, Path(path)):
            self._history = self._history._replace(document=self.document._replace(path=Path(path)))
            self._keeping.follow(self.document._replace(digest=self._history.digest), Path(path))
            self._recent = remember(Path(path)) if self._remembers else self._recent
        self._announce()

    def _write(self, expected: str, path: Path) -> bool:
        """Whether it was written; if not, why not is told."""
        done = saved(self._history, expected, path)
        if isinstance(done, Notice):
            self._told = done
        elif isinstance(done, Conflict):
            self._keeping.conflict = done
            self._told = Notice(f"{shown(path.name)} has changed on disk; nothing was written.")
        else:
            self._history, self._told = done, Notice()
            self._keeping.saved(done.document.text, done.digest)
            return True
        return False

    def _read_bytes(self, path: Path) -> str | None:
        """The digest of what stands there, "" where nothing does; None, and told, where it cannot be looked at."""
        try:
            return files.digest(files.read_bytes(path))
        except FileNotFoundError:
            return ""
        except (OSError, ScenarioError) as error:
            self._told = Notice(f"{shown(path.name)} cannot be replaced: {error}")
            return None

    @property
    def _written(self) -> str:
        """The text as it is being written, be it right or wrong."""
        return self._editing.text if self._editing is not None else self.document.text

    def record_fix(self, name: str, label: str = "") -> None:
        """What was changed since the file was saved becomes a fix, switched on; the rest is as it was saved.

        name: empty for one made from the label.
        """
        from outage_gui.model.differences import recorded_as_fix
        from outage_gui.workbench.edit_changes import slug
        from outage_gui.workbench.edit_services import names

        self._settle()
        saved = self._history.saved
        name = name or unused(slug(label, word=False), names(saved, "fixes"))
        try:
            text = recorded_as_fix(saved, self.document.text, name, label)
        except ScenarioError as error:
            self._told = Notice(str(error.problems[0]).partition(": ")[2])
            self._announce()
        else:
            self.edit(text, f"Record fix {name}")
            self.set_fix(name, True)

    # --- what waits for an answer

    def recover(self) -> None:
        """Take what was left unsaved when the program ended; undo leads back to the file. Nothing is written to it."""
        left = self._keeping.left[0] if self._keeping.left else None
        if left is not None:
            self.write(left.text, "Recover unsaved edits")
            self._settle()
            if self._written == left.text:
                self._keeping.keep(left.text, now=True)
                self._keeping.answered()
        self._announce()

    def discard_recovery(self) -> None:
        """Leave it; it is kept aside for some days."""
        self._keeping.answered()
        self._announce()

    def give_up(self) -> None:
        """What is not saved shall not be offered again; it is kept aside for some days."""
        self._keeping.give_up()

    def merge_theirs(self) -> None:
        """Both changes of the file, where they touch different lines; saving is the next step."""
        conflict = self._keeping.conflict
        if conflict is not None and conflict.merged is not None:
            self.edit(conflict.merged, "Merge with the file")
            if self.document.text == conflict.merged:
                self._history = self._history._replace(saved=conflict.theirs, digest=conflict.digest)
                self._keeping.conflict = None
        self._announce()

    def take_theirs(self) -> None:
        """The file as it is on disk; undo leads back."""
        self._keeping.conflict = None
        self.reload()

    def keep_mine(self) -> None:
        """Over the file as it was seen on disk; it is among the backups then."""
        conflict = self._keeping.conflict
        if conflict is not None:
            self._keeping.conflict = None
            self._write(conflict.digest, self.document.path)
        self._announce()

    def edit(self, text: str, name: str) -> None:
        """Put another text in the place of the file's; `name` stands beside undo. Nothing is written to disk."""
        try:
            document = self.document._replace(text=text, scenario=files.read(text, self.document.path.name))
        except ScenarioError as error:
            self._told = refused(self.document.path, error)
        else:
            if self._accept(document, self._kept(document), self._loaded):
                self._history = self._history.push(document, name)
        self._announce()

    def move_box(self, service: str, x: float, y: float) -> None:
        """Put the centre of a service's box there; `x`, `y` in drawing units."""
        if service.startswith(MARK):
            self._told = Notice("A folded group stays where it is. Unfold it to move its services.")
            self._announce()
            return
        try:
            text = edits.with_position(self.document.text, service, x, y)
        except ScenarioError as error:
            self._told = refused(self.document.path, error)
            self._announce()
        else:
            self.edit(text, f"Move {service}")

    def undo(self) -> None:
        self._settle()
        if self._editing is not None and self._editing.undo():
            self._announce()
        else:
            self._turn_to(self._history.undone())

    def redo(self) -> None:
        if self._editing is not None and self._editing.redo():
            self._announce()
        else:
            self._turn_to(self._history.redone())

    def _turn_to(self, history: History) -> None:
        fixes = self._kept(history.document)
        if history.place != self._history.place and self._accept(history.document, fixes, self._loaded):
            self._history = history
        self._announce()

    # --- the Edit screen

    @property
    def editing(self) -> "Editing":
        """Made when first asked for."""
        if self._editing is None:
            from outage_gui.workbench.editing import Editing

            self._editing = Editing()
            self._editing.follow(self.document)
        return self._editing

    def write(self, text: str, name: str) -> None:
        """The text as it is being written; what is wrong with it is told at once. `settle` makes it an edit."""
        self.editing.write(text, name)
        self._announce()

    def settle(self) -> None:
        """Take what was written, unless something is wrong with it."""
        if self._settle():
            self._announce()

    def change(self, change: Callable[[str], str], name: str, *, typing: bool = False) -> None:
        """An edit of text -> text on what is being written; where it cannot be made there, that is told.

        typing: it will go on, and `settle` makes one edit of it.
        """
        try:
            self.editing.change(change, f"{TYPED}{name}" if typing else name)
        except ScenarioError as error:
            self._told = Notice(error.problems[0].cause + (f" ({hint})" if (hint := error.problems[0].hint) else ""))
        else:
            if not typing:
                self._settle()
        self._announce()

    def do_made(self, make: "Callable[[], Change | None]") -> None:
        """A change made from the text as it is; of a text without a tree it cannot be made, and that is told."""
        try:
            change = make()
        except ScenarioError as error:
            first = error.problems[0]
            self._told = Notice(f"The text has to be mended first, line {first.line}: {first.cause}")
            self._announce()
        else:
            if change is not None:
                self.do(change)

    def do(self, change: "Change") -> None:
        """A change with a name, and a look at what came of it."""
        if change.name:
            self.change(change.edit, change.name)
        if change.look_at is not None:
            self.look_at(change.look_at)

    def accept_findings(self) -> None:
        """What the explorer found with the fixes that are on is expected from now on."""
        from outage_gui.workbench.edit_accept import accepted

        outcome = self.frame.explore.outcome if self.frame.explore is not None else None
        if outcome is not None:
            self.do(accepted(self.document.scenario, outcome))

    def record_run(self, label: str) -> None:
        """The moves on screen as a run of the file."""
        from outage_gui.workbench.edit_accept import recorded

        self.do(recorded(self.editing.text, self.replay, label))

    def look_at(self, path: "Place", *, by_text: bool = False) -> None:
        """Something in the file is chosen, on the canvas, in a form or in the text."""
        self.editing.look_at(path, by_text=by_text)
        service = path[1] if len(path) > 1 and path[0] == "services" else None
        self._selected = str(service) if service in self._setting.telling.services else None
        self._announce()

    def pick(self, services: tuple[str, ...]) -> None:
        """Several services are chosen; the last is looked at."""
        self.editing.picked = services
        self.look_at(("services", services[-1]) if services else ())

    def _settle(self) -> bool:
        ready = self._editing.ready if self._editing else None
        if ready is None:
            return False
        document = self.document._replace(text=ready.text, scenario=files.read(ready.text, self.document.path.name))
        if self._accept(document, self._loaded.fixes_in(document.scenario), self._loaded):
            amends = ready.name.startswith("Typing")
            push = self._history.amend if amends else self._history.push
            self._history = push(document, ready.name.removeprefix(TYPED))
        return True

    # --- runs, fixes, branches

    def show_run(self, name: str) -> None:
        """A recorded run from its start, with the fixes it was recorded with."""
        self._show(f"run:{name}", self._first)
        self._announce()

    def show_branch(self, key: str) -> None:
        """A run or branch at the same number of moves, as far as it has them."""
        self._show(key, self._same_step)
        self._announce()

    def drop_branch(self, key: str) -> None:
        """Forget a what-if branch and those that leave it; a recorded run stays."""
        tree, now = self._loaded.tree, self._loaded
        if key not in tree.limbs or not tree.limbs[key].parent:
            self._told = Notice("A recorded run cannot be dropped.")
        else:
            smaller = tree.dropped(key)
            parent = now.key if now.key in smaller.limbs else tree.limbs[key].parent
            self._take(now._replace(tree=smaller, key=parent))
            self._here = self._same_step()
        self._announce()

    def set_fix(self, name: str, on: bool) -> None:
        """Switch a fix on or off and replay as far as the run then goes."""
        fixes = self._loaded.fixes | {name} if on else self._loaded.fixes - {name}
        if self._accept(self.document, frozenset(fixes), self._loaded):
            self._told = Notice(self._setting.shortfall)
        self._announce()

    def choose(self, move: str) -> None:
        """Take a move: the recorded one is a step, any other begins or lengthens a what-if branch."""
        replay, step = self._setting.replay, self._here.step
        if wrong := self._setting.why_not(move, step):
            self._told = Notice(wrong)
            if self._exploring is not None and self._exploring.room.playing:
                self._exploring.room.faulted(replay, replay.states.next_moves(step, ""), move, step)
        else:
            if step == replay.total or move != replay.entries[step].text:
                tree, key = self._loaded.tree.chosen(self._loaded.key, step, move)
                self._take(self._loaded._replace(tree=tree, key=key))
            self._go(self._stops.jump(step + 1), seen=True)
        self._announce()

    def _show(self, key: str, place: Callable[[], Playhead]) -> None:
        if key not in self._loaded.tree.limbs:
            self._told = Notice("There is no such run.")
            return
        chosen = self._loaded._replace(key=key)
        same = chosen.run == self._loaded.run
        chosen = chosen if same else chosen._replace(failures=())
        fixes = self._loaded.fixes if same else run_fixes(self.document.scenario, chosen.run)
        if self._accept(self.document, fixes, chosen):
            self._here, self._arriving = place(), ()
            self._told = Notice(self._setting.shortfall)

    # --- the playhead

    def step(self) -> None:
        self._follow(after(self._stops.moves, self._here), seen=True)

    def back(self) -> None:
        self._follow(before(self._stops.moves, self._here))

    def next_change(self) -> None:
        self._follow(after(self._stops.changes, self._here), seen=True)

    def previous_change(self) -> None:
        self._follow(before(self._stops.changes, self._here))

    def next_mark(self) -> None:
        self._follow(after(self._setting.marks, self._here), seen=True)

    def previous_mark(self) -> None:
        self._follow(before(self._setting.marks, self._here))

    def start(self) -> None:
        self._follow(self._first())

    def end(self) -> None:
        self._follow(Playhead(*self._stops.changes[-1]))

    def jump(self, step: int) -> None:
        """Right after that many moves."""
        self._follow(self._stops.jump(step))

    def seek(self, at: int) -> None:
        """To an instant, ms."""
        self._follow(self._stops.seek(at))

    def seek_x(self, x: float) -> None:
        """To where x stands on the axis shown; on the steps axis to the nearest stop."""
        self._follow(self._setting.place_at(self._axis, x))

    def seek_text(self, text: str) -> None:
        """ "23:48", "06:48Z", "T+1h", "2025-10-20T06:48Z", "11" (moves made) or a mark."""
        place = found(text, self._setting.replay.reach)
        if isinstance(place, str):
            self._told = Notice(place)
            self._announce()
        else:
            self._follow(place)

    def chapter(self, number: int) -> None:
        """A scene of the story, on the run it belongs to; without a story, a milestone."""
        story = self._setting.replay.scenario.story
        if not story:
            chapter = numbered(self._setting.placed(self._axis).score.chapters, number)
            self._follow(Playhead(chapter.at, chapter.step) if chapter else None)
        elif 0 < number <= len(story):
            scene = story[number - 1]
            if scene.run and f"run:{scene.run}" != self._loaded.key:
                self._show(f"run:{scene.run}", self._first)
            self._follow(scene_place(self._setting.replay, scene))
        else:
            self._follow(None)

    # --- playing

    def play(self) -> None:
        """From here on; from the start where this is the end."""
        if after(self._stops.changes, self._here) is None:
            self._here = self._first()
        self._player = self._player._replace(playing=True, kept=0.0)
        self._announce()

    def pause(self) -> None:
        self._player = self._player._replace(playing=False)
        self._announce()

    def toggle_play(self) -> None:
        self.pause() if self._player.playing else self.play()

    def set_speed(self, speed: float) -> None:
        self._player = self._player.at_speed(speed)
        self._announce()

    def set_true_to_clock(self, on: bool) -> None:
        self._player = self._player._replace(true_to_clock=on, kept=0.0)
        self._announce()

    def set_axis(self, axis: Axis) -> None:
        self._axis = axis
        self._announce()

    def tick(self, elapsed_ms: float) -> None:
        """Real time has passed. Announces only where something moves."""
        if not self._player.playing and not self._arriving:
            return
        moved = tuple((arrow, share + elapsed_ms / WAVE) for arrow, share in self._arriving)
        self._arriving = tuple((arrow, share) for arrow, share in moved if share < 1)
        self._player, there = played(self._player, self._here, self._stops, elapsed_ms)
        if there != self._here:
            self._go(there, seen=True)
        self._announce()

    def poll(self) -> None:
        """Take what a worker process has finished. Announces only where there is something."""
        stage = self._layout.poll()
        if stage is not None:
            self._put_on(stage)
        explored = self._exploring is not None and self._exploring.poll()
        fallen = self._pages.poll() | self._folds.poll()
        changed = self._watch.changed(self.document.path, self._history.digest)
        if changed:
            self._told = Notice(f"{shown(self.document.path.name)} has changed on disk.", again=True)
        kept = self._keeping.keep(self._written)
        if kept:
            self._told = Notice(self._keeping.trouble)
        if stage is not None or explored or fallen or changed or kept:
            self._announce()

    def await_places(self, patience: float = 25.0) -> None:
        """Wait for the final places; for pictures without a window, where nobody is kept waiting."""
        until = time.monotonic() + patience
        while self.frame.stage.provisional and time.monotonic() < until:
            self.poll()
            time.sleep(0.02)

    # --- every order

    @property
    def exploring(self) -> "Exploring":
        """Brought in when first asked for: it is not on the way to the first frame."""
        if self._exploring is None:
            from outage_gui.workbench.exploring import Exploring

            self._exploring = Exploring()
            self._exploring.follow(self._loaded, self._setting.replay, self.document)
        return self._exploring

    def set_screen(self, screen: "Screen") -> None:
        self._settle()
        if screen == "edit":
            self.editing.look_at(("services", self._selected) if self._selected else self.editing.path)
        leaving = self.exploring.screen == "present" != screen
        self.exploring.show(screen)
        if leaving:
            self.talk.leave()
        if screen == "present" and not self.talk.enter():
            self._told = Notice("This file has no story to tell: add scenes to it first.")
            self.exploring.show("replay")
        self._announce()

    def scene_frame(self, number: int) -> Frame | None:
        """What a scene of the story shows, counted from 1; None where it leads nowhere."""
        if self._scene_frames is None:
            from outage_gui.workbench.scene_frames import SceneFrames

            self._scene_frames = SceneFrames()
        return self._scene_frames.frame(number, self._loaded, self._desk())

    def set_page(self, page: "Page") -> None:
        """A page of the Explore screen, beside the findings."""
        self.exploring.turn_to(page)
        self._announce()

    def explore(self) -> None:
        """Begin, or go on after a pause."""
        self.exploring.explore()
        self._announce()

    def pause_exploring(self) -> None:
        self.exploring.pause()
        self._announce()

    def cancel_exploring(self) -> None:
        self.exploring.cancel()
        self._announce()

    def show_finding(self, number: int) -> None:
        """Its schedule as a what-if branch, at the end; counted from 0."""
        self._visit(self.exploring.run_visit("findings", number))

    def show_other(self, number: int) -> None:
        """Another way in which a finding comes about, as `show_finding`."""
        self._visit(self.exploring.run_visit("others", number))

    def show_good(self, number: int) -> None:
        """A run that ends well, as `show_finding`."""
        self._visit(self.exploring.run_visit("good", number))

    def mean(self, number: int) -> None:
        """Judge the run on screen by that finding, counted from 0."""
        self.exploring.mean(number)
        self._announce()

    def try_join(self, process: str, step: str) -> None:
        """What if this step and the next were one move? Asked again: no more. The file stays as it is."""
        self._try("join", process, step)

    def try_split(self, process: str, step: str) -> None:
        """What if the step's read and its write were two moves? Asked again: no more. The file stays as it is."""
        self._try("split", process, step)

    def _try(self, kind: "Kind", process: str, step: str) -> None:
        from outage_gui.workbench.what_ifs import WhatIf

        why = self.exploring.trying.asked(WhatIf(kind, process, step))
        if why:
            self._told = Notice(f"'{shown(step)}' stays as it is: {why}.")
        else:
            self._rethink()
        self._announce()

    def try_here(self, kind: "Kind") -> None:
        """The same of the step of the chosen move, or of the last one, and the page that tells what comes of it."""
        number = self._block or self._here.step
        if number:
            entry = self._setting.replay.entries[number - 1]
            if entry.step is not None:
                self.exploring.turn_to("steps")
                self._try(kind, entry.process.name, entry.step.name)

    def drop_what_if(self, name: str) -> None:
        """Try it no more."""
        what_if = self.exploring.trying.named(name)
        if what_if is not None:
            self.exploring.trying.drop(what_if)
            self._rethink()
        self._announce()

    def keep_what_if(self, name: str) -> None:
        """Write it into the file's text, as a fix; saving is another matter."""
        what_if = self.exploring.trying.named(name)
        if what_if is None:
            self._announce()
            return
        from outage_gui.workbench.what_ifs import shade

        text = shade(self.document.text, self.document.path.name, (what_if,)).text
        self.exploring.trying.drop(what_if)
        self.edit(text, f"Keep the fix {name}")

    def _rethink(self) -> None:
        """The same file with other what-ifs, explored as far as that is not known."""
        fixes = self._kept(self.document)
        if self._accept(self.document, fixes, self._loaded):
            self.exploring.follow(self._loaded, self._setting.replay, self.document)
            self.exploring.resume()

    def show_twin(self) -> None:
        """The good run that goes with the shown one for longest, where the two part."""
        self._visit(self.exploring.twin_visit())

    def show_lab(self, fixes: tuple[str, ...]) -> None:
        """These fixes and no others, with what they leave failing or the recorded run."""
        self._visit(self.exploring.lab_visit(fixes))

    def play_scheduler(self, on: bool) -> None:
        """Whoever watches picks every move, from the start on; off: back to the recorded run."""
        self._visit(self.exploring.game_visit(on, self._loaded.tree.root(self._loaded.key)))

    def hint(self) -> None:
        """In the game: which move leads nearer to the failure."""
        self.exploring.room.hint(self._setting.replay, self._here.step)
        self._announce()

    def _visit(self, visit: "Visit | None") -> None:
        if visit is None:
            self._told = Notice("There is nothing to show there yet.")
        else:
            tree, key = self._loaded.tree, visit.run or self._loaded.key
            if not visit.run:
                tree, key = tree.led(key, visit.moves, visit.label, visit.start)
            if self._accept(self.document, visit.fixes, self._loaded._replace(tree=tree, key=key)):
                self._here = self._stops.jump(visit.step) if visit.step else self._first()
                self._told, self.exploring.screen = Notice(self._setting.shortfall), "replay"
                self.exploring.room.playing = visit.game
        self._announce()

    # --- how much of the graph is shown

    def fold(self, group: str) -> None:
        """Fold a group to one box, or unfold it."""
        self._folds.toggle(group)
        self._announce()

    def fold_all(self, on: bool) -> None:
        if on:
            self._folds.fold_all(self._loaded.scenario)
        else:
            self._folds.unfold_all()
        self._announce()

    def focus(self, hops: int) -> None:
        """Only the services at most so many dependencies from the chosen one; 0: all again."""
        self._folds.focus(self._selected or "", hops)
        self._announce()

    # --- pages beside the graph; what else could fall

    def show_known(self, on: bool) -> None:
        """The graph as people had been told it was, in the place of how it was."""
        self._known = on
        self._announce()

    def show_page(self, kind: "PageKind | None") -> None:
        """In the place of the side panel; None: what happened again."""
        self._pages.kind = kind
        self._announce()

    def fail_here(self, service: str) -> None:
        """From this instant on it is down, as a what-if; the recorded run stays what it was."""
        if service in self._setting.telling.services:
            others = (one for one in self._loaded.failures if one.service != service)
            self._fail((*others, Failure(service, self._here.at, self._here.step)))
        self._announce()

    def mend(self, service: str | None) -> None:
        """Take back what was failed by hand; None: all of it."""
        self._fail(tuple(one for one in self._loaded.failures if service not in (None, one.service)))
        self._announce()

    def _fail(self, failures: tuple[Failure, ...]) -> None:
        self._take(self._loaded._replace(failures=failures))
        self._here, self._arriving = self._setting.same_place(self._here), ()

    # --- the selection

    def select(self, service: str | None) -> None:
        """Ask why this service is as it is; None: ask nothing. The box of a folded group is unfolded."""
        if service is not None and service.startswith(MARK):
            self.fold(service)
            return
        self._selected = service if service in self._setting.telling.services else None
        self._block = None
        self._announce()

    def select_next(self, dx: int, dy: int) -> None:
        """The service nearest to the selected one in that direction."""
        self.select(neighbour(self._setting.stage.boxes, self._selected, dx, dy))

    def select_block(self, number: int) -> None:
        """Ask what a move brought about."""
        self._selected, self._block = None, number if 0 < number <= self._setting.replay.total else None
        self._announce()

    def tell(self, line: str) -> None:
        """One calm line over the graph, about something done beside the scenario."""
        self._told = Notice(line)
        self._announce()

    def dismiss_notice(self) -> None:
        self._told = Notice()
        self._announce()

    # --- behind the verbs

    def _read(self, path: Path) -> Document | None:
        document = read(path)
        if isinstance(document, Notice):
            self._told = document
            return None
        return document

    def _accept(self, document: Document, fixes: frozenset[str] | None, old: Loaded | None) -> bool:
        """Take the document with these fixes, and the place as far as it is still there; False where it is refused."""
        try:
            fresh = loaded(self._shaded(document), fixes, old)
        except ScenarioError as error:
            self._told = refused(document.path, error)
            return False
        self._told = Notice()
        self._take(fresh)
        self._here, self._arriving = self._setting.same_place(self._here), ()
        return True

    def _shaded(self, document: Document) -> Document:
        """With the what-ifs that are tried just now among its fixes."""
        if self._exploring is None or not self._exploring.trying.what_ifs:
            return document
        from outage_gui.workbench.what_ifs import shaded

        return shaded(document, self._exploring.trying.what_ifs) if document.path == self.document.path else document

    def _kept(self, document: Document) -> frozenset[str]:
        """The fixes that are on and that this document has too."""
        return self._loaded.fixes_in(self._shaded(document).scenario)

    def _take(self, fresh: Loaded) -> None:
        """Replay only where the run means something else than before."""
        stage = self._layout.stage(fresh.scenario)
        old = getattr(self, "_loaded", None)
        self._loaded: Loaded = fresh
        if old and old.program is fresh.program and old[4:] == fresh[4:]:
            self._put_on(stage)
        else:
            self._setting = Setting(replayed(fresh), stage)

    def _put_on(self, stage: Stage) -> None:
        if stage is not self._setting.stage:
            self._setting = self._setting.on(stage)

    # --- places

    @property
    def _stops(self) -> Stops:
        return self._setting.replay.stops

    def _first(self) -> Playhead:
        return Playhead(*self._stops.changes[0])

    def _same_step(self) -> Playhead:
        return self._stops.jump(self._here.step)

    def _follow(self, place: Playhead | None, *, seen: bool = False) -> None:
        """Go there, or stay where there is no such place. `seen`: what happens on the way is shown on the way."""
        if place is not None:
            self._go(place, seen=seen)
        self._player = self._player._replace(kept=0.0)
        self._announce()

    def _go(self, place: Playhead, *, seen: bool = False) -> None:
        self._arriving = ()
        if seen and place > self._here and not self.reduced_motion:
            arrows = self._setting.journeys.arriving((self._here.at, self._here.step), (place.at, place.step))
            self._arriving = tuple((arrow, 0.0) for arrow in arrows)
        self._here = place

    # --- one announcement

    def _desk(self) -> Desk:
        history = self._history
        return Desk(
            setting=self._setting,
            here=self._here,
            axis=self._axis,
            player=self._player,
            arriving=self._arriving,
            selected=self._selected,
            block=self._block,
            tree=self._loaded.tree,
            key=self._loaded.key,
            fixes=self._loaded.fixes,
            file=shown(self.document.path.name),
            recent=self._recent,
            reduced_motion=self.reduced_motion,
            notice=self._told.line,
            problems=self._told.problems,
            again=self._told.again,
            can_undo=history.can_undo,
            can_redo=history.can_redo,
            unsaved=history.unsaved,
            known=self._known,
            page=self._pages.value(self._setting, self._here, self._selected),
        )

    def _announce(self) -> None:
        replay = self._setting.replay
        self.frame = self._folds.frame(framed(self._desk()), replay.scenario, replay.turns)
        if self._exploring is not None:
            self._exploring.follow(self._loaded, self._setting.replay, self.document)
            self.frame = self.frame._replace(explore=self._exploring.value(self._here.step))
            if self._exploring.screen == "present":
                numbers = {box.name: number for number, box in enumerate(self.frame.stage.boxes)}
                told = self.talk.presenting.value(replay.scenario, numbers, self.frame.statuses)
                self.frame = self.frame._replace(present=told)
        if self._editing is not None:
            self._editing.follow(self.document)
            self.frame = self._with_draft(self._editing)
        untitled, keeping = self.document is not NOTHING and not self._history.digest, self._keeping
        self.frame = self.frame._replace(offer=keeping.offer, untitled=untitled, read_only=keeping.read_only)
        for listener in self._listeners:
            listener(self.frame)

    def _with_draft(self, editing: "Editing") -> Frame:
        draft = editing.draft
        written = draft is not None and draft.text != self.document.text
        return self.frame._replace(
            edit=editing.frame(self._setting.replay, self._here.step),
            can_undo=draft.name.removeprefix(TYPED) if draft is not None and written else self.frame.can_undo,
            can_redo=draft.name.removeprefix(TYPED) if draft is not None and draft.after else self.frame.can_redo,
            unsaved=self.frame.unsaved or written,
        )
