"""The lifecycle of a partnership, from the first draft to the last figure."""

from chassis.decider import Decider
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import Command
from services.partnerships.domain.decisions import decide
from services.partnerships.domain.events import Event
from services.partnerships.domain.evolving import evolve
from services.partnerships.domain.states import State, Unproposed

PARTNERSHIP: Decider[Command, State, Event, Circumstances] = Decider(
    initial=Unproposed(), decide=decide, evolve=evolve
)
