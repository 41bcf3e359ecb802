"""The golden messages: one of each type, written by hand and kept for ever."""

import json
from pathlib import Path
from typing import Any

from contracts.envelope import Message

SAMPLES = Path(__file__).parent / "samples"


def file_name(message: type[Message]) -> str:
    """The name of a message's schema file and of its sample."""
    return f"{message.service}.{message.event}.v{message.major}.json"


def sample(message: type[Message]) -> dict[str, Any]:
    """The golden message of this type."""
    content: dict[str, Any] = json.loads((SAMPLES / file_name(message)).read_text())
    return content
