"""An amendment: drafted beside the agreement that applies, which it replaces."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from services.partnerships.domain.commands import DraftAgreement, TakeEffect
from services.partnerships.domain.events import AgreementDrafted
from services.partnerships.domain.states import InForce, Reviewing, status
from tests.unit.partnerships.agreeing.given import AMENDED, OFFICER_THEN, amended
from tests.unit.partnerships.given import (
    ACTIVE,
    ENDS,
    LIGHTING,
    RESTING,
    REVIEW_OPENED,
    STARTS,
    SYSTEM,
    TERMS,
    TOOK_EFFECT,
    around,
    decided,
    refusal,
    state_of,
)


def test_an_amendment_is_drafted_while_the_agreement_applies() -> None:
    """The present version stays in force meanwhile."""
    drafted = decided(ACTIVE, DraftAgreement(AMENDED), OFFICER_THEN)

    assert drafted == [AgreementDrafted(2, AMENDED)]
    assert status(state_of(*ACTIVE, *drafted)) == "active"


def test_an_amendment_replaces_the_agreement_on_its_day() -> None:
    """What was settled stays settled; what was measured may still be reported."""
    [took_effect] = decided(amended(), TakeEffect(), around(SYSTEM, date(2025, 1, 1)))
    state = state_of(*amended(), took_effect)

    assert took_effect == replace(
        TOOK_EFFECT,
        version=2,
        starts_on=date(2025, 1, 1),
        ends_on=date(2028, 12, 31),
        amendment=True,
    )
    assert isinstance(state, InForce)
    assert (state.version, state.ends_on) == (2, date(2028, 12, 31))
    assert [pledge.id for pledge in state.pledges] == [LIGHTING, UUID(int=103)]
    assert state.results.since == STARTS
    assert state.results.indicators == {
        "business_area_upgraded",
        "biodiversity_projects",
    }
    assert state.negotiation.pending is None


def test_an_open_review_asks_only_about_what_the_amendment_kept() -> None:
    """Nobody can say how something goes that is not agreed any more."""
    took_effect = replace(TOOK_EFFECT, version=2, amendment=True)
    state = state_of(*amended(), REVIEW_OPENED, took_effect)

    assert isinstance(state, InForce)
    assert isinstance(state.condition, Reviewing)
    assert state.condition.review.obligations == (LIGHTING,)


def test_an_amendment_waits_while_the_agreement_rests() -> None:
    """The term stands still for both."""
    resting = (*amended(), RESTING[-1])

    assert refusal(resting, TakeEffect(), around(SYSTEM, date(2025, 1, 1))) == (
        "suspended",
        {"since": "2024-09-02"},
    )


def test_amendments_do_not_stretch_the_longest_term() -> None:
    """Five years count from the first day of the first version."""
    longer = replace(AMENDED, ends_on=date(2029, 4, 1))
    longest = replace(AMENDED, ends_on=date(2029, 3, 31))

    assert refusal(ACTIVE, DraftAgreement(longer), OFFICER_THEN) == (
        "term_too_long",
        {"latest": "2029-03-31"},
    )
    assert len(decided(ACTIVE, DraftAgreement(longest), OFFICER_THEN)) == 1


def test_an_amendment_leaves_no_gap() -> None:
    """It applies at the latest on the day after the present agreement."""
    late = replace(
        AMENDED, starts_on=ENDS + timedelta(days=2), obligations=(), measures=()
    )
    seamless = replace(late, starts_on=ENDS + timedelta(days=1))

    assert refusal(ACTIVE, DraftAgreement(late), OFFICER_THEN) == (
        "amendment_after_end",
        {"latest": "2027-04-01"},
    )
    assert len(decided(ACTIVE, DraftAgreement(seamless), OFFICER_THEN)) == 1


def test_an_amendment_begins_after_the_present_version() -> None:
    """Two versions never share a first day, so each takes effect by itself."""
    assert refusal(ACTIVE, DraftAgreement(TERMS), OFFICER_THEN) == (
        "amendment_too_early",
        {"earliest": "2024-04-02"},
    )
