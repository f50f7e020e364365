"""Verbs of the file: open, save, undo, and what is asked when something was left or changed outside."""

from pathlib import Path

from outage_gui.model import files
from outage_gui.model.files import Document
from outage_gui.model.problems import ScenarioError, shown
from outage_gui.workbench.bench import NOTHING, UNTITLED
from outage_gui.workbench.disk import Notice, refused
from outage_gui.workbench.history import History, opened
from outage_gui.workbench.keeping import Conflict, saved
from outage_gui.workbench.recent import remember
from outage_gui.workbench.replaying import Replaying


class Filing(Replaying):
    """Where what is open comes from, and where it goes."""

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

    # --- what waits for an answer

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
