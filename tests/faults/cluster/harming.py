"""Faults of what a cluster stands on: some of its servers, never all of them."""

import asyncio

from tests.faults.cluster.household import Household
from tests.faults.harm.processes import OF_SERVICES
from tests.faults.harm.scene import Scene, Strike
from tests.faults.harm.surroundings import AROUND
from tests.faults.rig.program import Program
from tests.faults.rig.waiting import pause, until

WHOLE_WITHIN = 180.0  # seconds
FOR_LONG = 12.0  # seconds; longer than it takes to choose another leader


async def nats_leader_killed(scene: Scene[Household]) -> None:
    """The server that leads the stream is gone; its machine comes up a little later."""
    (await _leader(scene)).kill()
    await scene.lasting()
    await _whole_quorum(scene)


async def nats_leader_frozen(scene: Scene[Household]) -> None:
    """The leader stands still until there is another, and finds itself deposed."""
    leader = await _leader(scene)
    leader.freeze()
    await pause(FOR_LONG)
    leader.thaw()
    await _whole_quorum(scene)


async def nats_majority_killed(scene: Scene[Household]) -> None:
    """Two of three are gone: nothing is published, and commands are taken in."""
    leader = await _leader(scene)
    for one in _followers(scene, leader)[:1]:
        one.kill()
    leader.kill()
    await scene.lasting()
    await _whole_quorum(scene)


async def nats_rolled(scene: Scene[Household]) -> None:
    """All three are restarted in order, one after the other."""
    for one in scene.house.quorum.programs.values():
        await scene.aside(one.stop)
        await _whole_quorum(scene)


async def primary_killed(scene: Scene[Household]) -> None:
    """The primary is gone with all its backends."""
    await _in_step(scene)
    primary = scene.house.pair.primary
    await asyncio.to_thread(scene.house.pair.kill, primary)
    await _changed(scene, primary)


async def primary_frozen(scene: Scene[Household]) -> None:
    """The primary stands still until another has taken over, and wakes up late."""
    await _in_step(scene)
    primary = scene.house.pair.primary
    with scene.house.pair.frozen(primary):
        await _promoted(scene, primary)
    await _changed(scene, primary)


async def primary_killed_ahead(scene: Scene[Household]) -> None:
    """The primary is gone while it waits for a standby that does not answer."""
    await _in_step(scene)
    pair, primary, standby = scene.house.pair, *_places(scene)
    with pair.frozen(standby):
        await scene.lasting()
        await asyncio.to_thread(pair.kill, primary)
    await _changed(scene, primary)


async def standby_killed(scene: Scene[Household]) -> None:
    """The standby is gone: nothing is acknowledged without it, and it comes back."""
    await _in_step(scene)
    _, standby = _places(scene)
    await asyncio.to_thread(scene.house.pair.kill, standby)


async def standby_frozen(scene: Scene[Household]) -> None:
    """The standby stands still, and every commit waits for it."""
    await _in_step(scene)
    _, standby = _places(scene)
    with scene.house.pair.frozen(standby):
        await scene.lasting()


async def switched(scene: Scene[Household]) -> None:
    """Somebody changes the places of both, before work on a machine."""
    await _in_step(scene)
    primary = scene.house.pair.primary
    await asyncio.to_thread(scene.house.pair.tend, "switch")
    await _changed(scene, primary)


async def _leader(scene: Scene[Household]) -> Program:
    quorum = scene.house.quorum
    return quorum.programs[await quorum.leader(scene.house.settings)]


def _followers(scene: Scene[Household], leader: Program) -> list[Program]:
    followers = [
        one for one in scene.house.quorum.programs.values() if one is not leader
    ]
    scene.chance.shuffle(followers)
    return followers


async def _whole_quorum(scene: Scene[Household]) -> None:
    await scene.house.quorum.start()
    await scene.house.quorum.leader(scene.house.settings)


def _places(scene: Scene[Household]) -> tuple[str, str]:
    """Who is primary, and who is in step."""
    pair = scene.house.pair
    return pair.primary, next(name for name in pair.ports if name != pair.primary)


async def _in_step(scene: Scene[Household]) -> None:
    pair = scene.house.pair
    await until("a standby is in step", lambda: bool(pair.in_step), within=WHOLE_WITHIN)


async def _promoted(scene: Scene[Household], old: str) -> None:
    pair = scene.house.pair
    await until(
        "the other is primary", lambda: pair.primary != old, within=WHOLE_WITHIN
    )


async def _changed(scene: Scene[Household], old: str) -> None:
    pair = scene.house.pair
    await _promoted(scene, old)
    await until(
        "the old one is in step", lambda: pair.in_step == old, within=WHOLE_WITHIN
    )


KINDS: dict[str, Strike[Household]] = {
    **OF_SERVICES,
    **AROUND,
    "nats leader killed": nats_leader_killed,
    "nats leader frozen": nats_leader_frozen,
    "nats majority killed": nats_majority_killed,
    "nats rolled": nats_rolled,
    "primary killed": primary_killed,
    "primary frozen": primary_frozen,
    "primary killed ahead": primary_killed_ahead,
    "standby killed": standby_killed,
    "standby frozen": standby_frozen,
    "places switched": switched,
}
