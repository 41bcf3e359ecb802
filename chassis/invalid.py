"""Turns pydantic's findings into field, code and sentence; never repeats the input."""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import Field

from chassis.languages import Language
from chassis.sentences import FIELD_CODES, FIELDS
from chassis.shapes import Late

_FACTS = {  # pydantic's name -> the name in our sentences
    "min_length": "limit",
    "max_length": "limit",
    "ge": "limit",
    "le": "limit",
    "gt": "limit",
    "lt": "limit",
    "expected": "choices",
    "expected_tags": "choices",
}
_PLACES = {"body", "query", "path", "header", "cookie"}


class FieldError(Late):
    """What is wrong with one field."""

    field: str = Field(description="Path of the field, e.g. terms.0.name.")
    code: str = Field(description="Stable; for programs.")
    message: str = Field(description="For people, in their language.")


def field_errors(
    errors: Iterable[Mapping[str, object]], language: Language
) -> list[FieldError]:
    """Return pydantic's errors in our own words."""
    return [_field_error(error, language) for error in errors]


def _field_error(error: Mapping[str, object], language: Language) -> FieldError:
    kind = str(error["type"])
    code = FIELD_CODES.get(kind, kind if kind in FIELDS else "invalid")
    sentence = FIELDS[code]
    place = error.get("loc", ())
    return FieldError(
        field=_path(place if isinstance(place, Sequence) else (), code),
        code=code,
        message=sentence.told(language, _facts(error.get("ctx"))),
    )


def _path(place: Sequence[object], code: str) -> str:
    if code == "not_json":
        return ""  # the rest of the place is a position in the text
    parts = [str(part) for part in place]
    return ".".join(parts[1:] if parts and parts[0] in _PLACES else parts)


def _facts(context: object) -> dict[str, str]:
    if not isinstance(context, Mapping):
        return {}
    return {
        fact: str(context[name]).replace(" or ", ", ")  # pydantic's list is English
        for name, fact in _FACTS.items()
        if name in context
    }
