"""The JSON Schema of the scenario file, for editors that complete and explain keys; made from the table of keys.

Draft 7, as VS Code's YAML extension reads it. It knows the shape of a file; names and expressions are only judged by
`check`.
"""

from typing import Any, assert_never

from outage_gui.model import keys, process_keys
from outage_gui.model.shapes import Either, Key, Later, Leaf, ListOf, Named, Raw, Record, Shape

Json = dict[str, Any]


def schema() -> Json:
    """The whole schema, a new dict each time."""
    shared = {later.name: _of(later.of()) for later in (process_keys.TYPE, process_keys.START)}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Outage scenario",
        "description": "One incident: what ran, what it shared, what hangs on it, what the clock said",
        **_of(keys.SCENARIO),
        "definitions": shared,
    }


def _of(shape: Shape) -> Json:
    match shape:
        case Leaf():
            return dict(shape.schema)
        case Raw():
            return {}
        case ListOf():
            return _list(shape)
        case Named():
            return _named(shape)
        case Record():
            return _record(shape)
        case Either():
            kinds = (shape.text, shape.items, shape.mapping)
            return {"anyOf": [_of(kind) for kind in kinds if kind is not None]}
        case Later():
            return {"$ref": f"#/definitions/{shape.name}"}
    assert_never(shape)


def _list(shape: ListOf) -> Json:
    unique = {"uniqueItems": True} if shape.distinct else {}
    return {"type": "array", "items": _of(shape.of), "minItems": shape.least, "maxItems": shape.most, **unique}


def _named(shape: Named) -> Json:
    pattern = shape.key.schema.get("pattern")
    names = {"propertyNames": {"pattern": pattern}} if pattern else {}
    fixed = {"properties": {key.name: _described(key) for key in shape.fixed}} if shape.fixed else {}
    return {"type": "object", "additionalProperties": _of(shape.of), "maxProperties": shape.most, **names, **fixed}


def _record(shape: Record) -> Json:
    required = [key.name for key in shape.keys if key.required]
    return {
        "type": "object",
        "properties": {key.name: _described(key) for key in shape.keys},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _described(key: Key) -> Json:
    """A reference stands alone in Draft 7, so what is said about the key stands beside an allOf."""
    below = _of(key.shape)
    return {"description": key.says, **({"allOf": [below]} if "$ref" in below else below)}
