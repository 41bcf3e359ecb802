"""`docker compose up` in a fresh clone: it works, and what dies comes back."""

import httpx
import pytest
from pydantic import BaseModel, TypeAdapter

from medspil.mailbox import Letter
from tests.containers.conftest import Town, told
from tests.support import counted
from tests.support.compose import LASTING, SERVICES, Compose

pytestmark = pytest.mark.timeout(1800)

LIST = "/v1/organisations?limit=100"
# Their check digit is right, and nobody in the demo has them.
CVRS = (
    *("99000007", "99000015", "99000023", "99000031"),
    *("99000058", "99000066", "99000074", "99000082"),
)
SHORT = ("partnerships", "nats", "postgres")


class Registered(BaseModel):
    """What is read of the list of organisations."""

    items: list[object]


REGISTERED = TypeAdapter(Registered)


def test_every_service_says_that_it_is_well(compose: Compose) -> None:
    """Each at an address of its own, and all of them behind the one."""
    compose.wait()

    assert httpx.get(f"{compose.url()}/healthz").status_code == 200
    for service in SERVICES:
        port = f"MEDSPIL_{service.upper()}_PORT"
        report = httpx.get(f"{compose.url(port)}/healthz").json()
        assert report["services"] == {service: {"state": "ready", "reasons": []}}


def test_an_operator_finds_histories_whole(compose: Compose) -> None:
    """The commands reach every service's tables with the service's own role."""
    said = compose.run("run", "--rm", "--no-deps", "-T", "operator", "verify-history")

    assert said.count("whole") == 4


def test_partnerships_go_their_way(played: list[Letter], *, whole: bool) -> None:
    """Over HTTP and the letters alone: the demo, or its beginning in the short form."""
    assert any(letter.links for letter in played)
    assert len(played) == counted.LETTERS or not whole


async def test_what_is_killed_comes_back(
    compose: Compose, town: Town, played: list[Letter], *, whole: bool
) -> None:
    """Each container in turn, and a command works after each."""
    assert played
    before = len((await town.office.read(LIST, REGISTERED)).items)
    killed = LASTING if whole else SHORT
    for service, cvr in zip(killed, CVRS, strict=False):
        told(f"{service} killed and healed", compose.kill(service))
        organisation = {"name": f"Efter {service}", "cvr": cvr}
        await town.office.make(f"after/{service}", "/v1/organisations", organisation)

    after = len((await town.office.read(LIST, REGISTERED)).items)
    assert after == before + len(killed)
