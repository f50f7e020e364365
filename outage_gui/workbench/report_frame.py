"""A report as plain values: what Markdown and PDF are made from. All text is plain."""

from typing import NamedTuple, TypeAlias

from outage_gui.workbench.playhead import Playhead


class Words(NamedTuple):
    text: str


class Rows(NamedTuple):
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Moment(NamedTuple):
    """A picture of the graph at a place, where the format can show one; the words stand everywhere."""

    title: str
    here: Playhead
    words: str


Part: TypeAlias = Words | Rows | Moment


class Section(NamedTuple):
    title: str
    parts: tuple[Part, ...]


class Report(NamedTuple):
    title: str
    subtitle: str
    sections: tuple[Section, ...]
