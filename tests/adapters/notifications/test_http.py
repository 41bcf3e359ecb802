"""Contacts and deliveries over HTTP, as staff use them."""

import json
from datetime import date, timedelta
from uuid import UUID

import httpx
import pytest

from chassis.auth import Role
from chassis.clock import FixedClock
from contracts import AgreementTookEffectV1, PartnershipEndedV1, PartyFacts
from tests.adapters.notifications.conftest import (
    ANNA,
    BAKERY,
    BENT,
    PARTNERSHIP,
    REFERENCE,
    Bench,
    Office,
    ballot,
    person,
    voter,
)
from tests.adapters.notifications.postbox import Postbox

CINEMA = "00000000-0000-0000-0000-000000000012"
REGISTRATION = {
    "organisation_id": str(BAKERY),
    "name": "Anna Holm",
    "email": "anna@bageri.example",
    "language": "da",
    "consent": True,
}


async def test_a_registered_contact_can_be_read_again(office: Office) -> None:
    """With its version as ETag and its place as Location."""
    made = await office.ask("POST", "/contacts", body=REGISTRATION)
    read = await office.ask("GET", f"/contacts/{made.json()['id']}", role="reader")

    assert made.status_code == 201
    assert made.headers["Location"] == f"/v1/contacts/{made.json()['id']}"
    assert read.headers["ETag"] == made.headers["ETag"] == '"1"'
    assert read.json() == made.json()
    assert made.json() == {
        "id": made.json()["id"],
        **REGISTRATION,
        "channel": "email",
        "version": 1,
        "registered_at": "2024-01-10T08:30:00Z",
    }


async def test_others_hear_of_a_contact_by_id_and_language_alone(
    office: Office, bench: Bench
) -> None:
    """Names and addresses never leave this service."""
    made = await office.ask("POST", "/contacts", body=REGISTRATION)

    async with bench.database.reading() as connection:
        row = await connection.fetchrow("select subject, body, headers from outbox")
    assert row is not None
    assert row["subject"] == (
        f"medspil.notifications.contact-registered.{made.json()['id']}"
    )
    assert json.loads(row["body"]) == {
        "contact_id": made.json()["id"],
        "organisation_id": str(BAKERY),
        "language": "da",
    }


async def test_a_repeated_registration_makes_one_contact(office: Office) -> None:
    """A caller who lost the answer asks again with the same key."""
    key = {"Idempotency-Key": "one"}
    first = await office.ask("POST", "/contacts", body=REGISTRATION, headers=key)
    again = await office.ask("POST", "/contacts", body=REGISTRATION, headers=key)
    listed = await office.ask("GET", "/contacts")

    assert first.json() == again.json()
    assert len(listed.json()["items"]) == 1


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"email": "anna"}, "email", "malformed"),
        ({"email": "anna@localhost"}, "email", "malformed"),
        ({"email": "a..b@bageri.example"}, "email", "malformed"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "email", "malformed"),
        ({"email": "010190-1234@bageri.example"}, "email", "cpr_number"),
        ({"email": "a" * 250 + "@b.example"}, "email", "too_long"),
        ({"name": "Anna 010190-1234"}, "name", "cpr_number"),
        ({"name": "Anna\nBcc: x"}, "name", "control_character"),
        ({"language": "de"}, "language", "not_a_choice"),
        ({"channel": "pigeon"}, "channel", "not_a_choice"),
        ({"consent": "yes"}, "consent", "not_true_or_false"),
        ({"phone": "12345678"}, "phone", "unknown_field"),
    ],
)
async def test_what_is_no_contact_is_refused(
    office: Office, change: dict[str, object], field: str, code: str
) -> None:
    """A wrong address found at the door is one letter less that never arrives."""
    answer = await office.ask("POST", "/contacts", body={**REGISTRATION, **change})

    assert answer.status_code == 422
    assert [(fault["field"], fault["code"]) for fault in answer.json()["errors"]] == [
        (field, code)
    ]


