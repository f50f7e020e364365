"""Texts to trees and back: what the language is, what it refuses and in which words."""

import ast
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outage_gui.model import limits
from outage_gui.model.expression import (
    Assign,
    Binary,
    Call,
    Choice,
    Compare,
    Expression,
    For,
    If,
    Index,
    Interval,
    Logic,
    Loop,
    Method,
    Name,
    Nothing,
    Number,
    Quantifier,
    SetComprehension,
    SetLiteral,
    Truth,
    Unary,
)
from outage_gui.model.parsing import LanguageError, parsed, parsed_body
from outage_gui.model.trees import (
    body_reads,
    body_writes,
    conjuncts,
    names_read,
    positions_read,
    printed,
    printed_body,
)

MODEL = Path(__file__).parent.parent / "outage_gui" / "model"


def bare(tree: Any) -> Any:
    """The tree with every offset 0 and every node named: as tuples, nodes of two kinds could be equal."""
    if isinstance(tree, tuple):
        kind = type(tree).__name__
        fields = tree._replace(at=0) if hasattr(tree, "_replace") else tree
        return (kind, *map(bare, fields))
    return (type(tree).__name__, tree)


def attempted(text: str, read: Any = parsed) -> Any:
    """The tree, or the error."""
    try:
        return read(text)
    except LanguageError as error:
        return error


def refused(text: str, read: Any = parsed) -> LanguageError:
    with pytest.raises(LanguageError) as caught:
        read(text)
    return caught.value


TOO_LARGE = ("this is nested too deep", "this expression has more than")

# --- trees --------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "plan", "self", "otherwise", "T1"])
LEAVES = st.one_of(
    st.builds(Number, st.integers(0, limits.LARGEST)),
    st.builds(Truth, st.booleans()),
    st.builds(Nothing),
    st.builds(Name, NAMES),
    st.tuples(st.integers(-9, 9), st.integers(0, 9)).map(lambda pair: Interval(pair[0], pair[0] + pair[1])),
)


def larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    loops = st.lists(
        st.builds(For, st.sampled_from(["i", "j"]), inner, st.lists(inner, max_size=2).map(tuple)),
        min_size=1,
        max_size=2,
    ).map(tuple)
    comparisons = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not in"])
    return st.one_of(
        st.builds(Unary, st.sampled_from(["-", "not"]), inner),
        st.builds(Binary, st.sampled_from(["+", "-", "*", "//", "%", "|", "&"]), inner, inner),
        several.flatmap(
            lambda sides: st.lists(comparisons, min_size=len(sides) - 1, max_size=len(sides) - 1).map(
                lambda signs: Compare(tuple(signs), sides)
            )
        ),
        st.builds(Logic, st.sampled_from(["and", "or"]), several),
        st.builds(Choice, inner, inner, inner),
        st.builds(Index, inner, inner),
        st.builds(Call, st.sampled_from(["len", "abs", "subsets", "ended"]), st.tuples(inner)),
        st.builds(Call, st.sampled_from(["at"]), st.tuples(inner, inner)),
        st.builds(Call, st.sampled_from(["min", "max"]), several),
        st.builds(Quantifier, st.sampled_from(["any", "all", "count", "min", "max"]), inner, loops),
        st.builds(SetLiteral, st.lists(inner, max_size=3).map(tuple)),
        st.builds(SetComprehension, inner, loops),
    )


TREES = st.recursive(LEAVES, larger, max_leaves=12)
TARGETS = st.one_of(st.builds(Name, NAMES), st.builds(Index, st.builds(Name, NAMES), LEAVES))
SIMPLE = st.one_of(
    st.builds(Assign, TARGETS, st.sampled_from([None, "+", "-", "*", "//", "%", "|", "&"]), TREES),
    st.builds(Method, TARGETS, st.sampled_from(["push", "add", "remove"]), TREES),
    st.builds(Method, TARGETS, st.just("pop"), st.none()),
)
BODIES = st.recursive(
    st.lists(SIMPLE, min_size=1, max_size=3).map(tuple),
    lambda inner: st.one_of(
        st.builds(Loop, st.just("i"), LEAVES, inner).map(lambda loop: (loop,)),
        st.builds(
            If,
            st.lists(st.tuples(LEAVES, inner), min_size=1, max_size=2).map(tuple),
            st.one_of(st.just(()), inner),
        ).map(lambda branch: (branch,)),
        st.tuples(inner, inner).map(lambda both: both[0] + both[1]),
    ),
    max_leaves=6,
)


