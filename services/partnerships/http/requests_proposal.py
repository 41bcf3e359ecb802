"""What is sent with the commands on a proposal."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from chassis.wire import Distinct, Request, ShortText, Text
from services.partnerships.domain.commands import Assess, CastVote, Propose, Revise
from services.partnerships.domain.proposal import Party
from services.partnerships.http.fields import ProposalField, values

KEY_PATTERN = "^[a-z][a-z0-9_]{0,39}$"

Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
GoalKey = Annotated[str, StringConstraints(pattern="^G[0-9]{1,2}\\.[0-9]{1,2}$")]


class PartyRequest(Request):
    """An organisation in its role, and the contact who acts for it."""

    organisation_id: UUID
    role: Key
    contact_id: UUID
    flags: Distinct[Key] = Field(
        default=(), description="Of those that the kind declares for the role."
    )

    def party(self) -> Party:
        """The party as the domain knows it."""
        return Party(self.organisation_id, self.role, self.contact_id, self.flags)


class RevisionRequest(Request):
    """The text of a proposal, whole."""

    title: ShortText
    parties: Annotated[tuple[PartyRequest, ...], Field(max_length=500)] = ()
    goals: Distinct[GoalKey] = ()
    fields: Annotated[dict[Key, ProposalField], Field(max_length=50)] = Field(
        default_factory=dict, description="By the keys that the kind asks for."
    )

    def revise(self) -> Revise:
        """The command that replaces the draft by this text."""
        return Revise(
            title=self.title,
            parties=tuple(one.party() for one in self.parties),
            goals=self.goals,
            fields=values(self.fields),
        )


class ProposalRequest(RevisionRequest):
    """The first draft of a partnership, of one kind."""

    kind: Key

    def propose(self, reference: str) -> Propose:
        """The command that writes the first draft."""
        text = self.revise()
        return Propose(reference, text.title, text.parties, text.goals, text.fields)


class ReasonRequest(Request):
    """Why."""

    reason: Text


class FeedbackRequest(Request):
    """What is to be done better."""

    feedback: Text


class AssessmentRequest(Request):
    """A score for one criterion."""

    criterion: Key
    score: Annotated[int, Field(ge=1, le=5)]
    reason: Text

    def assess(self) -> Assess:
        """The command that records the score."""
        return Assess(self.criterion, self.score, self.reason)


class RecordedVoteRequest(Request):
    """A vote that staff record for an organisation that could not use its link."""

    organisation_id: UUID
    choice: Literal["yes", "no"]
    evidence: Text

    def cast_vote(self) -> CastVote:
        """The command that records the vote."""
        return CastVote(self.organisation_id, self.choice, self.evidence)
