"""In which order a version is signed: a party may have to wait for others."""

from collections.abc import Iterable

from services.partnerships.domain.agreement import OutForSignature
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import Party


def waits_for(
    party: Party, outstanding: Iterable[Party], kind: Kind
) -> tuple[Party, ...]:
    """Return those who have not signed and must do so before the party may."""
    rule = kind.role(party.role)
    before = rule.signs_after if rule else ()
    return tuple(one for one in outstanding if one.role in before)


def whose_turn(outstanding: tuple[Party, ...], kind: Kind) -> tuple[Party, ...]:
    """Return those who have not signed and wait for nobody."""
    return tuple(one for one in outstanding if not waits_for(one, outstanding, kind))


def followers(party: Party, pending: OutForSignature, kind: Kind) -> tuple[Party, ...]:
    """Return those whose signatures rest on that of the party, directly or not."""
    fallen: tuple[Party, ...] = (party,)
    signed = [
        one for one in pending.signatories if one.organisation_id in pending.signed
    ]
    for _ in kind.roles:
        fallen += tuple(
            one for one in signed if one not in fallen and waits_for(one, fallen, kind)
        )
    return fallen[1:]
