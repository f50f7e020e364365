"""What was found out, taken into the file: what the explorer found is expected, clicked moves are a run."""

from functools import partial

from outage_gui.model import edits
from outage_gui.model.scenario import Scenario
from outage_gui.model.times import instant_text
from outage_gui.model.words import unused
from outage_gui.model.yaml_writing import Plain
from outage_gui.workbench.edit_changes import Change, slug
from outage_gui.workbench.edit_places import Path
from outage_gui.workbench.edit_services import names
from outage_gui.workbench.explore_frame import Outcome
from outage_gui.workbench.replay import Replay


def accepted(scenario: Scenario, outcome: Outcome) -> Change:
    """`check` fails from now on where something else is found with these fixes; what was expected is replaced."""
    value: dict[str, Plain] = {}
    if outcome.fixes:
        value["with"] = list(outcome.fixes)
    found = list(dict.fromkeys(finding.check for finding in outcome.findings))
    value["finding"] = "none" if not found else found[0] if len(found) == 1 else list(found)
    if len(found) == 1:
        value["shortest"] = min(finding.steps for finding in outcome.findings)
    value["states"] = outcome.states
    known = [set(expected.fixes) for expected in scenario.expect]
    position = known.index(set(outcome.fixes)) if set(outcome.fixes) in known else len(known)
    place: Path = ("expect", position)
    if position < len(known):
        return Change(partial(edits.with_value, path=place, value=value), "Expect what was found", place)
    add = partial(edits.with_item, path=("expect",), position=position, value=value)
    return Change(add, "Expect what was found", place)


def recorded(text: str, replay: Replay, label: str) -> Change:
    """The moves on screen as a run of the file: those with a time of their own keep it."""
    name = unused(slug(label, word=False), names(text, "runs"))
    zone = replay.scenario.zone
    start: list[Plain] = [entry.move for entry in replay.script.schedule[:1] if entry.is_start]
    moves: list[Plain] = []
    for entry, told in zip(replay.entries, replay.script.entries, strict=False):
        if told.at is not None:
            written = instant_text(told.at, zone).replace("T", " ")
            moves.append({"move": entry.text, "at": written if written.endswith("Z") else written[:-6]})
        else:
            moves.append(entry.text)
    value: Plain = {"label": label, "schedule": [*start, *moves]}
    path: Path = ("runs", name)
    return Change(partial(edits.with_value, path=path, value=value), f"Record run {name}", path)
