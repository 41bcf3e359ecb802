"""What the fields of an agreement are called, in both languages."""

from collections.abc import Mapping
from uuid import UUID

from services.partnerships.domain.differing import Path, Wording
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.words import Words

type Names = Mapping[UUID, str]

_PARTS: Mapping[tuple[str, str], Words] = {
    ("parties", "role"): Words("rolle", "role"),
    ("parties", "contact_id"): Words("kontaktperson", "contact"),
    ("parties", "flags"): Words("særlige kendetegn", "flags"),
    ("clauses", "text"): Words("tekst", "text"),
    ("obligations", "owner"): Words("hvem giver", "who gives"),
    ("obligations", "beneficiary"): Words("hvem får", "who gets"),
    ("obligations", "text"): Words("tekst", "text"),
    ("obligations", "due_on"): Words("frist", "due day"),
    ("measures", "goal"): Words("mål i erhvervspolitikken", "goal of the policy"),
    ("measures", "baseline"): Words("udgangspunkt", "baseline"),
    ("measures", "targets"): Words("måltal", "target"),
    ("contributions", "yearly_ore"): Words("årligt bidrag", "yearly contribution"),
}
_WHOLE: Mapping[str, Words] = {
    "starts_on": Words("Første dag", "First day"),
    "ends_on": Words("Sidste dag", "Last day"),
}
_ORDER: Mapping[str, Words] = {
    "parties": Words("Parternes rækkefølge", "Order of the parties"),
    "clauses": Words("Vilkårenes rækkefølge", "Order of the clauses"),
    "obligations": Words("Forpligtelsernes rækkefølge", "Order of the obligations"),
    "measures": Words("Indikatorernes rækkefølge", "Order of the indicators"),
    "contributions": Words("Bidragenes rækkefølge", "Order of the contributions"),
}


class Labels:
    """Names the fields of versions by their kind and by who takes part."""

    def __init__(
        self, kind: Kind, names: Names, before: Wording, after: Wording
    ) -> None:
        self._kind = kind
        self._names = {str(key): name for key, name in names.items()}
        self._numbers = _numbered(after)
        self._former = _numbered(before)

    def of(self, path: Path) -> Words:
        """Return what a field is called, as a line of its own begins."""
        told = self._named(path)
        return Words(_capital(told.da), _capital(told.en))

    def _named(self, path: Path) -> Words:
        match path:
            case (whole,):
                return _WHOLE[whole]
            case ("fields", key):
                rule = self._kind.field(key)
                return rule.name if rule else Words(key, key)
            case (name, "order"):
                return _ORDER[name]
            case ("measures", key, "targets", year):
                part = _PARTS["measures", "targets"]
                with_year = Words(f"{part.da} {year}", f"{part.en} {year}")
                return _joined(self._entry("measures", key), with_year)
            case (name, key, part_name):
                return _joined(self._entry(name, key), _PARTS[name, part_name])
            case _:
                told = ".".join(path)
                return Words(told, told)

    def _entry(self, name: str, key: str) -> Words:
        match name:
            case "clauses":
                clauses = (one for one in self._kind.clauses if one.key == key)
                clause = next(clauses, None)
                return clause.name if clause else Words(key, key)
            case "measures":
                rule = self._kind.indicator(key)
                return rule.name if rule else Words(key, key)
            case "obligations":
                return self._obligation(key)
            case _:
                told = self._names.get(key, key)
                return Words(told, told)

    def _obligation(self, key: str) -> Words:
        number = self._numbers.get(key)
        if number is None:
            former = self._former[key]
            return Words(
                f"Hidtidig forpligtelse {former}", f"Former obligation {former}"
            )
        return Words(f"Forpligtelse {number}", f"Obligation {number}")


def _numbered(version: Wording) -> dict[str, int]:
    obligations = enumerate(version.terms.obligations, start=1)
    return {str(one.id): number for number, one in obligations}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(first: Words, then: Words) -> Words:
    return Words(f"{first.da}: {then.da}", f"{first.en}: {then.en}")
