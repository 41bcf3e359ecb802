"""What an answer about a partnership looks like to who reads it."""

import json
from uuid import UUID

import pytest

from services.partnerships.http.views import PartnershipView, view
from tests.unit.partnerships.given import (
    ACTIVE,
    COMPLETED,
    DRAFT,
    IN_HAND,
    REVIEWING,
    SIGNING,
    Given,
    state_of,
)


@pytest.mark.parametrize(
    "given", [DRAFT, IN_HAND, SIGNING, ACTIVE, REVIEWING, COMPLETED]
)
def test_it_begins_with_what_the_partnership_is_in_every_stage(given: Given) -> None:
    """As the API's description has it: first which one, last how it ended."""
    shown = view(UUID(int=1), len(given), state_of(*given))

    assert shown is not None
    names = list(json.loads(shown.model_dump_json()))
    assert names[:4] == ["id", "reference", "kind", "kind_version"]
    assert names == list(PartnershipView.model_fields)
