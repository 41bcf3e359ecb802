"""What a partnership is found by beside its row: the texts in it, and where it is."""

from collections.abc import Iterable, Iterator

from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.values import (
    Area,
    FieldValue,
    Place,
    Position,
    Text,
    Texts,
)
from services.partnerships.tasks import RULES


def findable(proposal: Proposal) -> dict[str, str | int | None]:
    """Return what a proposal is found by: its texts, and its area or place.

    *rules* says how what it waits for was derived, which is written beside it.
    """
    values = [proposal.fields[key] for key in sorted(proposal.fields)]
    places = (place for value in values for place in _places(value))
    return {
        "texts": "\n".join(text for value in values for text in _texts(value)),
        "area": next(places, None),
        "rules": RULES,
    }


def _texts(value: FieldValue) -> Iterable[str]:
    match value:
        case Text(text):
            return (text,)
        case Texts(texts):
            return texts
        case Place(address=address):
            return (address,)
        case _:
            return ()


def _places(value: FieldValue) -> Iterator[str]:
    """Yield polygons as PostgreSQL reads them; a place is one of a single point."""
    match value:
        case Area((outer, *_)):
            yield _polygon(outer)
        case Place(position=(_, _) as position):
            yield _polygon((position,))
        case _:
            return


def _polygon(positions: Iterable[Position]) -> str:
    return f"({','.join(f'({east},{north})' for east, north in positions)})"


FOUND = """
found as (
    insert into finding (partnership_id, words, area, task_rules)
    select stream_id,
           words_of(row ->> 'title', row ->> 'reference', parties.ids, what.texts),
           what.area::polygon, what.rules
    from won, jsonb_to_record(row -> 'found') as what (
             texts text, area text, rules int
         ),
         lateral (select array(select jsonb_array_elements_text(
             row -> 'organisations')::uuid) as ids) as parties
    where row ? 'found'
    on conflict (partnership_id) do update
        set words = excluded.words, area = excluded.area
)
"""
"""A part of the statement that writes commands, for those that have something new."""
