"""Limits that something can meet: least is not above most, and validity has a day."""

from collections.abc import Iterator
from decimal import Decimal

from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.linting.finding import Found, finding


def mistakes(kind: Kind) -> Found:
    """Return the limits that nothing can meet."""
    if kind.valid_to is not None and kind.valid_to < kind.valid_from:
        first_day = kind.valid_from.isoformat()
        yield finding("validity_reversed", "valid_to", valid_from=first_day)
    for part, number, least, most in _limits(kind):
        if least is not None and most is not None and least > most:
            yield finding(
                "limits_reversed", part, number, least=str(least), most=str(most)
            )
    for number, group in enumerate(kind.groups):
        highest = _most(kind, group.roles)
        if highest is not None and group.least > highest:
            yield finding(
                "group_impossible", "groups", number, least=group.least, most=highest
            )
    for number, flag in enumerate(kind.flags):
        highest = _most(kind, flag.roles)
        if highest is not None and flag.least > highest:
            yield finding(
                "flag_impossible", "flags", number, least=flag.least, most=highest
            )


def _limits(
    kind: Kind,
) -> Iterator[tuple[str, int, int | Decimal | None, int | Decimal | None]]:
    for number, role in enumerate(kind.roles):
        yield "roles", number, role.least, role.most
    for number, rule in enumerate(kind.fields):
        yield "fields", number, rule.least, rule.most
    for number, measured in enumerate(kind.indicators):
        yield "indicators", number, measured.least, measured.most


def _most(kind: Kind, roles: tuple[str, ...]) -> int | None:
    """Return how many parties may take these roles together; None: any number."""
    limits = [role.most for role in kind.roles if role.key in roles]
    bounded = [most for most in limits if most is not None]
    return sum(bounded) if len(bounded) == len(limits) else None
