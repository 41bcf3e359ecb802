"""What is sent with the commands on figures and obligations of an agreement in force."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from chassis.wire import Day, Quantity, Request, Text
from services.partnerships.domain.agreement import EvidenceGrade, Outcome, Settlement
from services.partnerships.domain.commands import (
    AcceptOutcome,
    ReopenObligation,
    ReportOutcome,
    ReturnOutcome,
    SettleObligation,
)
from services.partnerships.domain.evidence import EvidenceFile
from services.partnerships.domain.sharing import Sharer
from services.partnerships.http.requests_proposal import Key

_PROOF = "A file of the partnership that shows the figure."


class ShareRequest(Request):
    """The part of a figure that belongs to a partnership, of 1 in all."""

    partnership_id: UUID
    share: Quantity


class OutcomeRequest(Request):
    """A figure for an indicator and a period, both days included."""

    indicator: Key
    first_day: Day
    last_day: Day
    value: Quantity
    evidence_grade: EvidenceGrade
    organisation_id: UUID | None = None
    restates: UUID | None = Field(
        default=None, description="The outcome that this one corrects."
    )
    method: Key | None = Field(
        default=None, description="How it was found, where the indicator asks for it."
    )
    file_id: UUID | None = Field(default=None, description=_PROOF)
    shares: Annotated[tuple[ShareRequest, ...], Field(max_length=50)] = Field(
        default=(),
        description="Whose figure it is, with this partnership among them: 1 in all. "
        "Left out, it is this partnership's alone.",
    )

    def report(
        self,
        outcome_id: UUID,
        file: EvidenceFile | None,
        sharers: tuple[Sharer, ...],
        received: tuple[Outcome, ...],
    ) -> ReportOutcome:
        """The command that reports the figure."""
        return ReportOutcome(
            outcome_id=outcome_id,
            indicator=self.indicator,
            first_day=self.first_day,
            last_day=self.last_day,
            value=self.value,
            evidence_grade=self.evidence_grade,
            organisation_id=self.organisation_id,
            restates=self.restates,
            method=self.method,
            file=file,
            sharers=sharers,
            received=received,
        )


class AcceptanceRequest(Request):
    """The evidence that was seen for a reported figure."""

    outcome_id: UUID
    evidence_grade: EvidenceGrade
    file_id: UUID | None = Field(default=None, description=_PROOF)

    def accept(self, file: EvidenceFile | None) -> AcceptOutcome:
        """The command that lets the figure count."""
        return AcceptOutcome(self.outcome_id, self.evidence_grade, file)


class ReturnedOutcomeRequest(Request):
    """Why a reported figure is given back."""

    outcome_id: UUID
    reason: Text

    def return_outcome(self) -> ReturnOutcome:
        """The command that gives the figure back."""
        return ReturnOutcome(self.outcome_id, self.reason)


class SettlementRequest(Request):
    """What became of an obligation."""

    obligation_id: UUID
    settlement: Settlement
    reason: Text | None = Field(
        default=None, description="Why; it must be said when the obligation is waived."
    )

    def settle(self) -> SettleObligation:
        """The command that settles the obligation."""
        return SettleObligation(self.obligation_id, self.settlement, self.reason)


class ReopeningRequest(Request):
    """Why a settled obligation is owed again, and by which day."""

    obligation_id: UUID
    reason: Text
    due_on: Day | None = Field(
        default=None, description="The day it had, where none is named."
    )

    def reopen(self) -> ReopenObligation:
        """The command that reopens the obligation."""
        return ReopenObligation(self.obligation_id, self.reason, self.due_on)
