"""What the Edit screen is at: the draft, the place looked at, the services picked. Nothing of it is history."""

from collections.abc import Callable

from outage_gui.model.blame import Hint, hints
from outage_gui.model.files import Document
from outage_gui.model.problems import Problem
from outage_gui.model.words import unused
from outage_gui.model.yaml_tree import Listing, Map, Scalar
from outage_gui.model.yaml_writing import Plain
from outage_gui.workbench import draft
from outage_gui.workbench.draft import Draft
from outage_gui.workbench.edit_changes import ENTRIES, Change, added, dropped
from outage_gui.workbench.edit_frame import Edit
from outage_gui.workbench.edit_places import Path, below, node_of
from outage_gui.workbench.edit_process import preview
from outage_gui.workbench.edit_services import needs_of
from outage_gui.workbench.replay import Replay


class Editing:
    """Made when the Edit screen is first asked for."""

    def __init__(self) -> None:
        self.draft: Draft | None = None
        self.path: Path = ()
        self.picked: tuple[str, ...] = ()
        self.by_text = False
        self._document: Document | None = None
        self._root: Map | None = None
        self._read, self._stale = "", False
        self._hints: tuple[Hint, ...] = ()

    def follow(self, document: Document) -> None:
        """Called before each frame: another document has put an end to the draft of the one before."""
        if document is not self._document:
            other = self._document is not None and self._document.path != document.path
            self._document, self.draft = document, None
            if other:
                self.path, self.picked = (), ()
            known = {service.name for service in document.scenario.services}
            self.picked = tuple(name for name in self.picked if name in known)

    @property
    def file(self) -> str:
        return self._document.path.name if self._document else ""

    @property
    def text(self) -> str:
        """What is being written: the draft, or the document where there is none."""
        return self.draft.text if self.draft else self._document.text if self._document else ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.draft.problems if self.draft else ()

    @property
    def ready(self) -> Draft | None:
        """The draft, where it can become an edit."""
        differs = self.draft is not None and self._document is not None and self.draft.text != self._document.text
        return self.draft if differs and not self.refused else None

    @property
    def refused(self) -> bool:
        return self.draft is not None and self.draft.refused

    @property
    def root(self) -> Map | None:
        """The tree of the text, or the last there was."""
        self._follow_text()
        return self._root

    @property
    def stale(self) -> bool:
        """Whether the text has no tree of its own."""
        self._follow_text()
        return self.draft is not None and self._stale

    @property
    def hints(self) -> tuple[Hint, ...]:
        self._follow_text()
        return self._hints

    def _follow_text(self) -> None:
        if self._read != self.text:
            root = draft.root_of(self.text, self.file)
            self._read, self._root, self._stale = self.text, root or self._root, root is None
            self._hints = hints(root, self.text) if root else ()

    def write(self, text: str, name: str) -> None:
        """Another text; back to the document's it is no draft any more."""
        if text != self.text:
            self.draft = draft.written(self.draft, text, name, self.file)

    def change(self, edit: Callable[[str], str], name: str) -> None:
        """An edit of text -> text on what is being written. Raises ScenarioError where it cannot be made there."""
        self.write(edit(self.text), name)

    def undo(self) -> bool:
        """Back to the draft before, at last to the document; False where there is no draft to leave."""
        if self.draft is None or self._document is None or self.draft.text == self._document.text:
            return False
        self.draft = draft.undone(self.draft, self._document.text, self.file)
        return True

    def redo(self) -> bool:
        if self.draft is None or not self.draft.after:
            return False
        self.draft = draft.redone(self.draft, self.file)
        return True

    def look_at(self, path: Path, *, by_text: bool = False) -> None:
        """Of a path that leads nowhere, the part that leads somewhere."""
        while path and node_of(self.root, path) is None:
            path = path[:-1]
        self.path, self.by_text = path, by_text
        service = path[1] if len(path) > 1 and path[0] == "services" else None
        if not (service in self.picked and len(self.picked) > 1):
            self.picked = (str(service),) if service else ()

    def dropped(self) -> Change:
        """What is looked at, taken away."""
        return dropped(self.path)

    def named(self, section: str, name: str) -> Change:
        """Something new in a section of named things. A fix makes one move of two steps until it is told otherwise."""
        value: Plain | None = None
        pairs = [p for p in self._document.scenario.processes if len(p.steps) > 1] if self._document else []
        if section == "fixes" and pairs:
            value = {"label": name, "join": {pairs[0].name: [step.name for step in pairs[0].steps[:2]]}}
        return added((section,), None, name, value)

    def addition(self, path: Path, total: int, name: str) -> Change:
        """One more of what a form lists; with what is likeliest in it, so that it is good from the start."""
        section, scenario = str(path[-1]), self._document.scenario if self._document else None
        if len(path) == 1 and name:
            return self.named(section, name)
        if len(path) == 1 and section in ENTRIES:
            return self.entry_added(section)
        value: Plain | None = None
        if section == "needs" and scenario is not None:
            there = {one for _, members in needs_of(self.root, str(path[1])) for one in members} | {path[1]}
            value = next((service.name for service in scenario.services if service.name not in there), "")
        elif section == "join" and scenario is not None:
            own = next((process for process in scenario.processes if process.name == name), None)
            value = [step.name for step in own.steps[:2]] if own is not None else []
        elif section == "steps" and scenario is not None:
            steps = [name for name, _, _ in below(node, path)] if (node := node_of(self.root, path)) else []
            value = {"step": unused("step", [str(step) for step in steps], joint="_")}
        return added(path, None if name else total, name, value)

    def entry_added(self, section: str, text: str = "") -> Change:
        """At the end of timeline or story; a moment on the clock at the time of the one before it."""
        node = node_of(self.root, (section,))
        count = len(node.items) if isinstance(node, Listing) else 0
        key, words = ENTRIES[section]
        value: dict[str, Plain] = {key: text or words}
        if section == "timeline":
            last = node_of(self.root, (section, count - 1, "at"))
            value = {"at": last.text if isinstance(last, Scalar) else "2025-01-01 00:00", **value}
        return added((section,), count, "", value)

    def frame(self, replay: Replay, step: int) -> Edit:
        return Edit(
            text=self.text,
            root=self.root,
            stale=self.stale,
            problems=self.problems,
            hints=self.hints,
            refused=self.refused,
            path=self.path,
            picked=self.picked,
            preview=preview(replay, step, self.path),
            positions=tuple(replay.states.at(step).positions.items()),
            by_text=self.by_text,
        )
