"""Decisions at the gates: what is written, confirmed, appointed, declared, cleared."""

from typing import assert_never
from uuid import UUID

from services.partnerships.domain.becoming import becoming
from services.partnerships.domain.checks.repeating import repeated
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    AlignExpectations,
    AppointSteeringGroup,
    ClearConcern,
    ConfirmExpectations,
    RaiseConcern,
    RecordDeclaration,
)
from services.partnerships.domain.decisions import reminding
from services.partnerships.domain.decisions.admission import (
    recorded_or_own,
    unobstructed,
)
from services.partnerships.domain.decisions.reminding import RemindingCommand
from services.partnerships.domain.events import (
    ConcernCleared,
    ConcernRaised,
    DeclarationRecorded,
    Event,
    ExpectationsAligned,
    ExpectationsConfirmed,
    SteeringGroupAppointed,
)
from services.partnerships.domain.gate_rules import AlignmentRule, SteeringRule
from services.partnerships.domain.gates import (
    Alignment,
    Declared,
    declarers,
    to_align,
    uncleared,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.states import Case, InHand, State, in_hand

PassingCommand = (
    AlignExpectations
    | ConfirmExpectations
    | AppointSteeringGroup
    | RecordDeclaration
    | RaiseConcern
    | ClearConcern
)
GatingCommand = PassingCommand | RemindingCommand


def decide(
    command: GatingCommand, state: State, circumstances: Circumstances
) -> list[Event]:
    """Return what follows from a step at a gate, or from the wait for one."""
    unobstructed(command, state, circumstances)
    if isinstance(command, RemindingCommand):
        return reminding.decide(command, state, circumstances)
    return [_passed(command, in_hand(state), circumstances)]


def _passed(
    command: PassingCommand, stage: InHand, circumstances: Circumstances
) -> Event:
    case = stage.case
    match command:
        case AlignExpectations():
            return _aligned(command, becoming(stage), circumstances)
        case ConfirmExpectations():
            return _confirmed(command, stage, circumstances)
        case AppointSteeringGroup():
            return _appointed(command, case.proposal, circumstances)
        case RecordDeclaration():
            return _declared(command, stage, circumstances)
        case RaiseConcern():
            return _raised(command, case, circumstances)
        case ClearConcern():
            return _cleared(command, case, circumstances)
        case _:
            assert_never(command)


def _aligned(
    command: AlignExpectations, proposal: Proposal, circumstances: Circumstances
) -> Event:
    rule = narrow(circumstances.kind.alignment, AlignmentRule)
    written = [one.organisation_id for one in command.expectations]
    asked = to_align(rule, proposal)
    if sorted(written) != sorted(asked):
        everybody = [str(one) for one in asked]
        raise refused("expectations_not_of_parties", organisations=everybody)
    days = circumstances.kind.signature_working_days
    return ExpectationsAligned(
        command.expectations,
        asked=tuple(one for one in proposal.parties if one.organisation_id in asked),
        confirm_by=circumstances.add_working_days(circumstances.today, days),
        aligned_on=circumstances.today,
    )


def _confirmed(
    command: ConfirmExpectations, stage: InHand, circumstances: Circumstances
) -> Event:
    alignment = narrow(stage.case.gates.alignment, Alignment)
    wanted = command.organisation_id
    if wanted in alignment.confirmed:
        raise refused("expectations_confirmed_already", organisation_id=str(wanted))
    party = becoming(stage).party(wanted)
    if party is None or wanted not in alignment.outstanding:
        raise refused("not_a_party", organisation_id=str(wanted))
    recorded_or_own(party, circumstances, command.evidence)
    return ExpectationsConfirmed(wanted, command.evidence)


def _appointed(
    command: AppointSteeringGroup, proposal: Proposal, circumstances: Circumstances
) -> Event:
    rule = narrow(circumstances.kind.steering_group, SteeringRule)
    twice = repeated(member.contact_id for member in command.members)
    if twice is not None:
        raise refused("seat_twice", contact_id=str(twice))
    taken = [_role(member.organisation_id, proposal) for member in command.members]
    known = [seat.role for seat in rule.seats]
    for role in taken:
        if role not in known:
            raise refused("seat_not_of_role", role=role, roles=known)
    for seat in rule.seats:
        number = taken.count(seat.role)
        if number < seat.least:
            raise refused(
                "seats_too_few", role=seat.role, least=seat.least, number=number
            )
    return SteeringGroupAppointed(command.members)


def _role(organisation_id: UUID, proposal: Proposal) -> str:
    party = proposal.party(organisation_id)
    if party is None:
        raise refused("not_a_party", organisation_id=str(organisation_id))
    return party.role


def _declared(
    command: RecordDeclaration, stage: InHand, circumstances: Circumstances
) -> Event:
    rules = circumstances.kind.declarations
    rule = next((one for one in rules if one.key == command.declaration), None)
    if rule is None:
        known = [one.key for one in rules]
        raise refused(
            "declaration_unknown", declaration=command.declaration, declarations=known
        )
    contact = str(command.contact_id)
    if command.contact_id not in declarers(rule, becoming(stage)):
        raise refused("declarer_unknown", contact_id=contact, field=rule.field)
    if Declared(rule.key, command.contact_id) in stage.case.gates.declared:
        raise refused("declared_already", contact_id=contact)
    if not circumstances.by_staff and circumstances.actor != f"contact:{contact}":
        raise refused("not_your_declaration", contact_id=contact)
    if circumstances.by_staff and command.evidence is None:
        raise refused("evidence_missing")
    return DeclarationRecorded(rule.key, command.contact_id, command.evidence)


def _raised(command: RaiseConcern, case: Case, circumstances: Circumstances) -> Event:
    standing = case.gates.concern(command.concern)
    if standing is not None and not standing.cleared:
        raise refused("concern_raised_already", concern=command.concern)
    return ConcernRaised(command.concern, command.reason, circumstances.actor)


def _cleared(command: ClearConcern, case: Case, circumstances: Circumstances) -> Event:
    open_ones = uncleared(case.gates, circumstances.kind)
    if command.concern not in open_ones:
        raise refused("concern_not_open", concern=command.concern)
    standing = case.gates.concern(command.concern)
    if standing is not None and standing.raiser == circumstances.actor:
        raise refused("own_concern")
    return ConcernCleared(command.concern, command.reason)
