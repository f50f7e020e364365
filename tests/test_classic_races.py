"""Classic races have the number of states, moves, deadlocks and the shortest failure that others published for them."""

from pathlib import Path
from typing import NamedTuple

import pytest
from slow.interpreter import load
from slow.product import Product

SCENARIOS = Path(__file__).parent.parent / "scenarios"
SLOW_LIMIT = 10_000


class Race(NamedTuple):
    file: str
    fixes: tuple[str, ...]
    states: int
    generated: int  # the starts and every move found
    deadlocks: int = 0
    shortest: int | None = None  # moves to the first finding of the check, or to the first deadlock


RACES = (
    # Published, equal to the digit.
    Race("lost-update", (), 13, 15, 0, 4),
    Race("peterson", (), 42, 77),
    Race("lock", (), 12, 21),
    Race("philosophers", (), 243, 945 + 1, 2, 5),  # the source counts moves without the start
    Race("philosophers-chandy-misra", (), 67, 336),
    Race("readers-writers", (), 21_527, 59_674),
    Race("two-phase-commit", (), 288, 1_146),
    Race("two-phase-commit", ("five-participants",), 8_832, 58_146),
    Race("two-phase-commit", ("six-participants",), 50_816, 402_306),
    Race("transaction-commit", (), 34, 94),
    Race("token-ring", (), 46_656, 248_832),
    Race("leader-election", (), 137, 227),
    Race(
        "termination-detection", (), 302, 2_001 - 184
    ),  # the source takes 184 moves twice, once for each side of an `or`
    Race("teaching-concurrency", (), 723, 1_842 - 31),  # the source lets each of the 31 ends stutter once
    Race("mars-pathfinder", (), 12, 15, 2, 3),
    Race("barrier", (), 64, 194),
    Race("simple-allocator", (), 400, 1_633),
    Race("alternating-bit", (), 20, 36),
    Race("prisoners", (), 214, 860),
    Race("dijkstra-mutex", (), 90_882, 282_810),  # the moves are ours, the source tells states alone
    # Computed by others from the published steps; nobody published the count.
    Race("lost-update", ("three-workers",), 84, 112, 0, 6),
    Race("lost-update", ("four-workers",), 755, 1_157, 0, 8),
    Race("check-then-act", (), 12, 15, 0, 4),
    Race("check-then-act", ("three-buyers",), 56, 97, 0, 4),
    Race("philosophers-left-first", (), 82, 266, 1, 5),
    Race("philosophers-left-first", ("one-right-handed",), 70, 220),
    Race("readers-writers", ("two-clerks",), 390, 935),
    Race("stale-cache", (), 18, 22, 0, 5),
    Race("stale-cache", ("lease",), 19, 24),
    Race("dns-race-published", (), 495, 1_131, 0, 11),
    Race("dns-race-published", ("three-plans",), 116, 218, 0, 11),
    Race("dns-race-published", ("eight-plans",), 1_806, 4_605, 0, 11),
    Race("dns-race-published", ("one-step-enactor",), 21, 46),
    Race("dns-race-published", ("apply-and-clean",), 159, 352),
    Race("dns-race-published", ("check-when-applying",), 331, 764),
    Race("dns-race-micro", ("two-plans",), 146, 278 + 1),  # the source counts moves without the start
    Race("dns-race-micro", ("three-plans",), 633, 1_314 + 1, 2, 10),
    Race("dns-race-micro", (), 1_985, 4_343 + 1, 12, 10),
    Race("dns-race-micro", ("five-plans",), 5_018, 11_375 + 1, 40, 10),
    Race("dns-race-micro", ("three-enactors", "three-plans"), 7_413, 21_634 + 1, 14, 10),
    Race("dns-race-micro", ("three-enactors",), 33_023, 99_234 + 1, 104, 10),
    Race("dns-race-micro", ("check-when-applying",), 1_157, 2_607 + 1),
    Race("dns-race-micro", ("keep-what-is-used",), 1_737, 3_921 + 1),
    Race("dns-race-micro", ("update-from-nothing",), 1_985, 4_463 + 1, 0, 10),
    # Our own; both interpreters must count them alike.
    Race("aba", (), 31, 33, 0, 5),
    Race("aba", ("versioned",), 30, 33),
    Race("double-checked-locking", (), 50, 71, 0, 6),
    Race("double-checked-locking", ("release-store",), 40, 61),
    Race("double-checked-locking", ("always-lock",), 40, 61),
    Race("fencing-token", (), 53, 95, 0, 5),
    Race("fencing-token", ("fencing",), 41, 77),
)
LOOPS = {"left-gets-in", "comes-to-an-end"}  # findings whose schedule goes round for ever


def name(race: Race) -> str:
    return "-".join((race.file, *race.fixes))


def text(race: Race) -> str:
    return (SCENARIOS / f"{race.file}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("race", [race for race in RACES if race.states <= SLOW_LIMIT], ids=name)
def test_the_slow_interpreter_counts_a_race_as_published(race: Race) -> None:
    result = load(text(race), race.fixes).explore(SLOW_LIMIT)
    lengths = [length for check, length in result.findings.items() if check not in LOOPS]
    assert (result.states, result.generated, result.deadlocks) == (race.states, race.generated, race.deadlocks)
    assert min(lengths, default=None) == race.shortest


@pytest.mark.parametrize("race", RACES, ids=name)
def test_the_product_counts_a_race_as_published(race: Race) -> None:
    product = Product(text(race), race.fixes)
    slow = load(text(race), race.fixes)
    level = product.starts()
    seen, generated, stuck = set(level), len(level), []
    while level:
        moves = product.moves(level)
        generated += sum(map(len, moves))
        stuck += [state for state, its_moves in zip(level, moves, strict=True) if not its_moves]
        level = list({after: None for its_moves in moves for _, after, _ in its_moves if after and after not in seen})
        seen.update(level)
    resting = {each.full_name(who): each for each, who in slow.everyone}
    deadlocks = sum(
        not all(place == "end" or resting[who].step(place).may_wait for who, place in product.shown(state)[1].items())
        for state in stuck
    )
    assert (len(seen), generated, deadlocks) == (race.states, race.generated, race.deadlocks)


def test_every_schedule_of_a_shipped_race_can_be_replayed_to_its_end() -> None:
    slow = load(text(RACES[0]))
    states = slow.replay(["worker.a.read", "worker.b.read", "worker.a.write", "worker.b.write"])
    assert slow.value(states[-1], "counter == 1 and ended(worker)")
