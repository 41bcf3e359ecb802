"""How NATS is reached: where its servers are, who we are to them, whom we believe."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from nats.aio.client import ErrorCallback

from chassis.client import Client
from chassis.settings import BadSettingError, Settings


@dataclass(frozen=True, slots=True)
class NatsAccess:
    """What every connection to NATS is opened with.

    Each service hears answers below an inbox of its own, so that the servers can
    keep one service from listening to those of another.
    """

    servers: tuple[str, ...]
    seed_file: Path | None = None
    ca_file: Path | None = None
    inbox_prefix: str = "_INBOX"

    @classmethod
    def of(cls, settings: Settings, service: str | None = None) -> Self:
        """Return what the settings say, for one service or for an operator."""
        if settings.nats_url is None:
            raise BadSettingError("MEDSPIL_NATS_URL is not set.")
        return cls(
            servers=tuple(settings.nats_url.split(",")),
            seed_file=settings.nats_nkey_seed_file,
            ca_file=settings.nats_ca_file,
            inbox_prefix=f"_INBOX_{service}" if service else "_INBOX",
        )

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS begins with the first byte.

        The client asks the server otherwise, and would believe whoever is between
        them that there is none. The servers' tls block says handshake_first: true.
        """
        return self.servers[0].startswith("tls://")

    def trusted(self) -> ssl.SSLContext | None:
        """Return whose certificates we believe; None for those the system does."""
        if self.ca_file is None:
            return None
        return ssl.create_default_context(cafile=self.ca_file)

    async def connect(self, name: str, on_error: ErrorCallback) -> Client:
        """Connect, and keep reconnecting for as long as the process lives."""
        client = Client()
        try:
            await client.connect(
                list(self.servers),
                name=name,
                error_cb=on_error,
                inbox_prefix=self.inbox_prefix,
                nkeys_seed=None if self.seed_file is None else str(self.seed_file),
                tls=self.trusted(),
                tls_handshake_first=self.is_encrypted,
                max_reconnect_attempts=-1,
                reconnect_time_wait=1,
                connect_timeout=5,
            )
        except BaseException:
            await client.close()
            raise
        return client
