"""What Medspil stands on: the servers that the settings name, or its own."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from chassis.embedded import EmbeddedNats, EmbeddedPostgres
from chassis.settings import Settings
from medspil.mailcatcher import catching


@asynccontextmanager
async def standing(settings: Settings) -> AsyncGenerator[Settings]:
    """Start what the settings do not name; yield settings that name everything.

    Mail is caught before anything can send it, and until nothing does any more.
    """
    async with (
        _mail(settings) as with_mail,
        _nats(with_mail) as with_nats,
        _postgres(with_nats) as complete,
    ):
        yield complete


@asynccontextmanager
async def _mail(settings: Settings) -> AsyncGenerator[Settings]:
    if settings.smtp_url is not None:
        yield settings
        return
    async with catching(settings.data_dir / "mail") as server:
        yield settings.model_copy(update={"smtp_url": server.url})


@asynccontextmanager
async def _nats(settings: Settings) -> AsyncGenerator[Settings]:
    if settings.nats_url is not None:
        yield settings
        return
    server = EmbeddedNats((settings.data_dir / "nats").absolute())
    url = await asyncio.to_thread(server.start)
    try:
        yield settings.model_copy(update={"nats_url": url})
    finally:
        await asyncio.to_thread(server.stop)


@asynccontextmanager
async def _postgres(settings: Settings) -> AsyncGenerator[Settings]:
    if settings.database_url is not None:
        yield settings
        return
    server = EmbeddedPostgres((settings.data_dir / "postgres").absolute())
    url = await asyncio.to_thread(server.start)
    try:
        yield settings.model_copy(update={"database_url": url})
    finally:
        await asyncio.to_thread(server.stop)
