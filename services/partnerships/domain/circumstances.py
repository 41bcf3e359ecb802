"""What a decision may know beside the partnership itself: nothing is looked up."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.proposal import EMPTY_BOX, Tally

type AddWorkingDays = Callable[[date, int], date]


class Circumstances(NamedTuple):
    """Who asks, when, under which version of the kind, by which calendar.

    *roles* are the roles of a member of staff; ``contact`` for a partner who came
    over a link; ``system`` for a timer. *ballot_box* holds the totals while a ballot is open.
    """

    actor: str
    roles: frozenset[str]
    now: datetime
    today: date
    kind: Kind
    add_working_days: AddWorkingDays
    ballot_box: Tally = EMPTY_BOX

    @property
    def by_staff(self) -> bool:
        """Whether a member of staff asks, for themselves or for a partner."""
        return self.actor.startswith("staff:")
