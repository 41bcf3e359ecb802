"""Faults of one process: killed, frozen, or restarted in order."""

from functools import partial

from tests.faults.harm.scene import Scene, Strike
from tests.faults.rig.house import House
from tests.faults.rig.installation import Installation
from tests.support.stack import SERVICES


async def service_killed(scene: Scene[House], service: str) -> None:
    """A replica is killed without warning and started again."""
    program = scene.replica(service).program
    program.kill()
    program.start()


async def service_frozen(scene: Scene[House], service: str) -> None:
    """A replica stands still and then goes on as if nothing had happened."""
    program = scene.replica(service).program
    program.freeze()
    await scene.lasting()
    program.thaw()


async def service_restarted(scene: Scene[House], service: str) -> None:
    """A replica is asked to end, and started again."""
    program = scene.replica(service).program
    await scene.aside(program.stop)
    program.start()


async def everything_killed(scene: Scene[Installation]) -> None:
    """The power fails: every process is gone at once, and all start again."""
    house = scene.house
    programs = [one.program for one in house.services]
    for program in (house.postgres.program, house.nats.program, *programs):
        program.kill()
    await house.restore()


async def postgres_killed(scene: Scene[Installation]) -> None:
    """PostgreSQL is gone with all its backends; it recovers from its log."""
    scene.house.postgres.program.kill()
    await scene.house.postgres.start()


async def backend_killed(scene: Scene[Installation]) -> None:
    """One backend of PostgreSQL is killed, so that all others are ended as well."""
    backends = [
        child
        for child in scene.house.postgres.program.children()
        if any("medspil_" in word for word in child.cmdline())
    ]
    if backends:
        scene.chance.choice(backends).kill()


async def postgres_frozen(scene: Scene[Installation]) -> None:
    """PostgreSQL stands still; every question waits."""
    scene.house.postgres.program.freeze()
    await scene.lasting()
    scene.house.postgres.program.thaw()


async def postgres_restarted(scene: Scene[Installation]) -> None:
    """PostgreSQL is restarted, and breaks what is under way."""
    await scene.aside(scene.house.postgres.stop)
    await scene.house.postgres.start()


async def nats_killed(scene: Scene[Installation]) -> None:
    """NATS is gone; what it acknowledged is on its disk."""
    scene.house.nats.program.kill()
    await scene.house.nats.start()


async def nats_frozen(scene: Scene[Installation]) -> None:
    """NATS stands still."""
    scene.house.nats.program.freeze()
    await scene.lasting()
    scene.house.nats.program.thaw()


async def nats_restarted(scene: Scene[Installation]) -> None:
    """NATS is restarted in order."""
    await scene.aside(scene.house.nats.stop)
    await scene.house.nats.start()


OF_SERVICES: dict[str, Strike[House]] = {
    **{f"{name} killed": partial(service_killed, service=name) for name in SERVICES},
    **{f"{name} frozen": partial(service_frozen, service=name) for name in SERVICES},
    **{
        f"{name} restarted": partial(service_restarted, service=name)
        for name in SERVICES
    },
}
KINDS: dict[str, Strike[Installation]] = {
    **OF_SERVICES,
    "everything killed": everything_killed,
    "postgres killed": postgres_killed,
    "postgres backend killed": backend_killed,
    "postgres frozen": postgres_frozen,
    "postgres restarted": postgres_restarted,
    "nats killed": nats_killed,
    "nats frozen": nats_frozen,
    "nats restarted": nats_restarted,
}
