"""Which test proves each declaration of a kind enforced, and the page that says so.

``python -m tests.support.declarations`` writes the page anew.
"""

from collections.abc import Mapping
from pathlib import Path

from services.partnerships.domain.kinds import Kind
from tests.support.breakages import BREAKAGES
from tests.support.places import said
from tests.unit.partnerships.stories import KINDS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "kinds.md"
UNIT = "tests/unit/partnerships/"
PROPOSAL = f"{UNIT}test_declared_proposal.py::test_"
AGREEMENT = f"{UNIT}test_declared_agreement.py::test_"
LINTING = f"{UNIT}test_linting.py::test_"

_NAMES = f"{LINTING}every_name_exists_in_both_languages"

# By the place of a declaration in a definition; [] is any of a list.
ENFORCED: Mapping[str, str] = {
    "key": f"{PROPOSAL}a_partnership_pins_the_version_of_its_kind",
    "version": f"{PROPOSAL}a_partnership_pins_the_version_of_its_kind",
    "publication": f"{PROPOSAL}a_kind_is_proposed_while_it_is_published_and_valid",
    "valid_from": f"{PROPOSAL}a_kind_is_proposed_while_it_is_published_and_valid",
    "valid_to": f"{PROPOSAL}a_kind_is_proposed_while_it_is_published_and_valid",
    "name": _NAMES,
    "roles[].key": f"{PROPOSAL}a_role_must_be_declared",
    "roles[].name": _NAMES,
    "roles[].least": f"{PROPOSAL}a_role_takes_at_least_so_many",
    "roles[].most": f"{PROPOSAL}a_role_takes_at_most_so_many",
    "roles[].must_sign": f"{AGREEMENT}who_must_sign_is_asked_and_nobody_else",
    "roles[].acts_through": f"{AGREEMENT}a_party_is_spoken_for_as_its_role_declares",
    "roles[].signs_after[]": (f"{AGREEMENT}a_role_signs_after_those_that_it_waits_for"),
    "groups[].key": f"{LINTING}a_group_is_declared_once",
    "groups[].name": _NAMES,
    "groups[].roles[]": f"{PROPOSAL}the_roles_of_a_group_take_so_many_together",
    "groups[].least": f"{PROPOSAL}the_roles_of_a_group_take_so_many_together",
    "flags[].key": f"{PROPOSAL}a_flag_is_carried_in_its_roles_alone",
    "flags[].name": _NAMES,
    "flags[].roles[]": f"{PROPOSAL}a_flag_is_carried_in_its_roles_alone",
    "flags[].least": f"{PROPOSAL}a_flag_is_carried_by_at_least_so_many",
    "fields[].key": f"{PROPOSAL}a_field_holds_its_type_and_no_other",
    "fields[].name": _NAMES,
    "fields[].type": f"{PROPOSAL}a_field_holds_its_type_and_no_other",
    "fields[].required": (
        f"{PROPOSAL}a_required_field_is_filled_before_the_proposal_is_submitted"
    ),
    "fields[].sharers[]": f"{PROPOSAL}a_share_is_held_by_exactly_the_sharers",
    "fields[].roles[]": (f"{PROPOSAL}a_contact_acts_for_a_party_in_the_declared_roles"),
    "fields[].options[].key": f"{PROPOSAL}a_field_holds_its_options_and_no_others",
    "fields[].options[].name": _NAMES,
    "fields[].methods[].key": f"{PROPOSAL}a_figure_of_co2e_says_a_declared_method",
    "fields[].methods[].name": _NAMES,
    "fields[].unit": f"{PROPOSAL}a_quantity_is_given_in_its_unit",
    "fields[].least": f"{PROPOSAL}a_figure_is_not_below_its_lower_limit",
    "fields[].most": f"{PROPOSAL}a_figure_is_not_above_its_upper_limit",
    "fields[].baseline": (f"{PROPOSAL}a_pathway_leads_down_from_the_declared_baseline"),
    "criteria[].key": f"{PROPOSAL}every_criterion_is_assessed_before_approval",
    "criteria[].name": _NAMES,
    "ballot.share_field": (
        f"{PROPOSAL}a_ballot_runs_so_many_working_days_on_the_declared_shares"
    ),
    "ballot.working_days": (
        f"{PROPOSAL}a_ballot_runs_so_many_working_days_on_the_declared_shares"
    ),
    "ballot.quorum": (f"{PROPOSAL}a_ballot_is_won_by_the_declared_quorum_and_majority"),
    "ballot.majority": (
        f"{PROPOSAL}a_ballot_is_won_by_the_declared_quorum_and_majority"
    ),
    "clauses[].key": f"{AGREEMENT}every_clause_is_written_before_signature",
    "clauses[].name": _NAMES,
    "longest_term_years": f"{AGREEMENT}a_term_is_no_longer_than_declared",
    "signature_working_days": f"{AGREEMENT}signatures_have_so_many_working_days",
    "review.final_working_days_before_end": (
        f"{AGREEMENT}the_final_review_opens_so_many_working_days_before_the_end"
    ),
    "review.statement_working_days": (
        f"{AGREEMENT}statements_have_so_many_working_days"
    ),
    "review.every_months": f"{AGREEMENT}reviews_open_by_the_declared_rhythm",
    "review.school_year": f"{AGREEMENT}reviews_open_by_the_declared_rhythm",
    "review.dates[]": f"{AGREEMENT}a_review_opens_on_each_listed_day",
    "reminders.ballot[]": f"{AGREEMENT}voters_are_reminded_on_the_declared_days",
    "reminders.signature[]": (
        f"{AGREEMENT}signatories_are_reminded_on_the_declared_days"
    ),
    "reminders.statement[]": (
        f"{AGREEMENT}parties_are_reminded_of_statements_on_the_declared_days"
    ),
    "reminders.term_end[]": (
        f"{AGREEMENT}parties_are_reminded_of_the_end_on_the_declared_days"
    ),
    "indicators[].key": f"{AGREEMENT}an_indicator_must_be_declared",
    "indicators[].name": _NAMES,
    "indicators[].goal": f"{AGREEMENT}an_indicator_measures_its_own_goal",
    "indicators[].unit": (
        f"{AGREEMENT}a_figure_is_reported_in_the_declared_unit_by_a_declared_method"
    ),
    "indicators[].least": f"{AGREEMENT}an_indicator_stays_in_its_limits",
    "indicators[].most": f"{AGREEMENT}an_indicator_stays_in_its_limits",
    "indicators[].methods[].key": (
        f"{AGREEMENT}a_figure_is_reported_in_the_declared_unit_by_a_declared_method"
    ),
    "indicators[].methods[].name": _NAMES,
    "goals[]": f"{PROPOSAL}a_kind_serves_its_goals_and_no_others",
    "alignment.roles[]": f"{AGREEMENT}expectations_are_aligned_before_signature",
    "steering_group.seats[].role": (
        f"{AGREEMENT}a_steering_group_has_its_seats_before_signature"
    ),
    "steering_group.seats[].least": (
        f"{AGREEMENT}a_steering_group_has_its_seats_before_signature"
    ),
    "declarations[].key": (
        f"{AGREEMENT}a_declaration_is_given_before_the_agreement_applies"
    ),
    "declarations[].name": _NAMES,
    "declarations[].field": (
        f"{AGREEMENT}a_declaration_is_given_before_the_agreement_applies"
    ),
    "legal_checks[]": f"{AGREEMENT}a_legal_check_is_cleared_before_signature",
}


