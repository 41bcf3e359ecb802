"""Three BIDs over two policy years: what is left is what was counted by hand."""

import json
from pathlib import Path

import pytest

from medspil import operating, rebuilding
from tests.support import counted
from tests.support.demonstration import letters, rows, settings_in

pytestmark = pytest.mark.timeout(300)


async def test_everybody_is_told_every_fact_once(folder: Path) -> None:
    """One letter for each person and fact, none for the one who acted."""
    delivered, double = await rows(
        folder, counted.DELIVERIES_QUERY, counted.DOUBLE_QUERY
    )

    sent = letters(folder)
    assert dict(delivered) == counted.DELIVERIES
    assert double == []
    assert len(sent) == counted.LETTERS
    assert len({letter.message_id for letter in sent}) == counted.LETTERS
    assert not any(letter.repeat for letter in sent)


async def test_the_histories_tell_the_story(folder: Path) -> None:
    """Each step is in the history as often as it was taken, and no more."""
    happened, gathered = await rows(
        folder, counted.HAPPENED_QUERY, counted.GATHERED_QUERY
    )

    assert dict(happened) == counted.HAPPENED
    assert dict(gathered) == counted.GATHERED


async def test_nothing_is_parked_and_every_history_is_whole(folder: Path) -> None:
    """No message failed, and every hash follows from the one before."""
    (parked,) = await rows(folder, counted.PARKED_QUERY)
    verdicts = await operating.verify(settings_in(folder))

    assert parked == []
    assert [verdict.breaks for verdict in verdicts] == [(), (), (), ()]
    assert {verdict.service: verdict.events for verdict in verdicts} == {
        "partnerships": sum(counted.HAPPENED.values()),
        "events": sum(counted.GATHERED.values()),
        "notifications": 0,
        "reporting": 0,
    }


def test_the_evaluation_of_2025_adds_up(folder: Path) -> None:
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
    left: list[int] = []
    (before,) = await rows(folder, counted.FACTS_QUERY)

    await rebuilding.rebuild(settings_in(folder), "reporting", left.append)

    (after,) = await rows(folder, counted.FACTS_QUERY)
    assert after == before
    assert len(after) > 100
    assert left[-1] == 0
