"""docker compose as a person uses it, on ports and volumes of the test's own."""

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import httpx
import stamina

from tests.support.running import free_port
from tests.support.stack import ROOT

SERVICES = ("partnerships", "events", "notifications", "reporting")
LASTING = (*SERVICES, "front", "mailpit", "nats", "postgres")
HEALED_WITHIN = 180.0  # seconds; a busy machine takes its time
FILES = ("docker-compose.yml", "deploy/demonstration.yml")
PORTS = (
    "MEDSPIL_PORT",
    "MEDSPIL_MAIL_PORT",
    *(f"MEDSPIL_{service.upper()}_PORT" for service in SERVICES),
)
TOKENS = """
import json, sys
from chassis.settings import load
from medspil import staff
settings = load()
people = json.loads(sys.argv[1])
print(json.dumps([staff.token(settings, one, [role]) for one, role in people]))
"""
KILL = "import os, sys; os.kill(int(sys.argv[1]), 9)"


class Unhealed(Exception):
    """A container that was killed is not healthy again."""


@dataclass(frozen=True, slots=True)
class Compose:
    """One installation in containers, apart from any other on the machine."""

    project: str
    ports: dict[str, int] = field(
        default_factory=lambda: {name: free_port() for name in PORTS}
    )

    def url(self, port: str = "MEDSPIL_PORT") -> str:
        """Where one of the published ports is."""
        return f"http://127.0.0.1:{self.ports[port]}"

    def run(self, *arguments: str) -> str:
        """Do a command of docker compose, and return what it printed."""
        files = [part for file in FILES for part in ("-f", file)]
        variables = [f"{name}={port}" for name, port in self.ports.items()]
        command = ["docker", "compose", "-p", self.project, *files, *arguments]
        return _run(["/usr/bin/env", *variables, *command])

    def up(self) -> float:
        """Build and start everything; return the seconds until it is healthy."""
        begun = monotonic()
        self.run("up", "-d", "--wait", "--build")
        return monotonic() - begun

    def down(self) -> None:
        """Remove everything, data included."""
        self.run("--profile", "tools", "down", "-v", "--timeout", "10")

    def tokens(self, people: Sequence[tuple[str, str]]) -> list[str]:
        """Let the operator issue a token for each person and role."""
        said = self.run(
            *("run", "--rm", "--no-deps", "-T", "--entrypoint", "python"),
            *("operator", "-c", TOKENS, json.dumps(people)),
        )
        issued: list[str] = json.loads(said)
        return issued

    def kill(self, service: str) -> float:
        """Kill the process as the kernel would; return the seconds until all is well.

        `docker kill` would not do: Docker takes it for a person's wish to stop.
        """
        before = self._state(service)
        pid = str(before["Pid"])
        begun = monotonic()
        _run(
            [
                *("docker", "run", "--rm", "--pid=host", "--privileged", "--user=0"),
                *("--entrypoint=python", "medspil:local", "-c", KILL, pid),
            ]
        )
        self.wait(lambda: self._started_since(service, before["StartedAt"]))
        return monotonic() - begun

    def wait(self, more: Callable[[], None] = lambda: None) -> None:
        """Return when every container is well, and answers so."""
        for attempt in stamina.retry_context(
            on=(Unhealed, httpx.HTTPError),
            timeout=HEALED_WITHIN,
            attempts=None,
            wait_max=0.5,
        ):
            with attempt:
                more()
                self._all_well()

    def _started_since(self, service: str, started_at: str) -> None:
        if self._state(service)["StartedAt"] == started_at:
            raise Unhealed(f"{service} is not started again.")

    def _all_well(self) -> None:
        for service in LASTING:
            health = self._state(service)["Health"]["Status"]
            if health != "healthy":
                raise Unhealed(f"{service} is {health}.")
        for port in self.ports.keys() - {"MEDSPIL_MAIL_PORT"}:
            # Why again: Docker asks every ten seconds only.
            httpx.get(f"{self.url(port)}/healthz").raise_for_status()

    def _state(self, service: str) -> dict[str, Any]:
        name = f"{self.project}-{service}-1"
        state: dict[str, Any] = json.loads(
            _run(["docker", "inspect", "--format", "{{json .State}}", name])
        )
        return state


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssertionError(f"{command}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout
