"""The tree of a file, judged as a whole: shape, references, language. Gives the scenario or every mistake, by place."""

from collections.abc import Callable

from outage_gui.model import keys, leaves, places, references
from outage_gui.model.checking import problems_of
from outage_gui.model.loading import Reading, sorted_problems
from outage_gui.model.problems import Problem, ScenarioError
from outage_gui.model.scenario import Scenario
from outage_gui.model.words import WrongValueError, quoted
from outage_gui.model.yaml_tree import Map, Scalar

Finish = Callable[[Scenario], Scenario]


def judged(text: str, name: str, root: Map, finish: Finish) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """What a tree says, and all that is wrong with it. `finish` is applied before the language is judged.

    A scenario is given where only references or the language are wrong; None where a part of it could not be read.
    Raises ScenarioError for a format that is not ours to judge.
    """
    known_format(root, name)
    reading = Reading(text, name, zone_of(root))
    scenario = reading.value(root, keys.SCENARIO)
    references.check_references(reading, root)
    if not isinstance(scenario, Scenario) or reading.hard:
        return None, sorted_problems(reading.problems)
    references.tell(reading, references.wrongs(scenario), lambda path: places.node_at(root, path))
    finished = finish(scenario)
    return finished, sorted_problems([*reading.problems, *language_problems(finished, text, name, root)])


def known_format(root: Map, name: str) -> None:
    """A newer format is the only thing to say about a file. Raises ScenarioError."""
    node = root.get("format")
    digits = node.text if isinstance(node, Scalar) else ""
    ours = not (digits.isascii() and digits.isdigit()) or digits[0] == "0" or digits in _OURS
    if node is not None and not ours:
        cause = f"format {quoted(digits)} is newer than this program, which reads {keys.FORMAT}"
        raise ScenarioError((Problem(name, node.line, node.column, cause, "update the program"),))


_OURS = frozenset(str(number) for number in range(1, keys.FORMAT + 1))


def zone_of(root: Map) -> str:
    """The zone of a file, or UTC where it names none that exists; that is told elsewhere."""
    node = root.get("zone")
    try:
        return str(leaves.ZONE.value(node.text, Reading("", ""))) if isinstance(node, Scalar) else "UTC"
    except WrongValueError:
        return "UTC"


def language_problems(scenario: Scenario, text: str, name: str, root: Map) -> list[Problem]:
    """What the language has to say about names and types."""
    found = []
    for mistake in problems_of(scenario):
        node = places.node_at(root, mistake.path)
        found.append(Problem(name, *places.offset_place(text, node, mistake.at), mistake.message, mistake.hint))
    return found
