"""What an exploration says: verdict and figures in words, classes, fix lab, what-ifs, the game, live mode. No Qt."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from test_workbench import Still

from outage_gui.model.files import read
from outage_gui.workbench import explore_jobs
from outage_gui.workbench.actions import ACTIONS
from outage_gui.workbench.beside import Made, beside
from outage_gui.workbench.explore_figures import Figure, figures
from outage_gui.workbench.explore_frame import Explore, Finding, Orders, Outcome, Row
from outage_gui.workbench.explore_words import expectation, number, percent, row_label, sentence, told
from outage_gui.workbench.layout import Layout
from outage_gui.workbench.shipped import scenario
from outage_gui.workbench.workbench import Workbench

ATOMIC = """\
format: 1
title: One counter
types: {Count: 0..4}
state: {counter: {type: Count, start: 0, label: Rows billed}}
processes:
  worker:
    instances: [a, b]
    steps:
      - {step: add, label: Add one, do: counter += 1}
checks:
  both: {ends: counter == 2, label: Both are counted}
"""
PATIENCE = 20.0


@pytest.fixture
def workbench() -> Iterator[Workbench]:
    made = Workbench(reduced_motion=True, layout=cast(Layout, Still()))
    yield made
    made.close()


def settled(workbench: Workbench) -> Explore:
    """Polled until nothing is under way and the run on screen has been looked at."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        workbench.poll()
        explore = workbench.frame.explore
        if explore and explore.state != "running":
            for _ in range(5):  # the answer about the run comes with a poll of its own
                workbench.poll()
                if workbench.frame.explore and workbench.frame.explore.large:
                    time.sleep(0.02)
            assert workbench.frame.explore is not None
            return workbench.frame.explore
        if explore and explore.large:
            time.sleep(0.005)
    raise AssertionError("it did not come to rest")


def opened(workbench: Workbench, name: str) -> Explore:
    """A shipped scenario, explored."""
    workbench.open(scenario(f"{name}.yaml"))
    workbench.explore()
    return settled(workbench)


def without_fixes(workbench: Workbench, tmp_path: Path, name: str) -> Explore:
    """A shipped scenario, its fixes and what it expects left out: that is explored in a moment."""
    text = scenario(f"{name}.yaml").read_text(encoding="utf-8")
    return written(workbench, tmp_path / f"{name}.yaml", text.partition("\nfixes:")[0] + "\n")


def written(workbench: Workbench, path: Path, text: str) -> Explore:
    path.write_text(text, encoding="utf-8")
    workbench.open(path)
    workbench.explore()
    return settled(workbench)


def outcome_of(explore: Explore) -> Outcome:
    assert explore.outcome is not None
    return explore.outcome


def row(explore: Explore, label: str) -> Row:
    return next(one for one in explore.lab if one.label == label)


def figure(explore: Explore, title: str) -> Figure:
    return next(one for one in figures(outcome_of(explore)) if one.title == title)


# --- the verdict and the figures ----------------------------------------------------------------------------------


def test_the_verdict_counts_the_orders_that_fail(workbench: Workbench) -> None:
    explore = opened(workbench, "dns-race-published")
    assert explore.sentence == "Violated: 166,204 of 5,841,186 orders fail"
    assert explore.below == "What fails: The plan in use is never deleted"


def test_share_and_chance_are_told_apart_each_with_what_is_meant_by_it(workbench: Workbench) -> None:
    explore = opened(workbench, "dns-race-published")
    assert figure(explore, "Orders") == Figure("Orders", "5,841,186", "complete, counted to the last")
    share, chance = figure(explore, "Of these fail"), figure(explore, "Chance")
    assert (share.value, share.meaning) == ("2.85 %", "166,204, every order counted once")
    assert (chance.value, chance.meaning) == ("2.23 %", "if every next move is picked at random")
    assert figure(explore, "Services lost").value == "2 of 3"


def test_a_verified_file_says_that_it_is_a_proof(workbench: Workbench) -> None:
    explore = opened(workbench, "transaction-commit")
    assert explore.sentence == "Verified: not one of 258 orders fails"
    assert explore.below == "The whole space was searched: this is a proof"


def test_orders_that_go_round_in_circles_are_unbounded_and_have_no_share(workbench: Workbench) -> None:
    explore = opened(workbench, "philosophers")
    assert figure(explore, "Orders").value == "unbounded"
    assert figure(explore, "Of these fail").value == "–"
    assert explore.sentence == "Violated: it can fail, and 5 moves are enough"


