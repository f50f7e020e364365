"""The reference that the tool prints: every example in it is true, and nothing that a file can say is left out.

Blocks marked `yaml` are whole files. Those marked `yaml part` are parts of one imagined file: here they are put
together, section by section. `expressions` and `statements` hold one example a line, and a remark behind `  #`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from outage_gui import cli
from outage_gui.exporters.checked import checked
from outage_gui.model import keys
from outage_gui.model.files import read
from outage_gui.model.fixes import with_fixes
from outage_gui.model.limits import PROBLEMS, table
from outage_gui.model.problems import ScenarioError
from outage_gui.model.schema import schema
from outage_gui.model.service_keys import MARKS
from outage_gui.model.words import FAULTS, OWN_FINDINGS, RESERVED
from outage_gui.workbench.shipped import resource

TEXT = resource("reference.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```([a-z ]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TRAP = re.compile(r"^\| `(\{step: .*?)` \| (.+?) \| `(\{step: .*?)` \|$", re.MULTILINE)
KEYS = {key for block in re.findall(r"`([^`\n]+)`", FENCED.sub("", TEXT)) for key in re.findall(r"[a-z_]+", block)}


def blocks(kind: str) -> list[str]:
    return [text for found, text in FENCED.findall(TEXT) if found == kind]


def examples(kind: str) -> list[str]:
    return [line.split("  #")[0].rstrip() for block in blocks(kind) for line in block.splitlines()]


def put_together(parts: list[str]) -> str:
    """One file from its parts: entries of a section that stands in several of them come one after the other."""
    sections: defaultdict[str, str] = defaultdict(str)
    for part in parts:
        for name, body in re.findall(r"^(\w+):\n((?:[ ].*\n)+)", part, re.MULTILINE):
            sections[name] += body
    return "format: 1\ntitle: T\n" + "".join(f"{name}:\n{body}" for name, body in sections.items())


def imagined(step: str = "") -> str:
    """The imagined file of the reference; its workers may have one step more."""
    text = put_together(blocks("yaml part"))
    return text.replace(APPLY, f"{APPLY}      - {step}\n") if step else text


APPLY = "      - {step: apply, do: applied = plan}\n"


def quoted(expression: str) -> str:
    return "'" + expression.replace("'", "''") + "'"


def properties(rule: object) -> Iterator[str]:
    """Every key that some mapping of the schema has."""
    if isinstance(rule, dict):
        yield from rule.get("properties", ())
        for below in rule.values():
            yield from properties(below)
    elif isinstance(rule, list):
        for below in rule:
            yield from properties(below)


def test_a_whole_file_of_the_reference_keeps_what_it_expects(tmp_path: Path) -> None:
    (text,) = blocks("yaml")
    file = tmp_path / "seat.yaml"
    file.write_text(text, encoding="utf-8")
    report = checked(file)
    assert [part.unmet for part in report.parts] == [()] * len(report.parts)
    assert report.code == 0


def test_the_parts_make_one_file_that_loads_with_each_of_its_fixes() -> None:
    text = imagined()
    for fix in read(text, "reference.yaml").fixes:
        assert with_fixes(text, "reference.yaml", [fix.name])


@pytest.mark.parametrize("expression", examples("expressions"))
def test_an_expression_loads(expression: str) -> None:
    assert read(imagined(f"{{step: s, when: {quoted(f'({expression}) == ({expression})')}}}"), "reference.yaml")


@pytest.mark.parametrize("statement", examples("statements"))
def test_a_statement_loads(statement: str) -> None:
    assert read(imagined(f"{{step: s, do: {quoted(statement)}}}"), "reference.yaml")


@pytest.mark.parametrize(("written", "told", "instead"), TRAP.findall(TEXT))
def test_a_trap_is_told_in_these_words_and_its_way_out_loads(written: str, told: str, instead: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read(imagined(written), "reference.yaml")
    assert refused.value.problems[0].cause.startswith(told)
    assert read(imagined(instead), "reference.yaml")


def test_the_page_has_traps_and_examples_enough_for_these_tests_to_mean_something() -> None:
    assert len(TRAP.findall(TEXT)) >= 10
    assert len(examples("expressions")) >= 15
    assert len(examples("statements")) >= 6


def test_every_key_of_the_schema_is_explained() -> None:
    assert sorted(set(properties(schema())) - KEYS) == []


def test_every_section_has_its_line() -> None:
    assert [key.name for key in keys.SCENARIO.keys if f"\n| `{key.name}` |" not in TEXT] == []


def test_every_reserved_word_every_fault_and_every_mark_is_named() -> None:
    spelled = set(re.findall(r"`([^`\n]+)`", TEXT))
    assert sorted({*RESERVED, *FAULTS, *OWN_FINDINGS, *MARKS} - spelled) == []


def test_limits_named_in_words_are_those_of_the_table() -> None:
    limits = {limit.name: limit.value for limit in table()}
    assert f"Up to {PROBLEMS} mistakes" in TEXT
    assert f"at most {limits['instances']} |" in TEXT
    assert f"1 to {limits['crashes']:,} |" in TEXT


def test_lines_are_short_enough_to_read_on_a_terminal() -> None:
    assert [number for number, line in enumerate(TEXT.splitlines(), 1) if len(line) > 120] == []


def test_the_tool_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["reference"]) == 0
    assert capsys.readouterr().out == TEXT
