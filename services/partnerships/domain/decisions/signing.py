"""Decisions of the signatories on a frozen text."""

from typing import assert_never

from services.partnerships.domain.agreement import OutForSignature
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import Decline, Sign, SignOnBehalf
from services.partnerships.domain.decisions.admission import speaks_for, within
from services.partnerships.domain.events import (
    AgreementConcluded,
    AgreementSigned,
    Event,
    OnBehalf,
    SigningEnded,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.states import Agreeing, InForce, State

SigningCommand = Sign | SignOnBehalf | Decline


def decide(
    command: SigningCommand, state: State, circumstances: Circumstances
) -> list[Event]:
    """Return what follows from a signatory's yes or no."""
    stage = within(command, state, circumstances, Agreeing, InForce)
    pending = narrow(stage.negotiation.pending, OutForSignature)
    party = _signatory(command, pending)
    match command:
        case Sign():
            _check_own_voice(party, circumstances)
            return _signed(command, pending, None)
        case SignOnBehalf():
            if speaks_for(party, circumstances):
                raise refused("staff_sign_themselves")
            on_behalf = OnBehalf(command.reason, command.evidence)
            return _signed(command, pending, on_behalf)
        case Decline():
            if not circumstances.by_staff:
                _check_own_voice(party, circumstances)
            organisation_id = party.organisation_id
            version, reason = pending.version, command.reason
            return [SigningEnded(version, "declined", organisation_id, reason)]
        case _:
            assert_never(command)


def _signatory(command: SigningCommand, pending: OutForSignature) -> Party:
    wanted = command.organisation_id
    found = (one for one in pending.signatories if one.organisation_id == wanted)
    party = next(found, None)
    if party is None:
        raise refused("not_a_signatory", organisation_id=str(wanted))
    if wanted in pending.signed:
        raise refused("signed_already", organisation_id=str(wanted))
    return party


def _check_own_voice(party: Party, circumstances: Circumstances) -> None:
    if not speaks_for(party, circumstances):
        organisation_id = str(party.organisation_id)
        raise refused("not_your_organisation", organisation_id=organisation_id)


def _signed(
    command: Sign | SignOnBehalf, pending: OutForSignature, on_behalf: OnBehalf | None
) -> list[Event]:
    if command.sha256 != pending.sha256:
        raise refused("hash_differs", sha256=pending.sha256)
    outstanding = len(pending.outstanding) - 1
    signed = AgreementSigned(
        pending.version,
        pending.sha256,
        command.organisation_id,
        on_behalf,
        outstanding,
    )
    return [signed] if outstanding else [signed, _concluded(pending)]


def _concluded(pending: OutForSignature) -> AgreementConcluded:
    terms = pending.terms
    return AgreementConcluded(
        version=pending.version,
        sha256=pending.sha256,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        measures=terms.measures,
    )
