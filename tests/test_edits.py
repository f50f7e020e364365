"""Edits of the text: only the lines they must, comments and quotes stay, what is read again is what was wanted."""

import random

import pytest
from edit_cases import TEXTS, changed_lines, comments, disguised, places_of

from outage_gui.model.edits import moved, with_item, with_position, with_value, without
from outage_gui.model.files import load, read, save
from outage_gui.model.problems import ScenarioError
from outage_gui.model.yaml_tree import Map, Scalar, meaning, tree

FILE = """\
format: 1
title: Small  # a remark

# What is counted.
types:
  Count: 0..2

state:
  # Of all workers.
  counter: {type: Count, start: 0}   # rows
  other:
    type: Count
    start: 1
processes:
  worker:
    instances: [a, b]
    steps:
      # First look,
      - {step: look, do: other = counter}
      # then write.
      - step: write
        do: |
          counter = other
          other = 0
checks:
  sound: {always: 'counter < 3'}
services:
  web: {label: "Web", needs: [db]}
  db: {}
"""


def at(text, *path):
    node = tree(text, "a.yaml").root
    for key in path:
        node = node.get(key) if isinstance(node, Map) else node.items[key]
    return node.text if isinstance(node, Scalar) else meaning(node)


def test_a_value_keeps_its_quotes_and_the_remark_behind_it():
    assert changed_lines(FILE, with_value(FILE, ("title",), "Large"))[1] == ["title: Large  # a remark\n"]
    assert "{always: 'counter < 2'}" in with_value(FILE, ("checks", "sound", "always"), "counter < 2")
    assert '{label: "Shop"' in with_value(FILE, ("services", "web", "label"), "Shop")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("x[self] == 1", '"x[self] == 1"'),
        ("min(a, b)", '"min(a, b)"'),
        ("&x", '"&x"'),
        ("on", '"on"'),
        ("~", '"~"'),
        ('"x" == y', "'\"x\" == y'"),
        ("{a, b}", '"{a, b}"'),
        ("a: b", '"a: b"'),
        ("Trigger #1", '"Trigger #1"'),
        ("-1", "-1"),
        (3, "3"),
        (True, "true"),
        (0.5, "0.5"),
        ("2s..3m", "2s..3m"),
    ],
)
def test_quotes_are_written_where_yaml_needs_them(value, written):
    after = with_value(FILE, ("processes", "worker", "steps", "look", "do"), value)
    assert f"do: {written}}}" in after


def test_a_key_is_added_in_the_order_of_the_format_with_what_is_missing_above_it():
    after = with_value(FILE, ("processes", "worker", "steps", "write", "when"), "counter == 1")
    assert changed_lines(FILE, after) == ([], ["        when: counter == 1\n"])
    after = with_value(FILE, ("groups", "eu"), {"label": "EU"})
    assert changed_lines(FILE, after) == ([], ["groups:\n", "  eu: {label: EU}\n"])
    after = with_value(FILE, ("processes", "worker", "faults", "crash", "at_most"), 1)
    assert "    faults: {crash: {at_most: 1}}\n    steps:" in after


def test_a_new_section_stands_apart_where_sections_do():
    apart = "format: 1\n\ntitle: A\n\ntypes:\n  C: 0..1\n"
    assert with_value(apart, ("services",), {"a": {}}).endswith("C: 0..1\n\nservices:\n  a: {}\n")


def test_a_short_need_becomes_a_long_one():
    after = with_value(FILE, ("services", "web", "needs", 0, "kind"), "soft")
    assert changed_lines(FILE, after)[1] == ['  web: {label: "Web", needs: [{service: db, kind: soft}]}\n']


def test_a_body_of_several_lines_changes_by_the_line():
    after = with_value(FILE, ("processes", "worker", "steps", "write", "do"), "counter = other\nother = 1")
    assert changed_lines(FILE, after) == (["          other = 0\n"], ["          other = 1\n"])
    after = with_value(FILE, ("processes", "worker", "steps", "write", "do"), "counter = 1")
    assert at(after, "processes", "worker", "steps", 1, "do") == "counter = 1"


def test_a_folded_text_changes_by_the_line():
    name = "dns-race-micro.yaml"
    path = ("fixes", "keep-what-is-used", "set", "processes.enactor.steps.clean.pick.old")
    old = at(TEXTS[name], *path)
    gone, came = changed_lines(TEXTS[name], with_value(TEXTS[name], path, old.replace("plan - 2", "plan - 3", 1)))
    assert (len(gone), len(came)) == (1, 1)


