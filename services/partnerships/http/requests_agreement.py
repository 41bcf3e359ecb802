"""What is sent with the commands on an agreement, before and while it applies."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from chassis.ids import NewId
from chassis.wire import Day, Distinct, Quantity, Request, Text, Year
from services.partnerships.domain.agreement import (
    BehalfReason,
    Clause,
    Contribution,
    Measure,
    Obligation,
    Terms,
    YearlyTarget,
)
from services.partnerships.domain.commands import (
    Decline,
    RecordSignatures,
    RevokeSignature,
    Sign,
    SignOnBehalf,
)
from services.partnerships.domain.evidence import EvidenceFile
from services.partnerships.http.requests_proposal import GoalKey, Key

Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
_MOST_ORE = 10**13


class ClauseRequest(Request):
    """One clause of the agreement."""

    key: Key
    text: Text


class ObligationRequest(Request):
    """What a party gives by a day, to another party or, without one, to all.

    An obligation that is carried over from the version before keeps its id.
    """

    id: UUID | None = None
    owner: UUID
    beneficiary: UUID | None = None
    text: Text
    due_on: Day


class YearlyTargetRequest(Request):
    """What an indicator shall have reached in a calendar year."""

    year: Year
    value: Quantity


class MeasureRequest(Request):
    """The baseline and the targets of one indicator, for one goal of the policy."""

    goal: GoalKey
    indicator: Key
    baseline: Quantity
    targets: Annotated[tuple[YearlyTargetRequest, ...], Field(max_length=30)]


class ContributionRequest(Request):
    """What a party pays each year, in øre."""

    organisation_id: UUID
    yearly_ore: Annotated[int, Field(ge=0, le=_MOST_ORE)]


class TermsRequest(Request):
    """The whole text of the next version of the agreement."""

    starts_on: Day
    ends_on: Day
    clauses: Annotated[tuple[ClauseRequest, ...], Field(max_length=100)] = ()
    obligations: Annotated[tuple[ObligationRequest, ...], Field(max_length=500)] = ()
    measures: Annotated[tuple[MeasureRequest, ...], Field(max_length=100)] = ()
    contributions: Annotated[
        tuple[ContributionRequest, ...], Field(max_length=500)
    ] = ()

    def terms(self, new_id: NewId) -> Terms:
        """The terms as the domain knows them; new obligations get an id."""
        return Terms(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            clauses=tuple(Clause(one.key, one.text) for one in self.clauses),
            obligations=tuple(_obligation(one, new_id) for one in self.obligations),
            measures=tuple(_measure(one) for one in self.measures),
            contributions=tuple(
                Contribution(one.organisation_id, one.yearly_ore)
                for one in self.contributions
            ),
        )


def _obligation(one: ObligationRequest, new_id: NewId) -> Obligation:
    return Obligation(
        id=one.id or new_id(),
        owner=one.owner,
        beneficiary=one.beneficiary,
        text=one.text,
        due_on=one.due_on,
    )


def _measure(one: MeasureRequest) -> Measure:
    targets = tuple(YearlyTarget(target.year, target.value) for target in one.targets)
    return Measure(one.goal, one.indicator, one.baseline, targets)


class SignatureRequest(Request):
    """The acceptance of the frozen text, by its hash."""

    organisation_id: UUID
    sha256: Sha256

    def sign(self) -> Sign:
        """The command that signs."""
        return Sign(self.organisation_id, self.sha256)


class BehalfRequest(SignatureRequest):
    """A partner's acceptance that staff record, and the evidence for it."""

    reason: BehalfReason
    evidence: Text = Field(description="Where the original is.")
    file_id: UUID = Field(description="The evidence, uploaded to the partnership.")

    def sign_on_behalf(self, file: EvidenceFile) -> SignOnBehalf:
        """The command that records the acceptance."""
        return SignOnBehalf(
            self.organisation_id, self.sha256, self.reason, self.evidence, file
        )


class ElsewhereRequest(Request):
    """That the frozen text was signed elsewhere, and the evidence for it."""

    organisations: Distinct[UUID] = Field(
        default=(), description="Who signed; everybody who had not, if left out."
    )
    sha256: Sha256
    reason: BehalfReason
    evidence: Text = Field(description="Where the original is.")
    file_id: UUID = Field(description="The evidence, uploaded to the partnership.")

    def record(self, file: EvidenceFile) -> RecordSignatures:
        """The command that records the signatures."""
        return RecordSignatures(
            self.organisations, self.sha256, self.reason, self.evidence, file
        )


class RevocationRequest(Request):
    """Whose signature is taken back, and why."""

    organisation_id: UUID
    reason: Text

    def revoke(self) -> RevokeSignature:
        """The command that takes the signature back."""
        return RevokeSignature(self.organisation_id, self.reason)


class RefusalRequest(Request):
    """A party's no to the frozen text."""

    organisation_id: UUID
    reason: Text

    def decline(self) -> Decline:
        """The command that declines."""
        return Decline(self.organisation_id, self.reason)
