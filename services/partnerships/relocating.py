"""Running partnerships are moved to a newer version of their kind together, or none is."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from chassis.decider import Refusal
from chassis.postgres import Connection
from services.partnerships import moves, queries, store
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.moving import NO_DATA, Data, Fit, fit, moved
from services.partnerships.domain.refusals import refused
from services.partnerships.handling import (
    Occasion,
    Standing,
    circumstances,
    come_to,
)
from services.partnerships.moves import Move, MovedItem
from services.partnerships.store import PostgresWork


@dataclass(frozen=True, slots=True)
class Chosen:
    """A partnership that is to be moved, and what comes with the move."""

    partnership_id: UUID
    data: Data = NO_DATA


async def plan(
    connection: Connection, kind: Kind, ids: Iterable[UUID], occasion: Occasion
) -> list[tuple[Standing, Fit]]:
    """Return how each of these partnerships fits the version; nothing is changed."""
    found = await store.standings(connection, ids)
    around = circumstances(occasion, kind)
    return [(one, fit(one.state, around)) for one in found.values()]


async def apply(
    connection: Connection,
    kind: Kind,
    move_id: UUID,
    chosen: Iterable[Chosen],
    occasion: Occasion,
) -> Move:
    """Move the chosen ones to the version; Refusal if any of them cannot be."""
    items = []
    for one in sorted(chosen, key=lambda one: one.partnership_id):
        standing = await _held(connection, one.partnership_id)
        case = standing.case
        if case.kind != kind.key or case.kind_version >= kind.version:
            raise refused(
                "version_not_newer",
                reference=case.reference,
                kind=kind.key,
                version=kind.version,
            )
        await _move(connection, standing, kind, move_id, one.data, occasion)
        items.append(
            MovedItem(
                standing.id, case.reference, case.kind_version, tuple(one.data.added)
            )
        )
    move = Move(
        move_id, kind.key, kind.version, occasion.actor, occasion.now, tuple(items)
    )
    await moves.write(connection, move)
    return move


async def undo(
    connection: Connection, move: Move, ids: Iterable[UUID] | None, occasion: Occasion
) -> None:
    """Move partnerships back to where they came from; Refusal if any cannot be."""
    moved_still = {one.partnership_id: one for one in move.items if not one.undone_at}
    wanted = sorted(moved_still) if ids is None else sorted(ids)
    for partnership_id in wanted:
        item = moved_still.get(partnership_id)
        standing = await _held(connection, partnership_id)
        if item is None or standing.case.kind_version != move.to_version:
            raise refused("not_in_move", partnership_id=str(partnership_id))
        kind = await queries.kind(connection, move.kind, item.from_version)
        if kind is None:
            raise LookupError(f"Version {item.from_version} of {move.kind} is gone.")
        data = Data({}, item.added)
        await _move(connection, standing, kind, move.id, data, occasion)
    await moves.undo(connection, move.id, wanted, occasion.now)


async def _held(connection: Connection, partnership_id: UUID) -> Standing:
    await store.lock(connection, partnership_id)
    standing = await PostgresWork(connection).load(partnership_id)
    if standing.version == 0:
        raise refused("nobody_to_move", partnership_id=str(partnership_id))
    return standing


async def _move(
    connection: Connection,
    standing: Standing,
    kind: Kind,
    move_id: UUID,
    data: Data,
    occasion: Occasion,
) -> None:
    case, work = standing.case, PostgresWork(connection)
    try:
        event = moved(standing.state, circumstances(occasion, kind), move_id, data)
    except Refusal as refusal:
        raise refused(
            "move_not_possible", reference=case.reference, reasons=[refusal.code]
        ) from refusal
    before = await work.kind(case.kind, case.kind_version)
    carried = come_to(standing, [event], kind, occasion, before=before)
    await work.write(carried.change)
