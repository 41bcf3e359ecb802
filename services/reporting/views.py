"""The evaluation as the HTTP interface tells it."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from chassis.shapes import Late
from contracts import Quantity
from services.reporting.domain.catalogue import Direction
from services.reporting.domain.indicators import Part

WITHHELD = "Figures that exist and are withheld: they tell of too few."


class IndicatorView(Late):
    """One indicator in one year."""

    indicator: str
    name: str
    unit: str
    direction: Direction
    baseline: Quantity | None
    target: Quantity | None
    actual: Quantity | None = Field(description="Accepted figures only.")
    claimed: Quantity | None = Field(description="Reported, not yet accepted.")
    withheld: list[str] = Field(description=WITHHELD)
    attainment: str = Field(
        description="reached, on_the_way, unchanged, further_off, no_target, "
        "no_figure or withheld."
    )
    distance: Quantity | None = Field(description="What is left to the target.")
    covered: Quantity | None = Field(description="Percent from baseline to target.")
    evidence: dict[str, int] = Field(description="Accepted outcomes by grade.")
    partnerships: list[str] = Field(description="References.")
    messages: list[UUID] = Field(description="Every message behind the figures.")


class GoalView(Late):
    """One goal of the policy in one year."""

    goal: str
    name: str
    theme: str
    served_by: list[str] = Field(description="Partnerships in force, by reference.")
    prepared_by: list[str] = Field(description="Partnerships not yet in force.")
    indicators: list[IndicatorView]


class GapsView(Late):
    """Where policy and partnerships miss each other."""

    unserved_goals: list[str]
    aimless_partnerships: list[str]
    unplaced_indicators: list[str]


class RatingView(Late):
    """How partners rated the municipality, 1 to 5."""

    kind: str | None = Field(description="Kind of partnership; null for all.")
    mean: Quantity | None
    organisations: int | None
    statements: int | None
    withheld: bool = Field(description="Fewer than 5 organisations, or their mate.")
    messages: list[UUID]


class CountView(Late):
    """How often something happened in the year."""

    milestone: str
    number: int
    messages: list[UUID]


class StandingView(Late):
    """A partnership on the last day that is counted."""

    reference: str
    kind: str
    title: str
    status: str
    in_force: bool = Field(description="On any day of the year.")
    goals: list[str]


class BallotView(Late):
    """A ballot's turnout and result."""

    reference: str
    closed_on: date
    roll_heads: int
    cast_heads: int
    cast_share: int = Field(description="Basis points of the contributions.")
    passed: bool
    message: UUID


class AttendanceView(Late):
    """Gatherings held, and how many came."""

    type: str | None = Field(description="Type of gathering; null for all.")
    gatherings: int
    invited: int | None
    attended: int | None
    withheld: list[str] = Field(description=WITHHELD)
    messages: list[UUID]


class MembersView(Late):
    """Organisations beside the municipality, in partnerships in force."""

    number: int
    by_focus: dict[str, int]


class EvaluationView(Late):
    """The annual evaluation of one year, as it was known at one instant."""

    policy: str
    year: int
    as_of: datetime
    counted_on: date = Field(description="Day on which statuses are read.")
    empty: bool
    goals: list[GoalView]
    gaps: GapsView
    ratings: list[RatingView]
    lifecycle: list[CountView]
    still_in_force: int = Field(description="Partnerships, on the day counted on.")
    partnerships: list[StandingView]
    ballots: list[BallotView]
    gatherings: list[AttendanceView]
    members: MembersView


class TraceView(Late):
    """One message behind a figure."""

    message_id: UUID
    type: str
    occurred_at: datetime
    partnership_id: UUID | None
    reference: str
    part: Part = Field(description="What the message gives to the figure.")
    value: Quantity | None
    withheld: bool


class TracesView(Late):
    """Every message behind one indicator in one year."""

    indicator: str
    year: int
    as_of: datetime
    unit: str
    messages: list[TraceView]
