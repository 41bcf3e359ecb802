"""A definition of a kind as people write it; the JSON Schema is made from this."""

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from chassis.shapes import adapter
from chassis.wire import Day, Quantity, Request, ShortText
from services.partnerships.domain.field_rules import FieldType
from services.partnerships.domain.gate_rules import Concern
from services.partnerships.domain.kinds import (
    ALL_SHARES,
    Kind,
    Publication,
    Representation,
)
from services.partnerships.http.requests_proposal import GoalKey, Key
from services.partnerships.http.typed_fields import Unit

LARGEST_VERSION = 2_147_483_647
SCHEMA = Path(__file__).parents[1] / "kind.schema.json"

Wording = ShortText | Literal[""]
Number = Annotated[int, Field(ge=0, le=1000)]
WorkingDays = Annotated[int, Field(ge=1, le=250)]
BasisPoints = Annotated[int, Field(ge=0, le=ALL_SHARES - 1)]
Version = Annotated[int, Field(ge=1, le=LARGEST_VERSION)]


class WordsDefinition(Request):
    """One text in both languages; a draft may leave it empty."""

    da: Wording
    en: Wording


class OptionDefinition(Request):
    """Something with a key and a name: an option, a method, a criterion, a clause."""

    key: Key
    name: WordsDefinition


type Options = Annotated[tuple[OptionDefinition, ...], Field(max_length=50)]
type Roles = Annotated[tuple[Key, ...], Field(max_length=50)]


class RoleDefinition(OptionDefinition):
    """How many take a role, whether they sign, and whether staff act for them."""

    least: Number
    most: Number | None = None
    must_sign: bool
    acts_through: Representation
    signs_after: Roles = Field(
        default=(), description="The roles whose parties must have signed before."
    )


class GroupDefinition(OptionDefinition):
    """How many parties the roles of a group take together."""

    roles: Roles
    least: Number


class FlagDefinition(OptionDefinition):
    """A mark that parties in these roles may carry, and how many must."""

    roles: Roles
    least: Number = 0


class FieldDefinition(OptionDefinition):
    """A field of the proposal, and what its type further asks for."""

    type: FieldType
    required: bool
    sharers: Roles = Field(default=(), description="shares: the roles that hold them.")
    roles: Roles = Field(default=(), description="contact, contacts: of which roles.")
    options: Options = Field(
        default=(),
        description="choice, choices; the drives of a fleet; the types of measures.",
    )
    methods: Options = Field(
        default=(), description="emissions, measures: how CO2e may be found."
    )
    unit: Unit | None = Field(default=None, description="quantity: in which unit.")
    least: Quantity | None = Field(default=None, description="The lowest figure.")
    most: Quantity | None = Field(default=None, description="The highest figure.")
    baseline: Key | None = Field(
        default=None, description="pathway: the emissions field that it begins at."
    )


class BallotDefinition(Request):
    """The vote before approval; quorum and majority in basis points."""

    share_field: Key
    working_days: WorkingDays
    quorum: BasisPoints
    majority: BasisPoints


class AlignmentDefinition(Request):
    """Whose expectations are aligned before signature."""

    roles: Annotated[tuple[Key, ...], Field(min_length=1, max_length=50)]


class SeatDefinition(Request):
    """How many seats of the steering group the parties in a role take."""

    role: Key
    least: Number


class SteeringDefinition(Request):
    """The joint steering group that is appointed before signature."""

    seats: Annotated[tuple[SeatDefinition, ...], Field(min_length=1, max_length=50)]


class DeclarationDefinition(OptionDefinition):
    """What the contacts in a field declare before the agreement applies."""

    field: Key


class ReviewDefinition(Request):
    """When reviews open: by months, by the school year, or on the days listed."""

    final_working_days_before_end: WorkingDays
    statement_working_days: WorkingDays
    every_months: Annotated[int, Field(ge=1, le=120)] | None = None
    school_year: bool = False
    dates: Annotated[tuple[Day, ...], Field(max_length=100)] = ()


type Offsets = Annotated[tuple[WorkingDays, ...], Field(max_length=20)]


class RemindersDefinition(Request):
    """Working days before each deadline on which the outstanding are reminded."""

    ballot: Offsets = ()
    signature: Offsets = ()
    statement: Offsets = ()
    term_end: Annotated[
        tuple[Annotated[int, Field(ge=1, le=5000)], ...], Field(max_length=20)
    ] = ()


class IndicatorDefinition(OptionDefinition):
    """An indicator of the policy, for which goal, in which limits."""

    goal: GoalKey
    unit: Unit
    least: Quantity | None = None
    most: Quantity | None = None
    methods: Options = Field(
        default=(), description="Where there are any, each figure says one."
    )


class KindDefinition(Request):
    """What a partnership of a kind must have, and what is asked of it on its way."""

    key: Key
    valid_from: Day
    valid_to: Day | None = Field(default=None, description="The last day; null: none.")
    name: WordsDefinition
    roles: Annotated[tuple[RoleDefinition, ...], Field(max_length=50)]
    groups: Annotated[tuple[GroupDefinition, ...], Field(max_length=50)] = ()
    flags: Annotated[tuple[FlagDefinition, ...], Field(max_length=50)] = ()
    fields: Annotated[tuple[FieldDefinition, ...], Field(max_length=50)] = ()
    criteria: Options = ()
    ballot: BallotDefinition | None = None
    alignment: AlignmentDefinition | None = None
    steering_group: SteeringDefinition | None = None
    declarations: Annotated[
        tuple[DeclarationDefinition, ...], Field(max_length=20)
    ] = ()
    legal_checks: Annotated[tuple[Concern, ...], Field(max_length=2)] = ()
    clauses: Annotated[tuple[OptionDefinition, ...], Field(max_length=100)] = ()
    longest_term_years: Annotated[int, Field(ge=1, le=30)]
    signature_working_days: WorkingDays
    review: ReviewDefinition
    reminders: RemindersDefinition = RemindersDefinition()
    indicators: Annotated[tuple[IndicatorDefinition, ...], Field(max_length=100)]
    goals: Annotated[tuple[GoalKey, ...], Field(max_length=50)]

    def draft(self, version: int) -> Kind:
        """The definition as the domain knows it: a draft of this version."""
        written = self.model_dump(exclude={"version", "publication"})
        return adapter(Kind).validate_python(
            {**written, "version": version, "publication": "draft"}
        )


class VersionDefinition(KindDefinition):
    """A definition with its number, as it is exported and imported."""

    version: Version
    publication: Publication = Field(
        default="draft", description="Not looked at: what is imported is a draft."
    )


class RetirementRequest(Request):
    """The last day on which a partnership can be proposed under the version."""

    last_day: Day


def publish_schema() -> list[Path]:
    """Write the schema anew if it has changed, and return what was written."""
    if SCHEMA.exists() and SCHEMA.read_bytes() == schema():
        return []
    SCHEMA.write_bytes(schema())
    return [SCHEMA]


def schema() -> bytes:
    """Return the JSON Schema of a definition, as it is kept in the repository."""
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **VersionDefinition.model_json_schema(mode="validation"),
    }
    return json.dumps(described, ensure_ascii=False, indent=2).encode() + b"\n"
