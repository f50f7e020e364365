"""The parts of the workbench by themselves: words, stops, statuses, branches, undo, lamps, playing, recent files."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from outage_gui.model import files
from outage_gui.model.files import Document
from outage_gui.model.scenario import STATUSES, Check
from outage_gui.workbench import recent, wording
from outage_gui.workbench.branches import planted
from outage_gui.workbench.course import Course, Turn, detail
from outage_gui.workbench.frame import Box, Rectangle
from outage_gui.workbench.history import opened
from outage_gui.workbench.lamps import Judged, Lamps
from outage_gui.workbench.neighbours import neighbour
from outage_gui.workbench.player import Player, played
from outage_gui.workbench.playhead import Playhead, after, before, stops
from outage_gui.workbench.wording import DAY, HOUR, MINUTE, SECOND

# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (0, "0 s"),
        (250, "250 ms"),
        (59_999, "59 s"),
        (MINUTE, "1 min"),
        (72 * MINUTE, "1 h 12 min"),
        (HOUR + 5 * SECOND, "1 h"),
        (2 * DAY + 3 * HOUR, "2 d 3 h"),
        (-37 * MINUTE, "−37 min"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(ms: int, words: str) -> None:
    assert wording.duration(ms) == words


def test_the_clock_tells_the_zone_of_that_day_and_t_plus() -> None:
    told = wording.clock(1760942882000, "America/Los_Angeles", 1760942880000, assumed=True, relative=False)
    assert told == ("23:48:02", "PDT", "Sun 19 Oct 2025", "T+00:00:02", "06:48:02 UTC", True)
    winter = wording.clock(1765000000000, "America/Los_Angeles", 0, assumed=False, relative=False)
    assert winter.zone == "PST"


def test_without_recorded_times_the_clock_shows_only_t_plus() -> None:
    assert wording.clock(5000, "UTC", 1000, assumed=True, relative=True)[:4] == ("T+00:00:04", "", "", "T+00:00:04")


@given(some.integers(-(1 << 62), 1 << 62))
def test_no_instant_is_too_far_for_the_clock(at: int) -> None:
    assert wording.clock(at, "Asia/Kathmandu", 0, assumed=False, relative=False).time


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (None, "none"),
        (True, "true"),
        (110, "110"),
        (frozenset(), "empty"),
        (frozenset({10, 9}), "9, 10"),
        (("b", "a"), "b → a"),
        ({1: frozenset({"x"})}, "1: x"),
    ],
)
def test_a_value_is_told_in_words(thing: object, words: str) -> None:
    assert wording.value(thing) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (1760942880000, 1760942880000, "20 October 2025"),
        (1760942880000, 1761044700000, "20–21 October 2025"),
        (1759190400000, 1760942880000, "30 September – 20 October 2025"),
    ],
)
def test_the_days_spanned_are_told_shortly(first: int, last: int, words: str) -> None:
    assert wording.days(first, last, "UTC") == words


# --- stops ----------------------------------------------------------------------------------------------------------

times = some.lists(some.integers(0, 60), max_size=12).map(sorted)


@given(times, some.lists(some.integers(0, 90)), some.lists(some.integers(0, 90)))
def test_back_takes_every_step_back(moves: list[int], changes: list[int], marks: list[int]) -> None:
    made = stops(moves, 0, changes, changes, marks)
    here, way = Playhead(*made.moves[0]), []
    while (following := after(made.moves, here)) is not None:
        way.append(here)
        here = following
    while way:
        previous = before(made.moves, here)
        assert previous == way.pop()
        here = previous
    assert before(made.moves, here) is None


@given(times, some.lists(some.integers(0, 90)), some.integers(-5, 95))
def test_seek_has_made_exactly_the_moves_of_that_time(moves: list[int], changes: list[int], at: int) -> None:
    made = stops(moves, 0, changes, changes, [])
    here = made.seek(at)
    assert here.step == sum(move <= here.at for move in moves)
    assert made.changes[0][0] <= here.at <= made.changes[-1][0]


def test_every_move_is_a_stop_even_where_several_share_an_instant() -> None:
    made = stops([5, 5, 5], 0, [5, 9], [9], [])
    assert made.moves == ((0, 0), (5, 1), (5, 2), (5, 3), (9, 3))
    assert made.jump(2) == (5, 2)
    assert made.jump(99) == (5, 3)
    assert made.seek(5) == (5, 3)


# --- statuses over time ---------------------------------------------------------------------------------------------


@some.composite
def courses(draw: some.DrawFn) -> tuple[int, list[Turn]]:
    services = draw(some.integers(1, 6))
    count = draw(some.integers(0, 1200))
    random = draw(some.randoms(use_true_random=False))
    turns = [(random.randrange(400), random.randrange(services), random.randrange(4)) for _ in range(count)]
    return services, [Turn(at, at // 10, service, status) for at, service, status in sorted(turns, key=lambda t: t[0])]


@given(courses(), some.integers(-1, 401))
def test_statuses_from_checkpoints_equal_those_folded_from_the_start(case: tuple[int, list[Turn]], at: int) -> None:
    services, turns = case
    expected = [0] * services
    since = [0] * services
    for turn in turns:
        if turn.at <= at:
            expected[turn.service], since[turn.service] = turn.status, turn.at
    now = Course(services, turns).now(at, 1 << 30)
    assert now.statuses() == tuple(STATUSES[status] for status in expected)
    assert now.since.tolist() == since


def test_degraded_then_down_is_in_trouble_since_it_was_degraded() -> None:
    course = Course(1, [Turn(10, 0, 0, 2), Turn(20, 0, 0, 3), Turn(30, 0, 0, 1), Turn(40, 0, 0, 3)])
    assert [int(course.now(at, 0).bad_since[0]) for at in (15, 25, 45)] == [10, 10, 40]


def test_fresh_are_the_services_that_changed_right_here() -> None:
    course = Course(3, [Turn(10, 1, 0, 3), Turn(10, 2, 1, 3), Turn(10, 2, 2, 2)])
    assert course.fresh(10, 1) == {0}
    assert course.fresh(10, 2) == {1, 2}
    assert course.fresh(11, 2) == frozenset()
    assert list(course.first_trouble()) == [0, 1, 2]


def test_only_down_says_for_how_long() -> None:
    assert [detail("down", 72 * MINUTE), detail("degraded", HOUR), detail("down", 0)] == [
        "down 1 h 12 min",
        "degraded",
        "down",
    ]


# --- branches -------------------------------------------------------------------------------------------------------


def test_another_move_leaves_the_run_and_the_run_stays() -> None:
    tree, key = planted([("r", "As it happened", "abc")]).chosen("run:r", 1, "x")
    tree, same = tree.chosen(key, 2, "y")
    assert same == key
    assert tree.schedule(key) == ("a", "x", "y")
    assert tree.schedule("run:r") == ("a", "b", "c")
    assert (tree.recorded(key), tree.root(key)) == (1, "run:r")


def test_another_move_within_a_branch_leaves_the_branch() -> None:
    tree, first = planted([("r", "", "abc")]).chosen("run:r", 1, "x")
    tree, _ = tree.chosen(first, 2, "y")
    tree, second = tree.chosen(first, 2, "z")
    tree, third = tree.chosen(second, 0, "w")
    assert tree.schedule(second) == ("a", "x", "z")
    assert tree.schedule(third) == ("w",)
    depths = [(twig.key, twig.depth, twig.fork) for twig in tree.twigs(second)]
    assert depths == [("run:r", 0, 0), (first, 1, 1), (second, 2, 2), (third, 1, 0)]
    assert tree.recorded(second) == 1


def test_the_same_choice_again_is_the_same_branch() -> None:
    tree, first = planted([("r", "", "abc")]).chosen("run:r", 1, "x")
    assert tree.chosen("run:r", 1, "x") == (tree, first)


def test_a_dropped_branch_takes_its_own_branches_with_it_and_a_run_is_never_dropped() -> None:
    tree, first = planted([("r", "", "abc")]).chosen("run:r", 1, "x")
    tree, _ = tree.chosen(first, 2, "y")
    tree, second = tree.chosen(first, 2, "z")
    assert set(tree.dropped(first).limbs) == {"run:r"}
    assert set(tree.dropped(second).limbs) == {"run:r", first}
    assert tree.dropped("run:r") == tree


# --- undo -----------------------------------------------------------------------------------------------------------


def document(title: str) -> Document:
    text = f"format: 1\ntitle: t{title}\n"
    return Document(text, files.read(text, "a.yaml"), Path("a.yaml"), "")


def test_undo_and_redo_walk_the_documents_and_a_new_edit_forgets_what_was_undone() -> None:
    history = opened(document("0")).push(document("1"), "one").push(document("2"), "two")
    assert (history.can_undo, history.can_redo) == ("two", "")
    back = history.undone()
    assert (back.document, back.can_undo, back.can_redo) == (document("1"), "one", "two")
    assert back.redone() == history
    assert back.push(document("3"), "three").can_redo == ""
    assert opened(document("0")).undone().document == document("0")


def test_unsaved_is_what_differs_from_the_disk() -> None:
    history = opened(document("0")).push(document("1"), "one")
    assert history.unsaved
    assert not history.undone().unsaved
    assert not history.on_disk("digest").unsaved
    assert history.on_disk("digest").undone().unsaved


# --- lamps ----------------------------------------------------------------------------------------------------------


def lamps(kind: str, values: str, to: str = "", ended: str = "") -> list[tuple[bool | None, str]]:
    def flags(text: str) -> np.ndarray:
        return np.array([letter == "T" for letter in text])

    check = Check(name="c", kind=kind, expression="e", to="t" if to else "")  # type: ignore[arg-type]
    nothing = [""] * len(values)
    judged = {"e": Judged(flags(values), nothing), "t": Judged(flags(to or values), nothing)}
    made = Lamps([check], judged, flags(ended or "f" * len(values)))
    return [(lamp.holds, lamp.text) for step in range(len(values)) for lamp in made.at(step)]


def test_always_is_false_since_the_move_that_made_it_so() -> None:
    assert lamps("always", "TTffT") == [
        (True, "true"),
        (True, "true"),
        (False, "false since move 2"),
        (False, "false since move 2"),
        (True, "true again, false after move 2"),
    ]


def test_ends_is_judged_only_when_all_is_quiet() -> None:
    assert lamps("ends", "fff", ended="ffT") == [
        (None, "judged when all is quiet"),
        (None, "judged when all is quiet"),
        (False, "false at the end"),
    ]


@pytest.mark.parametrize("kind", ["sometimes", "eventually"])
def test_what_must_be_reached_is_open_until_it_is_seen(kind: str) -> None:
    assert lamps(kind, "fTf") == [(None, "not yet"), (True, "seen at move 1"), (True, "seen at move 1")]


def test_leads_is_owed_from_the_first_asking_on() -> None:
    assert [text for _, text in lamps("leads", "fTTfT", to="fffTf")] == [
        "not asked for yet",
        "owed since move 1",
        "owed since move 1",
        "kept",
        "owed since move 4",
    ]


@given(some.text("Tf", min_size=1, max_size=12), some.sampled_from(["always", "sometimes", "leads"]), some.data())
def test_a_lamp_never_knows_what_is_still_to_come(values: str, kind: str, data: some.DataObject) -> None:
    shorter = values[: data.draw(some.integers(1, len(values)))]
    to = data.draw(some.text("Tf", min_size=len(values), max_size=len(values)))
    assert lamps(kind, values, to)[: len(shorter)] == lamps(kind, shorter, to[: len(shorter)])


# --- playing --------------------------------------------------------------------------------------------------------

STOPS = stops([0, 60_000, 120_000], 0, [10 * HOUR], [10 * HOUR], [])


def test_by_steps_one_stop_a_second_times_the_speed_and_pause_at_the_end() -> None:
    player, here = played(Player(True, 2.0), Playhead(0, 0), STOPS, 499)
    assert here == (0, 0)
    player, here = played(player, here, STOPS, 1)
    assert here == (0, 1)
    player, here = played(player, here, STOPS, 60_000)
    assert (here, player.playing) == ((10 * HOUR, 3), False)


def test_true_to_the_clock_a_minute_a_second_and_a_quiet_gap_in_three() -> None:
    player = Player(True, 1.0, True)
    _, here = played(player, Playhead(0, 1), STOPS, 500)
    assert here == (30_000, 1)
    _, here = played(player, Playhead(60_000, 2), STOPS, 1_000)
    assert here == (120_000, 3)
    player, here = played(player, here, STOPS, 3_001)
    assert (here, player.playing) == ((10 * HOUR, 3), False)


@given(some.lists(some.floats(0.1, 900), max_size=40), some.sampled_from([0.25, 1.0, 8.0]), some.booleans())
def test_playing_never_goes_back_and_keeps_moves_and_time_together(
    ticks: list[float], speed: float, true: bool
) -> None:
    player, here = Player(True, speed, true), Playhead(0, 0)
    for elapsed in ticks:
        player, there = played(player, here, STOPS, elapsed)
        assert there >= here
        assert there.step <= STOPS.step_at(there.at)
        assert there.at >= STOPS.jump(there.step).at
        here = there


# --- recent files, boxes --------------------------------------------------------------------------------------------


def test_recent_files_come_newest_first_and_only_while_they_are_there(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    for path in (one, two):
        path.touch()
        recent.remember(path)
    recent.remember(one)
    assert recent.recent() == (one, two)
    one.unlink()
    assert recent.recent() == (two,)


@pytest.mark.parametrize("content", [b"", b"{", b'{"a": 1}', b"[1, null]", b"\xff\xfe", b"[" * 5000])
def test_a_broken_list_of_recent_files_is_an_empty_one(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.touch()
    recent.remember(path)
    recent._place().write_bytes(content)
    assert recent.recent() == ()


def test_arrow_keys_walk_to_the_nearest_box_in_that_direction() -> None:
    places = {"a": (0, 0), "b": (200, 10), "c": (200, 300), "d": (400, 0)}
    boxes = [Box(name, name, "", "", Rectangle(x, y, 100, 50), "", False) for name, (x, y) in places.items()]
    assert neighbour(boxes, None, 1, 0) == "a"
    assert neighbour(boxes, "a", 1, 0) == "b"
    assert neighbour(boxes, "b", 0, 1) == "c"
    assert neighbour(boxes, "a", -1, 0) == "a"
    assert neighbour([], None, 1, 0) is None