def examples(request: pytest.FixtureRequest, count: int) -> Any:
    """Hypothesis' settings for that many examples, times --many."""
    many = request.config.getoption("--many", default=1)
    return settings(max_examples=count * many, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def test_every_tree_is_what_its_text_says(request):
    @examples(request, 400)
    @given(TREES)
    def check(tree):
        again = attempted(printed(tree), parsed)
        too_large = isinstance(again, LanguageError) and again.message.startswith(TOO_LARGE)
        assert too_large or bare(again) == bare(tree)

    check()


def test_every_body_is_what_its_lines_say(request):
    @examples(request, 80)
    @given(BODIES)
    def check(body):
        again = attempted(printed_body(body), parsed_body)
        too_large = isinstance(again, LanguageError) and again.message.startswith(TOO_LARGE)
        assert too_large or bare(again) == bare(body)

    check()


PYTHON = st.recursive(
    st.sampled_from(["a", "b", "1", "true", "t[a]"]),
    lambda inner: st.one_of(
        st.tuples(
            inner,
            st.sampled_from(["+", "-", "*", "//", "%", "|", "&", "==", "!=", "<", "in", "and", "or", "not in"]),
            inner,
        ).map(" ".join),
        inner.map("not {}".format),
        inner.map("- {}".format),
        inner.map("({})".format),
        st.tuples(inner, inner, inner).map(lambda three: "{} if {} else {}".format(*three)),
    ),
    max_leaves=8,
)


def test_operators_bind_as_in_python(request):
    @examples(request, 400)
    @given(PYTHON)
    def check(text):
        try:
            meant = python_bracketed(ast.parse(text, mode="eval").body)
        except SyntaxError:
            refused(text)
        else:
            assert bracketed(parsed(text)) == meant

    check()


SIGNS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.And: "and",
    ast.Or: "or",
    ast.Not: "not",
    ast.USub: "-",
}


def python_bracketed(node: ast.expr) -> Any:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=value):
            return value
        case ast.Subscript(value=of, slice=key):
            return "index", python_bracketed(of), python_bracketed(key)
        case ast.UnaryOp(op=sign, operand=operand):
            return SIGNS[type(sign)], python_bracketed(operand)
        case ast.BinOp(op=sign, left=left, right=right):
            return SIGNS[type(sign)], python_bracketed(left), python_bracketed(right)
        case ast.BoolOp(op=sign, values=values):
            return (SIGNS[type(sign)], *map(python_bracketed, values))
        case ast.Compare(left=left, ops=signs, comparators=rest):
            return tuple(SIGNS[type(sign)] for sign in signs), *map(python_bracketed, (left, *rest))
        case ast.IfExp(test=test, body=yes, orelse=no):
            return "if", python_bracketed(yes), python_bracketed(test), python_bracketed(no)
    raise AssertionError(node)


