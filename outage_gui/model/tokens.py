"""From the text of an expression or a body to its tokens. Characters are judged here, grammar is not.

Only ASCII is part of the language; whatever looks like it but is not gets its own sentence.
"""

from typing import Literal, NamedTuple

from outage_gui.model.limits import EXPRESSION_CHARACTERS, LARGEST
from outage_gui.model.problems import shown

Kind = Literal["number", "name", "sign", "line", "end"]


class LanguageError(Exception):
    """A text that is no expression or body: what is wrong, at which offset of the text, and the way out (or "")."""

    def __init__(self, message: str, at: int = 0, hint: str = "") -> None:
        self.message, self.at, self.hint = message, at, hint
        super().__init__(message, at, hint)

    def __str__(self) -> str:
        return self.message + (f" ({self.hint})" if self.hint else "")


class Token(NamedTuple):
    """A `line` token opens each line of a body; its text is the line's indentation. The last token is the `end`."""

    kind: Kind
    text: str
    at: int


# Longest first: what is no sign of the language is found before a shorter one that is.
_NOT_SIGNS = {
    "===": "write ==",
    "!==": "write !=",
    "...": "a range is written LOW..HIGH",
    "**": "multiply instead",
    "<<": "multiply instead",
    ">>": "divide with // instead",
    "&&": "write and",
    "||": "write or",
    "<>": "write !=",
    "=<": "write <=",
    "=>": "write >=",
    ":=": "an expression cannot assign",
    "->": "",
    "++": "write x += 1",
    "/=": "whole division is written //=",
}
_SIGNS = ("//=", "==", "!=", "<=", ">=", "+=", "-=", "*=", "%=", "|=", "&=", "//", "..", *"<>=+-*%|&()[]{},:;.")
_NOT_SINGLE = {
    "!": "write not",
    "/": "whole division is written //",
    "^": "",
    "~": "write not",
    "@": "",
    "$": "",
    "?": "write a if c else b",
    "\\": "brackets let an expression go on in the next line",
}
_ASCII_OF = {
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "×": "*",
    "÷": "//",
    "−": "-",
    "–": "-",
    "—": "-",
    "∧": "and",
    "∨": "or",
    "¬": "not",
    "∈": "in",
    "∉": "not in",
    "∪": "|",
    "∩": "&",
    "⊆": "<=",
    "∅": "{}",
    "…": "..",
    "→": "=",
    "∀": "all",
    "∃": "any",
}
_LATIN_OF = dict(
    zip("асеорхуіјѕԁһАВЕКМНОРСТХУІЈЅαοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aceopxyijsdhABEKMHOPCTXYIJSaoABEZHIKMNOPTYX", strict=True)
)
_QUOTES = "\"'`‘’“”„«»"
_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")


def tokens(text: str, *, lines: bool = False) -> tuple[Token, ...]:
    """The tokens of an expression, or with `lines` of a body. Raises LanguageError at the first that is none."""
    if len(text) > EXPRESSION_CHARACTERS:
        raise LanguageError(
            f"this is {len(text):,} characters long (limit {EXPRESSION_CHARACTERS:,})", EXPRESSION_CHARACTERS
        )
    found: list[Token] = []
    at = _line(text, 0, found) if lines else 0
    opened = 0
    while at < len(text):
        if text[at] == "\n" and lines and not opened:
            at = _line(text, at + 1, found)
        elif text[at] in " \t\n\r":
            at += 1
        else:
            token = _token(text, at)
            opened = max(0, opened + (token.text in "([{") - (token.text in ")]}"))
            found.append(token)
            at += len(token.text)
    return (*found, Token("end", "", len(text)))


def _line(text: str, start: int, found: list[Token]) -> int:
    """Opens a line unless it is blank; where its first character stands."""
    at = start
    while at < len(text) and text[at] in " \t\r":
        at += 1
    if at < len(text) and text[at] != "\n":
        if "\t" in text[start:at]:
            raise LanguageError("a tab indents this line", start, "indent with blanks")
        found.append(Token("line", text[start:at], at))
    return at


def _token(text: str, at: int) -> Token:
    first = text[at]
    if first in _DIGITS or (first == "." and text[at + 1 : at + 2] in _DIGITS):
        return _number(text, at)
    if first in _LETTERS:
        return Token("name", _run(text, at), at)
    return _sign(text, at)


def _run(text: str, at: int) -> str:
    """The letters, digits and underscores from here on."""
    end = at
    while end < len(text) and (text[end] in _LETTERS or text[end] in _DIGITS):
        end += 1
    return text[at:end]


def _number(text: str, at: int) -> Token:
    run = _run(text, at)
    after = text[at + len(run) :]
    if run == "" or (after.startswith(".") and not after.startswith("..")):
        raise LanguageError("only whole numbers can be state", at, "choose a smaller unit")
    if not all(c in _DIGITS for c in run):
        plain = run.replace("_", "")
        hint = f"write {plain}" if plain.isdigit() else ""
        raise LanguageError(f"'{shown(run, 30)}' is neither a number nor a name", at, hint)
    if run[0] == "0" and len(run) > 1:
        raise LanguageError(f"'{shown(run, 30)}' has a leading zero", at, f"write {run.lstrip('0')[:20] or '0'}")
    if len(run) > 19 or int(run) > LARGEST:
        raise LanguageError(f"'{shown(run, 30)}' is too large a number", at, f"the largest is {LARGEST}")
    return Token("number", run, at)


def _sign(text: str, at: int) -> Token:
    for sign, hint in _NOT_SIGNS.items():
        if text.startswith(sign, at):
            raise LanguageError(f"no such operator '{sign}'", at, hint)
    for sign in _SIGNS:
        if text.startswith(sign, at):
            return Token("sign", sign, at)
    raise _stranger(text[at], at)


def _stranger(character: str, at: int) -> LanguageError:
    """Why this character stands nowhere in the language."""
    code = f"U+{ord(character):04X}"
    if character in _QUOTES:
        return LanguageError("text in quotes stands in no expression", at, "words are written without quotes")
    if character == "#":
        return LanguageError("unexpected '#'", at, "remarks go into note, or into a YAML comment outside")
    if character in _NOT_SINGLE:
        return LanguageError(f"no such operator '{character}'", at, _NOT_SINGLE[character])
    if character in _ASCII_OF:
        return LanguageError(f"no such operator '{character}' ({code})", at, f"write {_ASCII_OF[character]}")
    if "！" <= character <= "～":
        plain = chr(ord(character) - 0xFEE0)
        return LanguageError(f"'{character}' ({code}) is not the plain '{plain}'", at, f"write {plain}")
    if character in _LATIN_OF:
        plain = _LATIN_OF[character]
        return LanguageError(f"'{character}' ({code}) only looks like a Latin {plain}", at, f"write {plain}")
    if not character.isprintable() or character.isspace():
        return LanguageError(f"an invisible character ({code})", at, "delete it, or write a plain blank")
    return LanguageError(f"unexpected character '{character}' ({code})", at, "names use a-z, A-Z, 0-9 and _")
