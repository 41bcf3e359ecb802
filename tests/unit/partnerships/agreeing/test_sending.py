"""Sending: the version is frozen, complete, and of days to come."""

from dataclasses import replace
from datetime import date

import pytest

from services.partnerships.domain.commands import SendForSignature
from services.partnerships.domain.events import AgreementDrafted
from tests.unit.partnerships.agreeing.given import OFFICER_THEN, VACANCY, measured
from tests.unit.partnerships.given import (
    APPROVED,
    CLAUSES,
    HASH,
    NEGOTIATING,
    OFFICER,
    SENT,
    SENT_DAY,
    SIGNING,
    STARTS,
    TERMS,
    UPGRADED,
    Given,
    around,
    decided,
    refusal,
)


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
            (*APPROVED, AgreementDrafted(1, measured())),
            SENT_DAY,
            "measure_missing",
            {},
        ),
        (
            (*APPROVED, AgreementDrafted(1, measured(UPGRADED, VACANCY))),
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
