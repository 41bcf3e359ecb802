"""What every message about one partnership says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypedDict
from uuid import UUID

from contracts import Addressee, PartyFacts
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.states import Case


class Asked(Protocol):
    """Somebody who is asked to act for an organisation."""

    @property
    def organisation_id(self) -> UUID:
        """The organisation that is acted for."""
        ...

    @property
    def contact_id(self) -> UUID:
        """The contact who acts."""
        ...


class Identity(TypedDict):
    """The fields by which every message names its partnership."""

    partnership_id: UUID
    reference: str
    kind: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The partnership that a message is about, as it was right after the event."""

    partnership_id: UUID
    case: Case

    @property
    def identity(self) -> Identity:
        """The fields by which every message names the partnership."""
        return Identity(
            partnership_id=self.partnership_id,
            reference=self.case.reference,
            kind=self.case.kind,
        )

    @property
    def title(self) -> str:
        """What the partnership is called."""
        return self.case.proposal.title

    @property
    def parties(self) -> tuple[PartyFacts, ...]:
        """The parties, by ids alone."""
        return facts_of(self.case.proposal.parties)

    def addressees(self, asked: Iterable[Asked]) -> tuple[Addressee, ...]:
        """Who is asked to act, by ids and role alone."""
        roles = {party.organisation_id: party.role for party in self.parties}
        return tuple(
            Addressee(
                organisation_id=one.organisation_id,
                contact_id=one.contact_id,
                role=roles.get(one.organisation_id),
            )
            for one in asked
        )


def facts_of(parties: Iterable[Party]) -> tuple[PartyFacts, ...]:
    """Parties as messages carry them."""
    return tuple(
        PartyFacts(
            organisation_id=party.organisation_id,
            role=party.role,
            contact_id=party.contact_id,
        )
        for party in parties
    )
