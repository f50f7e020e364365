"""Values as text, the way schedules and people write them."""

import re

from outage_gui.engine.kinds import NONE, Codes, Kind, Queue, Scalar, Table, groups


def value_text(kind: Kind, codes: Codes) -> str:
    """`none true 3 red {a, b}`, a table `{k: v}`, a queue `[a, b]`."""
    match kind:
        case Table(key, keys, of):
            rows = zip(keys, groups(codes, len(keys)), strict=True)
            return "{" + ", ".join(f"{value_text(key, k)}: {value_text(of, row)}" for k, row in rows) + "}"
        case Queue(of, size):
            return "[" + ", ".join(value_text(of, row) for row in groups(codes[1:], size)[: codes[0]]) + "]"
        case Scalar():
            return _scalar_text(kind, codes[0])


def plain(text: str) -> str:
    """One spelling: no blanks, members of a set in alphabetical order."""
    tight = re.sub(r"\s+", "", text)
    return re.sub(r"\{([^{}:]*)\}", lambda found: "{" + ",".join(sorted(found[1].split(","))) + "}", tight)


def _scalar_text(kind: Scalar, code: int) -> str:
    if code == NONE:
        return "none"
    match kind.sort:
        case "bool":
            return "true" if code else "false"
        case "word":
            return kind.names[code]
        case "set":
            members = sorted(element for i, element in enumerate(kind.domain) if code >> i & 1)
            return "{" + ", ".join(value_text(kind.of, member) for member in members) + "}"
    return str(code)
