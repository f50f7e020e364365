"""Hostile files: limits on both sides, little time and memory for a refusal, files that are no text, mutants."""

import os
import random
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_file import GOOD, HEAD, LIBYAML, told, without

from outage_gui.model import limits
from outage_gui.model.files import load, read
from outage_gui.model.problems import Problem, ScenarioError

PROCESS = "processes:\n  p: {steps: [{step: s}]}\n"


# --- limits -------------------------------------------------------------------------------------------------------


def deep(count: int) -> str:
    return HEAD + "story: " + "[" * count + "]" * count + "\n"


def services(count: int) -> str:
    return HEAD + "services:\n" + "".join(f"  s{number}: {{}}\n" for number in range(count))


def state(count: int) -> str:
    return HEAD + "state:\n" + "".join(f"  v{number}: {{type: bool, start: true}}\n" for number in range(count))


def steps(count: int) -> str:
    entries = "".join(f"    - {{step: s{number}}}\n" for number in range(count))
    return f"{HEAD}processes:\n  p:\n    steps:\n{entries}"


def schedule(count: int) -> str:
    return f"{HEAD}{PROCESS}runs:\n  r:\n    schedule:\n" + "    - p.s\n" * count


def language(count: int) -> str:
    checks = "".join(f"  c{number}: {{always: 'true{' ' * 1996}'}}\n" for number in range(count))
    return HEAD + "checks:\n" + checks


