"""Agreeing: written, frozen, signed by each, concluded, and in effect on its day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from services.partnerships.domain.agreement import (
    Contribution,
    Measure,
    Obligation,
    Terms,
    YearlyTarget,
)
from services.partnerships.domain.commands import (
    Decline,
    DraftAgreement,
    LapseSignature,
    SendForSignature,
    Sign,
    SignOnBehalf,
    TakeEffect,
    Terminate,
    Withdraw,
)
from services.partnerships.domain.events import (
    AgreementDrafted,
    AgreementSigned,
    OnBehalf,
    PartnershipTerminated,
    SigningEnded,
)
from services.partnerships.domain.states import InForce, Reviewing, status
from tests.unit.partnerships.given import (
    ACTIVE,
    AGREED,
    ANCHOR,
    APPROVED,
    AT_ANCHOR,
    AT_BAKER,
    AT_CINEMA,
    AT_NEIGHBOUR,
    AT_TOWN,
    BAKER,
    CINEMA,
    CLAUSES,
    CONCLUDED,
    DRAFTED,
    ENDS,
    HASH,
    LIGHTING,
    MANAGER,
    NEGOTIATING,
    NEIGHBOUR,
    OFFICER,
    RESTING,
    REVIEW_OPENED,
    SCAN,
    SENT,
    SENT_DAY,
    SIGN_BY,
    SIGNED,
    SIGNING,
    STARTS,
    STRANGER,
    SWEEPING,
    SYSTEM,
    TERMS,
    TOOK_EFFECT,
    TOWN,
    UPGRADED,
    Given,
    around,
    contact,
    decided,
    refusal,
    state_of,
)

OFFICER_THEN = around(OFFICER, SENT_DAY)
DAY_AFTER = SIGN_BY + timedelta(days=1)
ON_PAPER = OnBehalf("signed_on_paper", "journal 24/201", SCAN)
SIGN_ANCHOR = Sign(ANCHOR, HASH)
CINEMA_CONTACT = contact(AT_CINEMA)
BAKER_ON_PAPER = SignOnBehalf(BAKER, HASH, "signed_on_paper", "journal 24/201", SCAN)


def test_every_draft_is_a_version_of_its_own() -> None:
    """Versions are added, never overwritten."""
    other = replace(TERMS, ends_on=date(2026, 12, 31))

    assert decided(APPROVED, DraftAgreement(TERMS), OFFICER_THEN) == [DRAFTED]
    assert decided(NEGOTIATING, DraftAgreement(other), OFFICER_THEN) == [
        AgreementDrafted(2, other)
    ]


def test_an_edit_voids_the_acceptances() -> None:
    """Nobody is bound to a text that they did not read."""
    given = (*SIGNING, SIGNED[1])
    events = decided(given, DraftAgreement(TERMS), OFFICER_THEN)

    assert events == [
        SigningEnded(1, "edited", None, None),
        AgreementDrafted(2, TERMS),
    ]
    assert status(state_of(*given, *events)) == "negotiating"


def test_five_years_to_the_day_are_allowed() -> None:
    """The longest term is included; the day after is too long."""
    longest = replace(TERMS, ends_on=date(2029, 3, 31))
    longer = replace(TERMS, ends_on=date(2029, 4, 1))

    assert len(decided(APPROVED, DraftAgreement(longest), OFFICER_THEN)) == 1
    assert refusal(APPROVED, DraftAgreement(longer), OFFICER_THEN) == (
        "term_too_long",
        {"latest": "2029-03-31"},
    )


def _obliged(
    owner: UUID = TOWN, beneficiary: UUID | None = None, due_on: date = STARTS
) -> Terms:
    obligation = Obligation(SWEEPING, owner, beneficiary, "sweep", due_on)
    return replace(TERMS, obligations=(obligation,))


def _measured(*measures: Measure) -> Terms:
    return replace(TERMS, measures=measures)


VACANCY = Measure("G1.1", "vacancy_rate", Decimal(12), ())


@pytest.mark.parametrize(
    ("terms", "code", "facts"),
    [
        (
            replace(TERMS, ends_on=date(2024, 3, 31)),
            "term_reversed",
            {"starts_on": "2024-04-01"},
        ),
        (
            replace(TERMS, clauses=(*CLAUSES, CLAUSES[0])),
            "clause_twice",
            {"clause": "purpose"},
        ),
        (
            replace(TERMS, obligations=TERMS.obligations[:1] * 2),
            "obligation_twice",
            {"obligation_id": str(SWEEPING)},
        ),
        (
            _obliged(owner=STRANGER),
            "obligation_of_stranger",
            {"organisation_id": str(STRANGER)},
        ),
        (
            _obliged(beneficiary=STRANGER),
            "obligation_of_stranger",
            {"organisation_id": str(STRANGER)},
        ),
        (
            _obliged(due_on=date(2024, 3, 31)),
            "obligation_outside_term",
            {
                "obligation_id": str(SWEEPING),
                "starts_on": "2024-04-01",
                "ends_on": "2027-03-31",
            },
        ),
        (
            _obliged(due_on=date(2027, 4, 1)),
            "obligation_outside_term",
            {
                "obligation_id": str(SWEEPING),
                "starts_on": "2024-04-01",
                "ends_on": "2027-03-31",
            },
        ),
        (
            _measured(UPGRADED, UPGRADED),
            "measure_twice",
            {"indicator": "business_area_upgraded"},
        ),
        (
            _measured(replace(UPGRADED, goal="G4.1")),
            "goal_not_of_kind",
            {"goal": "G4.1", "goals": ["G1.1", "G1.2", "G2.2"]},
        ),
        (
            _measured(replace(UPGRADED, indicator="mentors")),
            "indicator_not_of_kind",
            {
                "indicator": "mentors",
                "indicators": [
                    "business_area_upgraded",
                    "vacancy_rate",
                    "biodiversity_projects",
                    "satisfaction_overall",
                ],
            },
        ),
        (
            _measured(replace(UPGRADED, goal="G1.2")),
            "indicator_not_of_goal",
            {"indicator": "business_area_upgraded", "goal": "G1.1"},
        ),
        (
            _measured(replace(VACANCY, baseline=Decimal("100.1"))),
            "figure_out_of_range",
            {"indicator": "vacancy_rate", "value": "100.1", "range": "0 - 100"},
        ),
        (
            _measured(
                replace(UPGRADED, targets=(YearlyTarget(2025, Decimal(-1)),)),
            ),
            "figure_out_of_range",
            {"indicator": "business_area_upgraded", "value": "-1", "range": "≥ 0"},
        ),
        (
            _measured(replace(UPGRADED, targets=UPGRADED.targets[:1] * 2)),
            "target_twice",
            {"indicator": "business_area_upgraded", "year": "2024"},
        ),
        (
            _measured(replace(UPGRADED, targets=(YearlyTarget(2023, Decimal(1)),))),
            "target_outside_term",
            {"indicator": "business_area_upgraded", "year": 2023},
        ),
        (
            _measured(replace(UPGRADED, targets=(YearlyTarget(2028, Decimal(1)),))),
            "target_outside_term",
            {"indicator": "business_area_upgraded", "year": 2028},
        ),
        (
            replace(TERMS, contributions=(Contribution(STRANGER, 1),)),
            "contribution_of_stranger",
            {"organisation_id": str(STRANGER)},
        ),
        (
            replace(TERMS, contributions=(Contribution(ANCHOR, 1),) * 2),
            "contribution_twice",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            replace(TERMS, contributions=(Contribution(ANCHOR, 0),)),
            "contribution_not_positive",
            {"organisation_id": str(ANCHOR)},
        ),
    ],
)
def test_terms_promise_only_what_they_can(
    terms: Terms, code: str, facts: dict[str, object]
) -> None:
    """What the kind, the parties or the term do not allow is refused when written."""
    assert refusal(APPROVED, DraftAgreement(terms), OFFICER_THEN) == (code, facts)


@pytest.mark.parametrize(
    "terms",
    [
        _obliged(due_on=date(2024, 4, 1), beneficiary=ANCHOR),
        _obliged(due_on=date(2027, 3, 31)),
        _measured(replace(VACANCY, baseline=Decimal(0))),
        _measured(replace(VACANCY, baseline=Decimal(100))),
        _measured(
            replace(
                UPGRADED,
                targets=(
                    YearlyTarget(2024, Decimal(0)),
                    YearlyTarget(2027, Decimal(1)),
                ),
            )
        ),
        replace(TERMS, ends_on=STARTS, obligations=(), measures=()),
        replace(TERMS, contributions=(Contribution(ANCHOR, 1),)),
    ],
)
def test_the_limits_of_terms_are_included(terms: Terms) -> None:
    """First and last day, least and greatest figure are all allowed."""
    assert decided(APPROVED, DraftAgreement(terms), OFFICER_THEN) == [
        AgreementDrafted(1, terms)
    ]


def test_sending_freezes_the_version_for_those_who_must_sign() -> None:
    """Stakeholders are parties but sign nothing."""
    assert decided(NEGOTIATING, SendForSignature(HASH), OFFICER_THEN) == [SENT]


@pytest.mark.parametrize(
    ("given", "day", "code", "facts"),
    [
        (APPROVED, SENT_DAY, "agreement_not_drafted", {}),
        (SIGNING, SENT_DAY, "agreement_not_drafted", {}),
        (
            (*APPROVED, AgreementDrafted(1, replace(TERMS, clauses=CLAUSES[1:5]))),
            SENT_DAY,
            "clauses_missing",
            {"clauses": ["purpose", "data_protection"]},
        ),
        (
            (*APPROVED, AgreementDrafted(1, _measured())),
            SENT_DAY,
            "measure_missing",
            {},
        ),
        (
            (*APPROVED, AgreementDrafted(1, _measured(UPGRADED, VACANCY))),
            SENT_DAY,
            "measure_without_target",
            {"indicators": ["vacancy_rate"]},
        ),
        (
            NEGOTIATING,
            date(2024, 4, 2),
            "term_begins_in_the_past",
            {"starts_on": "2024-04-01"},
        ),
    ],
)
def test_what_is_sent_must_be_complete(
    given: Given, day: date, code: str, facts: dict[str, object]
) -> None:
    """A goal, an indicator, a baseline, a target, every clause, and days to come."""
    refused = refusal(given, SendForSignature(HASH), around(OFFICER, day))

    assert refused == (code, facts)


def test_an_agreement_may_begin_on_the_day_it_is_sent() -> None:
    """Today is not in the past."""
    assert len(decided(NEGOTIATING, SendForSignature(HASH), around(OFFICER, STARTS)))


def test_a_partner_signs_over_the_link() -> None:
    """The contact of the party accepts the very text, on the last day too."""
    on_last_day = around(contact(AT_ANCHOR), SIGN_BY)

    assert decided(SIGNING, SIGN_ANCHOR, on_last_day) == [
        AgreementSigned(1, HASH, ANCHOR, None, 3)
    ]


def test_a_manager_signs_for_the_municipality() -> None:
    """The municipality's own signature needs no link."""
    assert decided(SIGNING, Sign(TOWN, HASH), around(MANAGER, SENT_DAY)) == [
        AgreementSigned(1, HASH, TOWN, None, 3)
    ]


