"""The one decision behind every reminder."""

from typing import assert_never

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import RemindDeclarations, RemindExpectations
from services.partnerships.domain.events import DeadlineApproached, Event
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.states import State
from services.partnerships.domain.watches import (
    Watch,
    Watching,
    declaration_watches,
    expectations_watch,
)

RemindingCommand = RemindExpectations | RemindDeclarations


def decide(
    command: RemindingCommand, state: State, circumstances: Circumstances
) -> list[Event]:
    """Return who is reminded at a gate, where nothing stands in the way."""
    match command:
        case RemindExpectations():
            return [approached(expectations_watch, state, circumstances)]
        case RemindDeclarations():
            watches = declaration_watches(state, circumstances.kind)
            return [_told(one, circumstances) for one in watches if one.outstanding]
        case _:
            assert_never(command)


def approached(
    watching: Watching, state: State, circumstances: Circumstances
) -> DeadlineApproached:
    """Return the fact that a deadline is near, with those who are late."""
    watch = narrow(watching(state, circumstances.kind), Watch)
    return _told(watch, circumstances)


def _told(watch: Watch, circumstances: Circumstances) -> DeadlineApproached:
    return DeadlineApproached(
        deadline=watch.deadline,
        reminded_on=circumstances.today,
        due_on=watch.due_on,
        item_id=watch.item_id,
        agreement_version=watch.agreement_version,
        sha256=watch.sha256,
        outstanding=watch.outstanding,
        round=watch.round,
        declaration=watch.declaration,
    )
