"""A partner's visit over a link: whose it is, and what every link tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from pydantic import Field

from chassis.languages import Language
from chassis.links import Link
from chassis.problems import Problem
from chassis.shapes import Late
from services.partnerships.domain.becoming import becoming
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.states import Agreeing, InForce
from services.partnerships.domain.words import Words
from services.partnerships.handling import Standing

_COMING = frozenset({"sign", "confirm", "declare"})


class PartyView(Late):
    """A party by name, in its role."""

    organisation_id: UUID
    name: str
    role: str = Field(description="The role's name, in the language of the link.")


class LinkView(Late):
    """What every link tells of its partnership."""

    reference: str
    title: str
    organisation_id: UUID = Field(description="The party that the link is for.")
    parties: list[PartyView]

    @property
    def names(self) -> dict[UUID, str]:
        """What the parties are called."""
        return {party.organisation_id: party.name for party in self.parties}

    @property
    def organisation(self) -> str:
        """What the party that the link is for is called."""
        return self.names[self.organisation_id]


@dataclass(frozen=True, slots=True)
class Visit:
    """A link that was followed, and what the partnership looks like meanwhile."""

    link: Link
    standing: Standing
    kind: Kind
    proposal: Proposal
    names: Mapping[UUID, str]

    @property
    def organisation_id(self) -> UUID:
        """The party that the link is for."""
        return party_of(self.link)


def shown_to(link: Link, standing: Standing) -> Proposal:
    """The parties as they are; to whoever takes part in a change, as they will be."""
    state = standing.state
    if link.purpose in _COMING and isinstance(state, Agreeing | InForce):
        return becoming(state)
    return standing.case.proposal


def party_of(link: Link) -> UUID:
    """The party that a link is for; every link of ours has one."""
    if link.organisation_id is None:
        raise Problem("link_forged")
    return link.organisation_id


def common(visit: Visit) -> dict[str, object]:
    """What every link shows; Problem `link_forged` if it is for no party."""
    case = visit.standing.case
    if visit.proposal.party(visit.organisation_id) is None:
        raise Problem("link_forged")
    language = visit.link.language
    return {
        "reference": case.reference,
        "title": case.proposal.title,
        "organisation_id": visit.organisation_id,
        "parties": [
            PartyView(
                organisation_id=party.organisation_id,
                name=visit.names[party.organisation_id],
                role=_role(visit.kind, party.role, language),
            )
            for party in visit.proposal.parties
        ],
    }


def _role(kind: Kind, key: str, language: Language) -> str:
    rule = kind.role(key)
    return key if rule is None else worded(rule.name, language)


def worded(words: Words, language: Language) -> str:
    """A text in one of the two languages."""
    return words.da if language == "da" else words.en
