"""A proposal says only what its kind knows; it may still be incomplete."""

from collections.abc import Mapping

from services.partnerships.domain.kinds import FieldType, Kind
from services.partnerships.domain.proposal import (
    Area,
    FieldValue,
    Party,
    Proposal,
    Ring,
    Shares,
    Text,
    Texts,
)
from services.partnerships.domain.refusals import refused

RING_POSITIONS = 4
TYPES: Mapping[FieldType, type[FieldValue]] = {
    "text": Text,
    "texts": Texts,
    "area": Area,
    "shares": Shares,
}


def check_proposal(proposal: Proposal, kind: Kind) -> None:
    """Refuse roles, goals and fields that the kind does not know, and open areas."""
    _check_parties(proposal.parties, kind)
    for goal in proposal.goals:
        if goal not in kind.goals:
            raise refused("goal_not_of_kind", goal=goal, goals=list(kind.goals))
    for key, value in proposal.fields.items():
        _check_field(key, value, kind)


def _check_parties(parties: tuple[Party, ...], kind: Kind) -> None:
    seen = set()
    for party in parties:
        if kind.role(party.role) is None:
            known = [rule.key for rule in kind.roles]
            raise refused("role_unknown", role=party.role, roles=known)
        if party.organisation_id in seen:
            raise refused("party_twice", organisation_id=str(party.organisation_id))
        seen.add(party.organisation_id)


def _check_field(key: str, value: FieldValue, kind: Kind) -> None:
    rule = next((rule for rule in kind.fields if rule.key == key), None)
    if rule is None:
        known = [rule.key for rule in kind.fields]
        raise refused("field_unknown", field=key, fields=known)
    if not isinstance(value, TYPES[rule.type]):
        raise refused("field_of_wrong_type", field=key, type=rule.type)
    if isinstance(value, Area) and not _encloses(value.rings):
        raise refused("area_not_closed", field=key)


def _encloses(rings: tuple[Ring, ...]) -> bool:
    closed = (len(ring) >= RING_POSITIONS and ring[0] == ring[-1] for ring in rings)
    return bool(rings) and all(closed)
