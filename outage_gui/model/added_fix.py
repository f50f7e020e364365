"""A fix written into a file's text, behind the others; nothing else of the text is touched."""

import json
from collections.abc import Iterator
from typing import Any

from outage_gui.model import raw_text
from outage_gui.model.files import read
from outage_gui.model.granularity import NewFix
from outage_gui.model.loading import last_end
from outage_gui.model.scenario import Scenario
from outage_gui.model.words import unused
from outage_gui.model.yaml_tree import Map, tree


def with_fix(text: str, name: str, fix: NewFix) -> str:
    """The text with one more fix. Raises ScenarioError where the file cannot take it or would mean something else."""
    before = read(text, name)
    root = tree(text, name).root
    section, end = root.get("fixes"), "\r\n" if "\r\n" in text else "\n"
    if not isinstance(section, Map):
        after = text + ("" if text.endswith("\n") else end) + f"fixes:{end}" + block(fix, "  ", end)
    elif section.flow or not section.pairs:
        entry = f"{fix.name}: {flow({'label': fix.label, **fix.body})}"
        at = last_end(section.pairs[-1][1]) if section.pairs else section.start + 1
        after = text[:at] + (", " if section.pairs else "") + entry + text[at:]
    else:
        line_end = text.find("\n", last_end(section.pairs[-1][1]) - 1)
        at = len(text) if line_end < 0 else line_end + 1
        gap = "" if line_end >= 0 else end
        after = text[:at] + gap + block(fix, " " * (section.pairs[0][0].column - 1), end) + text[at:]
    checked(after, name, before, fix)
    return after


def checked(text: str, name: str, before: Scenario, fix: NewFix) -> None:
    after = read(text, name)
    if after.model_copy(update={"fixes": after.fixes[:-1]}) != before or after.fixes[-1].name != fix.name:
        raise raw_text.refusal(name, 0, 0, "the fix cannot be written into this file", "write `fixes` as a block")


def block(fix: NewFix, indentation: str, end: str) -> str:
    return "".join(f"{indentation}{line}{end}" for line in lines(fix))


def lines(fix: NewFix) -> Iterator[str]:
    yield f"{fix.name}:"
    yield f"  label: {flow(fix.label)}"
    for key, value in fix.body.items():
        if isinstance(value, dict) and key == "set":
            yield f"  {key}:"
            yield from (f"    {path}: {flow(each)}" for path, each in value.items())
        else:
            yield f"  {key}: {flow(value)}"


def flow(value: Any) -> str:
    """On one line; JSON is YAML, and its quotes keep every text what it is."""
    return json.dumps(value, ensure_ascii=False)


def free_name(wanted: str, scenario: Scenario) -> str:
    return unused(wanted, {fix.name for fix in scenario.fixes})
