"""The demo, played once undisturbed and once with every message said twice."""

from pathlib import Path

import pytest

from tests.support.demonstration import played


@pytest.fixture(scope="session", params=["undisturbed", "said twice"])
async def folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A data directory in which the demo was played to its end.

    The second time every message comes twice, and every service is stopped in the
    middle of the story and started again.
    """
    folder = tmp_path_factory.mktemp("demo")
    if request.param == "undisturbed":
        await played(folder)
    else:
        assert await played(folder, echoed=True, until=13) > 100
        assert await played(folder, echoed=True) > 100
    return folder