def test_staff_record_an_acceptance_with_reason_and_evidence() -> None:
    """A signed sheet of paper counts."""
    assert decided(SIGNING, BAKER_ON_PAPER, OFFICER_THEN) == [
        AgreementSigned(1, HASH, BAKER, ON_PAPER, 3)
    ]


def test_the_last_signature_concludes_the_agreement() -> None:
    """Concluded is not yet in effect: that is an event of its day."""
    given = (*SIGNING, *SIGNED[:3])
    last = decided(given, Sign(CINEMA, HASH), around(CINEMA_CONTACT, SENT_DAY))

    assert last == [SIGNED[3], CONCLUDED]
    assert status(state_of(*given, *last)) == "concluded"


@pytest.mark.parametrize(
    ("given", "command", "who", "day", "code", "facts"),
    [
        (
            NEGOTIATING,
            SIGN_ANCHOR,
            contact(AT_ANCHOR),
            SENT_DAY,
            "agreement_not_out",
            {},
        ),
        (
            SIGNING,
            SIGN_ANCHOR,
            contact(AT_ANCHOR),
            DAY_AFTER,
            "signing_over",
            {"sign_by": "2024-03-22"},
        ),
        (
            SIGNING,
            Sign(ANCHOR, "b" * 64),
            contact(AT_ANCHOR),
            SENT_DAY,
            "hash_differs",
            {"sha256": HASH},
        ),
        (
            SIGNING,
            Sign(NEIGHBOUR, HASH),
            contact(AT_NEIGHBOUR),
            SENT_DAY,
            "not_a_signatory",
            {"organisation_id": str(NEIGHBOUR)},
        ),
        (
            (*SIGNING, SIGNED[1]),
            SIGN_ANCHOR,
            contact(AT_ANCHOR),
            SENT_DAY,
            "signed_already",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            SIGNING,
            SIGN_ANCHOR,
            contact(AT_BAKER),
            SENT_DAY,
            "not_your_organisation",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            SIGNING,
            SIGN_ANCHOR,
            MANAGER,
            SENT_DAY,
            "not_your_organisation",
            {"organisation_id": str(ANCHOR)},
        ),
        (
            SIGNING,
            Sign(TOWN, HASH),
            contact(AT_TOWN),
            SENT_DAY,
            "not_your_organisation",
            {"organisation_id": str(TOWN)},
        ),
        (
            SIGNING,
            SignOnBehalf(TOWN, HASH, "decided_by_board", "journal 24/9", SCAN),
            MANAGER,
            SENT_DAY,
            "staff_sign_themselves",
            {},
        ),
        (
            SIGNING,
            replace(BAKER_ON_PAPER, sha256="c" * 64),
            OFFICER,
            SENT_DAY,
            "hash_differs",
            {"sha256": HASH},
        ),
        (
            SIGNING,
            Decline(ANCHOR, "no"),
            contact(AT_BAKER),
            SENT_DAY,
            "not_your_organisation",
            {"organisation_id": str(ANCHOR)},
        ),
    ],
)
def test_a_signature_is_refused(
    given: Given,
    command: Sign | SignOnBehalf | Decline,
    who: str,
    day: date,
    code: str,
    facts: dict[str, object],
) -> None:
    """Each signatory accepts that hash, once, in time, with its own voice."""
    assert refusal(given, command, around(who, day)) == (code, facts)


