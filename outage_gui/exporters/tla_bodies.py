"""Bodies of steps as names given one after the other: `counter_1` is what `counter` holds after its first store."""

from typing import NamedTuple, TypeAlias, assert_never

from outage_gui.exporters.spelling import Spelling
from outage_gui.exporters.tla_expressions import missing, outside
from outage_gui.exporters.tla_loops import options
from outage_gui.exporters.tla_scope import Scope, listed, number
from outage_gui.exporters.tla_text import (
    ATOM,
    FALSE,
    SETS,
    SUM,
    TRUE,
    Faults,
    Text,
    both,
    called,
    chosen,
    compared,
    fault,
    inverse,
    sized,
    under,
)
from outage_gui.model.expression import Assign, Binary, Body, Expression, If, Index, Loop, Method, Name, Statement
from outage_gui.model.trees import root
from outage_gui.model.types import Queue, SetOf, Table

LONG = 24  # characters of a condition; a longer one gets a name


class Hold(NamedTuple):
    """What must be true for the move."""

    text: Text
    note: str = ""


class Wrong(NamedTuple):
    """A fault, and when it occurs."""

    name: str
    when: Text


class Let(NamedTuple):
    name: str
    text: Text


Item: TypeAlias = Hold | Wrong | Let


class Writer:
    """Writes down what a body does; `items` in the order in which it happens."""

    def __init__(self, names: Spelling) -> None:
        self.names = names
        self.items: list[Item] = []

    def wrong(self, needed: Text, faults: Faults) -> None:
        self.items += [Wrong(each.name, each.when) for each in under(needed, faults)]

    def named(self, name: str, text: Text) -> Text:
        """The text under a new name; itself where it is as short as one."""
        if text.level == ATOM and len(text.text) <= LONG and text.opposite == "":
            return text
        spelled = self.names.numbered(name)
        self.items.append(Let(spelled, sized(text)))
        return Text(spelled)

    def body(self, body: Body, scope: Scope, needed: Text = TRUE) -> Scope:
        """needed: the condition under which it happens at all."""
        for statement in body:
            scope = self.statement(statement, scope, needed)
        return scope

    def statement(self, statement: Statement, scope: Scope, needed: Text) -> Scope:
        match statement:
            case Assign():
                return self.assign(statement, scope, needed)
            case Method():
                return self.method(statement, scope, needed)
            case If(branches=branches, otherwise=otherwise):
                return self.branches(list(branches), otherwise, scope, needed)
            case Loop():
                return self.loop(statement, scope, needed)
        assert_never(statement)

    # --- stores

    def assign(self, statement: Assign, scope: Scope, needed: Text) -> Scope:
        target, value = statement.target, statement.value
        if statement.operator:
            value = Binary(statement.operator, target, value, statement.at)
        code, given = scope.worth(value), scope.type(value)
        plain = () if statement.operator else self.keys_missing(target, scope)
        self.wrong(needed, code.faults + plain)
        text = code.text
        misfit = outside(text, given, scope.type(target), scope)
        if misfit != FALSE and isinstance(target, Name):
            text = self.named(target.name, text)
            self.wrong(needed, fault("out-of-range", outside(text, given, scope.type(target), scope)))
            return scope.with_text(target.name, text)
        self.wrong(needed, fault("out-of-range", misfit))
        return self.stored(target, text, scope)

    def method(self, statement: Method, scope: Scope, needed: Text) -> Scope:
        """push, pop, add, remove."""
        target, type = statement.target, scope.type(statement.target)
        old = scope.worth(target)
        self.wrong(needed, old.faults)
        if statement.argument is None:
            self.wrong(needed, fault("queue-empty", compared(old.text, "=", Text("<<>>"))))
            return self.stored(target, called("Tail", old.text), scope)
        item, given = scope.worth(statement.argument), scope.type(statement.argument)
        self.wrong(needed, item.faults)
        assert isinstance(type, Queue | SetOf)
        if isinstance(type, Queue):
            full = compared(called("Len", old.text), "=", number(type.size))
            self.wrong(needed, fault("queue-full", full))
            new = called("Append", old.text, item.text)
        else:
            sign = "\\cup" if statement.method == "add" else "\\"
            new = sized(Text(f"{old.text.at(SUM)} {sign} {listed([item.text]).text}", SETS))
        if statement.method == "remove":
            self.wrong(needed, fault("no-such-key", compared(item.text, "\\notin", old.text)))
        else:
            self.wrong(needed, fault("out-of-range", outside(item.text, given, type.of, scope)))
        return self.stored(target, new, scope)

    def keys_missing(self, target: Expression, scope: Scope) -> Faults:
        """The keys of an entry that is only written."""
        if not isinstance(target, Index):
            return ()
        key, of = scope.worth(target.key), scope.type(target.of)
        assert isinstance(of, Table)
        return self.keys_missing(target.of, scope) + key.faults + missing(target.key, key.text, of.each, scope)

    def stored(self, target: Expression, text: Text, scope: Scope) -> Scope:
        """The scope in which the variable has the new value, or a table with a new entry."""
        name, keys = root(target).name, ""
        while isinstance(target, Index):
            keys = f"[{scope.worth(target.key).text.text}]{keys}"
            target = target.of
        if keys:
            text = Text(f"[{scope.texts[name].text} EXCEPT !{keys} = {text.text}]")
        return scope.with_text(name, self.named(name, text))

    # --- branches and loops

    def branches(self, branches: list[tuple[Expression, Body]], otherwise: Body, scope: Scope, needed: Text) -> Scope:
        if not branches:
            return self.body(otherwise, scope, needed)
        code = scope.worth(branches[0][0])
        self.wrong(needed, code.faults)
        test = self.named("test", code.text) if len(code.text.text) > LONG else code.text
        yes = self.body(branches[0][1], scope, both(needed, test))
        no = self.branches(branches[1:], otherwise, scope, both(needed, inverse(test)))
        return self.merged(test, yes, no, scope)

    def merged(self, test: Text, yes: Scope, no: Scope, before: Scope) -> Scope:
        """What holds after either."""
        for name, text in before.texts.items():
            if yes.texts[name] != no.texts[name]:
                text = self.named(name, chosen(test, yes.texts[name], no.texts[name]))
            else:
                text = yes.texts[name]
            before = before.with_text(name, text)
        return before

    def loop(self, loop: Loop, scope: Scope, needed: Text) -> Scope:
        """One turn after the other; what is gone through is what it was before the first."""
        found, of, faults = options(loop.over, scope)
        self.wrong(needed, faults)
        if any(test != TRUE for _, test in found):
            whole = self.named(f"all_{loop.name}", scope.worth(loop.over).text)
            found = [
                (value, compared(scope.holding(loop.name, value, of).texts[loop.name], "\\in", whole))
                for value, _ in found
            ]
        for value, test in found:
            inner = scope.holding(loop.name, value, of)
            after = self.body(loop.body, inner, both(needed, test))
            kept = Scope(scope.world, scope.names, {name: after.texts[name] for name in scope.texts})
            scope = kept if test == TRUE else self.merged(test, kept, scope, scope)
        return scope