def test_what_is_empty_after_a_removal_goes_too_where_it_may():
    after = without(FILE, ("services", "web", "needs", 0))
    assert changed_lines(FILE, after)[1] == ['  web: {label: "Web"}\n']
    after = without(without(FILE, ("services", "web")), ("services", "db"))
    assert "services" not in after


def test_a_comment_goes_with_its_entry_and_a_heading_stays():
    after = without(FILE, ("processes", "worker", "steps", "look"))
    assert "First look" not in after
    assert "then write" in after
    assert "# Of all workers." in without(FILE, ("state", "counter"))


def test_a_step_moves_with_its_comment():
    after = moved(FILE, ("processes", "worker", "steps", "write"), 0)
    assert after.index("# then write.") < after.index("step: write") < after.index("# First look,")
    assert moved(after, ("processes", "worker", "steps", 0), 1) == FILE


def test_an_entry_is_put_where_it_was_asked_for():
    after = with_item(FILE, ("processes", "worker", "steps"), 1, {"step": "think", "takes": "2s"})
    assert [at(after, "processes", "worker", "steps", n, "step") for n in range(3)] == ["look", "think", "write"]
    after = with_item(FILE, ("services",), 0, {"cache": {"label": "Cache"}})
    assert "services:\n  cache: {label: Cache}\n  web:" in after
    with pytest.raises(ScenarioError, match="there is a 'web' already"):
        with_item(FILE, ("services",), 0, {"web": {}})


def test_brackets_that_grow_too_long_are_opened():
    why = "names are looked up there before anything else can be done at all, and nothing is kept"
    after = with_value(FILE, ("services", "web", "needs", 0), {"service": "db", "after": "5m", "why": why})
    read(after, "a.yaml")
    assert max(map(len, after.splitlines())) < 120


def test_what_cannot_be_written_is_refused_with_a_way_out():
    with pytest.raises(ScenarioError, match="no key 'whenn'"):
        with_value(FILE, ("processes", "worker", "steps", "look", "whenn"), "true")
    with pytest.raises(ScenarioError, match="did you mean 'look'"):
        without(FILE, ("processes", "worker", "steps", "lok"))
    with pytest.raises(ScenarioError, match="no service 'nobody'"):
        with_position(FILE, "nobody", 1, 2)


def test_a_box_moves_in_one_line():
    placed = with_position(FILE, "db", 10, 20.04)
    assert placed == FILE + "layout:\n  db: [10, 20]\n"
    assert changed_lines(placed, with_position(placed, "db", -3.5, 20))[1] == ["  db: [-3.5, 20]\n"]
    assert changed_lines(placed, with_position(placed, "web", 1, 2)) == ([], ["  web: [1, 2]\n"])


# --- many ---------------------------------------------------------------------------------------------------------

VALUES = ("x == 1", "x[self] == 1", "min(a, b)", "say #1", "a: b", "yes", '"q"', "back\\slash", "- x", "12:30", "ends:")


def test_a_one_value_edit_changes_one_line(many):
    """200 cases over the shipped files, saved in several ways."""
    dice, done = random.Random(11), 0
    while done < 200 * many:
        name = dice.choice(list(TEXTS))
        path, node, _ = dice.choice(places_of(TEXTS[name]))
        value = dice.choice(VALUES)
        if not isinstance(node, Scalar) or "\n" in TEXTS[name][node.start : node.end].strip() or node.text == value:
            continue
        text = disguised(TEXTS[name], dice)
        gone, came = changed_lines(text, with_value(text, path, value))
        assert (len(gone), len(came)) == (1, 1), (name, path, value)
        done += 1


def test_moving_there_and_back_gives_the_same_bytes_and_keeps_every_comment(many):
    dice = random.Random(12)
    for _ in range(100 * many):
        text = disguised(TEXTS[dice.choice(list(TEXTS))], dice)
        path, _, holder = dice.choice(places_of(text))
        mates = [place for place, _, other in places_of(text) if other is holder]
        there, back = dice.randrange(len(mates)), mates.index(path)
        try:
            after = moved(text, path, there)
        except ScenarioError:
            continue
        assert sorted(comments(after)) == sorted(comments(text))
        again = moved(after, (*path[:-1], path[-1] if isinstance(path[-1], str) else there), back)
        assert again.rstrip() == text.rstrip(), (path, there)


def test_files_are_byte_equal_after_load_and_save(many, tmp_path):
    dice = random.Random(13)
    for number in range(500 * many):
        file = tmp_path / f"{number % 7}.yaml"
        content = disguised(TEXTS[dice.choice(list(TEXTS))], dice).encode()
        file.write_bytes(content)
        save(load(file).text, file)
        assert file.read_bytes() == content