def test_numbers_beyond_what_is_exact_say_about() -> None:
    outcome = made(orders=Orders("about", 1.67e38, 1.67e38 * 0.9999999, 0.32))
    told_ = {one.title: one.value for one in figures(outcome)}
    assert told_["Orders"] == "≈ 1.7 × 10³⁸"
    assert told_["Of these fail"] == "over 99.9 %"
    assert told_["Chance"] == "32.0 %"
    assert "Agree with the record" not in told_


def test_how_many_orders_agree_with_what_was_seen_is_told_where_it_is_known() -> None:
    told_ = {one.title: one.value for one in figures(made(agreeing=1234.0))}
    assert told_["Agree with the record"] == "1,234"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (1 - 1e-15, "100 %"),
        (0.99999, "over 99.9 %"),
        (0.00001, "under 0.01 %"),
        (0.5, "50.0 %"),
    ],
)
def test_a_share_is_nothing_or_everything_only_where_it_is(share: float, text: str) -> None:
    assert percent(share) == text


def test_large_numbers_are_told_by_their_size() -> None:
    assert (number(5_841_186), number(1.7e38)) == ("5,841,186", "1.7 × 10³⁸")


def test_a_limit_is_never_verified_and_gives_its_reason() -> None:
    stopped = made(verdict="incomplete", limit="more than 5,000 states", findings=(), orders=Orders("not counted"))
    words = sentence(stopped, "done")
    assert words.startswith("Incomplete: more than 5,000 states")
    assert "Verified" not in words


def test_what_never_happens_and_what_fails_at_once_are_said_as_that() -> None:
    never = made(findings=(found("wish", kind="sometimes", steps=0),), orders=Orders("unbounded"))
    assert sentence(never, "done") == "Violated: it never happens: wish"
    at_once = made(findings=(found("now", steps=0),), orders=Orders("unbounded"))
    assert sentence(at_once, "done") == "Violated: it fails from the start"


def made(**changes: object) -> Outcome:
    one = Outcome((), "violated", "", (), 9, 9, 3, 0.1, (found("c"),), Orders("exact", 4, 1, 0.25), (), ())
    return one._replace(**changes)


def found(check: str, *, kind: str = "always", steps: int = 2) -> Finding:
    return Finding(check, check, kind, steps, 0, "", (), (), None)


# --- classes ------------------------------------------------------------------------------------------------------


def test_every_finding_has_its_own_chance(workbench: Workbench, tmp_path: Path) -> None:
    chances = [one.chance for one in outcome_of(without_fixes(workbench, tmp_path, "dns-race-micro")).findings]
    assert chances == [pytest.approx(0.0271824, rel=1e-4)] * 2


def test_what_comes_about_in_several_ways_has_one_run_of_each_told_by_its_move(
    workbench: Workbench, tmp_path: Path
) -> None:
    outcome = outcome_of(without_fixes(workbench, tmp_path, "dns-race-micro"))
    (deadlock,) = (one for one in outcome.findings if one.check == "deadlock")
    (other,) = outcome.others
    assert (deadlock.steps, other.steps, other.check) == (17, 17, "deadlock")
    assert deadlock.by == "DNS enactor b: is it newer than the applied one?"
    assert other.by == "DNS planner: publish the next plan"
    assert deadlock.moves[-1].text != other.moves[-1].text


def test_good_runs_are_told_one_of_each_ending_in_the_words_of_the_file(workbench: Workbench) -> None:
    outcome = outcome_of(opened(workbench, "lost-update"))
    (good,) = outcome.good
    assert (good.kind, good.label, good.steps, good.switches) == ("good", "Rows billed 2", 4, 1)
    assert outcome.endings == 1


@pytest.mark.parametrize(
    ("verb", "which"), [("show_other", "others"), ("show_good", "good"), ("show_finding", "findings")]
)
def test_a_class_opens_as_a_branch_at_its_end(workbench: Workbench, tmp_path: Path, verb: str, which: str) -> None:
    outcome = outcome_of(without_fixes(workbench, tmp_path, "dns-race-micro"))
    shown: Finding = getattr(outcome, which)[0]
    getattr(workbench, verb)(0)
    frame = workbench.frame
    assert (frame.step, frame.what_if) == (shown.steps, True)
    assert frame.explore is not None
    assert frame.explore.screen == "replay"
    assert any(twig.current and shown.label[:20] in twig.label for twig in frame.twigs)


