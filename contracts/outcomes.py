"""What the service partnerships tells of results: the evaluation's raw material."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.partnerships import PartnershipMessage
from contracts.vocabulary import Part, Period, Quantity


class OutcomeShare(Part):
    """The part of a figure that belongs to one of the partnerships that share it."""

    partnership_id: UUID
    reference: str
    share: Quantity = Field(description="Of 1 in all.")


class OutcomeReportedV1(PartnershipMessage):
    """A figure was claimed; it counts when somebody else has accepted it."""

    event: ClassVar[str] = "outcome-reported"

    outcome_id: UUID
    indicator: str
    period: Period
    value: Quantity
    unit: str
    evidence_grade: str = Field(
        description="claimed, partner_attested, staff_verified or register_verified."
    )
    organisation_id: UUID | None = Field(description="The party that achieved it.")
    restates: UUID | None = Field(description="Outcome that this one corrects.")
    shares: tuple[OutcomeShare, ...] = Field(
        default=(),
        description="Who shares the figure, this partnership among them; empty for "
        "one of this partnership alone. It is still counted once.",
    )


class OutcomeAcceptedV1(PartnershipMessage):
    """The figure counts from now on, with this grade of evidence."""

    event: ClassVar[str] = "outcome-accepted"

    outcome_id: UUID
    evidence_grade: str


class OutcomeReturnedV1(PartnershipMessage):
    """The figure does not count; the reporter was told why."""

    event: ClassVar[str] = "outcome-returned"

    outcome_id: UUID
