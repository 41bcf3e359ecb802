"""What the fields of a draft must say together before it is submitted."""

from uuid import UUID

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.field_rules import FieldRule
from services.partnerships.domain.kinds import ALL_SHARES
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.rules.obstacle import Found, obstacle
from services.partnerships.domain.states import Draft
from services.partnerships.domain.values import (
    Contact,
    Contacts,
    Emissions,
    Pathway,
    Person,
    Shares,
)


def fields_are_filled(state: Draft, circumstances: Circumstances) -> Found:
    """Every required field is there."""
    for rule in circumstances.kind.fields:
        if rule.required and rule.key not in state.case.proposal.fields:
            yield obstacle("field_missing", field=rule.key)


def fields_agree(state: Draft, circumstances: Circumstances) -> Found:
    """What one field says fits the parties, and what another field says."""
    proposal = state.case.proposal
    for rule in circumstances.kind.fields:
        match proposal.fields.get(rule.key):
            case Shares() as key:
                yield from _in_key(key, rule, proposal)
            case Contact(person):
                yield from _acting((person,), rule, proposal)
            case Contacts(persons):
                yield from _acting(persons, rule, proposal)
            case Pathway() as pathway:
                yield from _downwards(pathway, rule, proposal)
            case _:
                pass


def members(proposal: Proposal, roles: tuple[str, ...]) -> list[UUID]:
    """Return the parties in any of these roles."""
    return [one.organisation_id for one in proposal.parties if one.role in roles]


def _in_key(key: Shares, rule: FieldRule, proposal: Proposal) -> Found:
    """The contribution key covers exactly the members, and the whole."""
    holders = sorted(share.organisation_id for share in key.shares)
    if holders != sorted(members(proposal, rule.sharers)):
        yield obstacle("shares_not_of_members", field=rule.key)
    total = sum(share.basis_points for share in key.shares)
    if total != ALL_SHARES or any(share.basis_points <= 0 for share in key.shares):
        yield obstacle("shares_not_whole", field=rule.key, total=total)


def _acting(persons: tuple[Person, ...], rule: FieldRule, proposal: Proposal) -> Found:
    """A contact who is named acts for a party in one of the roles."""
    known = members(proposal, rule.roles)
    for person in persons:
        if person.organisation_id not in known:
            yield obstacle("person_not_of_role", field=rule.key, roles=list(rule.roles))


def _downwards(pathway: Pathway, rule: FieldRule, proposal: Proposal) -> Found:
    """A pathway begins after the year of its baseline and ends below it."""
    baseline = proposal.fields.get(str(rule.baseline))
    if not isinstance(baseline, Emissions):
        return
    if any(one.year <= baseline.year for one in pathway.pathway):
        yield obstacle("pathway_before_baseline", field=rule.key, year=baseline.year)
    if all(one.tonnes >= baseline.tonnes for one in pathway.pathway[-1:]):
        yield obstacle(
            "pathway_not_downwards", field=rule.key, baseline=str(baseline.tonnes)
        )
