"""Where a gathering stands, from what its history tells."""

from uuid import UUID

import pytest

from services.events.handling import nothing_yet


def test_a_gathering_that_nobody_proposed_shows_nothing() -> None:
    """Asking all the same is a fault of ours, told by the gathering's id."""
    standing = nothing_yet(UUID(int=0xFF))

    assert standing.version == 0
    with pytest.raises(LookupError, match="0000000000ff"):
        _ = standing.seen
