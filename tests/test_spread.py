"""Every sentence of the format's section "Services: how failure spreads", one small test each.

Conditions are words here: `bad` holds after the moves that a test names.
"""

from itertools import pairwise

import pytest

from outage_gui.engine.causes import Change, FromNeed, Own, Recovered, Recovering, Spread, Waiting, chain
from outage_gui.engine.spread import Moment, spread
from outage_gui.model.scenario import Recovery, Scenario
from tests.spread_cases import MINUTE, causes, need, service, story, told

# --- own conditions and what is shown ---------------------------------------------------------------------------------


def test_own_conditions_are_judged_after_each_move() -> None:
    found = story([service("a", fails_when="bad", degraded_when="slow")], [0, 1, 2, 3, 4], slow=[1, 2, 3], bad=[2])
    assert told(found, "a") == [(1, "degraded"), (2, "down"), (3, "degraded"), (4, "ok")]


def test_own_conditions_are_judged_before_the_first_move_and_the_cause_is_the_start() -> None:
    found = story([service("a", fails_when="bad")], [7], bad=[0])
    assert found.changes == (Change(0, 7 * MINUTE, 0, "a", "down", Own(0, "bad", "down")),)


def test_the_worst_is_shown_down_before_degraded() -> None:
    found = story([service("a", fails_when="bad", degraded_when="slow")], [0, 1], slow=[1], bad=[1])
    assert told(found, "a") == [(1, "down")]


def test_degraded_is_shown_before_recovering() -> None:
    a = service("a", fails_when="bad", degraded_when="slow", recovers=Recovery(after=9 * MINUTE))
    assert told(story([a], [0, 1, 2, 4], bad=[1], slow=[2]), "a") == [
        (1, "down"),
        (2, "degraded"),
        (4, "recovering"),
        (11, "ok"),
    ]


def test_a_change_names_the_move_that_made_the_condition_true_even_when_it_shows_later() -> None:
    found = story([service("a", fails_when="bad", degraded_when="slow")], [0, 1, 2, 3], bad=[1, 2], slow=[2, 3])
    assert causes(found, "a")[-1] == Own(2, "slow", "degraded")


def test_after_the_last_move_the_clock_runs_on_until_nothing_is_pending() -> None:
    a = service("a", fails_when="bad", recovers=Recovery(after=30 * MINUTE))
    b = service("b", need("a", during_recovery=True, after=10 * MINUTE), recovers=Recovery(after=60 * MINUTE))
    found = story([a, b], [0, 1, 2], bad=[1])
    assert told(found, "b") == [(12, "down"), (32, "recovering"), (92, "ok")]
    assert found.end == 92 * MINUTE


def test_the_end_is_the_last_moment_where_no_change_comes_later() -> None:
    assert story([service("a", fails_when="bad")], [0, 1, 9], bad=[1]).end == 9 * MINUTE


# --- needs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "condition", "status"),
    [("hard", "bad", "down"), ("hard", "slow", "degraded"), ("soft", "bad", "degraded"), ("soft", "slow", "degraded")],
)
def test_hard_passes_down_and_degraded_as_they_are_and_soft_caps_at_degraded(
    kind: str, condition: str, status: str
) -> None:
    a = service("a", fails_when="bad", degraded_when="slow")
    found = story([a, service("b", need("a", kind=kind))], [0, 1, 2], **{"bad": [], "slow": [], condition: [1]})
    assert told(found, "b") == [(1, status), (2, "ok")]


def test_a_plain_need_takes_a_recovering_service_for_ok() -> None:
    a = service("a", fails_when="bad", recovers=Recovery(after=9 * MINUTE))
    assert told(story([a, service("b", "a")], [0, 1, 2], bad=[1]), "b") == [(1, "down"), (2, "ok")]


def test_a_waiting_service_is_down_for_those_that_need_it() -> None:
    a = service("a", fails_when="bad", recovers=Recovery(when="started"))
    found = story([a, service("b", "a")], [0, 1, 2, 3], bad=[1], started=[3])
    assert told(found, "b") == [(1, "down"), (3, "ok")]


