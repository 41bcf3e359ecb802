"""The fields of a proposal as they travel: tagged by type, areas as GeoJSON."""

from collections.abc import Mapping
from typing import Annotated, Literal, assert_never
from uuid import UUID

from geojson_pydantic import Polygon
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from chassis.wire import DISTINCT, Request, Text
from services.partnerships.domain import proposal
from services.partnerships.domain.kinds import ALL_SHARES

_LONGITUDES = 180
_LATITUDES = 90


def _on_earth(polygon: Polygon) -> Polygon:
    if not polygon.coordinates:
        raise PydanticCustomError("polygon", "An area needs at least one ring")
    for ring in polygon.coordinates:
        for position in ring:
            longitude, latitude = position[0], position[1]
            if not (abs(longitude) <= _LONGITUDES and abs(latitude) <= _LATITUDES):
                raise PydanticCustomError("polygon", "Outside the range of the globe")
    return polygon


class TextField(Request):
    """A field that holds one text."""

    type: Literal["text"]
    text: Text

    def value(self) -> proposal.Text:
        """The field as the domain knows it."""
        return proposal.Text(self.text)


class TextsField(Request):
    """A field that holds a list of texts."""

    type: Literal["texts"]
    texts: Annotated[tuple[Text, ...], Field(min_length=1, max_length=100), DISTINCT]

    def value(self) -> proposal.Texts:
        """The field as the domain knows it."""
        return proposal.Texts(self.texts)


class AreaField(Request):
    """A field that holds a GeoJSON polygon: WGS 84, longitude before latitude."""

    type: Literal["area"]
    area: Annotated[Polygon, AfterValidator(_on_earth)]

    def value(self) -> proposal.Area:
        """The field as the domain knows it; heights above the sea are left out."""
        return proposal.Area(
            tuple(
                tuple((position[0], position[1]) for position in ring)
                for ring in self.area.coordinates
            )
        )


class ShareRequest(Request):
    """What one organisation pays of the whole."""

    organisation_id: UUID
    basis_points: Annotated[int, Field(ge=1, le=ALL_SHARES)]


class SharesField(Request):
    """A field that holds the contribution key."""

    type: Literal["shares"]
    shares: Annotated[tuple[ShareRequest, ...], Field(min_length=1, max_length=500)]

    def value(self) -> proposal.Shares:
        """The field as the domain knows it."""
        return proposal.Shares(
            tuple(
                proposal.Share(one.organisation_id, one.basis_points)
                for one in self.shares
            )
        )


type ProposalField = Annotated[
    TextField | TextsField | AreaField | SharesField, Field(discriminator="type")
]


def shown(value: proposal.FieldValue) -> ProposalField:
    """A field of the domain in the form in which it came."""
    match value:
        case proposal.Text(text):
            return TextField(type="text", text=text)
        case proposal.Texts(texts):
            return TextsField(type="texts", texts=texts)
        case proposal.Area(rings):
            area = Polygon.model_validate({"type": "Polygon", "coordinates": rings})
            return AreaField(type="area", area=area)
        case proposal.Shares(shares):
            return SharesField(
                type="shares",
                shares=tuple(
                    ShareRequest(
                        organisation_id=one.organisation_id,
                        basis_points=one.basis_points,
                    )
                    for one in shares
                ),
            )
        case _:
            assert_never(value)


def values(
    fields: Mapping[str, ProposalField],
) -> dict[str, proposal.FieldValue]:
    """All fields of a proposal as the domain knows them."""
    return {key: field.value() for key, field in fields.items()}
