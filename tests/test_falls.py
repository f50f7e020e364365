"""What else could fall: alone, by shape, by hand. Small systems with exact answers, then what the window says."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from outage_gui.engine.alone import Fragile, Hit
from outage_gui.engine.forced import Failure, forced
from outage_gui.engine.fragility import Choke, Slack, chokes, lates, slacks, start_order
from outage_gui.engine.spread import Moment, spread
from outage_gui.model.scenario import Recovery, Scenario, Service
from outage_gui.views.page import PagePanel
from outage_gui.views.service_menu import menu_of
from outage_gui.workbench.page_frame import Page
from outage_gui.workbench.theme import DARK
from outage_gui.workbench.workbench import Workbench
from tests.frames import Verbs
from tests.spread_cases import MINUTE, need, service

FLAGSHIP = Path(__file__).parent.parent / "scenarios" / "aws-2025-10-20-dynamodb-dns.yaml"


def system(*services: Service) -> Scenario:
    return Scenario(format=1, title="small", services=services)


def yes(text: str) -> bool:
    return True


CHAIN = system(
    service("dns"),
    service("store", "dns"),
    service("leases", need("store", after=5 * MINUTE)),
    service("shop", need("leases", kind="soft")),
    service("blog"),
)


def test_a_failure_alone_takes_with_it_what_hangs_on_it_each_after_its_delay() -> None:
    fall = Fragile(CHAIN, yes).alone("dns")
    assert fall.hits == (
        Hit("store", "down", 0, "dns"),
        Hit("leases", "down", 5 * MINUTE, "store"),
        Hit("shop", "degraded", 5 * MINUTE, "leases"),
    )
    assert (fall.down, fall.degraded) == (2, 1)


def test_what_stands_apart_takes_nothing_with_it() -> None:
    assert Fragile(CHAIN, yes).alone("blog").hits == ()


def test_own_conditions_of_others_play_no_part() -> None:
    two = system(service("a", fails_when="bad"), service("b", "a", fails_when="bad"), service("c", "b"))
    assert [hit.service for hit in Fragile(two, yes).alone("b").hits] == ["c"]


def test_one_of_three_is_missed_and_the_need_that_does_not_count_is_not_felt() -> None:
    trio = system(
        service("a"),
        service("b"),
        service("c"),
        service("front", need("a", "b", "c", at_least=2)),
        service("side", need("a", condition="direct")),
    )
    assert Fragile(trio, yes).alone("a").hits == (Hit("front", "degraded", 0, "a"), Hit("side", "down", 0, "a"))
    assert Fragile(trio, lambda text: False).alone("a").hits == (Hit("front", "degraded", 0, "a"),)


def test_every_service_is_looked_at_in_file_order() -> None:
    assert [fall.service for fall in Fragile(CHAIN, yes).each()] == ["dns", "store", "leases", "shop", "blog"]


def test_everything_behind_a_chokepoint_leads_through_it() -> None:
    diamond = system(service("a"), service("b", "a"), service("c", "a"), service("d", "b", "c"), service("e", "d"))
    assert chokes(diamond) == (Choke("a", ("b", "c", "d", "e")),)
    assert chokes(system(*diamond.services, service("x"), service("f", "e", "x"))) == chokes(diamond)


def test_slack_counts_who_is_not_down_and_the_tightest_comes_first() -> None:
    trio = system(
        service("a"), service("b"), service("c"), service("wide", need("a", "b", "c", at_least=1)),
        service("tight", need("a", "b", "c", at_least=3)),
    )  # fmt: skip
    told = slacks(trio, lambda name: "down" if name == "a" else "degraded")
    assert told == (Slack("tight", ("a", "b", "c"), 2, 3), Slack("wide", ("a", "b", "c"), 2, 1))
    assert [slack.spare for slack in told] == [-1, 1]


def test_an_order_to_start_in_has_needs_before_those_who_need_them_and_circles_in_one_round() -> None:
    circle = system(service("a"), service("b", "a", "c"), service("c", "b"), service("d", "c"))
    assert start_order(circle) == (("a",), ("b", "c"), ("d",))


def test_a_delay_that_ran_out_by_three_minutes_is_told_with_whom_it_would_have_spared() -> None:
    scenario = system(
        service("dns", fails_when="bad"), service("leases", need("dns", after=5 * MINUTE)), service("shop", "leases")
    )
    moments = [Moment(0, 0), Moment(MINUTE, 1), Moment(9 * MINUTE, 2)]
    truth = {"bad": [False, True, False]}
    found = spread(scenario, moments, truth.__getitem__)
    (late,) = lates(scenario, found, lambda changed: spread(changed, moments, truth.__getitem__))
    assert (late.service, late.cause, late.delay, late.sooner) == ("leases", "dns", 5 * MINUTE, 3 * MINUTE)
    assert late.saved == ("leases", "shop")


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_a_failure_by_hand_begins_at_its_instant_and_ends_never() -> None:
    moments = [Moment(0, 0), Moment(10 * MINUTE, 1)]
    truth = {"bad": [False, False]}
    found = forced(CHAIN, moments, truth.__getitem__, [Failure("store", 4 * MINUTE, 0)])
    told = [(change.service, change.at // MINUTE, change.status) for change in found.changes]
    assert told == [("store", 4, "down"), ("leases", 9, "down"), ("shop", 9, "degraded")]


def test_own_conditions_still_count_beside_a_failure_by_hand() -> None:
    one = system(service("a", fails_when="bad", recovers=Recovery(after=MINUTE)))
    moments = [Moment(0, 0), Moment(MINUTE, 1), Moment(2 * MINUTE, 2)]
    found = forced(one, moments, {"bad": [False, True, False]}.__getitem__, [Failure("a", 5 * MINUTE, 2)])
    assert [(change.at // MINUTE, change.status) for change in found.changes] == [
        (1, "down"), (2, "recovering"), (3, "ok"), (5, "down"),
    ]  # fmt: skip


@pytest.fixture
def workbench() -> "Workbench":
    made = Workbench()
    made.open(FLAGSHIP)
    return made


def settled(workbench: Workbench) -> Page:
    """All worked out."""
    workbench.show_page("falls")
    falls = workbench.frame.page
    assert falls is not None
    for _ in range(2_000):
        workbench.poll()
        if not workbench._pages.poll():
            break
    workbench.show_page("falls")
    falls = workbench.frame.page
    assert falls is not None
    assert not falls.doing
    return falls


def test_the_flagship_hangs_on_its_endpoint(workbench: Workbench) -> None:
    parts = {part.title: part.rows for part in settled(workbench).parts}
    assert [row.service for row in parts["Takes most with it"][:3]] == ["route-53", "root-alias", "dynamodb"]
    assert parts["How near it was"][0].service == "droplet-state-checks"
    workbench.close()


def test_the_chosen_service_is_asked_about_and_what_would_fall_is_lit(workbench: Workbench) -> None:
    workbench.show_page("falls")
    workbench.select("dynamodb")
    frame = workbench.frame
    assert frame.page is not None
    assert frame.why is not None
    assert frame.why.services == (frame.page.lit or frozenset()) | {frame.selected}
    assert len(frame.page.lit or ()) > 20
    workbench.close()


def test_failing_a_service_is_a_what_if_from_there_on_and_mending_takes_it_back(workbench: Workbench) -> None:
    recorded = workbench.frame.statuses
    workbench.step()
    workbench.fail_here("sts")
    index = [box.name for box in workbench.frame.stage.boxes].index("sts")
    assert workbench.frame.what_if
    assert workbench.frame.statuses[index] == "down"
    assert workbench.frame.failed == {index}
    workbench.select("sts")
    assert workbench.frame.why is not None
    assert "failed by hand" in workbench.frame.why.sentence
    workbench.back()
    assert not workbench.frame.what_if
    assert workbench.frame.statuses == recorded
    workbench.mend(None)
    workbench.step()
    assert workbench.frame.statuses[index] == "ok"
    assert not workbench.frame.failed
    workbench.close()


def test_another_run_knows_nothing_of_a_failure_by_hand(workbench: Workbench) -> None:
    workbench.fail_here("sts")
    other = next(run.name for run in workbench.frame.runs if not run.on)
    workbench.show_run(other)
    assert not workbench.frame.failed
    workbench.close()


def test_a_click_on_a_row_chooses_fails_and_mends(qtbot: QtBot) -> None:
    workbench, verbs = Workbench(), Verbs()
    workbench.open(FLAGSHIP)
    workbench.show_page("falls")
    workbench.select("dynamodb")
    panel = PagePanel(verbs, 372)  # type: ignore[arg-type]  # remembers the calls
    qtbot.addWidget(panel)
    panel.draw(workbench.frame, DARK)
    for section in panel.parts[:2]:
        section.buttons()[0].click()
    assert verbs.calls == [("fail_here", "dynamodb"), ("select", "operator-tools")]
    workbench.close()


def test_the_menu_of_a_service_asks_and_fails(qtbot: QtBot) -> None:
    verbs = Verbs()
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    menu = menu_of(parent, verbs, "sts", "S&T")
    for action in menu.actions():
        action.trigger()
    assert menu.actions()[0].text() == "Why is S&&T as it is?"
    assert verbs.calls == [
        ("show_page", None), ("select", "sts"), ("show_page", "falls"), ("select", "sts"), ("fail_here", "sts"),
    ]  # fmt: skip
