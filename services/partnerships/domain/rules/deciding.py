"""What must be true before a submitted proposal is voted on and decided."""

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.proposal import ClosedBallot, OpenBallot
from services.partnerships.domain.rules.drafting import conflict_is_news
from services.partnerships.domain.rules.gating import CONCERNS
from services.partnerships.domain.rules.obstacle import Found, Rules, obstacle
from services.partnerships.domain.rules.reminding import reminder_is_due
from services.partnerships.domain.states import Submitted
from services.partnerships.domain.watches import ballot_watch


def asker_is_impartial(state: Submitted, circumstances: Circumstances) -> Found:
    """Who declared a conflict of interest neither assesses nor decides."""
    if circumstances.actor in state.conflicts:
        yield obstacle("conflict_declared")


def four_eyes(state: Submitted, circumstances: Circumstances) -> Found:
    """Who submitted does not decide."""
    if circumstances.actor == state.submitter:
        yield obstacle("four_eyes")


def criteria_are_assessed(state: Submitted, circumstances: Circumstances) -> Found:
    """Every criterion has its score."""
    assessed = {assessment.criterion for assessment in state.assessments}
    keys = [criterion.key for criterion in circumstances.kind.criteria]
    missing = [key for key in keys if key not in assessed]
    if missing:
        yield obstacle("criteria_not_assessed", criteria=missing)


def kind_asks_for_ballot(_: Submitted, circumstances: Circumstances) -> Found:
    """Only some kinds are voted on."""
    if circumstances.kind.ballot is None:
        yield obstacle("ballot_not_of_kind", kind=circumstances.kind.key)


def no_ballot_is_open(state: Submitted, _: Circumstances) -> Found:
    """What waits for a vote waits until it is counted."""
    if isinstance(state.ballot, OpenBallot):
        yield obstacle("ballot_open", closes_on=state.ballot.closes_on.isoformat())


def no_ballot_has_passed(state: Submitted, _: Circumstances) -> Found:
    """A ballot that failed may be held again, one that passed may not."""
    if isinstance(state.ballot, ClosedBallot) and state.ballot.passed:
        yield obstacle("ballot_passed_already")


def ballot_has_passed(state: Submitted, circumstances: Circumstances) -> Found:
    """Where the kind asks for a ballot, approval follows it."""
    ballot = state.ballot
    passed = isinstance(ballot, ClosedBallot) and ballot.passed
    if circumstances.kind.ballot is not None and not passed:
        yield obstacle("ballot_not_passed")


def ballot_is_open(state: Submitted, _: Circumstances) -> Found:
    """Votes are cast, reminded of and counted in an open ballot."""
    if not isinstance(state.ballot, OpenBallot):
        yield obstacle("ballot_not_open")


def closing_day_not_past(state: Submitted, circumstances: Circumstances) -> Found:
    """A vote counts to the end of the closing day."""
    ballot = state.ballot
    if isinstance(ballot, OpenBallot) and circumstances.today > ballot.closes_on:
        yield obstacle("ballot_over", closes_on=ballot.closes_on.isoformat())


def voting_is_over(state: Submitted, circumstances: Circumstances) -> Found:
    """The box is opened after the closing day, or once everybody has voted."""
    ballot = state.ballot
    if not isinstance(ballot, OpenBallot) or not ballot.outstanding:
        return
    if circumstances.today <= ballot.closes_on:
        yield obstacle(
            "voting_not_over",
            closes_on=ballot.closes_on.isoformat(),
            outstanding=len(ballot.outstanding),
        )


def box_agrees_with_votes(state: Submitted, circumstances: Circumstances) -> Found:
    """The totals hold exactly the votes that the history tells of."""
    ballot, box = state.ballot, circumstances.ballot_box
    if not isinstance(ballot, OpenBallot):
        return
    cast = [one.share for one in ballot.roll if one.organisation_id in ballot.voted]
    if (box.cast_heads, box.cast_share) != (len(cast), sum(cast)):
        yield obstacle("ballot_box_differs", cast=len(cast), held=box.cast_heads)


SUBMITTED: Rules[Submitted] = {
    **CONCERNS,
    "withdraw": (),
    "declare-conflict": (conflict_is_news,),
    "assess": (asker_is_impartial,),
    "open-ballot": (kind_asks_for_ballot, no_ballot_is_open, no_ballot_has_passed),
    "cast-vote": (ballot_is_open, closing_day_not_past),
    "close-ballot": (ballot_is_open, voting_is_over, box_agrees_with_votes),
    "remind-ballot": (ballot_is_open, reminder_is_due(ballot_watch)),
    "return": (four_eyes, asker_is_impartial, no_ballot_is_open),
    "approve": (
        four_eyes,
        asker_is_impartial,
        criteria_are_assessed,
        no_ballot_is_open,
        ballot_has_passed,
    ),
    "reject": (four_eyes, asker_is_impartial, no_ballot_is_open),
}
