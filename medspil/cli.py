"""The command line: every way in which a person starts, tends or tries Medspil."""

from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import typer

from chassis.settings import BadSettingError
from medspil.commanding import fail as _fail
from medspil.commanding import run as _run
from medspil.commanding import settings as _settings

app = typer.Typer(
    name="medspil",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Runs the partnerships of a municipality, from proposal to evaluation.",
)
parked = typer.Typer(no_args_is_help=True, help="Messages that wait for a person.")
mail = typer.Typer(
    help="Letters that the mail catcher kept. Options come before the command."
)
app.add_typer(parked, name="parked")
app.add_typer(mail, name="mail")

type ServiceName = Literal["partnerships", "events", "notifications", "reporting"]
Service = Annotated[ServiceName, typer.Argument(help="The service.")]
DataDir = Annotated[
    Path | None,
    typer.Option(help="Keys, mail and files; otherwise MEDSPIL_DATA_DIR."),
]


@app.command()
def up(data_dir: DataDir = None) -> None:
    """Start everything on this machine; Ctrl-C stops it."""
    from medspil import launcher, telling

    settings = _settings(data_dir, logs=True)
    with telling.starting("PostgreSQL, NATS and four services"):
        _run(launcher.run_everything(settings, telling.welcome))


@app.command()
def serve(service: Service) -> None:
    """Run one service on the servers that the settings name."""
    from medspil import launcher, telling

    settings = _settings(logs=True)
    _run(launcher.run_one(settings, service, telling.serving))


@app.command()
def demo(
    data_dir: DataDir = None,
    url: Annotated[
        str | None,
        typer.Option(help="Play against the Medspil there, whose data-dir is given."),
    ] = None,
) -> None:
    """Play two policy years of three partnerships; start it again to go on."""
    from medspil.demo import playing

    _run(playing.play(_settings(), data_dir, url))


@app.command()
def migrate() -> None:
    """Bring every schema up to date, as the owner of the database."""
    from medspil import operating, telling

    telling.migrated(_run(operating.migrate(_settings())))


@app.command()
def provision() -> None:
    """Make the stream and the durables in NATS, or bring them back."""
    from medspil import operating, telling

    telling.provisioned(_run(operating.provision(_settings())))


@app.command()
def secrets(
    folder: Annotated[
        Path, typer.Argument(help="Gets a folder for each who reads secrets.")
    ],
) -> None:
    """Make the passwords and keys of an installation; what is there stays."""
    from medspil import credentials

    credentials.make(folder)
    typer.echo(f"Every secret is in {folder}.")


@app.command()
def verify_history(
    stream: Annotated[
        UUID | None, typer.Option(help="One partnership or gathering; otherwise all.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Recompute every hash of the history; exit code 1 if anything is amiss."""
    from medspil import operating, telling

    verdicts = _run(operating.verify(_settings(data_dir), stream))
    telling.verified(verdicts, stream)
    if any(verdict.breaks for verdict in verdicts):
        raise typer.Exit(1)


@parked.command("list")
def list_parked(data_dir: DataDir = None) -> None:
    """List the messages that could not be handled, with the reason."""
    from medspil import operating, telling

    telling.parked(_run(operating.parked(_settings(data_dir))))


@parked.command()
def redrive(
    service: Annotated[
        ServiceName | None, typer.Argument(help="The service; otherwise all.")
    ] = None,
    message: Annotated[
        UUID | None, typer.Option(help="One parked message; otherwise all.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Let the services try parked messages again."""
    from medspil import operating, telling

    asked = _run(operating.redrive(_settings(data_dir), service, message))
    telling.redriven(asked)


@app.command()
def rebuild(service: Service, data_dir: DataDir = None) -> None:
    """Derive reporting's tables anew from the stream; no other service has any."""
    from medspil import rebuilding, telling

    with telling.countdown(f"Rebuilding {service}") as progress:
        _run(rebuilding.rebuild(_settings(data_dir), service, progress))


@app.command()
def token(
    role: Annotated[
        Literal["reader", "case_officer", "manager", "evaluator", "admin"],
        typer.Argument(help="What the bearer may do."),
    ],
    subject: Annotated[
        str | None, typer.Option(help="User name; four eyes need two.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Print a bearer token of the local issuer."""
    from medspil import staff

    try:
        issued = staff.token(_settings(data_dir), subject or f"local.{role}", [role])
    except BadSettingError as error:
        _fail(error)
    typer.echo(issued)


@app.command()
def schemas() -> None:
    """Write the published schemas of new messages, and the AsyncAPI document."""
    from contracts.documents import PromiseBroken, publish

    try:
        written = publish()
    except PromiseBroken as error:
        _fail(error)
    typer.echo("\n".join(map(str, written)) or "Nothing has changed.")


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
        _fail(LookupError(f"There is no letter {number}."))
    telling.letter(letter)


@mail.command()
def links(context: typer.Context) -> None:
    """List the links in the letters, oldest first."""
    from medspil import telling
    from medspil.mailbox import Mailbox

    telling.links(Mailbox(_mail_folder(context)).letters())


def _mail_folder(context: typer.Context) -> Path:
    return _settings(context.obj).data_dir / "mail"
