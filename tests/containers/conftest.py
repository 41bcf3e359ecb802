"""The containers, brought up once and taken away again with their data."""

import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import httpx
import pytest
import stamina

from medspil.demo import closing, playing
from medspil.demo.mailpit import Mailpit
from medspil.demo.office import COLLEAGUE, EVALUATOR, MANAGER, OFFICER, OPERATOR, Office
from medspil.demo.postbox import Postbox
from medspil.mailbox import Letter, Mailbox
from tests.support.compose import Compose
from tests.support.demonstration import InterruptedHereError

VOTED = 3  # scenes; the links in the letters have been used by then
CLERKS = (OFFICER, COLLEAGUE, MANAGER, EVALUATOR, OPERATOR)


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Leave these out unless they are asked for: they need Docker, and minutes."""
    return True if config.getoption("compose") is None else None


@dataclass(frozen=True, slots=True)
class Town:
    """Staff and partners who use the containers from outside."""

    office: Office
    postbox: Postbox
    folder: Path


def told(what: str, seconds: float) -> None:
    """Show a figure, also when all goes well."""
    sys.stderr.write(f"\n{what}: {seconds:.1f} s")


@pytest.fixture(scope="session")
def compose() -> Generator[Compose]:
    """Everything up and healthy."""
    compose = Compose("medspil-test")
    stamina.instrumentation.set_on_retry_hooks([])  # figures are shown, not tries
    try:
        told("built, up and healthy", compose.up())
        yield compose
    finally:
        compose.down()


@pytest.fixture(scope="session")
async def town(
    compose: Compose, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Town]:
    """Tokens from the operator's container, letters from Mailpit."""
    folder = tmp_path_factory.mktemp("town")
    issued = compose.tokens([(clerk.subject, clerk.role) for clerk in CLERKS])
    tokens = dict(zip(CLERKS, issued, strict=True))
    mail_url = compose.url("MEDSPIL_MAIL_PORT")
    async with (
        httpx.AsyncClient(base_url=compose.url(), timeout=30) as http,
        httpx.AsyncClient(base_url=mail_url, timeout=30) as mail,
    ):
        fetch = Mailpit(mail, folder / "mail").fetch
        postbox = Postbox(Mailbox(folder / "mail"), fetch)
        yield Town(Office(http, tokens.__getitem__), postbox, folder)


@pytest.fixture(scope="session")
def whole(pytestconfig: pytest.Config) -> bool:
    """Whether everything is tried, and not the short form only."""
    return bool(pytestconfig.getoption("compose") == "whole")


@pytest.fixture(scope="session")
async def played(town: Town, *, whole: bool) -> list[Letter]:
    """The letters after the demo, or after its first scenes in the short form."""

    def tell(over: int, _: str) -> None:
        if over == VOTED and not whole:
            raise InterruptedHereError

    begun = monotonic()
    with suppress(InterruptedHereError):
        await playing.perform(town.office, town.postbox, town.folder, tell)
    await closing.settled(town.office)
    told("played", monotonic() - begun)
    return await town.postbox.refresh()