@pytest.mark.parametrize("who", [contact(AT_ANCHOR), OFFICER, MANAGER])
def test_a_no_ends_the_round(who: str) -> None:
    """Staff may record it; the text can then be written anew."""
    declined = SigningEnded(1, "declined", ANCHOR, "too dear")

    assert decided(
        (*SIGNING, SIGNED[2]), Decline(ANCHOR, "too dear"), around(who, SENT_DAY)
    ) == [declined]
    assert status(state_of(*SIGNING, SIGNED[2], declined)) == "negotiating"


def test_a_round_lapses_after_its_last_day() -> None:
    """Late timers still end it; the text may be sent again, and counts from nought."""
    lapsed = decided(SIGNING, LapseSignature(), around(SYSTEM, date(2024, 3, 27)))

    assert lapsed == [SigningEnded(1, "lapsed", None, None)]
    again = (*SIGNING, SIGNED[1], *lapsed, SENT)
    assert decided(again, SIGN_ANCHOR, around(contact(AT_ANCHOR), SIGN_BY)) == [
        AgreementSigned(1, HASH, ANCHOR, None, 3)
    ]


def test_a_round_does_not_lapse_on_its_last_day() -> None:
    """Signatures come to the end of the day."""
    assert refusal(SIGNING, LapseSignature(), around(SYSTEM, SIGN_BY)) == (
        "not_due",
        {"due_on": "2024-03-23"},
    )


