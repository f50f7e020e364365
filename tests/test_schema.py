"""The JSON Schema: well-formed, every shipped scenario conforms, and it has every key that reading has."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_file import GOOD, changed

from outage_gui.model import keys
from outage_gui.model.limits import table
from outage_gui.model.schema import schema
from outage_gui.model.shapes import Record

SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))
KNOWN = {
    "$schema", "$ref", "title", "description", "definitions", "type", "properties", "required", "additionalProperties",
    "propertyNames", "maxProperties", "items", "minItems", "maxItems", "uniqueItems", "anyOf", "allOf", "enum",
    "pattern", "minimum", "maximum",
}  # fmt: skip


class Editor12(yaml.SafeLoader):
    """Reads scalars as YAML 1.2's core schema does, which is what editors use."""


Editor12.yaml_implicit_resolvers = {}
for kind, pattern, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]*", "-+0123456789"),
    ("null", "~|null|Null|NULL|", "~nN"),
):
    Editor12.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^(?:{pattern})$"), list(first))

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}


def is_a(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and (name in ("boolean", "object") or not isinstance(value, bool))


def faults(value: Any, rule: dict[str, Any], whole: dict[str, Any], at: str = "") -> list[str]:
    """Where a value breaks a rule; the few keywords that the schema uses."""
    assert set(rule) <= KNOWN
    if "$ref" in rule:
        return faults(value, whole["definitions"][rule["$ref"].rpartition("/")[2]], whole, at)
    found = [fault for each in rule.get("allOf", ()) for fault in faults(value, each, whole, at)]
    if "anyOf" in rule and all(faults(value, each, whole, at) for each in rule["anyOf"]):
        found.append(f"{at}: none of the forms")
    names = rule.get("type", [])
    if names and not any(is_a(value, name) for name in ([names] if isinstance(names, str) else names)):
        return [*found, f"{at}: not {names}"]
    if "enum" in rule and value not in rule["enum"]:
        found.append(f"{at}: not in {rule['enum']}")
    if isinstance(value, str) and not re.search(rule.get("pattern", ""), value):
        found.append(f"{at}: not like {rule['pattern']}")
    if isinstance(value, int | float) and not rule.get("minimum", value) <= value <= rule.get("maximum", value):
        found.append(f"{at}: out of bounds")
    if isinstance(value, list):
        found += [] if rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", 10**9) else [f"{at}: count"]
        found += [f for n, item in enumerate(value) for f in faults(item, rule.get("items", {}), whole, f"{at}/{n}")]
    if isinstance(value, dict):
        found += mapping_faults(value, rule, whole, at)
    return found


def mapping_faults(value: dict[Any, Any], rule: dict[str, Any], whole: dict[str, Any], at: str) -> list[str]:
    found = [f"{at}: needs {key}" for key in rule.get("required", ()) if key not in value]
    for key, below in value.items():
        if key in rule.get("properties", {}):
            found += faults(below, rule["properties"][key], whole, f"{at}/{key}")
            continue
        found += faults(str(key), rule.get("propertyNames", {}), whole, f"{at}/{key}?")
        more = rule.get("additionalProperties", {})
        found += [f"{at}: no key {key}"] if more is False else faults(below, more, whole, f"{at}/{key}")
    return found


def judged(text: str) -> list[str]:
    return faults(yaml.load(text, Loader=Editor12), schema(), schema())


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_conforms(path: Path) -> None:
    assert judged(path.read_text(encoding="utf-8")) == []


def test_a_file_with_something_of_everything_conforms() -> None:
    assert judged(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("processes:\n", "proceses:\n"),
        ("format: 1", "format: 2"),
        ("title: Two", "titel: Two"),
        ("takes: 1s..3s", "takes: 1..3"),
        ("may_wait: true", "may_wait: perhaps"),
        ("mark: started", "mark: begun"),
        ("start: 0, label", "label"),
        ("Colour: [red, green]", "Colour: [red, 1a]"),
        ("Colour: [red, green]", "Colour: {maybee: bool}"),
        ("billing: [10, -20.5]", "billing: [10]"),
        ("repeat: forever", "repeat: -1"),
    ],
)
def test_what_reading_refuses_by_its_shape_the_schema_refuses_too(old: str, new: str) -> None:
    assert judged(changed(old, new))


def test_the_schema_is_json_of_draft_7_and_every_reference_leads_somewhere() -> None:
    text = json.dumps(schema())
    assert schema()["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert set(re.findall(r'"\$ref": "([^"]+)"', text)) == {f"#/definitions/{name}" for name in schema()["definitions"]}


def test_every_key_that_is_read_is_described() -> None:
    properties = schema()["properties"]
    assert isinstance(keys.SCENARIO, Record)
    assert [key.name for key in keys.SCENARIO.keys] == list(properties)
    assert all(rule["description"] for rule in properties.values())


def test_the_table_of_limits_names_each_limit_once() -> None:
    names = [limit.name for limit in table()]
    assert len(names) == len(set(names))
    assert all(limit.value > 0 and limit.bounds for limit in table())
