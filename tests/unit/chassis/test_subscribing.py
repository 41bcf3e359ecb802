"""What a service may hear beside what it derives."""

import pytest

from chassis.deriving import Derivation
from chassis.postgres import Connection
from chassis.subscribing import Subscriptions
from contracts import ContactErasedV1, ContactRegisteredV1, Envelope


async def handler(_: Connection, __: Envelope[ContactErasedV1]) -> None:
    """Do nothing."""


def test_a_service_that_derives_tables_handles_nothing_beside() -> None:
    """Its messages take effect in one statement, which has no room for a handler."""
    subscriptions = Subscriptions()
    subscriptions.derive(
        [ContactRegisteredV1], Derivation({"fact": "select from told"})
    )

    with pytest.raises(TypeError, match="only derives"):
        subscriptions.on(ContactErasedV1, handler)


def test_a_service_that_handles_messages_derives_none() -> None:
    """The other way round it is the same."""
    subscriptions = Subscriptions()
    subscriptions.on(ContactErasedV1, handler)

    with pytest.raises(TypeError, match="only derives"):
        subscriptions.derive(
            [ContactRegisteredV1], Derivation({"fact": "select from told"})
        )
