"""Everything is lost in the middle of the story, and comes back from a backup."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from medspil import backup, operating, rebuilding, restoring
from tests.support import counted
from tests.support.demonstration import letters, played, rows, settings_in

MIDDLE = 13  # of the scenes
OUTCOMES = (
    counted.HAPPENED_QUERY,
    counted.GATHERED_QUERY,
    counted.FACTS_QUERY,
    counted.DELIVERIES_QUERY,
)


@pytest.mark.no_cover
@pytest.mark.timeout(600)
async def test_a_story_goes_on_after_everything_was_lost(tmp_path: Path) -> None:
    """The rows are those of the backup, a rebuild makes the same, and the end is ours.

    What is outside stays: the letters that were sent, and the hour on the wall.
    """
    folder, kept = tmp_path / "data", tmp_path / "backup"
    settings = settings_in(folder)
    await played(folder, until=MIDDLE)
    before = await rows(folder, *OUTCOMES)
    manifest = await backup.take(settings, kept)
    for lost in ("postgres", "nats", "keys"):
        shutil.rmtree(folder / lost)

    done = await restoring.restore(settings, kept, replace=False)
    after = await rows(folder, *OUTCOMES)
    await rebuilding.rebuild(settings, "reporting", lambda _: None)
    (rebuilt,) = await rows(folder, counted.FACTS_QUERY)

    assert manifest.messages > 100
    assert [verdict.breaks for verdict in done.verdicts] == [(), (), (), ()]
    assert list(map(sorted, after)) == list(map(sorted, before))
    assert len(rebuilt) > 10
    assert rebuilt == before[2]

    await played(folder)
    happened, gathered, delivered, double, parked = await rows(
        folder,
        counted.HAPPENED_QUERY,
        counted.GATHERED_QUERY,
        counted.DELIVERIES_QUERY,
        counted.DOUBLE_QUERY,
        counted.PARKED_QUERY,
    )
    verdicts = await operating.verify(settings)
    firsts = Counter(one.message_id for one in letters(folder) if not one.repeat)
    repeats = {one.message_id for one in letters(folder) if one.repeat}

    assert dict(happened) == counted.HAPPENED
    assert dict(gathered) == counted.GATHERED
    assert dict(delivered) == counted.DELIVERIES
    assert double == parked == []
    assert [verdict.breaks for verdict in verdicts] == [(), (), (), ()]
    assert set(firsts.values()) == {1}
    assert len(firsts.keys() | repeats) == counted.LETTERS
