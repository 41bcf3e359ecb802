"""A head that was published shows what a chain alone cannot: an end that was cut off."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from typer.testing import CliRunner

from chassis.history import Break, canonical, link
from chassis.settings import Settings
from medspil import heads, operating
from medspil.cli import app
from medspil.heads import BadHeadError, Head

AT = datetime(2024, 1, 10, 8, 30, tzinfo=UTC)
OAK = UUID("00000000-0000-7000-8000-000000000001")
ELM = UUID("00000000-0000-7000-8000-000000000002")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation whose database is there, and whose NATS nobody asks."""
    return Settings(
        database_url=database_url, nats_url="nats://127.0.0.1:1", data_dir=tmp_path
    )


async def write(
    database_url: str, stream: UUID, reasons: tuple[str, ...], before: str = "select 1"
) -> None:
    """Write a stream, chained as it should be; do something else to the table first."""
    owner = await asyncpg.connect(database_url)
    await owner.execute("set search_path = partnerships")
    await owner.execute("alter table event disable trigger event_is_append_only")
    await owner.execute(before)
    previous = b""
    for version, reason in enumerate(reasons, start=1):
        data = canonical({"reason": reason})
        previous = link(previous, stream, version, "Felled", data, "system", AT)
        await owner.execute(
            "insert into event values ($1, $2, 'Felled', $3, 'system', $4, 'none', $5)"
            " on conflict do nothing",
            *(stream, version, data, AT, previous),
        )
    await owner.close()


async def sealed(settings: Settings, database_url: str, tmp_path: Path) -> Head:
    """Two streams of two events, and the head over them."""
    await write(database_url, OAK, ("storm", "age"))
    await write(database_url, ELM, ("beetle", "fungus"))
    return await heads.seal(settings, tmp_path / "head")


async def breaks(settings: Settings, head: Path) -> list[Break]:
    """What partnerships' history is found to be amiss against a head."""
    verdicts = await operating.verify(settings, None, heads.read(head, None))
    return [one for verdict in verdicts for one in verdict.breaks]


async def test_a_history_that_went_on_continues_its_head(
    settings: Settings, database_url: str, tmp_path: Path
) -> None:
    """What came later is chained to what was sealed, and is no fault."""
    head = await sealed(settings, database_url, tmp_path)
    await write(database_url, OAK, ("storm", "age", "again"))

    assert (head.streams, head.events) == (2, 4)
    assert await breaks(settings, tmp_path / "head") == []


@pytest.mark.parametrize(
    ("tampering", "written", "found"),
    [
        (
            "delete from event where data ->> 'reason' = 'fungus'",
            (),
            [Break(ELM, 2, "cut")],
        ),
        (
            "delete from event where stream_id::text like '%2'",
            (),
            [Break(ELM, 2, "cut")],
        ),
        (
            "delete from event where stream_id::text like '%2'",
            ("fungus", "beetle"),
            [Break(ELM, 2, "rewritten")],
        ),
        (
            "delete from event where stream_id::text like '%2'",
            ("beetle", "nothing"),
            [Break(ELM, 2, "rewritten")],
        ),
        (
            "update event set actor = 'x' where data ->> 'reason' = 'fungus'",
            (),
            [Break(ELM, 2, "altered")],
        ),
    ],
    ids=["cut at the end", "removed", "reordered", "written anew", "altered"],
)
async def test_what_an_owner_does_afterwards_is_found(
    settings: Settings,
    database_url: str,
    tmp_path: Path,
    tampering: str,
    written: tuple[str, ...],
    found: list[Break],
) -> None:
    """Also where every hash was computed anew, so that the chain alone is whole."""
    await sealed(settings, database_url, tmp_path)
    await write(database_url, ELM, written, before=tampering)

    assert await breaks(settings, tmp_path / "head") == found


async def test_a_head_is_the_one_that_was_published(
    settings: Settings, database_url: str, tmp_path: Path
) -> None:
    """Whoever changes the history can change the file, but not the number."""
    head = await sealed(settings, database_url, tmp_path)
    file = tmp_path / "head"
    forged = tmp_path / "forged"
    forged.write_text(file.read_text().replace(f"{ELM} 2", f"{ELM} 1"))
    empty = tmp_path / "empty"
    empty.touch()

    assert list(heads.read(file, head.root)) == ["partnerships"]
    with pytest.raises(BadHeadError, match="was changed"):
        heads.read(forged, None)
    with pytest.raises(BadHeadError, match="another head"):
        heads.read(file, "0" * 64)
    with pytest.raises(BadHeadError, match="is no head"):
        heads.read(empty, None)


def test_the_command_line_seals_and_verifies(tmp_path: Path) -> None:
    """On a Medspil that is stopped; a head is never written over."""
    command = CliRunner()
    folder = ("--data-dir", str(tmp_path / "data"))
    file = str(tmp_path / "head")

    done = command.invoke(app, ["seal", file, *folder])
    root = done.stdout.split()[0]
    again = command.invoke(app, ["seal", file, *folder])
    verified = command.invoke(
        app, ["verify-history", "--head", file, "--root", root, *folder]
    )
    other = command.invoke(
        app, ["verify-history", "--head", file, "--root", "0" * 64, *folder]
    )

    assert len(root) == 64
    assert (done.exit_code, again.exit_code) == (0, 1)
    assert (verified.exit_code, other.exit_code) == (0, 1)