def test_a_redundancy_is_down_below_its_number_and_degraded_when_one_is_missing() -> None:
    databases = [service(f"db{i}", fails_when=f"bad{i}") for i in range(3)]
    shop = service("shop", need("db0", "db1", "db2", at_least=2))
    found = story([*databases, shop], [0, 1, 2, 3], bad0=[1, 2], bad1=[2], bad2=[])
    assert told(found, "shop") == [(1, "degraded"), (2, "down"), (3, "ok")]


def test_the_decisive_member_of_a_redundancy_is_the_last_to_fall_and_comes_first() -> None:
    databases = [service(f"db{i}", fails_when=f"bad{i}") for i in range(3)]
    shop = service("shop", need("db0", "db1", "db2", at_least=2))
    found = story([*databases, shop], [0, 1, 2], bad0=[2], bad1=[1, 2], bad2=[])
    cause = causes(found, "shop")[-1]
    assert isinstance(cause, FromNeed)
    assert [found.changes[i].service for i in cause.behind] == ["db0", "db1"]


def test_in_a_redundancy_a_degraded_or_recovering_member_counts_as_up() -> None:
    one = service("one", degraded_when="slow")
    other = service("other", fails_when="bad", recovers=Recovery(after=9 * MINUTE))
    found = story([one, other, service("shop", need("one", "other", at_least=2))], [0, 1, 2], slow=[0, 1, 2], bad=[1])
    assert told(found, "shop") == [(1, "down"), (2, "ok")]


def test_a_soft_redundancy_is_degraded_at_worst() -> None:
    databases = [service(f"db{i}", fails_when="bad") for i in range(2)]
    found = story([*databases, service("shop", need("db0", "db1", at_least=1, kind="soft"))], [0, 1], bad=[1])
    assert told(found, "shop") == [(1, "degraded")]


def test_after_is_felt_only_after_this_long() -> None:
    found = story([service("a", fails_when="bad"), service("b", need("a", after=5 * MINUTE))], [0, 1, 20], bad=[1])
    assert told(found, "b") == [(6, "down"), (20, "ok")]
    assert causes(found, "b")[0] == FromNeed(0, "down", (0,), 6 * MINUTE)


def test_after_starts_anew_with_a_break() -> None:
    found = story(
        [service("a", fails_when="bad"), service("b", need("a", after=5 * MINUTE))], [0, 1, 4, 5, 12], bad=[1, 3]
    )
    assert told(found, "b") == [(10, "down"), (12, "ok")]


def test_a_break_at_the_very_instant_that_after_runs_out_comes_first() -> None:
    found = story([service("a", fails_when="bad"), service("b", need("a", after=5 * MINUTE))], [0, 1, 6], bad=[1])
    assert told(found, "b") == []


def test_after_is_timed_per_level() -> None:
    a = service("a", fails_when="bad", degraded_when="slow")
    found = story([a, service("b", need("a", after=5 * MINUTE))], [0, 1, 3], slow=[1, 2], bad=[2])
    assert told(found, "b") == [(6, "degraded"), (8, "down")]


def test_degraded_or_worse_is_timed_through_a_time_of_being_down() -> None:
    a = service("a", fails_when="bad", degraded_when="slow")
    found = story([a, service("b", need("a", after=5 * MINUTE))], [0, 1, 3, 20], bad=[1], slow=[2])
    assert told(found, "b") == [(6, "degraded"), (20, "ok")]


def test_after_of_a_redundancy_is_timed_on_the_group() -> None:
    one, other = service("one", fails_when="bad1"), service("other", fails_when="bad2")
    group = service("b", need("one", "other", at_least=2, after=5 * MINUTE))
    assert told(story([one, other, group], [0, 1, 3, 20], bad1=[1], bad2=[2]), "b") == [(6, "down"), (20, "ok")]


