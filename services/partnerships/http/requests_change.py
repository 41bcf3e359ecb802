"""What is sent to change an agreement in force."""

from typing import Annotated

from pydantic import Field

from chassis.wire import Request, Text
from services.partnerships.domain.agreement import Change, ChangeType, Terms
from services.partnerships.domain.commands import ChangeAgreement
from services.partnerships.http.fields import ProposalField, values
from services.partnerships.http.requests_agreement import TermsRequest
from services.partnerships.http.requests_proposal import Key, PartyRequest


class ChangeRequest(Request):
    """A change of one type, and the whole text as it then reads."""

    change: ChangeType = Field(
        description="What may differ from the version in force; all else stays."
    )
    reason: Text = Field(description="Why; it is part of what is signed.")
    terms: TermsRequest
    parties: Annotated[tuple[PartyRequest, ...], Field(max_length=500)] | None = Field(
        default=None, description="Everybody who then is a party; as now, if left out."
    )
    fields: Annotated[dict[Key, ProposalField], Field(max_length=50)] = Field(
        default_factory=dict,
        description="Fields that name parties, where they follow, e.g. the shares.",
    )

    def change_agreement(self, terms: Terms) -> ChangeAgreement:
        """The command that drafts the change."""
        parties = self.parties
        change = Change(
            self.change,
            self.reason,
            None if parties is None else tuple(one.party() for one in parties),
            values(self.fields),
        )
        return ChangeAgreement(change, terms)
