"""Named roles are declared, the municipality takes part, and signing comes to an end."""

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
    yield from _order(kind)


def _order(kind: Kind) -> Found:
    signing = {role.key for role in kind.roles if role.must_sign}
    for place, rule in enumerate(kind.roles):
        for number, before in enumerate(rule.signs_after):
            idle = next((one for one in (rule.key, before) if one not in signing), None)
            if idle is not None and kind.role(before) is not None:
                yield finding(
                    "order_of_nobody", "roles", place, "signs_after", number, role=idle
                )
    circle = _circle(kind)
    if circle:
        yield finding("order_in_a_circle", "roles", roles=circle)


def _circle(kind: Kind) -> list[str]:
    """Take away whoever waits for nobody that is left, until nobody can be taken."""
    left = {role.key: role.signs_after for role in kind.roles}
    for _ in kind.roles:
        left = {key: after for key, after in left.items() if left.keys() & set(after)}
    return list(left)


def _named(kind: Kind) -> Iterator[tuple[Place, tuple[str, ...]]]:
    for number, role in enumerate(kind.roles):
        yield ("roles", number, "signs_after"), role.signs_after
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
