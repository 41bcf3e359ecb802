"""The partners' side: they read their mail, and act over the links they find in it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

import jwt
from pydantic import TypeAdapter

from medspil.mailbox import Letter, Mailbox
from medspil.waiting import NotYetError, patiently


@dataclass(frozen=True, slots=True)
class Wanted:
    """The link that a partner looks for: for what, on whose behalf."""

    purpose: str
    subject_id: UUID
    contact_id: UUID
    organisation_id: UUID | None = None
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Promised:
    """What the address itself says that it is for; Medspil checks the signature."""

    purpose: str
    subject_id: UUID
    contact_id: UUID
    organisation_id: UUID | None
    detail: Mapping[str, str]

    def answers(self, wanted: Wanted) -> bool:
        """Whether this is the link that is looked for."""
        return (
            self.purpose == wanted.purpose
            and self.subject_id == wanted.subject_id
            and self.contact_id == wanted.contact_id
            and wanted.organisation_id in {None, self.organisation_id}
            and wanted.detail.items() <= self.detail.items()
        )


_PROMISED = TypeAdapter(Promised)

type Fetch = Callable[[], Awaitable[None]]  # brings new letters into the mailbox


async def _at_hand() -> None:
    """Letters that a catcher on this machine keeps need no fetching."""


@dataclass(slots=True)
class Postbox:
    """All partners' letters, read once each, oldest first."""

    mailbox: Mailbox
    fetch: Fetch = _at_hand
    letters: list[Letter] = field(default_factory=list)
    _links: list[tuple[Promised, str]] = field(default_factory=list)

    async def link(self, wanted: Wanted) -> str:
        """Wait for the letter, and return the path of the first link that fits."""

        async def look() -> str:
            await self._collect()
            for promised, path in self._links:
                if promised.answers(wanted):
                    return path
            raise NotYetError(f"{len(self.letters)} letters, none with {wanted}")

        return await patiently(f"a letter with a link to {wanted.purpose}", look)

    async def refresh(self) -> list[Letter]:
        """Read what has come since, and return every letter."""
        await patiently("the letters", self._collect)
        return self.letters

    async def _collect(self) -> None:
        await self.fetch()
        last = self.letters[-1].number if self.letters else 0
        for letter in self.mailbox.letters(after=last):
            self.letters.append(letter)
            for url in letter.links:
                path = urlsplit(url).path
                promised = _promised(path)
                if promised is not None:
                    self._links.append((promised, path))


def _promised(path: str) -> Promised | None:
    """What the token at the end of a path is for; None when there is no token."""
    try:
        claims = jwt.decode(
            path.rpartition("/")[2], options={"verify_signature": False}
        )
    except jwt.DecodeError:
        return None
    return _PROMISED.validate_python(claims)
