"""An outbox for the synchronous peers: one thread hands on whole batches."""

from collections.abc import Callable
from threading import Event, Thread

import psycopg

from benchmarks.peers.job import STEPS, Handler

OUTBOX = """
create table outbox (
    id bigint generated always as identity primary key, partnership text not null,
    step text not null, body jsonb not null, handled_at timestamptz
)
"""
POST = "insert into outbox (partnership, step, body) values (%s, %s, %s)"


class Handing:
    """Hands every row to the handler, and marks it in the same transaction."""

    def __init__(self, url: str, handler: Handler, partnerships: int) -> None:
        self._url, self._handler = url, handler
        self._expected = partnerships * len(STEPS)
        self._awake = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> Callable[[], None]:
        """Begin; return what wakes it."""
        self._thread.start()
        return self._awake.set

    def finish(self) -> None:
        """Return when everything has been handed on."""
        self._thread.join()

    def _run(self) -> None:
        with psycopg.connect(self._url) as connection:
            while self._handler.handled < self._expected:
                self._awake.wait(0.05)
                self._awake.clear()
                while rows := connection.execute(_WAITING).fetchall():
                    for _, partnership, step in rows:
                        self._handler(partnership, step)
                    connection.execute(_MARK, ([row[0] for row in rows],))
                    connection.commit()


_WAITING = """
select id, partnership, step from outbox where handled_at is null
order by id limit 500 for update skip locked
"""
_MARK = "update outbox set handled_at = now() where id = any(%s)"
