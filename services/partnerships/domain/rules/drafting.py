"""What a proposal needs before it can be written and submitted."""

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.rules.filling import (
    fields_agree,
    fields_are_filled,
    members,
)
from services.partnerships.domain.rules.gating import CONCERNS
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
        number = len(members(state.case.proposal, rule.roles))
        if number < rule.least:
            yield obstacle(
                "group_too_few", group=rule.key, least=rule.least, number=number
            )


def goals_are_named(state: Draft, _: Circumstances) -> Found:
    """A proposal serves at least one goal of the policy."""
    if not state.case.proposal.goals:
        yield obstacle("goals_missing")


def flags_are_carried(state: Draft, circumstances: Circumstances) -> Found:
    """As many parties carry a flag as the kind asks for."""
    for rule in circumstances.kind.flags:
        parties = state.case.proposal.parties
        number = len([one for one in parties if rule.key in one.flags])
        if number < rule.least:
            yield obstacle(
                "flag_too_few", flag=rule.key, least=rule.least, number=number
            )


UNPROPOSED: Rules[Unproposed] = {"propose": (kind_is_usable,)}

DRAFT: Rules[Draft] = {
    **CONCERNS,
    "revise": (),
    "submit": (
        roles_are_taken,
        groups_are_large_enough,
        goals_are_named,
        flags_are_carried,
        fields_are_filled,
        fields_agree,
    ),
    "withdraw": (),
    "declare-conflict": (conflict_is_news,),
}
