"""What is open now, and how it is told: the ground under the verbs of the workbench."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from outage_gui.model import files
from outage_gui.model.files import Document
from outage_gui.model.problems import ScenarioError, shown
from outage_gui.model.scenario import Scenario
from outage_gui.workbench.disk import Notice, Watch, read, refused
from outage_gui.workbench.folds import Folds
from outage_gui.workbench.frame import Axis, Frame, Stage
from outage_gui.workbench.framing import Desk, framed
from outage_gui.workbench.history import History, opened
from outage_gui.workbench.keeping import Keeping
from outage_gui.workbench.layout import Layout
from outage_gui.workbench.loaded import Loaded, loaded, replayed
from outage_gui.workbench.pages import Pages
from outage_gui.workbench.player import Player
from outage_gui.workbench.playhead import Playhead, Stops
from outage_gui.workbench.recent import recent
from outage_gui.workbench.replay import Replay
from outage_gui.workbench.setting import Setting
from outage_gui.workbench.talk import Talk

if TYPE_CHECKING:
    from outage_gui.workbench.editing import Editing
    from outage_gui.workbench.exploring import Exploring
    from outage_gui.workbench.scene_frames import SceneFrames

Listener = Callable[[Frame], None]
TYPED = "Typing: "  # before the name of an edit that goes on with the next key
UNTITLED = Path("untitled.yaml")
NOTHING = Document("", Scenario(format=1, title="No scenario is open"), Path(), "")


class Bench:
    """Holds what is open; `_announce` ends every verb."""

    talk: Talk

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

    # --- the Edit screen

    @property
    def editing(self) -> "Editing":
        """Made when first asked for."""
        if self._editing is None:
            from outage_gui.workbench.editing import Editing

            self._editing = Editing()
            self._editing.follow(self.document)
        return self._editing

    # --- every order

    @property
    def exploring(self) -> "Exploring":
        """Brought in when first asked for: it is not on the way to the first frame."""
        if self._exploring is None:
            from outage_gui.workbench.exploring import Exploring

            self._exploring = Exploring()
            self._exploring.follow(self._loaded, self._setting.replay, self.document)
        return self._exploring

    # --- the selection

    def tell(self, line: str) -> None:
        """One calm line over the graph, about something done beside the scenario."""
        self._told = Notice(line)
        self._announce()

    def dismiss_notice(self) -> None:
        self._told = Notice()
        self._announce()

    # --- the Edit screen

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

    # --- the file

    @property
    def _written(self) -> str:
        """The text as it is being written, be it right or wrong."""
        return self._editing.text if self._editing is not None else self.document.text

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
