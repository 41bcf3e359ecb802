"""The draft that every measurement writes: what a case officer sends, in its usual size."""

import json
from uuid import UUID

REFERENCE = "HTK-BID-2024-0000001"
TITLE = "BID Hedehusene"
GOALS = ("G1.1", "G2.2")
PURPOSE = "Et grønt, ryddeligt og trygt erhvervskvarter ved stationen i Hedehusene."
PARTIES = tuple(
    (UUID(int=7 << 76 | number), role, UUID(int=7 << 76 | 100 + number))
    for number, role in enumerate(("municipality", "business", "property_owner"), 1)
)


def request(**more: object) -> str:
    """The draft as it is sent to the API."""
    sent = {
        "title": TITLE,
        "parties": [
            {
                "organisation_id": str(organisation_id),
                "role": role,
                "contact_id": str(contact_id),
            }
            for organisation_id, role, contact_id in PARTIES
        ],
        "goals": GOALS,
        "fields": {"purpose": {"type": "text", "text": PURPOSE}},
    }
    return json.dumps(more | sent, ensure_ascii=False)
