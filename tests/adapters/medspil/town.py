"""Every service over one database, told by hand what the others have posted."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chassis import cloudevents, history, sealing
from chassis.application import without_background
from chassis.auth import Authentication
from chassis.issuer import LocalIssuer
from chassis.keys import JwksKeyRing
from chassis.sealing import End
from chassis.service import Service, Site
from medspil import composition
from services.notifications.channels.email import Smtp
from services.notifications.sending import Sending
from services.notifications.writing import Writer
from tests.adapters.notifications.postbox import Postbox, listening
from tests.adapters.partnerships.office import Office


class Town:
    """Every service over one database, and the mail server that they write to."""

    def __init__(self, office: Office, services: list[Service], mail: Postbox) -> None:
        self.office = office
        self.services = {service.name: service for service in services}
        self.mail = mail

    async def tell(self) -> None:
        """Let every service hear what all have posted, from the beginning."""
        told = []
        for service in self.services.values():
            async with service.database.reading() as connection:
                rows = await connection.fetch(
                    "select headers, body from outbox order by id"
                )
            told += [
                cloudevents.read(row["headers"], row["body"].encode()) for row in rows
            ]
        for service in self.services.values():
            for one in told:
                if type(one.message) in service.subscriptions.types:
                    async with service.database.transaction() as connection:
                        await service.subscriptions.handle(connection, one)

    async def send(self) -> None:
        """Send the letters that are due."""
        notifications, site = self.services["notifications"], self.office.site
        writer = Writer(site.links, "https://medspil.example", "svar@htk.example")
        channel = Smtp(self.mail.url, "fra@htk.example", "svar@htk.example")
        await Sending(notifications.database, site.clock, writer, channel).step()

    async def naming(self, *marks: str) -> set[str]:
        """The tables of every service in which a mark stands."""
        found = set()
        for service in self.services.values():
            async with service.database.reading() as connection:
                for table, rows_of in await connection.fetch(TABLES, service.name):
                    rows = await connection.fetch(rows_of)
                    if any(mark in row["kept"] for row in rows for mark in marks):
                        found.add(f"{service.name}.{table}")
        return found

    async def sealed(self) -> dict[str, list[End]]:
        """Where every history ends."""
        ended = {}
        for service in self.services.values():
            async with service.database.reading() as connection:
                ended[service.name] = await sealing.ends(connection)
        return ended

    async def amiss(self, sealed: dict[str, list[End]]) -> list[history.Break]:
        """What verifying finds, also against a head."""
        found = []
        for service in self.services.values():
            async with service.database.reading() as connection:
                found += (await history.verify(connection))[1]
                found += await sealing.departures(connection, sealed[service.name])
        return found


TABLES = """
select table_name, format('select kept::text from %I kept', table_name)
from information_schema.tables
where table_schema = $1 and table_type = 'BASE TABLE'
"""


@asynccontextmanager
async def town(site: Site) -> AsyncGenerator[Town]:
    """All services in one app, with a mail server to send to."""
    issuer = LocalIssuer("urn:medspil:test", "medspil", Ed25519PrivateKey.generate())
    believed = Authentication(issuer.issuer, issuer.audience, JwksKeyRing(issuer.fetch))
    async with listening(Postbox()) as mail:
        mailed = site.settings.model_copy(update={"smtp_url": mail.url})
        services = composition.services(replace(site, settings=mailed))
        for service in services:
            await service.database.open()
        app = without_background(site, services, believed)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as web:
            yield Town(Office(web, issuer, site, services[0]), services, mail)
        for service in services:
            await service.database.close()
