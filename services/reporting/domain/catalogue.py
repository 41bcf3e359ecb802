"""The municipality's business policy as a tree: themes, goals, indicators."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

type Language = Literal["da", "en"]
type Direction = Literal["up", "down"]
type Aggregation = Literal["sum", "mean", "latest"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages."""

    da: str
    en: str

    def told(self, language: Language) -> str:
        """The words in *language*."""
        return self.da if language == "da" else self.en


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the published policy something stands, in its own headings."""

    part: Literal["INDLEDNING", "TEMA", "MÅL", "INDSATSER"]
    entry: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What an indicator is counted in, and how it is printed."""

    key: str
    name: Text
    decimals: int
    persons: bool  # counts people: small figures are withheld


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is measured in the same way every year."""

    key: str
    name: Text
    unit: Unit
    direction: Direction
    aggregation: Aggregation
    place: Place


@dataclass(frozen=True, slots=True)
class Goal:
    """A MÅL of the policy and the indicators that measure it."""

    key: str
    name: Text
    place: Place
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Initiative:
    """An INDSATS of the policy, and the goals that it works for."""

    key: str
    name: Text
    place: Place
    goals: tuple[str, ...]
    actions: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the four themes of the policy."""

    key: str
    name: Text
    place: Place
    goals: tuple[Goal, ...]
    initiatives: tuple[Initiative, ...]


@dataclass(frozen=True, slots=True)
class ContextFigure:
    """A figure that the policy quotes; background, never an indicator."""

    key: str
    name: Text
    value: Decimal
    bound: Literal["exactly", "more_than"]
    unit: Text
    period: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One version of the policy, with the calendar years that it covers."""

    key: str
    name: Text
    first_year: int
    last_year: int
    themes: tuple[Theme, ...]
    context: tuple[ContextFigure, ...]

    def covers(self, year: int) -> bool:
        """Whether *year* belongs to the policy."""
        return self.first_year <= year <= self.last_year

    def goals(self) -> Iterator[Goal]:
        """Every goal, in the order of the policy."""
        return (goal for theme in self.themes for goal in theme.goals)

    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by its key, in the order of the policy."""
        return {
            indicator.key: indicator
            for goal in self.goals()
            for indicator in goal.indicators
        }
