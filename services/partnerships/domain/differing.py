"""Where two versions of an agreement differ, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.partnerships.domain.agreement import Measure, Obligation, Terms
from services.partnerships.domain.proposal import Party, Proposal
from services.partnerships.domain.values import FieldValue

type Path = tuple[str, ...]
type Held = date | Decimal | int | str | UUID | tuple[str, ...] | FieldValue
type Fields = Mapping[Path, Held]

LISTS = ("clauses", "obligations", "measures", "contributions", "parties")


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything that a version says: its terms, its parties and their fields."""

    terms: Terms
    proposal: Proposal

    def obligation(self, key: str) -> Obligation | None:
        """Return the obligation with this id, or nothing for an unknown one."""
        found = (one for one in self.terms.obligations if str(one.id) == key)
        return next(found, None)

    @property
    def organisations(self) -> frozenset[str]:
        """The ids of the parties."""
        return frozenset(str(one.organisation_id) for one in self.proposal.parties)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that one version has otherwise than another; None where it has not."""

    path: Path
    before: Held | None
    after: Held | None


def differences(before: Wording, after: Wording) -> tuple[Difference, ...]:
    """Return where the second version says something else than the first, in order."""
    old, new = dict(_fields(before)), dict(_fields(after))
    found = [
        Difference(path, old.get(path), new.get(path))
        for path in dict.fromkeys((*old, *new))
        if old.get(path) != new.get(path)
    ]
    return (*found, *_reordered(old, new))


def _reordered(old: Fields, new: Fields) -> Iterator[Difference]:
    for name in LISTS:
        before, after = _keys(name, old), _keys(name, new)
        kept = tuple(key for key in before if key in after)
        moved = tuple(key for key in after if key in before)
        if kept != moved:
            yield Difference((name, "order"), kept, moved)


def _keys(name: str, fields: Fields) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path[1] for path in fields if path[0] == name))


def _fields(wording: Wording) -> Iterator[tuple[Path, Held]]:
    terms = wording.terms
    yield ("starts_on",), terms.starts_on
    yield ("ends_on",), terms.ends_on
    for party in wording.proposal.parties:
        yield from _of_party(party)
    for key, value in wording.proposal.fields.items():
        yield ("fields", key), value
    for clause in terms.clauses:
        yield ("clauses", clause.key, "text"), clause.text
    for obligation in terms.obligations:
        yield from _of_obligation(obligation)
    for measure in terms.measures:
        yield from _of_measure(measure)
    for one in terms.contributions:
        organisation = str(one.organisation_id)
        yield ("contributions", organisation, "yearly_ore"), one.yearly_ore


def _of_party(party: Party) -> Iterator[tuple[Path, Held]]:
    at = ("parties", str(party.organisation_id))
    yield (*at, "role"), party.role
    yield (*at, "contact_id"), party.contact_id
    if party.flags:
        yield (*at, "flags"), party.flags


def _of_obligation(one: Obligation) -> Iterator[tuple[Path, Held]]:
    at = ("obligations", str(one.id))
    yield (*at, "owner"), one.owner
    if one.beneficiary is not None:
        yield (*at, "beneficiary"), one.beneficiary
    yield (*at, "text"), one.text
    yield (*at, "due_on"), one.due_on


def _of_measure(measure: Measure) -> Iterator[tuple[Path, Held]]:
    at = ("measures", measure.indicator)
    yield (*at, "goal"), measure.goal
    yield (*at, "baseline"), measure.baseline
    for target in measure.targets:
        yield (*at, "targets", str(target.year)), target.value
