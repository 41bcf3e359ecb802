"""The published files: true to the code, readable by others, and never broken."""

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from jsonschema.exceptions import best_match

from chassis.cloudevents import headers
from contracts import MESSAGES, Envelope, InvitationAnsweredV1, Message
from contracts.asyncapi import asyncapi
from contracts.documents import (
    FOLDER,
    PromiseBroken,
    broken_promises,
    publish,
    published_files,
    schema,
    schema_files,
)
from contracts.golden import file_name, sample

ASYNCAPI_3 = json.loads((Path(__file__).parent / "asyncapi-3.0.0.json").read_text())


PUBLISHED = published_files()


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_file_says_what_the_code_says(name: str) -> None:
    """Whoever changes a message runs `medspil schemas` and commits the result."""
    assert (FOLDER / name).read_text() == PUBLISHED[name]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The AsyncAPI document, to be read and not changed."""
    return asyncapi()


def test_nothing_else_is_published() -> None:
    """A message that was taken away leaves no file, a sample no schema alone."""
    names = sorted(file_name(one) for one in MESSAGES)

    assert sorted(one.name for one in (FOLDER / "schemas").iterdir()) == names
    assert sorted(one.name for one in (FOLDER / "samples").iterdir()) == names


@pytest.mark.parametrize("message", MESSAGES, ids=file_name)
def test_a_golden_message_is_read_and_written_unchanged(message: type[Message]) -> None:
    """What was published once is understood for ever, to the last field."""
    golden = sample(message)

    assert message.model_validate(golden).model_dump(mode="json") == golden


@pytest.mark.parametrize("message", MESSAGES, ids=file_name)
def test_a_golden_message_meets_its_schema(message: type[Message]) -> None:
    """The schema that others validate with accepts what we send."""
    validator = Draft202012Validator(
        schema(message), format_checker=Draft202012Validator.FORMAT_CHECKER
    )

    assert [one.message for one in validator.iter_errors(sample(message))] == []


@pytest.mark.parametrize("message", MESSAGES, ids=file_name)
def test_a_reader_ignores_what_it_does_not_know(message: type[Message]) -> None:
    """A publisher may add a field before every reader knows it."""
    golden = sample(message)

    read = message.model_validate(golden | {"added_later": "marsupilami"})

    assert read == message.model_validate(golden)


def committed(revision: str) -> dict[str, str]:
    """The schema files of one revision of this repository, by file name."""
    git = shutil.which("git") or "git"
    listed = _git(git, "ls-tree", "--name-only", revision, "contracts/schemas/")
    return {
        Path(path).name: _git(git, "show", f"{revision}:{path}")
        for path in listed.split()
    }


def _git(*command: str) -> str:
    done = subprocess.run(
        command, cwd=FOLDER.parent, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.mark.skipif(
    not (FOLDER.parent / ".git").exists(), reason="no history to compare with"
)
def test_what_was_committed_is_still_kept() -> None:
    """A golden file cannot be edited past the gate: history is asked too."""
    assert broken_promises(committed("HEAD")) == {}


NAME = "partnerships.statement-given.v1.json"


def altered(name: str, **properties: object) -> dict[str, str]:
    """The files as published, one of them with other properties than the code."""
    document = json.loads(schema_files()[name])
    document["properties"] |= properties
    return {name: json.dumps(document)}


def test_a_broken_promise_is_found_by_its_file() -> None:
    """A field that changes its type is reported in both directions."""
    found = broken_promises(altered(NAME, rating={"type": "string"}))

    assert {
        name: [(one.direction, one.path) for one in several]
        for name, several in found.items()
    } == {NAME: [("backward", "$.rating"), ("forward", "$.rating")]}


def test_a_message_may_not_be_taken_away() -> None:
    """The stream still holds it; somebody may still want it."""
    found = broken_promises({"partnerships.forgotten.v1.json": '{"type": "object"}'})

    assert [one.sentence for one in found["partnerships.forgotten.v1.json"]] == [
        "the code no longer knows this message"
    ]


def test_publishing_writes_what_changed_and_then_nothing(tmp_path: Path) -> None:
    """A second run has nothing to do, a compatible addition is written."""
    first = publish(tmp_path)
    second = publish(tmp_path)
    path = tmp_path / "schemas" / NAME
    earlier = json.loads(path.read_text())
    earlier["properties"]["note"] = {"type": "string"}
    path.write_text(json.dumps(earlier))
    third = publish(tmp_path)

    assert len(first) == len(MESSAGES) + 1
    assert second == []
    assert third == [path]


def test_publishing_refuses_to_break_a_promise_and_says_why(tmp_path: Path) -> None:
    """Nothing is written; the message names the file, the place and the reason."""
    publish(tmp_path)
    path = tmp_path / "schemas" / NAME
    path.write_text(altered(NAME, rating={"type": "string"})[NAME])
    before = path.read_text()

    with pytest.raises(PromiseBroken) as refused:
        publish(tmp_path)

    assert path.read_text() == before
    assert str(refused.value).splitlines() == [
        (
            f"{NAME}: $.rating: the new reader expects integer,"
            " an earlier message may hold string"
        ),
        (
            f"{NAME}: $.rating: an earlier reader expects string,"
            " a new message may hold integer"
        ),
    ]


def test_the_asyncapi_document_is_valid(document: dict[str, Any]) -> None:
    """It meets the JSON Schema that AsyncAPI 3.0.0 publishes."""
    error = best_match(Draft7Validator(ASYNCAPI_3).iter_errors(document))

    assert error is None


def without_address(document: dict[str, Any]) -> None:
    """Take a channel's reference out of an operation."""
    del document["operations"]["send.partnerships.proposed.v1"]["channel"]


