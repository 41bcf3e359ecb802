"""In force: resting moves the term, obligations are settled, and every end has a way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.partnerships.domain.agreement import Pledge
from services.partnerships.domain.commands import (
    Command,
    Complete,
    DraftAgreement,
    Expire,
    OpenReview,
    ReopenObligation,
    Resume,
    SettleObligation,
    Suspend,
    TakeEffect,
    Terminate,
)
from services.partnerships.domain.events import (
    ObligationReopened,
    ObligationSettled,
    PartnershipCompleted,
    PartnershipExpired,
    PartnershipResumed,
    PartnershipTerminated,
    ReviewConcluded,
)
from services.partnerships.domain.states import InForce, status
from tests.unit.partnerships.agreeing.given import amended
from tests.unit.partnerships.given import (
    ACTIVE,
    COMPLETED,
    ENDS,
    LIGHTING,
    MANAGER,
    OFFICER,
    RESTING,
    REVIEW,
    REVIEWED,
    REVIEWING,
    STRANGER,
    SUSPENDED,
    SWEEPING,
    SYSTEM,
    TERMS,
    TOWN,
    Given,
    around,
    decided,
    refusal,
    state_of,
)

THEN = date(2025, 5, 2)
AFTER_END = ENDS + timedelta(days=1)
# From 2 September to 12 September are ten days.
RESUMED = PartnershipResumed(10, date(2027, 4, 10))


def test_a_manager_lets_the_agreement_rest() -> None:
    """With a reason, from that day on."""
    rests = decided(ACTIVE, Suspend("roadworks"), around(MANAGER, date(2024, 9, 2)))

    assert rests == [SUSPENDED]
    assert status(state_of(*ACTIVE, *rests)) == "suspended"


def test_the_term_moves_by_the_days_it_rested() -> None:
    """So do the reviews, and what is owed and not yet settled."""
    settled = ObligationSettled(SWEEPING, "met", date(2024, 8, 1))
    given = (*ACTIVE, settled, SUSPENDED)
    resumed = decided(given, Resume(), around(MANAGER, date(2024, 9, 12)))
    state = state_of(*given, *resumed)

    assert resumed == [RESUMED]
    assert isinstance(state, InForce)
    assert status(state) == "active"
    assert state.ends_on == date(2027, 4, 10)
    assert state.reviewed_on == date(2024, 4, 11)
    assert [pledge.due_on for pledge in state.pledges] == [
        date(2024, 12, 31),
        date(2025, 7, 10),
    ]


def test_days_of_rest_do_not_count_towards_the_longest_term() -> None:
    """Twice ten days of rest allow an amendment twenty days more."""
    second = replace(SUSPENDED, suspended_on=date(2024, 10, 1))
    given = (
        *RESTING,
        RESUMED,
        second,
        PartnershipResumed(10, date(2027, 4, 20)),
    )
    amendment = replace(TERMS, starts_on=date(2024, 4, 2))
    longest = replace(amendment, ends_on=date(2029, 4, 20))
    longer = replace(amendment, ends_on=date(2029, 4, 21))

    assert len(decided(given, DraftAgreement(longest), around(OFFICER, THEN))) == 1
    assert refusal(given, DraftAgreement(longer), around(OFFICER, THEN)) == (
        "term_too_long",
        {"latest": "2029-04-20"},
    )


@pytest.mark.parametrize(
    "given", [ACTIVE, RESTING, REVIEWING, REVIEWED], ids=["a", "s", "r", "e"]
)
def test_a_manager_may_terminate_at_any_time(given: Given) -> None:
    """With a reason, and from that day on."""
    ended = PartnershipTerminated("breach", THEN)

    assert decided(given, Terminate("breach"), around(MANAGER, THEN)) == [ended]
    assert status(state_of(*given, ended)) == "terminated"


@pytest.mark.parametrize("day", [AFTER_END, date(2027, 5, 1)])
def test_a_term_that_passes_expires(day: date) -> None:
    """On its last day, however late that is noticed."""
    expired = decided(ACTIVE, Expire(), around(SYSTEM, day))

    assert expired == [PartnershipExpired(ENDS)]
    assert status(state_of(*ACTIVE, *expired)) == "expired"


CONTINUED = ReviewConcluded(REVIEW, "continue", "carry on", (), ())


@pytest.mark.parametrize(
    ("given", "day", "code", "facts"),
    [
        (ACTIVE, ENDS, "not_due", {"due_on": "2027-04-01"}),
        (RESTING, AFTER_END, "suspended", {"since": "2024-09-02"}),
        (
            REVIEWING,
            AFTER_END,
            "review_open",
            {"statements_due_on": "2025-04-25"},
        ),
        (REVIEWED, AFTER_END, "final_review_held", {}),
        (
            amended(),
            AFTER_END,
            "agreement_concluded",
            {"starts_on": "2025-01-01"},
        ),
        (COMPLETED, AFTER_END, "wrong_stage", None),
    ],
)
def test_nothing_expires_that_goes_on(
    given: Given, day: date, code: str, facts: dict[str, object] | None
) -> None:
    """A rest, a review, an amendment or a held final review keeps the case open."""
    expected = {"command": "expire", "status": "completed"} if facts is None else facts

    assert refusal(given, Expire(), around(SYSTEM, day)) == (code, expected)


@pytest.mark.parametrize(
    ("day", "ended_on"), [(THEN, THEN), (date(2027, 5, 3), ENDS), (ENDS, ENDS)]
)
def test_a_partnership_is_completed_after_its_final_review(
    day: date, ended_on: date
) -> None:
    """It ended when the manager said so, or with its term if that was earlier."""
    completed = decided(REVIEWED, Complete(), around(MANAGER, day))

    assert completed == [PartnershipCompleted(ended_on)]
    assert status(state_of(*REVIEWED, *completed)) == "completed"


@pytest.mark.parametrize(
    ("given", "command", "code", "facts"),
    [
        (ACTIVE, Complete(), "review_not_final", {}),
        ((*REVIEWING, CONTINUED), Complete(), "review_not_final", {}),
        (
            REVIEWING,
            Complete(),
            "review_open",
            {"statements_due_on": "2025-04-25"},
        ),
        ((*REVIEWED, SUSPENDED), Complete(), "suspended", {"since": "2024-09-02"}),
        (RESTING, Suspend("again"), "suspended", {"since": "2024-09-02"}),
        (
            REVIEWING,
            Suspend("now"),
            "review_open",
            {"statements_due_on": "2025-04-25"},
        ),
        (ACTIVE, Resume(), "not_suspended", {}),
        (
            COMPLETED,
            Terminate("late"),
            "wrong_stage",
            {"command": "terminate", "status": "completed"},
        ),
    ],
)
def test_a_step_waits_for_the_one_before(
    given: Given, command: Command, code: str, facts: dict[str, object]
) -> None:
    """Completing needs the final review; a rest and a review exclude each other."""
    assert refusal(given, command, around(MANAGER, THEN)) == (code, facts)


def test_an_amendment_asks_for_a_new_final_review() -> None:
    """What ended an earlier version does not end the new one."""
    given: Given = (*REVIEWED, *amended()[len(ACTIVE) :])
    [took_effect] = decided(given, TakeEffect(), around(SYSTEM, THEN))

    assert refusal((*given, took_effect), Complete(), around(MANAGER, THEN)) == (
        "review_not_final",
        {},
    )


@pytest.mark.parametrize(
    ("given", "settle", "who", "day"),
    [
        (ACTIVE, SettleObligation(SWEEPING, "met"), OFFICER, date(2024, 5, 1)),
        (ACTIVE, SettleObligation(SWEEPING, "missed"), OFFICER, date(2025, 1, 1)),
        (
            ACTIVE,
            SettleObligation(SWEEPING, "waived", "no longer needed"),
            MANAGER,
            date(2024, 5, 1),
        ),
        (
            (*ACTIVE, ObligationSettled(SWEEPING, "missed", THEN)),
            SettleObligation(SWEEPING, "met"),
            OFFICER,
            THEN,
        ),
    ],
)
def test_an_obligation_is_settled(
    given: Given, settle: SettleObligation, who: str, day: date
) -> None:
    """Met, missed after its day, waived by a manager, or met after all."""
    assert decided(given, settle, around(who, day)) == [
        ObligationSettled(SWEEPING, settle.settlement, day, settle.reason)
    ]


@pytest.mark.parametrize(
    ("given", "settle", "day", "code", "facts"),
    [
        (
            ACTIVE,
            SettleObligation(STRANGER, "met"),
            THEN,
            "obligation_unknown",
            {"obligation_id": str(STRANGER)},
        ),
        (
            (*ACTIVE, ObligationSettled(SWEEPING, "met", THEN)),
            SettleObligation(SWEEPING, "missed"),
            THEN,
            "obligation_settled",
            {"settlement": "met"},
        ),
        (
            (*ACTIVE, ObligationSettled(LIGHTING, "waived", THEN)),
            SettleObligation(LIGHTING, "met"),
            THEN,
            "obligation_settled",
            {"settlement": "waived"},
        ),
        (
            (*ACTIVE, ObligationSettled(SWEEPING, "missed", THEN)),
            SettleObligation(SWEEPING, "missed"),
            THEN,
            "obligation_settled",
            {"settlement": "missed"},
        ),
        (
            ACTIVE,
            SettleObligation(SWEEPING, "missed"),
            date(2024, 12, 31),
            "obligation_not_due",
            {"due_on": "2024-12-31"},
        ),
        (
            ACTIVE,
            SettleObligation(SWEEPING, "waived", "no longer needed"),
            THEN,
            "waiver_needs_manager",
            {},
        ),
    ],
)
def test_an_obligation_is_not_settled(
    given: Given,
    settle: SettleObligation,
    day: date,
    code: str,
    facts: dict[str, object],
) -> None:
    """Known, open, due, and by whoever may."""
    assert refusal(given, settle, around(OFFICER, day)) == (code, facts)


WAIVED = ObligationSettled(SWEEPING, "waived", THEN, "no longer needed")
REOPEN = ReopenObligation(SWEEPING, "needed after all")
OUTSIDE = {
    "obligation_id": str(SWEEPING),
    "starts_on": THEN.isoformat(),
    "ends_on": "2027-03-31",
}


def test_a_waiver_says_why() -> None:
    """What nobody owes any more must be explained to those who waited for it."""
    settle = SettleObligation(SWEEPING, "waived")

    assert refusal(ACTIVE, settle, around(MANAGER, THEN)) == ("waiver_needs_reason", {})
    waived = state_of(*ACTIVE, WAIVED)
    assert isinstance(waived, InForce)
    assert waived.pledges[0].reason == "no longer needed"


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (None, date(2024, 12, 31)),
        (THEN, THEN),
        (ENDS, ENDS),
    ],
)
def test_a_settled_obligation_is_owed_again(
    due_on: date | None, expected: date
) -> None:
    """By the day that it had, or by another one from today to the end of the term."""
    given = (*ACTIVE, WAIVED)
    reopened = decided(given, replace(REOPEN, due_on=due_on), around(MANAGER, THEN))
    state = state_of(*given, *reopened)

    assert reopened == [ObligationReopened(SWEEPING, "needed after all", expected)]
    assert isinstance(state, InForce)
    assert state.pledges[0] == Pledge(SWEEPING, TOWN, expected)


@pytest.mark.parametrize(
    ("given", "reopen", "who", "code", "facts"),
    [
        (ACTIVE, REOPEN, MANAGER, "no_obligation_settled", {}),
        (
            (*ACTIVE, WAIVED),
            replace(REOPEN, obligation_id=LIGHTING),
            MANAGER,
            "obligation_open",
            {"obligation_id": str(LIGHTING)},
        ),
        (
            (*ACTIVE, WAIVED),
            replace(REOPEN, obligation_id=STRANGER),
            MANAGER,
            "obligation_unknown",
            {"obligation_id": str(STRANGER)},
        ),
        (
            (*ACTIVE, WAIVED),
            replace(REOPEN, due_on=THEN - timedelta(days=1)),
            MANAGER,
            "obligation_outside_term",
            OUTSIDE,
        ),
        (
            (*ACTIVE, WAIVED),
            replace(REOPEN, due_on=AFTER_END),
            MANAGER,
            "obligation_outside_term",
            OUTSIDE,
        ),
        (
            (*ACTIVE, WAIVED),
            REOPEN,
            OFFICER,
            "role_required",
            {"command": "reopen-obligation", "roles": ["manager"]},
        ),
    ],
)
def test_an_obligation_is_not_reopened(
    given: Given,
    reopen: ReopenObligation,
    who: str,
    code: str,
    facts: dict[str, object],
) -> None:
    """Only a settled one, by a manager, to a day that can still be kept."""
    assert refusal(given, reopen, around(who, THEN)) == (code, facts)


def test_nothing_is_owed_after_the_end() -> None:
    """Obligations are settled in force."""
    settle = SettleObligation(SWEEPING, "met")

    assert refusal(COMPLETED, settle, around(OFFICER, THEN)) == (
        "wrong_stage",
        {"command": "settle-obligation", "status": "completed"},
    )


def test_a_review_does_not_open_while_the_agreement_rests() -> None:
    """Nobody is asked about days that do not count."""
    assert refusal(RESTING, OpenReview(REVIEW), around(OFFICER, THEN)) == (
        "suspended",
        {"since": "2024-09-02"},
    )
