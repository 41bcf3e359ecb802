"""A field declares what its type needs, and nothing that its type has no use for."""

from collections.abc import Mapping

from services.partnerships.domain.field_rules import FieldRule, FieldType
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.linting.finding import Found, finding

LIMITS = frozenset({"least", "most"})
NEEDED: Mapping[FieldType, frozenset[str]] = {
    "shares": frozenset({"sharers"}),
    "quantity": frozenset({"unit"}),
    "choice": frozenset({"options"}),
    "choices": frozenset({"options"}),
    "contact": frozenset({"roles"}),
    "contacts": frozenset({"roles"}),
    "fleet": frozenset({"options"}),
    "emissions": frozenset({"methods"}),
    "pathway": frozenset({"baseline"}),
    "measures": frozenset({"options", "methods"}),
}
WITH_LIMITS: frozenset[FieldType] = frozenset(
    {"number", "quantity", "fleet", "emissions", "pathway", "measures"}
)


def mistakes(kind: Kind) -> Found:
    """Return what is wrong with the fields, the ballot and the declarations."""
    for number, rule in enumerate(kind.fields):
        yield from _of_field(rule, number, kind)
    ballot = kind.ballot
    if ballot is not None and not _is_required(kind, ballot.share_field, "shares"):
        yield finding("ballot_without_shares", "ballot", "share_field")
    for number, declaration in enumerate(kind.declarations):
        if not _is_required(kind, declaration.field, "contacts"):
            yield finding(
                "declaration_without_contacts", "declarations", number, "field"
            )


def _of_field(rule: FieldRule, number: int, kind: Kind) -> Found:
    needed = NEEDED.get(rule.type, frozenset())
    useful = needed | (LIMITS if rule.type in WITH_LIMITS else frozenset())
    declared = _declared(rule)
    for lacking in sorted(needed - declared):
        yield finding(
            "field_lacks", "fields", number, lacking, type=rule.type, lacking=lacking
        )
    for needless in sorted(declared - useful):
        yield finding(
            "field_has_needless",
            "fields",
            number,
            needless,
            type=rule.type,
            needless=needless,
        )
    baseline = rule.baseline
    if baseline is not None and not _is_required(kind, baseline, "emissions"):
        yield finding("baseline_not_a_field", "fields", number, "baseline")


def _declared(rule: FieldRule) -> frozenset[str]:
    said = {
        "sharers": rule.sharers,
        "roles": rule.roles,
        "options": rule.options,
        "methods": rule.methods,
        "unit": rule.unit,
        "baseline": rule.baseline,
    }
    limits = {"least": rule.least, "most": rule.most}
    return frozenset(
        (
            *(name for name, value in said.items() if value),
            *(name for name, value in limits.items() if value is not None),
        )
    )


def _is_required(kind: Kind, key: str, type_: FieldType) -> bool:
    rule = kind.field(key)
    return rule is not None and rule.type == type_ and rule.required
