"""What partners send over their links, as JSON or from the form of the page."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from chassis.links import Link, Purpose
from chassis.shapes import LATE
from chassis.wire import Request, Text
from services.partnerships.domain.commands import (
    CastVote,
    Command,
    ConfirmExpectations,
    Decline,
    GiveStatement,
    RecordDeclaration,
    Sign,
)
from services.partnerships.http.partner_visits import party_of
from services.partnerships.http.requests_agreement import Sha256
from services.partnerships.http.requests_proposal import Key
from services.partnerships.http.requests_review import (
    ObligationStatementRequest,
    Rating,
)

type Json = dict[str, object]

_VERDICT, _COMMENT = "verdict-", "comment-"


class SigningRequest(Request):
    """A yes to the frozen text."""

    done: ClassVar[str] = "signed"

    action: Literal["sign"]
    sha256: Sha256

    def command(self, link: Link) -> Command:
        """The command for the party that the link is for."""
        return Sign(party_of(link), self.sha256)


class DecliningRequest(Request):
    """A no to the frozen text, and why."""

    done: ClassVar[str] = "declined"

    action: Literal["decline"]
    sha256: Sha256
    reason: Text

    def command(self, link: Link) -> Command:
        """The command for the party that the link is for."""
        return Decline(party_of(link), self.reason)


class VoteRequest(Request):
    """A choice; a blank vote is not one."""

    done: ClassVar[str] = "voted"

    choice: Literal["yes", "no"]

    def command(self, link: Link) -> Command:
        """The command for the party that the link is for."""
        return CastVote(party_of(link), self.choice)


class StatementRequest(Request):
    """What a partner says of every obligation, and of the municipality."""

    done: ClassVar[str] = "stated"

    rating: Rating
    obligations: Annotated[
        tuple[ObligationStatementRequest, ...], Field(max_length=500)
    ]

    def command(self, link: Link) -> Command:
        """The command for the party that the link is for."""
        said = tuple(one.statement() for one in self.obligations)
        return GiveStatement(party_of(link), self.rating, said)


class ConfirmationRequest(Request):
    """A yes to the expectations as they are written."""

    done: ClassVar[str] = "confirmed"

    action: Literal["confirm"]
    sha256: Sha256

    def command(self, link: Link) -> Command:
        """The command for the party that the link is for."""
        return ConfirmExpectations(party_of(link))


class DeclarationRequest(Request):
    """What a contact declares, by the key of the declaration."""

    done: ClassVar[str] = "declared"

    action: Literal["declare"]
    declaration: Key

    def command(self, link: Link) -> Command:
        """The command for the contact that the link is for."""
        return RecordDeclaration(self.declaration, link.contact_id)


type AnswerToAgreement = Annotated[
    SigningRequest | DecliningRequest, Field(discriminator="action")
]
type PartnerRequest = (
    SigningRequest
    | DecliningRequest
    | VoteRequest
    | StatementRequest
    | ConfirmationRequest
    | DeclarationRequest
)

REQUESTS: Mapping[Purpose, TypeAdapter[PartnerRequest]] = {
    "sign": TypeAdapter(AnswerToAgreement, config=LATE),
    "vote": TypeAdapter(VoteRequest),
    "statement": TypeAdapter(StatementRequest),
    "confirm": TypeAdapter(ConfirmationRequest),
    "declare": TypeAdapter(DeclarationRequest),
}


def documented() -> Json:
    """The bodies that a link takes, as OpenAPI tells them."""
    bodies: tuple[type[Request], ...] = (
        SigningRequest,
        DecliningRequest,
        VoteRequest,
        StatementRequest,
        ConfirmationRequest,
        DeclarationRequest,
    )
    schemas = [body.model_json_schema() for body in bodies]
    told = [_inlined(schema, schema.pop("$defs", {})) for schema in schemas]
    form = {"type": "object", "additionalProperties": {"type": "string"}}
    return {
        "application/json": {
            "schema": {
                "anyOf": told,
                "description": "What is asked for depends on the purpose of the link.",
            }
        },
        "application/x-www-form-urlencoded": {"schema": form},
    }


def _inlined(schema: object, definitions: Mapping[str, object]) -> object:
    """A schema whose references are replaced by what they refer to."""
    match schema:
        case {"$ref": str(reference)}:
            return _inlined(definitions[reference.rpartition("/")[2]], definitions)
        case dict():
            return {name: _inlined(part, definitions) for name, part in schema.items()}
        case list():
            return [_inlined(part, definitions) for part in schema]
        case _:
            return schema


def from_form(purpose: Purpose, form: Mapping[str, object]) -> Json:
    """The fields of a page's form in the shape that JSON has; empty texts left out."""
    filled = {name: value for name, value in form.items() if str(value).strip()}
    if purpose != "statement":
        return filled
    verdicts = {
        name.removeprefix(_VERDICT): value
        for name, value in filled.items()
        if name.startswith(_VERDICT)
    }
    return {
        "rating": _number(str(form.get("rating", ""))),
        "obligations": [
            _said(obligation_id, verdict, filled.get(_COMMENT + obligation_id))
            for obligation_id, verdict in verdicts.items()
        ],
    }


def _said(obligation_id: str, verdict: object, comment: object) -> Json:
    return {"obligation_id": obligation_id, "verdict": verdict, "comment": comment}


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text
