"""The product and the slow interpreter give the same moves, faults and states, state by state and in the same order."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from slow import document
from slow.generator import scenario
from slow.interpreter import Slow, State, TooManyError, load
from slow.product import Product

SCENARIOS = Path(__file__).parent.parent / "scenarios"
LARGEST = 400  # states of a random scenario
BLOCKS, A_BLOCK = 20, 10  # 200 random scenarios, times --many


class Pairs:
    """Walks both interpreters through the same states and fails at the first difference."""

    def __init__(self, text: str, fixes: Sequence[str]) -> None:
        self.slow: Slow = load(text, fixes)
        self.product = Product(text, fixes)
        self.hidden = tuple(f"{each.name}." for each in self.slow.processes if each.only_in_runs)
        self.slow_of: dict[bytes, State] = {}
        self.fast_of: dict[State, bytes] = {}

    def walk(self, limit: int) -> tuple[int, int]:
        """States and moves seen by both, starts among the moves; stops before a level that would pass the limit."""
        starts = self.slow.starts()
        assert len(self.product.starts()) == len(starts)
        level = list(self.paired(self.product.starts()[: limit + 1], starts[: limit + 1]))
        generated = len(starts)
        while level and len(self.slow_of) <= limit:
            moves = self.product.moves([fast for fast, _ in level])
            following: list[tuple[bytes, State]] = []
            for (_, slow), all_moves in zip(level, moves, strict=True):
                slow_moves = self.slow.moves(slow)
                fast_moves = [move for move in all_moves if not move[0].startswith(self.hidden or "\n")]
                self.same(slow, told(fast_moves), told(slow_moves))
                generated += len(slow_moves)
                fasts = [after for _, after, _ in fast_moves if after is not None]
                slows = [after for _, after, _ in slow_moves if after is not None]
                following += self.paired(fasts, slows)
            level = following
        return len(self.slow_of), generated

    def paired(self, fasts: Sequence[bytes], slows: Sequence[State]) -> Iterator[tuple[bytes, State]]:
        """The pairs met for the first time; the two must tell the same states apart and show the same values."""
        for fast, slow in zip(fasts, slows, strict=True):
            known = self.slow_of.get(fast), self.fast_of.get(slow)
            if known == (None, None):
                self.slow_of[fast], self.fast_of[slow] = slow, fast
                self.same(slow, shown(*self.product.shown(fast)), shown(*self.slow.shown(slow)))
                yield fast, slow
            else:
                self.same(slow, known, (slow, fast))

    def same(self, state: State, product: Any, slow: Any) -> None:
        """Fail with the state in which the two part."""
        assert product == slow, f"in {self.slow.shown(state)}\nproduct: {product}\nslow:    {slow}"


def told(moves: Sequence[tuple[str, Any, str | None]]) -> list[tuple[str, str | None]]:
    """The moves without the states they lead to."""
    return [(text, fault) for text, _, fault in moves]


def shown(values: dict[str, Any], places: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    return {name: plain(value) for name, value in values.items()}, places


def plain(value: Any) -> Any:
    """A value without its container's own type, numbers and truth told apart."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return frozenset(plain(each) for each in value)
    if isinstance(value, list | tuple):
        return tuple(plain(each) for each in value)
    return ("truth", value) if isinstance(value, bool) else value


def counted(seed: int) -> tuple[int, int] | None:
    """States and generated of the seed's scenario; None if large, or so small that it says little (some are kept)."""
    try:
        result = load(scenario(seed)).explore(LARGEST)
    except TooManyError:
        return None
    return (result.states, result.generated) if result.states > 5 or seed % 10 == 0 else None


def agree(text: str, fixes: Sequence[str], limit: int) -> tuple[int, int]:
    """Walk both, and tell the scenario where they part."""
    try:
        return Pairs(text, fixes).walk(limit)
    except AssertionError as difference:
        raise AssertionError(f"{difference}\nwith {list(fixes)} in\n{text}") from difference


@pytest.mark.parametrize("block", range(BLOCKS))
def test_random_scenarios_mean_the_same_to_both(block: int, many: int) -> None:
    seeds = itertools.count(block * 1_000_000)
    counts = ((seed, found) for seed in seeds if (found := counted(seed)) is not None)
    for seed, expected in itertools.islice(counts, A_BLOCK * many):
        text = scenario(seed)
        assert agree(text, (), LARGEST) == expected
        for fix in document.read(text)["fixes"]:
            agree(text, (fix,), LARGEST)


def fix_sets() -> Iterator[Any]:
    """Every file and every set of fixes of which its `expect` speaks."""
    for file in sorted(SCENARIOS.glob("*.yaml")):
        expectations = document.read(file.read_text(encoding="utf-8")).get("expect", [])
        for fixes in dict.fromkeys(tuple(each.get("with", ())) for each in expectations):
            yield pytest.param(file, fixes, id="-".join((file.stem, *fixes)))


@pytest.mark.parametrize(("file", "fixes"), tuple(fix_sets()))
def test_shipped_scenarios_mean_the_same_to_both(file: Path, fixes: tuple[str, ...], many: int) -> None:
    states, generated = agree(file.read_text(encoding="utf-8"), fixes, 300 * many)
    assert generated >= states > 0
