"""Partnerships at random: every stage is reached, and the promises hold in each."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args, override
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pydantic import TypeAdapter

from chassis.decider import Refusal
from services.partnerships.domain.agreement import ChangeType, OutForSignature
from services.partnerships.domain.awaiting import awaited
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    AlignExpectations,
    AppointSteeringGroup,
    Assess,
    CastVote,
    ChangeAgreement,
    Command,
    CommandName,
    Complete,
    ConcludeReview,
    ConfirmExpectations,
    OpenReview,
    RecordSignatures,
    Reject,
    Resume,
    SendForSignature,
    Suspend,
    Terminate,
    Withdraw,
)
from services.partnerships.domain.deadlines import command_of, deadlines
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import (
    AgreementSentForSignature,
    AgreementSigned,
    AgreementTookEffect,
    BallotOpened,
    Event,
    ExpectationsAligned,
    ExpectationsConfirmed,
    SignatureRevoked,
    SteeringGroupAppointed,
    VoteCast,
)
from services.partnerships.domain.gates import Gates
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.next_steps import next_steps
from services.partnerships.domain.proposal import EMPTY_BOX, Choice, Tally
from services.partnerships.domain.review import Conclusion
from services.partnerships.domain.rules import obstacles
from services.partnerships.domain.states import (
    Agreeing,
    Closed,
    Closing,
    InForce,
    State,
    Status,
    Submitted,
    Unproposed,
    status,
)
from tests.unit.partnerships.asked import NEW, at_gates, well_formed
from tests.unit.partnerships.given import (
    BID,
    HASH,
    MANAGER,
    OFFICER,
    SCAN,
    SOME_DAY,
    SYSTEM,
    around,
    working_days,
)
from tests.unit.partnerships.stories import KINDS, Story, story_of

STATUSES = {
    *(one for one in get_args(Status.__value__.__args__[0])),
    *get_args(Closing.__value__),
}
# In this order each is possible: who joined can leave, and what was cut can be added.
CHANGES: tuple[ChangeType, ...] = (
    "shorten",
    "extend",
    "change_targets",
    "correct",
    "add_party",
    "replace_signatory",
    "remove_party",
)
WAY: tuple[CommandName, ...] = (
    "propose",
    "submit",
    "assess",
    "open-ballot",
    "cast-vote",
    "close-ballot",
    "approve",
    "clear-concern",
    "appoint-steering-group",
    "align-expectations",
    "confirm-expectations",
    "record-declaration",
    "send-for-signature",
    "draft-agreement",
    "sign",
    "sign-on-behalf",
)
# So many steps on the way, so many days, and how it ends, if it does.
SCENES: tuple[tuple[int, int, Command | None], ...] = (
    (40, 100, None),
    (40, 0, None),
    (14, 0, None),
    (8, 0, None),
    (3, 0, None),
    (0, 0, None),
    (3, 0, Reject("too dear")),
    (1, 0, Withdraw("no backing")),
    (40, 100, Suspend("roadworks")),
    (40, 100, Terminate("breach")),
    (40, 2000, None),
    (40, 100, Complete()),
)
OWN_INPUT = {"own_outcome", "own_concern", "not_your_organisation"}
IN_FORCE = {"active", "suspended", "under_review"}
BEFORE_FORCE = {
    "unproposed",
    "draft",
    "submitted",
    "approved",
    "negotiating",
    "signing",
}


# A kind in which the municipality signs last, after every partner.
IN_ORDER = replace(
    KINDS["mentor"],
    roles=(
        replace(KINDS["mentor"].roles[0], signs_after=("company",)),
        *KINDS["mentor"].roles[1:],
    ),
)


LONGEST_WAY = 400


def name_of(kind: Kind) -> str:
    """Return what a kind is called here."""
    return f"{kind.key}-in-order" if kind is IN_ORDER else kind.key


ADAPTERS: dict[type[Event], TypeAdapter[Event]] = {
    event_type: TypeAdapter(event_type) for event_type in get_args(Event.__value__)
}


def counted(box: Tally, choice: Choice, share: int) -> Tally:
    """Return the box with one more vote."""
    if choice == "yes":
        heads, total = box.yes_heads + 1, box.yes_share + share
        return Tally(heads, box.no_heads, total, box.no_share)
    heads, total = box.no_heads + 1, box.no_share + share
    return Tally(box.yes_heads, heads, box.yes_share, total)


class Lifecycle(RuleBasedStateMachine):
    """One partnership, asked at random, on days that pass with their timers."""

    reached: Counter[Status | ChangeType] = Counter()  # noqa: RUF012 - shared by all runs on purpose
    story: Story = story_of(BID)

    def __init__(self) -> None:
        super().__init__()
        self.state: State = PARTNERSHIP.initial
        self.today = SOME_DAY
        self.box = EMPTY_BOX
        self.history: list[Event] = []
        self.reached[status(self.state)] += 1

    @initialize(scene=st.sampled_from(SCENES))
    def begin(self, scene: tuple[int, int, Command | None]) -> None:
        """Walk some way first, so that late stages are met as often as early ones."""
        steps, days, ending = scene
        for _ in range(steps):
            self.press_on()
        self.days_pass(days)
        if isinstance(ending, Complete):
            self.hear_and_conclude("end")
        elif ending is not None:
            self.ask(ending, self.insider(ending))

    @precondition(lambda self: status(self.state) in BEFORE_FORCE)
    @rule()
    def press_on(self) -> None:
        """Do the next thing on the way into force."""
        for command in sorted(
            (one for one in self.possible() if one.name in WAY),
            key=lambda one: WAY.index(one.name),
        ):
            if self.useful(command) and self.ask(command, self.insider(command)):
                return

    @rule(data=st.data(), who=st.sampled_from([OFFICER, MANAGER, SYSTEM]))
    def anybody_asks_anything(self, data: st.DataObject, who: str) -> None:
        """Ask for any well-formed command, possible or not."""
        self.ask(data.draw(st.sampled_from(list(self.possible()))), who)

    @rule(days=st.integers(1, 400))
    def days_pass(self, days: int) -> None:
        """Let time go by, with everything that happens by itself on its day."""
        end = self.today + timedelta(days=days)
        while (due := self.next_timer()) is not None and due[1] <= end:
            name, day = due
            self.today = max(self.today, day)
            assert self.ask(command_of(name, NEW), SYSTEM), name
        self.today = max(self.today, end)

    @precondition(lambda self: status(self.state) == "submitted")
    @rule(command=st.sampled_from([Reject("too dear"), Withdraw("no backing")]))
    def somebody_says_no(self, command: Reject | Withdraw) -> None:
        """Reject or withdraw the proposal, if that is possible."""
        self.ask(command, self.insider(command))

    @precondition(lambda self: status(self.state) in {"active", "under_review"})
    @rule(conclusion=st.sampled_from(["continue", "amend", "end"]))
    def hear_and_conclude(self, conclusion: Conclusion) -> None:
        """Open a review, wait for the statements, and draw a conclusion."""
        self.ask(OpenReview(NEW), OFFICER)
        self.days_pass(days=30)
        self.ask(ConcludeReview(conclusion, "as heard", ()), MANAGER)
        self.ask(Complete(), MANAGER)

    @precondition(lambda self: status(self.state) in IN_FORCE)
    @rule()
    def years_pass(self) -> None:
        """Let the term run, with every review carried on."""
        for _ in range(24):
            self.days_pass(days=61)
            self.ask(ConcludeReview("continue", "carry on", ()), MANAGER)

    @precondition(lambda self: status(self.state) in IN_FORCE)
    @rule(command=st.sampled_from([Suspend("w"), Resume(), Terminate("w")]))
    def a_manager_steps_in(self, command: Command) -> None:
        """Ask for what only a manager may do in force."""
        self.ask(command, MANAGER)

    @precondition(lambda self: status(self.state) in IN_FORCE)
    @rule(data=st.data())
    def somebody_changes_the_agreement(self, data: st.DataObject) -> None:
        """Draft a change of any type, and let it be signed and take effect."""
        self.change(data.draw(st.sampled_from(CHANGES)))

    @invariant()
    def a_planned_timer_will_be_heard(self) -> None:
        """What is announced to happen by itself is not refused on its day."""
        for name, day in deadlines(self.state, self.story.kind, working_days).items():
            command = command_of(name, NEW)
            then = self.around(SYSTEM, max(day, self.today))
            assert obstacles(command.name, self.state, then) == (), name

    @invariant()
    def no_acceptance_survives_an_edit(self) -> None:
        """Who has signed or confirmed has done so after the last change of the text."""
        if isinstance(self.state, Agreeing | InForce):
            pending = self.state.negotiation.pending
            if isinstance(pending, OutForSignature):
                assert pending.signed == self.since(
                    AgreementSentForSignature, AgreementSigned
                )
        alignment = Gates().alignment
        if not isinstance(self.state, Unproposed):
            alignment = self.state.case.gates.alignment
        confirmed = alignment.confirmed if alignment else frozenset()
        assert confirmed == self.since(ExpectationsAligned, ExpectationsConfirmed)

    @invariant()
    def nobody_is_sent_where_they_are_refused(self) -> None:
        """What is needed of somebody is possible for them, now and on its days."""
        for who in (OFFICER, MANAGER):
            for step in next_steps(self.state, self.around(who, self.today)).steps:
                assert not (step.needed and step.obstacles), step.command

    @invariant()
    def nothing_is_left_lying(self) -> None:
        """Until the end it waits for somebody, or something happens by itself."""
        if not isinstance(self.state, Unproposed | Closed):
            waiting = awaited(self.state, self.around(SYSTEM, self.today))
            assert waiting or self.next_timer(), status(self.state)

    @override
    def teardown(self) -> None:
        """Write the history as JSON and read it back: the same facts, the same state."""
        read = []
        for event in self.history:
            adapter = ADAPTERS[type(event)]
            read.append(adapter.validate_json(adapter.dump_json(event)))
        assert read == self.history
        assert PARTNERSHIP.fold(read) == self.state

    def change(self, change_type: ChangeType) -> None:
        """Bring a change of a type into force, if one is possible here."""
        for command in self.possible():
            match command:
                case ChangeAgreement(change=change) if change.type == change_type:
                    self.ask(command, OFFICER)
                case _:
                    pass
        for command in at_gates(self.state, self.story):
            if isinstance(command, AlignExpectations):
                self.ask(command, OFFICER)
        assert not isinstance(self.state, Unproposed)
        alignment = self.state.case.gates.alignment
        for one in alignment.outstanding if alignment else ():
            self.ask(ConfirmExpectations(one, "minutes"), OFFICER)
        self.ask(SendForSignature(HASH), OFFICER)
        elsewhere = RecordSignatures((), HASH, "signed_on_paper", "journal", SCAN)
        self.ask(elsewhere, MANAGER)
        self.days_pass(days=2)

    def since(
        self,
        edit: type[Event],
        acceptance: type[AgreementSigned | ExpectationsConfirmed],
    ) -> set[UUID]:
        """Return whose acceptances came after the last edit and were not taken back."""
        edits = [place for place, one in enumerate(self.history) if type(one) is edit]
        behind = self.history[edits[-1] :] if edits else []
        kept: set[UUID] = set()
        for one in behind:
            if isinstance(one, acceptance):
                kept.add(one.organisation_id)
            if isinstance(one, SignatureRevoked):
                kept.discard(one.organisation_id)
        return kept

    def possible(self) -> list[Command]:
        """Return commands whose own input is right, with each criterion assessed."""
        scores = [
            Assess(one.key, 4, "well founded") for one in self.story.kind.criteria
        ]
        return [*well_formed(self.state, self.today, self.story), *scores]

    def useful(self, command: Command) -> bool:
        """Return whether the command leads on rather than around."""
        done: set[str] = set()
        if isinstance(self.state, Submitted):
            done = {one.criterion for one in self.state.assessments}
        if isinstance(command, Assess):
            return command.criterion not in done
        if isinstance(command, AppointSteeringGroup | AlignExpectations):
            return not self.is_passed(command)
        return command.name != "draft-agreement" or status(self.state) != "signing"

    def is_passed(self, command: AppointSteeringGroup | AlignExpectations) -> bool:
        """Return whether this was done before."""
        done = (SteeringGroupAppointed, ExpectationsAligned)
        kept = [type(event) for event in self.history if isinstance(event, done)]
        return done[isinstance(command, AlignExpectations)] in kept

    def insider(self, command: Command) -> str:
        """Return somebody who may ask: officers first, so that four eyes are two."""
        return OFFICER if "case_officer" in command.roles else MANAGER

    def next_timer(self) -> tuple[str, date] | None:
        """Return the timer that is due first."""
        due = deadlines(self.state, self.story.kind, working_days)
        return min(due.items(), key=lambda timer: (timer[1], timer[0]), default=None)

    def around(self, who: str, day: date) -> Circumstances:
        """Return the circumstances of an asker."""
        return around(who, day, box=self.box, kind=self.story.kind)

    def ask(self, command: Command, who: str) -> bool:
        """Ask, hold the answer to what next-steps says, and remember what happened."""
        circumstances = self.around(who, self.today)
        hindered = obstacles(command.name, self.state, circumstances)
        try:
            events = PARTNERSHIP.decide(command, self.state, circumstances)
        except Refusal as refusal:
            events, code = [], refusal.code
        else:
            code = ""
        assert (code == "") == (not hindered) or code in OWN_INPUT
        for event in events:
            self.remember(event, command)
        return bool(events)

    def remember(self, event: Event, command: Command) -> None:
        """Fold the event, and count a vote."""
        self.history.append(event)
        self.state = PARTNERSHIP.evolve(self.state, event)
        self.reached[status(self.state)] += 1
        if isinstance(event, AgreementTookEffect) and event.change:
            self.reached[event.change] += 1
        if isinstance(event, BallotOpened):
            self.box = EMPTY_BOX
        if isinstance(event, VoteCast) and isinstance(command, CastVote):
            self.box = counted(self.box, command.choice, event.share)


@pytest.mark.parametrize("kind", [*KINDS.values(), IN_ORDER], ids=name_of)
def test_every_stage_is_reached_and_keeps_the_promises(kind: Kind) -> None:
    """Each scene once, and then at random from any of them.

    A machine that never gets anywhere would prove nothing.

    Shown with -s: how often each stage was met.
    """
    machine = type(name_of(kind), (Lifecycle,), {"story": story_of(kind)})
    Lifecycle.reached.clear()
    for scene in SCENES:
        played = machine()
        played.begin(scene=scene)
        played.teardown()
    changing = machine()
    changing.begin(scene=SCENES[0])
    for change_type in CHANGES:
        changing.change(change_type)
        changing.a_planned_timer_will_be_heard()
        changing.no_acceptance_survives_an_edit()
    changing.teardown()

    run_state_machine_as_test(
        machine,
        settings=settings(
            derandomize=True,
            max_examples=40,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )

    print(name_of(kind), dict(Lifecycle.reached.most_common()))  # noqa: T201 - to be shown
    assert set(Lifecycle.reached) == {*STATUSES, *CHANGES}


@pytest.mark.parametrize("kind", [*KINDS.values(), IN_ORDER], ids=name_of)
def test_who_does_only_what_is_awaited_gets_into_force(kind: Kind) -> None:
    """The worklists lead all the way: nobody needs to know a step that is not on one."""
    machine = type(name_of(kind), (Lifecycle,), {"story": story_of(kind)})()
    assert machine.ask(machine.story.propose(), OFFICER)
    for _ in range(LONGEST_WAY):
        waiting = awaited(machine.state, machine.around(SYSTEM, machine.today))
        wanted = {
            one.command
            for one in waiting
            if one.is_for("somebody", one.askers, machine.today)
        }
        for command in machine.possible():
            name = command.name.removesuffix("-on-behalf")
            useful = name in wanted and machine.useful(command)
            if useful and machine.ask(command, machine.insider(command)):
                break
        else:
            machine.days_pass(1)
        if status(machine.state) in IN_FORCE:
            break

    assert status(machine.state) in IN_FORCE
