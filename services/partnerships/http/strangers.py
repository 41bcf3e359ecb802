"""A party must be an organisation that is registered here."""

from collections.abc import Iterable

from chassis.problems import Problem
from services.partnerships.desk import Desk
from services.partnerships.http.requests_proposal import PartyRequest


async def require_known(desk: Desk, parties: Iterable[PartyRequest]) -> None:
    """Pass if every party is registered; Problem `organisation_unknown` if not."""
    named = {party.organisation_id for party in parties}
    strangers = await desk.lookups.strangers(named)
    if strangers:
        raise Problem(
            "organisation_unknown", organisations=sorted(str(one) for one in strangers)
        )