def bracketed(tree: Expression) -> Any:
    match tree:
        case Name(name=name):
            return name
        case Truth():
            return "true"
        case Number(value=value):
            return value
        case Index(of=of, key=key):
            return "index", bracketed(of), bracketed(key)
        case Unary(operator=sign, operand=operand):
            return sign, bracketed(operand)
        case Binary(operator=sign, left=left, right=right):
            return sign, bracketed(left), bracketed(right)
        case Logic(operator=sign, operands=operands):
            return (sign, *map(bracketed, operands))
        case Compare(operators=signs, operands=operands):
            return signs, *map(bracketed, operands)
        case Choice(yes=yes, condition=condition, no=no):
            return "if", bracketed(yes), bracketed(condition), bracketed(no)
    raise AssertionError(tree)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("if a: x = 1", "if a:\n  x = 1"),
        ("if a: x = 1; y = 2\nelse: x = 3", "if a:\n  x = 1\n  y = 2\nelse:\n  x = 3"),
        ("x = 1; if a: y = 2", "x = 1\nif a:\n  y = 2"),
        ("   x = 1\n\n   y = 2\n", "x = 1\ny = 2"),
        ("x = (1 +\n2)", "x = 1 + 2"),
        ("for i in 0..3: t[i] = 0; s.add(i)", "for i in 0..3:\n  t[i] = 0\n  s.add(i)"),
        ("if a:\n    if b:\n        x = 1\nelif c: x = 2", "if a:\n  if b:\n    x = 1\nelif c:\n  x = 2"),
        ("x = - 1..3", "x = -1..3"),
        ("x = min(1, 2,);", "x = min(1, 2)"),
    ],
)
def test_a_body_reads_as_these_lines(text, lines):
    assert printed_body(parsed_body(text)) == lines


def test_offsets_point_into_the_text():
    tree = parsed("ab + t[cd]")
    assert isinstance(tree, Binary)
    assert (tree.left.at, tree.at, tree.right.at) == (0, 3, 6)


def test_the_parts_of_a_guard_are_those_between_and():
    assert [printed(part) for part in conjuncts(parsed("a and (b and c or d) and (e and f)"))] == [
        "a",
        "b and c or d",
        "e",
        "f",
    ]
    assert conjuncts(parsed("a or b")) == (parsed("a or b"),)


def test_loop_names_and_steps_are_not_read():
    text = "a and any(i == b for i in c if i > d for j in {i, e}) and at(p[f], step) and i"
    assert names_read(parsed(text)) == ("a", "c", "d", "e", "b", "p", "f", "i")
    assert positions_read(parsed("at(p[f], s) or any(ended(q) for i in c)")) == ("p", "q")


def test_a_body_tells_what_it_reads_and_writes():
    body = parsed_body("x = a\nt[k] = b\ny += 1\nfor i in S:\n  q.push(i)\nif c: z = i")
    assert body_reads(body) == ("a", "k", "b", "y", "S", "q", "c", "i")
    assert body_writes(body) == ("x", "t", "y", "q", "z")


# --- refusals -----------------------------------------------------------------------------------------------------

