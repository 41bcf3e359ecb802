"""What the rows of partnerships must say, folded anew from the histories."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.clock import add_working_days, start_of
from chassis.history import Recorded
from contracts import Envelope, Message
from services.partnerships.domain.deadlines import deadlines
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.events import BallotOpened, Event, VoteCast
from services.partnerships.domain.narrowing import Misplaced
from services.partnerships.domain.states import State, status
from services.partnerships.handling import case_of
from services.partnerships.publishing import announce
from tests.faults.checking.evidence import Evidence
from tests.faults.checking.finding import Finding

type States = Mapping[UUID, State]


@dataclass
class Folded:
    """What the histories come to."""

    states: dict[UUID, State] = field(default_factory=dict)
    told: list[Envelope[Message]] = field(default_factory=list)
    impossible: list[Finding] = field(default_factory=list)

    def add(self, stream_id: UUID, history: Sequence[Recorded[Event]]) -> None:
        """Fold one history, as far as it can have come to be."""
        state = PARTNERSHIP.initial
        for recorded in history:
            try:
                state = PARTNERSHIP.evolve(state, recorded.event)
                envelope = announce(recorded, case_of(state))
            except (Misplaced, LookupError) as error:
                place = f"{stream_id} {recorded.version}"
                self.impossible.append(Finding("impossible", f"{place}: {error}"))
                return
            if envelope is not None:
                self.told.append(envelope)
        self.states[stream_id] = state


def folded(evidence: Evidence) -> Folded:
    """Fold every history."""
    folds = Folded()
    for stream_id, history in evidence.histories.items():
        folds.add(stream_id, history)
    return folds


def check(evidence: Evidence, folds: Folded) -> Iterator[Finding]:
    """Compare the rows that partnerships keeps beside its history."""
    yield from folds.impossible
    yield from _summaries(evidence, folds.states)
    yield from _timers(evidence, folds.states)
    yield from _ballot_boxes(evidence)


def _summaries(evidence: Evidence, states: States) -> Iterator[Finding]:
    rows = {row["id"]: dict(row) for row in evidence.tables["partnerships.partnership"]}
    for stream_id, state in states.items():
        last = evidence.histories[stream_id][-1]
        wanted = _summary(state, last)
        yield from differences(
            "partnerships.partnership", wanted, rows.pop(stream_id, {})
        )
    for stream_id in rows.keys() - evidence.histories.keys():
        yield Finding("wrong_row", f"partnerships.partnership {stream_id}: no history")


def _summary(state: State, last: Recorded[Event]) -> dict[str, Any]:
    case = case_of(state)
    return {
        "id": last.stream_id,
        "reference": case.reference,
        "kind": case.kind,
        "kind_version": case.kind_version,
        "title": case.proposal.title,
        "status": status(state),
        "version": last.version,
        "organisations": [one.organisation_id for one in case.proposal.parties],
        "goals": list(case.proposal.goals),
        "updated_at": last.occurred_at,
    }


def _timers(evidence: Evidence, states: States) -> Iterator[Finding]:
    pending: dict[UUID, set[tuple[str, datetime]]] = defaultdict(set)
    fired: dict[UUID, set[tuple[str, datetime]]] = defaultdict(set)
    for row in evidence.tables["partnerships.timer"]:
        rows = pending if row["fired_at"] is None else fired
        rows[row["stream_id"]].add((row["name"], row["due_at"]))
    for stream_id, state in states.items():
        case = case_of(state)
        kind = evidence.kinds[case.kind, case.kind_version]
        days = deadlines(state, kind, add_working_days)
        wanted = {(str(name), start_of(day)) for name, day in days.items()}
        if pending[stream_id] != wanted - fired[stream_id]:
            yield Finding(
                "wrong_row",
                f"timer {stream_id}: {sorted(pending[stream_id])}, not {sorted(wanted)}",
            )


_COUNTED = ("yes_heads", "no_heads", "yes_share", "no_share")


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
                    box = dict.fromkeys(_COUNTED, 0)
                case VoteCast(share=share) if box is not None:
                    box["yes_heads"] += 1
                    box["yes_share"] += share
                case _:
                    pass
        if box is not None:
            wanted = {"partnership_id": stream_id, **box}
            # A box into which nobody has put anything yet need not be there.
            empty = {"partnership_id": stream_id, **dict.fromkeys(_COUNTED, 0)}
            row = boxes.get(stream_id, empty)
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
