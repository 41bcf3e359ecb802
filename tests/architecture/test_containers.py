"""The containers keep what their page promises, read from the files alone."""

from typing import Any

import pytest
import yaml
from fastapi.routing import iter_route_contexts

from chassis.service import Service
from tests.architecture.reading import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
ONCE = {"secrets", "migrate", "provision", "operator", "demo"}  # end by themselves
SECRET = ("PASSWORD", "SEED", "KEY", "SECRET", "TOKEN")
MAP = ROOT / "deploy" / "front" / "routes.map"


PLAYED: dict[str, Any] = yaml.safe_load(
    (ROOT / "deploy" / "demonstration.yml").read_text()
)
CONTAINERS: list[tuple[str, dict[str, Any]]] = [
    *COMPOSE["services"].items(),
    ("demo", PLAYED["services"]["demo"]),
]


@pytest.mark.parametrize(("name", "container"), CONTAINERS)
def test_every_container_has_the_least_rights(
    name: str, container: dict[str, Any]
) -> None:
    """What breaks into one finds nothing to write, to gain or to use up."""
    limits = container.get("deploy", {}).get("resources", {}).get("limits", {})

    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert name == "secrets" or limits.keys() == {"memory", "cpus", "pids"}


@pytest.mark.parametrize(("name", "container"), CONTAINERS)
def test_what_ends_is_started_again(name: str, container: dict[str, Any]) -> None:
    """Whatever is not meant to end, and is not stopped by a person."""
    assert container["restart"] == ("no" if name in ONCE else "unless-stopped")


@pytest.mark.parametrize(("name", "container"), CONTAINERS)
def test_only_this_machine_reaches_them(name: str, container: dict[str, Any]) -> None:
    """Whoever wants more puts a server with a certificate before it."""
    _ = name
    for port in container.get("ports", []):
        assert port.startswith("127.0.0.1:")


@pytest.mark.parametrize(("name", "container"), CONTAINERS)
def test_no_secret_stands_in_the_environment(
    name: str, container: dict[str, Any]
) -> None:
    """It would be shown by `docker inspect`, and to every child process."""
    _ = name
    for variable, value in container.get("environment", {}).items():
        if any(word in variable for word in SECRET):
            assert variable.endswith("_FILE") or variable.startswith("GF_")
        assert (
            "@" not in str(value)
            or ":" not in str(value).partition("//")[2].partition("@")[0]
        )


def test_the_front_knows_whose_every_route_is(services: dict[str, Service]) -> None:
    """The clock and unknown paths are answered by partnerships."""
    routed = dict(
        line.split()
        for line in MAP.read_text().splitlines()
        if line and not line.startswith("#")
    )
    assert routed.pop("clock") == "partnerships"
    assert routed == {
        str(route.path_format).split("/")[2]: name
        for name, service in services.items()
        for route in iter_route_contexts(service.router.routes)
    }