LIMITED = [
    (lambda n: HEAD + "#" + "a" * (n - 1) + "\n", limits.LINE_CHARACTERS, "longer than 16384 characters"),
    (lambda n: HEAD + "summary: |\n" + "  a\n" * (n // 2), limits.TEXT_CHARACTERS, "this text is longer"),
    (lambda n: HEAD + f"services: {{{'a' * n}: {{}}}}\n", limits.NAME_CHARACTERS, "longer than 200"),
    (lambda n: HEAD + f"types: {{T: [{', '.join(f'w{i}' for i in range(n))}]}}\n", limits.COLLECTION, "1 to 1024"),
    (
        lambda n: HEAD + "processes:\n" + "".join(f"  p{i}: {{steps: [{{step: s}}]}}\n" for i in range(n)),
        limits.PROCESSES,
        "more than 64 processes",
    ),
    (services, limits.SERVICES, "more than 5000 services"),
    (state, limits.VARIABLES, "more than 500 variables"),
    (steps, limits.STEPS, "expected steps, found 1001 entries"),
    (schedule, limits.ENTRIES, "found 10001 entries"),
    (language, 100, "all expressions together"),
]


@pytest.mark.parametrize(("made", "most", "cause"), LIMITED, ids=[cause for _, _, cause in LIMITED])
def test_a_limit_is_kept_on_both_sides(made: Callable[[int], str], most: int, cause: str) -> None:
    assert read(made(most), "f").title == "T"
    step = 2 if most == limits.TEXT_CHARACTERS else 1
    assert cause in told(made(most + step))


def test_the_depth_of_a_file_has_a_limit() -> None:
    assert "more than 32 deep" not in told(deep(limits.DEPTH - 1))
    assert "more than 32 deep" in told(deep(limits.DEPTH))


def test_the_number_of_items_has_a_limit() -> None:
    def text(count: int) -> str:
        return "a: [" + ",\n".join(["b"] * count) + "]\n"

    assert "more than 75000" not in told(text(limits.ITEMS - 3))
    assert "more than 75000" in told(text(limits.ITEMS))


def test_the_size_of_a_file_has_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    line = b"#" * 99 + b"\n"
    path.write_bytes((GOOD.encode() + line * (limits.FILE_BYTES // 100 + 1))[: limits.FILE_BYTES])
    assert load(path).scenario.title == read(GOOD, "f").title
    with path.open("ab") as file:
        file.write(b"\n")
    with pytest.raises(ScenarioError, match="larger than 2,097,152 bytes"):
        load(path)


HOSTILE = {
    "brackets": "x: " + "[" * 16_000,
    "brackets on lines": "x:\n" + " [\n" * 100_000,
    "braces": "x:\n" + "  {a:\n" * 100_000,
    "dashes": "- " * 8_000,
    "laughs": "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(20_000)),
    "comments": ("# " + "a" * 16_000 + "\n") * 130,
    "one long text": "x: " + ("a " * 8_000 + "\n ") * 125,
    "unknown keys": "".join(f"k{n}: 1\n" for n in range(24_000)),
    "unknown services": HEAD
    + "services:\n"
    + "".join(f"  s{n}: {{needs: [x{n}, y{n}, z{n}]}}\n" for n in range(2_000)),
    "open brackets in expressions": HEAD
    + "checks:\n"
    + "".join(f"  c{n}: {{always: '{'(' * 1_900}'}}\n" for n in range(500)),
    "empty values": "".join(f"k{n}:\n" for n in range(24_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_little_work_and_300_megabytes(name: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(HOSTILE[name])
    ended = subprocess.run(
        [sys.executable, "-c", WITHIN, str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert 0 < len(ended.stdout) < 8_000


WITHIN = """
import resource, sys
from pathlib import Path
from outage_gui.model.files import load
from outage_gui.model.problems import ScenarioError
resource.setrlimit(resource.RLIMIT_CPU, (6, 6))
resource.setrlimit(resource.RLIMIT_DATA, (300 << 20, 300 << 20))
try:
    load(Path(sys.argv[1]))
except ScenarioError as refused:
    print(refused)
"""


# --- files that are no text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"\xff\xfef\x00", "UTF-16"),
        (b"format: 1\ntitle: \xff\n", "not UTF-8"),
        (b"format: 1\ntitle: \xed\xa0\x80\n", "not UTF-8"),
        (b"format: 1\ntitle: a\x00\n", "U+0000"),
        (b"\x7fELF\x02\x01\x01", "U+007F"),
    ],
)
def test_bytes_that_are_no_text_are_refused_at_their_place(content: bytes, cause: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match=re.escape(cause)) as refused:
        load(path)
    assert refused.value.problems[0].line == content.count(b"\n", 0, content.find(b"a\x00")) + 1 or content[0] != ord(
        "f"
    )


def test_a_pipe_a_folder_a_device_and_a_socket_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ScenarioError, match="not a regular file"):
        load(tmp_path / "pipe.yaml")
    with pytest.raises(ScenarioError, match="not a regular file"):
        load(Path("/dev/zero"))
    with pytest.raises((ScenarioError, IsADirectoryError)):
        load(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket.yaml"))
        with pytest.raises(OSError, match="No such device"):
            load(tmp_path / "socket.yaml")


def test_a_missing_file_is_told_by_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none.yaml")


# --- fuzz ---------------------------------------------------------------------------------------------------------

PIECES = [
    "[",
    "]",
    "{",
    "}",
    ":",
    ": ",
    "- ",
    "#",
    " #",
    "&a",
    "*a",
    "!x",
    '"',
    "'",
    "|",
    ">",
    "\n",
    "  ",
    "\t",
    "~",
    "none",
    ",",
    "?",
    "%",
    "0..9",
    "\x00",
    "é",
    "\u202e",
]


def mutated(rng: random.Random) -> str:
    """The good file after a few random cuts, copies and insertions."""
    text = GOOD
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text))
        end = min(len(text), at + rng.choice((1, 1, 3, 10, 60)))
        kind = rng.randrange(4)
        if kind == 0:
            text = text[:at] + text[end:]
        elif kind == 1:
            text = text[:at] + rng.choice(PIECES) + text[at:]
        elif kind == 2:
            to = rng.randrange(len(text))
            text = text[:to] + text[at:end] + text[to:]
        else:
            text = text[:at] + rng.choice(PIECES) + text[end:]
    return text


def judge(text: str) -> bool:
    """Whether it is read; else every problem has a place and plain words."""
    try:
        read(text, "f.yaml")
    except ScenarioError as refused:
        judge_problems(text, refused.problems)
        return False
    return True


def judge_problems(text: str, problems: tuple[Problem, ...]) -> None:
    lines = text.count("\n") + 1
    assert 1 <= len(problems) <= limits.PROBLEMS
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.cause
        assert str(problem).isprintable()
        assert len(str(problem)) < 400
        assert not LIBYAML.search(str(problem))


def test_mutants_of_a_good_file_are_read_or_refused_and_nothing_else(many: int) -> None:
    rng = random.Random(20251020)
    read_well = sum(judge(mutated(rng)) for _ in range(400 * many))
    assert 0 < read_well < 400 * many


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    assert not judge(text)


@settings(max_examples=100)
@given(st.text(st.sampled_from("ab:-{}[],&*!|>'\"#%@` \n0?~"), max_size=60))
def test_any_small_yaml_behind_a_good_file_is_read_or_refused_and_nothing_else(text: str) -> None:
    judge(without("layout") + text + "\n")
