"""The services as a process would run them, assembled but not started."""

from collections.abc import Callable
from importlib import import_module

import pytest

from chassis.clock import FixedClock, SystemClock
from chassis.links import Links
from chassis.service import Service, Site
from chassis.settings import Settings
from tests.architecture.reading import SERVICES


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Service]:
    """Every service by name; nothing is opened, so no server is needed."""
    folder = tmp_path_factory.mktemp("site")
    site = Site(
        settings=Settings(
            database_url="postgresql://localhost/medspil",
            nats_url="nats://localhost",
            smtp_url="smtp://localhost",
            public_url="http://localhost",
            data_dir=folder,
        ),
        clock=FixedClock(SystemClock().now()),
        links=Links.kept_in(folder / "links.pem"),
    )
    return {name: assembled(name, site) for name in SERVICES}


def assembled(name: str, site: Site) -> Service:
    """Return one service of a site."""
    assemble: Callable[[Site], Service] = import_module(f"services.{name}.app").assemble
    return assemble(site)
