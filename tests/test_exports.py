"""Data exports: what they hold, what they refuse, and that a stranger's text stays text in each of them."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hostile_files import A_FILE, HOSTILE, hostile, scenario_saying
from markdown_it import MarkdownIt

from outage_gui.cli import main
from outage_gui.exporters.asked import Asked, Options
from outage_gui.exporters.plain import FORMULA, cell, dot_text, mermaid_text
from outage_gui.exporters.spelling import comment
from outage_gui.exporters.table import FORMATS

SCENARIOS = Path(__file__).parent.parent / "scenarios"
FLAGSHIP = SCENARIOS / "aws-2025-10-20-dynamodb-dns.yaml"
RACE = SCENARIOS / "lost-update.yaml"


def made(suffix: str, file: Path, **options: str) -> dict[str, str]:
    return dict(FORMATS[suffix].write(Asked(file, Options(**options), "model")))


# --- what they hold -----------------------------------------------------------------------------------------------


def test_json_holds_the_moves_the_changes_with_causes_and_how_the_services_stand() -> None:
    told = json.loads(made(".json", FLAGSHIP)[".json"])
    ids = {each["id"] for each in (*told["moves"], *told["statuses"])}
    assert len(told["moves"]) == 49
    assert all(change["cause"] in ids for change in told["statuses"])
    assert told["observed"][0]["at"] <= told["observed"][-1]["at"]
    assert {service["status"] for service in told["services"]} == {"ok", "degraded"}


def test_the_moment_decides_how_the_services_stand() -> None:
    healthy = json.loads(made(".json", FLAGSHIP, at="0")[".json"])
    red = json.loads(made(".json", FLAGSHIP, at="2025-10-20T06:50Z")[".json"])
    assert {service["status"] for service in healthy["services"]} == {"ok"}
    assert next(each for each in red["services"] if each["name"] == "dynamodb")["status"] == "down"
    assert red["at"] == {"at": "2025-10-19T23:50:00-07:00", "moves": 34}


def test_csv_has_each_event_once_in_the_order_of_time() -> None:
    told = json.loads(made(".json", FLAGSHIP)[".json"])
    rows = table(made(".csv", FLAGSHIP)[".csv"])
    assert len(rows) == len(told["moves"]) - 1 + len(told["statuses"]) + len(told["observed"])
    assert [row["kind"] for row in rows].count("observed") == len(told["observed"])
    times = [row["at"][:25] for row in rows]
    assert times == sorted(times)
    assert {row["cause"] for row in rows if row["kind"] == "status"} <= {row["id"] for row in rows} | {"m0"}


def test_csv_ends_at_the_moment_asked_for() -> None:
    rows = table(made(".csv", FLAGSHIP, at="27")[".csv"])
    assert rows[-1]["id"] != ""
    assert [row["id"] for row in rows if row["kind"] == "move"] == [f"m{number}" for number in range(1, 28)]


def table(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_dot_tells_each_status_by_shape_word_and_colour() -> None:
    graph = graph_of(made(".dot", FLAGSHIP, at="2025-10-20T06:50Z")[".dot"])
    down = next(node for node in graph.nodes() if "DynamoDB\\ndown" in node.attr["label"])
    assert down.attr["shape"] == "octagon"
    assert down.attr["color"] == "#c9302c"
    assert any(edge.attr["penwidth"] == "2" for edge in graph.edges())


def graph_of(text: str):  # type: ignore[no-untyped-def]
    pygraphviz = pytest.importorskip("pygraphviz")
    return pygraphviz.AGraph(string=text)


def test_mermaid_draws_the_graph_and_the_order_beside_it() -> None:
    parts = made(".mmd", FLAGSHIP, at="27")
    assert '[["Regional endpoint<br>down"]]' in parts[".mmd"]
    order = parts[".order.mmd"].splitlines()
    assert [line.split(":")[0] for line in order if ": 27. " in line] == ["  p3->>data"]
    assert not any(": 28. " in line for line in order)


def test_reading_and_writing_shared_data_are_arrows_from_it_and_to_it() -> None:
    order = made(".mmd", RACE)[".order.mmd"]
    assert order.count("data-->>") == 2
    assert order.count("->>data:") == 2
    assert "Billing is down" in order.splitlines()[-1]


def test_where_a_file_has_no_run_the_order_drawn_is_the_one_that_loses() -> None:
    order = made(".mmd", SCENARIOS / "aba.yaml")[".order.mmd"].splitlines()
    assert [line.split(": ")[1][:2] for line in order if "->>" in line] == ["1.", "2.", "3.", "4.", "5."]
    assert "Take the top if it is still the same" in order[-2]


def test_a_schedule_of_ones_own_is_marked_as_a_what_if() -> None:
    assert json.loads(made(".json", FLAGSHIP, schedule="planner.publish")[".json"])["what_if"] is True
    assert "what-if" in made(".dot", FLAGSHIP, schedule="planner.publish")[".dot"]


def test_where_a_run_no_longer_fits_its_processes_is_told(tmp_path: Path) -> None:
    file = tmp_path / "changed.yaml"
    text = RACE.read_text(encoding="utf-8")
    file.write_text(text.replace("worker.a.read, worker.b.read, ", "worker.a.read, worker.a.read, "), encoding="utf-8")
    assert json.loads(made(".json", file)[".json"])["stopped"]["move"] == 2
    assert table(made(".csv", file)[".csv"])[-1]["what"].startswith("the run stops at move 2, worker.a.read:")
    assert "the run stops at move 2" in made(".dot", file)[".dot"]


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_format_is_the_same_each_time_and_has_nothing_personal(suffix: str) -> None:
    parts = made(suffix, FLAGSHIP)
    assert parts == made(suffix, FLAGSHIP)
    assert not any(str(place) in text for text in parts.values() for place in (Path.home(), SCENARIOS.parent))


# --- what they refuse ---------------------------------------------------------------------------------------------


def test_nothing_is_written_over_unasked_not_even_beside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.order.mmd").write_text("mine", encoding="utf-8")
    assert main(["export", str(RACE), "-o", str(tmp_path / "x.mmd")]) == 2
    assert "x.order.mmd: is there already (--force replaces it)" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["x.order.mmd"]
    assert main(["export", str(RACE), "-o", str(tmp_path / "x.mmd"), "--force"]) == 0
    assert (tmp_path / "x.order.mmd").read_text(encoding="utf-8").startswith("sequenceDiagram")


def test_the_scenario_itself_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = tmp_path / "mine.json"
    scenario.write_bytes(RACE.read_bytes())
    assert main(["export", str(scenario), "-o", str(scenario), "--force"]) == 2
    assert "is the scenario itself" in capsys.readouterr().err
    assert scenario.read_bytes() == RACE.read_bytes()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--at", "99"], "There are 48 moves in this run, not 99."),
        (["--run", "as-it-hapened"], "there is no run 'as-it-hapened'"),
        (["--with", "nothing"], "nothing"),
        (["--schedule", "planner.publish, nobody.moves"], "the schedule stops at move 2"),
    ],
)
def test_what_is_not_there_is_refused_with_a_reason(
    options: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(FLAGSHIP), "-o", str(tmp_path / "x.csv"), *options]) == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_model_of_every_order_has_no_moment(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(RACE), "-o", str(tmp_path / "x.pml"), "--at", "1"]) == 2
    assert ".pml holds every order" in capsys.readouterr().err


# --- hostile text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", [cell, comment, dot_text, mermaid_text])
def test_what_the_loader_refuses_comes_through_no_writer_either(written: Callable[[str], str]) -> None:
    """Control characters, bidi marks, line separators, halves of letters: in case one ever gets that far."""
    for letter in [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u2028\u202e\u2066\ufeff\ud800\ue000"]:
        assert letter not in written(f"a{letter}b")
        assert letter not in written(f"{letter}=1")


@pytest.mark.parametrize("first", range(0, HOSTILE, A_FILE))
def test_a_strangers_text_stays_text_in_every_format(first: int, tmp_path: Path) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_text(scenario_saying(hostile(first, A_FILE)), encoding="utf-8")
    for suffix in FORMATS:
        for part, text in made(suffix, file).items():
            assert not [c for c in text.lstrip("\ufeff") if unicodedata.category(c) in ("Cc", "Cf") and c not in "\r\n"]
            JUDGES[part](text)


def harmless_json(text: str) -> None:
    assert text.isascii()
    assert len(json.loads(text)["services"]) == 20


def harmless_csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert {len(row) for row in rows} == {12}
    assert not [cell for row in rows for cell in row if cell[:1] and cell[0] in FORMULA]


def harmless_dot(text: str) -> None:
    graph = graph_of(text)
    assert len(graph.nodes()) == 20
    assert len(graph.edges()) == 19
    assert set(graph.node_attr.keys()) <= {"label", "shape", "color", "fillcolor", "fontname", "style", "fontcolor"}
    assert "<" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", text)  # outside quotes it would begin markup


QUOTED = r'"(?:[^"<>`%{}\[\]|;#]|<br>|#\d+;)*"'
GRAPH_LINE = re.compile(
    rf"flowchart LR|acc(?:Title|Descr): [^%<>{{}}\"]*|s\d+(?:\[|\{{\{{|\[\[|\(\[){QUOTED}(?:\]|\}}\}}|\]\]|\]\))"
    rf"|subgraph g\d+\[{QUOTED}\]|end|s\d+ (?:-->|-\.->)(?:\|{QUOTED}\|)? s\d+"
    r"|linkStyle \d+ stroke:#\w{6},stroke-width:3px|classDef \w+ fill:#\w{6},stroke:#\w{6},color:#\w{6}"
    r"|style g\d+ fill:none,stroke:#\w{6}|class s\d+(?:,s\d+)* \w+"
)
SAID = r"(?:[^\"<>`%{}\[\]|;#\n]|#\d+;)*"
ORDER_LINE = re.compile(
    rf"sequenceDiagram|accTitle: {SAID}|participant (?:p\d+|data) as {SAID}"
    rf"|(?:p\d+->>(?:p\d+|data)|data-->>p\d+|Note over data): {SAID}"
)


def harmless_graph(text: str) -> None:
    assert not [line for line in text.splitlines() if not GRAPH_LINE.fullmatch(line.strip())]


def harmless_order(text: str) -> None:
    assert not [line for line in text.splitlines() if not ORDER_LINE.fullmatch(line.strip())]
    assert not re.search(r"\bend\b", text, re.IGNORECASE)


def harmless_promela(text: str) -> None:
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert "/*" not in code
    assert "*/" not in code
    assert "=cmd" not in code


def harmless_tla(text: str) -> None:
    assert (
        len(re.findall(r"-{4,}", text))
        == len(re.findall(r"^-{4,} MODULE model -{4,}$|^\\\* -{4,}", text, re.MULTILINE)) + 1
    )
    assert text.isascii()


def harmless_markdown(text: str) -> None:
    page = MarkdownIt("commonmark").enable("table").render(text)
    assert not re.search(r"<(?:a|img|script|iframe|style|em|code|h[3-6]|li|blockquote)\b", page)
    assert page.count("<table>") >= 3


class Tags(HTMLParser):
    """Which elements a page has, and the attributes that could load or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.active += [
            name for name, _ in attrs if name.startswith("on") or name in ("src", "href", "srcset", "action")
        ]


def harmless_html(text: str) -> None:
    tags = Tags()
    tags.feed(text)
    assert tags.active == []
    assert tags.seen.count("script") == 2
    assert tags.seen.count("style") == 1
    assert not {"img", "iframe", "object", "embed", "link", "form", "base"} & set(tags.seen)


JUDGES = {
    ".md": harmless_markdown,
    ".html": harmless_html,
    ".json": harmless_json,
    ".csv": harmless_csv,
    ".dot": harmless_dot,
    ".mmd": harmless_graph,
    ".order.mmd": harmless_order,
    ".pml": harmless_promela,
    ".tla": harmless_tla,
    ".cfg": harmless_promela,
}
