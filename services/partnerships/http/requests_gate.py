"""What is sent with the steps before signature and before the first day."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from chassis.wire import Request, Text
from services.partnerships.domain.commands import (
    AlignExpectations,
    AppointSteeringGroup,
    ClearConcern,
    ConfirmExpectations,
    RaiseConcern,
    RecordDeclaration,
)
from services.partnerships.domain.gate_rules import Concern
from services.partnerships.domain.gates import Expectation
from services.partnerships.http.requests_proposal import Key
from services.partnerships.http.typed_fields import PersonRequest


class ExpectationRequest(Request):
    """What one party gives to the partnership, and what it gets out of it."""

    organisation_id: UUID
    gives: Text
    gets: Text

    def expectation(self) -> Expectation:
        """The expectation as the domain knows it."""
        return Expectation(self.organisation_id, self.gives, self.gets)


class AlignmentRequest(Request):
    """What everybody gives and gets, whole."""

    expectations: Annotated[
        tuple[ExpectationRequest, ...], Field(min_length=1, max_length=500)
    ]

    def align(self) -> AlignExpectations:
        """The command that writes it."""
        return AlignExpectations(tuple(one.expectation() for one in self.expectations))


class ConfirmationRequest(Request):
    """That a party stands by the alignment, and where that can be seen."""

    organisation_id: UUID
    evidence: Text

    def confirm(self) -> ConfirmExpectations:
        """The command that records it."""
        return ConfirmExpectations(self.organisation_id, self.evidence)


class SteeringGroupRequest(Request):
    """Everybody who sits in the joint steering group from now on."""

    members: Annotated[tuple[PersonRequest, ...], Field(min_length=1, max_length=100)]

    def appoint(self) -> AppointSteeringGroup:
        """The command that appoints them."""
        return AppointSteeringGroup(tuple(one.person() for one in self.members))


class DeclarationRequest(Request):
    """A contact's declaration, and where it can be seen."""

    declaration: Key
    contact_id: UUID
    evidence: Text

    def record(self) -> RecordDeclaration:
        """The command that records it."""
        return RecordDeclaration(self.declaration, self.contact_id, self.evidence)


class ConcernRequest(Request):
    """A doubt about procurement or state aid, and why it is raised or cleared."""

    concern: Concern
    reason: Text

    def raise_concern(self) -> RaiseConcern:
        """The command that raises it."""
        return RaiseConcern(self.concern, self.reason)

    def clear_concern(self) -> ClearConcern:
        """The command that clears it."""
        return ClearConcern(self.concern, self.reason)