def test_a_class_that_is_not_there_is_a_notice_and_nothing_else(workbench: Workbench) -> None:
    opened(workbench, "lost-update")
    workbench.show_good(7)
    assert workbench.frame.notice == "There is nothing to show there yet."


# --- when it was too late -----------------------------------------------------------------------------------------


def test_the_run_on_screen_is_judged_by_the_finding_that_is_chosen(workbench: Workbench, tmp_path: Path) -> None:
    explore = without_fixes(workbench, tmp_path, "dns-race-micro")
    assert explore.meant == "endpoint-resolves"
    workbench.mean(1)
    explore = settled(workbench)
    assert explore.meant == "deadlock"
    assert explore.along is not None
    assert explore.along.of == "Nobody can move, and it is no normal end"


def test_chance_and_point_of_no_return_follow_the_run_on_screen(workbench: Workbench) -> None:
    opened(workbench, "dns-race-published")
    workbench.show_finding(0)
    along = settled(workbench).along
    assert along is not None
    assert along.no_return == 11
    assert along.chances[0] == pytest.approx(0.0223406, rel=1e-4)
    assert along.chances[10:] == (pytest.approx(11 / 12), 1.0)
    assert along.distances == tuple(range(11, -1, -1))


def test_the_twin_stands_beside_the_failing_run_and_their_first_difference_comes_first(workbench: Workbench) -> None:
    opened(workbench, "dns-race-published")
    workbench.show_finding(0)
    along = settled(workbench).along
    assert along is not None
    assert along.twin is not None
    first = along.twin.pairs[0]
    assert along.twin.step == 10
    assert (first.number, first.who, first.text) == (11, "enactor b", "Delete plans much older")
    assert (first.other_number, first.other_who, first.other) == (11, "DNS planner", "Publish the next plan")
    assert sum(1 for pair in along.twin.pairs if pair.other_number) == along.twin.total - along.twin.step


def test_like_moves_stand_beside_each_other_and_gaps_say_what_one_run_lacks() -> None:
    one, two, three, four = (Made(text, "w", text.upper()) for text in "abcd")
    pairs = beside((one, two, three), (two, three, four), 5)
    assert [(pair.number, pair.other_number) for pair in pairs] == [(6, 6), (7, 0), (8, 7), (0, 8)]
    assert [pair.same for pair in pairs] == [True, False, True, False]
    assert beside((), (one,), 0)[0].text == ""


# --- the fix lab --------------------------------------------------------------------------------------------------


def test_the_lab_has_every_fix_alone_and_together_with_what_expect_says(workbench: Workbench) -> None:
    explore = opened(workbench, "lost-update")
    assert [(one.label, one.expected) for one in explore.lab] == [
        ("As it stands", "as expected"),
        ("Add in one step", "as expected"),
        ("Write only if nobody else has, else read again", "as expected"),
        ("A third worker", "as expected"),
        ("Four workers", "as expected"),
        ("All fixes together", ""),
    ]
    assert row(explore, "Add in one step").outcome == made_of(explore, "atomic")
    assert row(explore, "All fixes together").refused


def made_of(explore: Explore, fix: str) -> Outcome | None:
    return next(one.outcome for one in explore.lab if one.fixes == (fix,))


def test_a_click_on_a_row_replays_what_it_leaves_failing(workbench: Workbench) -> None:
    opened(workbench, "lost-update")
    workbench.show_lab(("three-workers",))
    assert [fix.name for fix in workbench.frame.fixes if fix.on] == ["three-workers"]
    assert (workbench.frame.step, workbench.frame.what_if) == (6, True)


def test_a_click_on_a_row_that_leaves_nothing_failing_replays_the_recorded_run(workbench: Workbench) -> None:
    opened(workbench, "lost-update")
    workbench.show_lab(("compare-and-set",))
    assert [fix.name for fix in workbench.frame.fixes if fix.on] == ["compare-and-set"]
    assert workbench.frame.step == 0


def test_what_the_file_expects_and_is_not_so_is_said() -> None:
    text = ATOMIC + "expect: [{finding: both, shortest: 3}, {absent: both}]\n"
    wrong = made(findings=(found("both", steps=2),))
    assert expectation(read(text, "t.yaml"), (), wrong) == "expected 3 moves and no both"
    assert expectation(read(text, "t.yaml"), (), None) == ""


