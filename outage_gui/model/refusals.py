"""Why a token cannot stand where it stands, in the user's words."""

from outage_gui.model.problems import shown
from outage_gui.model.tokens import LanguageError, Token

FUNCTIONS = ("abs", "all", "any", "at", "count", "ended", "len", "max", "min", "subsets")
METHODS = ("push", "pop", "add", "remove")
_ARGUMENTS = {"len": 1, "abs": 1, "subsets": 1, "ended": 1, "at": 2}
OVER = ("any", "all", "count")  # always with `for`

ASSIGNMENTS = ("=", "|=", "&=", "+=", "-=", "*=", "//=", "%=")
_PYTHON = {"True": "write true", "False": "write false", "None": "write none", "is": "write ==", "pass": "leave it out"}


def leftover(token: Token) -> LanguageError:
    """Why the token after a whole expression does not belong there."""
    if token.text == "=":
        return LanguageError("a guard compares with ==, it cannot assign", token.at, "write ==")
    if token.text in ASSIGNMENTS:
        return LanguageError("a guard cannot assign", token.at)
    if token.text in (")", "]", "}"):
        return LanguageError(f"'{token.text}' closes nothing", token.at)
    if token.text in (",", ";", ":"):
        return LanguageError(f"unexpected '{token.text}'", token.at)
    if token.text == "..":
        return LanguageError("a range has two literal numbers, LOW..HIGH", token.at)
    if token.text == "for":
        return LanguageError("unexpected word 'for'", token.at, "write any(… for …), all(…), count(…) or {… for …}")
    return LanguageError(f"one expression is expected, then comes '{token_text(token)}'", token.at, meant(token))


def no_value(token: Token) -> LanguageError:
    """Why no expression begins with this token."""
    if token.kind in ("end", "line"):
        return LanguageError("the expression ends too early", token.at)
    if token.text == "[":
        return LanguageError("there are no lists in expressions", token.at, "a set is written {a, b}")
    if token.text == ".":
        return no_attributes(token)
    if token.text == "=":
        return LanguageError("a guard compares with ==, it cannot assign", token.at, "write ==")
    return LanguageError(f"a value is missing before '{token_text(token)}'", token.at)


def no_method(dot: Token, method: Token) -> LanguageError:
    """Why `.` and this word do not follow a value."""
    if method.text in METHODS:
        return LanguageError(f"'.{method.text}' gives no value", dot.at, "it is a statement of its own, in do")
    return no_attributes(dot)


def token_text(token: Token) -> str:
    return shown(token.text, 60) if token.kind in ("number", "name", "sign") else "the end of the line"


def meant(token: Token) -> str:
    """What a Python programmer probably meant by this word."""
    return _PYTHON.get(token.text, "")


def no_attributes(token: Token) -> LanguageError:
    return LanguageError("no '.' in expressions", token.at, "a range is written LOW..HIGH, an entry table[key]")


def no_word(token: Token) -> LanguageError:
    if token.text in ("and", "or", "in", "is", "if", "else"):
        return LanguageError(f"a value is missing before '{token.text}'", token.at)
    if token.text == "lambda":
        return LanguageError("there is no lambda in expressions", token.at)
    return LanguageError(f"unexpected word '{token.text}'", token.at, meant(token))


def count_arguments(name: Token, number: int) -> None:
    if name.text in OVER:
        raise LanguageError(f"'{name.text}' needs a 'for'", name.at, f"write {name.text}(… for x in T)")
    wanted = _ARGUMENTS.get(name.text, number)
    if number != wanted:
        raise LanguageError(f"'{name.text}' takes {'one value' if wanted == 1 else 'two values'}", name.at)
