"""What was known when, who fell and came back in which order, what it cost, what was recorded, what is not shown."""

from pathlib import Path

import pytest

from outage_gui.model.files import read
from outage_gui.workbench.caveats import caveats, lines
from outage_gui.workbench.costs import spent, stages
from outage_gui.workbench.course import Turn
from outage_gui.workbench.frame import Badge, Frame
from outage_gui.workbench.known import known_at, told
from outage_gui.workbench.page_frame import Page, PageKind
from outage_gui.workbench.playhead import Playhead
from outage_gui.workbench.recorded import beside
from outage_gui.workbench.tides import badges
from outage_gui.workbench.workbench import Workbench

FLAGSHIP = Path(__file__).parent.parent / "scenarios" / "aws-2025-10-20-dynamodb-dns.yaml"
RECORDED = """\
format: 1
title: Told by its record alone
zone: UTC
sources: {log: {title: The log}}
groups: {inner: {label: Inner, in: outer}, outer: {label: Outer}}
services:
  dns: {label: DNS, group: inner, impact: {users: 10, cost_per_minute: 2, currency: EUR, source: log}}
  shop: {label: Shop, group: outer, needs: [dns], impact: {users: 7}}
  blog: {label: Blog}
timeline:
  - {at: 2025-01-01T10:00Z, mark: started, status: {dns: down}, say: It breaks, source: log}
  - {at: [2025-01-01T10:04Z, 2025-01-01T10:06Z], mark: detected, status: {dns: down}, say: An alarm}
  - {at: 2025-01-01T10:30Z, mark: mitigated, status: {dns: degraded}, say: Half of it}
  - {at: 2025-01-01T11:00Z, mark: resolved, status: {dns: ok}, say: Over}
"""
RACED = """\
format: 1
title: Raced
zone: UTC
sources: {log: {title: The log}}
state: {broken: {type: bool, start: false}}
processes:
  p: {steps: [{step: spoil, do: broken = true}, {step: mend, do: broken = false}]}
services:
  dns: {label: DNS, fails_when: broken, impact: {users: 10, cost_per_minute: 2, currency: EUR, source: log}}
  shop: {label: Shop, needs: [{service: dns, after: 5m}], recovers: {after: 10m}, impact: {users: 7}}
  blog: {label: Blog}
timeline:
  - {at: 2025-01-01T10:00Z, mark: started, say: It breaks}
  - {at: 2025-01-01T10:02Z, status: {dns: down}, say: DNS is down}
  - {at: 2025-01-01T10:03Z, status: {blog: degraded}, say: The blog is slow}
  - {at: [2025-01-01T10:04Z, 2025-01-01T10:06Z], status: {shop: down}, say: The shop is down}
runs:
  day:
    schedule:
      - {move: p.spoil, at: 2025-01-01T10:00Z}
      - {move: p.mend, at: 2025-01-01T10:20Z}
"""
TEN = 1735725600000  # 2025-01-01T10:00Z
MINUTE = 60_000


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    file = tmp_path / "raced.yaml"
    file.write_text(RACED, encoding="utf-8")
    made = Workbench(reduced_motion=True)
    made.open(file)
    return made


def page(workbench: Workbench, kind: PageKind) -> Page:
    workbench.show_page(kind)
    found = workbench.frame.page
    assert found is not None
    return found


def rows(page: Page, part: str) -> list[tuple[str, str]]:
    return [(row.title, row.right) for one in page.parts if one.title == part for row in one.rows]


# --- what was known ---------------------------------------------------------------------------------------------------


def test_known_is_what_a_mark_has_told_at_the_end_of_its_range() -> None:
    entries = told(read(RECORDED, "r.yaml"))
    assert known_at(entries, ("dns", "shop"), TEN + 5 * MINUTE) == (None, None)
    assert known_at(entries, ("dns", "shop"), TEN + 6 * MINUTE) == ("down", None)
    assert known_at(entries, ("dns", "shop"), TEN + 45 * MINUTE) == ("degraded", None)