def test_a_set_of_fixes_bears_their_labels() -> None:
    file = read(scenario("lost-update.yaml").read_text(encoding="utf-8"), "lost-update.yaml")
    assert row_label(file, ("atomic", "three-workers")) == "Add in one step + A third worker"


# --- what-ifs -----------------------------------------------------------------------------------------------------


def test_splitting_a_step_lets_the_failure_appear_and_the_file_stays_as_it_is(
    workbench: Workbench, tmp_path: Path
) -> None:
    assert written(workbench, tmp_path / "one.yaml", ATOMIC).verdict == "verified"
    workbench.try_split("worker", "add")
    explore = settled(workbench)
    tried = explore.lab[-1]
    assert (tried.label, tried.what_if) == ("Add one: read and write apart", "apart-worker-add")
    assert outcome_of(explore).verdict == "verified"
    assert tried.outcome is not None
    assert tried.outcome.verdict == "violated"
    assert told(explore.lab[0].outcome, tried.outcome) == "now fails: Both are counted"
    assert workbench.document.text == ATOMIC
    assert not workbench.frame.unsaved


def test_a_what_if_replays_like_any_fix_and_is_marked_as_no_fact(workbench: Workbench, tmp_path: Path) -> None:
    written(workbench, tmp_path / "one.yaml", ATOMIC)
    workbench.try_split("worker", "add")
    settled(workbench)
    workbench.show_lab(("apart-worker-add",))
    assert workbench.frame.what_if
    assert [fix.name for fix in workbench.frame.fixes if fix.on] == ["apart-worker-add"]
    assert outcome_of(settled(workbench)).verdict == "violated"


def test_joining_two_steps_lets_the_failure_vanish(workbench: Workbench) -> None:
    opened(workbench, "check-then-act")
    workbench.try_join("buyer", "look")
    explore = settled(workbench)
    if workbench.frame.notice:  # the file has this very fix: it says so
        assert "the file has this fix already" in workbench.frame.notice
    else:
        assert told(explore.lab[0].outcome, explore.lab[-1].outcome) == "nothing fails any more"


def test_asked_again_it_is_tried_no_more(workbench: Workbench, tmp_path: Path) -> None:
    written(workbench, tmp_path / "one.yaml", ATOMIC)
    workbench.set_screen("explore")
    for on in (True, False):
        workbench.try_split("worker", "add")
        explore = settled(workbench)
        assert explore.steps[0].steps[0].apart is on
        assert bool(explore.lab) is on


def test_dropping_a_what_if_that_is_on_shows_the_file_as_it_stands(workbench: Workbench, tmp_path: Path) -> None:
    written(workbench, tmp_path / "one.yaml", ATOMIC)
    workbench.try_split("worker", "add")
    settled(workbench)
    workbench.show_lab(("apart-worker-add",))
    workbench.drop_what_if("apart-worker-add")
    assert not any(fix.on for fix in workbench.frame.fixes)
    assert outcome_of(settled(workbench)).verdict == "verified"


def test_kept_it_stands_among_the_fixes_of_the_text_and_undo_takes_it_back(
    workbench: Workbench, tmp_path: Path
) -> None:
    written(workbench, tmp_path / "one.yaml", ATOMIC)
    workbench.try_split("worker", "add")
    settled(workbench)
    workbench.keep_what_if("apart-worker-add")
    explore = settled(workbench)
    assert [fix.name for fix in workbench.document.scenario.fixes] == ["apart-worker-add"]
    assert workbench.frame.unsaved
    assert [one.what_if for one in explore.lab] == ["", ""]
    assert row(explore, "Add one: read and write apart").outcome is not None
    workbench.undo()
    assert workbench.document.text == ATOMIC


def test_what_is_known_of_the_file_is_kept_when_a_what_if_comes(workbench: Workbench, tmp_path: Path) -> None:
    before = outcome_of(written(workbench, tmp_path / "one.yaml", ATOMIC))
    workbench.try_split("worker", "add")
    assert workbench.frame.explore is not None
    assert workbench.frame.explore.outcome is before


def test_a_step_that_cannot_be_split_says_why(workbench: Workbench) -> None:
    opened(workbench, "lost-update")
    workbench.try_split("worker", "read")
    assert workbench.frame.notice == "'read' stays as it is: it writes nothing that others can see."


