"""Whose word counts for a party: its own contact, or staff for the municipality."""

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import Party


def is_municipality(party: Party, kind: Kind) -> bool:
    """Whether members of staff are the party's own voice."""
    rule = kind.role(party.role)
    return rule is not None and rule.acts_through == "staff"


def speaks_for(party: Party, circumstances: Circumstances) -> bool:
    """Whether the asker is the party's own voice: its contact, or the municipality."""
    if is_municipality(party, circumstances.kind):
        return circumstances.by_staff
    return circumstances.actor == f"contact:{party.contact_id}"
