"""Routes for contacts: the only way in for names and addresses, and the only way out."""

from dataclasses import replace
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Response
from fastapi import Request as HttpRequest
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from chassis.answers import Answer
from chassis.asking import Asked, asking, once
from chassis.auth import staff
from chassis.cpr import is_cpr_shaped
from chassis.languages import Language
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.postgres import Connection
from chassis.problems import problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from chassis.wire import Request, ShortText
from services.notifications import contacts, erasing, queries
from services.notifications.contacts import By, Contact
from services.notifications.desk import Desk

ROUTER = Router(prefix="/contacts", tags=["contacts"])
AtDesk = Annotated[Desk, Depends(resident(Desk))]
_WRITERS = Depends(staff("case_officer", "manager", "admin"))
_READERS = Depends(staff("reader"))


def _deliverable(address: str) -> str:
    try:
        Address(addr_spec=address)
    except (ValueError, MessageError) as error:
        raise PydanticCustomError("malformed", "No e-mail address") from error
    if is_cpr_shaped(address):
        raise PydanticCustomError("cpr_number", "Looks like a CPR number")
    return address


# The pattern is that of <input type=email>, by the HTML standard; with a dot.
Email = Annotated[
    str,
    StringConstraints(
        max_length=254,
        pattern=r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
        r"([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63}$",
    ),
    AfterValidator(_deliverable),
]


class Registration(Request):
    """A person to write to, for an organisation."""

    organisation_id: UUID
    name: ShortText
    email: Email
    language: Language
    channel: Literal["email"] = "email"
    consent: bool = Field(description="Agreed to be written to on the channel.")


class Amendment(Request):
    """What changes about a contact; what is left out stays as it is."""

    name: ShortText = Field(default_factory=str)
    email: Email = Field(default_factory=str)
    language: Language = Field(default_factory=lambda: "da")
    consent: bool = Field(default_factory=bool)


class ContactView(Late):
    """A contact as staff see it."""

    id: UUID
    organisation_id: UUID
    name: str
    email: str
    language: Language
    channel: Literal["email"]
    consent: bool
    version: int
    registered_at: datetime


@ROUTER.post(
    "",
    status_code=201,
    response_model=ContactView,
    dependencies=[_WRITERS],
    responses=problems(401, 403, 409),
)
async def register_contact(
    registration: Registration, desk: AtDesk, asked: Annotated[Asked, Depends(asking)]
) -> Response:
    """Register a person; what they wait to be told leaves at once."""
    now = desk.clock.now()
    contact = Contact(desk.new_id(), **dict(registration), version=1, registered_at=now)

    async def work(connection: Connection) -> Answer:
        by = By(asked.actor, now, asked.correlation_id)
        await contacts.register(connection, contact, by)
        place = f"/v1/contacts/{contact.id}"
        return _answer(contact)._replace(status=201, location=place)

    return await once(desk.database, asked, work)


@ROUTER.patch(
    "/{contact_id}",
    response_model=ContactView,
    dependencies=[_WRITERS],
    responses=problems(401, 403, 404, 409, 410, 412),
)
async def amend_contact(
    contact_id: UUID,
    amendment: Amendment,
    desk: AtDesk,
    asked: Annotated[Asked, Depends(asking)],
) -> Response:
    """Change a name, an address, the language or the consent."""

    async def work(connection: Connection) -> Answer:
        before = await contacts.locked(connection, contact_id)
        if before is None:
            raise await erasing.absent(connection, contact_id)
        asked.require(before.version)
        changed = replace(before, **amendment.model_dump(exclude_unset=True))
        if changed == before:
            return _answer(before)
        after = replace(changed, version=before.version + 1)
        by = By(asked.actor, desk.clock.now(), asked.correlation_id)
        await contacts.amend(connection, before, after, by)
        return _answer(after)

    return await once(desk.database, asked, work)


@ROUTER.get("", dependencies=[_READERS], responses=problems(400, 401, 403))
async def list_contacts(
    http_request: HttpRequest,
    response: Response,
    desk: AtDesk,
    asked: Annotated[Paging, Depends(paging)],
    organisation_id: UUID | None = None,
) -> Page[ContactView]:
    """List contacts, the oldest first; of one organisation if it is given."""
    async with desk.database.reading() as connection:
        rows = await queries.contacts(connection, organisation_id, asked)
    page = paged(rows, asked, key=lambda row: (row.registered_at, row.id), show=_view)
    link_next(http_request, response, page)
    return page


@ROUTER.get(
    "/{contact_id}", dependencies=[_READERS], responses=problems(401, 403, 404, 410)
)
async def read_contact(
    contact_id: UUID, response: Response, desk: AtDesk
) -> ContactView:
    """Return a contact, with its version as ETag."""
    async with desk.database.reading() as connection:
        contact = await queries.contact(connection, contact_id)
        if contact is None:
            raise await erasing.absent(connection, contact_id)
    response.headers["ETag"] = f'"{contact.version}"'
    return _view(contact)


def _view(contact: Contact) -> ContactView:
    return ContactView.model_validate(contact, from_attributes=True)


def _answer(contact: Contact) -> Answer:
    return Answer(200, _view(contact), contact.version)
