"""Text to tree: `parsed` for expressions, `parsed_body` for the statements of a `do`. Both remember what they made."""

from functools import lru_cache
from keyword import iskeyword
from typing import cast

from outage_gui.model.expression import (
    Arithmetic,
    Assign,
    Body,
    Expression,
    If,
    Loop,
    Method,
    Name,
    Statement,
)
from outage_gui.model.problems import shown
from outage_gui.model.reading import Reader
from outage_gui.model.refusals import ASSIGNMENTS, METHODS, leftover, meant, token_text
from outage_gui.model.tokens import LanguageError as LanguageError
from outage_gui.model.tokens import Token, tokens


@lru_cache(maxsize=8192)
def parsed(text: str) -> Expression:
    """The tree of one expression. Raises LanguageError; offsets count in this text."""
    reader = Reader(tokens(text))
    if reader.done:
        raise LanguageError("the expression is empty", 0, "leave the key out where nothing is to be said")
    tree = reader.expression()
    if not reader.done:
        raise leftover(reader.token)
    return tree


@lru_cache(maxsize=2048)
def parsed_body(text: str) -> Body:
    """The statements of a `do`, one or more. Raises LanguageError; offsets count in this text."""
    reader = _BodyReader(tokens(text, lines=True))
    if reader.done:
        raise LanguageError("the body is empty", 0, "leave do out where nothing is done")
    body = reader.block(reader.token.text)
    if not reader.done:
        raise LanguageError("this line is indented less than the first one", reader.token.at)
    return body


class _BodyReader(Reader):
    """Reads statements. Blocks are told by their indentation, or stand on the line of their `if`, `else` or `for`."""

    def block(self, indentation: str) -> Body:
        """The lines from here on that are indented like this one."""
        self.enter(above=1)
        statements: list[Statement] = []
        while self.token.kind == "line" and len(self.token.text) == len(indentation):
            self.next()
            statements += self._line(indentation)
        if self.token.kind == "line" and len(self.token.text) > len(indentation):
            raise LanguageError("this line is indented like no line above it", self.token.at)
        self.leave(above=1)
        return tuple(statements)

    def _line(self, indentation: str) -> list[Statement]:
        """Statements with `;` between; what begins with `if` or `for` takes the rest of the line."""
        statements: list[Statement] = []
        while self.token.kind not in ("line", "end"):
            if self.token.text in ("if", "for"):
                return [*statements, self._compound(indentation)]
            statements.append(self._simple())
            self._end_of_statement()
        return statements

    def _end_of_statement(self) -> None:
        if self.token.text == ";":
            self.next()
        elif self.token.kind not in ("line", "end"):
            raise self._misplaced()

    def _misplaced(self) -> LanguageError:
        token = self.token
        if token.text == "=":
            return LanguageError("one '=' in each statement", token.at)
        if token.text == ",":
            return LanguageError("one value is assigned at a time", token.at, "write two statements, ';' between")
        return LanguageError(f"a new line or ';' is missing before '{token_text(token)}'", token.at, meant(token))

    def _compound(self, indentation: str) -> Statement:
        token = self.next()
        if token.text == "for":
            name = self.loop_name()
            return Loop(name, self.expression(), self._suite(indentation, "for"), token.at)
        branches = [(self.expression(), self._suite(indentation, "if"))]
        while self._continues(indentation, "elif"):
            branches.append((self.expression(), self._suite(indentation, "elif")))
        otherwise = self._suite(indentation, "else") if self._continues(indentation, "else") else ()
        return If(tuple(branches), otherwise, token.at)

    def _continues(self, indentation: str, word: str) -> bool:
        """Whether the next line goes on with `elif` or `else`; if so, that word is used up."""
        after = self.tokens[min(self.index + 1, len(self.tokens) - 1)]
        if self.token.kind != "line" or len(self.token.text) != len(indentation) or after.text != word:
            return False
        self.index += 2
        return True

    def _suite(self, indentation: str, word: str) -> Body:
        """What stands after the ':'."""
        if self.token.text == "=":
            raise LanguageError("a guard compares with ==, it cannot assign", self.token.at, "write ==")
        self.expect(":", f"after '{word}'")
        if self.token.kind == "line" and len(self.token.text) > len(indentation):
            return self.block(self.token.text)
        if self.token.kind in ("line", "end"):
            raise LanguageError(f"'{word}' has no statements", self.token.at, "indent them below it")
        return self._inline()

    def _inline(self) -> Body:
        statements: list[Statement] = []
        while self.token.kind not in ("line", "end"):
            if self.token.text in ("if", "for"):
                hint = "write it on the next line, indented"
                raise LanguageError(f"'{self.token.text}' cannot stand on the line of another", self.token.at, hint)
            statements.append(self._simple())
            self._end_of_statement()
        return tuple(statements)

    def _simple(self) -> Statement:
        """`x = e`, `t[k] += e`, `q.push(e)`"""
        target = self._target()
        token = self.next()
        if token.text in ASSIGNMENTS:
            operator = cast(Arithmetic, token.text[:-1]) if token.text != "=" else None
            return Assign(target, operator, self.expression(), token.at)
        if token.text == ".":
            return self._method(target)
        raise _no_statement(token)

    def _target(self) -> Expression:
        """A name, or a table's entry."""
        token = self.next()
        if token.kind != "name" or token.text in ("true", "false", "none"):
            if token.text == ";":
                raise LanguageError("a statement is missing before ';'", token.at)
            raise LanguageError("left of '=' stands a variable or table[key]", token.at)
        if iskeyword(token.text):
            raise _no_keyword_statement(token)
        if self.token.text == "(":
            raise LanguageError(f"'{shown(token.text, 60)}(…)' is no statement", token.at, "write x = e or q.push(e)")
        self.nodes = 0
        target: Expression = self.made(Name(token.text, token.at))
        while self.token.text == "[":
            target = self.index_of(target)
        self.judge_depth(target)
        return target

    def _method(self, target: Expression) -> Statement:
        name = self.next()
        if name.text not in METHODS:
            hint = "a queue has push and pop, a set has add and remove"
            raise LanguageError(f"no method '{token_text(name)}'", name.at, hint)
        self.expect("(", f"after .{name.text}")
        argument = None if self.token.text == ")" else self._argument(name)
        if name.text != "pop" and argument is None:
            raise LanguageError(f"'{name.text}' needs a value", self.token.at, f"write .{name.text}(e)")
        self.expect(")", f"after .{name.text}(…")
        return Method(target, name.text, argument, name.at)  # type: ignore[arg-type]

    def _argument(self, name: Token) -> Expression:
        if name.text == "pop":
            raise LanguageError("'pop' takes no value", self.token.at, "q.pop() takes out the first, q[0]")
        argument = self.expression()
        if self.token.text == ",":
            raise LanguageError(f"'{name.text}' takes one value", self.token.at)
        return argument


def _no_keyword_statement(token: Token) -> LanguageError:
    if token.text in ("elif", "else"):
        hint = "it begins a line of its own, below its if; or write x = a if c else b"
        return LanguageError(f"'{token.text}' belongs to no if", token.at, hint)
    return LanguageError(f"there is no '{token.text}' in a body", token.at, meant(token))


def _no_statement(token: Token) -> LanguageError:
    if token.text == "==":
        return LanguageError("'==' compares; a statement assigns with =", token.at, "write =")
    if token.text == ",":
        return LanguageError("one variable is assigned at a time", token.at, "write two statements, ';' between")
    return LanguageError("this is no statement", token.at, "write x = e, x += e, q.push(e) …")
