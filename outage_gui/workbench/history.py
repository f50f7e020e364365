"""Undo and redo: a list of old documents, each with the name of the edit that made it.

Only edits of the file come here; what is on screen (playhead, selection, branches) is no edit.
"""

from typing import NamedTuple

from outage_gui.model.files import Document

MOST = 200


class Edit(NamedTuple):
    """A document and the name of the edit that made it; empty for the one that was opened."""

    document: Document
    name: str


class History(NamedTuple):
    """`place`: the edit that stands now. `saved`: the text that is on disk, `digest` that of its bytes."""

    edits: tuple[Edit, ...]
    place: int
    saved: str
    digest: str

    @property
    def document(self) -> Document:
        return self.edits[self.place].document

    @property
    def unsaved(self) -> bool:
        return self.document.text != self.saved

    @property
    def can_undo(self) -> str:
        """Name of the edit that undo takes back; empty: none."""
        return self.edits[self.place].name

    @property
    def can_redo(self) -> str:
        return self.edits[self.place + 1].name if self.place + 1 < len(self.edits) else ""

    def push(self, document: Document, name: str) -> "History":
        """What was undone is forgotten; so is the oldest beyond MOST."""
        edits = (*self.edits[: self.place + 1], Edit(document, name))
        if len(edits) > MOST:
            edits = (edits[1]._replace(name=""), *edits[2:])
        return self._replace(edits=edits, place=len(edits) - 1)

    def amend(self, document: Document, name: str) -> "History":
        """Go on with the last edit where it has this name and nothing was undone or saved since; else a new one."""
        last = self.edits[self.place]
        if self.place + 1 < len(self.edits) or last.name != name or last.document.text == self.saved:
            return self.push(document, name)
        return self._replace(edits=(*self.edits[: self.place], Edit(document, name)))

    def undone(self) -> "History":
        return self._replace(place=max(self.place - 1, 0))

    def redone(self) -> "History":
        return self._replace(place=min(self.place + 1, len(self.edits) - 1))

    def on_disk(self, digest: str) -> "History":
        return self._replace(saved=self.document.text, digest=digest)


def opened(document: Document) -> History:
    return History((Edit(document, ""),), 0, document.text, document.digest)
