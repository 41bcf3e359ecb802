"""What can happen on a day of the demo, in all three cases or where it applies."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from chassis.clock import COPENHAGEN
from medspil.demo import agreeing, enforcing, meeting, proposing, reviewing
from medspil.demo.cases import Case
from medspil.demo.evaluating import Yearbook

AMENDED_ON = date(2025, 4, 1)
MORNING = time(9)
NETWORK = "Netværksmøde om grøn drift i erhvervsområder"
SUMMARY = "Parterne er enige om, at samarbejdet virker, og at tallene holder."


@dataclass(frozen=True, slots=True)
class Stage:
    """The three cases, and where their evaluations are kept."""

    cases: list[Case]
    yearbook: Yearbook

    async def each(self, act: Callable[[Case], Awaitable[None]]) -> None:
        """Do the same in every case, one after the other."""
        for case in self.cases:
            await act(case)

    @property
    def declined(self) -> list[Case]:
        """The cases in which somebody refuses to sign the first text."""
        return [case for case in self.cases if case.district.declines]

    @property
    def amended(self) -> list[Case]:
        """The cases whose agreement is amended in force."""
        return [case for case in self.cases if case.district.amendment_measures]


type Act = Callable[[Stage], Awaitable[None]]


async def submit(stage: Stage) -> None:
    """Submit every draft, and have it assessed."""
    await stage.each(proposing.submit_and_assess)


async def open_ballots(stage: Stage) -> None:
    """Call the members to vote."""
    await stage.each(proposing.open_ballot)


async def vote(stage: Stage) -> None:
    """Let the members vote."""
    await stage.each(proposing.vote)


async def approve(stage: Stage) -> None:
    """Approve what was voted for."""
    await stage.each(proposing.count_and_approve)


async def send(stage: Stage) -> None:
    """Send the first texts."""
    for case in stage.cases:
        await agreeing.send(case, agreeing.first_text(case))


async def sign_or_decline(stage: Stage) -> None:
    """Let everybody sign, but where somebody declines."""
    for case in stage.cases:
        if case.district.declines:
            reason = "Vores bidrag er sat for højt i forhold til vores facadelængde."
            await agreeing.decline(case, case.district.declines, reason)
        else:
            await agreeing.sign(case, 1)


async def send_again(stage: Stage) -> None:
    """Send a second text where the first was declined."""
    for case in stage.declined:
        await agreeing.send(case, agreeing.second_text(case))


async def sign_again(stage: Stage) -> None:
    """Let everybody sign the second text."""
    for case in stage.declined:
        await agreeing.sign(case, 2)


async def begin(stage: Stage) -> None:
    """See the agreements take effect."""
    for case in stage.cases:
        await agreeing.take_effect(case, agreeing.STARTS_ON)


def settle(until: date) -> Act:
    """Note the obligations as met that were due by a day."""

    async def act(stage: Stage) -> None:
        for case in stage.cases:
            await enforcing.settle_obligations(case, until)

    return act


def report(year: int) -> Act:
    """Report the figures of a year, and judge them."""

    async def act(stage: Stage) -> None:
        for case in stage.cases:
            await enforcing.report_year(case, year)

    return act


def invite(number: int, held_on: date) -> Act:
    """Invite to the meeting that a review proposed."""

    async def act(stage: Stage) -> None:
        for case in stage.cases:
            await reviewing.opened(case, number)
            gathering = await meeting.of_review(case, number)
            starts_at = datetime.combine(held_on, time(14), COPENHAGEN)
            await gathering.invite(starts_at, case.district.place)
            await gathering.answer()

    return act


def state(number: int) -> Act:
    """Let everybody give their statement."""

    async def act(stage: Stage) -> None:
        for case in stage.cases:
            await reviewing.state(case, number)

    return act


def attend(number: int) -> Act:
    """Record who came to the review meetings."""

    async def act(stage: Stage) -> None:
        for case in stage.cases:
            await (await meeting.of_review(case, number)).attend()

    return act


async def conclude_first(stage: Stage) -> None:
    """Conclude the first reviews: to go on, or to amend."""
    for case in stage.cases:
        conclusion = "amend" if case in stage.amended else "continue"
        owner = case.district.voters[0]
        await reviewing.conclude(case, 1, conclusion, SUMMARY, owner)


async def conclude_second(stage: Stage) -> None:
    """Conclude the second reviews."""
    for case in stage.cases:
        await reviewing.conclude(case, 2, "continue", SUMMARY)


async def send_amendment(stage: Stage) -> None:
    """Send an amendment where one was concluded."""
    for case in stage.amended:
        await agreeing.send(case, await agreeing.amended_text(case, 3, AMENDED_ON))


async def sign_amendment(stage: Stage) -> None:
    """Let everybody sign the amendment."""
    for case in stage.amended:
        await agreeing.sign(case, 3)


async def amendment_applies(stage: Stage) -> None:
    """See the amendment take effect."""
    for case in stage.amended:
        await agreeing.take_effect(case, AMENDED_ON)


async def suspend(stage: Stage) -> None:
    """Let an agreement rest."""
    for case in stage.cases:
        if case.district.suspended:
            await enforcing.suspend(case, case.district.suspended.reason)


async def resume(stage: Stage) -> None:
    """Let it apply again."""
    for case in stage.cases:
        if case.district.suspended:
            await enforcing.resume(case)


async def follow_up(stage: Stage) -> None:
    """Close the action points, and verify them."""
    await stage.each(reviewing.follow_up)


async def network(stage: Stage) -> None:
    """Invite everybody to a network meeting."""
    gathering = await meeting.of_everybody(stage.cases, NETWORK)
    starts_at = datetime(2025, 9, 18, 15, tzinfo=COPENHAGEN)
    await gathering.invite(starts_at, "Rådhuset, Rådhusstræde 1, 2630 Taastrup")
    await gathering.answer()


async def network_held(stage: Stage) -> None:
    """Record who came to the network meeting."""
    await (await meeting.of_everybody(stage.cases, NETWORK)).attend()


async def ask_early(stage: Stage) -> None:
    """Ask for the review that the time of rest put off."""
    for case in stage.cases:
        if case.district.suspended:
            await reviewing.open_early(case)


def evaluate(year: int, on: date) -> Act:
    """Keep the evaluation of a year, as it was known on the morning of a day."""
    as_of = datetime.combine(on, MORNING, COPENHAGEN)

    async def act(stage: Stage) -> None:
        await stage.yearbook.keep(year, stage.cases, as_of)

    return act
