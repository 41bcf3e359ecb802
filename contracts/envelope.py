"""What every event message is wrapped in, whichever service publishes it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

TYPE_PREFIX = "dk.htk.medspil"


class Message(BaseModel):
    """A fact that one service tells the others.

    Readers ignore fields they do not know, so that a publisher may add one.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        defer_build=True,  # a process meets few of them
        json_schema_extra={"additionalProperties": True},
    )

    service: ClassVar[str]
    event: ClassVar[str]
    major: ClassVar[int] = 1
    public_only: ClassVar[bool] = False  # no service of ours listens; others may

    @classmethod
    @cache
    def type_name(cls) -> str:
        """The CloudEvents type: dk.htk.medspil.<service>.<event>.v<major>."""
        return f"{TYPE_PREFIX}.{cls.service}.{cls.event}.v{cls.major}"

    @classmethod
    @cache
    def schema_urn(cls) -> str:
        """The CloudEvents dataschema, one for each incompatible version."""
        return f"urn:medspil:schema:{cls.service}.{cls.event}.v{cls.major}"


@dataclass(frozen=True, slots=True)
class Envelope[Body: Message]:
    """One event message with what is needed to order, trace and deduplicate it."""

    id: UUID  # the same for every delivery of the same fact
    occurred_at: datetime  # aware, UTC
    aggregate_id: UUID  # the partnership, gathering, contact... that it is about
    sequence: int  # version of the aggregate: 1, 2, 3...
    actor: str  # "staff:<subject>", "contact:<uuid>" or "system"
    correlation_id: str
    message: Body
    causation_id: UUID | None = None
    traceparent: str | None = None

    @property
    def source(self) -> str:
        """The CloudEvents source: the publishing service."""
        return f"/medspil/{self.message.service}"

    @property
    def subject(self) -> str:
        """The NATS subject that it is published on."""
        return subject(type(self.message), str(self.aggregate_id))


def subject(message_type: type[Message], aggregate: str = "*") -> str:
    """The NATS subject of one aggregate's messages; of all when none is given."""
    return f"medspil.{message_type.service}.{message_type.event}.{aggregate}"
