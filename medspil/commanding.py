"""What every command does the same way: read settings, run, and end with a sentence."""

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from chassis.settings import BadSettingError, Settings, load

DataDir = Annotated[
    Path | None,
    typer.Option(help="Keys, mail and files; otherwise MEDSPIL_DATA_DIR."),
]


def settings(data_dir: Path | None = None, *, logs: bool = False) -> Settings:
    """Return the settings with which a command works; end with what is wrong."""
    import stamina

    from chassis.logs import configure

    try:
        loaded = load()
    except BadSettingError as error:
        fail(error)
    configure(loaded.log_format, loaded.log_level if logs else "error")
    stamina.instrumentation.set_on_retry_hooks([])  # that we wait is no news
    if data_dir is None:
        return loaded
    return loaded.model_copy(update={"data_dir": data_dir})


def run[Result](work: Coroutine[object, object, Result]) -> Result:
    """Do a command's work; end with the sentence of what is known to go wrong."""
    import uvloop

    from medspil.faults import KNOWN

    try:
        return asyncio.run(work, loop_factory=uvloop.new_event_loop)
    except KNOWN as error:
        fail(error)
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise typer.Exit(130) from None


def fail(error: Exception) -> NoReturn:
    """Say what is wrong, and end with exit code 1."""
    sys.stderr.write(f"{error}\n")
    raise typer.Exit(1) from error
