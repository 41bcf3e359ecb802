"""Three BIDs over two policy years: what is left is what was counted by hand.

A (7 parties, 5 voters), B (7, 5) and C (5, 4). In B somebody declines, so that a
second text is signed, and later an amendment. C rests for two months.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from medspil import operating, rebuilding
from tests.support.demonstration import letters, rows, settings_in

pytestmark = pytest.mark.timeout(300)

DELIVERIES = {
    "ballot-opened": 5 + 5 + 4,
    "ballot-closed": 7 + 7 + 5,
    "decided": 7 + 7 + 5,
    "agreement-sent-for-signature": 7 + 7 + 5 + 7 + 7,
    "signing-ended": 7 - 1,  # who declined knows it
    "agreement-concluded": 7 + 7 + 5 + 7,
    "agreement-took-effect": 7 + 7 + 5 + 7,
    "review-opened": 2 * (7 + 7 + 5),
    "gathering-invited": 2 * (7 + 7 + 5) + 16,  # one speaks for two districts
    "review-concluded": 2 * (7 + 7 + 5),
    "suspended": 5,
    "resumed": 5,
}
OUTCOMES_REPORTED = 6 + 7 + 4 + 1 + 1  # one was returned, one restated
EVENTS = """
select type, count(*) from partnerships.event group by type
"""
DELIVERED = """
select news.event, count(*) from notifications.delivery
join notifications.news on news.message_id = delivery.message_id
where delivery.state = 'sent' group by news.event
"""
DOUBLE = """
select contact_id, message_id from notifications.delivery
group by contact_id, message_id having count(*) > 1
"""
FACTS = "select * from reporting.fact order by message_id"
PARKED = """
select id from partnerships.parked union all select id from events.parked
union all select id from notifications.parked union all select id from reporting.parked
"""


async def test_everybody_is_told_every_fact_once(folder: Path) -> None:
    """One letter for each person and fact, none for the one who acted."""
    delivered, double = await rows(folder, DELIVERED, DOUBLE)

    sent = letters(folder)
    assert dict(delivered) == DELIVERIES
    assert double == []
    assert len(sent) == 283
    assert len({letter.message_id for letter in sent}) == 283
    assert not any(letter.repeat for letter in sent)


async def test_the_histories_tell_the_story(folder: Path) -> None:
    """Each step is in the history as often as it was taken, and no more."""
    (found,) = await rows(folder, EVENTS)

    happened = dict(found)
    assert happened["PartnershipProposed"] == 3
    assert happened["VoteCast"] == 14
    assert happened["AgreementDrafted"] == 5
    assert happened["AgreementSigned"] == 19 - 7 + 1 + 7 + 7
    assert happened["SigningEnded"] == 1
    assert happened["AgreementTookEffect"] == 4
    assert happened["OutcomeReported"] == OUTCOMES_REPORTED
    assert happened["OutcomeReturned"] == 1
    assert happened["OutcomeAccepted"] == OUTCOMES_REPORTED - 1
    assert happened["ObligationSettled"] == 8
    assert happened["PartnershipSuspended"] == happened["PartnershipResumed"] == 1
    assert happened["ReviewOpened"] == happened["ReviewConcluded"] == 6
    assert happened["StatementGiven"] == 38
    assert happened["ActionPointVerified"] == 3
    assert sum(happened.values()) == 62 + 79 + 50


async def test_nothing_is_parked_and_every_history_is_whole(folder: Path) -> None:
    """No message failed, and every hash follows from the one before."""
    (parked,) = await rows(folder, PARKED)
    verdicts = await operating.verify(settings_in(folder))

    assert parked == []
    assert [verdict.breaks for verdict in verdicts] == [(), (), (), ()]
    assert {verdict.service: verdict.events for verdict in verdicts} == {
        "partnerships": 191,
        "events": 7 * 4 + 54,
        "notifications": 0,
        "reporting": 0,
    }


async def test_the_evaluation_of_2025_adds_up(folder: Path) -> None:
    """Figures by hand: 2740+950+4100 m², (7.1+8.9)/2 %, 3.9, and 2+1+2 projects."""
    evaluation = json.loads((folder / "evaluation-2025.json").read_text())

    figures = {
        indicator["indicator"]: (indicator["target"], indicator["actual"])
        for goal in evaluation["goals"]
        for indicator in goal["indicators"]
        if indicator["actual"] is not None
    }
    assert figures == {
        "business_area_upgraded": ("7400", "7790"),
        "vacancy_rate": ("8.25", "8.0"),
        "satisfaction_overall": ("3.8", "3.9"),
        "biodiversity_projects": ("6", "5"),
    }
    assert (folder / "evaluation-2025.pdf").read_bytes().startswith(b"%PDF-")
    assert (folder / "evaluation-2024.pdf").read_bytes().startswith(b"%PDF-")


async def test_a_rebuild_from_the_stream_gives_the_same_rows(folder: Path) -> None:
    """Facts are derived: emptied and heard again, not one differs."""
    left: Counter[int] = Counter()
    (before,) = await rows(folder, FACTS)

    await rebuilding.rebuild(
        settings_in(folder), "reporting", lambda number: left.update([number])
    )

    (after,) = await rows(folder, FACTS)
    assert after == before
    assert len(after) > 100
    assert left[0] == 1
