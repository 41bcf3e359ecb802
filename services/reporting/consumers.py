"""Hears every message that the evaluation counts on, and keeps each as a fact."""

from chassis.consuming import Subscriptions
from chassis.deriving import Derivation
from services.reporting.store import FACTS, HAPPENINGS


def subscriptions() -> Subscriptions:
    """What reporting hears."""
    heard = Subscriptions()
    heard.derive(HAPPENINGS, Derivation(FACTS))
    return heard
