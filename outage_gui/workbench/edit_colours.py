"""The colours of one line of a scenario's text: keys, words of the language, numbers, quoted text, remarks."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from outage_gui.model.shapes import Either, Leaf, Shape
from outage_gui.model.tokens import LanguageError, Token, tokens
from outage_gui.model.words import RESERVED

Colour = Literal["key", "word", "number", "name", "sign", "quote", "remark"]
OUTSIDE = 0  # what `left` and `entered` are where no text goes over several lines


class Stretch(NamedTuple):
    start: int
    length: int
    colour: Colour


_KEY = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[A-Za-z_][\w.-]*)\s*:(?=\s|$)""")
_REMARK = re.compile(r"(?:^|(?<=\s))#.*$")
_QUOTED = re.compile(r"""(?<=[\s\[{,:])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
_NUMBER = re.compile(r"(?<=[\s\[{,])-?\d[\d.:TZ+-]*(?:ms|[dhms])?(?=[\s\]},]|$)")
_BLOCK = re.compile(r":\s*[|>][+-]?\d?\s*$")
_LANGUAGE = frozenset(
    {
        "when",
        "do",
        "always",
        "ends",
        "sometimes",
        "eventually",
        "from",
        "to",
        "if",
        "fails_when",
        "degraded_when",
        "any",
    }
)
_MAPS = frozenset({"pick", "then"})  # each value below is language
_PROSE = 1_000  # added to the indentation of a text over several lines that is not language


def coloured(line: str, entered: int) -> tuple[tuple[Stretch, ...], int]:
    """The stretches of a line, and what the next one is entered with: whether it goes on with a longer text."""
    indent = len(line) - len(line.lstrip(" "))
    if entered != OUTSIDE and (not line.strip() or indent >= entered % _PROSE):
        return tuple(language(line, 0)) if entered < _PROSE else (Stretch(0, len(line), "quote"),), entered
    found = tuple(sorted(_plain(line), key=lambda stretch: stretch.start))
    return found, _leaves(line, indent)


def _leaves(line: str, indent: int) -> int:
    """Whether a text over several lines begins behind this line."""
    if not _BLOCK.search(line):
        return OUTSIDE
    keys = list(_KEY.finditer(line))
    depth = keys[0].start() if keys else indent
    language = bool(keys) and (keys[-1]["key"] in _LANGUAGE or keys[-1]["key"].endswith((".do", ".when")))
    return depth + 1 + (0 if language else _PROSE)


def _plain(line: str) -> Iterator[Stretch]:
    remark = next((one for one in _REMARK.finditer(line) if not _within(line, one.start())), None)
    if remark is not None:
        yield Stretch(remark.start(), len(line) - remark.start(), "remark")
        line = line[: remark.start()]
    quoted = [(one.start(), one.end()) for one in _QUOTED.finditer(line)]
    keys = [one for one in _KEY.finditer(line) if not any(a < one.start() < b for a, b in quoted)]
    for number, key in enumerate(keys):
        yield Stretch(key.start(), len(key["key"]), "key")
        end = keys[number + 1].start() if number + 1 < len(keys) else len(line)
        map_above = any(before["key"] in _MAPS for before in keys[:number])
        if key["key"] in _LANGUAGE or map_above:
            yield from _value(line, key.end(), end)
            quoted = [pair for pair in quoted if not key.end() <= pair[0] < end]
    taken = [(key.start(), key.end()) for key in keys]
    yield from (Stretch(a, b - a, "quote") for a, b in quoted if (a, b) not in taken)
    language = any(key["key"] in _LANGUAGE or key["key"] in _MAPS for key in keys)
    if not language:
        yield from (Stretch(one.start(), one.end() - one.start(), "number") for one in _NUMBER.finditer(line))


def _within(line: str, at: int) -> bool:
    """Whether a character stands inside quotes."""
    return any(one.start() < at < one.end() for one in _QUOTED.finditer(line))


def _value(line: str, start: int, end: int) -> Iterator[Stretch]:
    value = line[start:end]
    inner = value.strip()
    if inner in ("|", ">", "|-", ">-") or (inner.startswith(("{", "[")) and inner.endswith((":", "{"))):
        return
    at = start + len(value) - len(value.lstrip())
    if inner[:1] in "\"'" and inner[:1]:
        at, inner = at + 1, inner[1:]
    yield from language(inner.rstrip("}],\"' "), at)


def language(text: str, at: int) -> Iterator[Stretch]:
    try:
        found = tokens(text)
    except LanguageError as error:
        found = _tokens_before(text, error.at)
    for token in found:
        if token.kind == "number":
            yield Stretch(at + token.at, len(token.text), "number")
        elif token.kind == "name":
            yield Stretch(at + token.at, len(token.text), "word" if token.text in RESERVED else "name")
        elif token.kind == "sign":
            yield Stretch(at + token.at, len(token.text), "sign")


def _tokens_before(text: str, at: int) -> tuple[Token, ...]:
    try:
        return tokens(text[:at])
    except LanguageError:
        return ()


def is_language(shape: Shape | None) -> bool:
    """Whether what stands here is an expression or a body."""
    match shape:
        case Leaf(what=what):
            return what in ("an expression", "statements")
        case Either(text=text):
            return is_language(text)
        case _:
            return False
