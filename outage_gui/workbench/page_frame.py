"""What is drawn of a page: a side of text in the place of the side panel. Plain values only; all text is plain."""

from typing import Literal, NamedTuple

from outage_gui.model.status import Status

PageKind = Literal["falls", "record", "cost", "caveats", "actions"]


class PageRow(NamedTuple):
    """A click chooses `service` and goes to `at` where they are given, mends or fails a service, or opens nothing."""

    title: str
    below: str = ""
    right: str = ""
    status: Status | None = None
    service: str = ""
    at: int | None = None  # ms
    mend: str = ""
    fail: str = ""


class PagePart(NamedTuple):
    """`left_out`: how many rows are not shown."""

    title: str
    rows: tuple[PageRow, ...]
    left_out: int = 0


class Page(NamedTuple):
    """`lit`: services lit on the graph with the chosen one, `ways` by which (source, dependent); None: the usual chain.

    `doing`: what is still being worked out; else empty.
    """

    kind: PageKind
    title: str
    sentence: str
    parts: tuple[PagePart, ...]
    lit: frozenset[int] | None = None
    ways: frozenset[tuple[str, str]] = frozenset()
    doing: str = ""


def shortened(title: str, rows: tuple[PageRow, ...] | list[PageRow], most: int = 8) -> PagePart:
    return PagePart(title, tuple(rows[:most]), max(0, len(rows) - most))
