"""Facts for the tests of reporting, written as a story of messages."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import NAMESPACE_OID, UUID, uuid5

from services.reporting.domain.facts import Fact
from services.reporting.domain.happenings import (
    AgreementConcluded,
    AgreementTookEffect,
    AttendanceRecorded,
    BallotClosed,
    Decided,
    Ended,
    Happening,
    OrganisationRegistered,
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
    OutcomeShare,
    Party,
    Period,
    Promise,
    Proposed,
    Resumed,
    ReviewConcluded,
    ReviewOpened,
    Revised,
    StatementGiven,
    Suspended,
)


def named(name: str) -> UUID:
    """The id that stands for *name* in these tests."""
    return uuid5(NAMESPACE_OID, name)


def at(day: str) -> datetime:
    """Noon in UTC on an ISO day."""
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)


def promise(
    indicator: str, baseline: str, goal: str = "G1.1", **targets: str
) -> Promise:
    """A promise with targets by year, written y2025="40"."""
    return Promise(
        goal,
        indicator,
        Decimal(baseline),
        {
            int(year.removeprefix("y")): Decimal(value)
            for year, value in targets.items()
        },
    )


@dataclass
class Story:
    """Messages of one partnership, in the order they are told."""

    reference: str = "HTK-BID-2024-0001"
    kind: str = "bid"
    facts: list[Fact] = field(default_factory=list)

    def tell(self, day: str, happening: Happening) -> Fact:
        """Add a message about this partnership."""
        sequence = len(self.facts) + 1
        fact = Fact(
            named(f"{self.reference}/{sequence}"),
            f"dk.htk.medspil.test.{type(happening).__name__}.v1",
            at(day),
            named(self.reference),
            sequence,
            happening,
        )
        self.facts.append(fact)
        return fact

    def proposed(self, day: str, *goals: str, title: str = "Bymidten") -> Fact:
        """Write a first draft that names these goals."""
        return self.tell(
            day,
            Proposed(
                reference=self.reference,
                kind=self.kind,
                title=title,
                goals=goals,
            ),
        )

    def revised(self, day: str, title: str, *goals: str) -> Fact:
        """Replace title and goals."""
        return self.tell(
            day,
            Revised(
                reference=self.reference,
                kind=self.kind,
                title=title,
                goals=goals,
            ),
        )

    def balloted(self, day: str, *, passed: bool = True) -> Fact:
        """Count a ballot: 5 of 6 voted, with 80 % of the contributions."""
        return self.tell(
            day,
            BallotClosed(
                reference=self.reference,
                kind=self.kind,
                passed=passed,
                roll_heads=6,
                cast_heads=5,
                cast_share=8000,
            ),
        )

    def decided(self, day: str, decision: str = "approved") -> Fact:
        """Decide on the proposal."""
        return self.tell(
            day,
            Decided(reference=self.reference, kind=self.kind, decision=decision),
        )

    def concluded(
        self,
        day: str,
        starts_on: str,
        *promises: Promise,
        version: int = 1,
        partners: tuple[str, ...] = ("Alfa", "Beta", "Gamma"),
    ) -> Fact:
        """Let everybody sign a version of the agreement."""
        return self.tell(
            day,
            AgreementConcluded(
                reference=self.reference,
                kind=self.kind,
                agreement_version=version,
                starts_on=date.fromisoformat(starts_on),
                ends_on=date(2028, 12, 31),
                indicators=promises,
                parties=parties(*partners),
            ),
        )

    def took_effect(self, day: str, version: int = 1) -> Fact:
        """Put a version in force on *day*."""
        return self.tell(
            day,
            AgreementTookEffect(
                reference=self.reference,
                kind=self.kind,
                agreement_version=version,
                starts_on=date.fromisoformat(day),
            ),
        )

    def in_force(
        self,
        day: str,
        *promises: Promise,
        partners: tuple[str, ...] = ("Alfa", "Beta", "Gamma"),
    ) -> None:
        """Sign and start on the same day."""
        self.concluded(day, day, *promises, partners=partners)
        self.took_effect(day)

    def suspended(self, day: str) -> Fact:
        """Let the agreement rest."""
        return self.tell(day, Suspended(reference=self.reference, kind=self.kind))

    def resumed(self, day: str) -> Fact:
        """Let the agreement apply again."""
        return self.tell(day, Resumed(reference=self.reference, kind=self.kind))

    def ended(self, day: str, ended_on: str, outcome: str = "completed") -> Fact:
        """End the partnership."""
        return self.tell(
            day,
            Ended(
                reference=self.reference,
                kind=self.kind,
                outcome=outcome,
                ended_on=date.fromisoformat(ended_on),
            ),
        )

    def reported(
        self,
        day: str,
        name: str,
        indicator: str,
        value: str,
        last_day: str,
        *,
        restates: str | None = None,
        grade: str = "claimed",
        shares: tuple[OutcomeShare, ...] = (),
    ) -> Fact:
        """Claim a figure for a period that ends on *last_day*."""
        last = date.fromisoformat(last_day)
        return self.tell(
            day,
            OutcomeReported(
                reference=self.reference,
                kind=self.kind,
                outcome_id=named(name),
                indicator=indicator,
                period=Period(date(last.year, 1, 1), last),
                value=Decimal(value),
                unit="m²",
                evidence_grade=grade,
                restates=None if restates is None else named(restates),
                shares=shares,
            ),
        )

    def accepted(self, day: str, name: str, grade: str = "staff_verified") -> Fact:
        """Accept a claimed figure."""
        return self.tell(
            day,
            OutcomeAccepted(
                reference=self.reference,
                kind=self.kind,
                outcome_id=named(name),
                evidence_grade=grade,
            ),
        )

    def returned(self, day: str, name: str) -> Fact:
        """Hand a claimed figure back."""
        return self.tell(
            day,
            OutcomeReturned(
                reference=self.reference, kind=self.kind, outcome_id=named(name)
            ),
        )

    def reviewed(self, day: str) -> Fact:
        """Open a review."""
        return self.tell(
            day,
            ReviewOpened(
                reference=self.reference,
                kind=self.kind,
                review_id=named("review"),
                opened_on=date.fromisoformat(day),
            ),
        )

    def rated(self, day: str, organisation: str, rating: int) -> Fact:
        """Give a statement with a rating."""
        return self.tell(
            day,
            StatementGiven(
                reference=self.reference,
                kind=self.kind,
                review_id=named("review"),
                organisation_id=named(organisation),
                rating=rating,
                given_on=date.fromisoformat(day),
            ),
        )

    def review_concluded(self, day: str) -> Fact:
        """Conclude the review."""
        return self.tell(
            day,
            ReviewConcluded(
                reference=self.reference,
                kind=self.kind,
                review_id=named("review"),
                conclusion="continue",
                action_points=1,
            ),
        )

    def met(
        self,
        day: str,
        name: str,
        invited: int,
        attended: int,
        gathering_type: str = "review_meeting",
    ) -> Fact:
        """Record who came to a gathering held on *day*."""
        return self.tell(
            day,
            AttendanceRecorded(named(name), gathering_type, at(day), invited, attended),
        )


def parties(*partners: str) -> tuple[Party, ...]:
    """The municipality and these businesses."""
    return (
        Party(named("Kommunen"), "municipality"),
        *(Party(named(partner), "business") for partner in partners),
    )


def registered(day: str, organisation: str, *focus: str) -> Fact:
    """An organisation in the register."""
    return Fact(
        named(f"organisation/{organisation}"),
        "dk.htk.medspil.test.OrganisationRegistered.v1",
        at(day),
        None,
        1,
        OrganisationRegistered(named(organisation), focus),
    )
