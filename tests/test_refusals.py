"""Bad files: every one is refused with its place and a way out, and several mistakes are told together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_file import GOOD, HEAD, LIBYAML, changed, problems, told

from outage_gui.model import limits
from outage_gui.model.files import read
from outage_gui.model.problems import ScenarioError

# --- YAML ---------------------------------------------------------------------------------------------------------

TRAPS = [
    ("a: {when: x[self] == 1}", 11, "bracket '[' ends the text", "put quotes around this expression"),
    ("a: [x in {b, c}]", 5, "bracket '{' ends the text", "put quotes around this expression"),
    ("a: {do: x = min(b, c)}", 9, "comma ends the text 'x = min(b'", "put quotes around this expression"),
    ("a: [e.a.check(p=3, q=2)]", 5, "comma ends the text 'e.a.check(p=3'", "put quotes around this expression"),
    ("a: {p: {q for q in Plan if q > root}}", 9, "is read as a mapping", "put quotes around this expression"),
    ("a: {b}", 5, "'b' has no value", "put quotes around this expression"),
    ("a: {b: 1, c, d: 2}", 11, "'c' has no value", "put quotes around this expression"),
    ("a: {b:1}", 5, "'b:1' has no value", "write a blank after the ':'"),
    ("say: Trigger #1", 6, "text ends at 'Trigger'", "put quotes around this text"),
    ("a: {say: Trigger #1}", 10, "text ends at 'Trigger'", "put quotes around this text"),
    ("when: &x", 7, "'&x' is an anchor", "put quotes around this text"),
    ("when: & x", 7, "'&' begins an anchor", "put quotes around this text"),
    ("when: *x", 7, "'*x' is an alias", "put quotes around this text"),
    ("when: * x", 7, "'*' begins an alias", "put quotes around this text"),
    ("when: !x", 7, "'!x' is a tag", "put quotes around this text"),
    ("when: !x!y z", 7, "'!' begins a tag", "put quotes around this text"),
    ("when: !!python/object/apply:os.system [x]", 7, "is a tag", "put quotes"),
    ("label: a: b", 9, "second ':'", "put quotes around this text"),
    ("a: {label: b: c}", 13, "second ':'", "put quotes around this text"),
    ('when: "x" == y', 11, "ends with its quote", "put quotes around the whole of it"),
    ("when: 'x' == y", 11, "ends with its quote", "put quotes around the whole of it"),
    ("a: {when: 'x' == y}", 15, "ends with its quote", "put quotes around the whole of it"),
    ("a: ~", 1, "'~' is no value here", "write none"),
    ("a: null", 1, "'null' is no value here", "write none"),
    ("a:", 1, "'a' has no value", "write none"),
    ("a: [b, ~]", 8, "'~' is no value here", "write none"),
    ("a: {b: c,, d: e}", 10, "value is missing before this comma", "write none"),
    ("<<: {b: c}", 1, "merge keys", "write the keys out"),
    ("a: 1\na: 2", 1, "'a' stands twice, first in line 3", "keep one"),
    ("? a\n: b", 3, "a key with '?'", "write KEY: VALUE"),
    ("? [a]\n: b", 3, "a key must be a name", "put quotes"),
    ("{a: b}: c", 1, "a key must be a name", "put quotes"),
    ("---\na: b", 1, "second document", "one file holds one scenario"),
    ("a: b\n c: d", 2, "indented deeper", "indent it like that one"),
    ("a:\n  b: c\n d: e", 2, "indented unlike", "begin in one column"),
    ("a:\n  - b\n  c: d", 3, "indented unlike", "begin in one column"),
    ("a: [b, c", 4, "bracket '[' that opens in line 3 is not closed", "close it"),
    ("a: {b: c", 4, "bracket '{' that opens in line 3 is not closed", "close it"),
    ('a: "b', 4, "quote that opens here is never closed", "close it"),
    ('a: "\\q"', 5, "no escape", "single quotes"),
    ('a: "\\ud800"', 7, "no escape", "single quotes"),
    ('a: "\\x07"', 4, "character U+0007", "remove it"),
    ("a: | b", 4, "text begins on the next line", "put quotes"),
    ("a: - b", 4, "list with '- ' begins on a line of its own", "write [a, b]"),
    ("a: %b", 4, "cannot begin with '%'", "put quotes around this text"),
    ("a: @b", 4, "cannot begin with '@'", "put quotes around this text"),
    ("a: `b`", 4, "cannot begin with '`'", "put quotes around this text"),
    ("a\nb: c", 1, "no ':' after its key", "write KEY: VALUE"),
    ("a:\n\tb: c", 1, "a tab stands here", "use blanks"),
    ("a: b\tc", 5, "a tab stands here", "use blanks"),
    ("a: b\x07c", 5, "character U+0007", "remove it"),
    ("a: b\x00c", 5, "character U+0000", "remove it"),
    ("a: b\u2028c", 5, "character U+2028", "remove it"),
    ("a: b\ufeffc", 5, "character U+FEFF", "remove it"),
    ("a: b\ud800c", 5, "character U+D800", "remove it"),
    ("a: b\rc: d", 5, "carriage return stands here alone", "end lines"),
]


@pytest.mark.parametrize(("line", "column", "cause", "hint"), TRAPS, ids=lambda value: repr(value)[:40])
def test_a_trap_of_yaml_has_its_own_sentence(line: str, column: int, cause: str, hint: str) -> None:
    found = [problem for problem in problems(HEAD + line + "\n") if cause in problem.cause]
    assert [(problem.column, hint in problem.hint) for problem in found] == [(column, True)]
    assert 3 <= found[0].line <= 5


@pytest.mark.parametrize("line", [trap[0] for trap in TRAPS])
def test_the_words_of_the_yaml_library_are_never_shown(line: str) -> None:
    assert not LIBYAML.search(told(HEAD + line + "\n"))


def test_a_split_expression_is_told_once() -> None:
    assert len(problems(changed('"counter = min(seen + 1, 2)"', "counter = min(seen + 1, 2)"))) == 1


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "a", "- a", "[]", '"a"', "\ufeff"])
def test_what_is_no_mapping_of_sections_is_told_how_to_begin(text: str) -> None:
    assert "mapping of sections" in told(text)


def test_the_second_half_of_a_file_twice_names_both_lines() -> None:
    lines = [problem.cause for problem in problems(GOOD + GOOD)]
    assert "'format' stands twice, first in line 1" in lines


# --- sections and keys --------------------------------------------------------------------------------------------

REFUSED = [
    ("format: 1\n", "format: 2\n", "format '2' is newer than this program", "update"),
    ("format: 1\n", "format: 99\n", "format '99' is newer than this program", "update"),
    ("format: 1\n", "format: one\n", "'one' is no whole number", "decimal"),
    ("format: 1\n", "format: -1\n", "'-1' is too small", ""),
    ("format: 1\n", "format: 01\n", "'01' is no whole number", "write 1"),
    ("format: 1\n", "", "needs the key 'format'", "version"),
    ("title: Two workers, one counter", 'title: ""', "this text is empty", ""),
    ("processes:\n", "proceses:\n", "no key 'proceses'", "did you mean 'processes'?"),
    ("zone: Europe/Berlin", "zone: Europe/Berlim", "'Europe/Berlim' is no time zone", "did you mean 'Europe/Berlin'?"),
    ("https://example.org/log", "file:///etc/passwd", "is no web address", "https://"),
    ("source: log}", "source: lag}", "no source 'lag'", "did you mean 'log'?"),
    ("Count: 0..2", "Count: 2..0", "range is empty: 2 is above 0", "write 0..2"),
    ("Count: 0..2", "Count: 0..02", "'02' is no whole number", "write 2"),
    ("Count: 0..2", "Count: 0..1_000", "'1_000' is no whole number", "write 1000"),
    ("Count: 0..2", "Count: 0..2.5", "'2.5' is no whole number", ""),
    ("Count: 0..2", "Count: 0..9223372036854775808", "is too large", ""),
    ("Colour: [red, green]", "Colour: []", "words of a type", ""),
    ("Colour: [red, green]", "Colour: [red, red]", "'red' is listed twice", ""),
    ("Colour: [red, green]", "Colour: [red, none]", "'none' has a meaning of its own", ""),
    ("Colour: [red, green]", "Colour: [red, 1a]", "'1a' is no usable name", "letter first"),
    ("Colour: [red, green]", "Colour: [red, пay]", "no usable name", "letter first"),
    ("{maybe: worker}", "{maybee: worker}", "no key 'maybee'", "did you mean 'maybe'?"),
    ("{maybe: worker}", "{maybe: worker, set: worker}", "this is no type", "{maybe: T}"),
    ("{queue: Colour, size: 2}", "{queue: Colour}", "this is no type", "{queue: T, size: N}"),
    ("{queue: Colour, size: 2}", "{queue: Colour, size: 0}", "'0' is too small", ""),
    ("start: none}", "start: null}", "'null' is no value", "write none"),
    ("start: none}", "start: ''}", "start value is empty", "write none"),
    ("start: 0, label", "start: 012, label", "leading zero", "write 12"),
    ("start: 0, label", "start: 1_000, label", "'1_000' is no start value", "digits"),
    ("start: 0, label", "start: 0.5, label", "'0.5' is no start value", "only whole numbers"),
    ("start: 0, label", "start: 9223372036854775808, label", "does not fit in 64 bits", ""),
    ("start: 0, label", "start: 2024-02-30, label", "'2024-02-30' is no start value", ""),
    ("start: 0, label", "label", "needs the key 'start'", ""),
    ("  worker:\n", "  'a b':\n", "'a b' is no usable name", "letter first"),
    ("  worker:\n", "  and:\n", "'and' has a meaning of its own", ""),
    ("instances: [a, b]", "instances: a", "'a' is no range", "0..3"),
    ("instances: [a, b]", "instances: [a, a]", "'a' is listed twice", ""),
    ("instances: [a, b]", "instances: [a, 2]", "'2' is no usable name", ""),
    ("instances: 0..1", "instances: 0..64", "more than 64 instances", ""),
    ("service: billing\n", "service: biling\n", "no service 'biling'", "did you mean 'billing'?"),
    ("at_most: 1, restart", "at_most: 0, restart", "'0' is too small", ""),
    ("restart: read", "restart: red", "no step 'red'", "did you mean 'read'?"),
    ("forgets: [seen]", "forgets: [sen]", "'sen'", "did you mean 'seen'?"),
    ("takes: 1s..3s", "takes: 3s..1s", "range is empty", ""),
    ("takes: 1s..3s", "takes: 5 sec", "'5 sec' is no duration", "15m"),
    ("repeat: forever", "repeat: 0", "'0' is too small", ""),
    ("repeat: forever", "repeat: ever", "'ever' is no whole number", ""),
    ("may_wait: true", "may_wait: yes", "'yes' is neither true nor false", "write true or false"),
    (
        "{look: counter == 2, end: otherwise}",
        "{end: otherwise, look: counter == 2}",
        "what comes after 'otherwise'",
        "last",
    ),
    ("{look: counter == 2,", "{lok: counter == 2,", "no step 'lok'", "did you mean 'look'?"),
    ("order: any", "order: some", "'some' is no order", "any"),
    ("steps:\n      - {step: wave}", "steps: []", "expected steps, found 0", ""),
    ("steps:\n      - {step: wave}", "steps: {}", "expected steps, found an empty mapping", ""),
    ("steps:\n      - {step: wave}", "steps: 5", "expected steps, found the text '5'", ""),
    ("steps:\n      - {step: wave}", "stepps: 5", "no key 'stepps'", "did you mean 'steps'?"),
    ("- {step: wave}", "- {label: wave}", "a step needs the key 'step'", ""),
    ("- {step: wave}", "- {step: wave, when: ''}", "expression is empty", "leave the key out"),
    ("nothing-lost: {ends", "deadlock-free: {end", "no key 'end'", "did you mean 'ends'?"),
    ("nothing-lost: {ends", "out-of-range: {ends", "no check may be called 'out-of-range'", ""),
    ("{ends: counter == 2,", "{ends: counter == 2, always: true,", "says always and ends", "one of"),
    ("{ends: counter == 2, label: Every row is billed", "{label: Every row is billed", "says nothing to check", ""),
    ("{leads: {from: counter == 0, to: counter == 2}}", "{leads: {from: counter == 0}}", "needs the key 'to'", ""),
    ("deadlock: allowed", "deadlock: {always: true}", "no check may be called 'deadlock'", ""),
    ("deadlock: allowed", "deadlock: alowed", "'alowed'", "did you mean 'allowed'?"),
    ("group: inner", "group: iner", "no group 'iner'", "did you mean 'inner'?"),
    ("outer: {label: All}", "outer: {in: inner}", "groups contain each other", ""),
    ("outer: {label: All}", "outer: {in: outer}", "groups contain each other", ""),
    ("      - db-1\n", "      - db-3\n", "no service 'db-3'", "did you mean"),
    ("      - db-1\n", "      - invoices\n", "'invoices' needs itself", ""),
    ("      - db-1\n", "      - db-1\n      - db-1\n", "needed twice in the same way", ""),
    ("at_least: 1}", "at_least: 3}", "at_least: 3 of 2", ""),
    ("[db-1, db-2], kind: soft", "[db-1, db-1], kind: soft", "'db-1' is listed twice", ""),
    ("kind: soft", "kind: weak", "'weak' is no kind of need", "hard"),
    ("after: 10m", "after: 5", "'5' is no duration", ""),
    ("after: 10m", "after: 999999999999h", "longer than", ""),
    ("recovers: never", "recovers: newer", "'newer' is no recovery", "never"),
    ("recovers: never", "recovers: {backlog: -1}", "outside", ""),
    ("recovers: never", "recovers: {backlog: .nan}", "'.nan' is no number", ""),
    ("users: 1200", "users: 1e3", "'1e3' is no whole number", ""),
    ("mark: started", "mark: start", "'start' is no mark", "did you mean"),
    ("{billing: down}", "{billing: dead}", "'dead' is no status", ""),
    ("{billing: down}", "{biling: down}", "no service 'biling'", "did you mean 'billing'?"),
    ("2025-10-20 09:10]", "2025-10-20 08:10]", "ends before it begins", "earlier"),
    ("2025-10-20 09:10]", "2025-10-26 02:10]", "happens twice", "offset"),
    ("{at: 2025-10-20T06:48Z, mark: started, say: It begins}", "{at: 2025-10-20T06:48Z}", "says nothing", ""),
    ("with: [atomic]\n", "with: [atomik]\n", "no fix 'atomik'", "did you mean 'atomic'?"),
    ("with: [atomic]\n", "with: atomic\n", "expected a list of fixes", "write [atomic]"),
    ("      - worker.a.write\n", "      - worker\n", "'worker' is no move", "planner.publish"),
    ("      - worker.a.write\n", "      - [worker.a.write(p=3, q=2)]\n", "comma ends", "quotes"),
    (
        "      - worker.a.write\n",
        "      - {move: worker.a.write, at: 2025-10-20T06:47Z}\n",
        "1m before one above",
        "back",
    ),
    ("run: as-it-happened, at: 0", "run: as-it-hapened, at: 0", "no run 'as-it-hapened'", "did you mean"),
    ("run: as-it-happened, at: 0", "run: as-it-happened, at: 6", "has 5 moves", "0 is the start"),
    ("at: started}", "at: resolved}", "no mark 'resolved'", "started"),
    ("at: 2025-10-20 10:00}", "at: 10:00}", "'10:00' is no date and time", ""),
    ("focus: [billing]", "focus: [biling]", "no service 'biling'", "did you mean 'billing'?"),
    ("{finding: nothing-lost,", "{finding: nothing-los,", "no finding 'nothing-los'", "did you mean 'nothing-lost'?"),
    ("finding: none, absent", "finding: [none, nothing-lost], absent", "'none' stands beside", ""),
    ("absent: [out-of-range]", "absent: none", "'none' cannot be absent", ""),
    ("{finding: nothing-lost,", "{with: [atomik], finding: nothing-lost,", "no fix 'atomik'", "did you mean"),
    ("shortest: 4", "shortest: four", "'four' is no whole number", ""),
    ("billing: [10, -20.5]", "billing: [10]", "expected [x, y]", ""),
    ("billing: [10, -20.5]", "billing: [1e308, 0]", "'1e308' is no number", ""),
    ("billing: [10, -20.5]", "billing: [1000001, 0]", "outside", ""),
    ("billing: [10, -20.5]", "biling: [10, 0]", "no service 'biling'", "did you mean 'billing'?"),
]


@pytest.mark.parametrize(("old", "new", "cause", "hint"), REFUSED, ids=lambda value: repr(value)[:50])
def test_a_mistake_is_told_at_its_place_with_a_way_out(old: str, new: str, cause: str, hint: str) -> None:
    text = changed(old, new)
    start = text.index(new) if new else 0
    first, last = text.count("\n", 0, start) + 1, text.count("\n", 0, start + len(new)) + 1
    found = [problem for problem in problems(text) if cause in problem.cause and hint in problem.hint]
    assert len(found) == 1, told(text)
    assert first <= found[0].line <= last or not new


LANGUAGE = [
    ("start: 0, label", "start: 7, label", "0..2"),
    ("start: [red]}", "start: [blue]}", "blue"),
    ('when: "flags[red]"', "when: y > 0", "'y'"),
    ('when: "flags[red]"', "when: counter = 1", "=="),
    ('when: "flags[red]"', "when: counter + 1", "true or false"),
    ('when: "flags[red]"', "when: counter == '1'", "text in quotes"),
    ('when: "flags[red]"', "when: 9 ** 9 ** 9", "**"),
    ('when: "flags[red]"', "when: counter.__class__", "'.'"),
    ('when: "flags[red]"', 'when: "__import__(1)"', "__import__"),
    ('when: "flags[red]"', "when: " + "(" * 33 + "true" + ")" * 33, "deep"),
    ("do: seen = counter", "do: sen = counter", "'sen'"),
    ("do: seen = counter", "do: 3 = counter", "left"),
]


@pytest.mark.parametrize(("old", "new", "cause"), LANGUAGE, ids=lambda value: repr(value)[:40])
def test_a_mistake_in_an_expression_is_told_where_it_stands(old: str, new: str, cause: str) -> None:
    text = changed(old, new)
    found = [problem for problem in problems(text) if cause in str(problem)]
    assert found, told(text)
    assert {problem.line for problem in found} == {text[: text.index(new)].count("\n") + 1}


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("when: flagz", 0, 7),
        ("when: true and flagz", 0, 16),
        ('when: "true and flagz"', 0, 17),
        ("when: 'true and flagz'", 0, 17),
        ('when: "\\u0074rue and flagz"', 0, 22),
        ("when: true\n        and flagz", 1, 13),
        ("when: |\n        true\n         and flagz", 2, 14),
        ("when: >-\n        true and\n        flagz", 2, 9),
    ],
)
def test_the_place_inside_a_text_is_found_however_it_is_written(written: str, line: int, column: int) -> None:
    text = f"{HEAD}processes:\n  p:\n    steps:\n    - step: s\n      {written}\n"
    found = problems(text)
    column += 6 if line == 0 else 0
    assert [(problem.line, problem.column) for problem in found] == [(7 + line, column)]


def test_the_place_in_a_need_behind_a_list_of_services_is_found() -> None:
    needs = "[{service: [a, b]}, c, {service: [a, b], at_least: 1, if: true}, {service: d, if: flagz}]"
    services = "".join(f"  {name}: {{}}\n" for name in "abcd")
    (problem,) = problems(f"{HEAD}services:\n{services}  e:\n    needs: {needs}\n")
    assert (problem.line, problem.column) == (9, 12 + needs.index("flagz"))


def test_mistakes_of_all_kinds_are_told_together_in_the_order_of_the_file() -> None:
    text = changed("source: log}", "source: lag}").replace("repeat: forever", "repaet: forever")
    text = text.replace("order: any", "order: some").replace("[10, -20.5]", "[10]")
    found = problems(text)
    assert [problem.cause for problem in found] == [
        "there is no source 'lag'",
        "a process has no key 'repaet'",
        "'some' is no order",
        "expected [x, y], found 1 entries",
    ]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_unknown_names_and_mistakes_of_the_language_are_told_together() -> None:
    text = changed("source: log}", "source: lag}").replace("do: seen = counter", "do: sen = counter")
    assert len(problems(text)) == 2


def test_at_most_twenty_mistakes_are_told() -> None:
    assert len(problems(HEAD + "".join(f"k{number}: 1\n" for number in range(100)))) == limits.PROBLEMS


def test_a_strangers_text_is_shown_without_controls_and_cut_short() -> None:
    name = "\\e]0;x\\a\\u202e" + "x" * 5_000
    said = told(HEAD + f'"{name}": 1\n')
    assert said.isprintable() or set(said) <= {"\n", *filter(str.isprintable, said)}
    assert len(said) < 500


# --- cycles and names ---------------------------------------------------------------------------------------------


def test_a_cycle_of_needs_is_allowed_but_not_over_a_recovery() -> None:
    ring = HEAD + "services:\n  a: {needs: [b]}\n  b: {needs: [c]}\n  c: {needs: [{service: a%s}]}\n"
    ring += "  d: {needs: [{service: a, during: recovering}]}\n"
    assert len(read(ring % "", "f").services) == 4
    found = problems(ring % ", during: recovering")
    assert [(problem.line, "in a cycle" in problem.cause) for problem in found] == [(6, True)]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_a_recovery_need_is_refused_exactly_where_the_way_leads_back(pairs: list[tuple[int, int]]) -> None:
    edges = {(a, b) for a, b in pairs if a != b}
    reach = {(a, b) for a, b in edges}
    for _ in range(8):
        reach |= {(a, d) for a, b in reach for c, d in reach if b == c}
    needs = {a: [f"{{service: s{b}, during: recovering}}" for x, b in sorted(edges) if x == a] for a in range(8)}
    lines = [f"  s{a}: {{needs: [{', '.join(entries)}]}}" for a, entries in needs.items()]
    text = HEAD + "services:\n" + "\n".join(lines) + "\n"
    bad = sorted(a for a, b in edges if (b, a) in reach)
    try:
        read(text, "f")
        found = []
    except ScenarioError as refused:
        found = [problem.line - 4 for problem in refused.problems]
    assert found == bad[: limits.PROBLEMS]
