"""The versions of an agreement, read from the history that wrote them."""

from collections.abc import Iterable
from dataclasses import dataclass

from chassis.history import Recorded
from services.partnerships.canonical import fingerprint
from services.partnerships.domain.agreement import Change, text_of
from services.partnerships.domain.becoming import changed, present_terms
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.differing import Wording
from services.partnerships.domain.events import AgreementDrafted, Event
from services.partnerships.domain.states import InForce, State, in_hand


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it was written, with the parties that it is between.

    *before* is what applied then, which is the version *amends*.
    """

    number: int
    wording: Wording
    change: Change | None
    amends: int | None = None
    before: Wording | None = None

    @property
    def sha256(self) -> str:
        """The hash that is signed."""
        return fingerprint(text_of(self.wording.terms, self.change))


def versions(history: Iterable[Recorded[Event]]) -> dict[int, Version]:
    """Return every version that was written, by its number."""
    state, found = PARTNERSHIP.initial, dict[int, Version]()
    for recorded in history:
        event = recorded.event
        state = PARTNERSHIP.evolve(state, event)
        if isinstance(event, AgreementDrafted):
            proposal = changed(in_hand(state).case.proposal, event.change)
            wording = Wording(event.terms, proposal)
            found[event.version] = Version(
                event.version, wording, event.change, *_in_force(state)
            )
    return found


def _in_force(state: State) -> tuple[int | None, Wording | None]:
    if not isinstance(state, InForce):
        return None, None
    return state.version, Wording(present_terms(state), state.case.proposal)
