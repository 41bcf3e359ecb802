"""What is sent with the commands on a review and its action points."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from chassis.ids import NewId
from chassis.wire import Day, Request, Text
from services.partnerships.domain.commands import (
    CloseActionPoint,
    ConcludeReview,
    GiveStatement,
    VerifyActionPoint,
)
from services.partnerships.domain.review import (
    ActionPoint,
    Conclusion,
    ObligationStatement,
    Verdict,
)

Rating = Annotated[int, Field(ge=1, le=5)]


class ObligationStatementRequest(Request):
    """What one party says of one obligation."""

    obligation_id: UUID
    verdict: Verdict
    comment: Text | None = None

    def statement(self) -> ObligationStatement:
        """The statement as the domain knows it."""
        return ObligationStatement(self.obligation_id, self.verdict, self.comment or "")


class RecordedStatementRequest(Request):
    """The municipality's own statement, or a partner's that staff record."""

    organisation_id: UUID
    rating: Rating | None = None
    obligations: Annotated[
        tuple[ObligationStatementRequest, ...], Field(max_length=500)
    ]
    evidence: Text | None = Field(
        default=None, description="Where a partner's own words can be seen."
    )

    def give(self) -> GiveStatement:
        """The command that gives the statement."""
        said = tuple(one.statement() for one in self.obligations)
        return GiveStatement(self.organisation_id, self.rating, said, self.evidence)


class ActionPointRequest(Request):
    """What a party shall do after a review, and by when."""

    owner: UUID
    text: Text
    due_on: Day


class ConclusionRequest(Request):
    """What a manager concludes from a review."""

    conclusion: Conclusion
    summary: Text
    action_points: Annotated[tuple[ActionPointRequest, ...], Field(max_length=100)] = ()

    def conclude(self, new_id: NewId) -> ConcludeReview:
        """The command that concludes the review; action points get their ids."""
        points = tuple(
            ActionPoint(new_id(), one.owner, one.text, one.due_on)
            for one in self.action_points
        )
        return ConcludeReview(self.conclusion, self.summary, points)


class ActionPointClosedRequest(Request):
    """An action point that is done, and where that can be seen."""

    action_point_id: UUID
    evidence: Text

    def close(self) -> CloseActionPoint:
        """The command that closes the action point."""
        return CloseActionPoint(self.action_point_id, self.evidence)


class ActionPointVerifiedRequest(Request):
    """An action point that another than its closer has seen done."""

    action_point_id: UUID

    def verify(self) -> VerifyActionPoint:
        """The command that verifies the action point."""
        return VerifyActionPoint(self.action_point_id)