def test_where_no_mark_tells_a_status_every_record_counts_as_known() -> None:
    entries = told(read(RACED, "r.yaml"))
    assert known_at(entries, ("dns", "blog"), TEN + 3 * MINUTE) == ("down", "degraded")


def test_the_known_graph_says_what_was_told_and_marks_what_was(workbench: Workbench) -> None:
    workbench.seek(TEN + MINUTE)
    workbench.show_known(True)
    frame = workbench.frame
    assert frame.known
    assert frame.statuses == ("ok", "ok", "ok")
    assert frame.details[0] == "nothing known"
    assert frame.observed == ("down", None, None)
    workbench.seek(TEN + 3 * MINUTE)
    assert workbench.frame.statuses == ("down", "ok", "degraded")
    assert workbench.frame.observed == (None, None, "ok")
    workbench.show_known(False)
    assert workbench.frame.statuses == ("down", "ok", "ok")
    workbench.close()


def test_the_dashboards_of_the_flagship_name_the_database_late() -> None:
    workbench = Workbench()
    workbench.open(FLAGSHIP)
    workbench.show_known(True)
    names = [box.name for box in workbench.frame.stage.boxes]
    workbench.seek_text("2025-10-20T07:30Z")
    assert workbench.frame.statuses[names.index("dynamodb")] == "ok"
    workbench.seek_text("2025-10-20T08:30Z")
    assert workbench.frame.statuses[names.index("dynamodb")] == "down"
    workbench.close()


# --- the two waves ----------------------------------------------------------------------------------------------------


def test_numbers_tell_who_fell_and_who_came_back_in_which_order() -> None:
    turns = [Turn(1, 1, 5, 3), Turn(2, 1, 2, 2), Turn(3, 2, 5, 1), Turn(4, 2, 2, 0), Turn(5, 2, 5, 0), Turn(6, 3, 2, 3)]
    assert badges(turns, Playhead(2, 1)) == (Badge(5, 1, False), Badge(2, 2, False))
    assert badges(turns, Playhead(3, 2)) == (Badge(2, 1, False), Badge(5, 1, True))
    assert badges(turns, Playhead(5, 2)) == (Badge(2, 1, True), Badge(5, 2, True))
    assert badges(turns, Playhead(6, 3)) == (Badge(2, 1, False), Badge(5, 1, True))


def test_a_recovery_fills_up_while_it_lasts(workbench: Workbench) -> None:
    shares = []
    for minute in (19, 20, 25, 29, 30):
        workbench.seek(TEN + minute * MINUTE)
        shares.append(dict(workbench.frame.returning).get(1))
    assert shares == [None, 0.0, 0.5, 0.9, None]
    workbench.close()


def test_numbers_are_shown_where_motion_is_reduced_only(workbench: Workbench) -> None:
    workbench.seek(TEN + 6 * MINUTE)
    assert workbench.frame.badges == (Badge(0, 1, False), Badge(1, 2, False))
    workbench.reduced_motion = False
    workbench.seek(TEN + 6 * MINUTE)
    assert workbench.frame.badges == ()
    workbench.close()


def test_a_move_tells_each_service_it_brings_about(workbench: Workbench) -> None:
    workbench.select_block(1)
    why = workbench.frame.why
    assert why is not None
    assert [(hop.name, hop.status, hop.text.split(":", 2)[:2]) for hop in why.hops] == [
        ("dns", "down", ["10", "00"]),
        ("shop", "down", ["10", "05"]),
    ]
    workbench.close()


# --- recorded beside modelled -----------------------------------------------------------------------------------------