def test_the_step_of_the_last_move_can_be_tried_from_the_replay(workbench: Workbench, tmp_path: Path) -> None:
    written(workbench, tmp_path / "one.yaml", ATOMIC)
    workbench.choose("worker.a.add")
    next(action for action in ACTIONS if action.key == "explore.split").run(workbench)  # type: ignore[misc]
    explore = settled(workbench)
    assert (explore.screen, explore.page) == ("explore", "steps")
    assert explore.lab[-1].what_if == "apart-worker-add"


def test_the_step_of_a_move_chosen_on_the_lanes_comes_before_that_of_the_last_one(workbench: Workbench) -> None:
    opened(workbench, "check-then-act")
    for move in ("buyer.ann.look", "buyer.ann.take"):
        workbench.choose(move)
    workbench.select_block(1)
    workbench.try_here("split")
    assert workbench.frame.notice == "'look' stays as it is: it writes nothing that others can see."
    workbench.select(None)
    workbench.try_here("split")
    assert "apart-buyer-take" in [one.what_if for one in settled(workbench).lab]


def test_a_what_if_is_forgotten_with_its_file(workbench: Workbench, tmp_path: Path) -> None:
    written(workbench, tmp_path / "one.yaml", ATOMIC)
    workbench.try_split("worker", "add")
    written(workbench, tmp_path / "other.yaml", ATOMIC)
    assert workbench.frame.fixes == ()


# --- you are the scheduler ----------------------------------------------------------------------------------------


def game_after(workbench: Workbench, *moves: str) -> Explore:
    for move in moves:
        workbench.choose(move)
    return settled(workbench)


def test_the_room_wins_and_is_told_the_shortest_way(workbench: Workbench) -> None:
    opened(workbench, "lost-update")
    workbench.play_scheduler(True)
    game = game_after(workbench).game
    assert game is not None
    assert (game.left, game.best, game.sentence) == (4, 4, "At least 4 more moves")
    assert game.aim == "Every row is billed"
    assert game.below == "If the rest went at random: 50.0 %"
    game = game_after(workbench, "worker.a.read", "worker.b.read").game
    assert game is not None
    assert game.sentence == "No way back: 2 more moves, whatever comes next"
    game = game_after(workbench, "worker.a.write", "worker.b.write").game
    assert game is not None
    assert (game.won, game.sentence, game.below) == (True, "You did it, in 4 moves", "The shortest way takes 4 moves")


def test_where_it_can_no_longer_fail_the_room_is_told_and_can_take_a_move_back(workbench: Workbench) -> None:
    opened(workbench, "lost-update")
    workbench.play_scheduler(True)
    game = game_after(workbench, "worker.a.read", "worker.a.write").game
    assert game is not None
    assert (game.left, game.sentence, game.can_undo) == (-1, "Safe: it can no longer happen", True)
    workbench.back()
    game = settled(workbench).game
    assert game is not None
    assert game.left == 3


def test_a_hint_shows_a_move_that_leads_nearer_and_is_gone_with_the_next(workbench: Workbench) -> None:
    opened(workbench, "lost-update")
    workbench.play_scheduler(True)
    game = game_after(workbench, "worker.a.read").game
    assert game is not None
    assert game.hint == ""
    workbench.hint()
    game = settled(workbench).game
    assert game is not None
    assert game.hint == "worker.b.read"
    game = game_after(workbench, "worker.b.read").game
    assert game is not None
    assert game.hint == ""


def test_the_room_picks_from_what_is_explored_peoples_moves_are_not_offered(
    workbench: Workbench, tmp_path: Path
) -> None:
    people = "  operator: {only_in_runs: true, steps: [{step: page}]}\nchecks:"
    written(workbench, tmp_path / "one.yaml", ATOMIC.replace("checks:", people))
    workbench.play_scheduler(True)
    game = settled(workbench).game
    assert game is not None
    assert game.moves == ("worker.a.add", "worker.b.add")
    assert "operator.page" in [move.move for move in workbench.frame.next_moves]


