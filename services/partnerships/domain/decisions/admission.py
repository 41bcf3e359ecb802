"""The first half of every decision: the rules that next-steps shows as well."""

from typing import Never

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import Command
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.rules import obstacles
from services.partnerships.domain.states import State
from services.partnerships.domain.voices import speaks_for


def unobstructed(command: Command, state: State, circumstances: Circumstances) -> None:
    """Refuse with the first obstacle, if there is any."""
    for found in obstacles(command.name, state, circumstances):
        raise found.refusal()


def within[A: State, B: State = Never](
    command: Command,
    state: State,
    circumstances: Circumstances,
    first: type[A],
    second: type[B] | None = None,
) -> A | B:
    """Return the state as a stage that the rules have let the command into."""
    unobstructed(command, state, circumstances)
    return narrow(state, first, second)


def recorded_or_own(
    party: Party, circumstances: Circumstances, evidence: str | None
) -> None:
    """Refuse one who speaks for another party, but staff who show the evidence."""
    if speaks_for(party, circumstances):
        return
    if not circumstances.by_staff:
        raise refused(
            "not_your_organisation", organisation_id=str(party.organisation_id)
        )
    if evidence is None:
        raise refused("evidence_missing")
