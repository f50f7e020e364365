"""Words that blame, in what a room or a reader is told. They give hints, never problems: such a file is a good file.

Reviews that learn ask what was seen and done then, by which role, and what had to come together (Etsy's debriefing
guide, PagerDuty's postmortem guide, Cook's "How Complex Systems Fail"). Only English is heard, and no names are.
What may be said of a machine is left alone: "forgets a lease", "fails to start", "should have a replica".
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from outage_gui.model import limits
from outage_gui.model.places import offset_place
from outage_gui.model.words import quoted
from outage_gui.model.yaml_tree import Listing, Map, Node, Scalar


class Hint(NamedTuple):
    """One such word. line and column count from 1; `says` is a sentence: what is heard, what to write instead."""

    line: int
    column: int
    says: str

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.says}"


def hints(root: Map, text: str) -> tuple[Hint, ...]:
    """The blaming words of a file in its order, at most as many as problems are told. root: the tree of `text`."""
    found = (_hint(text, node, match) for node in _told(root) for match in _heard(node.text))
    return tuple(sorted(islice(found, limits.PROBLEMS)))


def _heard(said: str) -> Iterator[re.Match[str]]:
    """Most texts hold no stem at all, which is found out much faster."""
    lower = said.lower()
    return _BLAMING.finditer(said) if any(stem in lower for stem in _STEMS) else iter(())


def _hint(text: str, node: Scalar, match: re.Match[str]) -> Hint:
    heard = " ".join(match[0].split())
    rule = _RULES[(match.lastindex or 1) - 1]
    return Hint(*offset_place(text, node, match.start()), f"{quoted(heard)} {rule.instead}")


def _told(root: Map) -> Iterator[Scalar]:
    """What is read out or read: title and summary, captions of the timeline and of schedules, scenes."""
    yield from _values(root, "title", "summary")
    yield from _entries(root.get("timeline"), "say")
    runs = root.get("runs")
    for _, run in runs.pairs if isinstance(runs, Map) else ():
        if isinstance(run, Map):
            yield from _values(run, "label", "note")
            yield from _entries(run.get("schedule"), "say")
    yield from _entries(root.get("story"), "title", "say", "notes", "ask")


def _entries(listing: Node | None, *keys: str) -> Iterator[Scalar]:
    for item in listing.items if isinstance(listing, Listing) else ():
        if isinstance(item, Map):
            yield from _values(item, *keys)


def _values(node: Map, *keys: str) -> Iterator[Scalar]:
    for key, value in node.pairs:
        if key.text in keys and isinstance(value, Scalar):
            yield value


class _Rule(NamedTuple):
    """stems: one of them is in everything that is heard. instead: how the sentence about it goes on."""

    stems: tuple[str, ...]
    heard: str
    instead: str


# A blank is any stretch of blanks and line ends. Nothing else is repeated: the time grows with the text and no faster.
_RULES = (
    _Rule(
        ("have", "'ve", "’ve"),
        "(?:should|could|ought)(?: not|n['’]t)?(?: to)?(?: have|['’]ve)"
        r"(?! (?:happened|to|at|a|an|the|any|no|its|their|one|two|three)\b)",
        "judges by what was known later: write what was seen at that moment, and what was done",
    ),
    _Rule(
        ("human", "operator", "pilot"),
        "(?:human|operator|pilot) errors?",
        "ends the search at a person: write what the step looked like to the role that took it",
    ),
    _Rule(
        ("careless", "neglig", "reckless", "incompet", "stupid"),
        "(?:careless|negligent|reckless|incompetent|stupid)(?:ly|ness)?|negligence|incompetence|stupidity",
        "judges a person: write what was done, and what was known at that moment",
    ),
    _Rule(
        ("forgot", "neglected", "fail"),
        "(?:forgot|neglected) to|fail(?:ed|s|ure) to (?:follow|notice|reali[sz]e|think|escalate)",
        "tells what a person left out: write what happened, and what would have asked for it",
    ),
    _Rule(
        ("root", "culprit"),
        "root causes?|culprits?",
        "makes one cause of many: write what had to come together",
    ),
    _Rule(
        ("blam", "guilty", "fault"),
        r"(?<!not\s)to blame|blam(?:ed|es|ing)|guilty|the fault of"
        "|(?:at|whose|his|her|their) fault(?!(?: |-)(?:domain|toleran|inject|isolat|model))",
        "asks who: write what happened, and which role took which step",
    ),
)
_STEMS = tuple(stem for rule in _RULES for stem in rule.stems)
_BLAMING = re.compile(r"\b(?:" + "|".join(f"({rule.heard})" for rule in _RULES).replace(" ", r"\s+") + r")\b", re.I)
