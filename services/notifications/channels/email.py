"""E-mail over SMTP: how a letter becomes a message, and what the server's answers mean."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import override
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from services.notifications.channels import Channel, Mail
from services.notifications.domain.delivery import (
    Accepted,
    Deferred,
    Outcome,
    Refused,
    Uncertain,
    Unreachable,
)

_SAFE_ENCODING = "quoted-printable"  # for servers without 8BITMIME
_PERMANENT = 500


@dataclass(frozen=True, slots=True)
class Smtp(Channel):
    """Hands each message to one mail server, over a connection of its own."""

    url: str  # smtp://[user:password@]host[:port], or smtps://
    mail_from: str
    answer_to: str
    patience: timedelta = timedelta(seconds=20)  # to connect, and again to hand over

    @override
    async def deliver(self, mail: Mail) -> Outcome:
        """Try once, and return what came of it; no fault of the way is raised."""
        message = compose(mail, self.mail_from, self.answer_to)
        client = self._client()
        try:
            await client.connect()
        except (SMTPException, OSError):
            client.close()
            return Unreachable()
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                await client.send_message(message)
        except SMTPRecipientsRefused as refusal:
            return _said_no(refusal.recipients[0].code)
        except SMTPResponseException as refusal:
            return _said_no(refusal.code)
        except (SMTPException, OSError):
            return Uncertain()
        else:
            return Accepted()
        finally:
            client.close()

    def _client(self) -> SMTP:
        url = urlsplit(self.url)
        return SMTP(
            hostname=url.hostname,
            port=url.port,
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
            use_tls=url.scheme == "smtps",
            timeout=self.patience.total_seconds(),
        )


def compose(mail: Mail, mail_from: str, answer_to: str) -> EmailMessage:
    """Return the MIME message of a letter: text, HTML, and a calendar entry if any."""
    sender = Address(_one_line(mail.sender), addr_spec=mail_from)
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = sender
    message["To"] = Address(_one_line(mail.name), addr_spec=mail.address)
    message["Reply-To"] = Address(addr_spec=answer_to)
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = mail.at
    message["Message-ID"] = f"<{mail.delivery_id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.repeat:
        message["X-Medspil-Repeat"] = "yes"
    message.set_content(mail.text, cte=_SAFE_ENCODING)
    message.add_alternative(mail.html, subtype="html", cte=_SAFE_ENCODING)
    if mail.calendar is not None:
        message.add_attachment(
            mail.calendar.text,
            subtype="calendar",
            cte=_SAFE_ENCODING,
            filename="invitation.ics",
            params={"method": mail.calendar.method},
        )
    # Why last: adding a part moves the content headers there are into the first one.
    message["Content-Language"] = mail.language
    return message


def _one_line(text: str) -> str:
    return " ".join(text.split())  # a line break in a header would begin another one


def _said_no(code: int) -> Outcome:
    return Refused(code) if code >= _PERMANENT else Deferred(code)