def page() -> str:
    """Return the page, kind by kind: each declared rule, and the test that proves it."""
    parts = [HEAD]
    for kind in KINDS.values():
        parts += [f"\n## `{kind.key}`: {kind.name.en} ({kind.name.da})\n", TITLES]
        parts += [
            f"| `{place}` | {words} | {_linked(ENFORCED[place])} | {_broken(place)} |"
            for place, words in _together(kind).items()
            if not place.endswith("name")
        ]
    told = {place for kind in KINDS.values() for place, _ in said(kind)}
    parts += [REST]
    parts += [
        f"| `{place}` | {_linked(test)} | {_broken(place)} |"
        for place, test in ENFORCED.items()
        if place not in told and not place.endswith("name")
    ]
    return "\n".join(parts) + "\n"


def _together(kind: Kind) -> dict[str, str]:
    words: dict[str, list[str]] = {}
    for place, one in said(kind):
        words.setdefault(place, []).append(one)
    return {place: ", ".join(dict.fromkeys(ones)) for place, ones in words.items()}


def _linked(test: str) -> str:
    file, name = test.split("::")
    return f"[{name.removeprefix('test_')}](../../{file})"


def _broken(place: str) -> str:
    return "; ".join(breakage.said for breakage in BREAKAGES[place])


HEAD = """# Kinds of partnership, rule by rule

Each declaration of the shipped kinds, the test that proves it enforced, and how that test was seen red.
The page is written by `.venv/bin/python -m tests.support.declarations`; `tests/architecture/test_declarations.py` holds it, and refuses a declaration without such a test.
Names are held by `test_linting.py::every_name_exists_in_both_languages`.
Each test asks for what the declaration forbids, in a story that is right otherwise.

The last column is what the rules are made to read instead, one entry of one declaration of one kind at a time.
The test fails each time, in a case of that kind: `make redden` shows it, and `tests/architecture/test_declarations.py` holds it at every `make check`.
`make mutate` changes the rules themselves one by one, and sees the tests fail."""
TITLES = """| declared | as | proved by | seen red when the rules read |
|---|---|---|---|"""
REST = """
## What no shipped kind declares

| may be declared | proved by | seen red when the rules read |
|---|---|---|"""

if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
