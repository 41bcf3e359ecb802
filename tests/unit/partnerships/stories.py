"""A partnership of any kind, made from what the kind declares, and played by its rules.

Whoever adds a kind gets a whole story of it: parties, fields and terms that are right.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import UUID

from pydantic import TypeAdapter

from services.partnerships.domain import commands as ask
from services.partnerships.domain.agreement import (
    Clause,
    Contribution,
    Measure,
    Obligation,
    OutForSignature,
    Terms,
    YearlyTarget,
)
from services.partnerships.domain.civil import add_months
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import Event
from services.partnerships.domain.field_rules import FieldRule, FieldType
from services.partnerships.domain.gates import Expectation, declarers
from services.partnerships.domain.kinds import ALL_SHARES, Kind
from services.partnerships.domain.proposal import EMPTY_BOX, Choice, Party, Tally
from services.partnerships.domain.states import Agreeing, State
from services.partnerships.domain.values import (
    Area,
    Chosen,
    ChosenOnes,
    Contact,
    Contacts,
    Day,
    Emissions,
    FieldValue,
    Fleet,
    GreenMeasure,
    Measures,
    Number,
    Pathway,
    Person,
    Place,
    Quantity,
    SchoolYear,
    Share,
    Shares,
    Text,
    Texts,
    Vehicles,
    YearlyTonnes,
)
from tests.unit.partnerships.given import (
    COLLEAGUE,
    DEPUTY,
    HASH,
    MANAGER,
    OFFICER,
    SQUARE,
    around,
    contact,
)

FOLDER = Path(__file__).parents[3] / "services" / "partnerships" / "kinds"
KINDS: dict[str, Kind] = {
    file.stem: TypeAdapter(Kind).validate_json(file.read_bytes())
    for file in sorted(FOLDER.glob("*.json"))
}
PROPOSED_ON, VOTED_ON, SENT_ON = date(2024, 1, 8), date(2024, 2, 7), date(2024, 3, 1)
STARTS_ON = date(2024, 4, 1)


@dataclass(frozen=True)
class Story:
    """Everything that is said of one partnership on its way into force."""

    kind: Kind
    parties: tuple[Party, ...]
    goals: tuple[str, ...]
    fields: dict[str, FieldValue]
    terms: Terms

    @property
    def town(self) -> Party:
        """The municipality."""
        staff = {role.key for role in self.kind.roles if role.acts_through == "staff"}
        return next(party for party in self.parties if party.role in staff)

    def in_roles(self, roles: tuple[str, ...]) -> tuple[Party, ...]:
        """Return the parties in these roles."""
        return tuple(party for party in self.parties if party.role in roles)

    def propose(self) -> ask.Propose:
        """The command that writes the first draft."""
        reference = f"HTK-{self.kind.key.upper()}-2024-0001"
        return ask.Propose(reference, "A story", self.parties, self.goals, self.fields)


@cache
def story_of(kind: Kind) -> Story:
    """Make the smallest story that meets everything the kind asks for."""
    parties = tuple(_parties(kind))
    values = {rule.key: value(rule, parties) for rule in kind.fields}
    return Story(kind, parties, kind.goals, values, terms_of(kind, parties, STARTS_ON))


def _parties(kind: Kind) -> Iterator[Party]:
    numbers = {role.key: max(role.least, 1) for role in kind.roles}
    for group in kind.groups:
        numbers[group.roles[0]] += max(
            0, group.least - sum(numbers[role] for role in group.roles)
        )
    place = 0
    for role, number in numbers.items():
        flags = tuple(flag.key for flag in kind.flags if role in flag.roles)
        for _ in range(number):
            place += 1
            yield Party(UUID(int=place), role, UUID(int=1000 + place), flags)


def terms_of(kind: Kind, parties: tuple[Party, ...], first_day: date) -> Terms:
    """Write the longest term that the kind allows, with one of everything."""
    months = 12 * kind.longest_term_years
    indicator = kind.indicators[0]
    baseline = indicator.least or Decimal(0)
    measure = Measure(
        indicator.goal,
        indicator.key,
        baseline,
        (YearlyTarget(first_day.year, baseline + 1),),
    )
    return Terms(
        starts_on=first_day,
        ends_on=add_months(first_day, months) - timedelta(days=1),
        clauses=tuple(Clause(clause.key, "as agreed") for clause in kind.clauses),
        obligations=(
            Obligation(
                UUID(int=101), parties[0].organisation_id, None, "give", first_day
            ),
            Obligation(
                UUID(int=102), parties[1].organisation_id, None, "take", first_day
            ),
        ),
        measures=(measure,),
        contributions=(Contribution(parties[1].organisation_id, 50_000_00),),
    )


def person(party: Party) -> Person:
    """Return the party's own contact."""
    return Person(party.organisation_id, party.contact_id)


