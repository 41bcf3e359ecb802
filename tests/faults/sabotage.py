"""Medspil with one safeguard switched off, to see that the fault suite notices.

Started like medspil itself, with the name of the safeguard in front.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Any

from chassis import committing, leading, positions, relay


def without_inbox() -> None:
    """Every delivery takes effect, the second one as well; not what is derived."""
    positions._CLAIM = _replaced(
        positions._CLAIM, "array(select message_id from claimed)", "$4::uuid[]"
    )


def without_message_id() -> None:
    """The stream cannot tell that it has a message already."""
    headers = relay._headers

    def unnamed(row: Any) -> dict[str, str]:
        named = headers(row)
        return {name: named[name] for name in named if name != "Nats-Msg-Id"}

    relay._headers = unnamed


def without_relay_lock() -> None:
    """Every process of a service publishes; one of them still hears."""
    leading._TRY = _replaced(
        leading._TRY, "select ", f"select $1::int = {relay.LOCK} or "
    )


def without_version_check() -> None:
    """What was decided on an older version is written all the same."""
    anyway = _replaced(committing._STATEMENT, " and kept.version = asked.seen", "")
    committing._STATEMENT = _replaced(
        anyway, "), due as materialized", "on conflict do nothing), due as materialized"
    )


def _replaced(text: str, safeguard: str, instead: str) -> str:
    """Take a safeguard out of a text; LookupError if it is written otherwise now."""
    if safeguard not in text:
        raise LookupError(f"{safeguard!r} is not there to be switched off.")
    return text.replace(safeguard, instead)


SAFEGUARDS: Mapping[str, Callable[[], None]] = {
    "inbox": without_inbox,
    "message-id": without_message_id,
    "relay-lock": without_relay_lock,
    "version-check": without_version_check,
}

if __name__ == "__main__":
    SAFEGUARDS[sys.argv.pop(1)]()
    from medspil.cli import app

    app()