def test_in_the_game_the_keys_of_the_chapters_pick_moves(workbench: Workbench) -> None:
    opened(workbench, "lost-update")
    workbench.play_scheduler(True)
    settled(workbench)
    second = next(action for action in ACTIONS if action.key == "replay.chapter2")
    assert second.possible(workbench.frame)
    assert second.run is not None
    second.run(workbench)
    assert workbench.frame.saying.title.startswith("Billing worker b")
    assert not next(action for action in ACTIONS if action.key == "replay.chapter9").possible(workbench.frame)


def test_a_move_that_ends_in_a_fault_is_how_the_room_causes_a_fault(workbench: Workbench, tmp_path: Path) -> None:
    text = ATOMIC.replace("0..4", "0..1")
    assert outcome_of(written(workbench, tmp_path / "one.yaml", text)).findings[0].check == "out-of-range"
    workbench.play_scheduler(True)
    game = game_after(workbench, "worker.a.add", "worker.b.add").game
    assert game is not None
    assert (game.won, game.sentence) == (True, "You did it: out-of-range")


def test_a_file_that_cannot_fail_says_so_to_the_room(workbench: Workbench, tmp_path: Path) -> None:
    written(workbench, tmp_path / "one.yaml", ATOMIC)
    workbench.play_scheduler(True)
    game = settled(workbench).game
    assert game is not None
    assert game.sentence == "It cannot happen"
    assert game.below == "No order leads there: it is proved"


def test_what_is_owed_for_ever_is_caused_by_going_round(workbench: Workbench) -> None:
    opened(workbench, "lock")
    workbench.play_scheduler(True)
    game = game_after(workbench, "thread.left.idle").game
    assert game is not None
    assert (game.won, game.below) == (True, "From here on it can go round like this for ever")


@pytest.mark.parametrize(
    "elsewhere",
    [lambda w: w.play_scheduler(False), lambda w: w.show_run("as-it-happened"), lambda w: w.show_finding(0)],
)
def test_whoever_goes_elsewhere_has_ended_the_game(
    workbench: Workbench, elsewhere: Callable[[Workbench], None]
) -> None:
    opened(workbench, "lost-update")
    workbench.play_scheduler(True)
    settled(workbench)
    elsewhere(workbench)
    assert workbench.frame.explore is not None
    assert workbench.frame.explore.game is None


# --- live mode, large files, nothing to explore -------------------------------------------------------------------


def test_an_edit_of_a_small_file_is_answered_by_itself(workbench: Workbench, tmp_path: Path) -> None:
    written(workbench, tmp_path / "one.yaml", ATOMIC)
    workbench.edit(ATOMIC.replace("counter == 2,", "counter == 1,"), "Another check")
    assert workbench.frame.explore is not None
    assert workbench.frame.explore.outcome is None  # never an old answer beside a new file
    assert outcome_of(settled(workbench)).verdict == "violated"


def test_an_edit_of_a_fix_leaves_what_is_known_without_it(workbench: Workbench) -> None:
    before = outcome_of(opened(workbench, "lost-update"))
    text = workbench.document.text
    workbench.edit(text.replace('instances": [a, b, c]', 'instances": [a, b, c, d, e]'), "More workers")
    assert workbench.document.text != text
    assert workbench.frame.explore is not None
    assert workbench.frame.explore.outcome is before
    assert row(workbench.frame.explore, "A third worker").outcome is None
    explore = settled(workbench)
    assert row(explore, "A third worker").expected.startswith("expected")


