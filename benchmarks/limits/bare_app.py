"""A bare FastAPI endpoint with the product's transaction, as quick as FastAPI lets it.

Started as a program: port, database, folder of the issuer's key, and whether it
verifies tokens.
"""

import gc
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import asyncpg
import httpx
import uvicorn
from fastapi import Depends, FastAPI, Header
from pydantic import BaseModel
from starlette.responses import JSONResponse

from benchmarks.limits.committing import Writer
from chassis.auth import staff
from chassis.settings import Settings
from medspil.staff import authentication


class Party(BaseModel):
    """An organisation in its role."""

    organisation_id: UUID
    role: str
    contact_id: UUID


class Text(BaseModel):
    """A field that holds a text."""

    type: str
    text: str


class Draft(BaseModel):
    """What is sent."""

    title: str
    parties: list[Party]
    goals: list[str]
    fields: dict[str, Text]


def build(url: str, keys: Path, *, verifies: bool) -> FastAPI:
    """Build the app: one route, one writer."""
    versions: dict[UUID, int] = {}

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        connection = await asyncpg.connect(url)
        app.state.writer = Writer(connection, lambda: None)
        async with httpx.AsyncClient() as client:
            settings = Settings(data_dir=keys)
            app.state.authentication = authentication(settings, client)
            gc.collect()
            gc.freeze()
            gc.set_threshold(50_000, 20, 100)
            yield
        await connection.close()

    app = FastAPI(lifespan=lifespan)
    guard = [Depends(staff("case_officer"))] if verifies else []

    @app.get("/healthz")
    async def healthz() -> JSONResponse:
        return JSONResponse({})

    @app.post("/v1/partnerships/{partnership_id}/revise", dependencies=guard)
    async def revise(
        partnership_id: UUID, body: Draft, idempotency_key: Annotated[str, Header()]
    ) -> JSONResponse:
        writer: Writer = app.state.writer
        version = versions.get(partnership_id, 1) + 1
        await writer.write(partnership_id, version, idempotency_key)
        versions[partnership_id] = version
        answer = {"id": str(partnership_id), "version": version}
        return JSONResponse(answer | body.model_dump(mode="json"))

    return app


if __name__ == "__main__":
    port, url, keys, verifies = sys.argv[1:]
    app = build(url, Path(keys), verifies=verifies == "verified")
    uvicorn.run(app, port=int(port), log_level="warning", access_log=False)
