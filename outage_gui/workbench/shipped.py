"""Where the files that come with the program are: `resources/` and `scenarios/`, in a checkout or inside a wheel."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def _home() -> Path:
    """The folder that holds `resources` and `scenarios`."""
    return PACKAGE if (PACKAGE / "resources").is_dir() else PACKAGE.parent


def resource(name: str) -> Path:
    """A file of `resources/`, as "icons/server.svg". It may be absent; reading it then raises FileNotFoundError."""
    return _home() / "resources" / name


def scenario(name: str) -> Path:
    """A file of `scenarios/`, as "dining.yaml"; "" is the folder itself."""
    return _home() / "scenarios" / name


def flagship() -> Path:
    """The AWS outage of October 2025, opened where no file is named."""
    return scenario("aws-2025-10-20-dynamodb-dns.yaml")
