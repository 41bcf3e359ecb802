"""Who acts when, what is measured, and how an amendment comes to be concluded."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from services.partnerships.domain.agreement import Measure, Obligation, Terms
from services.partnerships.domain.commands import Sign
from services.partnerships.domain.events import AgreementDrafted, AgreementSigned
from tests.unit.partnerships.given import (
    ACTIVE,
    ANCHOR,
    CONCLUDED,
    HASH,
    OFFICER,
    SENT,
    SENT_DAY,
    SIGN_BY,
    TERMS,
    TOWN,
    Given,
    around,
)

OFFICER_THEN = around(OFFICER, SENT_DAY)
DAY_AFTER = SIGN_BY + timedelta(days=1)
SIGN_ANCHOR = Sign(ANCHOR, HASH)
VACANCY = Measure("G1.1", "vacancy_rate", Decimal(12), ())
AMENDED = replace(
    TERMS,
    starts_on=date(2025, 1, 1),
    ends_on=date(2028, 12, 31),
    obligations=(
        TERMS.obligations[1],
        Obligation(UUID(int=103), TOWN, None, "plant trees", date(2026, 5, 1)),
    ),
    measures=(Measure("G2.2", "biodiversity_projects", Decimal(0), ()),),
)


def measured(*measures: Measure) -> Terms:
    """Return terms with these measures."""
    return replace(TERMS, measures=measures)


def amended() -> Given:
    """Return the history in which an amendment is concluded."""
    other = replace(SENT, version=2)
    signed = tuple(
        AgreementSigned(2, HASH, party.organisation_id, None, 0)
        for party in SENT.signatories
    )
    concluded = replace(CONCLUDED, version=2, starts_on=date(2025, 1, 1))
    return (*ACTIVE, AgreementDrafted(2, AMENDED), other, *signed, concluded)
