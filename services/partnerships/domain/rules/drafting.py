"""What a proposal needs before it can be written and submitted."""

from uuid import UUID

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.kinds import ALL_SHARES, FieldRule
from services.partnerships.domain.proposal import Proposal, Shares
from services.partnerships.domain.rules.obstacle import Found, Rules, obstacle
from services.partnerships.domain.states import Draft, Submitted, Unproposed


def kind_is_usable(_: Unproposed, circumstances: Circumstances) -> Found:
    """A new partnership needs a published version that is valid today."""
    kind = circumstances.kind
    if not kind.usable_on(circumstances.today):
        yield obstacle("kind_not_usable", kind=kind.key, version=kind.version)


def conflict_is_news(state: Draft | Submitted, circumstances: Circumstances) -> Found:
    """A conflict of interest is declared once."""
    if circumstances.actor in state.conflicts:
        yield obstacle("conflict_declared_already")


def roles_are_taken(state: Draft, circumstances: Circumstances) -> Found:
    """Every role has as many organisations as the kind asks for."""
    taken = [party.role for party in state.case.proposal.parties]
    for rule in circumstances.kind.roles:
        number = taken.count(rule.key)
        if number < rule.least:
            yield obstacle(
                "role_too_few", role=rule.key, least=rule.least, number=number
            )
        if rule.most is not None and number > rule.most:
            yield obstacle(
                "role_too_many", role=rule.key, most=rule.most, number=number
            )


def groups_are_large_enough(state: Draft, circumstances: Circumstances) -> Found:
    """The roles of a group have enough organisations together."""
    for rule in circumstances.kind.groups:
        number = len(_members(state.case.proposal, rule.roles))
        if number < rule.least:
            yield obstacle(
                "group_too_few", group=rule.key, least=rule.least, number=number
            )


def goals_are_named(state: Draft, _: Circumstances) -> Found:
    """A proposal serves at least one goal of the policy."""
    if not state.case.proposal.goals:
        yield obstacle("goals_missing")


def fields_are_filled(state: Draft, circumstances: Circumstances) -> Found:
    """Every required field is there."""
    for rule in circumstances.kind.fields:
        if rule.required and rule.key not in state.case.proposal.fields:
            yield obstacle("field_missing", field=rule.key)


def shares_add_up(state: Draft, circumstances: Circumstances) -> Found:
    """The contribution key covers exactly the members, and the whole."""
    for rule in circumstances.kind.fields:
        value = state.case.proposal.fields.get(rule.key)
        if isinstance(value, Shares):
            yield from _in_key(value, rule, state.case.proposal)


def _in_key(key: Shares, rule: FieldRule, proposal: Proposal) -> Found:
    holders = sorted(share.organisation_id for share in key.shares)
    if holders != sorted(_members(proposal, rule.sharers)):
        yield obstacle("shares_not_of_members", field=rule.key)
    total = sum(share.basis_points for share in key.shares)
    if total != ALL_SHARES or any(share.basis_points <= 0 for share in key.shares):
        yield obstacle("shares_not_whole", field=rule.key, total=total)


def _members(proposal: Proposal, roles: tuple[str, ...]) -> list[UUID]:
    return [one.organisation_id for one in proposal.parties if one.role in roles]


UNPROPOSED: Rules[Unproposed] = {"propose": (kind_is_usable,)}

DRAFT: Rules[Draft] = {
    "revise": (),
    "submit": (
        roles_are_taken,
        groups_are_large_enough,
        goals_are_named,
        fields_are_filled,
        shares_add_up,
    ),
    "withdraw": (),
    "declare-conflict": (conflict_is_news,),
}
