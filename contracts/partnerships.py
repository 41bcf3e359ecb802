"""What the service partnerships tells: the lifecycle, step by step."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.envelope import Message
from contracts.vocabulary import Addressee, IndicatorTargets, PartyFacts


class OrganisationRegisteredV1(Message):
    """An organisation can now take part; names stay in the CVR register."""

    service: ClassVar[str] = "partnerships"
    event: ClassVar[str] = "organisation-registered"

    organisation_id: UUID
    cvr: str = Field(description="CVR number, 8 digits.")
    p_number: str | None = Field(default=None, description="P-number, 10 digits.")
    industry_code: str | None = Field(description="DB07 code, 6 digits.")
    size_class: str | None = Field(description="micro, small, medium or large.")
    focus: tuple[str, ...] = Field(description="green, tech, finance, knowledge.")


class PartnershipMessage(Message):
    """What every message about one partnership carries."""

    service: ClassVar[str] = "partnerships"

    partnership_id: UUID
    reference: str = Field(description="Case reference, e.g. HTK-BID-2026-0007.")
    kind: str = Field(description="Key of the kind, e.g. bid.")


class PartnershipProposedV1(PartnershipMessage):
    """A case officer wrote a first draft."""

    event: ClassVar[str] = "proposed"

    kind_version: int
    title: str
    goals: tuple[str, ...]
    parties: tuple[PartyFacts, ...]


class PartnershipRevisedV1(PartnershipMessage):
    """The proposal now reads like this; replaces what was said before."""

    event: ClassVar[str] = "revised"

    title: str
    goals: tuple[str, ...]
    parties: tuple[PartyFacts, ...]


class PartnershipDecidedV1(PartnershipMessage):
    """A manager decided on the proposal, or it was withdrawn."""

    event: ClassVar[str] = "decided"

    title: str
    decision: str = Field(description="approved, rejected or withdrawn.")
    parties: tuple[PartyFacts, ...]


class AgreementSentForSignatureV1(PartnershipMessage):
    """The frozen text awaits these signatories."""

    event: ClassVar[str] = "agreement-sent-for-signature"

    title: str
    agreement_version: int
    sha256: str = Field(description="Hex SHA-256 of the agreement's canonical JSON.")
    sign_by: date
    signatories: tuple[Addressee, ...]
    change: str | None = Field(default=None, description="Its type, e.g. extend.")


class AgreementSignedV1(PartnershipMessage):
    """One party accepted the frozen text."""

    event: ClassVar[str] = "agreement-signed"
    public_only: ClassVar[bool] = True

    agreement_version: int
    organisation_id: UUID
    on_behalf: bool = Field(description="Recorded by staff with evidence.")
    outstanding: int = Field(description="Signatures still missing.")


class SignatureRevokedV1(PartnershipMessage):
    """A party's acceptance of the frozen text was taken back before all had signed."""

    event: ClassVar[str] = "signature-revoked"
    public_only: ClassVar[bool] = True

    agreement_version: int
    organisation_id: UUID
    outstanding: int = Field(description="Signatures still missing.")


class SigningEndedV1(PartnershipMessage):
    """The round of signatures ended without an agreement."""

    event: ClassVar[str] = "signing-ended"

    title: str
    agreement_version: int
    cause: str = Field(description="declined, lapsed or edited.")
    organisation_id: UUID | None = Field(description="Who declined, if declined.")
    parties: tuple[PartyFacts, ...]


class AgreementConcludedV1(PartnershipMessage):
    """Everybody signed; in force from the start date on."""

    event: ClassVar[str] = "agreement-concluded"

    title: str
    agreement_version: int
    sha256: str
    starts_on: date
    ends_on: date
    indicators: tuple[IndicatorTargets, ...]
    parties: tuple[PartyFacts, ...]
    change: str | None = Field(default=None, description="Its type, e.g. extend.")
    leaving: tuple[PartyFacts, ...] = Field(
        default=(), description="Parties until then."
    )


class AgreementTookEffectV1(PartnershipMessage):
    """The start date of a concluded agreement has come."""

    event: ClassVar[str] = "agreement-took-effect"

    title: str
    agreement_version: int
    starts_on: date
    ends_on: date
    amendment: bool = Field(description="It replaced an agreement in force.")
    parties: tuple[PartyFacts, ...]
    change: str | None = Field(default=None, description="Its type, e.g. extend.")


class PartnershipSuspendedV1(PartnershipMessage):
    """The agreement rests; its term stands still."""

    event: ClassVar[str] = "suspended"

    title: str
    parties: tuple[PartyFacts, ...]


class PartnershipResumedV1(PartnershipMessage):
    """The agreement applies again; the term moved by the days it rested."""

    event: ClassVar[str] = "resumed"

    title: str
    ends_on: date
    parties: tuple[PartyFacts, ...]


class PartnershipEndedV1(PartnershipMessage):
    """The partnership is over."""

    event: ClassVar[str] = "ended"

    title: str
    outcome: str = Field(description="completed, expired or terminated.")
    ended_on: date
    parties: tuple[PartyFacts, ...]


class DeadlineApproachedV1(PartnershipMessage):
    """A due date is near and these have not acted yet."""

    event: ClassVar[str] = "deadline-approached"

    title: str
    deadline: str = Field(
        description="ballot, expectations, signature, declaration, statement, term_end."
    )
    due_on: date
    item_id: UUID | None = Field(description="The review, for statement.")
    agreement_version: int | None
    sha256: str | None = Field(description="What is to be signed, or confirmed.")
    outstanding: tuple[Addressee, ...]
    round: int | None = Field(default=None, description="Of the ballot, for ballot.")
    declaration: str | None = Field(default=None, description="Its key.")


class ReviewOpenedV1(PartnershipMessage):
    """Every party is asked for a statement."""

    event: ClassVar[str] = "review-opened"

    title: str
    review_id: UUID
    opened_on: date
    statements_due_on: date
    parties: tuple[PartyFacts, ...]


class StatementGivenV1(PartnershipMessage):
    """A party said how it goes and rated the municipality."""

    event: ClassVar[str] = "statement-given"

    review_id: UUID
    organisation_id: UUID
    rating: int = Field(description="Of the municipality, 1 (poor) to 5 (good).")
    given_on: date


class ReviewConcludedV1(PartnershipMessage):
    """A manager drew the conclusion of a review."""

    event: ClassVar[str] = "review-concluded"

    title: str
    review_id: UUID
    conclusion: str = Field(description="continue, amend or end.")
    action_points: int
    parties: tuple[PartyFacts, ...]
