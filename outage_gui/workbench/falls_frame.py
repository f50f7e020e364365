"""What is drawn of "what else could fall". Plain values only; all text is plain."""

from typing import NamedTuple

from outage_gui.model.status import Status


class FallRow(NamedTuple):
    """`service`: chosen by a click; `mend`: a service failed by hand that a click mends; `fail`: one that it fails."""

    title: str
    below: str = ""
    right: str = ""
    status: Status | None = None
    service: str = ""
    mend: str = ""
    fail: str = ""


class FallPart(NamedTuple):
    """`left_out`: how many rows are not shown."""

    title: str
    rows: tuple[FallRow, ...]
    left_out: int = 0


class Falls(NamedTuple):
    """`lit`: the services that would fall with the chosen one, `ways` by which (source, dependent).

    `doing`: what is still being worked out; else empty.
    """

    title: str
    sentence: str
    parts: tuple[FallPart, ...]
    lit: frozenset[int]
    ways: frozenset[tuple[str, str]]
    doing: str