def value(rule: FieldRule, parties: tuple[Party, ...]) -> FieldValue:
    """Return something that the field can hold."""
    return VALUES[rule.type](rule, parties)


def _shares(rule: FieldRule, parties: tuple[Party, ...]) -> FieldValue:
    sharers = [one.organisation_id for one in parties if one.role in rule.sharers]
    even = ALL_SHARES // len(sharers)
    rest = ALL_SHARES - even * (len(sharers) - 1)
    return Shares(
        (
            Share(sharers[0], rest),
            *(Share(organisation_id, even) for organisation_id in sharers[1:]),
        )
    )


def _persons(rule: FieldRule, parties: tuple[Party, ...]) -> tuple[Person, ...]:
    return tuple(person(party) for party in parties if party.role in rule.roles)


def _options(rule: FieldRule) -> list[str]:
    return [option.key for option in rule.options]


VALUES: dict[FieldType, Callable[[FieldRule, tuple[Party, ...]], FieldValue]] = {
    "text": lambda *_: Text("as agreed"),
    "texts": lambda *_: Texts(("sweeping", "lighting")),
    "area": lambda *_: Area((SQUARE,)),
    "shares": _shares,
    "number": lambda rule, _: Number(int(rule.least or 1)),
    "quantity": lambda rule, _: Quantity(rule.least or Decimal(1), str(rule.unit)),
    "date": lambda *_: Day(date(2025, 8, 1)),
    "school_year": lambda *_: SchoolYear(2024),
    "place": lambda *_: Place("Gadehavegård 1", (12.27, 55.65)),
    "choice": lambda rule, _: Chosen(_options(rule)[0]),
    "choices": lambda rule, _: ChosenOnes(tuple(_options(rule))),
    "contact": lambda rule, parties: Contact(_persons(rule, parties)[0]),
    "contacts": lambda rule, parties: Contacts(_persons(rule, parties)),
    "fleet": lambda rule, _: Fleet(
        tuple(Vehicles(drive, 10) for drive in _options(rule))
    ),
    "emissions": lambda rule, _: Emissions(Decimal(900), rule.methods[0].key, 2023),
    "pathway": lambda *_: Pathway(
        (YearlyTonnes(2025, Decimal(700)), YearlyTonnes(2026, Decimal(500)))
    ),
    "measures": lambda rule, _: Measures(
        tuple(
            GreenMeasure(type_, Decimal(5), rule.methods[0].key)
            for type_ in _options(rule)
        )
    ),
}


