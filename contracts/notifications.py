"""What the service notifications tells: contacts by id, and who was not reached."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.envelope import Message


class ContactRegisteredV1(Message):
    """A person can be written to; who it is stays in notifications."""

    service: ClassVar[str] = "notifications"
    event: ClassVar[str] = "contact-registered"
    public_only: ClassVar[bool] = True

    contact_id: UUID
    organisation_id: UUID
    language: str = Field(description="da or en.")


class ContactErasedV1(Message):
    """Nobody knows any more who a contact was; copies of its data have to go."""

    service: ClassVar[str] = "notifications"
    event: ClassVar[str] = "contact-erased"
    public_only: ClassVar[bool] = True

    contact_id: UUID


class DeliveryFailedV1(Message):
    """A contact was not told, and will not be unless somebody acts."""

    service: ClassVar[str] = "notifications"
    event: ClassVar[str] = "delivery-failed"

    delivery_id: UUID
    contact_id: UUID
    partnership_id: UUID | None
    fact: str = Field(description="Event that the contact was to be told.")
    reason: str = Field(description="Stable code, e.g. mailbox_refused.")


class DeliverySucceededV1(Message):
    """A contact was told after all, after an earlier failure."""

    service: ClassVar[str] = "notifications"
    event: ClassVar[str] = "delivery-succeeded"

    delivery_id: UUID
    contact_id: UUID
    partnership_id: UUID | None
    fact: str


class DeliverySettledV1(Message):
    """Staff saw to it otherwise that a contact was not told; nothing more is sent."""

    service: ClassVar[str] = "notifications"
    event: ClassVar[str] = "delivery-settled"

    delivery_id: UUID
    contact_id: UUID
    partnership_id: UUID | None
    fact: str = Field(description="Event that the contact was to be told.")
    how: str = Field(description="Stable code, e.g. told_otherwise.")


class LinkIssuedV1(Message):
    """A contact may have been sent a link to act on a partnership; never its token."""

    service: ClassVar[str] = "notifications"
    event: ClassVar[str] = "link-issued"

    link_id: UUID
    partnership_id: UUID
    contact_id: UUID
    organisation_id: UUID | None = Field(description="Whom the contact acts for.")
    purpose: str = Field(description="sign, vote, statement, confirm or declare.")
    detail: dict[str, str] = Field(
        description="What exactly it is for, e.g. agreement_version or review_id."
    )
    expires_at: datetime
