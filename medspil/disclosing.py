"""Makes a disclosure of a case into a folder: the bundle, and its history to read."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from chassis.ids import new_id
from chassis.languages import Language
from chassis.noticing import Read
from chassis.settings import Settings
from medspil import composition
from medspil.operating import opened
from services.partnerships import disclosures, files
from services.partnerships.accesses import Accesses
from services.partnerships.app import NAME
from services.partnerships.disclosing import NothingThereError, Redaction
from services.partnerships.disclosures import Disclosure, Maker
from services.partnerships.http.disclosures import RedactionRequest
from services.partnerships.readable import history_page

BUNDLE = "disclosure.zip"
_REDACTIONS = TypeAdapter(tuple[RedactionRequest, ...])


class CannotDiscloseError(Exception):
    """There is nothing to disclose, or what is to be left out is not there."""


def redactions(file: Path | None) -> tuple[Redaction, ...]:
    """Read what is to be left out from a file: a list, as the API takes it."""
    if file is None:
        return ()
    try:
        asked = _REDACTIONS.validate_json(file.read_bytes())
    except ValidationError as error:
        raise CannotDiscloseError(
            f"{file} is no list of redactions: {error}"
        ) from error
    return tuple(Redaction(**one.model_dump()) for one in asked)


async def disclose(
    settings: Settings,
    partnership_id: UUID,
    folder: Path,
    left_out: Sequence[Redaction],
    by: str,
) -> Disclosure:
    """Make a disclosure, and note who reads before anything is written out."""
    composition.require_own_clock(settings)
    clock = composition.site(settings).clock
    async with opened(settings) as services:
        (database,) = [one.database for one in services if one.name == NAME]
        async with database.transaction() as connection:
            if not await files.known(connection, partnership_id):
                raise CannotDiscloseError(f"There is no partnership {partnership_id}.")
            maker = Maker(f"staff:{by}", clock.now())
            try:
                made, bundled = await disclosures.make(
                    connection, partnership_id, tuple(left_out), new_id(), maker
                )
            except NothingThereError as error:
                raise CannotDiscloseError(
                    f"There is nothing at {error} to leave out."
                ) from error
            pages = {
                language: bytes(
                    (await history_page(connection, bundled, left_out, language)).body
                )
                for language in get_args(Language.__value__)
            }
        note = Read(maker.actor, "medspil disclose", partnership_id, {}, None, "none")
        await Accesses(database).note(note)
    written = {f"history.{language}.html": page for language, page in pages.items()}
    _write(folder, {BUNDLE: bundled.content, **written})
    return made


def _write(folder: Path, written: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True)  # one that is there is not written into
    for name, content in written.items():
        (folder / name).write_bytes(content)
