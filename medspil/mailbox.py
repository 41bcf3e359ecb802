"""Reading what the mail catcher kept: letters, their text and the links in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

_LINK = re.compile(r"https?://[^\s<>\"']+")
_PARSER = BytesParser(policy=policy.default)


@dataclass(frozen=True, slots=True)
class Letter:
    """One caught e-mail, as a person would see it."""

    number: int  # in order of arrival, from 1
    recipients: tuple[str, ...]
    subject: str
    date: str
    message_id: str
    language: str  # "da" or "en"; empty when the letter does not say
    repeat: bool  # the sender says that it may have come before
    text: str
    attachments: tuple[str, ...]

    @property
    def links(self) -> tuple[str, ...]:
        """Every address in the text, once each, in order."""
        found = (match.rstrip(".,;)") for match in _LINK.findall(self.text))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A folder of letters; what is read depends on the files alone."""

    folder: Path

    def letters(self, after: int = 0) -> Iterator[Letter]:
        """The letters that came after that number, oldest first."""
        for kept in sorted(self.folder.glob("*.eml")):
            if int(kept.stem) > after:
                yield read(kept)

    def letter(self, number: int) -> Letter | None:
        """That letter, or None when none has the number."""
        kept = self.folder / f"{number:08}.eml"
        return read(kept) if kept.exists() else None


def read(kept: Path) -> Letter:
    """One letter from its file."""
    message = _PARSER.parsebytes(kept.read_bytes())
    body = message.get_body(preferencelist=("plain", "html")) or message
    return Letter(
        number=int(kept.stem),
        recipients=tuple(str(to) for to in message.get_all("Delivered-To", [])),
        subject=str(message.get("Subject", "")),
        date=str(message.get("Date", "")),
        message_id=str(message.get("Message-ID", "")).strip(),
        language=str(
            message.get("Content-Language") or body.get("Content-Language", "")
        ),
        repeat=message.get("X-Medspil-Repeat") is not None,
        text=str(body.get_content()),
        attachments=tuple(_attachments(message)),
    )


def _attachments(message: EmailMessage) -> Iterator[str]:
    """The file names of what is enclosed."""
    for part in message.iter_attachments():
        yield part.get_filename() or part.get_content_type()
