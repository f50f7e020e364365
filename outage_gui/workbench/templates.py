"""The scenarios a new one can begin with: files in `resources/templates`, written as a person would."""

from pathlib import Path
from typing import NamedTuple

from outage_gui.workbench.shipped import resource


class Template(NamedTuple):
    """`name` is what the command line says; `title` and `says` are for people."""

    name: str
    title: str
    says: str


TEMPLATES = (
    Template("empty", "Empty", "a title and nothing else"),
    Template("two-workers", "Two workers, one counter", "both read, both add, one addition is lost"),
    Template("planner-enactors", "Planner and enactors", "a check that is too old when the plan is applied"),
    Template("leader-followers", "Leader and followers", "a write that was confirmed is gone after a fail-over"),
    Template("cache-database", "Cache and database", "a stale value is put into the cache and stays there"),
    Template("queue-consumer", "Queue and consumer", "a message that comes twice is paid twice"),
    Template("k-of-n", "A cluster that needs two of three", "what a roll-out does that does not wait"),
    Template("three-zones", "A region with three zones", "one zone fails, the others carry on, until one more goes"),
)


def text_of(name: str) -> str | None:
    """The text of a template; None where there is no such one."""
    known = name in {template.name for template in TEMPLATES}
    return resource(f"templates/{name}.yaml").read_text(encoding="utf-8") if known else None


def written(name: str, template: str, *, force: bool) -> Path:
    """A new file from a template; `.yaml` is added where the name has no ending. Raises ScenarioError, OSError."""
    from outage_gui.model import files, raw_text
    from outage_gui.model.words import nearest, quoted

    text = text_of(template)
    if text is None:
        hint = nearest(template, (each.name for each in TEMPLATES))
        raise raw_text.refusal(name, 0, 0, f"there is no template {quoted(template)}", hint or "see --list")
    path = Path(name) if Path(name).suffix else Path(f"{name}.yaml")
    if path.exists() and not force:
        raise raw_text.refusal(path.name, 0, 0, "this file is there already", "choose another name, or say --force")
    files.save(text, path)
    return path
