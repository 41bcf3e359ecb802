"""What lists of partnerships are narrowed by, each filter beside the others."""

from typing import Annotated, get_args
from uuid import UUID

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from chassis.shapes import Late
from chassis.wire import Day, ShortText
from services.partnerships.domain.states import Closing, Status
from services.partnerships.http.requests_proposal import GoalKey, Key
from services.partnerships.queries import Filters

_DEGREES = r"-?[0-9]{1,3}(\.[0-9]{1,9})?"


def _stretch(area: str) -> str:
    west, south, east, north = map(float, area.split(","))
    if west > east or south > north:
        raise PydanticCustomError("not_an_area", "Must be west,south,east,north")
    return area


def _one_state(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    """Say what is wrong once: the states are a union of two lists, as a type."""
    try:
        return handler(value)
    except ValidationError as error:
        states = {"expected": ", ".join(_STATES)}
        raise PydanticCustomError("literal_error", "Must be a state", states) from error


_STATES: tuple[str, ...] = (
    *get_args(Status.__value__.__args__[0]),
    *get_args(Closing.__value__),
)
State = Annotated[Status, WrapValidator(_one_state)]
AreaText = Annotated[
    str,
    StringConstraints(pattern=f"^{_DEGREES}(,{_DEGREES}){{3}}$"),
    AfterValidator(_stretch),
]


class PartnershipFilters(Late):
    """Which partnerships are meant; without a filter, all."""

    model_config = ConfigDict(frozen=True)

    state: State | None = None
    kind: Key | None = None
    organisation_id: UUID | None = Field(default=None, description="A party.")
    goal: GoalKey | None = None
    q: ShortText | None = Field(
        default=None,
        description="Words in title, texts, parties and reference, in any Danish form; "
        '"in quotes" as a phrase, -without, this or that.',
        examples=["grønne æbler", "HTK-BID-2026-0007"],
    )
    area: AreaText | None = Field(
        default=None,
        description="West, south, east, north in degrees: whose area or place is there.",
        examples=["12.2,55.6,12.4,55.7"],
    )
    due_before: Day | None = Field(
        default=None,
        description="Something must be done before that day, by staff or by a partner.",
    )

    def filters(self) -> Filters:
        """The same for the database."""
        return Filters(
            status=self.state,
            kind=self.kind,
            organisation_id=self.organisation_id,
            goal=self.goal,
            due_before=self.due_before,
            text=self.q,
            area=self.area,
        )
