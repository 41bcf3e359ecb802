"""The files that are published about the messages, and the refusal to break them.

They follow from the message types; `medspil schemas` calls *publish*.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contracts.asyncapi import asyncapi
from contracts.compatibility import Break, Schema, breaks
from contracts.envelope import Message
from contracts.golden import file_name
from contracts.registry import MESSAGES

FOLDER = Path(__file__).parent

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class PromiseBroken(Exception):
    """A published message would no longer be understood: what, by file name."""

    def __init__(self, found: Mapping[str, list[Break]]) -> None:
        super().__init__(
            "\n".join(
                f"{name}: {one.path}: {one.sentence}"
                for name, several in found.items()
                for one in several
            )
        )
        self.found = found


def schema(message: type[Message]) -> Schema:
    """The JSON Schema of a message as it is published."""
    head = {"$schema": _DIALECT, "$id": message.schema_urn()}
    return head | message.model_json_schema(mode="serialization")


def schema_files() -> dict[str, str]:
    """Every schema file with the text that it should have now, by file name."""
    return {file_name(one): _text(schema(one)) for one in MESSAGES}


def published_files() -> dict[str, str]:
    """Every published file with its text, by its path below this package."""
    schemas = {f"schemas/{name}": text for name, text in schema_files().items()}
    return schemas | {"asyncapi.json": _text(asyncapi())}


def broken_promises(published: Mapping[str, str]) -> dict[str, list[Break]]:
    """What breaks between the *published* schema files and the code, by file name."""
    current = {file_name(one): schema(one) for one in MESSAGES}
    found = {
        name: breaks(json.loads(text), current[name])
        if name in current
        else [Break("backward", "$", "the code no longer knows this message")]
        for name, text in published.items()
    }
    return {name: several for name, several in found.items() if several}


def publish(folder: Path = FOLDER) -> list[Path]:
    """Write the files that changed; raise PromiseBroken and write none instead."""
    before = {one.name: one.read_text() for one in (folder / "schemas").glob("*.json")}
    found = broken_promises(before)
    if found:
        raise PromiseBroken(found)
    changed = []
    for name, text in published_files().items():
        path = folder / name
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            changed.append(path)
    return changed


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
