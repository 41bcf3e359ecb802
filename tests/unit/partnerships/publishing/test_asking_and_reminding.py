"""The others are told whom to ask for an answer, and whom to remind of one."""

from dataclasses import replace
from datetime import date

import pytest

from contracts import Addressee, ConfirmationAskedV1, DeadlineApproachedV1, Message
from services.partnerships.canonical import fingerprint
from services.partnerships.domain.events import (
    DeadlineApproached,
    DeclarationAsked,
    Event,
    ExpectationsAligned,
    Outstanding,
)
from services.partnerships.domain.gates import Alignment, Gates
from services.partnerships.domain.values import Person
from services.partnerships.publishing import message
from tests.unit.partnerships.publishing.given import (
    ABOUT,
    CASE,
    CLERK,
    END,
    EXPECTED,
    HASH,
    NEW_YEAR,
    OWNER,
    PARTIES,
    PARTNERSHIP,
    SHOP,
    SHOP_OWNER,
    TOWN,
)

TOLD: list[tuple[Event, Message]] = [
    (
        DeadlineApproached(
            "signature",
            date(2024, 11, 15),
            date(2024, 11, 22),
            None,
            2,
            HASH,
            (Outstanding(SHOP, OWNER),),
        ),
        DeadlineApproachedV1(
            **ABOUT,
            title="Byen",
            deadline="signature",
            due_on=date(2024, 11, 22),
            item_id=None,
            agreement_version=2,
            sha256=HASH,
            outstanding=(SHOP_OWNER,),
        ),
    ),
    (
        DeadlineApproached(
            "ballot",
            date(2024, 11, 15),
            date(2024, 11, 22),
            None,
            None,
            None,
            (Outstanding(SHOP, OWNER),),
            round=2,
        ),
        DeadlineApproachedV1(
            **ABOUT,
            title="Byen",
            deadline="ballot",
            due_on=date(2024, 11, 22),
            item_id=None,
            agreement_version=None,
            sha256=None,
            outstanding=(SHOP_OWNER,),
            round=2,
        ),
    ),
    (
        DeadlineApproached(
            "declaration",
            date(2024, 11, 15),
            date(2024, 11, 22),
            None,
            None,
            None,
            (Outstanding(SHOP, OWNER),),
            declaration="confidentiality",
        ),
        DeadlineApproachedV1(
            **ABOUT,
            title="Byen",
            deadline="declaration",
            due_on=date(2024, 11, 22),
            item_id=None,
            agreement_version=None,
            sha256=None,
            outstanding=(SHOP_OWNER,),
            declaration="confidentiality",
        ),
    ),
    (
        ExpectationsAligned(EXPECTED, PARTIES, NEW_YEAR),
        ConfirmationAskedV1(
            **ABOUT,
            title="Byen",
            what="expectations",
            item=fingerprint(EXPECTED),
            answer_by=NEW_YEAR,
            asked=(
                Addressee(organisation_id=TOWN, contact_id=CLERK, role="municipality"),
                SHOP_OWNER,
            ),
        ),
    ),
    (
        DeclarationAsked("confidentiality", (Person(SHOP, OWNER),), NEW_YEAR),
        ConfirmationAskedV1(
            **ABOUT,
            title="Byen",
            what="declaration",
            item="confidentiality",
            answer_by=NEW_YEAR,
            asked=(SHOP_OWNER,),
        ),
    ),
]


@pytest.mark.parametrize(("event", "told"), TOLD, ids=lambda one: type(one).__name__)
def test_an_event_becomes_its_message(event: Event, told: Message) -> None:
    """The others hear exactly these fields, whatever else the event holds."""
    assert message(event, PARTNERSHIP, CASE) == told


def test_a_reminder_to_confirm_names_the_text_that_is_to_be_confirmed() -> None:
    """Its link is good for that text alone, like the one before it."""
    gates = Gates(alignment=Alignment(EXPECTED))
    reminder = DeadlineApproached(
        "expectations", NEW_YEAR, END, None, None, None, (Outstanding(SHOP, OWNER),)
    )

    told = message(reminder, PARTNERSHIP, replace(CASE, gates=gates))

    assert told == DeadlineApproachedV1(
        **ABOUT,
        title="Byen",
        deadline="expectations",
        due_on=END,
        item_id=None,
        agreement_version=None,
        sha256=fingerprint(EXPECTED),
        outstanding=(SHOP_OWNER,),
    )
