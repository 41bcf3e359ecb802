"""Three NATS servers on loopback that keep every message three times."""

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nats.js.errors import Error as JetStreamError

from chassis import jetstream
from chassis.dialling import NatsAccess
from chassis.settings import Settings
from contracts import STREAM
from medspil import credentials
from tests.faults.rig.program import Program
from tests.faults.rig.servers import listens, program
from tests.faults.rig.waiting import until
from tests.support.certificates import certify
from tests.support.running import free_port
from tests.support.stack import ROOT

CONFIG = ROOT / "deploy" / "nats" / "cluster.conf"
PERMISSIONS = CONFIG.with_name("permissions.conf")
NAMES = ("nats-0", "nats-1", "nats-2")
TOGETHER_WITHIN = 60.0  # seconds


@dataclass
class Quorum:
    """The servers as `deploy/nats/cluster.conf` describes them, and who may log in."""

    folder: Path
    ports: Mapping[str, int] = field(
        default_factory=lambda: {name: free_port() for name in NAMES}
    )
    programs: dict[str, Program] = field(default_factory=dict, init=False)
    authority: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.authority, cert, key = certify(self.folder)
        shutil.copy(PERMISSIONS, self.folder)
        credentials.make(self.folder / "secrets")
        (self.folder / "keys").symlink_to(self.folder / "secrets" / "nats")
        peers = {name: free_port() for name in NAMES}
        for name, port in self.ports.items():
            replaced = {
                "$NATS_NAME": f'"{name}"',
                "0.0.0.0:4222": f"127.0.0.1:{port}",
                "0.0.0.0:8222": f"127.0.0.1:{free_port()}",
                "0.0.0.0:6222": f"127.0.0.1:{peers[name]}",
                "/etc/medspil/tls/tls.crt": str(cert),
                "/etc/medspil/tls/tls.key": str(key),
                "/etc/medspil/tls/ca.crt": str(self.authority),
                '"/data"': f'"{self.folder / name}"',
                **{
                    f"{peer}.nats-peers:6222": f"127.0.0.1:{there}"
                    for peer, there in peers.items()
                },
            }
            config = CONFIG.read_text()
            for shipped, here in replaced.items():
                config = config.replace(shipped, here)
            file = self.folder / f"{name}.conf"
            file.write_text(config)
            command = [str(program("nats-server")), "-c", str(file)]
            self.programs[name] = Program(name, command, self.folder / f"{name}.log")

    @property
    def url(self) -> str:
        """The address of all three."""
        return ",".join(f"tls://127.0.0.1:{port}" for port in self.ports.values())

    def seed(self, user: str) -> Path:
        """The file with which somebody logs in."""
        return self.folder / "secrets" / user / "nats-seed"

    async def start(self) -> None:
        """Start what does not run, and wait until all answer."""
        for one in self.programs.values():
            if not one.is_running:
                one.start()

        def answer() -> bool:
            return all(listens(port) for port in self.ports.values())

        await until("every NATS server answers", answer, within=TOGETHER_WITHIN)

    async def leader(self, settings: Settings) -> str:
        """The server that leads the stream, once one does and the others keep up."""
        leader = ""

        async def led() -> bool:
            nonlocal leader
            leader = await self._leader(settings) or ""
            return bool(leader)

        await until("the stream is led and kept up", led, within=TOGETHER_WITHIN)
        return leader

    async def _leader(self, settings: Settings) -> str | None:
        client = await jetstream.connect(NatsAccess.of(settings), "quorum")
        try:
            info = await client.jetstream(timeout=2).stream_info(STREAM)
        except (JetStreamError, TimeoutError, OSError):
            return None
        finally:
            await asyncio.wait_for(client.close(), 5)
        cluster = info.cluster
        if cluster is None or cluster.leader is None:
            return None
        followers = [one for one in cluster.replicas or () if one.current]
        return cluster.leader if len(followers) == len(NAMES) - 1 else None
