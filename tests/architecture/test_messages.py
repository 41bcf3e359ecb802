"""Every published message is heard by somebody, described, and shown by example."""

from pathlib import Path

import pytest

from chassis.service import Service
from contracts import MESSAGES, Message
from tests.architecture.reading import ROOT, SERVICES

CONTRACTS = ROOT / "contracts"


def file_of(message: type[Message], folder: str) -> Path:
    """Return where a message's schema or sample is kept."""
    name = f"{message.service}.{message.event}.v{message.major}.json"
    return CONTRACTS / folder / name


def test_every_message_is_heard_or_meant_for_others(
    services: dict[str, Service],
) -> None:
    """A message that nobody hears is work for nothing, or a forgotten consumer."""
    heard = frozenset().union(
        *(service.subscriptions.types for service in services.values())
    )

    assert [
        message.type_name()
        for message in MESSAGES
        if (message in heard) == message.public_only
    ] == []


def test_a_service_hears_no_message_of_its_own(services: dict[str, Service]) -> None:
    """What a service knows already it need not be told."""
    assert [
        message.type_name()
        for name, service in services.items()
        for message in service.subscriptions.types
        if message.service == name
    ] == []


@pytest.mark.parametrize("folder", ["schemas", "samples"])
def test_every_message_has_its_files(folder: str) -> None:
    """A schema is what others build on; a sample is what they try first."""
    missing = [
        message.type_name()
        for message in MESSAGES
        if not file_of(message, folder).exists()
    ]

    assert missing == []


def test_every_message_is_named_for_its_publisher() -> None:
    """The subject says who speaks, and only services speak."""
    assert {message.service for message in MESSAGES} <= set(SERVICES)
