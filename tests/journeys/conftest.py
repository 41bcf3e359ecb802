"""The demo, played once undisturbed and once with every message said twice."""

import asyncio
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.demonstration import note_servers, played
from tests.support.stack import Databases, Stack


@dataclass(frozen=True, slots=True)
class Place:
    """Where the demo is to be played, and how."""

    folder: Path
    said_twice: bool


@pytest.fixture(scope="session", params=["undisturbed", "said twice"])
def place(
    request: pytest.FixtureRequest,
    pytestconfig: pytest.Config,
    tmp_path_factory: pytest.TempPathFactory,
) -> Generator[Place]:
    """An empty data directory; with --stack=containers, servers in containers."""
    place = Place(tmp_path_factory.mktemp("demo"), request.param == "said twice")
    if pytestconfig.getoption("stack") == "wheels":
        yield place
        return
    stack: Stack = request.getfixturevalue("stack")
    databases: Databases = request.getfixturevalue("databases")
    with stack.nats(place.folder) as nats_url:
        note_servers(place.folder, asyncio.run(databases.fresh()), nats_url)
        yield place


@pytest.fixture(scope="session")
async def folder(place: Place) -> Path:
    """A data directory in which the demo was played to its end.

    The second time every message comes twice, and every service is stopped in the
    middle of the story and started again.
    """
    if place.said_twice:
        assert await played(place.folder, echoed=True, until=13) > 100
        assert await played(place.folder, echoed=True) > 100
    else:
        await played(place.folder)
    return place.folder
