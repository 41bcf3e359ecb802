"""Who plays: the municipality as it is, and companies that do not exist.

The invented ones have valid check digits under numbers that begin with 99, which
no company has been given, and addresses under .example, which nobody can have.
Gate 21, Erhvervshus Hovedstaden and Copenhagen Capacity, whom the policy names, do
not play: an agreement that they never signed is not put in their mouths.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import ConfigDict, TypeAdapter

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Person:
    """Who speaks for an organisation."""

    name: str
    email: str
    language: Literal["da", "en"]


@dataclass(frozen=True, slots=True)
class Member:
    """One organisation in its role in one district."""

    key: str
    name: str
    cvr: str
    role: str
    size_class: str | None
    industry_code: str | None
    focus: tuple[str, ...]
    contact: Person
    share: int | None  # basis points of the contributions; none for who has no vote
    yearly_ore: int | None


@dataclass(frozen=True, slots=True)
class Promise:
    """What a member shall do by a day."""

    owner: str
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator that the agreement follows."""

    goal: str
    indicator: str
    baseline: Decimal
    targets: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was achieved in a year, as it is first reported.

    *corrected* is what is reported after the first figure was returned; *restated*
    is what an accepted figure later turned out to be.
    """

    indicator: str
    year: int
    value: Decimal
    unit: str
    grade: str
    corrected: Decimal | None = None
    restated: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """A time in which the agreement rests."""

    reason: str
    first_day: date
    resumed_on: date


@dataclass(frozen=True, slots=True)
class District:
    """One business improvement district and what becomes of it."""

    __pydantic_config__ = STRICT

    key: str
    title: str
    purpose: str
    area: tuple[tuple[float, float], ...]  # longitude, latitude; a closed ring
    baseline_services: tuple[str, ...]
    goals: tuple[str, ...]
    parties: tuple[Member, ...]
    no_votes: frozenset[str]
    obligations: tuple[Promise, ...]
    measures: tuple[Measure, ...]
    outcomes: tuple[Figure, ...]
    place: str
    declines: str | None = None  # refuses to sign the first text
    amended_yearly_ore: Mapping[str, int] | None = None  # what the second text says
    amendment_measures: tuple[Measure, ...] = ()
    suspended: Rest | None = None

    @property
    def voters(self) -> tuple[Member, ...]:
        """The electoral roll: those who pay."""
        return tuple(member for member in self.parties if member.share is not None)

    @property
    def partners(self) -> tuple[Member, ...]:
        """Everybody but the municipality."""
        return tuple(member for member in self.parties if member.role != "municipality")


_DISTRICT = TypeAdapter(District)


@cache
def districts() -> tuple[District, ...]:
    """The three districts, in the order in which their cases are opened."""
    folder = files("medspil.demo") / "cast"
    names = ("hoeje-taastrup-c", "taastrup-bymidte", "hedehusene")
    return tuple(
        _DISTRICT.validate_json((folder / f"{name}.json").read_bytes())
        for name in names
    )


def organisations() -> tuple[Member, ...]:
    """Every organisation once, in order of first appearance."""
    seen = {
        member.cvr: member for district in districts() for member in district.parties
    }
    return tuple(seen.values())
