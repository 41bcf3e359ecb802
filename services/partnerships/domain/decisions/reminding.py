"""The one decision behind every reminder."""

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.events import DeadlineApproached
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.states import State
from services.partnerships.domain.watches import Watch, Watching


def approached(
    watching: Watching, state: State, circumstances: Circumstances
) -> DeadlineApproached:
    """Return the fact that a deadline is near, with those who are late."""
    watch = narrow(watching(state, circumstances.kind), Watch)
    return DeadlineApproached(
        deadline=watch.deadline,
        reminded_on=circumstances.today,
        due_on=watch.due_on,
        item_id=watch.item_id,
        agreement_version=watch.agreement_version,
        sha256=watch.sha256,
        outstanding=watch.outstanding,
        round=watch.round,
    )
