"""The commands that show what the mail catcher kept."""

from pathlib import Path
from typing import Annotated

import typer

from medspil.commanding import DataDir, fail, settings

mail = typer.Typer(
    help="Letters that the mail catcher kept. Options come before the command."
)


@mail.callback(invoke_without_command=True)
def letters(context: typer.Context, data_dir: DataDir = None) -> None:
    """List the letters, unless another command is given."""
    context.obj = data_dir
    if context.invoked_subcommand is None:
        list_mail(context)


@mail.command("list")
def list_mail(context: typer.Context) -> None:
    """List every letter, oldest first."""
    from medspil import telling
    from medspil.mailbox import Mailbox

    telling.letters(Mailbox(_mail_folder(context)).letters())


@mail.command()
def show(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="As in the list.")],
) -> None:
    """Show one letter by its number."""
    from medspil import telling
    from medspil.mailbox import Mailbox

    letter = Mailbox(_mail_folder(context)).letter(number)
    if letter is None:
        fail(LookupError(f"There is no letter {number}."))
    telling.letter(letter)


@mail.command()
def links(context: typer.Context) -> None:
    """List the links in the letters, oldest first."""
    from medspil import telling
    from medspil.mailbox import Mailbox

    telling.links(Mailbox(_mail_folder(context)).letters())


def _mail_folder(context: typer.Context) -> Path:
    return settings(context.obj).data_dir / "mail"
