"""How each rule is broken: it reads something else than the kind declares.

What is left out, or read as less, lets through what should be refused; the test that
proves the declaration enforced must then fail.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.words import Words
from tests.support.places import places


@dataclass(frozen=True)
class Breakage:
    """What the rules read instead, in words, and as a change of the definition.

    The change is made at the declaration itself, or at the *place* of what holds it.
    """

    said: str
    change: Callable[[Any], Any]
    place: str | None = None


def _without(place: str | None = None) -> Breakage:
    return Breakage("it left out", lambda _: (), place)


def _one_more(key: str, place: str) -> Breakage:
    def change(entries: Any) -> Any:
        return (*entries, replace(entries[0], key=key))

    return Breakage(f"`{key}` as well", change, place)


LESS = Breakage("one less", lambda number: number - 1)
MORE = Breakage("one more", lambda number: number + 1)
NOUGHT = Breakage("0", lambda _: 0)
OPPOSITE = Breakage("the opposite", lambda value: not value)
OTHER = Breakage("another", lambda word: f"other_{word}")
NAMED = Breakage("a name", lambda _: Words("navn", "name"))

BREAKAGES: Mapping[str, tuple[Breakage, ...]] = {
    "key": (OTHER,),
    "version": (MORE,),
    "publication": (
        Breakage("always `published`", lambda _: "published"),
        Breakage("always `draft`", lambda _: "draft"),
    ),
    "valid_from": (Breakage("the day before", lambda day: day - timedelta(days=1)),),
    "valid_to": (Breakage("no last day", lambda _: None),),
    "roles[].key": (_without("roles[]"), _one_more("spectator", "roles")),
    "roles[].least": (
        Breakage("one less, or 1 for 0", lambda least: least - 1 if least else 1),
    ),
    "roles[].most": (MORE,),
    "roles[].must_sign": (OPPOSITE,),
    "roles[].acts_through": (
        Breakage("the other", {"staff": "contact", "contact": "staff"}.__getitem__),
    ),
    "roles[].signs_after[]": (_without(),),
    "groups[].key": (
        Breakage("each once", lambda groups: tuple(dict.fromkeys(groups)), "groups"),
    ),
    "groups[].roles[]": (_without(),),
    "groups[].least": (LESS,),
    "flags[].key": (_without("flags[]"),),
    "flags[].roles[]": (_without(),),
    "flags[].least": (LESS,),
    "fields[].key": (_without("fields[]"), _one_more("elsewhere", "fields")),
    "fields[].type": (
        Breakage(
            "`text`, or `number` for it",
            lambda one: "number" if one == "text" else "text",
        ),
    ),
    "fields[].required": (OPPOSITE,),
    "fields[].sharers[]": (_without(),),
    "fields[].roles[]": (
        _without(),
        Breakage(
            "every role",
            lambda roles: ("municipality", "company", *roles),
            "fields[].roles",
        ),
    ),
    "fields[].options[].key": (
        _without("fields[].options[]"),
        _one_more("elsewhere", "fields[].options"),
    ),
    "fields[].methods[].key": (
        _without("fields[].methods[]"),
        _one_more("guesswork", "fields[].methods"),
    ),
    "fields[].unit": (Breakage("`acres`", lambda _: "acres"),),
    "fields[].least": (LESS,),
    "fields[].most": (MORE,),
    "fields[].baseline": (OTHER,),
    "criteria[].key": (_without("criteria[]"),),
    "ballot.share_field": (OTHER,),
    "ballot.working_days": (MORE,),
    "ballot.quorum": (NOUGHT,),
    "ballot.majority": (NOUGHT,),
    "clauses[].key": (_without("clauses[]"),),
    "longest_term_years": (MORE,),
    "signature_working_days": (MORE,),
    "review.final_working_days_before_end": (MORE,),
    "review.statement_working_days": (MORE,),
    "review.every_months": (MORE,),
    "review.school_year": (OPPOSITE,),
    "review.dates[]": (_without(),),
    "reminders.ballot[]": (_without(),),
    "reminders.signature[]": (_without(),),
    "reminders.statement[]": (_without(),),
    "reminders.term_end[]": (_without(),),
    "indicators[].key": (
        _without("indicators[]"),
        _one_more("happiness", "indicators"),
    ),
    "indicators[].goal": (OTHER,),
    "indicators[].unit": (OTHER,),
    "indicators[].least": (LESS,),
    "indicators[].most": (MORE,),
    "indicators[].methods[].key": (
        _without("indicators[].methods[]"),
        _one_more("guesswork", "indicators[].methods"),
    ),
    "goals[]": (
        _without(),
        Breakage("`G9.9` as well", lambda goals: (*goals, "G9.9"), "goals"),
    ),
    "alignment.roles[]": (_without(),),
    "steering_group.seats[].role": (_without("steering_group.seats[]"),),
    "steering_group.seats[].least": (LESS,),
    "declarations[].key": (_without("declarations[]"),),
    "declarations[].field": (OTHER,),
    "legal_checks[]": (_without(),),
    **{place: (NAMED,) for place in places(Kind) if place.endswith("name")},
}