def test_a_need_counts_only_while_its_condition_holds() -> None:
    b = service("b", need("a", condition="used"))
    found = story([service("a", fails_when="bad"), b], [0, 1, 2, 3], bad=[1, 2, 3], used=[2])
    assert told(found, "b") == [(2, "down"), (3, "ok")]
    assert causes(found, "b")[-1] == Recovered(1, Own(3, "used", "ok"))


def test_a_condition_that_turns_false_is_a_break() -> None:
    b = service("b", need("a", condition="used", after=5 * MINUTE))
    found = story([service("a", fails_when="bad"), b], [0, 1, 4, 5], bad=[1, 2, 3], used=[0, 1, 3])
    assert told(found, "b") == [(10, "down")]


def test_during_recovering_hurts_while_the_other_one_recovers_not_while_it_is_down() -> None:
    a = service("a", fails_when="bad", recovers=Recovery(after=9 * MINUTE))
    b, c = service("b", need("a", during_recovery=True)), service("c", need("a", during_recovery=True, kind="soft"))
    found = story([a, b, c], [0, 1, 2], bad=[1])
    assert told(found, "b") == [(2, "down"), (11, "ok")]
    assert told(found, "c") == [(2, "degraded"), (11, "ok")]


def test_a_recovery_is_felt_whatever_status_is_shown() -> None:
    a = service("a", fails_when="bad", degraded_when="slow", recovers=Recovery(after=9 * MINUTE))
    b = service("b", need("a", during_recovery=True))
    found = story([a, b], [0, 1, 2], bad=[1], slow=[2])
    assert told(found, "a") == [(1, "down"), (2, "degraded")]
    assert told(found, "b") == [(2, "down"), (11, "ok")]


# --- recovery ---------------------------------------------------------------------------------------------------------


def test_only_a_service_that_was_down_recovers_from_degraded_it_goes_straight_back() -> None:
    a = service("a", degraded_when="slow", recovers=Recovery(after=9 * MINUTE))
    assert told(story([a], [0, 1, 2], slow=[1]), "a") == [(1, "degraded"), (2, "ok")]


def test_without_a_recovery_a_service_goes_straight_back_from_down_too() -> None:
    found = story([service("a", fails_when="bad")], [0, 1, 2], bad=[1])
    assert told(found, "a") == [(1, "down"), (2, "ok")]
    assert causes(found, "a")[-1] == Recovered(0, Own(2, "bad", "ok"))


def test_it_stays_down_until_when_holds_and_the_cause_is_waiting() -> None:
    a = service("a", fails_when="bad", recovers=Recovery(when="started", after=9 * MINUTE))
    found = story([a], [0, 1, 2, 5], bad=[1], started=[3])
    assert told(found, "a") == [(1, "down"), (5, "recovering"), (14, "ok")]
    assert causes(found, "a")[1:] == [
        Waiting(0, "started", Own(2, "bad", "ok")),
        Recovering(1, 14 * MINUTE, Own(3, "started", "ok")),
        Recovered(2, None),
    ]


def test_when_is_a_level_judged_from_then_on() -> None:
    a = service("a", fails_when="bad", recovers=Recovery(when="started", after=9 * MINUTE))
    assert told(story([a], [0, 1, 2], bad=[1], started=[0, 1, 2]), "a")[1] == (2, "recovering")
    assert told(story([a], [0, 1, 2, 3], bad=[1, 2], started=[2]), "a") == [(1, "down")]


def test_when_need_not_go_on_holding() -> None:
    a = service("a", fails_when="bad", recovers=Recovery(when="started", after=9 * MINUTE))
    assert told(story([a], [0, 1, 2, 3], bad=[1], started=[2]), "a") == [(1, "down"), (2, "recovering"), (11, "ok")]


def test_backlog_is_a_share_of_the_time_from_leaving_ok_to_the_beginning_of_the_recovery() -> None:
    a = service(
        "a",
        fails_when="bad",
        degraded_when="slow",
        recovers=Recovery(when="started", after=MINUTE, backlog=0.5),
    )
    found = story([a], [0, 10, 20, 30, 50], slow=[1, 2], bad=[2], started=[4])
    assert told(found, "a") == [(10, "degraded"), (20, "down"), (50, "recovering"), (71, "ok")]


