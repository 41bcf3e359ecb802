"""Faults of what lies between and around: wires, disks, clocks and the mail server."""

from datetime import timedelta

from tests.faults.harm.scene import Scene, Strike
from tests.faults.rig.house import House
from tests.faults.rig.installation import Installation
from tests.faults.rig.mailserver import Mood
from tests.faults.rig.waiting import pause
from tests.faults.rig.wire import Wire

PATIENCE_OF_ALL = 7.5  # seconds
SLOW = 0.02  # seconds for each piece on a slow wire
JUMPS = (timedelta(hours=2), timedelta(days=3), timedelta(days=45))
BACK = timedelta(hours=2)


async def _cut(scene: Scene[Installation], wire: Wire) -> None:
    await wire.cut()
    await scene.lasting()
    await wire.mend()


async def _silent(scene: Scene[Installation], wire: Wire) -> None:
    wire.freeze()
    await scene.lasting()
    await wire.mend()


async def _slow(scene: Scene[Installation], wire: Wire) -> None:
    wire.delay = SLOW
    await scene.lasting()
    await wire.mend()


async def postgres_cut(scene: Scene[Installation]) -> None:
    """Nobody reaches PostgreSQL; connections break and new ones are refused."""
    await _cut(scene, scene.house.postgres_wire)


async def postgres_silent(scene: Scene[Installation]) -> None:
    """Packets to and from PostgreSQL are lost for a while."""
    await _silent(scene, scene.house.postgres_wire)


async def postgres_slow(scene: Scene[Installation]) -> None:
    """PostgreSQL is far away."""
    await _slow(scene, scene.house.postgres_wire)


async def postgres_dropped(scene: Scene[Installation]) -> None:
    """Every connection to PostgreSQL breaks once."""
    scene.house.postgres_wire.drop()


async def nats_cut(scene: Scene[Installation]) -> None:
    """Nobody reaches NATS."""
    await _cut(scene, scene.house.nats_wire)


async def nats_silent(scene: Scene[Installation]) -> None:
    """Packets to and from NATS are lost for a while."""
    await _silent(scene, scene.house.nats_wire)


async def nats_slow(scene: Scene[Installation]) -> None:
    """NATS is far away."""
    await _slow(scene, scene.house.nats_wire)


async def postgres_disk_full(scene: Scene[Installation]) -> None:
    """PostgreSQL finds no room, and gets some again."""
    scene.house.postgres_disk.fill()
    await scene.lasting()
    scene.house.postgres_disk.give_room()
    await scene.house.postgres.start()


async def nats_disk_full(scene: Scene[Installation]) -> None:
    """NATS finds no room, and once it has some again it is restarted."""
    scene.house.nats_disk.fill()
    await scene.lasting()
    scene.house.nats_disk.give_room()
    await scene.aside(scene.house.nats.stop)
    await scene.house.nats.start()


async def nats_wiped(scene: Scene[Installation]) -> None:
    """NATS is gone with everything that it had on its disk."""
    nats = scene.house.nats
    nats.program.kill()
    await scene.aside(nats.wipe)
    await nats.start()


async def nats_silent_for_long(scene: Scene[Installation]) -> None:
    """Packets to and from NATS are lost for longer than anybody waits for it."""
    scene.house.nats_wire.freeze()
    await pause(PATIENCE_OF_ALL)
    await scene.house.nats_wire.mend()


async def clock_forward(scene: Scene[House]) -> None:
    """The clock jumps on, over days on which something falls due."""
    await scene.clockwork.jump(scene.chance.choice(JUMPS))


async def clock_back(scene: Scene[House]) -> None:
    """The clock jumps back."""
    await scene.clockwork.jump(-BACK)


async def _in_mood(scene: Scene[House], mood: Mood) -> None:
    scene.house.mail.mood = mood
    await scene.lasting()
    scene.house.mail.mood = "well"


async def mail_slow(scene: Scene[House]) -> None:
    """The mail server takes its time over every letter."""
    await _in_mood(scene, "slow")


async def mail_busy(scene: Scene[House]) -> None:
    """The mail server puts every letter off: 451."""
    await _in_mood(scene, "busy")


async def mail_refusing(scene: Scene[House]) -> None:
    """The mail server refuses every letter for good: 550."""
    await _in_mood(scene, "refusing")


async def mail_hanging_up(scene: Scene[House]) -> None:
    """The mail server takes every letter and hangs up before it says so."""
    await _in_mood(scene, "hanging_up")


AROUND: dict[str, Strike[House]] = {
    "clock forward": clock_forward,
    "clock back": clock_back,
    "mail slow": mail_slow,
    "mail put off (451)": mail_busy,
    "mail refused (550)": mail_refusing,
    "mail taken without a word": mail_hanging_up,
}
KINDS: dict[str, Strike[Installation]] = {
    "postgres cut off": postgres_cut,
    "postgres silent": postgres_silent,
    "postgres slow": postgres_slow,
    "postgres connections dropped": postgres_dropped,
    "nats cut off": nats_cut,
    "nats silent": nats_silent,
    "nats wiped": nats_wiped,
    "nats silent for long": nats_silent_for_long,
    "nats slow": nats_slow,
    **AROUND,
}
ON_SMALL_DISKS: dict[str, Strike[Installation]] = {
    "postgres disk full": postgres_disk_full,
    "nats disk full": nats_disk_full,
}
