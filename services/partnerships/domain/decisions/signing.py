"""Decisions of the signatories on a frozen text."""

from collections.abc import Iterable
from typing import assert_never
from uuid import UUID

from services.partnerships.domain.agreement import OutForSignature, type_of
from services.partnerships.domain.becoming import becoming
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    Decline,
    RecordSignatures,
    RevokeSignature,
    Sign,
    SignOnBehalf,
)
from services.partnerships.domain.decisions.admission import within
from services.partnerships.domain.events import (
    AgreementConcluded,
    AgreementSigned,
    DeclarationAsked,
    Event,
    OnBehalf,
    SignatureAsked,
    SignatureRevoked,
    SigningEnded,
)
from services.partnerships.domain.gates import missing_of
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.states import Agreeing, InForce, State
from services.partnerships.domain.turns import followers, waits_for, whose_turn
from services.partnerships.domain.voices import is_municipality, speaks_for

SigningCommand = Sign | SignOnBehalf | RecordSignatures | RevokeSignature | Decline


def decide(
    command: SigningCommand, state: State, circumstances: Circumstances
) -> list[Event]:
    """Return what follows from a signatory's yes or no."""
    stage = within(command, state, circumstances, Agreeing, InForce)
    pending = narrow(stage.negotiation.pending, OutForSignature)
    match command:
        case Sign():
            party = _waiting(command.organisation_id, pending)
            _check_own_voice(party, circumstances)
            return _signed((party,), command.sha256, stage, circumstances)
        case SignOnBehalf() | RecordSignatures():
            return _recorded(command, stage, circumstances)
        case RevokeSignature():
            return list(_revoked(command, pending, circumstances))
        case Decline():
            party = _waiting(command.organisation_id, pending)
            if not circumstances.by_staff:
                _check_own_voice(party, circumstances)
            organisation_id = party.organisation_id
            version, reason = pending.version, command.reason
            return [SigningEnded(version, "declined", organisation_id, reason)]
        case _:
            assert_never(command)


def _signatory(wanted: UUID, pending: OutForSignature) -> Party:
    party = pending.signatory(wanted)
    if party is None:
        raise refused("not_a_signatory", organisation_id=str(wanted))
    return party


def _waiting(wanted: UUID, pending: OutForSignature) -> Party:
    party = _signatory(wanted, pending)
    if wanted in pending.signed:
        raise refused("signed_already", organisation_id=str(wanted))
    return party


def _check_own_voice(party: Party, circumstances: Circumstances) -> None:
    if not speaks_for(party, circumstances):
        organisation_id = str(party.organisation_id)
        raise refused("not_your_organisation", organisation_id=organisation_id)


def _check_manager(party: Party, circumstances: Circumstances) -> None:
    if (
        is_municipality(party, circumstances.kind)
        and "manager" not in circumstances.roles
    ):
        raise refused("municipality_needs_manager")


def _recorded(
    command: SignOnBehalf | RecordSignatures,
    stage: Agreeing | InForce,
    circumstances: Circumstances,
) -> list[Event]:
    pending = narrow(stage.negotiation.pending, OutForSignature)
    on_behalf = OnBehalf(command.reason, command.evidence, command.file)
    if isinstance(command, SignOnBehalf):
        parties: tuple[Party, ...] = (_waiting(command.organisation_id, pending),)
        if speaks_for(parties[0], circumstances):
            raise refused("staff_sign_themselves")
    else:
        named = dict.fromkeys(command.organisations)
        parties = tuple(_waiting(one, pending) for one in named) or pending.outstanding
        for party in parties:
            _check_manager(party, circumstances)
    return _signed(parties, command.sha256, stage, circumstances, on_behalf)


def _signed(
    parties: tuple[Party, ...],
    sha256: str,
    stage: Agreeing | InForce,
    circumstances: Circumstances,
    on_behalf: OnBehalf | None = None,
) -> list[Event]:
    kind = circumstances.kind
    pending = narrow(stage.negotiation.pending, OutForSignature)
    if sha256 != pending.sha256:
        raise refused("hash_differs", sha256=pending.sha256)
    rest = tuple(one for one in pending.outstanding if one not in parties)
    for party in parties:
        before = waits_for(party, rest, kind)
        if before:
            raise refused(
                "signature_not_yet",
                organisations=sorted(str(one.organisation_id) for one in before),
            )
    signed: list[Event] = [
        AgreementSigned(
            version=pending.version,
            sha256=pending.sha256,
            organisation_id=party.organisation_id,
            on_behalf=on_behalf,
            outstanding=len(rest) + len(parties) - place,
        )
        for place, party in enumerate(parties, start=1)
    ]
    if not rest:
        asked = _declarations_asked(stage, pending, circumstances)
        return [*signed, _concluded(pending), *asked]
    return [*signed, *_asked(rest, pending, kind)]


def _declarations_asked(
    stage: Agreeing | InForce, pending: OutForSignature, circumstances: Circumstances
) -> Iterable[DeclarationAsked]:
    """What must be given before the first day is asked for now, if it is still missing."""
    proposal, gates = becoming(stage), stage.case.gates
    for rule in circumstances.kind.declarations:
        missing = missing_of(rule, gates, proposal)
        if missing:
            by = max(pending.terms.starts_on, circumstances.today)
            yield DeclarationAsked(rule.key, missing, by, circumstances.today)


def _asked(
    rest: tuple[Party, ...], pending: OutForSignature, kind: Kind
) -> Iterable[SignatureAsked]:
    before = whose_turn(pending.outstanding, kind)
    now = tuple(one for one in whose_turn(rest, kind) if one not in before)
    if now:
        version, sha256, sign_by = pending.version, pending.sha256, pending.sign_by
        yield SignatureAsked(version, sha256, sign_by, now)


def _revoked(
    command: RevokeSignature, pending: OutForSignature, circumstances: Circumstances
) -> Iterable[SignatureRevoked]:
    party = _signatory(command.organisation_id, pending)
    if party.organisation_id not in pending.signed:
        organisation_id = str(party.organisation_id)
        raise refused("not_signed", organisation_id=organisation_id)
    _check_manager(party, circumstances)
    fallen = (party, *followers(party, pending, circumstances.kind))
    for number, one in enumerate(fallen, start=1):
        yield SignatureRevoked(
            version=pending.version,
            organisation_id=one.organisation_id,
            reason=command.reason,
            outstanding=len(pending.outstanding) + number,
            rested_on=None if one is party else party.organisation_id,
        )


def _concluded(pending: OutForSignature) -> AgreementConcluded:
    terms = pending.terms
    return AgreementConcluded(
        version=pending.version,
        sha256=pending.sha256,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        measures=terms.measures,
        change=type_of(pending.change),
        parties=pending.change.parties if pending.change else None,
    )
