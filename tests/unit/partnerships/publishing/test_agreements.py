"""The others are told what is agreed, from when, and how it rests and ends."""

from datetime import date
from decimal import Decimal

import pytest

from contracts import (
    AgreementConcludedV1,
    AgreementTookEffectV1,
    IndicatorTargets,
    Message,
    PartnershipEndedV1,
    PartnershipResumedV1,
    PartnershipSuspendedV1,
    PartyFacts,
)
from services.partnerships.domain.agreement import Measure, YearlyTarget
from services.partnerships.domain.events import (
    AgreementConcluded,
    AgreementTookEffect,
    Event,
    PartnershipCompleted,
    PartnershipExpired,
    PartnershipResumed,
    PartnershipSuspended,
    PartnershipTerminated,
)
from services.partnerships.publishing import message
from tests.unit.partnerships.publishing.given import (
    ABOUT,
    CASE,
    END,
    FACTS,
    HALL,
    HASH,
    NEW_YEAR,
    NEWCOMER,
    PARTIES,
    PARTNERSHIP,
    PORTER,
)

TOLD: list[tuple[Event, Message]] = [
    (
        AgreementConcluded(
            2,
            HASH,
            NEW_YEAR,
            END,
            (
                Measure(
                    "G1.1",
                    "vacancy_rate",
                    Decimal("8.5"),
                    (YearlyTarget(2025, Decimal(8)), YearlyTarget(2026, Decimal(7))),
                ),
            ),
        ),
        AgreementConcludedV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            starts_on=NEW_YEAR,
            ends_on=END,
            indicators=(
                IndicatorTargets(
                    goal="G1.1",
                    indicator="vacancy_rate",
                    baseline=Decimal("8.5"),
                    targets={2025: Decimal(8), 2026: Decimal(7)},
                ),
            ),
            parties=FACTS,
        ),
    ),
    (
        AgreementConcluded(
            2, HASH, NEW_YEAR, END, (), "remove_party", (PARTIES[0], NEWCOMER)
        ),
        AgreementConcludedV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            starts_on=NEW_YEAR,
            ends_on=END,
            indicators=(),
            parties=(
                FACTS[0],
                PartyFacts(organisation_id=HALL, role="business", contact_id=PORTER),
            ),
            change="remove_party",
            leaving=FACTS[1:],
        ),
    ),
    (
        AgreementTookEffect(2, NEW_YEAR, END, amendment=True, change="extend"),
        AgreementTookEffectV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            starts_on=NEW_YEAR,
            ends_on=END,
            amendment=True,
            parties=FACTS,
            change="extend",
        ),
    ),
    (
        AgreementTookEffect(2, NEW_YEAR, END, amendment=True),
        AgreementTookEffectV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            starts_on=NEW_YEAR,
            ends_on=END,
            amendment=True,
            parties=FACTS,
        ),
    ),
    (
        PartnershipSuspended("Vejarbejde", date(2026, 5, 1)),
        PartnershipSuspendedV1(**ABOUT, title="Byen", parties=FACTS),
    ),
    (
        PartnershipResumed(30, date(2030, 1, 30)),
        PartnershipResumedV1(
            **ABOUT, title="Byen", ends_on=date(2030, 1, 30), parties=FACTS
        ),
    ),
    (
        PartnershipTerminated("Brud", date(2026, 6, 1)),
        PartnershipEndedV1(
            **ABOUT,
            title="Byen",
            outcome="terminated",
            ended_on=date(2026, 6, 1),
            parties=FACTS,
        ),
    ),
    (
        PartnershipExpired(END),
        PartnershipEndedV1(
            **ABOUT, title="Byen", outcome="expired", ended_on=END, parties=FACTS
        ),
    ),
    (
        PartnershipCompleted(END),
        PartnershipEndedV1(
            **ABOUT, title="Byen", outcome="completed", ended_on=END, parties=FACTS
        ),
    ),
]


@pytest.mark.parametrize(("event", "told"), TOLD, ids=lambda one: type(one).__name__)
def test_an_event_becomes_its_message(event: Event, told: Message) -> None:
    """The others hear exactly these fields, whatever else the event holds."""
    assert message(event, PARTNERSHIP, CASE) == told
