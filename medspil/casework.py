"""Commands about one case, for an officer at the machine."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from medspil.commanding import DataDir, fail, run, settings


def disclose(
    partnership: Annotated[UUID, typer.Argument(help="Its id.")],
    folder: Annotated[Path, typer.Argument(help="A new one, for the bundle.")],
    by: Annotated[str, typer.Option(help="Who discloses: the subject of their token.")],
    redactions: Annotated[
        Path | None, typer.Option(help="A JSON list of what to leave out, and why.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Disclose a case (aktindsigt): a ZIP, and its history to read in two languages."""
    from medspil import disclosing, telling

    if folder.exists():
        fail(FileExistsError(f"{folder} is there already. Name a new folder."))
    try:
        left_out = disclosing.redactions(redactions)
        work = disclosing.disclose(
            settings(data_dir), partnership, folder, left_out, by
        )
        made = run(work)
    except (disclosing.CannotDiscloseError, OSError) as error:
        fail(error)
    telling.disclosed(made, folder)
