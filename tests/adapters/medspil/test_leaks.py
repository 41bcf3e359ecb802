"""Who may not is told nothing: every route, every caller without the right, and a canary.

The cases come from the routes themselves, so that a new one is among them at once. A
denial is the same whether there is such a thing or not: in status, headers and body.
"""

import re
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.routing import RouteContext, iter_route_contexts

from chassis.application import without_background
from chassis.auth import ROLES, Authentication
from chassis.issuer import LocalIssuer
from chassis.keys import JwksKeyRing
from chassis.links import Link, Links
from chassis.service import Service, Site
from chassis.settings import Settings
from contracts import Addressee, BallotOpenedV1, Envelope
from medspil import composition
from tests.adapters.partnerships.office import (
    COMPANIES,
    CONTACTS,
    Json,
    Office,
    proposal,
)
from tests.architecture.test_routes import BY_LINK, READS, let_in

CANARIES = (
    "Kanariefugl",  # titles, names, places, file names
    "kanarie@",  # an address
    "40000011",  # a number
    "HTK-BID",  # a reference
    "Bageriet",  # a party
)
ABSENT = "00000000-0000-4000-8000-00000000dead"
LONG = datetime(2100, 1, 1, tzinfo=UTC)
KEY = Ed25519PrivateKey.generate()  # not ours


@dataclass(frozen=True)
class Town:
    """All services in one app, with one of everything that can be asked for."""

    office: Office
    services: list[Service]
    ids: dict[str, str]
    stranger: LocalIssuer  # whose tokens nobody believes

    @property
    def routes(self) -> list[RouteContext]:
        """Every route of every service."""
        return [
            route
            for service in self.services
            for route in iter_route_contexts(service.router.routes)
        ]

    def path(self, route: RouteContext, ids: dict[str, str]) -> str:
        """A route's path, about these things."""
        template = str(route.path_format)
        return re.sub(r"{(\w+)}", lambda found: ids[found[1]], template)


@pytest.fixture
async def town(site: Site, settings: Settings) -> AsyncGenerator[Town]:
    """Something in every service that nobody without a right may hear of."""
    mailed = settings.model_copy(update={"smtp_url": "smtp://127.0.0.1"})
    services = composition.services(replace(site, settings=mailed))
    for service in services:
        await service.database.open()
    issuer = LocalIssuer("urn:medspil:test", "medspil", Ed25519PrivateKey.generate())
    stranger = LocalIssuer("urn:medspil:test", "medspil", Ed25519PrivateKey.generate())
    believed = Authentication(issuer.issuer, issuer.audience, JwksKeyRing(issuer.fetch))
    transport = httpx.ASGITransport(app=without_background(site, services, believed))
    async with httpx.AsyncClient(transport=transport, base_url="http://medspil") as web:
        office = Office(web, issuer, site, services[0])
        yield Town(office, services, await things(office, services), stranger)
    for service in services:
        await service.database.close()


async def things(office: Office, services: list[Service]) -> dict[str, str]:
    """One of everything, by the names that paths have for it; canaries in each."""
    parties = await office.organisations()
    case = await office.done(
        "carl", "/partnerships", proposal(parties) | {"title": "Kanariefugl BID"}
    )
    path = f"/partnerships/{case['id']}"
    file = await office.send(path, b"%PDF-1.7\nKanariefugl", "Kanariefugl.pdf")
    organisation = await office.done(
        "carl", "/organisations", {"name": "Kanariefugl ApS", "cvr": "40000011"}
    )
    contact = await office.done(
        "carl",
        "/contacts",
        {
            "organisation_id": organisation["id"],
            "name": "Kanariefugl Jensen",
            "email": "kanarie@fugl.example",
            "language": "da",
            "consent": True,
        },
    )
    gathering = await office.done(
        "carl", "/gatherings", {"type": "network_meeting", "title": "Kanariefugl møde"}
    )
    delivery = await letter(services, UUID(str(case["id"])), UUID(str(contact["id"])))
    return {
        "partnership_id": str(case["id"]),
        "delivery_id": str(delivery),
        "file_id": str(file.json()["id"]),
        "organisation_id": str(organisation["id"]),
        "contact_id": str(contact["id"]),
        "gathering_id": str(gathering["id"]),
        "key": "bid",
        "version": "1",
        "before": "1",
        "after": "1",
    }


async def letter(services: list[Service], case: UUID, contact: UUID) -> UUID:
    """A delivery of something about the case to the contact."""
    message = BallotOpenedV1(
        partnership_id=case,
        reference="HTK-BID-2024-0001",
        kind="bid",
        title="Kanariefugl BID",
        closes_on=LONG.date(),
        voters=(Addressee(organisation_id=case, contact_id=contact),),
    )
    told = Envelope(UUID(int=1), LONG, case, 1, "staff:carl", "a-canary", message)
    [service] = [one for one in services if one.name == "notifications"]
    async with service.database.transaction() as connection:
        await service.subscriptions.handle(connection, told)
        found: UUID = await connection.fetchval("select id from delivery")
    return found


