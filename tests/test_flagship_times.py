"""The flagship's modelled times beside the published ones: a table to read (`pytest -s`) and ten minutes to keep to.

Asks the program as a person would, `outage-gui run … --json`; what is published is written down here a second time.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from outage_gui.cli import app

FLAGSHIP = Path(__file__).parents[1] / "scenarios" / "aws-2025-10-20-dynamodb-dns.yaml"
TOLERANCE = 10 * 60  # s


class Published(NamedTuple):
    """A change of a service, and when the published texts put it (UTC, day of October 2025 and clock)."""

    service: str
    status: str
    at: str


PUBLISHED = (
    Published("root-alias", "down", "20 06:48"),
    Published("dynamodb", "down", "20 06:48"),
    Published("ec2-launch", "degraded", "20 06:48"),
    Published("support-center", "down", "20 06:48"),
    Published("ecs", "degraded", "20 06:45"),
    Published("redshift-queries", "down", "20 06:47"),
    Published("redshift-iam", "down", "20 06:47"),
    Published("lambda-api", "down", "20 06:51"),
    Published("lambda-invoke", "degraded", "20 06:51"),
    Published("sts", "down", "20 06:51"),
    Published("console-sign-in", "down", "20 06:51"),
    Published("connect-calls", "down", "20 06:56"),
    Published("sts", "ok", "20 08:19"),
    Published("redshift-iam", "ok", "20 08:20"),
    Published("console-sign-in", "ok", "20 08:25"),
    Published("redshift-queries", "ok", "20 09:21"),
    Published("lambda-api", "ok", "20 09:24"),
    Published("lambda-invoke", "ok", "20 09:24"),
    Published("root-alias", "ok", "20 09:25"),
    Published("dynamodb", "recovering", "20 09:25"),
    Published("ec2-launch", "down", "20 09:25"),
    Published("dwfm", "down", "20 09:25"),
    Published("global-tables", "ok", "20 09:32"),
    Published("dynamodb", "ok", "20 09:40"),
    Published("support-center", "ok", "20 09:40"),
    Published("dwfm", "recovering", "20 11:14"),
    Published("lambda-sqs-pollers", "recovering", "20 11:40"),
    Published("connect-chats", "ok", "20 12:00"),
    Published("droplet-leases", "ok", "20 12:28"),
    Published("ec2-launch", "degraded", "20 12:28"),
    Published("nlb", "degraded", "20 12:30"),
    Published("lambda-sqs-pollers", "ok", "20 13:00"),
    Published("network-manager", "degraded", "20 13:21"),
    Published("lambda-invoke", "degraded", "20 14:04"),
    Published("connect-calls", "down", "20 14:04"),
    Published("sts", "down", "20 15:31"),
    Published("nlb", "ok", "20 16:36"),
    Published("sts", "ok", "20 16:59"),
    Published("network-manager", "ok", "20 17:36"),
    Published("lambda-invoke", "ok", "20 18:27"),
    Published("connect-calls", "ok", "20 20:20"),
    Published("ec2-launch", "ok", "20 20:50"),
    Published("lambda-events", "ok", "20 21:15"),
    Published("ecs", "ok", "20 21:20"),
    Published("redshift-clusters", "recovering", "20 21:46"),
    Published("redshift-clusters", "ok", "21 11:05"),
)


class Seen(NamedTuple):
    """A change of a shown status in the replay."""

    service: str
    status: str
    at: datetime


@pytest.fixture(scope="module")
def replay() -> dict[str, Any]:
    output = CliRunner().invoke(app, ["run", str(FLAGSHIP), "--run", "as-it-happened", "--json"]).stdout
    answer: dict[str, Any] = json.loads(output)
    return answer


@pytest.fixture(scope="module")
def seen(replay: dict[str, Any]) -> tuple[Seen, ...]:
    return tuple(changes(replay["statuses"]))


def changes(statuses: list[dict[str, Any]]) -> Iterator[Seen]:
    """Only what changes the shown status; the same status for a new cause is left out."""
    shown: dict[str, str] = {}
    for entry in statuses:
        if shown.get(entry["service"], "ok") != entry["status"]:
            yield Seen(entry["service"], entry["status"], datetime.fromisoformat(entry["at"]).astimezone(UTC))
        shown[entry["service"]] = entry["status"]


def instant(text: str) -> datetime:
    return datetime.strptime(f"2025-10-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def nearest(seen: tuple[Seen, ...], row: Published) -> datetime | None:
    times = [each.at for each in seen if (each.service, each.status) == (row.service, row.status)]
    return min(times, key=lambda at: abs(at - instant(row.at)), default=None)


def told(row: Published, modelled: datetime | None) -> str:
    if modelled is None:
        return f"{row.service:22}{row.status:12}{row.at:>9}  never"
    minutes = (modelled - instant(row.at)).total_seconds() / 60
    return f"{row.service:22}{row.status:12}{row.at:>9}  {modelled:%d %H:%M:%S}{minutes:+8.1f} min"


def test_modelled_times_lie_within_ten_minutes_of_the_published_ones(seen: tuple[Seen, ...]) -> None:
    rows = [(row, nearest(seen, row)) for row in PUBLISHED]
    print("\n" + "\n".join(told(row, modelled) for row, modelled in rows))
    late = [told(r, at) for r, at in rows if at is None or abs((at - instant(r.at)).total_seconds()) > TOLERANCE]
    assert late == []


def test_the_endpoint_loses_its_last_address_in_the_published_minute(seen: tuple[Seen, ...]) -> None:
    first = next(each for each in seen if each.service == "dynamodb")
    assert (first.status, first.at) == ("down", instant("20 06:48"))


def test_nothing_is_red_before_the_deletion(seen: tuple[Seen, ...]) -> None:
    assert min(each.at for each in seen) == instant("20 06:48")


def test_the_run_is_replayed_to_the_last_cluster(replay: dict[str, Any], seen: tuple[Seen, ...]) -> None:
    last = replay["moves"][-1]
    assert last["move"] == "redshift_engineers.restore_last"
    assert datetime.fromisoformat(last["at"]) == seen[-1].at == instant("21 11:05")


def test_instances_already_running_and_the_unconfirmed_customer_never_fail(seen: tuple[Seen, ...]) -> None:
    assert not {"ec2-running", "netflix", "route-53"} & {each.service for each in seen}
