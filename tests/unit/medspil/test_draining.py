"""What does not end in time is cut off, so that a deployment is not held up."""

import asyncio
from datetime import timedelta

import pytest
import uvicorn
from fastapi import FastAPI

from medspil.draining import DrainingServer


@pytest.fixture
def server() -> DrainingServer:
    """A server that was never started."""
    app = FastAPI()
    return DrainingServer(uvicorn.Config(app, log_config=None), app, timedelta())


async def test_what_hangs_is_cut_short(server: DrainingServer) -> None:
    """It is as safe as after a crash, and the exit is in order all the same."""
    serving = asyncio.create_task(_hang())

    await server.ended(serving, within=0.01)

    assert server.should_exit
    assert serving.cancelled()


async def test_a_fault_of_the_server_is_not_hidden(server: DrainingServer) -> None:
    """What failed while it served still ends the process with its cause."""
    serving = asyncio.create_task(_fail())

    with pytest.raises(OSError, match="the disk"):
        await server.ended(serving)


async def _hang() -> None:
    await asyncio.Event().wait()


async def _fail() -> None:
    raise OSError("the disk")