FUNCTIONS = "the functions are abs, all, any, at, count, ended, len, max, min, subsets"
RANGE = "a range has two literal numbers, LOW..HIGH"
REFUSALS = [
    ("", 0, "the expression is empty", "leave the key out where nothing is to be said"),
    (" \n ", 0, "the expression is empty", "leave the key out where nothing is to be said"),
    ("x = 1", 2, "a guard compares with ==, it cannot assign", "write =="),
    ("x += 1", 2, "a guard cannot assign", ""),
    ("9 ** 9", 2, "no such operator '**'", "multiply instead"),
    ("1 << 99", 2, "no such operator '<<'", "multiply instead"),
    ("a && b", 2, "no such operator '&&'", "write and"),
    ("a || b", 2, "no such operator '||'", "write or"),
    ("!a", 0, "no such operator '!'", "write not"),
    ("x / 2", 2, "no such operator '/'", "whole division is written //"),
    ("x =< 2", 2, "no such operator '=<'", "write <="),
    ("x := 1", 2, "no such operator ':='", "an expression cannot assign"),
    ("x ≥ 1", 2, "no such operator '≥' (U+2265)", "write >="),
    ("x ＝ 1", 2, "'＝' (U+FF1D) is not the plain '='", "write ="),
    ("х == 1", 0, "'х' (U+0445) only looks like a Latin x", "write x"),
    ("größe", 2, "unexpected character 'ö' (U+00F6)", "names use a-z, A-Z, 0-9 and _"),
    ("x\u00a0== 1", 1, "an invisible character (U+00A0)", "delete it, or write a plain blank"),
    ("x \u202e== 1", 2, "an invisible character (U+202E)", "delete it, or write a plain blank"),
    ('x == "1"', 5, "text in quotes stands in no expression", "words are written without quotes"),
    ("f'{x}'", 1, "text in quotes stands in no expression", "words are written without quotes"),
    ("0.5", 0, "only whole numbers can be state", "choose a smaller unit"),
    (".5", 0, "only whole numbers can be state", "choose a smaller unit"),
    ("012", 0, "'012' has a leading zero", "write 12"),
    ("1_000", 0, "'1_000' is neither a number nor a name", "write 1000"),
    ("0x1f", 0, "'0x1f' is neither a number nor a name", ""),
    ("x.__class__", 1, "no '.' in expressions", "a range is written LOW..HIGH, an entry table[key]"),
    ("q.pop() == 1", 1, "'.pop' gives no value", "it is a statement of its own, in do"),
    ("open(x)", 0, "no function 'open'", FUNCTIONS),
    ("(a)(b)", 3, "only functions are called", FUNCTIONS),
    ("len", 0, "'len' is a function", "write len(…)"),
    ("len()", 4, "'len' needs a value", ""),
    ("len(a, b)", 0, "'len' takes one value", ""),
    ("at(a)", 0, "'at' takes two values", ""),
    ("any(a)", 0, "'any' needs a 'for'", "write any(… for x in T)"),
    ("len(x for x in T)", 6, "'len' takes no 'for'", ""),
    ("any(x for x, y in T)", 11, "one name for each 'for'", "write for x in T for y in T"),
    ("any(x for len in T)", 10, "after 'for' comes a name", "write for x in T"),
    ("any(x for x of T)", 12, "'in' is missing after 'for x'", ""),
    ("lambda: 1", 0, "there is no lambda in expressions", ""),
    ("[1, 2]", 0, "there are no lists in expressions", "a set is written {a, b}"),
    ("(a, b)", 2, "there are no tuples in expressions", "a set is written {a, b}"),
    ("{a: b}", 2, "there are no mappings in expressions", "a set is written {a, b}"),
    ("()", 0, "the brackets are empty", ""),
    ("t[]", 1, "the brackets are empty", "write table[key]"),
    ("t[a, b]", 3, "one key in each pair of brackets", "write table[a][b]"),
    ("t[1:2]", 3, "there are no slices", "write table[key]"),
    ("x == 1 # and y", 7, "unexpected '#'", "remarks go into note, or into a YAML comment outside"),
    ("a b", 2, "one expression is expected, then comes 'b'", ""),
    ("a\nb", 2, "one expression is expected, then comes 'b'", ""),
    ("a; b", 1, "unexpected ';'", ""),
    ("a)", 1, "')' closes nothing", ""),
    ("(a", 2, "')' is missing for the '(' before", ""),
    ("a is none", 2, "one expression is expected, then comes 'is'", "write =="),
    ("a for a in T", 2, "unexpected word 'for'", "write any(… for …), all(…), count(…) or {… for …}"),
    ("True", 0, "unexpected word 'True'", "write true"),
    ("and b", 0, "a value is missing before 'and'", ""),
    ("+a", 0, "a value is missing before '+'", ""),
    ("a and", 5, "the expression ends too early", ""),
    ("a if b", 6, "'else' is missing after 'a if c'", ""),
    ("a == not b", 5, "'not' needs brackets here", "write (not …)"),
    ("3..1", 0, "the range 3..1 runs backwards", "write 1..3"),
    ("a..b", 1, RANGE, ""),
    ("1..b", 1, RANGE, ""),
]
NO_STATEMENT = "write x = e, x += e, q.push(e) …"
BODY_REFUSALS = [
    ("", 0, "the body is empty", "leave do out where nothing is done"),
    ("x == 1", 2, "'==' compares; a statement assigns with =", "write ="),
    ("3 = x", 0, "left of '=' stands a variable or table[key]", ""),
    ("x = y = 1", 6, "one '=' in each statement", ""),
    ("x = 1, 2", 5, "one value is assigned at a time", "write two statements, ';' between"),
    ("a, b = b, a", 1, "one variable is assigned at a time", "write two statements, ';' between"),
    ("x", 1, "this is no statement", NO_STATEMENT),
    ("x: int = 3", 1, "this is no statement", NO_STATEMENT),
    ("x++", 1, "no such operator '++'", "write x += 1"),
    ("x **= 2", 2, "no such operator '**'", "multiply instead"),
    ("print(x)", 0, "'print(…)' is no statement", "write x = e or q.push(e)"),
    ("pass", 0, "there is no 'pass' in a body", "leave it out"),
    ("while a: x = 1", 0, "there is no 'while' in a body", ""),
    ("import os", 0, "there is no 'import' in a body", ""),
    ("q.append(1)", 2, "no method 'append'", "a queue has push and pop, a set has add and remove"),
    ("q.push()", 7, "'push' needs a value", "write .push(e)"),
    ("q.push(1, 2)", 8, "'push' takes one value", ""),
    ("q.pop(1)", 6, "'pop' takes no value", "q.pop() takes out the first, q[0]"),
    ("if x = 1: y = 1", 5, "a guard compares with ==, it cannot assign", "write =="),
    ("if a x = 1", 5, "':' is missing after 'if'", ""),
    ("if a:", 5, "'if' has no statements", "indent them below it"),
    ("if a:\nx = 1", 6, "'if' has no statements", "indent them below it"),
    ("if a: if b: x = 1", 6, "'if' cannot stand on the line of another", "write it on the next line, indented"),
    ("if a: x = 1 else: y = 2", 12, "a new line or ';' is missing before 'else'", ""),
    (
        "x = 1\nelse: x = 1",
        6,
        "'else' belongs to no if",
        "it begins a line of its own, below its if; or write x = a if c else b",
    ),
    ("x = 1\n  y = 2", 8, "this line is indented like no line above it", ""),
    ("if a:\n    x = 1\n  y = 2", 18, "this line is indented like no line above it", ""),
    ("  x = 1\ny = 1", 8, "this line is indented less than the first one", ""),
    ("if a:\n\tx = 1", 6, "a tab indents this line", "indent with blanks"),
    ("x = 1 y = 2", 6, "a new line or ';' is missing before 'y'", ""),
    ("x = 1;; y = 2", 6, "a statement is missing before ';'", ""),
    ("x = ", 4, "the expression ends too early", ""),
]


