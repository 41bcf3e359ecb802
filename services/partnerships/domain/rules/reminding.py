"""Reminders go out on their days, to somebody, and never after the due day."""

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.rules.obstacle import Found, Rule, obstacle
from services.partnerships.domain.states import State
from services.partnerships.domain.watches import Watching


def reminder_is_due(watching: Watching) -> Rule[State]:
    """Return the rule for the reminders of one deadline."""

    def due(state: State, circumstances: Circumstances) -> Found:
        watch = watching(state, circumstances.kind)
        if watch is None:
            yield obstacle("nobody_to_remind")
            return
        if not watch.outstanding:
            yield obstacle("nobody_to_remind")
        day = watch.next_day(circumstances.add_working_days)
        if day is None or circumstances.today > watch.due_on:
            yield obstacle("reminder_over", due_on=watch.due_on.isoformat())
        elif circumstances.today < day:
            yield obstacle("not_due", due_on=day.isoformat())

    return due
