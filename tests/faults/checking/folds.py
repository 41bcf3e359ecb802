"""What the rows of partnerships must say, folded anew from the histories."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.clock import add_working_days, start_of
from chassis.history import Place
from contracts import Envelope, Message
from services.partnerships.domain.deadlines import deadlines
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import BallotOpened, VoteCast
from services.partnerships.domain.states import status
from services.partnerships.handling import Standing, case_of
from services.partnerships.publishing import announce
from tests.faults.checking.evidence import Evidence
from tests.faults.checking.finding import Finding

type Told = list[Envelope[Message]]


def check(evidence: Evidence) -> Iterator[Finding]:
    """Compare the rows that partnerships keeps beside its history."""
    standings = {
        stream_id: Standing(
            stream_id,
            Place(history[-1].version, history[-1].hash),
            PARTNERSHIP.fold(recorded.event for recorded in history),
        )
        for stream_id, history in evidence.histories.items()
    }
    yield from _summaries(evidence, standings)
    yield from _timers(evidence, standings)
    yield from _ballot_boxes(evidence)


def told(evidence: Evidence) -> Told:
    """Every message that the histories must have led to, by partnership in order."""
    envelopes: Told = []
    for history in evidence.histories.values():
        state = PARTNERSHIP.initial
        for recorded in history:
            state = PARTNERSHIP.evolve(state, recorded.event)
            envelope = announce(recorded, case_of(state))
            if envelope is not None:
                envelopes.append(envelope)
    return envelopes


def _summaries(
    evidence: Evidence, standings: Mapping[UUID, Standing]
) -> Iterator[Finding]:
    rows = {row["id"]: dict(row) for row in evidence.tables["partnerships.partnership"]}
    for stream_id, standing in standings.items():
        last = evidence.histories[stream_id][-1]
        wanted = _summary(standing, last.occurred_at)
        yield from differences(
            "partnerships.partnership", wanted, rows.pop(stream_id, {})
        )
    for stream_id in rows:
        yield Finding("wrong_row", f"partnerships.partnership {stream_id}: no history")


def _summary(standing: Standing, at: datetime) -> dict[str, Any]:
    case = standing.case
    return {
        "id": standing.id,
        "reference": case.reference,
        "kind": case.kind,
        "kind_version": case.kind_version,
        "title": case.proposal.title,
        "status": status(standing.state),
        "version": standing.version,
        "organisations": [one.organisation_id for one in case.proposal.parties],
        "goals": list(case.proposal.goals),
        "updated_at": at,
    }


def _timers(
    evidence: Evidence, standings: Mapping[UUID, Standing]
) -> Iterator[Finding]:
    pending: dict[UUID, set[tuple[str, datetime]]] = defaultdict(set)
    fired: dict[UUID, set[tuple[str, datetime]]] = defaultdict(set)
    for row in evidence.tables["partnerships.timer"]:
        rows = pending if row["fired_at"] is None else fired
        rows[row["stream_id"]].add((row["name"], row["due_at"]))
    for stream_id, standing in standings.items():
        case = standing.case
        kind = evidence.kinds[case.kind, case.kind_version]
        days = deadlines(standing.state, kind, add_working_days)
        wanted = {(str(name), start_of(day)) for name, day in days.items()}
        if pending[stream_id] != wanted - fired[stream_id]:
            yield Finding(
                "wrong_row",
                f"timer {stream_id}: {sorted(pending[stream_id])}, not {sorted(wanted)}",
            )


def _ballot_boxes(evidence: Evidence) -> Iterator[Finding]:
    """Everybody in the load votes yes, so that the box can be told from the events."""
    boxes = {
        row["partnership_id"]: dict(row)
        for row in evidence.tables["partnerships.ballot_box"]
    }
    for stream_id, history in evidence.histories.items():
        box: dict[str, Any] | None = None
        for recorded in history:
            match recorded.event:
                case BallotOpened():
                    box = dict.fromkeys(("yes_heads", "no_heads"), 0)
                    box |= dict.fromkeys(("yes_share", "no_share"), 0)
                case VoteCast(share=share) if box is not None:
                    box["yes_heads"] += 1
                    box["yes_share"] += share
                case _:
                    pass
        if box is not None:
            wanted = {"partnership_id": stream_id, **box}
            row = boxes.get(stream_id, {})
            yield from differences("partnerships.ballot_box", wanted, row)


def differences(
    table: str, wanted: Mapping[str, Any], row: Mapping[str, Any]
) -> Iterator[Finding]:
    """A finding for a row that is not as it should be, or is not there."""
    differing = {
        name: (row.get(name), value)
        for name, value in wanted.items()
        if name not in row or row[name] != value
    }
    if differing:
        key = next(iter(wanted.values()))
        yield Finding("wrong_row", f"{table} {key}: {differing}")
