"""Who can take part: organisations by CVR number and, where they have one, P-number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis.ids import derived_id
from contracts import Envelope, OrganisationRegisteredV1

type SizeClass = Literal["micro", "small", "medium", "large"]
type Focus = Literal["green", "tech", "finance", "knowledge"]


@dataclass(frozen=True, slots=True)
class Organisation:
    """One unit that can become a party; its name stays in this service."""

    id: UUID
    name: str
    cvr: str
    p_number: str | None
    industry_code: str | None
    size_class: SizeClass | None
    focus: tuple[Focus, ...]
    registered_by: str
    registered_at: datetime


def registered(
    organisation: Organisation, correlation_id: str
) -> Envelope[OrganisationRegisteredV1]:
    """The message that tells the others of a new organisation."""
    return Envelope(
        id=derived_id(organisation.id, 1, 0),
        occurred_at=organisation.registered_at,
        aggregate_id=organisation.id,
        sequence=1,
        actor=organisation.registered_by,
        correlation_id=correlation_id,
        message=OrganisationRegisteredV1(
            organisation_id=organisation.id,
            cvr=organisation.cvr,
            p_number=organisation.p_number,
            industry_code=organisation.industry_code,
            size_class=organisation.size_class,
            focus=organisation.focus,
        ),
    )
