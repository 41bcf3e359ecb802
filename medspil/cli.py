"""The command line: every way in which a person starts, tends or tries Medspil."""

from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import typer

from chassis.settings import BadSettingError
from medspil.casework import disclose
from medspil.commanding import DataDir
from medspil.commanding import fail as _fail
from medspil.commanding import run as _run
from medspil.commanding import settings as _settings
from medspil.letterbox import mail

app = typer.Typer(
    name="medspil",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Runs the partnerships of a municipality, from proposal to evaluation.",
)
parked = typer.Typer(no_args_is_help=True, help="Messages that wait for a person.")
app.add_typer(parked, name="parked")
app.add_typer(mail, name="mail")
app.command()(disclose)

type ServiceName = Literal["partnerships", "events", "notifications", "reporting"]
Service = Annotated[ServiceName, typer.Argument(help="The service.")]
Derived = Annotated[
    Literal["reporting"], typer.Argument(help="The service whose tables are derived.")
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
    mailpit: Annotated[
        str | None, typer.Option(help="Where that Medspil's letters are caught.")
    ] = None,
) -> None:
    """Play two policy years of three partnerships; start it again to go on."""
    from medspil.demo import playing

    _run(playing.play(_settings(), data_dir, url, mailpit))


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
    head: Annotated[
        Path | None, typer.Option(help="What `seal` wrote: is all of it still there?")
    ] = None,
    root: Annotated[
        str | None, typer.Option(help="The number that was published for the head.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Recompute every hash of the history; exit code 1 if anything is amiss."""
    from medspil import heads, operating, telling

    try:
        sealed = None if head is None else heads.read(head, root)
    except heads.BadHeadError as error:
        _fail(error)
    verdicts = _run(operating.verify(_settings(data_dir), stream, sealed))
    telling.verified(verdicts, stream)
    if any(verdict.breaks for verdict in verdicts):
        raise typer.Exit(1)


@app.command()
def seal(
    file: Annotated[Path, typer.Argument(help="A new one.")], data_dir: DataDir = None
) -> None:
    """Write down where every history ends, and print the number to publish."""
    from medspil import heads, telling

    if file.exists():
        _fail(FileExistsError(f"{file} is there already. Name a new file."))
    telling.sealed(_run(heads.seal(_settings(data_dir), file)))


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


@parked.command()
def discard(
    service: Service,
    message: Annotated[UUID, typer.Argument(help="The id, as in the list.")],
    data_dir: DataDir = None,
) -> None:
    """Give a parked message up: nobody will handle it, and the list forgets it."""
    from medspil import operating

    if not _run(operating.discard(_settings(data_dir), service, message)):
        _fail(LookupError(f"No message {message} is parked in {service}."))
    typer.echo(f"{message} is given up; its row in {service}.parked stays.")


@app.command()
def rebuild(service: Derived, data_dir: DataDir = None) -> None:
    """Derive reporting's tables anew from the stream; no other service has any."""
    from medspil import rebuilding, telling

    with telling.countdown(f"Rebuilding {service}") as progress:
        _run(rebuilding.rebuild(_settings(data_dir), service, progress))


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="A new one, or one that is empty.")],
    data_dir: DataDir = None,
) -> None:
    """Back up database, stream and keys; Medspil may run meanwhile."""
    from medspil import backup as backups
    from medspil import telling

    telling.backed_up(_run(backups.take(_settings(data_dir), folder)), folder)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="What `backup` wrote.")],
    data_dir: DataDir = None,
    replace: Annotated[
        bool | None, typer.Option("--replace", help="Lose what is there for it.")
    ] = None,
) -> None:
    """Bring a backup back, while Medspil is stopped, and verify the history."""
    from medspil import restoring, telling

    work = restoring.restore(_settings(data_dir), folder, replace=bool(replace))
    telling.restored(restored := _run(work), folder)
    if any(verdict.breaks for verdict in restored.verdicts):
        raise typer.Exit(1)


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
    """Write the schemas of new messages and of kinds, and the AsyncAPI document."""
    from contracts.documents import PromiseBroken, publish
    from services.partnerships.http.requests_kind import publish_schema

    try:
        written = [*publish(), *publish_schema()]
    except PromiseBroken as error:
        _fail(error)
    typer.echo("\n".join(map(str, written)) or "Nothing has changed.")
