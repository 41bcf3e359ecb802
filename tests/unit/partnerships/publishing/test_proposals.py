"""The others are told what is proposed, voted on and decided."""

from datetime import date

import pytest

from contracts import (
    BallotClosedV1,
    BallotOpenedV1,
    Message,
    PartnershipDecidedV1,
    PartnershipProposedV1,
    PartnershipRevisedV1,
)
from services.partnerships.domain.events import (
    BallotClosed,
    BallotOpened,
    Event,
    PartnershipProposed,
    PartnershipWithdrawn,
    ProposalApproved,
    ProposalRejected,
    ProposalRevised,
)
from services.partnerships.domain.proposal import Tally, Voter
from services.partnerships.publishing import message
from tests.unit.partnerships.publishing.given import (
    ABOUT,
    CASE,
    FACTS,
    OWNER,
    PARTIES,
    PARTNERSHIP,
    SHOP,
    SHOP_OWNER,
)

TOLD: list[tuple[Event, Message]] = [
    (
        PartnershipProposed(
            "HTK-BID-2024-0007", "bid", 3, "Byen", PARTIES, ("G1.1",), {}
        ),
        PartnershipProposedV1(
            **ABOUT, kind_version=3, title="Byen", goals=("G1.1",), parties=FACTS
        ),
    ),
    (
        ProposalRevised("Byen 2", PARTIES[:1], ("G1.2",), {}),
        PartnershipRevisedV1(
            **ABOUT, title="Byen 2", goals=("G1.2",), parties=FACTS[:1]
        ),
    ),
    (
        BallotOpened(
            1, date(2024, 2, 1), date(2024, 3, 1), (Voter(SHOP, OWNER, 10_000),)
        ),
        BallotOpenedV1(
            **ABOUT,
            title="Byen",
            closes_on=date(2024, 3, 1),
            voters=(SHOP_OWNER,),
            round=1,
        ),
    ),
    (
        BallotClosed(1, passed=True, roll_heads=5, tally=Tally(3, 1, 6500, 1500)),
        BallotClosedV1(
            **ABOUT,
            title="Byen",
            passed=True,
            roll_heads=5,
            cast_heads=4,
            cast_share=8000,
            yes_heads=3,
            yes_share=6500,
            parties=FACTS,
        ),
    ),
    (
        ProposalApproved(),
        PartnershipDecidedV1(**ABOUT, title="Byen", decision="approved", parties=FACTS),
    ),
    (
        ProposalRejected("For lille", date(2024, 3, 1)),
        PartnershipDecidedV1(**ABOUT, title="Byen", decision="rejected", parties=FACTS),
    ),
    (
        PartnershipWithdrawn("Fortrudt", date(2024, 3, 1)),
        PartnershipDecidedV1(
            **ABOUT, title="Byen", decision="withdrawn", parties=FACTS
        ),
    ),
]


@pytest.mark.parametrize(("event", "told"), TOLD, ids=lambda one: type(one).__name__)
def test_an_event_becomes_its_message(event: Event, told: Message) -> None:
    """The others hear exactly these fields, whatever else the event holds."""
    assert message(event, PARTNERSHIP, CASE) == told
