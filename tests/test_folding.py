"""Groups folded to one box, the graph cut to a neighbourhood, a grid for very many: all counted, none moved by time."""

from pathlib import Path

import pytest

from outage_gui.model.scenario import Group, Scenario
from outage_gui.workbench.course import Turn
from outage_gui.workbench.folding import Folding, reduced
from outage_gui.workbench.folds import MANY, gridded
from outage_gui.workbench.frame import Box, Rectangle, Stage
from outage_gui.workbench.workbench import Workbench
from tests.spread_cases import need, service

FLAGSHIP = Path(__file__).parent.parent / "scenarios" / "aws-2025-10-20-dynamodb-dns.yaml"
SMALL = Scenario(
    format=1,
    title="small",
    groups=(Group(name="inner", inside="outer"), Group(name="outer", label="Outer"), Group(name="other")),
    services=(
        service("a", group="inner"),
        service("b", need("a"), group="outer"),
        service("c", need("a", kind="soft"), need("b"), group="other"),
        service("d", need("c")),
    ),
)


def told(scenario: Scenario) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [(one.name, one.label, [(n.services[0], n.kind) for n in one.needs]) for one in scenario.services]


def test_a_folded_group_stands_for_all_in_it_and_its_arrows_for_all_they_hide() -> None:
    small = reduced(SMALL, Folding(frozenset({"outer"})))
    assert told(small.scenario) == [
        ("group:outer", "Outer (2)", []),
        ("c", "", [("group:outer", "hard")]),
        ("d", "", [("c", "hard")]),
    ]
    assert small.box_of == (0, 0, 1, 2)
    assert small.scenario.services[1].needs[0].why == "stands for 2 dependencies"
    assert small.hidden == "2 folded into 1 group"


def test_an_inner_group_folds_into_its_own_box_inside_the_outer_one() -> None:
    small = reduced(SMALL, Folding(frozenset({"inner"})))
    assert [one.name for one in small.scenario.services] == ["group:inner", "b", "c", "d"]
    assert small.scenario.services[0].group == "outer"


def test_what_is_farther_away_is_hidden_and_counted() -> None:
    small = reduced(SMALL, Folding(focus="d", hops=1))
    assert [one.name for one in small.scenario.services] == ["c", "d"]
    assert small.box_of == (-1, -1, 0, 1)
    assert small.hidden == "2 hidden, farther than 1 dependency from d"


@pytest.fixture
def workbench() -> Workbench:
    made = Workbench()
    made.open(FLAGSHIP)
    made.seek_text("2025-10-20T07:30Z")
    return made


def test_a_folded_box_is_as_bad_as_its_worst_and_tells_how_many(workbench: Workbench) -> None:
    whole = workbench.frame
    workbench.fold_all(True)
    frame = workbench.frame
    assert [box.name for box in frame.stage.boxes] == ["group:aws", "group:customers"]
    assert frame.statuses == ("down", "down")
    assert frame.details[0].startswith("22 down, ")
    assert sum(count for _, count in frame.tally) == len(whole.stage.boxes)
    assert frame.stage.hidden == f"{len(whole.stage.boxes)} folded into 2 groups"
    assert [(arrow.source, arrow.target) for arrow in frame.stage.arrows] == [("group:aws", "group:customers")]
    assert frame.hurting == ("down",)
    workbench.fold_all(False)
    assert workbench.frame.stage == whole.stage
    workbench.close()


def test_a_click_on_a_folded_group_unfolds_it(workbench: Workbench) -> None:
    workbench.fold_all(True)
    workbench.select("group:customers")
    names = {box.name for box in workbench.frame.stage.boxes}
    assert "netflix" in names
    assert "group:aws" in names
    workbench.close()


def test_the_chain_stays_lit_where_it_runs_through_folded_groups(workbench: Workbench) -> None:
    workbench.select("slack")
    whole = workbench.frame.why
    workbench.fold("aws")
    why, frame = workbench.frame.why, workbench.frame
    assert whole is not None
    assert why is not None
    assert why.hops == whole.hops
    assert {frame.stage.boxes[box].name for box in why.services} == {"group:aws", "slack"}
    assert len(why.arrows) == 1
    workbench.close()


def test_stepping_moves_no_box_of_a_folded_graph(workbench: Workbench) -> None:
    workbench.fold("aws")
    stage = workbench.frame.stage
    for _ in range(5):
        workbench.step()
    assert workbench.frame.stage == stage
    workbench.close()


def test_near_the_chosen_service_means_both_ways(workbench: Workbench) -> None:
    workbench.select("dynamodb")
    workbench.focus(1)
    names = {box.name for box in workbench.frame.stage.boxes}
    assert {"dynamodb", "root-alias", "lambda-api"} <= names
    assert "route-53" not in names
    assert "hidden, farther than 1 dependency from DynamoDB" in workbench.frame.stage.hidden
    workbench.focus(0)
    assert not workbench.frame.stage.hidden
    workbench.close()


def test_a_folded_group_cannot_be_dragged(workbench: Workbench) -> None:
    workbench.fold("aws")
    workbench.move_box("group:aws", 10, 10)
    assert "folded group" in workbench.frame.notice
    assert not workbench.frame.unsaved
    workbench.close()


def test_a_grid_has_the_worst_first_and_says_what_is_not_drawn() -> None:
    boxes = tuple(Box(f"s{n}", f"s{n}", "", "", Rectangle(0, 0, 1, 1), "", False) for n in range(MANY + 1))
    stage = Stage(boxes, (), (), Rectangle(0, 0, 1, 1), False, "")
    made = gridded(stage, (Turn(1, 1, 9, 2), Turn(2, 1, 7, 3), Turn(3, 1, 8, 3), Turn(4, 1, 7, 0)))
    first = sorted(made.boxes, key=lambda box: (box.place.y, box.place.x))[:4]
    assert [box.name for box in first] == ["s7", "s8", "s9", "s0"]
    assert len({box.place for box in made.boxes}) == MANY + 1
    assert made.hidden == "0 dependencies not drawn"


def test_very_many_services_open_in_their_groups(tmp_path: Path) -> None:
    lines = [f"  s{n}: {{group: g{n % 20}, needs: [{f's{n - 20}' if n >= 20 else ''}]}}" for n in range(MANY + 1)]
    file = tmp_path / "many.yaml"
    groups = ", ".join(f"g{n}: {{}}" for n in range(20))
    file.write_text(f"format: 1\ntitle: Many\ngroups: {{{groups}}}\nservices:\n" + "\n".join(lines), encoding="utf-8")
    workbench = Workbench()
    workbench.open(file)
    assert len(workbench.frame.stage.boxes) == 20
    workbench.fold_all(False)
    assert len(workbench.frame.stage.boxes) == MANY + 1
    assert "dependencies not drawn" in workbench.frame.stage.hidden
    workbench.close()
