"""The others are told who is asked to sign, and who has signed."""

from datetime import date

import pytest

from contracts import (
    Addressee,
    AgreementSentForSignatureV1,
    AgreementSignedV1,
    Message,
    SignatureRevokedV1,
    SigningEndedV1,
)
from services.partnerships.domain.events import (
    AgreementSentForSignature,
    AgreementSigned,
    Event,
    OnBehalf,
    SignatureAsked,
    SignatureRevoked,
    SigningEnded,
)
from services.partnerships.publishing import message
from tests.unit.partnerships.publishing.given import (
    ABOUT,
    CASE,
    FACTS,
    HALL,
    HASH,
    NEWCOMER,
    PARTIES,
    PARTNERSHIP,
    PORTER,
    SHOP,
    SHOP_OWNER,
)

TOLD: list[tuple[Event, Message]] = [
    (
        AgreementSentForSignature(
            2, HASH, date(2024, 11, 1), date(2024, 11, 22), (PARTIES[1],)
        ),
        AgreementSentForSignatureV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            sign_by=date(2024, 11, 22),
            signatories=(SHOP_OWNER,),
        ),
    ),
    (
        AgreementSentForSignature(
            2, HASH, date(2024, 11, 1), date(2024, 11, 22), PARTIES, (PARTIES[1],)
        ),
        AgreementSentForSignatureV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            sign_by=date(2024, 11, 22),
            signatories=(SHOP_OWNER,),
        ),
    ),
    (
        SignatureAsked(2, HASH, date(2024, 11, 22), (PARTIES[1],)),
        AgreementSentForSignatureV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            sign_by=date(2024, 11, 22),
            signatories=(SHOP_OWNER,),
        ),
    ),
    (
        SignatureRevoked(2, SHOP, "by mistake", 1),
        SignatureRevokedV1(
            **ABOUT, agreement_version=2, organisation_id=SHOP, outstanding=1
        ),
    ),
    (
        AgreementSigned(2, HASH, SHOP, None, 1),
        AgreementSignedV1(
            **ABOUT,
            agreement_version=2,
            organisation_id=SHOP,
            on_behalf=False,
            outstanding=1,
        ),
    ),
    (
        AgreementSigned(2, HASH, SHOP, OnBehalf("signed_on_paper", "Sag 7"), 0),
        AgreementSignedV1(
            **ABOUT,
            agreement_version=2,
            organisation_id=SHOP,
            on_behalf=True,
            outstanding=0,
        ),
    ),
    (
        SigningEnded(2, "declined", SHOP, "For dyrt"),
        SigningEndedV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            cause="declined",
            organisation_id=SHOP,
            parties=FACTS,
        ),
    ),
    (
        AgreementSentForSignature(
            2,
            HASH,
            date(2024, 11, 1),
            date(2024, 11, 22),
            (NEWCOMER,),
            change="add_party",
        ),
        AgreementSentForSignatureV1(
            **ABOUT,
            title="Byen",
            agreement_version=2,
            sha256=HASH,
            sign_by=date(2024, 11, 22),
            signatories=(
                Addressee(organisation_id=HALL, contact_id=PORTER, role="business"),
            ),
            change="add_party",
        ),
    ),
]


@pytest.mark.parametrize(("event", "told"), TOLD, ids=lambda one: type(one).__name__)
def test_an_event_becomes_its_message(event: Event, told: Message) -> None:
    """The others hear exactly these fields, whatever else the event holds."""
    assert message(event, PARTNERSHIP, CASE) == told
