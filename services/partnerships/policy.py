"""The policy that definitions are held to, as it is shipped with this service."""

from pathlib import Path

from pydantic import TypeAdapter

from services.partnerships.domain.policy import Policy

POLICY = TypeAdapter(Policy).validate_json(
    Path(__file__).with_name("policy.json").read_bytes()
)
