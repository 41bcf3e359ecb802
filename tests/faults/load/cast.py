"""Who plays: clerks with verified tokens, organisations, contacts, and their papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from chassis.settings import Settings
from medspil import staff
from tests.faults.load.line import Line

OFFICERS = tuple(f"officer.{letter}" for letter in "abcdef")
MANAGERS = tuple(f"manager.{letter}" for letter in "abcd")
CRITERIA = ("policy_fit", "local_support", "additionality", "feasibility")
CLAUSES = (
    "purpose",
    "baseline_services",
    "contributions",
    "governance",
    "termination",
    "data_protection",
)
RING = [[12.25, 55.65], [12.27, 55.65], [12.27, 55.66], [12.25, 55.65]]
ROLES = ("municipality", "business", "business", "property_owner")
SHARES = (4000, 3500, 2500)  # basis points of the three who pay

CONTACTS = 9  # the first has not consented


@dataclass(frozen=True, slots=True)
class Clerk:
    """A member of staff with a token."""

    subject: str
    token: str

    @property
    def actor(self) -> str:
        """The clerk as the history names them."""
        return f"staff:{self.subject}"


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, registered."""

    officers: Sequence[Clerk]
    managers: Sequence[Clerk]
    administrator: Clerk
    organisations: Sequence[UUID]  # in the order of ROLES
    contacts: Sequence[UUID]
    silent: UUID  # the contact who has not consented
    today: date

    def proposal(self, title: str, contacts: Sequence[UUID]) -> dict[str, Any]:
        """The text of a proposal that meets all that its kind asks for."""
        named = zip(self.organisations, ROLES, contacts, strict=True)
        return {
            "title": title,
            "parties": [
                {"organisation_id": str(one), "role": role, "contact_id": str(contact)}
                for one, role, contact in named
            ],
            "goals": ["G1.1", "G2.2"],
            "fields": {
                "area": {
                    "type": "area",
                    "area": {"type": "Polygon", "coordinates": [RING]},
                },
                "baseline_services": {"type": "texts", "texts": ["Fejning", "Lys"]},
                "contribution_key": {
                    "type": "shares",
                    "shares": [
                        {"organisation_id": str(one), "basis_points": share}
                        for one, share in zip(
                            self.organisations[1:], SHARES, strict=True
                        )
                    ],
                },
            },
        }

    def terms(self, text: str, days_ahead: int) -> dict[str, Any]:
        """A version of an agreement that may be sent as it is."""
        first = self.today + timedelta(days=days_ahead)
        last = first + timedelta(days=3 * 365)
        return {
            "starts_on": first.isoformat(),
            "ends_on": last.isoformat(),
            "clauses": [{"key": key, "text": text} for key in CLAUSES],
            "measures": [
                {
                    "goal": "G1.1",
                    "indicator": "business_area_upgraded",
                    "baseline": "0",
                    "targets": [{"year": last.year, "value": "1200"}],
                }
            ],
        }


async def assembled(settings: Settings, ports: Mapping[str, int], today: date) -> Cast:
    """Register everybody; the installation must be healthy."""

    def clerk(subject: str, *roles: Any) -> Clerk:
        return Clerk(subject, staff.token(settings, subject, roles))

    officers = [clerk(one, "case_officer") for one in OFFICERS]
    with Line(ports["partnerships"]) as offices:
        organisations = [
            await _made(
                offices, "/v1/organisations", _organisation(number), officers[0]
            )
            for number in range(len(ROLES))
        ]
    with Line(ports["notifications"]) as addresses:
        contacts = [
            await _made(
                addresses,
                "/v1/contacts",
                _contact(number, organisations[number % len(ROLES)]),
                officers[0],
            )
            for number in range(CONTACTS)
        ]
    return Cast(
        officers,
        [clerk(one, "manager") for one in MANAGERS],
        clerk("operator", "admin"),
        organisations,
        contacts[1:],
        contacts[0],
        today,
    )


def _organisation(number: int) -> dict[str, Any]:
    return {"name": f"Part {number}", "cvr": _cvr(number)}


def _contact(number: int, organisation_id: UUID) -> dict[str, Any]:
    return {
        "organisation_id": str(organisation_id),
        "name": f"Kontakt {number}",
        "email": f"kontakt{number}@parter.example",
        "language": "da" if number % 2 else "en",
        "consent": number > 0,
    }


def _cvr(number: int) -> str:
    """A number that begins with 99, which no company has, with a valid check digit."""
    weights = (2, 7, 6, 5, 4, 3, 2)
    for candidate in range(number * 20, number * 20 + 20):
        digits = f"99{candidate:05d}"
        rest = (
            sum(
                weight * int(digit)
                for weight, digit in zip(weights, digits, strict=True)
            )
            % 11
        )
        if rest != 1:
            return f"{digits}{(11 - rest) % 11}"
    raise LookupError(f"No number {number}.")


async def _made(line: Line, path: str, body: Mapping[str, Any], clerk: Clerk) -> UUID:
    headers = {"Authorization": f"Bearer {clerk.token}"}
    answer = await line.ask("POST", path, headers, body, patience=30)
    if answer.status != 201:
        raise RuntimeError(f"{path}: {answer.body.decode()}")
    return UUID(answer.json()["id"])
