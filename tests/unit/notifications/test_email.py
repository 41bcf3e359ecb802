"""How a letter becomes a MIME message."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

from services.notifications.channels import CalendarEntry, Mail
from services.notifications.channels.email import compose

MAIL = Mail(
    delivery_id=UUID("00000000-0000-0000-0000-0000000000ee"),
    name="Anna Hølm",
    address="anna@bageri.example",
    language="da",
    sender="Høje-Taastrup Kommune, erhverv",
    subject="Stem om »Bymidten«",
    text="Kære Anna Hølm\n" + "x" * 1200 + "\n",
    html='<html lang="da"><p>Kære Anna Hølm</p></html>',
    at=datetime(2025, 3, 5, 12, tzinfo=UTC),
    repeat=False,
)


def received(mail: Mail) -> EmailMessage:
    """Compose a letter, carry it as bytes, and read it as the recipient does."""
    message = compose(mail, "medspil@htk.example", "erhverv@htk.example")
    return message_from_bytes(message.as_bytes(), policy=policy.default)


def test_the_headers_say_who_what_and_when() -> None:
    """Mail programs sort, thread and trust by them."""
    message = received(MAIL)

    assert message["From"] == ('"Høje-Taastrup Kommune, erhverv" <medspil@htk.example>')
    assert message["To"] == "Anna Hølm <anna@bageri.example>"
    assert message["Reply-To"] == "erhverv@htk.example"
    assert message["Subject"] == "Stem om »Bymidten«"
    assert message["Date"] == "Wed, 05 Mar 2025 12:00:00 +0000"
    assert message["Message-ID"] == (
        "<00000000-0000-0000-0000-0000000000ee@htk.example>"
    )
    assert message["Content-Language"] == "da"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Medspil-Repeat"] is None


def test_a_letter_is_text_and_html() -> None:
    """Whoever reads without HTML reads the same."""
    message = received(MAIL)
    text = message.get_body(("plain",))
    html = message.get_body(("html",))

    assert message.get_content_type() == "multipart/alternative"
    assert text is not None
    assert text.get_content().splitlines() == MAIL.text.splitlines()
    assert html is not None
    assert html.get_content().strip() == MAIL.html


def test_nothing_needs_more_than_seven_bits_and_short_lines() -> None:
    """Old servers cut lines at 998 bytes, and some still know ASCII alone."""
    raw = compose(MAIL, "medspil@htk.example", "erhverv@htk.example").as_bytes()

    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_a_repeat_is_marked_and_keeps_its_message_id() -> None:
    """Programs that drop what they have seen need the id; others need the mark."""
    repeat = received(replace(MAIL, repeat=True))

    assert repeat["X-Medspil-Repeat"] == "yes"
    assert repeat["Message-ID"] == received(MAIL)["Message-ID"]


def test_a_calendar_entry_is_attached_with_its_method() -> None:
    """Calendars act on the method in the content type."""
    entry = CalendarEntry("CANCEL", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    message = received(replace(MAIL, calendar=entry))
    (attachment,) = message.iter_attachments()

    assert message.get_content_type() == "multipart/mixed"
    assert attachment.get_content_type() == "text/calendar"
    assert attachment["Content-Type"].params["method"] == "CANCEL"
    assert attachment.get_filename() == "invitation.ics"
    assert attachment.get_content().splitlines() == [
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
    ]


def test_no_header_can_be_smuggled_in() -> None:
    """A name or a subject with a line break stays one header."""
    message = received(
        replace(
            MAIL,
            name="Anna\r\nBcc: all@example.org",
            subject="Hej\nX-Evil: yes\u2028Bcc: b@example.org",
        )
    )

    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert message["Subject"] == "Hej X-Evil: yes Bcc: b@example.org"
