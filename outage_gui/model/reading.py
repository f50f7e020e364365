"""Tokens to the tree of one expression: a Pratt parser with limits. Nothing is resolved or evaluated here.

Operators bind as in Python. An infix node's `at` is its operator's offset, any other's that of its first character.
"""

from collections.abc import Callable
from keyword import iskeyword
from typing import ClassVar, NamedTuple, TypeVar, cast

from outage_gui.model.expression import (
    Arithmetic,
    Binary,
    Call,
    Choice,
    Compare,
    Comparison,
    Expression,
    For,
    Index,
    Interval,
    Logic,
    Name,
    Nothing,
    Number,
    Quantifier,
    SetComprehension,
    SetLiteral,
    Truth,
    Unary,
)
from outage_gui.model.limits import EXPRESSION_DEPTH, EXPRESSION_NODES
from outage_gui.model.problems import shown
from outage_gui.model.refusals import FUNCTIONS, OVER, count_arguments, meant, no_method, no_value, no_word
from outage_gui.model.tokens import LanguageError, Token
from outage_gui.model.trees import depth

# How tight each sign binds to what stands left of it; `not` before a value binds between `and` and the comparisons.
_CHOICE, _OR, _AND, _NOT, _COMPARE, _MINUS, _POSTFIX = 1, 2, 3, 4, 5, 10, 11
_ARITHMETIC = {"|": 6, "&": 7, "+": 8, "-": 8, "*": 9, "//": 9, "%": 9}
_COMPARISONS = {"==", "!=", "<", "<=", ">", ">=", "in", "not"}
_POWER = (
    {"if": _CHOICE, "or": _OR, "and": _AND, "[": _POSTFIX, "(": _POSTFIX, ".": _POSTFIX}
    | dict.fromkeys(_COMPARISONS, _COMPARE)
    | _ARITHMETIC
)

Made = TypeVar("Made", bound=Expression)


class _Place(NamedTuple):
    """How deep the reader stands: brackets open, nodes above."""

    brackets: int = 0
    above: int = 0


