"""An address of several servers is an address for each."""

import pytest

from chassis.primary import places


@pytest.mark.parametrize(
    ("url", "each"),
    [
        ("postgresql://me@db/medspil", ["postgresql://me@db/medspil"]),
        ("postgresql:///postgres?host=/run", ["postgresql:///postgres?host=/run"]),
        (
            "postgresql://me:p%2Cw@one:5432,two:5433/medspil?sslmode=require",
            [
                "postgresql://me:p%2Cw@one:5432/medspil?sslmode=require",
                "postgresql://me:p%2Cw@two:5433/medspil?sslmode=require",
            ],
        ),
    ],
)
def test_each_server_has_an_address(url: str, each: list[str]) -> None:
    """Login, database and options are the same everywhere."""
    assert places(url) == each
