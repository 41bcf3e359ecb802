"""What happens to a partnership by itself: a timer that is due becomes a command."""

from chassis.clock import Clock
from chassis.ids import derived_id
from chassis.postgres import Connection
from chassis.timers import Due, Fire
from services.partnerships import store
from services.partnerships.domain.deadlines import command_of
from services.partnerships.handling import Occasion, handle

SYSTEM = "system"


def firing(clock: Clock) -> Fire:
    """Return what is done when a timer falls due."""

    async def fire(connection: Connection, due: Due) -> None:
        """Ask what the timer stands for; whoever was about to change it goes first."""
        await store.lock(connection, due.stream_id)
        command = command_of(due.name, derived_id(due.stream_id, due.name, due.due_at))
        await handle(
            store.PostgresWork(connection),
            due.stream_id,
            lambda _: command,
            Occasion(SYSTEM, frozenset({SYSTEM}), clock.now()),
        )

    return fire