@pytest.mark.parametrize(("text", "at", "message", "hint"), REFUSALS)
def test_an_expression_is_refused_in_these_words(text, at, message, hint):
    error = refused(text)
    assert (error.at, error.message, error.hint) == (at, message, hint)


@pytest.mark.parametrize(("text", "at", "message", "hint"), BODY_REFUSALS)
def test_a_body_is_refused_in_these_words(text, at, message, hint):
    error = refused(text, parsed_body)
    assert (error.at, error.message, error.hint) == (at, message, hint)


WAYS_OUT = (
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "open('/etc/passwd').read()",
    "eval('1')",
    "exec(x)",
    "compile(a, b, c)",
    "getattr(a, b)",
    "globals()",
    "vars(x)",
    "x.__dict__",
    "{}.__class__",
    "a.b.c",
    "[i for i in x]",
    "(lambda: 1)()",
    "yield x",
    "await x",
    "x if y",
    "f(*a)",
    "f(**a)",
    "max(*a)",
    "min(key=a)",
    "'{}'.format(x)",
    '"%s" % x',
    "b'x'",
    "r'x'",
    "`id`",
    "$(id)",
    "${x}",
    "a @ b",
    "~a",
    "a ^ b",
    "...",
    "a; import os",
    "a\\\nb",
    "1j",
    "1e9",
    "0o7",
    "\x00",
    "a\x00b",
    "\ud800",
)
WRAPPED = ("{}", "a and {}", "({})", "t[{}]", "any({} for i in T)")