async def test_an_amendment_changes_what_it_names(office: Office, bench: Bench) -> None:
    """The language is told to others; the address is not."""
    made = (await office.ask("POST", "/contacts", body=REGISTRATION)).json()
    path = f"/contacts/{made['id']}"

    moved = await office.ask("PATCH", path, body={"email": "anna@nyt.example"})
    turned = await office.ask("PATCH", path, body={"language": "en"})
    idle = await office.ask("PATCH", path, body={})

    assert moved.json() == {**made, "email": "anna@nyt.example", "version": 2}
    assert turned.headers["ETag"] == idle.headers["ETag"] == '"3"'
    assert idle.json() == turned.json()
    async with bench.database.reading() as connection:
        told = await connection.fetch("select body from outbox order by id")
    assert [json.loads(row["body"])["language"] for row in told] == ["da", "en"]


async def test_a_stale_amendment_is_refused(office: Office) -> None:
    """Two case officers at once: the second one is asked to look again."""
    made = (await office.ask("POST", "/contacts", body=REGISTRATION)).json()
    stale = await office.ask(
        "PATCH",
        f"/contacts/{made['id']}",
        body={"language": "en"},
        headers={"If-Match": '"7"'},
    )

    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", f"/contacts/{ANNA}"),
        ("GET", f"/contacts/{ANNA}"),
        ("GET", f"/deliveries/{ANNA}"),
        ("POST", f"/deliveries/{ANNA}/retry"),
        ("POST", f"/deliveries/{ANNA}/settle"),
        ("POST", f"/contacts/{ANNA}/erase"),
    ],
)
async def test_what_nobody_knows_is_not_found(
    office: Office, method: str, path: str
) -> None:
    """With the code that all services use for it."""
    why = "how" if path.endswith("settle") else "reason"
    body = {"PATCH": {}, "POST": {why: "no_longer_needed"}}.get(method)
    answer = await office.ask(method, path, role="admin", body=body)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("role", ["reader", "evaluator"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/contacts", REGISTRATION),
        ("PATCH", f"/contacts/{ANNA}", {"language": "en"}),
        ("POST", f"/deliveries/{ANNA}/retry", None),
        ("POST", f"/deliveries/{ANNA}/settle", {"how": "told_another"}),
        ("POST", f"/contacts/{ANNA}/erase", {"reason": "no_longer_needed"}),
    ],
)
async def test_readers_change_nothing(
    office: Office, role: Role, method: str, path: str, body: object
) -> None:
    """Whoever may look may not write."""
    answer = await office.ask(method, path, role=role, body=body)

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_contacts_are_listed_page_by_page_and_by_organisation(
    office: Office, clock: FixedClock
) -> None:
    """The oldest first, with the next page in the Link header."""
    names = []
    for number, organisation in enumerate((str(BAKERY), CINEMA, str(BAKERY))):
        clock.move_to(clock.now().replace(hour=10 + number))
        body = {**REGISTRATION, "organisation_id": organisation, "name": f"N{number}"}
        names.append((await office.ask("POST", "/contacts", body=body)).json()["name"])

    first = await office.ask("GET", "/contacts?limit=2", role="reader")
    cursor = first.json()["next"]
    rest = await office.ask("GET", f"/contacts?limit=2&cursor={cursor}", role="reader")
    bakery = await office.ask("GET", f"/contacts?organisation_id={BAKERY}")

    assert [item["name"] for item in first.json()["items"]] == names[:2]
    assert f"cursor={cursor}" in first.headers["Link"]
    assert [item["name"] for item in rest.json()["items"]] == names[2:]
    assert rest.json()["next"] is None
    assert [item["name"] for item in bakery.json()["items"]] == ["N0", "N2"]


