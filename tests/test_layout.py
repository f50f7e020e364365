"""Where services stand: at once and better later, the same every time, never on top of each other."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from outage_gui.model.files import load
from outage_gui.model.scenario import Group, Need, Position, Scenario, Service, Source
from outage_gui.workbench.frame import Stage
from outage_gui.workbench.layers import placed
from outage_gui.workbench.layout import Layout, laid_out, with_position
from outage_gui.workbench.layout_worker import best
from outage_gui.workbench.rating import rated
from outage_gui.workbench.routes import route
from outage_gui.workbench.shipped import flagship
from outage_gui.workbench.sketch import Area, Sketch, digest, places_from, sketch_from, text_of
from outage_gui.workbench.stage import sketch_of, span, staged


def service(name: str, group: str = "", *needs: Need) -> Service:
    return Service(name=name, label=name.title(), group=group, needs=needs)


def needs(*names: str, **more: object) -> Need:
    return Need(services=names, **more)


SHOP = Scenario(
    format=1,
    title="Shop",
    sources=(Source(name="report", title="Incident report"),),
    groups=(Group(name="cloud", label="Cloud"), Group(name="data", inside="cloud"), Group(name="people")),
    services=(
        service("shop", "cloud", needs("database", after=300_000, why="leases run out", source=("report",))),
        service("database", "data", needs("disk")),
        service("disk", "data"),
        service("customers", "people", needs("shop", kind="soft"), needs("database", kind="soft")),
        service("clock"),
    ),
)


@some.composite
def sketches(draw: some.DrawFn) -> Sketch:
    """Boxes in nested groups, arrows any which way, cycles and loners too."""
    groups = tuple(
        (draw(some.integers(-1, index - 1)), draw(some.integers(40, 300))) for index in range(draw(some.integers(0, 6)))
    )
    count = draw(some.integers(1, 25))
    one_box = some.tuples(some.integers(60, 200), some.integers(30, 60), some.integers(-1, len(groups) - 1))
    boxes = tuple(draw(some.lists(one_box, min_size=count, max_size=count)))
    ends = some.tuples(some.integers(0, count - 1), some.integers(0, count - 1)).filter(lambda pair: pair[0] != pair[1])
    return Sketch(boxes, groups, tuple(draw(some.lists(ends, max_size=40, unique=True))))


def overlap(a: Area, b: Area) -> bool:
    apart = a[0] + a[2] <= b[0] + 0.01 or b[0] + b[2] <= a[0] + 0.01
    return not (apart or a[1] + a[3] <= b[1] + 0.01 or b[1] + b[3] <= a[1] + 0.01)


def within(inner: Area, outer: Area) -> bool:
    right, bottom = outer[0] + outer[2] + 0.01, outer[1] + outer[3] + 0.01
    return (
        inner[0] >= outer[0] - 0.01
        and inner[1] >= outer[1] - 0.01
        and inner[0] + inner[2] <= right
        and inner[1] + inner[3] <= bottom
    )


@given(sketches())
@settings(max_examples=60, deadline=None)
def test_no_box_lies_on_another_and_each_lies_in_its_frame_and_in_no_other(sketch: Sketch) -> None:
    places = placed(sketch)
    for number, area in enumerate(places.boxes):
        assert not any(overlap(area, other) for other in places.boxes[:number])
        group, inside = sketch.boxes[number][2], set()
        while group != -1:
            assert within(area, places.groups[group])
            inside.add(group)
            group = sketch.groups[group][0]
        assert not any(
            overlap(area, frame) for index, frame in enumerate(places.groups) if frame[2] and index not in inside
        )
        assert within(area, places.size)


@given(sketches())
@settings(max_examples=30, deadline=None)
def test_the_same_question_gives_the_same_answer_and_survives_its_text(sketch: Sketch) -> None:
    places = placed(sketch)
    assert places == placed(sketch_from(text_of(sketch)))
    assert places_from(text_of(places), sketch) == places


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[[],[],[],[0,0,1,1]]",
        "[[[0,0,1,NaN]],[],[],[0,0,1,1]]",
        "[[[0,0,1,1e308]],[],[],[0,0,1,1]]",
        "[" * 9000,
    ],
)
def test_a_torn_or_foreign_answer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        places_from(text, Sketch(((10, 10, -1),), (), ()))


def test_causes_stand_left_of_what_they_break() -> None:
    chain = Sketch(((100, 50, -1),) * 4, (), ((2, 0), (0, 3), (3, 1)))
    lefts = [area[0] for area in placed(chain).boxes]
    assert lefts[2] < lefts[0] < lefts[3] < lefts[1]


def test_a_cycle_and_a_chain_of_thousands_are_placed_without_recursion() -> None:
    count = 3000
    chain = Sketch(((100, 50, -1),) * count, (), tuple((n, (n + 1) % count) for n in range(count)))
    assert len(placed(chain).boxes) == count
    nest = Sketch(((100, 50, 1499),), tuple((n - 1, 50) for n in range(1500)), ())
    assert within(placed(nest).boxes[0], placed(nest).groups[0])


def test_groups_in_a_circle_are_placed_all_the_same() -> None:
    ring = SHOP.model_copy(update={"groups": (Group(name="cloud", inside="data"), Group(name="data", inside="cloud"))})
    stage = staged(ring, placed(sketch_of(ring)), provisional=True)
    assert {region.name: region.depth for region in stage.groups} == {"cloud": 1, "data": 0, "people": 0}


def test_graphviz_leads_arrows_round_boxes() -> None:
    wall = Sketch(((100, 50, -1),) * 5, (), ((0, 1), (1, 2), (2, 3), (3, 4), (0, 4), (0, 3)))
    assert rated(wall, best(wall)) < rated(wall, placed(wall))


def test_all_needs_between_two_services_are_one_arrow_that_tells_why() -> None:
    stage = staged(SHOP, placed(sketch_of(SHOP)), provisional=True)
    ends = [(arrow.source, arrow.target) for arrow in stage.arrows]
    assert ends == [("database", "shop"), ("disk", "database"), ("shop", "customers"), ("database", "customers")]
    first = stage.arrows[0]
    assert first.why.splitlines() == [
        "Shop needs Database",
        "hard: fails with it; after 5 min; leases run out; source: Incident report",
    ]
    assert (first.delayed, first.soft, first.assumed) == (True, False, False)
    assert (stage.arrows[2].soft, stage.arrows[2].assumed) == (True, True)


def test_a_redundancy_gives_each_member_an_arrow() -> None:
    cluster = SHOP.model_copy(
        update={"services": (service("a"), service("b"), service("c", "", needs("a", "b", at_least=1)))}
    )
    stage = staged(cluster, placed(sketch_of(cluster)), provisional=True)
    assert [(arrow.source, arrow.redundant) for arrow in stage.arrows] == [("a", True), ("b", True)]
    assert "at least 1 of 2" in stage.arrows[0].why


def test_an_empty_scenario_has_an_empty_stage(tmp_path: Path) -> None:
    layout = Layout(folder=tmp_path)
    stage = layout.stage(Scenario(format=1, title="Nothing"))
    assert stage.boxes == stage.arrows == ()
    assert not stage.provisional


@pytest.mark.parametrize(("ms", "text"), [(0, "0 s"), (300_000, "5 min"), (5_400_000, "1 h 30 min"), (250, "250 ms")])
def test_spans_are_told_in_two_units(ms: int, text: str) -> None:
    assert span(ms) == text


@given(some.tuples(*[some.integers(-500, 500)] * 4))
def test_a_plain_route_is_one_cubic_from_edge_to_edge(spots: tuple[int, int, int, int]) -> None:
    a, b = (float(spots[0]), float(spots[1]), 100.0, 50.0), (float(spots[2]), float(spots[3]), 100.0, 50.0)
    points = route(a, b)
    assert len(points) == 4
    assert within((*points[0], 0, 0), a)
    assert within((*points[-1], 0, 0), b)


# --- the worker, the cache, saved positions -----------------------------------------------------------------------


@pytest.fixture
def layout(tmp_path: Path) -> Iterator[Layout]:
    made = Layout(folder=tmp_path / "kept", limit=20.0)
    yield made
    made.close()


def finished(layout: Layout, limit: float = 20.0) -> Stage:
    until = time.monotonic() + limit
    while time.monotonic() < until:
        stage = layout.poll()
        if stage is not None:
            return stage
        time.sleep(0.01)
    raise AssertionError("the worker has not answered")


def test_a_stage_is_there_at_once_and_a_better_one_comes_once(layout: Layout) -> None:
    first = layout.stage(SHOP)
    assert first.provisional
    final = finished(layout)
    assert not final.provisional
    assert layout.poll() is None
    assert layout.stage(SHOP) is final


def test_the_next_start_opens_with_the_final_layout(layout: Layout, tmp_path: Path) -> None:
    layout.stage(SHOP)
    final = finished(layout)
    again = Layout(folder=tmp_path / "kept")
    assert again.stage(SHOP) == final
    again.close()


def test_a_torn_file_in_the_cache_is_as_good_as_none(layout: Layout, tmp_path: Path) -> None:
    kept = tmp_path / "kept" / f"{digest(sketch_of(SHOP))}.json"
    kept.parent.mkdir()
    kept.write_text('[[["x"', encoding="utf-8")
    assert layout.stage(SHOP).provisional
    finished(layout)
    assert places_from(kept.read_text(encoding="utf-8"), sketch_of(SHOP))


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    layout = Layout(folder=tmp_path / "file" / "inside", limit=20.0)
    layout.stage(SHOP)
    assert not finished(layout).provisional
    layout.close()


def test_a_worker_that_does_not_answer_in_time_leaves_our_own_places(tmp_path: Path) -> None:
    layout = Layout(folder=tmp_path, limit=0.0)
    first = layout.stage(SHOP)
    final = finished(layout)
    assert final == first._replace(provisional=False)
    assert layout.stage(SHOP) is final
    layout.close()


def test_a_killed_worker_is_replaced_at_the_next_question(layout: Layout) -> None:
    layout.stage(SHOP)
    layout._worker.stop()
    assert not finished(layout).provisional
    layout.stage(SHOP.model_copy(update={"services": SHOP.services[:3]}))
    assert len(finished(layout).boxes) == 3


def test_the_worker_ends_and_cleans_up_when_its_parent_is_gone(tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    command = [sys.executable, "-m", "outage_gui.workbench.layout_worker", str(letters)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=Path(__file__).parent.parent) as worker:
        worker.communicate(timeout=60)
    assert worker.returncode == 0
    assert not letters.exists()


def test_a_dragged_box_stands_where_it_was_put_and_nothing_else_moves(layout: Layout) -> None:
    layout.stage(SHOP)
    before = finished(layout)
    after = layout.moved(SHOP, "disk", 900.0, -80.0)
    places = {box.name: box.place for box in after.boxes}
    assert (places["disk"].x + places["disk"].width / 2, places["disk"].y + places["disk"].height / 2) == (900.0, -80.0)
    assert {box.name: box.place for box in before.boxes if box.name != "disk"}.items() <= places.items()
    assert after.arrows[0] == before.arrows[0]
    assert after.arrows[1].route != before.arrows[1].route
    assert not after.provisional
    frame = next(region.place for region in after.groups if region.name == "data")
    assert within(places["disk"], frame)
    assert within(places["disk"], after.size)


def test_a_fix_that_changes_dependencies_moves_no_box(layout: Layout) -> None:
    layout.stage(SHOP)
    before = finished(layout)
    extra = SHOP.services[4].model_copy(update={"needs": (needs("disk"),)})
    after = layout.stage(SHOP.model_copy(update={"services": (*SHOP.services[:4], extra)}))
    assert (after.boxes, after.groups) == (before.boxes, before.groups)
    assert after.arrows[:-1] == before.arrows
    assert layout.stage(SHOP) == before


def test_a_second_drag_of_the_same_box_replaces_the_first() -> None:
    twice = with_position(with_position(SHOP, "disk", 1.0, 2.0), "disk", 3.0, 4.0)
    assert twice.layout == (Position(service="disk", x=3.0, y=4.0),)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 1e308])
def test_an_absurd_saved_position_is_not_followed(bad: float) -> None:
    places = placed(sketch_of(SHOP))
    assert staged(with_position(SHOP, "disk", bad, 0.0), places, provisional=False) == staged(
        SHOP, places, provisional=False
    )


def test_laid_out_waits_for_the_final_picture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_, **__: str(tmp_path))
    assert not laid_out(SHOP, limit=20.0).provisional
    assert json.loads((tmp_path / "layouts" / f"{digest(sketch_of(SHOP))}.json").read_text(encoding="utf-8"))


def test_the_flagship_is_shipped_with_its_layout(tmp_path: Path) -> None:
    layout = Layout(folder=tmp_path)
    stage = layout.stage(load(flagship()).scenario)
    assert not stage.provisional, "its services changed: run python -m outage_gui.workbench.ship_layout"
    assert 1.4 <= stage.size.width / stage.size.height <= 2.6
    layout.close()
