"""The mail catcher: what it accepts is on the disk, whole, and can be read again."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from medspil.mailbox import Mailbox
from medspil.mailcatcher import LOOPBACK, MailServer, catching

INVITATION = "Kære Åse\n\nSvar her: http://127.0.0.1:8420/v1/invitation/abc.\n"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MailServer]:
    """A catcher that keeps its letters in the test's own folder."""
    async with catching(tmp_path / "mail") as running:
        yield running


def letter(
    to: str, *, subject: str = "Afstemning", repeat: bool = False
) -> EmailMessage:
    """A small letter in Danish."""
    message = EmailMessage()
    message["From"] = "medspil@htk.example"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<ballot-1@medspil.example>"
    if repeat:
        message["X-Medspil-Repeat"] = "1"
    message.set_content(INVITATION)
    message.add_alternative("<p>Kære Åse</p>", subtype="html")
    message.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="mode.ics")
    message["Content-Language"] = "da"  # set last: set_content drops it
    return message


async def send(server: MailServer, message: EmailMessage) -> None:
    """Hands one letter to the catcher over SMTP."""
    await aiosmtplib.send(
        message, hostname=LOOPBACK, port=server.port, use_tls=False, start_tls=False
    )


@pytest.mark.usefixtures("server")
async def test_nobody_else_on_the_machine_reads_the_letters(tmp_path: Path) -> None:
    """They hold links with which anybody could sign."""
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700


async def test_a_letter_is_kept_as_it_was_sent(
    server: MailServer, tmp_path: Path
) -> None:
    """Danish letters, links and attachments survive the way through SMTP."""
    await send(server, letter("aase@bageri.example"))

    (kept,) = Mailbox(tmp_path / "mail").letters()
    assert kept.number == 1
    assert kept.recipients == ("aase@bageri.example",)
    assert kept.subject == "Afstemning"
    assert kept.language == "da"
    assert kept.message_id == "<ballot-1@medspil.example>"
    assert not kept.repeat
    assert "Kære Åse" in kept.text
    assert kept.links == ("http://127.0.0.1:8420/v1/invitation/abc",)
    assert kept.attachments == ("mode.ics",)


async def test_a_repeat_is_kept_beside_the_first(
    server: MailServer, tmp_path: Path
) -> None:
    """The same Message-ID twice is two letters: nobody may hide a double."""
    await send(server, letter("aase@bageri.example"))
    await send(server, letter("aase@bageri.example", repeat=True))

    kept = list(Mailbox(tmp_path / "mail").letters())
    assert [one.number for one in kept] == [1, 2]
    assert [one.repeat for one in kept] == [False, True]


async def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    """A catcher that starts again never overwrites what it kept before."""
    for subject in ("first", "second"):
        async with catching(tmp_path / "mail") as server:
            await send(server, letter("aase@bageri.example", subject=subject))

    mailbox = Mailbox(tmp_path / "mail")
    assert [kept.subject for kept in mailbox.letters()] == ["first", "second"]
    assert [kept.subject for kept in mailbox.letters(after=1)] == ["second"]


async def test_a_half_written_letter_is_not_shown(
    server: MailServer, tmp_path: Path
) -> None:
    """What a crash left unfinished was never accepted; its number is used again."""
    (tmp_path / "mail" / "00000001.part").write_bytes(b"Subject: half")

    await send(server, letter("aase@bageri.example"))

    assert [kept.number for kept in Mailbox(tmp_path / "mail").letters()] == [1]


def test_an_unknown_number_is_no_letter(tmp_path: Path) -> None:
    """Asking for a letter that never came is answered with None."""
    assert Mailbox(tmp_path).letter(7) is None
