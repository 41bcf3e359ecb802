"""Hears every message that the evaluation counts on, and keeps each as a fact."""

from chassis.consuming import Subscriptions
from services.reporting.store import HAPPENINGS, record


def subscriptions() -> Subscriptions:
    """What reporting hears."""
    heard = Subscriptions()
    heard.on_batch(HAPPENINGS, record)
    return heard
