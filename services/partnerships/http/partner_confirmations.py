"""What a partner confirms over a link: the expectations, or a declaration."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from chassis.links import Link
from chassis.problems import Problem
from chassis.shapes import Late
from services.partnerships.canonical import fingerprint
from services.partnerships.domain.becoming import becoming
from services.partnerships.domain.gate_rules import DeclarationRule
from services.partnerships.domain.gates import Alignment, Declared, declarers
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.states import Agreeing, InForce, State
from services.partnerships.http.partner_visits import LinkView, Visit, common, worded


class ExpectationView(Late):
    """What one party gives to the partnership, and what it gets out of it."""

    organisation_id: UUID
    gives: str
    gets: str


class ConfirmingView(LinkView):
    """The expectations that await a confirmation."""

    purpose: Literal["confirm"] = "confirm"
    sha256: str = Field(description="Of the text that is confirmed.")
    expectations: list[ExpectationView]


class DeclaringView(LinkView):
    """The declaration that awaits its contact."""

    purpose: Literal["declare"] = "declare"
    declaration: str
    name: str = Field(description="What is declared, in the language of the link.")


def text_to_confirm(state: State, link: Link) -> Alignment:
    """The expectations, if they are still those that the link was sent for."""
    match state:
        case Agreeing() | InForce():
            alignment = state.case.gates.alignment
        case _:
            alignment = None
    if alignment is None or fingerprint(alignment.expectations) != link.detail.get(
        "sha256"
    ):
        raise Problem("expectations_changed")
    return alignment


def declaration_to_give(state: State, link: Link, kind: Kind) -> DeclarationRule:
    """The declaration, if the kind still asks the contact for it."""
    wanted = link.detail.get("declaration")
    if isinstance(state, Agreeing | InForce):
        for rule in kind.declarations:
            named = link.contact_id in declarers(rule, becoming(state))
            if rule.key == wanted and named:
                return rule
    raise Problem("declaration_not_asked")


def confirming(visit: Visit) -> ConfirmingView:
    """What the link to confirm expectations shows."""
    alignment = text_to_confirm(visit.standing.state, visit.link)
    mine = visit.organisation_id
    if mine in alignment.confirmed:
        raise Problem("expectations_confirmed_already", organisation_id=str(mine))
    return ConfirmingView(
        **common(visit),
        sha256=fingerprint(alignment.expectations),
        expectations=[
            ExpectationView(
                organisation_id=one.organisation_id, gives=one.gives, gets=one.gets
            )
            for one in alignment.expectations
        ],
    )


def declaring(visit: Visit) -> DeclaringView:
    """What the link to give a declaration shows."""
    link = visit.link
    rule = declaration_to_give(visit.standing.state, link, visit.kind)
    given = visit.standing.case.gates.declared
    if Declared(rule.key, link.contact_id) in given:
        raise Problem("declared_already", contact_id=str(link.contact_id))
    return DeclaringView(
        **common(visit),
        declaration=rule.key,
        name=worded(rule.name, link.language),
    )
