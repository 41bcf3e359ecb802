"""What the command line shows: addresses, letters, verdicts, progress."""

import asyncio
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from chassis.jetstream import Drift
from chassis.settings import Settings
from medspil.backup import Manifest
from medspil.heads import Head
from medspil.mailbox import Letter
from medspil.operating import Verdict, Waiting
from medspil.rebuilding import Progress as Left
from medspil.restoring import Restored

if TYPE_CHECKING:  # what is told of a service is no reason to load it
    from services.partnerships.disclosures import Disclosure

OUT = Console()
PYTHON = ".venv/bin/python -m medspil"

_WELCOME = """\
{url}/docs     every route of every service
{url}/healthz  how the services are
{url}/metrics  figures for Prometheus

A token for a role (reader, case_officer, manager, evaluator, admin):
  TOKEN=$({python} token case_officer{folder})

Try next:
  curl -H "Authorization: Bearer $TOKEN" {url}/v1/kinds
  {python} mail{folder}
  make demo

Letters that are sent are kept in {mail}.
Data stay in {data_dir}; Ctrl-C stops everything."""


@contextmanager
def starting(what: str) -> Generator[None]:
    """Say that something is being started."""
    OUT.print(f"Starting {what} ...")
    yield


async def welcome(settings: Settings) -> None:
    """Say where everything is, and stay until somebody stops us."""
    shown = escape(greeting(settings))
    OUT.print(Panel(shown, title="Medspil is ready", expand=False))
    await asyncio.Event().wait()


def greeting(settings: Settings) -> str:
    """The addresses, and commands that find this Medspil from another terminal."""
    usual = Settings.model_fields["data_dir"].default
    here = "" if settings.data_dir == usual else f" --data-dir {settings.data_dir}"
    return _WELCOME.format(
        url=settings.public_url,
        python=PYTHON,
        folder=here,
        data_dir=settings.data_dir,
        mail=settings.data_dir / "mail",
    )


async def serving(settings: Settings) -> None:
    """Say where one service is, and stay until somebody stops it."""
    OUT.print(f"Ready: {settings.public_url}/docs")
    await asyncio.Event().wait()


def migrated(names: Sequence[str]) -> None:
    """Say which schemas are up to date."""
    OUT.print(f"Up to date: {', '.join(names)}.")


def provisioned(drift: Sequence[Drift]) -> None:
    """Say what differed on the server from what is described."""
    for one in drift:
        OUT.print(f"{one.what}: was {one.found}, is {one.wanted}", markup=False)
    OUT.print("The stream and the durables are as described.")


def verified(verdicts: Sequence[Verdict], stream: UUID | None) -> None:
    """Say of every history whether it is whole."""
    if stream is not None and not any(
        one.events or one.breaks or one.destroyed for one in verdicts
    ):
        OUT.print(f"There is no event of {stream}. Is the id right?")
        return
    for verdict in verdicts:
        whole = "[green]whole[/]" if not verdict.breaks else "[red]broken[/]"
        OUT.print(f"{verdict.service}: {verdict.events} events, {whole}")
        for one in verdict.breaks:
            OUT.print(f"  {one.stream_id} version {one.version}: {one.fault}")
        for gone in verdict.destroyed:
            OUT.print(
                f"  {gone.stream_id}: {gone.version} events destroyed "
                f"{gone.destroyed_at:%Y-%m-%d} under record {gone.record_id}",
                soft_wrap=True,
            )


def sealed(head: Head) -> None:
    """Say which number to publish, and what it stands for."""
    OUT.print(
        f"{head.root}\n"
        f"{head.streams} streams, {head.events} events, {head.taken_at:%Y-%m-%d %H:%M} "
        "UTC. Publish this number where nobody here can change it, and keep the file.",
        markup=False,
        soft_wrap=True,
    )


