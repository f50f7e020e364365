"""The traps YAML sets for expressions and prose, each with its own sentence; libyaml's own words are never shown.

Everything here gives a cause and a way out; `syntax` gives line and column with them.
"""

import re
from typing import TYPE_CHECKING, Any

from outage_gui.model import raw_text
from outage_gui.model.problems import shown
from outage_gui.model.words import quoted

if TYPE_CHECKING:
    from outage_gui.model.yaml_tree import Scalar

Told = tuple[str, str]  # cause, way out
Placed = tuple[int, int, str, str]  # line, column, cause, way out

NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufeff\\ufffe\\uffff]")
QUOTE_EXPRESSION = "put quotes around this expression"
QUOTE_TEXT = "put quotes around this text"
_CUT = re.compile(r" +#[^\s#=-]")
_LIKE_EXPRESSION = re.compile(r"[()<>=!+*%|&]| (for|in|and|or|not|if) ")


def plain(text: str, value: str, start: int, end: int, *, flow: bool) -> Told | None:
    """What YAML did to a text without quotes that its writer cannot have meant."""
    if value and _CUT.match(text, end):
        hint = f"{QUOTE_TEXT}, or write '# ' with a blank for a comment"
        return f"the text ends at {quoted(value[-30:])}: what follows ' #' is a comment", hint
    if flow and text[end : end + 1] == "," and value.count("(") > value.count(")"):
        return f"the comma ends the text {quoted(value[-30:])}, inside its brackets", QUOTE_EXPRESSION
    return None


def no_value(key: str, value: str, flow: bool, *, alone: bool = False) -> Told:
    """A key without a value, or with YAML's word for none."""
    if value:
        return f"{quoted(value)} is no value here", "write none, or leave the key out"
    if not key:
        return "a value is missing", "write none, or leave the entry out"
    if alone and _LIKE_EXPRESSION.search(key):
        return f"{{{quoted(key)}}} is read as a mapping, and its key has no value", QUOTE_EXPRESSION
    if flow and ":" in key:
        return f"{quoted(key)} has no value", "write a blank after the ':'"
    if flow and alone:
        return f"{quoted(key)} has no value", f"write {shown(key, 20)}: VALUE, or {QUOTE_EXPRESSION}"
    if flow:
        return f"{quoted(key)} has no value: inside {{…}} a comma ends the text before it", QUOTE_EXPRESSION
    return f"{quoted(key)} has no value", "write none, or leave the key out"


def alias(name: str) -> Told:
    return f"'*{name[:30]}' is an alias in YAML, and aliases are not read", QUOTE_TEXT


def marked(anchor: str | None, tag: str | None) -> Told:
    """An anchor or a tag before a value."""
    if anchor:
        return f"'&{anchor[:30]}' is an anchor in YAML, and anchors are not read", QUOTE_TEXT
    return f"{quoted(tag or '!')} is a tag in YAML, and tags are not read", QUOTE_TEXT


def syntax(text: str, marked: int, wrong: Any, last: "Scalar | None") -> Placed:
    """The sentence for what libyaml could not read: told from the text around its mark."""
    mark = wrong.problem_mark if getattr(wrong, "problem_mark", None) else None
    if mark is None:
        return 1, 1, "this is not YAML", ""
    at = min(mark.index + marked, len(text))
    opened = wrong.context_mark.index + marked if wrong.context_mark else at
    for look in (_cut_text, _by_problem, _after_quotes, _in_flow, _colon, _first_character, _indentation):
        if told := look(text, at, opened, str(wrong.context or ""), str(wrong.problem or ""), last):
            return (*raw_text.place(text, told[0]), told[1], told[2])
    return (
        *raw_text.place(text, at),
        "this cannot be read as YAML",
        "look at brackets, quotes, colons and indentation",
    )


Look = tuple[int, str, str] | None


def _cut_text(text: str, at: int, opened: int, context: str, problem: str, last: "Scalar | None") -> Look:
    """`{say: Trigger #1}`: the rest of the line, its bracket too, has become a comment."""
    if last and last.text and not last.style and _CUT.match(text, last.end):
        cause = f"the text ends at {quoted(last.text[-30:])}: what follows ' #' is a comment"
        return last.start, cause, f"{QUOTE_TEXT}, or write '# ' with a blank for a comment"
    return None


