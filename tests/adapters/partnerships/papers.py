"""Agreements of every kind as they are printed: told without a database, in real words."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import override
from uuid import UUID

from chassis.history import Place, Recorded
from services.partnerships.domain import commands as ask
from services.partnerships.domain.agreement import (
    Change,
    Clause,
    Contribution,
    Obligation,
    Terms,
    YearlyTarget,
)
from services.partnerships.domain.events import Event
from services.partnerships.domain.states import InForce
from services.partnerships.history import HISTORY
from services.partnerships.organisations import Organisation
from services.partnerships.printed.facts import Printable
from services.partnerships.signings import signing
from services.partnerships.versions import versions
from tests.unit.partnerships.given import HASH, MANAGER, OFFICER, SCAN
from tests.unit.partnerships.stories import (
    KINDS,
    PROPOSED_ON,
    SENT_ON,
    Play,
    Story,
    before_the_first_day,
    signatories,
    story_of,
)

CASE = UUID(int=7)
CHANGED_ON, CHANGED_FROM = date(2024, 9, 2), date(2024, 11, 1)
NAMES = (
    "Høje-Taastrup Kommune",
    "Ejendomsselskabet Stationstorvet & Søn A/S",
    "Bageriet Pelikan ApS",
    "Smedjen Hvalros A/S",
    "Gadehavegårdens Boligforening",
    "Foreningen af Grundejere i Hedehusene, Fløng, Reerslev og Sengeløse",
    "Fridtjofs Transport & Logistik A/S",
    "Næbdyrets Tegnestue I/S",
)
CVR = "1950181"  # and one more digit
CLAUSE = (
    "Parterne samarbejder om det, som aftalen nævner, og mødes mindst to gange om året. "
    "Kommunen indkalder til møderne og skriver referat.\n\n"
    "Kan en part ikke overholde en frist, siger den til hurtigst muligt, så de andre kan "
    "nå at indrette sig. Æ, ø og å, § 3, stk. 2, og 50 % af 1.000 m² står, som de skal."
)


@dataclass
class Kept(Play):
    """A play whose events are kept with who brought them about, and when."""

    history: list[Recorded[Event]] = field(default_factory=list)

    @override
    def ask(self, command: ask.Command, who: str, on: date) -> list[Event]:
        """Ask for something that must be accepted, and write it down."""
        events = super().ask(command, who, on)
        last = self.history[-1] if self.history else None
        place = Place(last.version, last.hash) if last else Place()
        at = datetime.combine(on, time(11), UTC) + timedelta(minutes=len(self.history))
        entries = HISTORY.entries(place, CASE, events, actor=who, at=at)
        self.history += [entry.recorded for entry in entries]
        return events


class Told(Story):
    """A story under the title of a real partnership."""

    @override
    def propose(self) -> ask.Propose:
        """The command that writes the first draft."""
        return replace(super().propose(), title="Et grønnere Hedehusene og Fløng")


def told(key: str) -> Story:
    """A story of a kind with the words of a real agreement."""
    story = story_of(KINDS[key])
    return Told(story.kind, story.parties, story.goals, story.fields, _terms(story))


def _terms(story: Story) -> Terms:
    town, partner, *others = story.parties
    third = (others or [partner])[0]
    terms = story.terms
    return replace(
        terms,
        clauses=tuple(Clause(one.key, CLAUSE) for one in terms.clauses),
        obligations=(
            Obligation(
                UUID(int=101),
                town.organisation_id,
                partner.organisation_id,
                "Ny belysning på torvet og stien til stationen, så der er lyst om aftenen",
                date(2024, 11, 30),
            ),
            Obligation(
                UUID(int=102),
                third.organisation_id,
                None,
                "To møder om året med alle, der har lyst til at være med",
                date(2025, 2, 28),
            ),
        ),
        measures=tuple(
            replace(
                one,
                targets=(
                    one.targets[0],
                    YearlyTarget(2025, one.baseline + Decimal("1.125")),
                ),
            )
            for one in terms.measures
        ),
        contributions=(
            Contribution(partner.organisation_id, 50_000_00),
            Contribution(third.organisation_id, 1_234_567_89),
        )
        if third != partner
        else (Contribution(partner.organisation_id, 50_000_00),),
    )


def signed(key: str) -> Kept:
    """An agreement of a kind that everybody signed, and that applies."""
    play = Kept(told(key))
    play.send()
    town, *partners = signatories(play.state)
    play.ask(ask.Sign(town.organisation_id, HASH), MANAGER, SENT_ON)
    for party in partners[:-1]:
        who = f"contact:{party.contact_id}"
        play.ask(ask.Sign(party.organisation_id, HASH), who, SENT_ON)
    for party in partners[-1:]:
        paper = ask.SignOnBehalf(
            party.organisation_id, HASH, "signed_on_paper", "Sag 24/1187, bilag 3", SCAN
        )
        play.ask(paper, OFFICER, SENT_ON)
    return play


def in_force(key: str) -> Kept:
    """The same on its first day."""
    play = signed(key)
    for command in _declarations(play.story):
        play.ask(command, OFFICER, SENT_ON)
    play.ask(ask.TakeEffect(), "system", play.story.terms.starts_on)
    return play


def _declarations(story: Story) -> list[ask.Command]:
    return list(before_the_first_day(story))


def corrected(key: str) -> Kept:
    """A correction of the agreement that awaits its first signature."""
    play = in_force(key)
    assert isinstance(play.state, InForce)
    clause, *rest = play.story.terms.clauses
    right = replace(clause, text=CLAUSE.replace("to gange", "fire gange"))
    terms = replace(play.story.terms, starts_on=CHANGED_FROM, clauses=(right, *rest))
    change = Change("correct", "Der skulle have stået fire møder om året")
    play.ask(ask.ChangeAgreement(change, terms), OFFICER, CHANGED_ON)
    play.ask(ask.SendForSignature(HASH), OFFICER, CHANGED_ON)
    return play


def printable(play: Kept, number: int = 1) -> Printable:
    """A version of a play as it is known at its end."""
    parties = play.story.parties
    organisations = {
        party.organisation_id: Organisation(
            id=party.organisation_id,
            name=name,
            cvr=f"{CVR}{place}",
            p_number="1003388394" if place == 1 else None,
            industry_code=None,
            size_class=None,
            focus=(),
            registered_by=OFFICER,
            registered_at=datetime.combine(PROPOSED_ON, time(9), UTC),
        )
        for place, (party, name) in enumerate(zip(parties, NAMES, strict=False))
    }
    last = play.history[-1]
    return Printable(
        reference=play.story.propose().reference,
        kind=play.story.kind,
        version=versions(play.history)[number],
        signing=signing(play.history, number),
        organisations=organisations,
        row=last.version,
        at=last.occurred_at,
    )