async def test_deliveries_are_listed_by_what_is_asked_for(
    office: Office, bench: Bench, clock: FixedClock
) -> None:
    """Newest first; by contact, by partnership, by state, and page by page."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA), voter(BENT)))
    await bench.send()

    async def contacts(query: str) -> list[str]:
        answer = await office.ask("GET", f"/deliveries?{query}", role="reader")
        return [item["contact_id"] for item in answer.json()["items"]]

    assert await contacts(f"contact_id={ANNA}") == [str(ANNA)]
    assert await contacts("state=waiting_for_contact") == [str(BENT)]
    assert await contacts("state=failed") == []
    assert sorted(await contacts(f"partnership_id={PARTNERSHIP}")) == [
        str(ANNA),
        str(BENT),
    ]
    assert await contacts(f"partnership_id={BENT}") == []
    first = await office.ask("GET", "/deliveries?limit=1")
    rest = await contacts(f"limit=1&cursor={first.json()['next']}")
    shown = [item["contact_id"] for item in first.json()["items"]]
    assert sorted(shown + rest) == [str(ANNA), str(BENT)]


async def test_a_failed_delivery_can_be_tried_again(
    office: Office, bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """The address was mended; that the partner knows after all is told as well."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))
    postbox.rcpt = ["550 No such mailbox"]
    await bench.send()
    (failed,) = (await office.ask("GET", "/deliveries?state=failed")).json()["items"]
    path = f"/deliveries/{failed['id']}"

    retried = await office.ask("POST", f"{path}/retry")
    await bench.send()
    sent = await office.ask("GET", path, role="reader")
    again = await office.ask("POST", f"{path}/retry")

    assert failed["reason"] == "mailbox_refused"
    assert (retried.json()["state"], retried.json()["reason"]) == ("due", None)
    assert [attempt["outcome"] for attempt in sent.json()["history"]] == [
        "refused",
        "accepted",
    ]
    assert (again.status_code, again.json()["code"]) == (409, "delivery_not_failed")
    assert again.json()["facts"] == {"state": "sent"}
    assert [subject.split(".")[2] for subject, _ in await bench.told()] == [
        "delivery-failed",
        "delivery-succeeded",
    ]


WHY = {"reason": "asked_to_be_erased"}
PARTY = PartyFacts(organisation_id=BAKERY, role="business", contact_id=ANNA)


def in_effect(version: int, *parties: UUID) -> AgreementTookEffectV1:
    """A version of an agreement that applies from now on, for these contacts."""
    return AgreementTookEffectV1(
        partnership_id=PARTNERSHIP,
        reference=REFERENCE,
        kind="bid",
        title="Hedehusene Bymidte",
        agreement_version=version,
        starts_on=date(2024, 1, 1),
        ends_on=date(2026, 12, 31),
        amendment=version > 1,
        parties=tuple(
            PartyFacts(organisation_id=BAKERY, role="business", contact_id=one)
            for one in parties
        ),
    )


def ended() -> PartnershipEndedV1:
    """The end of the partnership, with nobody left to tell."""
    return PartnershipEndedV1(
        partnership_id=PARTNERSHIP,
        reference=REFERENCE,
        kind="bid",
        title="Hedehusene Bymidte",
        outcome="terminated",
        ended_on=date(2024, 1, 9),
        parties=(),
    )


async def test_an_erased_contact_leaves_a_record_without_a_name(
    office: Office, bench: Bench, clock: FixedClock
) -> None:
    """Who, when and why, as often as it is asked; and nothing to read or to change."""
    await bench.register(person(ANNA, clock))
    path = f"/contacts/{ANNA}"

    erased = await office.ask("POST", f"{path}/erase", role="manager", body=WHY)
    clock.move_to(clock.now() + timedelta(days=1))
    why = {"reason": "no_longer_needed"}
    again = await office.ask("POST", f"{path}/erase", role="admin", body=why)
    read = await office.ask("GET", path)
    amended = await office.ask("PATCH", path, body={"name": "Anna"})
    listed = await office.ask("GET", "/contacts")
    records = await office.ask("GET", "/contact-erasures?limit=1", role="manager")

    assert erased.json() == again.json()
    assert again.json() == {
        "contact_id": str(ANNA),
        "erased_at": "2024-01-10T08:30:00Z",
        "erased_by": "staff:ida",
        "reason": "asked_to_be_erased",
    }
    assert [(one.status_code, one.json()["code"]) for one in (read, amended)] == [
        (410, "contact_erased")
    ] * 2
    assert listed.json()["items"] == []
    assert records.json() == {"items": [again.json()], "next": None}


