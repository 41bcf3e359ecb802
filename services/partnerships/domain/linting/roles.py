"""Roles that are named are declared, the municipality takes part, and somebody signs."""

from collections.abc import Iterator

from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.linting.finding import Found, finding
from services.partnerships.domain.linting.naming import Place


def mistakes(kind: Kind) -> Found:
    """Return what is wrong with who takes part."""
    known = [role.key for role in kind.roles]
    for place, named in _named(kind):
        for number, role in enumerate(named):
            if role not in known:
                yield finding(
                    "role_not_declared", *place, number, role=role, roles=known
                )
    staff = [role for role in kind.roles if role.acts_through == "staff"]
    if [(role.least, role.most) for role in staff] != [(1, 1)]:
        yield finding("no_municipality", "roles")
    if not any(
        role.must_sign and role.acts_through == "contact" for role in kind.roles
    ):
        yield finding("nobody_signs", "roles")


def _named(kind: Kind) -> Iterator[tuple[Place, tuple[str, ...]]]:
    for number, group in enumerate(kind.groups):
        yield ("groups", number, "roles"), group.roles
    for number, flag in enumerate(kind.flags):
        yield ("flags", number, "roles"), flag.roles
    for number, rule in enumerate(kind.fields):
        yield ("fields", number, "sharers"), rule.sharers
        yield ("fields", number, "roles"), rule.roles
    if kind.alignment is not None:
        yield ("alignment", "roles"), kind.alignment.roles
    if kind.steering_group is not None:
        seats = tuple(seat.role for seat in kind.steering_group.seats)
        yield ("steering_group", "seats"), seats
