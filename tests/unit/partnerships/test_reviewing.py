"""Reviews: every party is heard, disagreements show, and what follows is verified."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.partnerships.domain.commands import (
    CloseActionPoint,
    ConcludeReview,
    GiveStatement,
    OpenReview,
    VerifyActionPoint,
)
from services.partnerships.domain.events import (
    ActionPointClosed,
    ActionPointVerified,
    Event,
    ReviewConcluded,
    ReviewOpened,
    StatementGiven,
)
from services.partnerships.domain.review import (
    ActionPoint,
    Disagreement,
    ObligationStatement,
    Verdict,
)
from services.partnerships.domain.states import status
from tests.unit.partnerships.given import (
    ACTIVE,
    ANCHOR,
    AT_ANCHOR,
    AT_BAKER,
    AT_TOWN,
    BAKER,
    COLLEAGUE,
    LIGHTING,
    MANAGER,
    OFFICER,
    PARTIES,
    REVIEW,
    REVIEW_DAY,
    REVIEW_ENDED,
    REVIEW_OPENED,
    REVIEWED,
    REVIEWING,
    STATEMENTS_DUE,
    STRANGER,
    SWEEPING,
    SYSTEM,
    TOWN,
    Given,
    around,
    contact,
    decided,
    refusal,
    state_of,
)

AFTER_DUE = date(2025, 4, 26)
NEXT = UUID(int=202)


def said(sweeping: Verdict, lighting: Verdict) -> tuple[ObligationStatement, ...]:
    """Return what a party says of the two obligations."""
    return (
        ObligationStatement(SWEEPING, sweeping, "as seen"),
        ObligationStatement(LIGHTING, lighting, "as seen"),
    )


BOTH_MET = said("met", "met")
STATEMENT = GiveStatement(ANCHOR, 4, BOTH_MET)
GIVEN = StatementGiven(REVIEW, ANCHOR, 4, BOTH_MET, REVIEW_DAY, None)
ALL_GIVEN = tuple(
    replace(GIVEN, organisation_id=party.organisation_id) for party in PARTIES
)
HEARD: Given = (*REVIEWING, *ALL_GIVEN)

TREES, BENCHES = UUID(int=401), UUID(int=402)
POINT = ActionPoint(TREES, TOWN, "plant five trees", date(2025, 9, 1))
CONCLUDE = ConcludeReview("continue", "goes well", (POINT,))
WITH_POINT: Given = (
    *REVIEWING,
    ReviewConcluded(REVIEW, "continue", "goes well", (), (POINT,)),
)
CLOSED_POINT = ActionPointClosed(TREES, "photo 17", OFFICER)


@pytest.mark.parametrize("who", [SYSTEM, OFFICER, MANAGER])
def test_a_review_asks_every_party_about_every_obligation(who: str) -> None:
    """By itself after a year, with three weeks to answer."""
    opened = decided(ACTIVE, OpenReview(REVIEW), around(who, REVIEW_DAY))

    assert opened == [REVIEW_OPENED]
    assert status(state_of(*ACTIVE, *opened)) == "under_review"


def test_staff_may_open_a_review_at_any_time() -> None:
    """Trouble does not wait for the rhythm."""
    [opened] = decided(ACTIVE, OpenReview(REVIEW), around(OFFICER, date(2024, 6, 3)))

    assert opened == replace(
        REVIEW_OPENED,
        opened_on=date(2024, 6, 3),
        statements_due_on=date(2024, 6, 24),
    )


@pytest.mark.parametrize(
    ("given", "day", "code", "facts"),
    [
        (ACTIVE, date(2025, 3, 31), "not_due", {"due_on": "2025-04-01"}),
        (REVIEWED, date(2026, 4, 1), "no_review_planned", {}),
        (
            REVIEWING,
            date(2026, 4, 1),
            "review_open",
            {"statements_due_on": "2025-04-25"},
        ),
    ],
)
def test_no_review_opens_by_itself_before_its_day(
    given: Given, day: date, code: str, facts: dict[str, object]
) -> None:
    """Nor after the final one, nor beside another."""
    assert refusal(given, OpenReview(NEXT), around(SYSTEM, day)) == (code, facts)


def test_a_partner_states_over_the_link() -> None:
    """On every obligation, with a rating of the municipality."""
    assert decided(REVIEWING, STATEMENT, around(contact(AT_ANCHOR), REVIEW_DAY)) == [
        GIVEN
    ]


def test_a_statement_counts_while_the_review_is_open() -> None:
    """Late is better than never."""
    late = around(contact(AT_ANCHOR), AFTER_DUE)

    assert decided(REVIEWING, STATEMENT, late) == [replace(GIVEN, given_on=AFTER_DUE)]


def test_staff_record_a_statement_with_evidence() -> None:
    """What was said on the telephone can be heard too."""
    recorded = replace(STATEMENT, evidence="journal 25/3")

    assert decided(REVIEWING, recorded, around(OFFICER, REVIEW_DAY)) == [
        replace(GIVEN, evidence="journal 25/3")
    ]


def test_the_municipality_speaks_through_its_staff() -> None:
    """It states how the obligations go, and does not rate itself."""
    own = GiveStatement(TOWN, None, BOTH_MET)

    assert decided(REVIEWING, own, around(OFFICER, REVIEW_DAY)) == [
        replace(GIVEN, organisation_id=TOWN, rating=None)
    ]


@pytest.mark.parametrize(
    ("given", "statement", "who", "code", "facts"),
    [
        (ACTIVE, STATEMENT, contact(AT_ANCHOR), "review_not_open", {}),
        (
            REVIEWING,
            replace(STATEMENT, organisation_id=STRANGER),
            OFFICER,
            "not_a_party",
            {"organisation_id": str(STRANGER)},
        ),
        (
            (*REVIEWING, GIVEN),
            STATEMENT,
            contact(AT_ANCHOR),
            "statement_given_already",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            REVIEWING,
            STATEMENT,
            contact(AT_BAKER),
            "not_your_organisation",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            REVIEWING,
            GiveStatement(TOWN, None, BOTH_MET),
            contact(AT_TOWN),
            "not_your_organisation",
            {"organisation_id": str(TOWN)},
        ),
        (REVIEWING, STATEMENT, OFFICER, "evidence_missing", {}),
        (
            REVIEWING,
            replace(STATEMENT, rating=0),
            contact(AT_ANCHOR),
            "rating_out_of_range",
            {"rating": "0"},
        ),
        (
            REVIEWING,
            replace(STATEMENT, rating=6),
            contact(AT_ANCHOR),
            "rating_out_of_range",
            {"rating": "6"},
        ),
        (
            REVIEWING,
            replace(STATEMENT, rating=None),
            contact(AT_ANCHOR),
            "rating_out_of_range",
            {"rating": "None"},
        ),
        (
            REVIEWING,
            GiveStatement(TOWN, 5, BOTH_MET),
            MANAGER,
            "own_rating",
            {},
        ),
        (
            REVIEWING,
            replace(STATEMENT, obligations=BOTH_MET[:1]),
            contact(AT_ANCHOR),
            "statement_incomplete",
            {"obligations": [str(SWEEPING), str(LIGHTING)]},
        ),
        (
            REVIEWING,
            replace(STATEMENT, obligations=(*BOTH_MET, BOTH_MET[0])),
            contact(AT_ANCHOR),
            "statement_incomplete",
            {"obligations": [str(SWEEPING), str(LIGHTING)]},
        ),
    ],
)
def test_a_statement_is_refused(
    given: Given,
    statement: GiveStatement,
    who: str,
    code: str,
    facts: dict[str, object],
) -> None:
    """One per party, in its own voice, complete, with a rating by partners alone."""
    assert refusal(given, statement, around(who, REVIEW_DAY)) == (code, facts)


@pytest.mark.parametrize("rating", [1, 5])
def test_the_ends_of_the_scale_are_ratings(rating: int) -> None:
    """1 and 5 are included."""
    statement = replace(STATEMENT, rating=rating)

    assert decided(REVIEWING, statement, around(contact(AT_ANCHOR), REVIEW_DAY)) == [
        replace(GIVEN, rating=rating)
    ]


def test_a_review_is_concluded_when_all_have_spoken() -> None:
    """Then nobody waits for the last day."""
    concluded = decided(HEARD, CONCLUDE, around(MANAGER, REVIEW_DAY))

    assert concluded == [ReviewConcluded(REVIEW, "continue", "goes well", (), (POINT,))]
    assert status(state_of(*HEARD, *concluded)) == "active"


def test_a_review_is_concluded_after_the_time_to_speak() -> None:
    """Whoever stays silent does not hold up the others."""
    assert len(decided(REVIEWING, CONCLUDE, around(MANAGER, AFTER_DUE))) == 1


def test_a_review_is_not_concluded_while_statements_may_come() -> None:
    """The last day is still a day to speak."""
    given: Given = (*REVIEWING, GIVEN)

    assert refusal(given, CONCLUDE, around(MANAGER, STATEMENTS_DUE)) == (
        "statements_outstanding",
        {"outstanding": 4, "due_on": "2025-04-25"},
    )


def test_a_review_that_is_over_is_not_concluded_again() -> None:
    """There is nothing open to conclude."""
    assert refusal(REVIEWED, CONCLUDE, around(MANAGER, AFTER_DUE)) == (
        "review_not_open",
        {},
    )


def test_disagreements_stand_side_by_side() -> None:
    """Only where at least two parties say different things."""
    statements: tuple[Event, ...] = (
        replace(
            GIVEN, organisation_id=TOWN, rating=None, obligations=said("met", "met")
        ),
        replace(GIVEN, obligations=said("not_met", "met")),
        replace(GIVEN, organisation_id=BAKER, obligations=said("met", "met")),
    )
    [concluded] = decided(
        (*REVIEWING, *statements), CONCLUDE, around(MANAGER, AFTER_DUE)
    )

    assert isinstance(concluded, ReviewConcluded)
    assert concluded.disagreements == (
        Disagreement(SWEEPING, ((TOWN, "met"), (ANCHOR, "not_met"), (BAKER, "met"))),
    )


@pytest.mark.parametrize(
    ("points", "code", "facts"),
    [
        (
            (replace(POINT, owner=STRANGER),),
            "action_point_of_stranger",
            {"organisation_id": str(STRANGER)},
        ),
        ((POINT, POINT), "action_point_twice", {"action_point_id": str(TREES)}),
        (
            (replace(POINT, due_on=date(2025, 4, 25)),),
            "action_point_in_the_past",
            {"due_on": "2025-04-25"},
        ),
    ],
)
def test_an_action_point_is_a_partys_and_to_come(
    points: tuple[ActionPoint, ...], code: str, facts: dict[str, object]
) -> None:
    """Somebody who is here must be able to do it in time."""
    conclude = replace(CONCLUDE, action_points=points)

    assert refusal(HEARD, conclude, around(MANAGER, AFTER_DUE)) == (code, facts)


def test_an_action_point_may_be_due_at_once() -> None:
    """Today is not in the past."""
    today = replace(CONCLUDE, action_points=(replace(POINT, due_on=AFTER_DUE),))

    assert len(decided(HEARD, today, around(MANAGER, AFTER_DUE))) == 1


def test_action_points_of_two_reviews_have_their_own_ids() -> None:
    """Otherwise closing one would close the other."""
    again: Given = (*WITH_POINT, replace(REVIEW_OPENED, review_id=NEXT))

    assert refusal(again, CONCLUDE, around(MANAGER, AFTER_DUE)) == (
        "action_point_twice",
        {"action_point_id": str(TREES)},
    )


def test_an_action_point_is_closed_by_one_and_verified_by_another() -> None:
    """Done is what somebody else has seen."""
    close = CloseActionPoint(TREES, "photo 17")
    closed = decided(WITH_POINT, close, around(OFFICER, AFTER_DUE))

    assert closed == [CLOSED_POINT]
    assert decided(
        (*WITH_POINT, *closed), VerifyActionPoint(TREES), around(COLLEAGUE, AFTER_DUE)
    ) == [ActionPointVerified(TREES)]


@pytest.mark.parametrize(
    ("given", "command", "who", "code", "facts"),
    [
        (
            WITH_POINT,
            CloseActionPoint(BENCHES, "photo"),
            OFFICER,
            "action_point_unknown",
            {"action_point_id": str(BENCHES)},
        ),
        (
            (*WITH_POINT, CLOSED_POINT),
            CloseActionPoint(TREES, "photo"),
            COLLEAGUE,
            "action_point_closed",
            {},
        ),
        (
            WITH_POINT,
            VerifyActionPoint(TREES),
            COLLEAGUE,
            "action_point_not_closed",
            {},
        ),
        (
            (*WITH_POINT, CLOSED_POINT),
            VerifyActionPoint(TREES),
            OFFICER,
            "own_action_point",
            {},
        ),
        (
            (*WITH_POINT, CLOSED_POINT, ActionPointVerified(TREES)),
            VerifyActionPoint(TREES),
            COLLEAGUE,
            "action_point_verified",
            {},
        ),
    ],
)
def test_work_on_an_action_point_is_refused(
    given: Given,
    command: CloseActionPoint | VerifyActionPoint,
    who: str,
    code: str,
    facts: dict[str, object],
) -> None:
    """Known, closed once, verified once, and not by the same person."""
    assert refusal(given, command, around(who, AFTER_DUE)) == (code, facts)


def test_each_action_point_stands_for_itself() -> None:
    """Closing and verifying one leaves the other open."""
    benches = replace(POINT, id=BENCHES)
    given: Given = (
        *REVIEWING,
        ReviewConcluded(REVIEW, "continue", "goes well", (), (POINT, benches)),
        CLOSED_POINT,
        ActionPointVerified(TREES),
    )

    assert refusal(given, VerifyActionPoint(BENCHES), around(COLLEAGUE, AFTER_DUE)) == (
        "action_point_not_closed",
        {},
    )


def test_a_later_review_may_take_the_end_back() -> None:
    """Only the last conclusion counts."""
    reopened: ReviewOpened = replace(REVIEW_OPENED, review_id=NEXT)
    carried_on = replace(REVIEW_ENDED, review_id=NEXT, conclusion="continue")

    assert status(state_of(*REVIEWED, reopened, carried_on)) == "active"
    assert refusal(
        (*REVIEWED, reopened, carried_on), OpenReview(REVIEW), around(SYSTEM, AFTER_DUE)
    ) == ("not_due", {"due_on": "2026-04-01"})
