"""A field holds only what its declaration allows: options, methods, limits, units."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from services.partnerships.domain.checks.ranges import outside, span
from services.partnerships.domain.checks.repeating import repeated
from services.partnerships.domain.field_rules import FieldRule, FieldType
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.values import (
    Area,
    Chosen,
    ChosenOnes,
    Contact,
    Contacts,
    Day,
    Emissions,
    FieldValue,
    Fleet,
    Measures,
    Number,
    Pathway,
    Place,
    Quantity,
    Ring,
    SchoolYear,
    Shares,
    Text,
    Texts,
)

RING_POSITIONS = 4
TYPES: Mapping[FieldType, type[FieldValue]] = {
    "text": Text,
    "texts": Texts,
    "area": Area,
    "shares": Shares,
    "number": Number,
    "quantity": Quantity,
    "date": Day,
    "school_year": SchoolYear,
    "place": Place,
    "choice": Chosen,
    "choices": ChosenOnes,
    "contact": Contact,
    "contacts": Contacts,
    "fleet": Fleet,
    "emissions": Emissions,
    "pathway": Pathway,
    "measures": Measures,
}


def check_value(rule: FieldRule, value: FieldValue) -> None:
    """Refuse a value that its field cannot hold, whatever else the proposal says."""
    if not isinstance(value, TYPES[rule.type]):
        raise refused("field_of_wrong_type", field=rule.key, type=rule.type)
    _check_form(rule, value)
    _check_options(rule, _options(value))
    _check_methods(rule, _methods(value))
    for figure in _figures(value):
        if outside(figure, rule.least, rule.most):
            limits = span(rule.least, rule.most)
            raise refused(
                "field_out_of_range", field=rule.key, value=str(figure), range=limits
            )


def _check_form(rule: FieldRule, value: FieldValue) -> None:
    match value:
        case Area(rings) if not _encloses(rings):
            raise refused("area_not_closed", field=rule.key)
        case Quantity(unit=unit) if unit != rule.unit:
            raise refused("unit_differs", field=rule.key, unit=str(rule.unit))
        case Contacts(persons):
            _check_once(rule, (str(one.contact_id) for one in persons))
        case Pathway(pathway):
            years = [one.year for one in pathway]
            if years != sorted(set(years)):
                raise refused("pathway_not_in_order", field=rule.key)
        case _:
            pass


def _encloses(rings: tuple[Ring, ...]) -> bool:
    closed = (len(ring) >= RING_POSITIONS and ring[0] == ring[-1] for ring in rings)
    return bool(rings) and all(closed)


def _options(value: FieldValue) -> tuple[str, ...]:
    match value:
        case Chosen(option):
            return (option,)
        case ChosenOnes(options):
            return options
        case Fleet(vehicles):
            return tuple(one.drive for one in vehicles)
        case Measures(measures):
            return tuple(one.type for one in measures)
        case _:
            return ()


def _methods(value: FieldValue) -> tuple[str, ...]:
    match value:
        case Emissions(method=method):
            return (method,)
        case Measures(measures):
            return tuple(one.method for one in measures)
        case _:
            return ()


def _figures(value: FieldValue) -> tuple[Decimal, ...]:
    match value:
        case Number(number):
            return (Decimal(number),)
        case Quantity(quantity=quantity):
            return (quantity,)
        case Fleet(vehicles):
            return (Decimal(sum(one.number for one in vehicles)),)
        case Emissions(tonnes=tonnes):
            return (tonnes,)
        case Pathway(planned) | Measures(planned):
            return tuple(one.tonnes for one in planned)
        case _:
            return ()


def _check_options(rule: FieldRule, chosen: tuple[str, ...]) -> None:
    known = [option.key for option in rule.options]
    for option in chosen:
        if option not in known:
            raise refused(
                "option_unknown", field=rule.key, option=option, options=known
            )
    _check_once(rule, chosen)


def _check_once(rule: FieldRule, entries: Iterable[str]) -> None:
    entry = repeated(entries)
    if entry is not None:
        raise refused("entry_twice", field=rule.key, entry=str(entry))


def _check_methods(rule: FieldRule, methods: tuple[str, ...]) -> None:
    known = [option.key for option in rule.methods]
    for method in methods:
        if method not in known:
            raise refused("method_unknown", of=rule.key, method=method, methods=known)