def test_never_means_never() -> None:
    found = story([service("a", fails_when="bad", recovers=Recovery(never=True))], [0, 1, 2], bad=[1])
    assert told(found, "a") == [(1, "down")]
    assert causes(found, "a")[-1] == Waiting(0, "", Own(2, "bad", "ok"))


def test_down_again_ends_the_recovery_and_the_time_away_goes_on() -> None:
    a = service("a", fails_when="bad", recovers=Recovery(after=9 * MINUTE, backlog=1))
    assert told(story([a], [0, 1, 2, 3, 5], bad=[1, 3]), "a") == [
        (1, "down"),
        (2, "recovering"),
        (3, "down"),
        (5, "recovering"),
        (18, "ok"),
    ]


def test_degraded_again_does_not_end_the_recovery() -> None:
    a = service("a", fails_when="bad", degraded_when="slow", recovers=Recovery(after=9 * MINUTE))
    found = story([a], [0, 1, 2, 3, 4], bad=[1], slow=[3])
    assert told(found, "a")[1:] == [(2, "recovering"), (3, "degraded"), (4, "recovering"), (11, "ok")]


def test_recovers_on_a_need_replaces_the_services_own() -> None:
    b = service("b", need("a", recovers=Recovery(after=20 * MINUTE)), fails_when="own", recovers=Recovery(after=MINUTE))
    found = story([service("a", fails_when="bad"), b], [0, 1, 2, 50, 60], bad=[1], own=[3])
    assert told(found, "b") == [
        (1, "down"),
        (2, "recovering"),
        (22, "ok"),
        (50, "down"),
        (60, "recovering"),
        (61, "ok"),
    ]


def test_recovers_on_a_need_that_let_go_earlier_does_not_count() -> None:
    b = service("b", need("a", recovers=Recovery(after=20 * MINUTE)), fails_when="own", recovers=Recovery(after=MINUTE))
    found = story([service("a", fails_when="bad"), b], [0, 1, 2, 3], bad=[1], own=[1, 2])
    assert told(found, "b") == [(1, "down"), (3, "recovering"), (4, "ok")]


def test_of_several_the_longest_counts() -> None:
    b = service("b", need("a", recovers=Recovery(after=20 * MINUTE)), need("c", recovers=Recovery(after=5 * MINUTE)))
    a, c = service("a", fails_when="bad"), service("c", fails_when="bad")
    assert told(story([a, c, b], [0, 1, 2], bad=[1]), "b") == [(1, "down"), (2, "recovering"), (22, "ok")]


# --- one instant ------------------------------------------------------------------------------------------------------


def test_a_hand_over_within_one_instant_is_no_break() -> None:
    a = service("a", "x", "y")
    x, y = service("x", fails_when="bad"), service("y", fails_when="worse")
    b = service("b", need("a", after=5 * MINUTE))
    found = story([x, y, a, b], [0, 1, 4, 4], bad=[1], worse=[3])
    assert told(found, "b") == [(6, "down")]


def test_two_moves_at_one_instant_are_both_shown() -> None:
    found = story([service("a", fails_when="bad"), service("b", "a")], [0, 0, 0], bad=[1])
    assert [(change.step, change.service, change.status) for change in found.changes] == [
        (1, "a", "down"),
        (1, "b", "down"),
        (2, "a", "ok"),
        (2, "b", "ok"),
    ]


def test_only_with_the_last_move_of_an_instant_is_time_compared() -> None:
    a = service("a", fails_when="bad", recovers=Recovery(after=9 * MINUTE))
    found = story([a, service("b", need("a", after=5 * MINUTE))], [0, 1, 6, 6, 15, 15], bad=[1, 2])
    assert told(found, "b") == []
    assert [change.step for change in found.changes if change.status == "ok"] == [5]


