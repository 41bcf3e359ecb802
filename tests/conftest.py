"""Fixtures that every tier may ask for; nothing starts before a test needs it."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from chassis.clock import FixedClock
from chassis.correlation import add_correlation
from chassis.links import Links
from chassis.service import Site
from chassis.settings import Settings
from tests.support.stack import ContainerStack, Databases, Stack, WheelStack

# A fault that a test meets is told in lines, not in boxes with every local variable.
structlog.configure(
    processors=[
        add_correlation,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the caller choose the servers, and how hard the fault tests try."""
    parser.addoption("--stack", choices=("wheels", "containers"), default="wheels")
    parser.addoption("--kills", type=int, default=3, help="in the middle of the demo")
    parser.addoption("--examples", type=int, default=8, help="of each HTTP operation")
    parser.addoption("--seed", type=int, help="draws what the fault tests do")
    parser.addoption("--rounds", type=int, default=0, help="of every kind of fault")
    parser.addoption("--commands", type=int, default=2000, help="under faults")
    parser.addoption("--minutes", default="inf", help="for faults and load")
    parser.addoption("--pace", type=float, default=150, help="commands a second")
    parser.addoption("--falls", type=int, default=1, help="of each leader of a cluster")
    parser.addoption("--compose", choices=("short", "whole"), help="up and killed")
    parser.addoption("--rollouts", type=int, default=2, help="under load")


@pytest.fixture(scope="session")
def stack(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Stack:
    """Where the servers come from: wheels, or containers with --stack=containers."""
    if pytestconfig.getoption("stack") == "containers":
        return ContainerStack()
    return WheelStack(tmp_path_factory.mktemp("servers"))


@pytest.fixture(scope="session")
def databases(stack: Stack) -> Generator[Databases]:
    """PostgreSQL, with every service's schema ready to be copied."""
    with stack.postgres() as owner_url:
        databases = Databases(owner_url)
        databases.prepare()
        yield databases


@pytest.fixture
async def database_url(databases: Databases) -> str:
    """The owner's address of a fresh database with every service's schema."""
    return await databases.fresh()


@pytest.fixture
def nats_url(stack: Stack, tmp_path: Path) -> Generator[str]:
    """The address of a NATS server with JetStream that holds nothing yet."""
    with stack.nats(tmp_path) as url:
        yield url


@pytest.fixture
def clock() -> FixedClock:
    """Half past nine on a Wednesday in Copenhagen: 10 January 2024."""
    return FixedClock(datetime(2024, 1, 10, 8, 30, tzinfo=UTC))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of an installation with a fresh database and no NATS."""
    return Settings(database_url=database_url, data_dir=tmp_path / "data")


@pytest.fixture
def site(settings: Settings, clock: FixedClock, tmp_path: Path) -> Site:
    """An installation whose clock stands still and whose links are its own."""
    return Site(
        settings=settings, clock=clock, links=Links.kept_in(tmp_path / "links.pem")
    )