async def test_a_contact_of_an_agreement_in_force_is_replaced_before_it_is_erased(
    office: Office, bench: Bench, clock: FixedClock
) -> None:
    """What is in force in a later version counts, until the partnership has ended."""
    for contact in (ANNA, BENT):
        await bench.register(person(contact, clock))
    await bench.hear(in_effect(2, BENT))
    await bench.hear(in_effect(1, ANNA))

    async def erase(contact: UUID) -> httpx.Response:
        path = f"/contacts/{contact}/erase"
        return await office.ask("POST", path, role="manager", body=WHY)

    replaced = await erase(ANNA)
    stands = await erase(BENT)
    await bench.hear(ended())
    over = await erase(BENT)

    assert replaced.status_code == 200
    assert (stands.status_code, stands.json()["code"]) == (409, "contact_in_force")
    assert stands.json()["facts"] == {"references": [REFERENCE]}
    assert over.status_code == 200


async def test_what_is_on_its_way_to_an_erased_contact_is_stopped_and_told(
    office: Office, bench: Bench, postbox: Postbox, clock: FixedClock
) -> None:
    """Also what is heard later, or heard again; and nobody can have it tried again."""
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA)))
    body = {"reason": "left_the_organisation"}
    await office.ask("POST", f"/contacts/{ANNA}/erase", role="admin", body=body)
    at_once = await bench.states()
    await bench.hear(ballot(voter(ANNA)))
    await bench.hear(ended().model_copy(update={"parties": (PARTY,)}))
    await bench.send()

    failed = (await office.ask("GET", "/deliveries?state=failed")).json()["items"]
    retried = await office.ask("POST", f"/deliveries/{failed[0]['id']}/retry")

    assert at_once == ["failed"]
    assert await bench.states() == ["failed", "failed"]
    assert postbox.letters == []
    assert {one["reason"] for one in failed} == {"contact_erased"}
    assert (retried.status_code, retried.json()["code"]) == (410, "contact_erased")
    assert [json.loads(body)["reason"] for _, body in await bench.told()] == [
        "contact_erased"
    ] * 2


async def test_a_kept_answer_forgets_an_erased_contact_too(
    office: Office, bench: Bench
) -> None:
    """A repeat under the same key is answered, and names nobody."""
    key = {"Idempotency-Key": "one"}
    made = await office.ask("POST", "/contacts", body=REGISTRATION, headers=key)
    path = f"/contacts/{made.json()['id']}/erase"
    erased = await office.ask("POST", path, role="manager", body=WHY)
    again = await office.ask("POST", "/contacts", body=REGISTRATION, headers=key)

    assert erased.status_code == 200
    assert again.json() == made.json() | {"name": "", "email": "", "consent": False}
    assert (await office.ask("GET", "/contacts")).json()["items"] == []
    async with bench.database.reading() as connection:
        told = await connection.fetch("select subject, body from outbox order by id")
    assert [row["subject"].split(".")[2] for row in told] == [
        "contact-registered",
        "contact-erased",
    ]
    assert json.loads(told[-1]["body"]) == {"contact_id": made.json()["id"]}


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [({"If-Match": '"7"'}, 412, "stale_version"), ({}, 422, "invalid_request")],
)
async def test_an_erasure_names_the_version_and_a_reason_from_the_list(
    office: Office,
    bench: Bench,
    clock: FixedClock,
    headers: dict[str, str],
    status: int,
    code: str,
) -> None:
    """Words of one's own could name the person who is being erased."""
    await bench.register(person(ANNA, clock))
    body = WHY if headers else {"reason": "Anna ringede"}
    path = f"/contacts/{ANNA}/erase"
    answer = await office.ask("POST", path, role="manager", body=body, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await office.ask("GET", f"/contacts/{ANNA}")).status_code == 200
