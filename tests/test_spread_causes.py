"""What a spread can be asked, and what holds for all spreads: against a slow reading of the format, and of itself."""

from collections.abc import Callable
from itertools import groupby

from hypothesis import HealthCheck, Phase, given, settings

from outage_gui.engine.causes import Cause, FromNeed, Own, Recovered, chain, effects, statuses
from outage_gui.engine.spread import spread
from outage_gui.model.scenario import Recovery
from tests.slow.spread import spread as slow_spread
from tests.spread_cases import MINUTE, Case, cases, need, service, story

# --- causes -----------------------------------------------------------------------------------------------------------


def test_a_red_box_is_followed_back_to_one_move() -> None:
    a, b, c = service("a", fails_when="bad"), service("b", "a"), service("c", need("b", after=5 * MINUTE))
    found = story([a, b, c], [0, 1], bad=[1])
    why = chain(found, "c", 99 * MINUTE, 1)
    assert [change.service for change in why] == ["c", "b", "a"]
    assert why[-1].cause == Own(1, "bad", "down")


def test_a_chain_tells_the_cause_of_now_where_an_older_one_has_let_go() -> None:
    x, y = service("x", fails_when="bad"), service("y", fails_when="worse")
    found = story([x, y, service("a", "x", "y"), service("b", "a")], [0, 1, 2, 3], bad=[1, 2], worse=[2, 3])
    assert [change.service for change in chain(found, "b", 2 * MINUTE, 2)] == ["b", "a", "x"]
    assert [change.service for change in chain(found, "b", 3 * MINUTE, 3)] == ["b", "a", "y"]


def test_a_service_that_never_changed_has_no_chain() -> None:
    assert chain(story([service("a")], [0]), "a", 0, 0) == ()


def test_the_effects_of_a_move_are_all_that_follows_from_it() -> None:
    a, b = service("a", fails_when="bad"), service("b", "a", recovers=Recovery(after=MINUTE))
    found = story([a, b, service("c", fails_when="worse")], [0, 1, 2, 3], bad=[1, 2], worse=[2, 3])
    assert {(found.changes[i].service, found.changes[i].status) for i in effects(found, 1)} == {
        ("a", "down"),
        ("b", "down"),
    }
    assert {(found.changes[i].service, found.changes[i].status) for i in effects(found, 3)} == {
        ("a", "ok"),
        ("b", "recovering"),
        ("b", "ok"),
    }


# --- properties -------------------------------------------------------------------------------------------------------


def checked(count: int, test: Callable[[Case], None]) -> None:
    """Run a test on that many cases, the same ones every time."""
    settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        derandomize=True,
        database=None,
    )(given(cases())(test))()


def test_the_spread_agrees_with_the_format_read_out_loud(many: int) -> None:
    def agrees(case: Case) -> None:
        found = spread(case.scenario, case.moments, case.truth)
        names = [service.name for service in case.scenario.services]
        moments = [(moment.at, moment.step) for moment in case.moments]
        expected = slow_spread(case.scenario, moments, case.truth, found.end + 40)
        for at, step, shown in expected:
            assert dict(zip(names, statuses(found, names, at, step), strict=True)) == shown, (at, step)
        assert {(change.at, change.step) for change in found.changes} <= {(at, step) for at, step, _ in expected}

    checked(200 * many, agrees)


def test_every_chain_leads_down_to_a_move_or_the_start(many: int) -> None:
    def leads_down(case: Case) -> None:
        found = spread(case.scenario, case.moments, case.truth)
        for change in found.changes:
            for asked in case.scenario.services:
                links = chain(found, asked.name, change.at, change.step)
                assert not links or isinstance(root(links[-1].cause), Own)
                assert all(link.at <= change.at for link in links)
                in_force = links[: next((i for i, x in enumerate(links) if not isinstance(x.cause, FromNeed)), 0)]
                assert all(link.status in ("degraded", "down") for link in in_force)

    checked(60 * many, leads_down)


def test_statuses_at_any_playhead_are_the_changes_so_far(many: int) -> None:
    def folds(case: Case) -> None:
        found = spread(case.scenario, case.moments, case.truth)
        shown = dict.fromkeys((service.name for service in case.scenario.services), "ok")
        for (at, step), together in groupby(found.changes, key=lambda change: (change.at, change.step)):
            shown.update((change.service, change.status) for change in together)
            assert statuses(found, tuple(shown), at, step) == tuple(shown.values())
        assert [change.id for change in found.changes] == list(range(len(found.changes)))

    checked(60 * many, folds)


def test_every_change_is_the_effect_of_one_move_or_the_start(many: int) -> None:
    def has_a_move(case: Case) -> None:
        found = spread(case.scenario, case.moments, case.truth)
        of_moves = [effects(found, moment.step) for moment in case.moments]
        assert frozenset().union(*of_moves) == frozenset(change.id for change in found.changes)

    checked(60 * many, has_a_move)


def root(cause: Cause) -> Cause | None:
    return cause.freed if isinstance(cause, Recovered) else cause