_SENTENCES = (
    ("scanning a quoted scalar", "end of stream", "the quote that opens here is never closed", "close it"),
    ("scanning a quoted scalar", "document indicator", "the quote that opens here is never closed", "close it"),
    ("parsing a quoted scalar", "", "", "write \\\\ for a backslash, or use single quotes"),
    ("scanning an anchor", "", "'&' begins an anchor in YAML", QUOTE_TEXT),
    ("scanning an alias", "", "'*' begins an alias in YAML", QUOTE_TEXT),
    ("tag", "", "'!' begins a tag in YAML", QUOTE_TEXT),
    ("", "tag handle", "'!' begins a tag in YAML, and tags are not read", QUOTE_TEXT),
    ("directive", "", "a line that begins with % has no meaning here", "remove it"),
    ("", "directive", "a line that begins with % has no meaning here", "remove it"),
    ("scanning a block scalar", "", "after | or > the text begins on the next line", "or put quotes around it"),
    ("", "block sequence entries are not allowed", "a list with '- ' begins on a line of its own", "or write [a, b]"),
    ("", "mapping keys are not allowed", "a key with '?' is not read", QUOTE_TEXT),
    ("", "document start", "text after the end of the scenario", "one file holds one scenario"),
)


def _by_problem(text: str, at: int, opened: int, context: str, problem: str, last: "Scalar | None") -> Look:
    for in_context, in_problem, cause, hint in _SENTENCES:
        if in_context in context and in_problem in problem:
            if not cause:
                return at, f"{quoted(text[at : at + 2])} is no escape that can stand inside double quotes", hint
            return opened, cause, hint
    return None


def _after_quotes(text: str, at: int, opened: int, context: str, problem: str, last: "Scalar | None") -> Look:
    """`when: "x" == y`: the value was over with the quote."""
    if last and last.style in ("'", '"') and "\n" not in text[last.end : at] and not text[last.end : at].strip():
        if text[at : at + 1] in ("", "\n", "\r"):
            return None
        rest = text[at : at + 20].splitlines()[0]
        hint = "put quotes around the whole of it, the other kind of quotes"
        if text[at] == ":":
            return None
        return at, f"the value ends with its quote, and {quoted(rest)} stands behind it", hint
    return None


def _in_flow(text: str, at: int, opened: int, context: str, problem: str, last: "Scalar | None") -> Look:
    if "flow" not in context and "flow" not in problem:
        return None
    if "flow node" in context and text[at : at + 1] == ",":
        return at, "a value is missing before this comma", "write none, or leave the entry out"
    here = text[at : at + 1]
    if here in tuple("[]{}") and last and last.end <= at and "\n" not in text[last.end : at]:
        return last.start, f"inside {{…}} and […] the bracket '{here}' ends the text", QUOTE_EXPRESSION
    if here == ":":
        return at, "a second ':' stands in one value", f"a comma is missing, or {QUOTE_TEXT}"
    line, _ = raw_text.place(text, opened)
    return opened, f"the bracket '{text[opened : opened + 1]}' that opens in line {line} is not closed", "close it"


def _colon(text: str, at: int, opened: int, context: str, problem: str, last: "Scalar | None") -> Look:
    if "mapping values" in problem:
        if last and last.end <= at and raw_text.place(text, last.start)[0] != raw_text.place(text, at)[0]:
            cause = "this line is indented deeper than the one above it, which has its value already"
            return _first_of_line(text, at), cause, "indent it like that one"
        return at, "a second ':' stands in one value", QUOTE_TEXT
    if "expected ':'" in problem:
        return opened, "this line has no ':' after its key", "write KEY: VALUE"
    return None


def _first_character(text: str, at: int, opened: int, context: str, problem: str, last: "Scalar | None") -> Look:
    here = text[at : at + 1]
    if here in tuple("%@`|>,]}"):
        return at, f"a text cannot begin with '{here}'", QUOTE_TEXT
    return None


def _indentation(text: str, at: int, opened: int, context: str, problem: str, last: "Scalar | None") -> Look:
    if "block mapping" in context or "block collection" in context:
        return (
            at,
            "this line is indented unlike the ones above it",
            "entries of one list or mapping begin in one column",
        )
    return None


def _first_of_line(text: str, at: int) -> int:
    start = text.rfind("\n", 0, at) + 1
    return start + len(text[start:at]) - len(text[start:at].lstrip())
