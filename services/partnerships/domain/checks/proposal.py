"""A proposal says only what its kind knows; it may still be incomplete."""

from services.partnerships.domain.checks.repeating import repeated
from services.partnerships.domain.checks.values import check_value
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import Party, Proposal
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.values import FieldValue


def check_proposal(proposal: Proposal, kind: Kind) -> None:
    """Refuse roles, flags, goals and fields that the kind does not know or allow."""
    twice = repeated(party.organisation_id for party in proposal.parties)
    for party in proposal.parties:
        _check_party(party, kind)
    if twice is not None:
        raise refused("party_twice", organisation_id=str(twice))
    for goal in proposal.goals:
        if goal not in kind.goals:
            raise refused("goal_not_of_kind", goal=goal, goals=list(kind.goals))
    for key, value in proposal.fields.items():
        _check_field(key, value, kind)


def _check_party(party: Party, kind: Kind) -> None:
    if kind.role(party.role) is None:
        known = [rule.key for rule in kind.roles]
        raise refused("role_unknown", role=party.role, roles=known)
    known = [rule.key for rule in kind.flags if party.role in rule.roles]
    for flag in party.flags:
        if flag not in known:
            raise refused("flag_unknown", flag=flag, role=party.role, flags=known)


def _check_field(key: str, value: FieldValue, kind: Kind) -> None:
    rule = kind.field(key)
    if rule is None:
        known = [rule.key for rule in kind.fields]
        raise refused("field_unknown", field=key, fields=known)
    check_value(rule, value)