def disclosed(made: "Disclosure", folder: Path) -> None:
    """Say what was disclosed, and what to do before it is sent."""
    OUT.print(
        f"{made.sha256}\n"
        f"Disclosure {made.id} is in {folder}, with {len(made.redactions)} places left "
        "out. This is the hash of its ZIP. Look everything through before you send it.",
        markup=False,
        soft_wrap=True,
    )


def backed_up(manifest: Manifest, folder: Path) -> None:
    """Say what was backed up, and that it must be kept from strangers."""
    megabytes = manifest.size / 1_000_000
    OUT.print(
        f"Backed up into {folder}: the database, {manifest.messages} messages of the "
        f"stream and the keys, {megabytes:.1f} MB.\n"
        "It holds names, addresses and keys: keep it where nobody else can read it.",
        markup=False,
        soft_wrap=True,
    )


def restored(done: Restored, folder: Path) -> None:
    """Say what was brought back, and what happens next."""
    taken = f"{done.manifest.taken_at:%Y-%m-%d %H:%M} UTC"
    OUT.print(f"Brought back what {folder} holds, as of {taken}.", soft_wrap=True)
    OUT.print(f"{done.manifest.messages} messages are in the stream.")
    if done.untold:
        OUT.print(f"{done.untold} messages will be told again when Medspil runs.")
    for key in done.keys:
        OUT.print(f"The key {key} is another than that of the backup.", style="yellow")
    verified(done.verdicts, None)


def parked(found: Sequence[Waiting]) -> None:
    """List the messages that wait for a person."""
    if not found:
        OUT.print("Nothing is parked.")
        return
    table = Table("service", "id", "subject", "reason", "detail", "since")
    for one in found:
        kept = one.parked
        table.add_row(
            one.service,
            str(kept.id),
            kept.subject,
            kept.reason,
            escape(kept.detail),
            f"{kept.parked_at:%Y-%m-%d %H:%M}",
        )
    OUT.print(table)


def redriven(asked: int) -> None:
    """Say how many messages the services will try again."""
    messages = "message" if asked == 1 else "messages"
    OUT.print(f"{asked} {messages} will be tried again by the services that run.")


def letters(found: Iterable[Letter]) -> None:
    """List letters: number, day, to whom, about what."""
    table = Table(box=None)
    table.add_column("no.", justify="right", no_wrap=True)
    table.add_column("day", no_wrap=True)
    table.add_column("to", no_wrap=True, min_width=24, max_width=24)
    table.add_column("subject", ratio=1)
    for one in found:
        repeat = "[yellow](repeat)[/] " if one.repeat else ""
        table.add_row(
            str(one.number),
            _day(one.date),
            escape(", ".join(one.recipients)),
            repeat + escape(one.subject),
        )
    OUT.print(table if table.row_count else "No letter has come.")


def _day(date: str) -> str:
    """The day in a letter's Date header, if it has one that can be read."""
    try:
        return f"{parsedate_to_datetime(date):%Y-%m-%d}"
    except ValueError:
        return ""


def letter(shown: Letter) -> None:
    """Show one letter as its reader sees it."""
    head = f"To: {', '.join(shown.recipients)}\nSubject: {shown.subject}\n"
    OUT.print(head, style="bold", markup=False)
    OUT.print(shown.text, markup=False, soft_wrap=True)
    for name in shown.attachments:
        OUT.print(f"Attached: {name}", markup=False)


def links(found: Iterable[Letter]) -> None:
    """List the links in letters, with whom each was sent to and why."""
    lines = [
        f"{one.number} {', '.join(one.recipients)}: {one.subject}\n  {url}"
        for one in found
        for url in one.links
    ]
    shown = "\n".join(lines) or "No letter with a link has come."
    OUT.print(shown, markup=False, soft_wrap=True)


@contextmanager
def countdown(what: str) -> Generator[Left]:
    """Show how much of something is left."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=OUT) as bar:
        task = bar.add_task(what, total=None)
        most = 0

        def tell(left: int) -> None:
            nonlocal most
            most = max(most, left)
            bar.update(task, total=most, completed=most - left)

        yield tell
