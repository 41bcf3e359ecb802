"""Decisions around the ballot: who may vote, who has, and what the box says."""

from typing import assert_never

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    CastVote,
    CloseBallot,
    OpenBallot,
    RemindBallot,
)
from services.partnerships.domain.decisions.admission import recorded_or_own, within
from services.partnerships.domain.decisions.reminding import approached
from services.partnerships.domain.events import (
    BallotClosed,
    BallotOpened,
    Event,
    VoteCast,
)
from services.partnerships.domain.gate_rules import BallotRule
from services.partnerships.domain.kinds import ALL_SHARES
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.proposal import (
    OpenBallot as RunningBallot,
)
from services.partnerships.domain.proposal import Party, Tally, Voter
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.states import State, Submitted
from services.partnerships.domain.values import Shares
from services.partnerships.domain.watches import ballot_watch

BallotingCommand = OpenBallot | CastVote | CloseBallot | RemindBallot


def decide(
    command: BallotingCommand, state: State, circumstances: Circumstances
) -> list[Event]:
    """Return what follows from a step of the ballot."""
    submitted = within(command, state, circumstances, Submitted)
    match command:
        case OpenBallot():
            return [_opened(submitted, circumstances)]
        case CastVote():
            return [_cast(command, submitted, circumstances)]
        case CloseBallot():
            return [_closed(submitted, circumstances)]
        case RemindBallot():
            return [approached(ballot_watch, state, circumstances)]
        case _:
            assert_never(command)


def _opened(state: Submitted, circumstances: Circumstances) -> Event:
    rule = narrow(circumstances.kind.ballot, BallotRule)
    proposal = state.case.proposal
    key = narrow(proposal.fields[rule.share_field], Shares)
    return BallotOpened(
        round=state.ballots + 1,
        opened_on=circumstances.today,
        closes_on=circumstances.add_working_days(
            circumstances.today, rule.working_days
        ),
        roll=tuple(
            Voter(
                share.organisation_id,
                narrow(proposal.party(share.organisation_id), Party).contact_id,
                share.basis_points,
            )
            for share in key.shares
        ),
    )


def _cast(command: CastVote, state: Submitted, circumstances: Circumstances) -> Event:
    ballot = narrow(state.ballot, RunningBallot)
    wanted = command.organisation_id
    voter = next((one for one in ballot.roll if one.organisation_id == wanted), None)
    if voter is None:
        raise refused("not_on_the_roll", organisation_id=str(wanted))
    if wanted in ballot.voted:
        raise refused("voted_already", organisation_id=str(wanted))
    party = narrow(state.case.proposal.party(wanted), Party)
    recorded_or_own(party, circumstances, command.evidence)
    return VoteCast(ballot.round, wanted, voter.share, command.evidence)


def _closed(state: Submitted, circumstances: Circumstances) -> Event:
    ballot = narrow(state.ballot, RunningBallot)
    tally = circumstances.ballot_box
    rule = narrow(circumstances.kind.ballot, BallotRule)
    return BallotClosed(
        round=ballot.round,
        passed=has_passed(tally, len(ballot.roll), rule),
        roll_heads=len(ballot.roll),
        tally=tally,
    )


def has_passed(tally: Tally, roll_heads: int, rule: BallotRule) -> bool:
    """Return whether quorum and majority hold, by heads and by share.

    The quorum is reached at its figure; the majority is won only beyond it.
    """
    return (
        tally.cast_heads * ALL_SHARES >= rule.quorum * roll_heads
        and tally.cast_share >= rule.quorum
        and tally.yes_heads * ALL_SHARES > rule.majority * tally.cast_heads
        and tally.yes_share * ALL_SHARES > rule.majority * tally.cast_share
    )