def test_dependencies_are_settled_before_dependents_whatever_the_order_in_the_file() -> None:
    found = story([service("c", "b"), service("b", "a"), service("a", fails_when="bad")], [0, 1], bad=[1])
    assert [change.service for change in found.changes] == ["a", "b", "c"]


def test_a_need_that_fell_and_one_that_let_go_at_the_same_instant_keep_it_down_with_a_new_cause() -> None:
    x, y = service("x", fails_when="bad"), service("y", fails_when="worse")
    found = story([x, y, service("a", "x", "y", recovers=Recovery(after=MINUTE))], [0, 1, 2, 3], bad=[1], worse=[2])
    assert [change.status for change in found.changes if change.service == "a"] == ["down", "down", "recovering", "ok"]
    assert [cause.need for cause in causes(found, "a") if isinstance(cause, FromNeed)] == [0, 1]


def test_a_cycle_never_keeps_itself_down_and_is_listed() -> None:
    a, b = service("a", "b", fails_when="bad"), service("b", "a")
    found = story([service("x"), a, b, service("c", "b")], [0, 1, 2], bad=[1])
    assert told(found, "a") == told(found, "b") == told(found, "c") == [(1, "down"), (2, "ok")]
    assert found.cycles == (("a", "b"),)


def test_a_service_that_needs_itself_is_a_cycle() -> None:
    found = story([service("a", "a", fails_when="bad")], [0, 1, 2], bad=[1])
    assert told(found, "a") == [(1, "down"), (2, "ok")]
    assert found.cycles == (("a",),)


def test_a_cycle_waits_to_be_started_where_it_says_so() -> None:
    a, b = service("a", "b", fails_when="bad", recovers=Recovery(when="started")), service("b", "a")
    found = story([a, b], [0, 1, 2, 3], bad=[1], started=[3])
    assert told(found, "a") == told(found, "b") == [(1, "down"), (3, "ok")]


def test_services_of_a_cycle_with_different_starters_wait_for_one_another() -> None:
    a = service("a", "b", fails_when="bad", recovers=Recovery(when="first"))
    b = service("b", "a", recovers=Recovery(when="second"))
    found = story([a, b], [0, 1, 2, 3, 4], bad=[1], first=[3, 4], second=[4])
    assert told(found, "a") == told(found, "b") == [(1, "down"), (4, "ok")]


def test_a_cycle_of_degraded_services_lets_go_of_itself_too() -> None:
    a, b = service("a", need("b", kind="soft"), degraded_when="slow"), service("b", need("a", kind="soft"))
    found = story([a, b], [0, 1, 2], slow=[1])
    assert told(found, "a") == told(found, "b") == [(1, "degraded"), (2, "ok")]


def test_a_chain_of_thousands_needs_no_recursion() -> None:
    names = [f"s{i}" for i in range(3000)]
    chained = [service(name, before) for before, name in pairwise(names)]
    found = story([*reversed(chained), service("s0", fails_when="bad")], [0, 1], bad=[1])
    assert [change.service for change in found.changes] == names
    assert len(chain(found, "s2999", MINUTE, 1)) == 3000


# --- limits -----------------------------------------------------------------------------------------------------------


def test_moments_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order of time"):
        story([service("a")], [3, 2])


def test_a_recovery_that_hurts_itself_stops_the_spread_and_says_so() -> None:
    a = service("a", need("a", during_recovery=True), fails_when="bad", recovers=Recovery(after=MINUTE))
    assert "recovery" in story([a], [0, 1, 2], bad=[1]).stopped


def test_a_limit_of_changes_stops_the_spread_and_says_so() -> None:
    scenario = Scenario(format=1, title="t", services=(service("a", fails_when="bad"),))
    moments = [Moment(step, step) for step in range(100)]
    found = spread(scenario, moments, lambda _: [step % 2 == 1 for step in range(100)], limit=20)
    assert "20" in found.stopped
    assert len(found.changes) < 20


def test_no_services_and_no_moments_make_an_empty_spread() -> None:
    assert story([], [0]).changes == ()
    assert story([service("a")], []) == Spread((), (), 0, {}, "")