def test_each_recorded_change_is_put_beside_the_nearest_of_the_model(workbench: Workbench) -> None:
    found = [(one.service, one.status, one.modelled, one.apart) for one in beside(workbench._setting.replay)]
    assert found == [
        (0, "down", TEN, -2 * MINUTE),
        (2, "degraded", None, 0),
        (1, "down", TEN + 5 * MINUTE, 0),
    ]
    told = page(workbench, "record")
    assert rows(told, "The model says otherwise") == [("DNS", "−2 min")]
    assert rows(told, "Recorded, never so in the model") == [("Blog", "")]
    assert rows(told, "They agree to the minute") == [("Shop", "")]
    workbench.close()


def test_a_record_without_processes_replays_and_is_compared(tmp_path: Path) -> None:
    file = tmp_path / "recorded.yaml"
    file.write_text(RECORDED, encoding="utf-8")
    workbench = Workbench()
    workbench.open(file)
    frames: list[Frame] = []
    workbench.listen(frames.append)
    for _ in range(3):
        workbench.step()
    assert workbench.frame.observed[0] == "ok"
    assert "degraded" in [frame.observed[0] for frame in frames]
    assert page(workbench, "record").sentence.startswith("0 of 3 recorded changes")
    workbench.close()


# --- what it cost -----------------------------------------------------------------------------------------------------


def test_time_down_and_in_trouble_is_counted_until_now() -> None:
    turns = [Turn(10, 1, 0, 3), Turn(20, 2, 0, 2), Turn(50, 3, 0, 0)]
    assert spent(turns, 0, Playhead(15, 1)) == (5, 5)
    assert spent(turns, 0, Playhead(30, 2)) == (10, 20)
    assert spent(turns, 0, Playhead(90, 3)) == (10, 40)
    assert spent(turns, 1, Playhead(90, 3)) == (0, 0)


def test_stages_keep_the_range_of_an_uncertain_time(tmp_path: Path) -> None:
    file = tmp_path / "recorded.yaml"
    file.write_text(RECORDED, encoding="utf-8")
    workbench = Workbench()
    workbench.open(file)
    found = [(words, low, high) for words, low, high, _ in stages(workbench._setting.replay, TEN + 40 * MINUTE)]
    assert found == [
        ("Until it was detected", 4 * MINUTE, 6 * MINUTE),
        ("Until it was first mitigated", 30 * MINUTE, 30 * MINUTE),
    ]
    workbench.close()


def test_only_sourced_figures_are_counted(workbench: Workbench) -> None:
    workbench.seek(TEN + 10 * MINUTE)
    told = page(workbench, "cost")
    assert rows(told, "Cost so far, from sourced figures") == [
        ("DNS", "10 users, 10 min · 20 EUR"), ("Users × minutes, together", "100"), ("Money, together", "20 EUR"),
    ]  # fmt: skip
    assert rows(told, "Assumed figures, not counted above")[0] == ("Shop", "7 users, 5 min")
    workbench.close()


def test_groups_are_told_by_the_outermost_one(tmp_path: Path) -> None:
    workbench = Workbench()
    workbench.open(FLAGSHIP)
    workbench.end()
    assert dict(rows(page(workbench, "cost"), "Affected so far, by group")) == {
        "AWS": "37 of 39",
        "Customers": "13 of 14",
    }
    workbench.close()


# --- what is not shown ------------------------------------------------------------------------------------------------


def test_the_card_counts_what_the_file_does_not_say() -> None:
    workbench = Workbench()
    workbench.open(FLAGSHIP)
    scenario, card = workbench.document.scenario, caveats(workbench._setting.replay)
    bare = sum(not service.source for service in scenario.services)
    silent = sum(not entry.source for entry in scenario.timeline)
    told = "\n".join(lines(card))
    assert f"Without a source: {bare} of {len(scenario.services)} services" in told
    assert f"Without a source: {silent} of {len(scenario.timeline)} entries of the timeline" in told
    assert "Services never act back on the processes" in told
    workbench.close()


def test_a_file_that_says_everything_has_a_short_card(workbench: Workbench) -> None:
    told = list(lines(caveats(workbench._setting.replay)))
    assert not any("no recorded time" in line for line in told)
    assert any("Blog" in line for line in told)
    workbench.close()
