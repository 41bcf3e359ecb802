"""What must be true before a version is sent, signed, concluded and takes effect."""

from datetime import timedelta

from services.partnerships.domain.agreement import (
    Concluded,
    Drafted,
    OutForSignature,
)
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.rules.changing import change_still_fits
from services.partnerships.domain.rules.gating import (
    GATES,
    concerns_are_cleared,
    declarations_are_given,
    expectations_are_aligned,
    steering_group_is_appointed,
)
from services.partnerships.domain.rules.obstacle import Found, Rules, obstacle
from services.partnerships.domain.rules.reminding import reminder_is_due
from services.partnerships.domain.states import Agreeing, InForce
from services.partnerships.domain.turns import waits_for
from services.partnerships.domain.voices import speaks_for
from services.partnerships.domain.watches import signature_watch

type Contracting = Agreeing | InForce


def nothing_is_concluded(state: Contracting, _: Circumstances) -> Found:
    """What everybody signed is neither rewritten nor withdrawn before it applies."""
    pending = state.negotiation.pending
    if isinstance(pending, Concluded):
        yield obstacle(
            "agreement_concluded", starts_on=pending.terms.starts_on.isoformat()
        )


def version_is_drafted(state: Contracting, _: Circumstances) -> Found:
    """Only a version that is written and not yet frozen can be sent."""
    if not isinstance(state.negotiation.pending, Drafted):
        yield obstacle("agreement_not_drafted")


def clauses_are_written(state: Contracting, circumstances: Circumstances) -> Found:
    """Every clause that the kind requires is in the text."""
    pending = state.negotiation.pending
    if not isinstance(pending, Drafted):
        return
    written = {clause.key for clause in pending.terms.clauses}
    required = [clause.key for clause in circumstances.kind.clauses]
    missing = [key for key in required if key not in written]
    if missing:
        yield obstacle("clauses_missing", clauses=missing)


def measures_are_set(state: Contracting, _: Circumstances) -> Found:
    """At least one goal has an indicator, a baseline and a target; no target lacks."""
    pending = state.negotiation.pending
    if not isinstance(pending, Drafted):
        return
    measures = pending.terms.measures
    if not measures:
        yield obstacle("measure_missing")
    bare = [measure.indicator for measure in measures if not measure.targets]
    if bare:
        yield obstacle("measure_without_target", indicators=bare)


def first_day_is_ahead(state: Contracting, circumstances: Circumstances) -> Found:
    """Nobody is asked to sign for days that have passed."""
    pending = state.negotiation.pending
    if not isinstance(pending, Drafted):
        return
    starts_on = pending.terms.starts_on
    if starts_on < circumstances.today:
        yield obstacle("term_begins_in_the_past", starts_on=starts_on.isoformat())


def version_is_out(state: Contracting, _: Circumstances) -> Found:
    """Signatures belong to a version that is out for them."""
    if not isinstance(state.negotiation.pending, OutForSignature):
        yield obstacle("agreement_not_out")


def signing_is_not_over(state: Contracting, circumstances: Circumstances) -> Found:
    """Signatures come to the end of the last day."""
    pending = state.negotiation.pending
    if not isinstance(pending, OutForSignature):
        return
    if circumstances.today > pending.sign_by:
        yield obstacle("signing_over", sign_by=pending.sign_by.isoformat())


def signing_is_over(state: Contracting, circumstances: Circumstances) -> Found:
    """A round lapses when its last day has passed."""
    pending = state.negotiation.pending
    if not isinstance(pending, OutForSignature):
        return
    if circumstances.today <= pending.sign_by:
        first_day = pending.sign_by + timedelta(days=1)
        yield obstacle("not_due", due_on=first_day.isoformat())


def own_turn_has_come(state: Contracting, circumstances: Circumstances) -> Found:
    """Whoever speaks for a party signs when those before it have signed."""
    pending = state.negotiation.pending
    if isinstance(pending, OutForSignature):
        late = pending.outstanding
        mine = tuple(one for one in late if speaks_for(one, circumstances))
        yield from _not_yet(mine, late, circumstances)


def a_partners_turn_has_come(state: Contracting, circumstances: Circumstances) -> Found:
    """A partner's acceptance is recorded when those before it have signed."""
    pending = state.negotiation.pending
    if isinstance(pending, OutForSignature):
        late = pending.outstanding
        partners = tuple(one for one in late if not speaks_for(one, circumstances))
        yield from _not_yet(partners, late, circumstances)


def _not_yet(
    parties: tuple[Party, ...], late: tuple[Party, ...], circumstances: Circumstances
) -> Found:
    awaited = [waits_for(one, late, circumstances.kind) for one in parties]
    if awaited and all(awaited):
        before = {str(one.organisation_id) for ones in awaited for one in ones}
        yield obstacle("signature_not_yet", organisations=sorted(before))


def somebody_has_signed(state: Contracting, _: Circumstances) -> Found:
    """Only a signature that was given can be taken back."""
    pending = state.negotiation.pending
    if isinstance(pending, OutForSignature) and not pending.signed:
        yield obstacle("nobody_has_signed")


def version_is_concluded(state: Contracting, _: Circumstances) -> Found:
    """Only what everybody signed can apply."""
    if not isinstance(state.negotiation.pending, Concluded):
        yield obstacle("agreement_not_concluded")


def first_day_has_come(state: Contracting, circumstances: Circumstances) -> Found:
    """A version applies from its first day on."""
    pending = state.negotiation.pending
    if not isinstance(pending, Concluded):
        return
    if circumstances.today < pending.terms.starts_on:
        yield obstacle("not_due", due_on=pending.terms.starts_on.isoformat())


SIGNING = (version_is_out, signing_is_not_over, concerns_are_cleared)

NEGOTIATING: Rules[Contracting] = {
    **GATES,
    "draft-agreement": (nothing_is_concluded,),
    "send-for-signature": (
        version_is_drafted,
        clauses_are_written,
        measures_are_set,
        first_day_is_ahead,
        change_still_fits,
        expectations_are_aligned,
        steering_group_is_appointed,
        concerns_are_cleared,
    ),
    "sign": (*SIGNING, own_turn_has_come),
    "sign-on-behalf": (*SIGNING, a_partners_turn_has_come),
    "record-signatures": SIGNING,
    "revoke-signature": (version_is_out, somebody_has_signed),
    "decline": (version_is_out, signing_is_not_over),
    "remind-signature": (version_is_out, reminder_is_due(signature_watch)),
    "lapse-signature": (version_is_out, signing_is_over),
    "take-effect": (
        version_is_concluded,
        first_day_has_come,
        declarations_are_given,
    ),
}

AGREEING: Rules[Agreeing] = {
    **NEGOTIATING,
    "withdraw": (nothing_is_concluded,),
    "terminate": (version_is_concluded,),
}
