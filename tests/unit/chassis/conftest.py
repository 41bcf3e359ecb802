"""Logs as in production, so that what is logged is also tried."""

from collections.abc import Generator
from io import StringIO

import pytest
import structlog

from chassis.logs import configure


@pytest.fixture(autouse=True)
def log_lines() -> Generator[StringIO]:
    """What was logged during the test, as lines of JSON."""
    stream = StringIO()
    configure("json", "info", stream)
    yield stream
    structlog.reset_defaults()
