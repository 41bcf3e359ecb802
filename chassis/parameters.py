"""Query parameters that a route does not know are refused, not overlooked.

A filter that is misspelt would otherwise show everything, and a misspelt dry run
would be done.
"""

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant
from pydantic import BaseModel

from chassis.problems import Problem

_LONGEST = 40  # of a name that is repeated in the answer


def refuse_unknown(request: Request) -> None:
    """Pass if the route knows every parameter that was given; Problem if it does not."""
    if not request.scope["query_string"]:
        return
    known = sorted(set(_known(request.scope["route"].dependant)))
    unknown = [one[:_LONGEST] for one in sorted({*request.query_params} - {*known})]
    if unknown and known:
        raise Problem("unknown_parameter", unknown=unknown, permitted=known)
    if unknown:
        raise Problem("no_parameters", unknown=unknown)


def _known(dependant: Dependant) -> Iterator[str]:
    for parameter in dependant.query_params:
        model = parameter.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from model.model_fields
        else:
            yield parameter.alias
    for inner in dependant.dependencies:
        yield from _known(inner)
