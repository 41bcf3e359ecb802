"""The fields of a proposal as they travel: tagged by type, areas as GeoJSON."""

from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import UUID

from geojson_pydantic import Polygon
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from chassis.wire import DISTINCT, Request, Text
from services.partnerships.domain import values as held
from services.partnerships.domain.kinds import ALL_SHARES
from services.partnerships.http.typed_fields import (
    LATITUDES,
    LONGITUDES,
    TypedField,
    typed,
)


def _on_earth(polygon: Polygon) -> Polygon:
    if not polygon.coordinates:
        raise PydanticCustomError("polygon", "An area needs at least one ring")
    for ring in polygon.coordinates:
        for position in ring:
            longitude, latitude = position[0], position[1]
            if not (abs(longitude) <= LONGITUDES and abs(latitude) <= LATITUDES):
                raise PydanticCustomError("polygon", "Outside the range of the globe")
    return polygon


class TextField(Request):
    """A field that holds one text."""

    type: Literal["text"]
    text: Text

    def value(self) -> held.Text:
        """The field as the domain knows it."""
        return held.Text(self.text)


class TextsField(Request):
    """A field that holds a list of texts."""

    type: Literal["texts"]
    texts: Annotated[tuple[Text, ...], Field(min_length=1, max_length=100), DISTINCT]

    def value(self) -> held.Texts:
        """The field as the domain knows it."""
        return held.Texts(self.texts)


class AreaField(Request):
    """A field that holds a GeoJSON polygon: WGS 84, longitude before latitude."""

    type: Literal["area"]
    area: Annotated[Polygon, AfterValidator(_on_earth)]

    def value(self) -> held.Area:
        """The field as the domain knows it; heights above the sea are left out."""
        return held.Area(
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

    def value(self) -> held.Shares:
        """The field as the domain knows it."""
        return held.Shares(
            tuple(
                held.Share(one.organisation_id, one.basis_points) for one in self.shares
            )
        )


type ProposalField = Annotated[
    TextField | TextsField | AreaField | SharesField | TypedField,
    Field(discriminator="type"),
]


def shown(value: held.FieldValue) -> ProposalField:
    """A field of the domain in the form in which it came."""
    match value:
        case held.Text(text):
            return TextField.model_construct(type="text", text=text)
        case held.Texts(texts):
            return TextsField.model_construct(type="texts", texts=texts)
        case held.Area(rings):
            area = Polygon.model_validate({"type": "Polygon", "coordinates": rings})
            return AreaField(type="area", area=area)
        case held.Shares(shares):
            return SharesField.model_construct(
                type="shares",
                shares=tuple(
                    ShareRequest.model_construct(
                        organisation_id=one.organisation_id,
                        basis_points=one.basis_points,
                    )
                    for one in shares
                ),
            )
        case _:
            return typed(value)


def values(
    fields: Mapping[str, ProposalField],
) -> dict[str, held.FieldValue]:
    """All fields of a proposal as the domain knows them."""
    return {key: field.value() for key, field in fields.items()}