def test_a_round_that_ended_does_not_lapse() -> None:
    """The timer came too late to matter, and does no harm."""
    assert refusal(NEGOTIATING, LapseSignature(), around(SYSTEM, DAY_AFTER)) == (
        "agreement_not_out",
        {},
    )


@pytest.mark.parametrize(
    ("command", "who"),
    [(DraftAgreement(TERMS), OFFICER), (Withdraw("no"), OFFICER)],
)
def test_what_everybody_signed_stands(
    command: DraftAgreement | Withdraw, who: str
) -> None:
    """Between the last signature and the first day nothing is rewritten."""
    assert refusal(AGREED, command, around(who, SENT_DAY)) == (
        "agreement_concluded",
        {"starts_on": "2024-04-01"},
    )


def test_a_concluded_agreement_may_be_terminated_before_its_day() -> None:
    """Then it never takes effect, and there is nothing to measure."""
    [ended] = decided(AGREED, Terminate("bankrupt"), around(MANAGER, SENT_DAY))

    assert ended == PartnershipTerminated("bankrupt", SENT_DAY)
    assert status(state_of(*AGREED, ended)) == "terminated"


def test_an_approved_proposal_is_withdrawn_rather_than_terminated() -> None:
    """There is no agreement yet that could end."""
    assert refusal(APPROVED, Terminate("no"), around(MANAGER, SENT_DAY)) == (
        "agreement_not_concluded",
        {},
    )


@pytest.mark.parametrize("day", [STARTS, date(2024, 4, 9)])
def test_an_agreement_takes_effect_from_its_first_day(day: date) -> None:
    """Also when the system was down that day: the first day stays the same."""
    assert decided(AGREED, TakeEffect(), around(SYSTEM, day)) == [TOOK_EFFECT]


def test_an_agreement_does_not_take_effect_before_its_day() -> None:
    """Concluded months ahead, it waits."""
    assert refusal(AGREED, TakeEffect(), around(SYSTEM, date(2024, 3, 31))) == (
        "not_due",
        {"due_on": "2024-04-01"},
    )


def test_only_what_is_concluded_takes_effect() -> None:
    """A timer of a version that was voided does no harm."""
    assert refusal(NEGOTIATING, TakeEffect(), around(SYSTEM, STARTS)) == (
        "agreement_not_concluded",
        {},
    )


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


def amended() -> Given:
    """Return the history in which an amendment is concluded."""
    other = replace(SENT, version=2)
    signed = tuple(
        AgreementSigned(2, HASH, party.organisation_id, None, 0)
        for party in SENT.signatories
    )
    concluded = replace(CONCLUDED, version=2, starts_on=date(2025, 1, 1))
    return (*ACTIVE, AgreementDrafted(2, AMENDED), other, *signed, concluded)


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
