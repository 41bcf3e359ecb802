"""A disclosure from the command line: what the API makes, in a folder, and noted."""

from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner

from chassis.service import Site
from chassis.settings import Settings
from medspil import disclosing
from medspil.cli import app
from medspil.disclosing import CannotDiscloseError
from services.partnerships.disclosing import Redaction
from tests.adapters.medspil import town as towns
from tests.adapters.medspil.town import Town
from tests.adapters.partnerships.stages import draft

TITLE = Redaction("history.json", "/0/data/title", "Forretningsforhold", "reglen")
NOTHING = Redaction("history.json", "/9", "Forretningsforhold", "reglen")
NOBODY = UUID("00000000-0000-4000-8000-000000000000")


@pytest.fixture
async def town(site: Site) -> AsyncGenerator[Town]:
    """Every service, with somebody at work in it."""
    async with towns.town(site) as there:
        yield there


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation whose database is there, and whose NATS nobody asks."""
    return settings.model_copy(update={"nats_url": "nats://127.0.0.1:1"})


async def test_a_folder_holds_the_bundle_and_its_history_in_two_languages(
    town: Town, settings: Settings, tmp_path: Path
) -> None:
    """The same bytes as over the API, as black, and known whom it was shown to."""
    case = await draft(town.office)
    folder = tmp_path / "aktindsigt"
    about = UUID(case.id)

    made = await disclosing.disclose(settings, about, folder, [TITLE], "mia")

    fetched = await town.office.ask("mia", "GET", f"{case.path}/disclosures/{made.id}")
    pages = [(folder / f"history.{one}.html").read_text() for one in ("da", "en")]
    log = await town.office.told("mia", f"{case.path}/access-log")
    assert (folder / "disclosure.zip").read_bytes() == fetched.content
    assert "Et første udkast blev skrevet" in pages[0]
    assert "A first draft was written" in pages[1]
    assert "Marsupilami" not in "".join(pages)
    assert ("staff:mia", "medspil disclose") in [
        (one["actor"], one["route"]) for one in log["items"]
    ]


@pytest.mark.parametrize(
    ("nobody", "left_out", "why"),
    [(True, [], "There is no partnership"), (False, [NOTHING], "There is nothing at")],
)
async def test_what_is_not_there_is_not_disclosed(
    town: Town,
    settings: Settings,
    tmp_path: Path,
    *,
    nobody: bool,
    left_out: list[Redaction],
    why: str,
) -> None:
    """Nothing is written, neither in the folder nor in the database."""
    case = await draft(town.office)
    about = NOBODY if nobody else UUID(case.id)

    with pytest.raises(CannotDiscloseError, match=why):
        await disclosing.disclose(settings, about, tmp_path / "x", left_out, "mia")

    assert not (tmp_path / "x").exists()
    async with town.services["partnerships"].database.reading() as connection:
        assert await connection.fetchval("select count(*) from disclosure") == 0


@pytest.mark.parametrize(
    ("content", "status", "why"),
    [
        (b'[{"part": "history.json", "dragon": 1}]', 1, "no list of redactions"),
        (None, 1, "No such file"),
    ],
)
def test_a_file_of_redactions_is_read_before_anything_is_made(
    tmp_path: Path, content: bytes | None, status: int, why: str
) -> None:
    """One that cannot be read as such would leave nothing out."""
    file = tmp_path / "redactions.json"
    if content is not None:
        file.write_bytes(content)
    asked = ["disclose", str(NOBODY), str(tmp_path / "x"), "--by", "mia"]

    told = CliRunner().invoke(app, [*asked, "--redactions", str(file)])
    again = CliRunner().invoke(
        app, ["disclose", str(NOBODY), str(tmp_path), "--by", "x"]
    )

    assert (told.exit_code, again.exit_code) == (status, 1)
    assert why in told.output
    assert "is there already" in again.output


def test_the_redactions_in_a_file_are_those_of_the_api(tmp_path: Path) -> None:
    """None, without a file."""
    file = tmp_path / "redactions.json"
    file.write_text(
        '[{"part": "history.json", "pointer": "/0/data/title",'
        ' "reason": "Forretningsforhold", "legal_basis": "reglen"}]'
    )

    assert disclosing.redactions(file) == (TITLE,)
    assert disclosing.redactions(None) == ()
