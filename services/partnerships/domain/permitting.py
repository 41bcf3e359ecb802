"""What each type of change may make different; everything else stays as it is."""

from collections.abc import Callable, Mapping

from services.partnerships.domain.agreement import ChangeType
from services.partnerships.domain.differing import Difference, Wording
from services.partnerships.domain.values import Contact, Contacts, Shares

type Permit = Callable[[Difference, Wording, Wording], bool]

HEART: Mapping[ChangeType, frozenset[str]] = {
    "extend": frozenset({"ends_on"}),
    "shorten": frozenset({"ends_on"}),
    "change_targets": frozenset({"measures"}),
    "add_party": frozenset({"parties"}),
    "remove_party": frozenset({"parties"}),
    "correct": frozenset({"clauses", "obligations", "measures"}),
    "replace_signatory": frozenset({"parties"}),
}
"""What must differ, or the change would be none of its type."""


def permitted(
    change: ChangeType, one: Difference, before: Wording, after: Wording
) -> bool:
    """Whether a change of the type may make this difference.

    Each version has its own first day, so that may always differ.
    """
    return one.path == ("starts_on",) or PERMITS[change](one, before, after)


def permitting(
    one: Difference, before: Wording, after: Wording
) -> tuple[ChangeType, ...]:
    """Return the types that may make this difference."""
    return tuple(
        change for change, permit in PERMITS.items() if permit(one, before, after)
    )


def _extend(one: Difference, before: Wording, after: Wording) -> bool:
    """The last day, and what falls in the days that are added."""
    last_day = before.terms.ends_on
    match one.path:
        case ("ends_on",):
            return after.terms.ends_on > last_day
        case ("measures", _, "targets", year):
            return one.before is None and int(year) >= last_day.year
        case ("obligations", key, _):
            added = after.obligation(key)
            is_new = before.obligation(key) is None
            return is_new and added is not None and added.due_on > last_day
        case _:
            return False


def _shorten(one: Difference, before: Wording, after: Wording) -> bool:
    """The last day, and what fell in the days that are taken away."""
    last_day = after.terms.ends_on
    match one.path:
        case ("ends_on",):
            return last_day < before.terms.ends_on
        case ("measures", _, "targets", year):
            falls = one.after is None and int(year) > last_day.year
            return falls or (one.before is None and int(year) == last_day.year)
        case ("obligations", key, part):
            cut = before.obligation(key)
            if cut is None or cut.due_on <= last_day:
                return False
            return part == "due_on" or after.obligation(key) is None
        case _:
            return False


def _change_targets(one: Difference, _: Wording, __: Wording) -> bool:
    """What an indicator shall have reached in a year."""
    return one.path[0] == "measures" and "targets" in one.path


def _add_party(one: Difference, before: Wording, after: Wording) -> bool:
    """The new party, what it gives and gets, and the fields that name parties."""
    coming = after.organisations - before.organisations
    match one.path:
        case ("parties" | "contributions", organisation, _):
            return organisation in coming
        case ("obligations", key, _):
            is_new = before.obligation(key) is None
            return is_new and _concerns(after, key, coming)
        case _:
            return _names_parties(one)


def _remove_party(one: Difference, before: Wording, after: Wording) -> bool:
    """The party that leaves, what it gave and got, and the fields that name parties."""
    leaving = before.organisations - after.organisations
    match one.path:
        case ("parties" | "contributions", organisation, _):
            return organisation in leaving
        case ("obligations", key, part):
            is_gone = after.obligation(key) is None
            handed_on = part in {"owner", "beneficiary"} and str(one.before) in leaving
            return handed_on or (is_gone and _concerns(before, key, leaving))
        case _:
            return _names_parties(one)


def _correct(one: Difference, _: Wording, __: Wording) -> bool:
    """Words and baselines that were written wrongly, and nothing that comes or goes."""
    if one.before is None or one.after is None:
        return False
    match one.path:
        case ("clauses" | "obligations", _, "text") | ("measures", _, "baseline"):
            return True
        case _:
            return False


def _replace_signatory(one: Difference, before: Wording, after: Wording) -> bool:
    """The contact who acts and signs for a party."""
    match one.path:
        case ("parties", organisation, "contact_id"):
            return organisation in before.organisations & after.organisations
        case _:
            return False


def _names_parties(one: Difference) -> bool:
    """Whether it is a field that speaks of the parties, and so follows them."""
    return isinstance(one.after, Shares | Contact | Contacts)


def _concerns(wording: Wording, key: str, organisations: frozenset[str]) -> bool:
    one = wording.obligation(key)
    return one is not None and not organisations.isdisjoint(
        {str(one.owner), str(one.beneficiary)}
    )


PERMITS: Mapping[ChangeType, Permit] = {
    "extend": _extend,
    "shorten": _shorten,
    "change_targets": _change_targets,
    "add_party": _add_party,
    "remove_party": _remove_party,
    "correct": _correct,
    "replace_signatory": _replace_signatory,
}