def known(ids: dict[str, str], route: RouteContext) -> dict[str, str]:
    """What a path names, things that are there; what a test has none of is absent."""
    names = re.findall(r"{(\w+)}", str(route.path_format))
    return {name: ids.get(name, ABSENT) for name in names}


def absent(route: RouteContext) -> dict[str, str]:
    """What a path names, none of it there, and as long in letters."""
    names = re.findall(r"{(\w+)}", str(route.path_format))
    odd = {"key": "nix", "version": "7", "before": "7", "after": "7"}
    return {name: odd.get(name, ABSENT) for name in names}


def callers(town: Town, route: RouteContext) -> Iterator[tuple[str, str | None]]:
    """Everybody who may not, by name, with the token they bring."""
    roles = let_in(route) or frozenset()
    yield "nobody", None
    yield "somebody else's staff", town.stranger.issue("eve", ["admin"])
    yield "a link for a token", _link(town.office.site.links, UUID(ABSENT))
    yield "staff without a role", town.office.issuer.issue("eve", [])
    for role in sorted(ROLES - roles if "reader" not in roles else ()):
        yield role, town.office.issuer.issue("eve", [role])  # type: ignore[list-item]  # a Role, of ROLES


def _link(links: Links, subject_id: UUID) -> str:
    return links.issue(
        Link(
            id=UUID(int=7),
            purpose="vote",
            subject_id=subject_id,
            contact_id=CONTACTS["bakery"],
            organisation_id=UUID(int=9),
            language="da",
            expires_at=LONG,
        )
    )


async def denial(
    town: Town, method: str, path: str, token: str | None
) -> tuple[int, dict[str, str], Json]:
    """Ask without a right; return the answer without what differs by its nature."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body: Json | None = None if method in READS else {}
    answer = await town.office.web.request(method, path, json=body, headers=headers)
    whole = f"{answer.headers}{answer.text}"
    assert [one for one in CANARIES if one in whole] == []
    assert answer.status_code in {401, 403}, path
    told: Json = answer.json()
    assert told.pop("instance") == path
    told.pop("correlation_id")
    kept = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"x-correlation-id", "content-length"}
    }
    return answer.status_code, kept, told


async def test_whoever_may_not_hears_the_same_of_what_is_there_and_what_is_not(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every route, every caller without the right, once about a canary, once about nothing."""
    cases = 0
    for route in town.routes:
        if route.path in BY_LINK:
            continue
        for who, token in callers(town, route):
            for method in sorted(route.methods or ()):
                there = town.path(route, known(town.ids, route))
                nowhere = town.path(route, absent(route))
                found = await denial(town, method, there, token)
                blank = await denial(town, method, nowhere, token)

                assert found == blank, f"{who}: {method} {there}"
                cases += 2

    with capsys.disabled():
        print(f" {cases} cases", end="")  # noqa: T201 - to be shown
    assert cases > 900


async def test_a_thing_of_one_partnership_is_not_found_under_another(
    town: Town,
) -> None:
    """Who may read files may not find one where it does not belong."""
    parties = await town.office.told("carl", "/organisations")
    ids = {one["name"]: one["id"] for one in parties["items"]}
    named = {key: ids[name] for key, (name, _) in COMPANIES.items()}
    other = await town.office.done("carl", "/partnerships", proposal(named))
    asked = []
    for route in town.routes:
        names = re.findall(r"{(\w+)}", str(route.path_format))
        if (
            len(names) > 1
            and "partnership_id" in names
            and "GET" in (route.methods or ())
        ):
            about = known(town.ids, route) | {"partnership_id": str(other["id"])}
            path = town.path(route, about).removeprefix("/v1")
            answer = await town.office.ask("mia", "GET", path)
            asked.append(path)

            assert answer.status_code == 404, path
            assert "Kanariefugl" not in answer.text

    assert len(asked) >= 2


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("place", ["partner", "invitation"])
async def test_a_link_opens_what_it_is_for_and_tells_of_nothing_else(
    town: Town, method: str, place: str
) -> None:
    """Forged, a token of staff, of a stranger to the case, and of no case at all."""
    site, case = town.office.site, UUID(town.ids["partnership_id"])
    forgery = Links(KEY.public_key(), KEY)
    tokens = {
        "forged": _link(forgery, case),
        "forged, of nothing": _link(forgery, UUID(ABSENT)),
        "staff": town.office.issuer.issue("ada", ["admin"]),
        "a stranger's": _link(site.links, case),
        "of nothing": _link(site.links, UUID(ABSENT)),
        "no token": "kanarie",
    }
    told = {}
    for name, token in tokens.items():
        for accept in ("application/json", "text/html"):
            answer = await town.office.web.request(
                method,
                f"/v1/{place}/{token}",
                json={"choice": "yes"} if method == "POST" else None,
                headers={"Accept": accept},
            )
            whole = f"{answer.headers}{answer.text.replace(token, '')}"
            told[name, accept] = answer.status_code

            assert answer.status_code in {403, 404, 409, 410, 422}, name
            assert [one for one in CANARIES if one in whole] == [], name

    assert told["forged", "text/html"] == told["forged, of nothing", "text/html"]
    assert told["forged", "application/json"] == told["staff", "application/json"]
