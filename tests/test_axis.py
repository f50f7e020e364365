"""The map between instants and x: monotone, invertible, quiet stretches folded and told."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from outage_gui.workbench.axis import Place, Scale, clock_scale, folds, steps_scale, ticks
from outage_gui.workbench.wording import DAY, HOUR, MINUTE, SECOND

MIDNIGHT = 1760918400000  # 2025-10-20T00:00Z, 17:00 the day before in Los Angeles
instants = some.lists(some.integers(0, 3 * DAY), min_size=1, max_size=60, unique=True).map(sorted)


@some.composite
def stops(draw: some.DrawFn) -> list[Place]:
    """Moves in rising order, some of them at one instant, and a tail of later changes."""
    times = sorted(draw(some.lists(some.integers(0, DAY), min_size=1, max_size=40)))
    tail = sorted(draw(some.sets(some.integers(DAY + 1, 2 * DAY), max_size=10)))
    return [(at, number) for number, at in enumerate(times)] + [(at, len(times) - 1) for at in tail]


@given(instants, some.lists(some.integers(-HOUR, 3 * DAY + HOUR), min_size=2, max_size=10))
def test_a_later_instant_never_stands_further_left(times: list[int], asked: list[int]) -> None:
    scale = clock_scale(times)
    xs = [scale.x(at) for at in sorted(asked)]
    assert xs == sorted(xs)
    assert 0 <= xs[0] <= xs[-1] <= 1


@given(instants)
def test_every_instant_of_the_clock_is_found_again_from_its_x(times: list[int]) -> None:
    scale = clock_scale(times)
    assert [scale.at(scale.x(at)) for at in times] == times


@given(instants, some.floats(0, 1), some.floats(0, 1))
def test_x_to_instant_keeps_the_order(times: list[int], one: float, other: float) -> None:
    scale = clock_scale(times)
    assert scale.at(min(one, other)) <= scale.at(max(one, other))


@given(instants)
def test_what_a_fold_leaves_out_is_longer_than_what_it_keeps(times: list[int]) -> None:
    scale = clock_scale(times)
    for begins, ends in scale.folds:
        kept = scale.x(ends) - scale.x(begins)
        assert kept <= 0.05
        assert begins in times
        assert ends in times
        assert not [at for at in times if begins < at < ends]


@given(stops())
def test_every_stop_has_room_of_its_own_on_the_steps_axis(places: list[Place]) -> None:
    scale = steps_scale(places)
    xs = [scale.x(*place) for place in places]
    assert xs == [number / max(len(places) - 1, 1) for number in range(len(places))]
    assert [scale.nearest(x) for x in xs] == places


@given(stops(), some.integers(0, 3 * DAY), some.integers(0, 3 * DAY))
def test_the_steps_axis_is_monotone_in_time_too(places: list[Place], one: int, other: int) -> None:
    scale = steps_scale(places, 3 * DAY)
    assert scale.x(min(one, other)) <= scale.x(max(one, other))
    assert scale.at(scale.x(min(one, other))) <= scale.at(scale.x(max(one, other)))


def test_a_long_quiet_stretch_is_folded_and_says_how_long_it_is() -> None:
    scale = clock_scale([MIDNIGHT + minute * MINUTE for minute in (*range(10), *range(47, 60))])
    assert [fold.label for fold in folds(scale)] == ["38 min folded"]
    assert scale.x(folds_end := MIDNIGHT + 47 * MINUTE) - scale.x(folds_end - 38 * MINUTE) < 0.03


def test_an_even_pace_is_not_folded() -> None:
    assert clock_scale(range(0, HOUR, MINUTE)).folds == ()


def test_one_instant_alone_makes_an_axis() -> None:
    for scale in (clock_scale([MIDNIGHT]), steps_scale([(MIDNIGHT, 0)])):
        assert (scale.x(MIDNIGHT), scale.at(0.7), folds(scale)) == (0.0, MIDNIGHT, ())
        assert len(ticks(scale, "UTC")) == 1


def test_ticks_are_round_times_of_the_zone_and_midnight_says_the_day() -> None:
    scale = clock_scale(range(MIDNIGHT, MIDNIGHT + 14 * HOUR, 10 * MINUTE))
    labels = [tick.label for tick in ticks(scale, "America/Los_Angeles")]
    assert labels[:2] == ["17:00", "18:00"]
    assert "20 Oct" in labels
    assert "00:00" not in labels


def test_ticks_of_a_scenario_without_times_count_from_its_start() -> None:
    labels = [tick.label for tick in ticks(clock_scale(range(0, 10 * SECOND, SECOND)), "UTC", relative=True)]
    assert labels[:3] == ["T+00:00:00", "T+00:00:01", "T+00:00:02"]


def test_ticks_of_the_steps_axis_are_numbers_then_times() -> None:
    scale = steps_scale([(MIDNIGHT, 0), (MIDNIGHT, 1), (MIDNIGHT + SECOND, 2), (MIDNIGHT + HOUR, 2)])
    assert [tick.label for tick in ticks(scale, "UTC")] == ["0", "1", "2", "01:00"]


@given(instants, some.sampled_from(["UTC", "America/Los_Angeles", "Asia/Kathmandu", "no such zone"]))
def test_ticks_rise_have_room_and_stand_where_they_say(times: list[int], where: str) -> None:
    scale: Scale = clock_scale([MIDNIGHT + at for at in times])
    xs = [tick.x for tick in ticks(scale, where)]
    assert all(after - before >= 0.035 for before, after in pairwise(xs))
    assert all(0 <= x <= 1 for x in xs)
