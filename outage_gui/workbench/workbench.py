"""What is open now: the one mutable object. Every verb ends in one announcement of one frame to every listener.

A mistake of the user's (a bad file, a time that is nowhere, a move that cannot be taken) is never raised out of a verb:
it becomes a notice, and what was open stays open.
"""

from typing import TYPE_CHECKING

from outage_gui.model.problems import shown
from outage_gui.workbench.changing import Changing
from outage_gui.workbench.disk import Notice
from outage_gui.workbench.frame import Frame
from outage_gui.workbench.layout import Layout
from outage_gui.workbench.talk import Talk

if TYPE_CHECKING:
    from outage_gui.workbench.explore_frame import Page, Screen
    from outage_gui.workbench.visits import Visit
    from outage_gui.workbench.what_ifs import Kind


class Workbench(Changing):
    """Verbs change what is open and announce; `frame` is the last frame announced."""

    def __init__(self, *, reduced_motion: bool = False, layout: Layout | None = None, remembers: bool = True) -> None:
        super().__init__(reduced_motion=reduced_motion, layout=layout, remembers=remembers)
        self.talk = Talk(self, self._announce)

    # --- every order

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
