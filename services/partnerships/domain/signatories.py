"""Who signs a version: everybody in a signing role, or those whom a change concerns."""

from collections.abc import Iterable
from uuid import UUID

from services.partnerships.domain.agreement import Change, Terms
from services.partnerships.domain.becoming import changed, present_terms
from services.partnerships.domain.differing import Difference, Wording, differences
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.states import Agreeing, InForce
from services.partnerships.domain.voices import is_municipality


def signatories(
    stage: Agreeing | InForce, terms: Terms, change: Change | None, kind: Kind
) -> tuple[Party, ...]:
    """Return who must sign; a party that leaves does not, for it is no longer bound."""
    proposal = changed(stage.case.proposal, change)
    signing = {rule.key for rule in kind.roles if rule.must_sign}
    everybody = tuple(one for one in proposal.parties if one.role in signing)
    if change is None or not isinstance(stage, InForce):
        return everybody
    before = Wording(present_terms(stage), stage.case.proposal)
    concerned = _concerned(change, before, Wording(terms, proposal))
    if concerned is None:
        return everybody
    some = (
        one
        for one in everybody
        if is_municipality(one, kind) or str(one.organisation_id) in concerned
    )
    return tuple(some) or everybody


def _concerned(change: Change, before: Wording, after: Wording) -> set[str] | None:
    """Return whose own matter a change is; nothing where it is everybody's."""
    found = [one for one in differences(before, after) if one.path != ("starts_on",)]
    match change.type:
        case "replace_signatory":
            return {one.path[1] for one in found if one.path[0] == "parties"}
        case "correct":
            return _of_corrected(found, after)
        case _:
            return None


def _of_corrected(found: Iterable[Difference], after: Wording) -> set[str] | None:
    """The two sides of each corrected obligation; a text that binds all is for all."""
    sides: set[UUID | None] = set()
    for one in found:
        obligation = after.obligation(one.path[1])
        if obligation is None:
            return None
        sides |= {obligation.owner, obligation.beneficiary}
    return None if None in sides else {str(one) for one in sides}
