"""What is changed, and how a change comes into force."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.partnerships.domain.agreement import (
    Change,
    ChangeType,
    Measure,
    Obligation,
    Terms,
    YearlyTarget,
)
from services.partnerships.domain.commands import (
    ChangeAgreement,
    RecordSignatures,
    SendForSignature,
)
from services.partnerships.domain.events import (
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementTookEffect,
    Event,
)
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.states import InForce
from services.partnerships.domain.values import FieldValue, Share, Shares
from tests.unit.partnerships.given import (
    ACTIVE,
    ANCHOR,
    BAKER,
    BID,
    CINEMA,
    CONCLUDED,
    HASH,
    OFFICER,
    PARTIES,
    SCAN,
    STRANGER,
    TERMS,
    UPGRADED,
    Given,
    around,
    decided,
    state_of,
)

NOW, FIRST_DAY = date(2024, 9, 2), date(2024, 10, 1)


OFFICER_NOW = around(OFFICER, NOW)


AT_STRANGER, AT_HEIR, PLANTING = UUID(int=16), UUID(int=17), UUID(int=103)


PRESENT = replace(TERMS, starts_on=FIRST_DAY)


SWEEP, LIGHT = TERMS.obligations


IN_2028 = date(2028, 3, 31)


NEWCOMER = Party(STRANGER, "stakeholder", AT_STRANGER)


HEIR = replace(PARTIES[4], contact_id=AT_HEIR)


ALL_ON_PAPER = RecordSignatures((), HASH, "signed_on_paper", "journal 8", SCAN)


def aimed(*targets: tuple[int, int], baseline: int = 0) -> tuple[Measure, ...]:
    """Return the one indicator with these targets."""
    figures = tuple(YearlyTarget(year, Decimal(value)) for year, value in targets)
    return (replace(UPGRADED, targets=figures, baseline=Decimal(baseline)),)


def asked(
    change: ChangeType,
    text: Terms,
    parties: tuple[Party, ...] | None = None,
    fields: dict[str, FieldValue] | None = None,
) -> ChangeAgreement:
    """Return the command that drafts a change."""
    return ChangeAgreement(Change(change, "agreed by all", parties, fields or {}), text)


NEW_MEMBER = asked(
    "add_party",
    PRESENT,
    (*PARTIES, replace(NEWCOMER, role="business")),
    {
        "contribution_key": Shares(
            (
                Share(ANCHOR, 5000),
                Share(BAKER, 2500),
                Share(CINEMA, 1500),
                Share(STRANGER, 1000),
            )
        )
    },
)


NEW_STAKEHOLDER = asked("add_party", PRESENT, (*PARTIES, NEWCOMER))


NEIGHBOUR_LEFT = asked("remove_party", PRESENT, PARTIES[:4])


def change_drafted(command: ChangeAgreement) -> AgreementDrafted:
    """Return the draft of a change, as the second version."""
    return AgreementDrafted(2, command.terms, command.change)


LONGER = asked("extend", replace(PRESENT, ends_on=IN_2028))


def with_terms(terms: Terms) -> Given:
    """Return how an agreement with other terms came into force."""
    return tuple(
        replace(one, terms=terms) if isinstance(one, AgreementDrafted) else one
        for one in ACTIVE
    )


def with_obligations(*obligations: Obligation) -> Given:
    """Return how an agreement with other obligations came into force."""
    return with_terms(replace(TERMS, obligations=obligations))


def sent_out(given: Given, kind: Kind = BID) -> AgreementSentForSignature:
    """Return what sends the draft for signature."""
    [sent] = decided(given, SendForSignature(HASH), around(OFFICER, NOW, kind=kind))
    assert isinstance(sent, AgreementSentForSignature)
    return sent


def effective(change: ChangeAgreement, given: Given = ACTIVE) -> tuple[Event, ...]:
    """Return what led to a change that took effect."""
    name, parties = change.change.type, change.change.parties
    signatories = parties or PARTIES
    return (
        *given,
        change_drafted(change),
        AgreementSentForSignature(2, HASH, NOW, NOW, signatories, None, name),
        replace(
            CONCLUDED,
            version=2,
            starts_on=FIRST_DAY,
            ends_on=change.terms.ends_on,
            change=name,
            parties=parties,
        ),
        AgreementTookEffect(
            2, FIRST_DAY, change.terms.ends_on, amendment=True, change=name
        ),
    )


def in_force(*given: Event) -> InForce:
    """Return the state of an agreement that applies."""
    state = state_of(*given)
    assert isinstance(state, InForce)
    return state
