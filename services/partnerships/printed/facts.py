"""What is known of a version when it is printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.partnerships.domain.kinds import Kind
from services.partnerships.organisations import Organisation
from services.partnerships.signings import Signing
from services.partnerships.versions import Version


@dataclass(frozen=True, slots=True)
class Printable:
    """A version with its signatures, and up to which row of the history that is so.

    What staff noted of a signature, and who acted, is for those *inside*.
    """

    reference: str
    kind: Kind
    version: Version
    signing: Signing
    organisations: Mapping[UUID, Organisation]
    row: int
    at: datetime
    inside: bool = True

    @property
    def title(self) -> str:
        """What the partnership is called."""
        return self.version.wording.proposal.title

    def name(self, organisation_id: UUID) -> str:
        """What an organisation is called."""
        known = self.organisations.get(organisation_id)
        return str(organisation_id) if known is None else known.name
