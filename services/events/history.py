"""The history of gatherings: its events by name, chained."""

from chassis.history import EventCodec, History
from services.events.domain.events import Event

CODEC: EventCodec[Event] = EventCodec.of(Event)
HISTORY = History(CODEC)
