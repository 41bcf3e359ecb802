"""Headers are read at a glance exactly as they are read word by word."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from chassis import cloudevents
from chassis.cloudevents import Unreadable
from chassis.glancing import glance
from contracts import ContactRegisteredV1, Envelope, Message

CONTACT = UUID("00000000-0000-7000-8000-00000000000a")
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def told(*, actor: str = "staff:ida", **more: object) -> Envelope[Message]:
    """A message as a service tells it."""
    return Envelope(
        id=UUID("8e2bba25-06b6-5819-9a1d-cf40d879f097"),
        occurred_at=datetime(2024, 1, 10, 8, 30, 0, 5, tzinfo=UTC),
        aggregate_id=CONTACT,
        sequence=12,
        actor=actor,
        correlation_id="request-1",
        message=ContactRegisteredV1(
            contact_id=CONTACT, organisation_id=CONTACT, language="da"
        ),
        **more,  # type: ignore[arg-type] # what a test adds
    )


def head(headers: dict[str, str]) -> bytes:
    """Headers as NATS carries them, in the order in which the outbox kept them."""
    kept = sorted(headers.items(), key=lambda header: (len(header[0]), header[0]))
    lines = "".join(f"{name}: {value}\r\n" for name, value in kept)
    return f"NATS/1.0\r\n{lines}Nats-Msg-Id: x\r\n\r\n".encode()


@pytest.mark.parametrize(
    "envelope",
    [told(), told(traceparent=TRACE), told(causation_id=CONTACT)],
    ids=["plain", "traced", "caused"],
)
def test_what_we_write_is_read_at_a_glance(envelope: Envelope[Message]) -> None:
    """Nothing is lost on the short way."""
    written = head(cloudevents.headers(envelope))
    body = cloudevents.body(envelope).encode()

    assert glance(written) is not None
    assert cloudevents.read_raw(written, body) == envelope


def test_another_order_is_read_word_by_word() -> None:
    """Headers have none; only ours always come in the same."""
    body = cloudevents.body(told()).encode()
    lines = head(cloudevents.headers(told())).split(b"\r\n")
    backwards = b"\r\n".join([lines[0], *reversed(lines[1:-2]), b"", b""])

    assert glance(backwards) is None
    assert cloudevents.read_raw(backwards, body) == told()


@pytest.mark.parametrize(
    "change",
    [
        {"ce-authid": "staff:%C3%A5se"},
        {"ce-correlationid": "æ"},
        {"ce-time": "2024-01-10T09:30:00+01:00"},
        {"ce-id": "8E2BBA25-06B6-5819-9A1D-CF40D879F097"},
        {"ce-causationid": "{00000000-0000-7000-8000-00000000000a}"},
    ],
    ids=str,
)
def test_what_is_written_otherwise_is_read_word_by_word(change: dict[str, str]) -> None:
    """Another publisher may write as it likes, within the specification."""
    headers = cloudevents.headers(told()) | change
    body = cloudevents.body(told()).encode()

    assert glance(head(headers)) is None
    assert cloudevents.read_raw(head(headers), body) == cloudevents.read(headers, body)


def test_space_before_a_value_is_none_of_it() -> None:
    """Whichever way the headers are read."""
    spaced = cloudevents.headers(told()) | {"ce-authid": " staff:ida"}

    read = cloudevents.read_raw(head(spaced), cloudevents.body(told()).encode())

    assert read == told()


def test_names_of_headers_have_no_case() -> None:
    """As in HTTP."""
    headers = cloudevents.headers(told())
    shouted = {name.upper(): value for name, value in headers.items()}

    read = cloudevents.read_raw(head(shouted), cloudevents.body(told()).encode())

    assert read == told()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"ce-specversion": "0.3"}, "not_a_cloudevent"),
        ({"ce-type": "dk.htk.x.v1"}, "unknown_type"),
        ({"ce-time": "2024-13-10T08:30:00+00:00"}, "malformed_attributes"),
        ({"ce-id": "8e2bba25"}, "malformed_attributes"),
        ({"ce-subject": "8e2bba25"}, "malformed_attributes"),
        ({"ce-sequence": "twelve"}, "malformed_attributes"),
        ({"ce-causationid": "nobody"}, "malformed_attributes"),
    ],
)
def test_what_is_wrong_is_refused_with_the_same_reason(
    change: dict[str, str], reason: str
) -> None:
    """At a glance nothing passes that would not pass word by word."""
    headers = cloudevents.headers(told()) | change

    with pytest.raises(Unreadable) as refused:
        cloudevents.read_raw(head(headers), cloudevents.body(told()).encode())

    assert refused.value.reason == reason


def test_a_body_is_checked_on_the_short_way_too() -> None:
    """Headers that look right prove nothing."""
    with pytest.raises(Unreadable) as refused:
        cloudevents.read_raw(head(cloudevents.headers(told())), b"{}")

    assert refused.value.reason == "malformed_body"