def with_unknown_action(document: dict[str, Any]) -> None:
    """Let an operation do what no operation does."""
    document["operations"]["send.partnerships.proposed.v1"]["action"] = "shout"


def with_bad_parameter(document: dict[str, Any]) -> None:
    """Describe a parameter by a schema, as version 2 did."""
    parameters = document["channels"]["partnerships.proposed.v1"]["parameters"]
    parameters["aggregate_id"]["schema"] = {"type": "string"}


@pytest.mark.parametrize(
    "damage", [without_address, with_unknown_action, with_bad_parameter]
)
def test_a_broken_asyncapi_document_is_caught(damage: Any) -> None:
    """The validation above is no formality: it sees what is wrong."""
    document = asyncapi()
    damage(document)

    assert list(Draft7Validator(ASYNCAPI_3).iter_errors(document)) != []


def references(node: Any) -> list[str]:
    """Every $ref below a node."""
    if isinstance(node, dict):
        inner = [one for value in node.values() for one in references(value)]
        return [*inner, node["$ref"]] if isinstance(node.get("$ref"), str) else inner
    if isinstance(node, list):
        return [one for value in node for one in references(value)]
    return []


def test_every_reference_in_the_document_leads_somewhere(
    document: dict[str, Any],
) -> None:
    """The JSON Schema does not follow references, so this does."""
    found = references(document)

    assert len(found) > 4 * len(MESSAGES)
    for reference in found:
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_the_document_tells_all_that_a_listener_needs(document: dict[str, Any]) -> None:
    """Address, stream, headers, payload and an example, of one message by hand."""
    channel = document["channels"]["events.invitation-answered.v1"]
    message = document["components"]["messages"]["InvitationAnsweredV1"]
    trait = document["components"]["messageTraits"]["cloudevent"]

    assert channel["address"] == "medspil.events.invitation-answered.{aggregate_id}"
    assert channel["x-jetstream"] == {
        "stream": "MEDSPIL",
        "filter_subject": "medspil.events.invitation-answered.*",
    }
    assert message["name"] == "dk.htk.medspil.events.invitation-answered.v1"
    assert message["examples"][0]["payload"]["answer"] == "tentative"
    assert message["payload"] == {"$ref": "#/components/schemas/InvitationAnsweredV1"}
    assert "ce-id" in trait["headers"]["required"]
    assert "traceparent" not in trait["headers"]["required"]


def test_the_headers_we_send_are_those_that_we_describe(
    document: dict[str, Any],
) -> None:
    """A listener who checks the headers by the document takes our messages."""
    identifier = UUID("01993b1e-6c00-7a52-9d41-3f0f6c2b8e10")
    envelope = Envelope(
        id=identifier,
        occurred_at=datetime(2025, 10, 1, 6, 0, tzinfo=UTC),
        aggregate_id=identifier,
        sequence=7,
        actor="system",
        correlation_id="marsupilami",
        message=InvitationAnsweredV1.model_validate(sample(InvitationAnsweredV1)),
    )
    described = document["components"]["messageTraits"]["cloudevent"]["headers"]
    sent = headers(envelope)

    validator = Draft7Validator(
        described, format_checker=Draft7Validator.FORMAT_CHECKER
    )
    assert list(validator.iter_errors(sent | {"Nats-Msg-Id": sent["ce-id"]})) == []
    assert sent.keys() <= described["properties"].keys()


@pytest.mark.parametrize("message", MESSAGES, ids=file_name)
def test_every_message_has_a_channel_and_an_operation(
    message: type[Message], document: dict[str, Any]
) -> None:
    """Nothing is published that the document does not describe."""
    key = file_name(message).removesuffix(".json")

    assert document["channels"][key]["messages"].keys() == {message.__name__}
    assert document["operations"][f"send.{key}"]["action"] == "send"
