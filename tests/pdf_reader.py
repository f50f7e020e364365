"""What is inside a PDF: the names its objects use, and every letter a reader could copy from it."""

import re
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
TEXT = re.compile(rb"\((?:\\.|[^\\)])*\)", re.DOTALL)
ACTING = {"JavaScript", "JS", "OpenAction", "AA", "A", "URI", "Launch", "GoTo", "GoToR", "GoToE", "SubmitForm"}
ACTING |= {"ImportData", "Rendition", "Movie", "Sound", "RichMedia", "Annot", "AcroForm", "XFA"}
ACTING |= {"EmbeddedFile", "EmbeddedFiles", "Filespec", "EF", "Encrypt", "ObjStm"}  # the last two could hide the others


def streams(pdf: bytes) -> list[bytes]:
    """Their contents, unpacked where they are packed by zlib."""
    return [_unpacked(found) for found in STREAM.findall(pdf)]


def acting(pdf: bytes) -> set[str]:
    """Names by which something would run, open, be sent or hide; they count outside texts and streams only."""
    objects = TEXT.sub(b"()", STREAM.sub(b"stream", pdf))
    return {name.decode() for name in re.findall(rb"/([A-Za-z]+)", objects)} & ACTING


def letters(pdf: bytes) -> set[str]:
    """What its fonts say their glyphs mean. 0 is the glyph of no letter; a blank is the tab it shares one with."""
    maps = [content for content in streams(pdf) if b"beginbfrange" in content or b"beginbfchar" in content]
    targets = [code for content in maps for row in re.findall(rb"\[([^]]*)\]", content) for code in _codes(row)]
    return {chr(code) for code in targets} - {"\0", "\t"}


def _codes(row: bytes) -> list[int]:
    return [int(code, 16) for code in re.findall(rb"<([0-9A-Fa-f]+)>", row)]


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompress(content)
    except zlib.error:
        return content