@dataclass
class Play:
    """One story under way: commands are asked, events are kept and folded."""

    story: Story
    state: State = PARTNERSHIP.initial
    box: Tally = EMPTY_BOX
    events: list[Event] = field(default_factory=list)

    def ask(self, command: ask.Command, who: str, on: date) -> list[Event]:
        """Ask for something that must be accepted."""
        circumstances = around(who, on, box=self.box, kind=self.story.kind)
        events = PARTNERSHIP.decide(command, self.state, circumstances)
        self.state = PARTNERSHIP.fold(events, self.state)
        self.events += events
        return events

    def draft(self) -> "Play":
        """Write the first draft."""
        self.ask(self.story.propose(), OFFICER, PROPOSED_ON)
        return self

    def submit(self) -> "Play":
        """Hand the draft over, and have it assessed."""
        self.draft().ask(ask.Submit(), OFFICER, PROPOSED_ON)
        for criterion in self.story.kind.criteria:
            score = ask.Assess(criterion.key, 4, "well founded")
            self.ask(score, COLLEAGUE, PROPOSED_ON)
        return self

    def approve(self) -> "Play":
        """Hold the ballot, where there is one, and say yes."""
        self.submit()
        if self.story.kind.ballot is not None:
            self.vote()
        self.ask(ask.Approve(), MANAGER, VOTED_ON)
        return self

    def vote(self) -> None:
        """Let everybody on the roll vote yes."""
        self.ask(ask.OpenBallot(), OFFICER, PROPOSED_ON)
        key = self.story.fields["contribution_key"]
        for share in key.shares if isinstance(key, Shares) else ():
            self.cast(share, "yes")
        self.ask(ask.CloseBallot(), OFFICER, VOTED_ON)

    def cast(self, share: Share, choice: Choice) -> None:
        """Record a vote by letter, and put it into the box."""
        vote = ask.CastVote(share.organisation_id, choice, "journal 1")
        self.ask(vote, OFFICER, PROPOSED_ON)
        self.box = self.box.with_vote(choice, share.basis_points)

    def negotiate(self) -> "Play":
        """Write the terms, and pass every gate before signature."""
        self.approve().ask(ask.DraftAgreement(self.story.terms), OFFICER, VOTED_ON)
        for command in before_signature(self.story):
            who = MANAGER if command.name == "clear-concern" else OFFICER
            self.ask(command, who, VOTED_ON)
        return self

    def send(self) -> "Play":
        """Freeze the text and send it for signature."""
        self.negotiate().ask(ask.SendForSignature(HASH), OFFICER, SENT_ON)
        return self

    def sign(self) -> "Play":
        """Let everybody sign who must."""
        self.send()
        for party in signatories(self.state):
            who = DEPUTY if party == self.story.town else contact(party.contact_id)
            self.ask(ask.Sign(party.organisation_id, HASH), who, SENT_ON)
        return self

    def take_effect(self) -> "Play":
        """Record the declarations, and let the first day come."""
        self.sign()
        for command in before_the_first_day(self.story):
            self.ask(command, OFFICER, SENT_ON)
        self.ask(ask.TakeEffect(), "system", STARTS_ON)
        return self


def signatories(state: State) -> tuple[Party, ...]:
    """Return who must sign the version that is out."""
    assert isinstance(state, Agreeing)
    assert isinstance(state.negotiation.pending, OutForSignature)
    return state.negotiation.pending.signatories


def before_signature(story: Story) -> Iterator[ask.Command]:
    """Return what the kind asks for before signature."""
    kind = story.kind
    for concern in kind.legal_checks:
        yield ask.ClearConcern(concern, "below the threshold")
    if kind.steering_group is not None:
        members = tuple(
            person(story.in_roles((seat.role,))[0])
            for seat in kind.steering_group.seats
        )
        yield ask.AppointSteeringGroup(members)
    if kind.alignment is not None:
        parties = story.in_roles(kind.alignment.roles)
        yield ask.AlignExpectations(
            tuple(
                Expectation(party.organisation_id, "time", "hands") for party in parties
            )
        )
        for party in parties:
            yield ask.ConfirmExpectations(party.organisation_id, "minutes 1")


def before_the_first_day(story: Story) -> Iterator[ask.Command]:
    """Return what the kind asks for before the agreement applies."""
    proposal = PARTNERSHIP.fold(Play(story).draft().events)
    assert hasattr(proposal, "case")
    for rule in story.kind.declarations:
        for contact_id in declarers(rule, proposal.case.proposal):
            yield ask.RecordDeclaration(rule.key, contact_id, "journal 7")