def test_a_large_file_says_after_an_edit_that_its_answer_is_out_of_date(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outage_gui.workbench.exploring.SMALL", 100)
    explore = opened(workbench, "dns-race-published")
    assert (explore.large, explore.verdict) == (True, "violated")
    text = workbench.document.text
    workbench.edit(text.replace("active not in deleted, label", "latest != 5, label"), "Another check")
    explore = settled(workbench)
    assert (explore.sentence, explore.stale) == ("Out of date: the file has changed. Explore again", True)
    assert explore.outcome is None
    workbench.set_screen("replay")
    workbench.set_screen("explore")
    assert workbench.frame.explore is not None
    assert workbench.frame.explore.stale  # looking at it again changes nothing
    workbench.explore()
    explore = settled(workbench)
    assert (explore.stale, explore.verdict) == (False, "violated")


def test_a_file_with_very_many_starts_is_not_laid_out_in_the_windows_own_process(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outage_gui.workbench.exploring.SMALL", 5)
    workbench.open(scenario("leader-election.yaml"))  # eight starts
    workbench.set_screen("explore")
    explore = workbench.frame.explore
    assert explore is not None
    assert (explore.state, explore.large, explore.here) == ("idle", True, False)
    assert explore.sentence == "Many states: press Explore to try every order"
    workbench.explore()
    assert settled(workbench).verdict == "verified"


def test_progress_never_goes_back_and_ends_at_one(workbench: Workbench) -> None:
    workbench.open(scenario("lost-update.yaml"))
    workbench.explore()
    seen: list[float] = []
    workbench.listen(lambda frame: seen.append(frame.explore.counters.progress if frame.explore else 0.0))
    settled(workbench)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_pause_holds_and_go_on_finishes(workbench: Workbench) -> None:
    workbench.open(scenario("dns-race-published.yaml"))
    workbench.explore()
    workbench.pause_exploring()
    for _ in range(50):
        workbench.poll()
    explore = workbench.frame.explore
    assert explore is not None
    assert (explore.state, explore.outcome, explore.sentence) == ("paused", None, "Paused")
    workbench.explore()
    assert settled(workbench).verdict == "violated"


def test_cancel_keeps_what_is_known_and_says_that_the_rest_is_not(workbench: Workbench) -> None:
    workbench.open(scenario("dns-race-micro.yaml"))
    workbench.explore()
    workbench.cancel_exploring()
    explore = workbench.frame.explore
    assert explore is not None
    assert (explore.state, explore.sentence) == ("stopped", "Stopped: nothing is known of the rest")


def test_without_processes_there_is_nothing_to_explore(workbench: Workbench, tmp_path: Path) -> None:
    text = "format: 1\ntitle: T\nservices: {a: {}}\ntimeline: [{at: 2025-01-01T00:00Z, say: It begins}]\n"
    (tmp_path / "recorded.yaml").write_text(text, encoding="utf-8")
    workbench.open(tmp_path / "recorded.yaml")
    workbench.set_screen("explore")
    workbench.explore()
    explore = workbench.frame.explore
    assert explore is not None
    assert explore.empty.startswith("Nothing to explore: this file has no processes")
    assert (explore.sentence, explore.state, explore.steps) == (explore.empty, "idle", ())


def test_before_a_file_is_open_the_screen_says_what_to_do(workbench: Workbench) -> None:
    workbench.set_screen("explore")
    assert workbench.frame.explore is not None
    assert workbench.frame.explore.sentence.startswith("Open a scenario")


def test_without_checks_the_verdict_says_what_was_looked_for(workbench: Workbench, tmp_path: Path) -> None:
    explore = written(workbench, tmp_path / "one.yaml", ATOMIC.partition("checks:")[0])
    assert explore.sentence == "Verified: not one of 2 orders fails"
    assert "this file writes no check: only standstills and faults were looked for" in explore.below


def test_a_process_that_cannot_be_started_is_told_and_nothing_is_lost(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(12, "no memory")

    monkeypatch.setattr("outage_gui.workbench.exploring.SMALL", 100)
    monkeypatch.setattr(explore_jobs.Worker, "explore", refuse)
    explore = opened(workbench, "dns-race-published")
    assert explore.sentence == "The search ended: no process could be started: no memory"
    assert explore.state == "stopped"


def test_every_verb_of_the_screen_is_an_action_and_says_why_it_is_grey(workbench: Workbench) -> None:
    keys = {action.key for action in ACTIONS if action.section == "Explore"}
    assert keys >= {
        "explore.show", "explore.start", "explore.pause", "explore.cancel", "explore.finding", "explore.good",
        "explore.twin", "explore.no_return", "explore.meant", "explore.fixes", "explore.late", "explore.steps",
        "explore.services", "explore.join", "explore.split", "explore.game", "explore.hint",
    }  # fmt: skip
    workbench.open(scenario("lost-update.yaml"))
    grey = [action for action in ACTIONS if action.section == "Explore" and not action.possible(workbench.frame)]
    assert {action.key for action in grey} >= {"explore.finding", "explore.twin", "explore.pause", "explore.join"}
    assert all(action.why_not for action in grey)


def test_every_action_of_the_screen_can_be_run_after_exploring(workbench: Workbench) -> None:
    opened(workbench, "lost-update")
    for action in ACTIONS:
        if action.section == "Explore" and action.run is not None and action.possible(workbench.frame):
            action.run(workbench)
            settled(workbench)
    assert not workbench.frame.problems
