"""Verbs of the replay: which run, where in it, how fast, how much of the graph, what if a service fails."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from outage_gui.engine.forced import Failure
from outage_gui.model.problems import shown
from outage_gui.workbench.bench import Bench
from outage_gui.workbench.disk import Notice
from outage_gui.workbench.folding import MARK
from outage_gui.workbench.frame import Axis
from outage_gui.workbench.loaded import run_fixes
from outage_gui.workbench.neighbours import neighbour
from outage_gui.workbench.player import WAVE, played
from outage_gui.workbench.playhead import Playhead, after, before
from outage_gui.workbench.score import numbered, scene_place
from outage_gui.workbench.typed import found

if TYPE_CHECKING:
    from outage_gui.workbench.page_frame import PageKind


class Replaying(Bench):
    """What is shown of what is open."""

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
