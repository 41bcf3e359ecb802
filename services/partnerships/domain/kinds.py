"""What sets one kind of partnership apart, as data: a new kind needs no release."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from services.partnerships.domain.field_rules import FieldRule
from services.partnerships.domain.gate_rules import (
    AlignmentRule,
    BallotRule,
    Concern,
    DeclarationRule,
    FlagRule,
    SteeringRule,
)
from services.partnerships.domain.words import Option, Words

type Publication = Literal["draft", "published", "retired"]
type Representation = Literal["staff", "contact"]

ALL_SHARES = 10_000
"""Basis points that make a whole."""


@dataclass(frozen=True, slots=True)
class RoleRule:
    """How many organisations take this role, whether they must sign, and after whom.

    A role that acts through staff is the municipality itself.
    """

    key: str
    name: Words
    least: int
    most: int | None
    must_sign: bool
    acts_through: Representation
    signs_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRule:
    """How many organisations the roles of a group must have together."""

    key: str
    name: Words
    roles: tuple[str, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a proposal is assessed on, with a score from 1 to 5."""

    key: str
    name: Words


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """A clause that every agreement of the kind must contain."""

    key: str
    name: Words


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """When reviews open by themselves, and how long the parties may answer.

    The rhythm is one of three: so many months after the one before; in time to be
    answered when the school year ends; or on the days that are listed.
    """

    final_working_days_before_end: int
    statement_working_days: int
    every_months: int | None = None
    school_year: bool = False
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminders:
    """Working days before each deadline on which the outstanding are reminded."""

    ballot: tuple[int, ...]
    signature: tuple[int, ...]
    statement: tuple[int, ...]
    term_end: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """An indicator that the kind may measure, for which goal, in which values.

    Where there are methods, each figure says by which one it was found.
    """

    key: str
    name: Words
    goal: str
    unit: str
    least: Decimal | None
    most: Decimal | None
    methods: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One version of one kind of partnership; a partnership pins the version.

    *legal_checks* are cleared before signature even where nobody raised a concern.
    """

    key: str
    version: int
    publication: Publication
    valid_from: date
    valid_to: date | None
    name: Words
    roles: tuple[RoleRule, ...]
    groups: tuple[GroupRule, ...]
    fields: tuple[FieldRule, ...]
    criteria: tuple[Criterion, ...]
    ballot: BallotRule | None
    clauses: tuple[ClauseRule, ...]
    longest_term_years: int
    signature_working_days: int
    review: ReviewRule
    reminders: Reminders
    indicators: tuple[IndicatorRule, ...]
    goals: tuple[str, ...]
    flags: tuple[FlagRule, ...] = ()
    alignment: AlignmentRule | None = None
    steering_group: SteeringRule | None = None
    declarations: tuple[DeclarationRule, ...] = ()
    legal_checks: tuple[Concern, ...] = ()

    def role(self, key: str) -> RoleRule | None:
        """Return the rule of a role, or nothing for an unknown one."""
        return next((rule for rule in self.roles if rule.key == key), None)

    def field(self, key: str) -> FieldRule | None:
        """Return the rule of a field, or nothing for an unknown one."""
        return next((rule for rule in self.fields if rule.key == key), None)

    def indicator(self, key: str) -> IndicatorRule | None:
        """Return the rule of an indicator, or nothing for an unknown one."""
        return next((rule for rule in self.indicators if rule.key == key), None)

    def usable_on(self, day: date) -> bool:
        """Return whether a partnership may be proposed under it on that day."""
        begun = self.publication != "draft" and self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)
