"""What a list of partnerships is asked for, as SQL that holds only what was asked.

Each search is planned for its own words, for a rare one is found another way than one
that stands in every partnership.
"""

import re
from collections.abc import Mapping

_REFERENCE = re.compile(r"htk-[a-z0-9_-]*|(?:[a-z0-9_]+-)?[0-9]{4}-[0-9]+")

_CONDITIONS: Mapping[str, str] = {
    "status": "status = {0}::text",
    "kind": "kind = {0}::text",
    "organisation_id": "organisations @> array[{0}::uuid]",
    "goal": "goals @> array[{0}::text]",
    "due_before": "exists (select from task where partnership_id = id and due_on < {0})",
    "before": "id < {0}::uuid",
    "words": "words @@ websearch_to_tsquery('danish', {0}::text)",
    "reference": "words @@ {0}::text::tsquery",
    "near": "id = any({0}::uuid[])",
    "area": "coalesce(area && polygon({0}::text::box), false)",
}
_BESIDE = frozenset({"words", "reference", "area"})
"""What stands in the table `finding`, which is not read for anything else."""

FOR_ITS_WORDS = "set plan_cache_mode = force_custom_plan"
"""Until the connection is given back: no plan that was made for words of any kind."""

MOST_NEAR = 1000
NEAR = """
select partnership_id from finding where area && polygon($1::text::box) limit $2
"""
"""Those in an area, if they are few; PostgreSQL cannot estimate how many lie in one.

Where they are many, each is looked at in the order of the list, and the area is put so
that it counts for half of all: the list is soon full.
"""


def statement(asked: Mapping[str, object], limit: int) -> tuple[str, list[object]]:
    """Return the SQL of a list, newest first, and what goes into it."""
    given = {name: value for name, value in asked.items() if value is not None}
    conditions = [
        _CONDITIONS[name].format(f"${place}")
        for place, name in enumerate(given, start=1)
    ]
    table = "partnership"
    if not _BESIDE.isdisjoint(given):
        table += " join finding on partnership_id = id"
    where = f"where {' and '.join(conditions)}" if conditions else ""
    listed = f"{_LIST} from {table} {where} order by id desc limit ${len(given) + 1}"
    return listed, [*given.values(), limit]


def sought(text: str | None) -> dict[str, object]:
    """Return what is searched for: words by their stems, references as they begin."""
    words, references = [], []
    for term in (text or "").split():
        if _REFERENCE.fullmatch(term.lower()):
            references.append(f"'{term.lower()}':*")
        else:
            words.append(term)
    return {
        "words": " ".join(words) or None,
        "reference": " & ".join(references) or None,
    }


def located(area: str) -> str:
    """Return west, south, east and north as PostgreSQL reads a box."""
    west, south, east, north = area.split(",")
    return f"({west},{south}),({east},{north})"


_LIST = """
select id, reference, kind, kind_version, title, status, version, organisations,
       goals, updated_at
"""
