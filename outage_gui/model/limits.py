"""Every limit a file must keep, in one table: what reads, checks and prints a limit takes it from here.

They stand far above any incident told so far and far below what would make this program slow or short of memory.
"""

from typing import NamedTuple


class Limit(NamedTuple):
    name: str
    value: int
    bounds: str


FILE_BYTES = 2 * 1024 * 1024
LINE_CHARACTERS = 16_384
ITEMS = 75_000
DEPTH = 32
TEXT_CHARACTERS = 65_536
NAME_CHARACTERS = 200
EXPRESSION_CHARACTERS = 2_000
LANGUAGE_CHARACTERS = 200_000
EXPRESSION_NODES = 200
EXPRESSION_DEPTH = 32
COLLECTION = 1_024
PROCESSES = 64
INSTANCES = 64
STEPS = 1_000
VARIABLES = 500
CHECKS = 500
SERVICES = 5_000
NEEDS = 200
ENTRIES = 10_000
SCENES = 500
FIXES = 100
CHANGES = 100
EXPECTATIONS = 500
ROUNDS = 1_000_000
CRASHES = 1_000
LARGEST = 2**63 - 1
COORDINATE = 1_000_000
DURATION_DAYS = 36_525
FIRST_YEAR = 1900
LAST_YEAR = 2299
PROBLEMS = 20
PROBLEM_CHARACTERS = 200


def table() -> tuple[Limit, ...]:
    """What `outage-gui limits` prints, in the order in which a file meets them."""
    return (
        Limit("file", FILE_BYTES, "bytes in a file"),
        Limit("line", LINE_CHARACTERS, "characters in a line"),
        Limit("items", ITEMS, "keys, values and list entries in a file"),
        Limit("depth", DEPTH, "mappings and lists inside one another"),
        Limit("text", TEXT_CHARACTERS, "characters in one value"),
        Limit("name", NAME_CHARACTERS, "characters in a name"),
        Limit("expression", EXPRESSION_CHARACTERS, "characters in an expression or a body"),
        Limit("expression-nodes", EXPRESSION_NODES, "operands and operators in an expression"),
        Limit("expression-depth", EXPRESSION_DEPTH, "brackets and operators inside one another in an expression"),
        Limit("language", LANGUAGE_CHARACTERS, "characters in all expressions and bodies of a file"),
        Limit("number", LARGEST, "largest whole number, either sign"),
        Limit("collection", COLLECTION, "words of a type, members of a set, places in a queue, entries of a list"),
        Limit("variables", VARIABLES, "shared variables, and locals of a process"),
        Limit("processes", PROCESSES, "processes"),
        Limit("instances", INSTANCES, "instances of a process"),
        Limit("steps", STEPS, "steps of a process"),
        Limit("rounds", ROUNDS, "rounds of a process whose repeat is a number"),
        Limit("crashes", CRASHES, "crashes of an instance"),
        Limit("checks", CHECKS, "checks"),
        Limit("services", SERVICES, "services, and groups"),
        Limit("needs", NEEDS, "needs of a service"),
        Limit("entries", ENTRIES, "entries of the timeline, and of a run's schedule"),
        Limit("scenes", SCENES, "scenes of the story"),
        Limit("fixes", FIXES, "fixes, and runs"),
        Limit("changes", CHANGES, "paths a fix sets, and paths it drops"),
        Limit("expectations", EXPECTATIONS, "entries of expect"),
        Limit("duration", DURATION_DAYS, "days in a duration"),
        Limit("first-year", FIRST_YEAR, "first year of a time"),
        Limit("last-year", LAST_YEAR, "last year of a time"),
        Limit("coordinate", COORDINATE, "largest coordinate in layout, either sign"),
        Limit("problems", PROBLEMS, "mistakes of a file told together"),
        Limit("problem", PROBLEM_CHARACTERS, "characters in one mistake's sentence"),
    )