@pytest.mark.parametrize("wrapped", WRAPPED)
@pytest.mark.parametrize("text", WAYS_OUT)
def test_there_is_no_way_out_of_the_language(text, wrapped):
    assert refused(wrapped.format(text)).message
    assert refused("x = " + wrapped.format(text), parsed_body).message


def test_noise_is_only_ever_refused(request):
    words = [
        "a",
        "b",
        "1",
        "..",
        "not",
        "in",
        "for",
        "if",
        "else",
        "elif",
        "any(",
        "len(",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        ":",
        ".",
        "=",
        "+=",
        "==",
        "<=",
        "//",
        "-",
        "and",
        "or",
        "\n",
        "\t",
        "#",
        "'",
    ]
    noise = st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*words, "\n  "]), max_size=25).map(" ".join))

    @examples(request, 800)
    @given(noise)
    def check(text):
        for read, show in ((parsed, printed), (parsed_body, printed_body)):
            tree = attempted(text, read)
            if isinstance(tree, LanguageError):
                assert 0 <= tree.at <= len(text)
                assert tree.message
            else:
                assert bare(read(show(tree))) == bare(tree)

    check()


# --- limits -------------------------------------------------------------------------------------------------------


def test_a_text_may_be_as_long_as_the_limit_and_no_longer():
    most = limits.EXPRESSION_CHARACTERS
    assert parsed("a" + " " * (most - 1)) == Name("a")
    assert refused("a" + " " * most).message == "this is 2,001 characters long (limit 2,000)"
    assert refused("x = 1" + " " * most, parsed_body).message == "this is 2,005 characters long (limit 2,000)"


def test_brackets_may_be_as_deep_as_the_limit_and_no_deeper():
    deepest = limits.EXPRESSION_DEPTH
    assert parsed("(" * deepest + "a" + ")" * deepest) == Name("a", deepest)
    for count in (deepest + 1, 900):
        assert refused("(" * count + "a" + ")" * count).message == "this is nested too deep (limit 32)"


@pytest.mark.parametrize("grown", ["not {}", "-{}", "{} + 1", "{}[a]", "len({})", "{{{}}}", "{} if a else a"])
def test_trees_may_be_as_deep_as_the_limit_and_no_deeper(grown):
    text = "a"
    for _ in range(limits.EXPRESSION_DEPTH - 1):
        text = grown.format(text)
    assert printed(parsed(text))
    assert refused(grown.format(text)).message == "this is nested too deep (limit 32)"


def test_an_expression_may_have_as_many_parts_as_the_limit_and_no_more():
    most = limits.EXPRESSION_NODES
    assert parsed("{" + ", ".join(["a"] * (most - 1)) + "}")
    assert refused("{" + ", ".join(["a"] * most) + "}").message == "this expression has more than 200 parts"


def test_a_body_counts_the_parts_of_each_expression():
    assert len(parsed_body("\n".join(["x = x + 1"] * 150))) == 150


def test_numbers_fit_64_bits():
    assert parsed(str(limits.LARGEST)) == Number(limits.LARGEST)
    assert refused(str(limits.LARGEST + 1)).hint == "the largest is 9223372036854775807"
    assert refused("9" * 1_900).message == f"'{'9' * 29}…' is too large a number"


def test_the_language_runs_no_code_of_its_host():
    named = {"eval", "exec", "compile", "__import__", "getattr", "setattr", "globals", "vars"}
    for name in ("tokens", "reading", "parsing", "refusals", "trees", "typed", "kinds", "bodies", "names", "starts"):
        tree = ast.parse((MODEL / f"{name}.py").read_text())
        calls = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        imports = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not calls & named
        assert "ast" not in imports
