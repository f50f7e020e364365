"""Undo and redo: the document that stands now, and of every edit its name and the stretch of text it changed.

Only edits of the file come here; what is on screen (playhead, selection, branches) is no edit. A text of old is made
from its neighbour and read again, so thousands of edits cost little more than what was typed.
"""

from typing import NamedTuple

from outage_gui.model.files import Document, read
from outage_gui.workbench.deltas import Delta, between

MOST = 20_000


class Edit(NamedTuple):
    """What an edit is called, and what it changed in the text before it."""

    name: str
    delta: Delta


class History(NamedTuple):
    """`place`: how many of the edits stand now. `saved`: the text that is on disk, `digest` that of its bytes."""

    document: Document
    edits: tuple[Edit, ...]
    place: int
    saved: str
    digest: str

    @property
    def unsaved(self) -> bool:
        return self.document.text != self.saved

    @property
    def can_undo(self) -> str:
        """Name of the edit that undo takes back; empty: none."""
        return self.edits[self.place - 1].name if self.place else ""

    @property
    def can_redo(self) -> str:
        return self.edits[self.place].name if self.place < len(self.edits) else ""

    def push(self, document: Document, name: str) -> "History":
        """What was undone is forgotten; so is the oldest beyond MOST."""
        edits = (*self.edits[: self.place], Edit(name, between(self.document.text, document.text)))[-MOST:]
        return self._replace(document=document, edits=edits, place=len(edits))

    def amend(self, document: Document, name: str) -> "History":
        """Go on with the last edit where it has this name and nothing was undone or saved since; else a new one."""
        if not self.place or self.can_redo or self.can_undo != name or not self.unsaved:
            return self.push(document, name)
        before = self.edits[-1].delta.back(self.document.text)
        edits = (*self.edits[:-1], Edit(name, between(before, document.text)))
        return self._replace(document=document, edits=edits)

    def undone(self) -> "History":
        if not self.place:
            return self
        text = self.edits[self.place - 1].delta.back(self.document.text)
        return self._replace(document=self._of(text), place=self.place - 1)

    def redone(self) -> "History":
        if self.place == len(self.edits):
            return self
        return self._replace(
            document=self._of(self.edits[self.place].delta.forth(self.document.text)), place=self.place + 1
        )

    def on_disk(self, digest: str) -> "History":
        return self._replace(saved=self.document.text, digest=digest)

    def _of(self, text: str) -> Document:
        """The document with a text that was read before."""
        return self.document._replace(text=text, scenario=read(text, self.document.path.name))


def opened(document: Document) -> History:
    return History(document, (), 0, document.text, document.digest)
