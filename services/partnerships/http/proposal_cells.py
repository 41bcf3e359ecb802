"""A proposal in the cells of a spreadsheet: one party to a line, the fields as JSON."""

import json
from collections.abc import Mapping
from uuid import UUID

from pydantic_core import to_json

from chassis.problems import Problem
from services.partnerships.domain.proposal import Party, Proposal
from services.partnerships.http.fields import shown
from services.partnerships.organisations import Organisation

_LEAST = 3  # number, role, contact


class Unreadable(Exception):
    """A cell that does not hold what its column is for."""

    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(field)
        self.field = field
        self.problem = problem


def cells(
    proposal: Proposal, organisations: Mapping[UUID, Organisation]
) -> tuple[str, str]:
    """The parties and the fields of a proposal as text."""
    lines = [
        _line(party, organisations[party.organisation_id]) for party in proposal.parties
    ]
    fields = {key: shown(value) for key, value in proposal.fields.items()}
    return "\n".join(lines), to_json(fields).decode() if fields else ""


def number(organisation: Organisation) -> str:
    """What an organisation is called in a cell: its CVR number, with the P-number if any."""
    if organisation.p_number is None:
        return organisation.cvr
    return f"{organisation.cvr}/{organisation.p_number}"


def named(text: str) -> set[str]:
    """The CVR numbers that parties are named by."""
    return {
        line.split()[0].partition("/")[0] for line in text.splitlines() if line.split()
    }


def parties(text: str, ids: Mapping[str, UUID]) -> list[dict[str, object]]:
    """Parties as they are sent: `cvr[/p-number] role contact-id [flag ...]`."""
    told = [line.split() for line in text.splitlines() if line.split()]
    if any(len(one) < _LEAST for one in told):
        raise Unreadable("parties", Problem("party_unreadable"))
    strangers = sorted({one[0] for one in told} - ids.keys())
    if strangers:
        unknown = Problem("organisation_unknown", organisations=strangers)
        raise Unreadable("parties", unknown)
    return [
        {
            "organisation_id": ids[one[0]],
            "role": one[1],
            "contact_id": one[2],
            "flags": one[_LEAST:],
        }
        for one in told
    ]


def fields(text: str) -> object:
    """The fields as they are sent."""
    try:
        found: object = json.loads(text)
        to_json(found)  # not everything that can be read can be passed on
    except (ValueError, RecursionError) as error:
        raise Unreadable("fields", Problem("fields_unreadable")) from error
    return found


def _line(party: Party, organisation: Organisation) -> str:
    told = (number(organisation), party.role, str(party.contact_id), *party.flags)
    return " ".join(told)
