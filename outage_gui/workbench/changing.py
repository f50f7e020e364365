"""Verbs of the Edit screen: a text or a change is written as a draft, and becomes an edit once it is good."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from outage_gui.model import edits
from outage_gui.model.problems import ScenarioError
from outage_gui.model.words import unused
from outage_gui.workbench.bench import TYPED
from outage_gui.workbench.disk import Notice, refused
from outage_gui.workbench.filing import Filing
from outage_gui.workbench.folding import MARK

if TYPE_CHECKING:
    from outage_gui.workbench.edit_changes import Change
    from outage_gui.workbench.edit_places import Path as Place


class Changing(Filing):
    """What is changed in what is open."""

    # --- the Edit screen

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

    # --- what waits for an answer

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

    # --- the Edit screen

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

    # --- the file

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

    # --- the Edit screen

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
