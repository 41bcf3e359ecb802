"""Decides commands on what was seen last, and commits those that wait together.

What was seen is remembered: a command that is decided on it is written only if it is
still so. A refusal is given only on what has just been read.
"""

from asyncio import Lock
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID
from weakref import WeakValueDictionary

from starlette.responses import Response

from chassis.answers import Answer, Claim, Kept, kept, replayed, response, written
from chassis.asking import ATTEMPTS, Asked, claim
from chassis.committing import Change, Ledger, Verdict
from chassis.decider import Refusal
from chassis.grouping import Grouped
from chassis.history import Conflict
from chassis.postgres import (
    SERIALIZATION_CONFLICTS,
    Connection,
    Database,
    Rejected,
    Unavailable,
    UniqueViolation,
)
from chassis.problems import Problem

REMEMBERED = 20_000  # streams
TOGETHER = 24  # changes in one statement: while they are written, others are decided


class Seen(Protocol):
    """Where a stream stands."""

    @property
    def version(self) -> int:
        """How many events it has."""
        ...


class Decided[S: Seen](NamedTuple):
    """What is to be written, where the stream then stands, and what is answered."""

    change: Change[object]
    after: S
    answer: Answer


class _Look(NamedTuple):
    stream_id: UUID
    principal: str
    key: str | None


class _Writing(NamedTuple):
    change: Change[object]
    claim: Claim | None


type Load[S] = Callable[[Connection, Sequence[UUID]], Awaitable[Mapping[UUID, S]]]
type Decide[S: Seen] = Callable[[S], Decided[S]]
type Begin[S: Seen] = Callable[[], Awaitable[Decided[S]]]


class Decisions[S: Seen]:
    """The commands of one service: each is answered after its own durable commit."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        load: Load[S],
        absent: Callable[[UUID], S],
    ) -> None:
        """*absent* tells where a stream stands that nobody has begun."""
        self._database = database
        self._ledger = ledger
        self._load = load
        self._absent = absent
        self._recent: dict[UUID, S] = {}
        self._turns: WeakValueDictionary[UUID, Lock] = WeakValueDictionary()
        self._looking: Grouped[_Look, tuple[S, Kept | None]] = Grouped(self._look)
        self._writing = Grouped(self._write, apart=_key, most=TOGETHER)

    async def order(self, asked: Asked, stream_id: UUID, decide: Decide[S]) -> Response:
        """Decide on where a stream stands, write it, and answer; a repeat is answered alike."""
        # In turn: who waits decides on what the one before has left, and not in vain.
        async with self._turns.setdefault(stream_id, Lock()):
            if not asked.dry_run:
                answer = await self._decide_at_once(asked, stream_id, decide)
                if answer is not None:
                    return answer
            for _ in range(ATTEMPTS):
                seen, earlier = await self._find(asked, stream_id)
                if earlier is not None:
                    return earlier
                answer = await self._commit(asked, decide(seen))
                if answer is not None:
                    return answer
        raise Conflict(str(stream_id))

    async def begin(self, asked: Asked, stream_id: UUID, begin: Begin[S]) -> Response:
        """Write the first events of a new stream, and answer; a repeat begins none."""
        for _ in range(ATTEMPTS):
            if asked.idempotency_key is not None and not asked.dry_run:
                _, earlier = await self._find(asked, stream_id)
                if earlier is not None:
                    return earlier
            answer = await self._commit(asked, await begin())
            if answer is not None:
                return answer
        raise Conflict(str(stream_id))

    async def _decide_at_once(
        self, asked: Asked, stream_id: UUID, decide: Decide[S]
    ) -> Response | None:
        """Decide without asking for a kept answer: writing tells whether there is one."""
        seen = self._recent.get(stream_id)
        if seen is None:
            if asked.idempotency_key is None:
                return None  # what is read for it is all that there is to read
            seen, _ = await self._looking.ask(_Look(stream_id, asked.actor, None))
        try:
            decided = decide(seen)
        except (Refusal, Problem, LookupError):
            # Perhaps it is no longer so, or the answer is kept already, or something
            # that it stands on has not been read yet.
            return None
        return await self._commit(asked, decided)

    async def _find(self, asked: Asked, stream_id: UUID) -> tuple[S, Response | None]:
        key = None if asked.dry_run else asked.idempotency_key
        look = _Look(stream_id, asked.actor, key)
        seen, earlier = await self._looking.ask(look)
        return seen, None if earlier is None else replayed(asked.fingerprint, earlier)

    async def _commit(self, asked: Asked, decided: Decided[S]) -> Response | None:
        """Return the answer, once it is on disk; nothing if it has to be looked again."""
        if asked.dry_run:
            return response(decided.answer._replace(version=None, location=None))
        given, change = written(decided.answer), decided.change
        self._recent.pop(change.stream_id, None)
        writing = _Writing(change, claim(asked, given))
        if await self._writing.ask(writing) != "done":
            return None
        self._remember(change.stream_id, decided.after)
        return given.response()

    def _remember(self, stream_id: UUID, seen: S) -> None:
        self._recent[stream_id] = seen
        if len(self._recent) > REMEMBERED:
            self._recent.pop(next(iter(self._recent)))

    async def _look(self, looks: Sequence[_Look]) -> list[tuple[S, Kept | None]]:
        async with self._database.looking() as connection:
            seen = await self._load(connection, [look.stream_id for look in looks])
            # Read after the streams: what is decided on one has no kept answer yet.
            keys = {(look.principal, look.key) for look in looks if look.key}
            found = await kept(connection, keys) if keys else {}
        return [
            (
                seen.get(look.stream_id) or self._absent(look.stream_id),
                found.get((look.principal, look.key or "")),
            )
            for look in looks
        ]

    async def _write(
        self, together: Sequence[_Writing]
    ) -> Sequence[Verdict | Exception]:
        changes, claims = zip(*together, strict=True)
        try:
            async with self._database.writing() as connection:
                return await self._ledger.write(connection, changes, claims)
        except SERIALIZATION_CONFLICTS:
            return ["stale"] * len(together)
        except Rejected as error:
            if len(together) == 1:
                return ["stale" if isinstance(error, UniqueViolation) else error]
        # One of them cannot be written: it must not hold up the others.
        return [await self._write_alone(one) for one in together]

    async def _write_alone(self, writing: _Writing) -> Verdict | Exception:
        """Write one of a group; its outage is not that of those before it."""
        try:
            (verdict,) = await self._write([writing])
        except Unavailable as error:
            return error
        return verdict


def _key(writing: _Writing) -> Iterable[Hashable]:
    if writing.claim is not None:
        yield writing.claim.principal, writing.claim.key
