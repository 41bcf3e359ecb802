"""The history of partnerships: its events by name, chained."""

from chassis.history import EventCodec, History
from services.partnerships.domain.events import Event

CODEC: EventCodec[Event] = EventCodec.of(Event)
HISTORY = History(CODEC)