class Reader:
    """Reads one expression from the tokens; each method leaves `token` at the first one it did not use."""

    def __init__(self, found: tuple[Token, ...]) -> None:
        self.tokens = found
        self.index = 0
        self.nodes = 0
        self._place = _Place()

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    @property
    def done(self) -> bool:
        return self.token.kind == "end"

    def expression(self) -> Expression:
        """One whole expression within the limits; the count of nodes starts anew."""
        self.nodes = 0
        tree = self._above(0)
        self.judge_depth(tree)
        return tree

    def judge_depth(self, tree: Expression) -> None:
        if depth(tree) > EXPRESSION_DEPTH:
            raise LanguageError(f"this is nested too deep (limit {EXPRESSION_DEPTH})", tree.at, "split it")

    def _above(self, power: int) -> Expression:
        """The longest expression from here whose operators bind tighter than `power`."""
        left = self._prefix(power)
        while _POWER.get(self.token.text, 0) > power:
            left = self._infix(left)
        return left

    def below(self, power: int) -> Expression:
        """An operand: the same, one node further down."""
        self.enter(above=1)
        tree = self._above(power)
        self.leave(above=1)
        return tree

    def enter(self, brackets: int = 0, above: int = 0) -> None:
        self._place = _Place(self._place.brackets + brackets, self._place.above + above)
        if max(self._place) > EXPRESSION_DEPTH:
            raise LanguageError(f"this is nested too deep (limit {EXPRESSION_DEPTH})", self.token.at, "split it")

    def leave(self, brackets: int = 0, above: int = 0) -> None:
        self._place = _Place(self._place.brackets - brackets, self._place.above - above)

    def made(self, node: Made) -> Made:
        self.nodes += 1
        if self.nodes > EXPRESSION_NODES:
            raise LanguageError(f"this expression has more than {EXPRESSION_NODES} parts", self.token.at, "split it")
        return node

    def next(self) -> Token:
        """The token here, used up."""
        token = self.token
        self.index = min(self.index + 1, len(self.tokens) - 1)
        return token

    def expect(self, text: str, why: str) -> Token:
        if self.token.text != text or self.token.kind == "line":
            raise LanguageError(f"'{text}' is missing {why}", self.token.at, meant(self.token))
        return self.next()

    # --- what begins an expression ---

    def _prefix(self, power: int) -> Expression:
        token = self.token
        if token.kind == "number":
            return self.made(self._number())
        if token.kind == "name":
            return self._word(power)
        if token.kind == "sign" and (read := self._SIGNS.get(token.text)):
            return read(self)
        raise no_value(self.token)

    def _number(self) -> Number | Interval:
        token = self.next()
        low = int(token.text)
        return self._interval(low, token) if self.token.text == ".." else Number(low, token.at)

    def _interval(self, low: int, first: Token) -> Interval:
        dots = self.next()
        sign = -1 if self.token.text == "-" and self.next() else 1
        if self.token.kind != "number":
            raise LanguageError("a range has two literal numbers, LOW..HIGH", dots.at)
        high = sign * int(self.next().text)
        if high < low:
            raise LanguageError(f"the range {low}..{high} runs backwards", first.at, f"write {high}..{low}")
        return Interval(low, high, first.at)

    def _minus(self) -> Expression:
        token = self.next()
        if self.token.kind == "number" and self.tokens[self.index + 1].text == "..":
            low = -int(self.next().text)
            return self.made(self._interval(low, token))
        return self.made(Unary("-", self.below(_MINUS), token.at))

    def _word(self, power: int) -> Expression:
        token = self.next()
        match token.text:
            case "true" | "false":
                return self.made(Truth(token.text == "true", token.at))
            case "none":
                return self.made(Nothing(token.at))
            case "not":
                return self._not(token, power)
        if iskeyword(token.text):
            raise no_word(token)
        if self.token.text == "(":
            return self._call(token)
        if token.text in FUNCTIONS:
            raise LanguageError(f"'{token.text}' is a function", token.at, f"write {token.text}(…)")
        return self.made(Name(token.text, token.at))

    def _not(self, token: Token, power: int) -> Expression:
        if power >= _NOT:
            raise LanguageError("'not' needs brackets here", token.at, "write (not …)")
        return self.made(Unary("not", self.below(_NOT - 1), token.at))

    def _bracketed(self) -> Expression:
        opening = self.next()
        if self.token.text == ")":
            raise LanguageError("the brackets are empty", opening.at)
        tree = self._inside()
        if self.token.text == ",":
            raise LanguageError("there are no tuples in expressions", self.token.at, "a set is written {a, b}")
        self.expect(")", "for the '(' before")
        return tree

    def _inside(self) -> Expression:
        """An expression in brackets, as deep in the tree as they are."""
        self.enter(brackets=1)
        tree = self._above(0)
        self.leave(brackets=1)
        return tree

    def _member(self) -> Expression:
        """An expression in brackets, one node further down."""
        self.enter(above=1)
        tree = self._inside()
        self.leave(above=1)
        return tree

    def _set(self) -> Expression:
        opening = self.next()
        if self.token.text == "}":
            self.next()
            return self.made(SetLiteral((), opening.at))
        first = self._member()
        if self.token.text == ":":
            raise LanguageError("there are no mappings in expressions", self.token.at, "a set is written {a, b}")
        if self.token.text == "for":
            tree: Expression = SetComprehension(first, self._loops(), opening.at)
        else:
            tree = SetLiteral(self._more(first, "}"), opening.at)
        self.expect("}", "for the '{' before")
        return self.made(tree)

    def _more(self, first: Expression, closing: str) -> tuple[Expression, ...]:
        """What follows the first of a list up to the closing bracket; a last comma is allowed."""
        items = [first]
        while self.token.text == ",":
            self.next()
            if self.token.text == closing:
                break
            items.append(self._member())
        return tuple(items)

    def _loops(self) -> tuple[For, ...]:
        """`for x in T if c … for y in …`"""
        loops = []
        while self.token.text == "for":
            token = self.next()
            name = self.loop_name()
            over = self.below(_CHOICE)
            conditions = []
            while self.token.text == "if":
                self.next()
                conditions.append(self.below(_CHOICE))
            loops.append(For(name, over, tuple(conditions), token.at))
        return tuple(loops)

    def loop_name(self) -> str:
        """`NAME in`"""
        name = self.next()
        if name.kind != "name" or iskeyword(name.text) or name.text in FUNCTIONS:
            raise LanguageError("after 'for' comes a name", name.at, "write for x in T")
        if self.token.text == ",":
            raise LanguageError("one name for each 'for'", self.token.at, "write for x in T for y in T")
        self.expect("in", f"after 'for {shown(name.text, 30)}'")
        return name.text

    # --- calls ---

    def _call(self, name: Token) -> Expression:
        if name.text not in FUNCTIONS:
            hint = f"the functions are {', '.join(FUNCTIONS)}"
            raise LanguageError(f"no function '{shown(name.text, 60)}'", name.at, hint)
        self.next()
        if self.token.text == ")":
            raise LanguageError(f"'{name.text}' needs a value", self.token.at)
        first = self._member()
        if self.token.text == "for":
            return self._quantifier(name, first)
        items = self._more(first, ")")
        self.expect(")", f"after {name.text}(…")
        count_arguments(name, len(items))
        return self.made(Call(name.text, items, name.at))  # type: ignore[arg-type]

    def _quantifier(self, name: Token, body: Expression) -> Expression:
        if name.text not in (*OVER, "min", "max"):
            raise LanguageError(f"'{name.text}' takes no 'for'", self.token.at)
        loops = self._loops()
        self.expect(")", f"after {name.text}(…")
        return self.made(Quantifier(name.text, body, loops, name.at))  # type: ignore[arg-type]

    # --- what follows a value ---

    def _infix(self, left: Expression) -> Expression:
        token = self.token
        match token.text:
            case "if":
                return self._choice(left)
            case "or" | "and":
                return self._logic(left, token.text)
            case "[":
                return self.index_of(left)
            case "(":
                raise LanguageError("only functions are called", token.at, f"the functions are {', '.join(FUNCTIONS)}")
            case ".":
                raise no_method(token, self.tokens[self.index + 1])
            case operator if operator in _ARITHMETIC:
                right_power = _ARITHMETIC[self.next().text]
                return self.made(Binary(cast(Arithmetic, operator), left, self.below(right_power), token.at))
        return self._comparison(left)

    def _choice(self, yes: Expression) -> Expression:
        token = self.next()
        condition = self.below(_CHOICE)
        self.expect("else", "after 'a if c'")
        return self.made(Choice(yes, condition, self.below(_CHOICE - 1), token.at))

    def _logic(self, left: Expression, word: str) -> Expression:
        at = self.token.at
        operands = [left]
        while self.token.text == word:
            self.next()
            operands.append(self.below(_POWER[word]))
        return self.made(Logic("and" if word == "and" else "or", tuple(operands), at))

    def _comparison(self, left: Expression) -> Expression:
        at = self.token.at
        operators, operands = [], [left]
        while self.token.text in _COMPARISONS:
            operators.append(self._operator())
            operands.append(self.below(_COMPARE))
        return self.made(Compare(tuple(operators), tuple(operands), at))

    def _operator(self) -> Comparison:
        token = self.next()
        if token.text == "not":
            self.expect("in", "after 'not'")
            return "not in"
        return cast(Comparison, token.text)

    def index_of(self, left: Expression) -> Expression:
        token = self.next()
        if self.token.text == "]":
            raise LanguageError("the brackets are empty", token.at, "write table[key]")
        key = self._member()
        if self.token.text == ",":
            raise LanguageError("one key in each pair of brackets", self.token.at, "write table[a][b]")
        if self.token.text == ":":
            raise LanguageError("there are no slices", self.token.at, "write table[key]")
        self.expect("]", "for the '[' before")
        return self.made(Index(left, key, token.at))

    _SIGNS: ClassVar[dict[str, Callable[["Reader"], Expression]]] = {"-": _minus, "(": _bracketed, "{": _set}
