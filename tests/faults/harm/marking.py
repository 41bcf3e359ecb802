"""The fault between publishing and marking: the stream has it, the outbox not yet."""

import asyncpg

from tests.faults.harm.scene import Scene, Strike
from tests.faults.rig.installation import Installation
from tests.faults.rig.waiting import LOOK_EVERY, pause, until

COMES_WITHIN = 60.0  # seconds until a relay is met while it marks
HELD_FOR = 6  # looks; as long as a relay may take to publish what it has read


async def relay_dropped_while_marking(scene: Scene[Installation]) -> None:
    """The relay's connection is ended after it published and before it can mark."""
    connection = await asyncpg.connect(scene.house.settings.database_url)

    async def met() -> bool:
        async with connection.transaction():
            await connection.execute(_HOLD)
            for _ in range(HELD_FOR):
                await pause(LOOK_EVERY)
                if await connection.fetchval(_END):
                    return True
        return False

    try:
        await until("a relay marks", met, within=COMES_WITHIN)
    finally:
        await connection.close()


# Whoever marks waits; whoever reads what has to be published does not.
_HOLD = "lock table partnerships.outbox in share mode"

_END = """
select bool_or(pg_terminate_backend(pid)) from pg_stat_activity
where wait_event_type = 'Lock' and query like '%update outbox set published_at%'
"""

KINDS: dict[str, Strike[Installation]] = {
    "relay dropped while marking": relay_dropped_while_marking,
}
