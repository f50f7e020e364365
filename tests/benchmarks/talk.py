"""A talk of twenty minutes, disturbed once a minute: how long the window ever stood still."""

import sys
import tempfile
from pathlib import Path

from tests.talk_child import run

FLAGSHIP = Path(__file__).parent.parent.parent / "scenarios" / "aws-2025-10-20-dynamodb-dns.yaml"


def main() -> None:
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        told = run(FLAGSHIP, Path(folder), minutes * 60.0, minutes, 5.0)
    print(f"{minutes} min: {told['steps']:.0f} steps, {told['lost']:.0f} lost, {told['dialogs']:.0f} dialogs")
    print(
        f"{told['displays']:.0f} display changes, {told['stops']:.0f} stops, {told['raised']:.0f} exceptions, 0 exits"
    )
    print(f"longest stall {told['worst'] * 1000:.0f} ms; {told['over']:.0f} of {told['beats']:.0f} beats over 100 ms")


if __name__ == "__main__":
    main()
