"""From approval to force: drafted, sent, signed or declined, in effect on its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from medspil.demo.cases import Act, Case
from medspil.demo.cast import Measure, Promise
from medspil.demo.office import MANAGER

STARTS_ON, ENDS_ON = date(2024, 1, 1), date(2028, 12, 31)
CLAUSES = {
    "contributions": "Medlemmerne betaler efter fordelingsnøglen, halvårligt forud.",
    "governance": "En styregruppe med en plads til hver part beslutter i enighed.",
    "termination": "Aftalen kan opsiges med seks måneders varsel til et årsskifte.",
    "data_protection": "Parterne deler kun oplysninger, som opgaven kræver.",
}


@dataclass(frozen=True, slots=True)
class Text:
    """One version of an agreement, as staff write it down."""

    number: int
    starts_on: date
    measures: Sequence[Measure]
    yearly_ore: Mapping[str, int]
    obligations: Sequence[Mapping[str, Any]]


def first_text(case: Case) -> Text:
    """What is agreed at first."""
    return Text(
        number=1,
        starts_on=STARTS_ON,
        measures=case.district.measures,
        yearly_ore=contributions(case),
        obligations=[_obligation(case, one) for one in case.district.obligations],
    )


def second_text(case: Case) -> Text:
    """What is agreed after somebody declined: other contributions."""
    first = first_text(case)
    changed = {**first.yearly_ore, **(case.district.amended_yearly_ore or {})}
    return Text(2, STARTS_ON, first.measures, changed, first.obligations)


async def amended_text(case: Case, number: int, starts_on: date) -> Text:
    """What is agreed anew in force: more to measure; obligations yet to come stay."""
    drafted = await case.event("AgreementDrafted", version=number - 1)
    kept = [
        one
        for one in drafted["terms"]["obligations"]
        if date.fromisoformat(one["due_on"]) >= starts_on
    ]
    measures = (*case.district.measures, *case.district.amendment_measures)
    later = [_from(starts_on.year, measure) for measure in measures]
    return Text(number, starts_on, later, second_text(case).yearly_ore, kept)


def contributions(case: Case) -> dict[str, int]:
    """What each member pays a year, by its key in the cast."""
    return {
        member.key: member.yearly_ore
        for member in case.district.parties
        if member.yearly_ore is not None
    }


async def send(case: Case, text: Text) -> None:
    """Draft a version and send it for signature."""
    again = f"v{text.number}"
    await case.command("draft-agreement", _terms(case, text), again=again)
    await case.command("send-for-signature", again=again)


async def sign(case: Case, number: int) -> None:
    """Let every partner sign over their link, and a manager for the municipality."""
    sha256 = await _frozen(case, number)
    for member in case.district.partners:
        await case.act(member, _signature(number, sha256))
    municipality = case.organisation("municipality")
    ours = {"organisation_id": municipality, "sha256": sha256}
    await case.command("sign", ours, MANAGER, again=f"v{number}")
    await case.event("AgreementConcluded", version=number)


async def decline(case: Case, key: str, reason: str) -> None:
    """Let one partner say no to the first version, after another has signed it."""
    sha256 = await _frozen(case, 1)
    decliner = case.member(key)
    first = next(one for one in case.district.partners if one is not decliner)
    await case.act(first, _signature(1, sha256))
    body = {"action": "decline", "sha256": sha256, "reason": reason}
    asked = {"agreement_version": "1"}
    await case.act(decliner, Act("sign", body, "SigningEnded", {"version": 1}, asked))
    await case.event("SigningEnded", cause="declined")


async def take_effect(case: Case, starts_on: date) -> None:
    """See the agreement take effect by itself."""
    await case.event("AgreementTookEffect", starts_on=starts_on.isoformat())


def _signature(number: int, sha256: str) -> Act:
    body = {"action": "sign", "sha256": sha256}
    asked = {"agreement_version": str(number)}
    return Act("sign", body, "AgreementSigned", {"version": number}, asked)


async def _frozen(case: Case, number: int) -> str:
    """The hash of the version that lies before its signatories."""
    sent = await case.event("AgreementSentForSignature", version=number)
    return str(sent["sha256"])


def _terms(case: Case, text: Text) -> dict[str, Any]:
    district = case.district
    clauses = {
        "purpose": district.purpose,
        "baseline_services": "; ".join(district.baseline_services) + ".",
        **CLAUSES,
    }
    return {
        "starts_on": text.starts_on,
        "ends_on": ENDS_ON,
        "clauses": [{"key": key, "text": words} for key, words in clauses.items()],
        "obligations": text.obligations,
        "measures": [_measure(one) for one in text.measures],
        "contributions": [
            {"organisation_id": case.organisation(key), "yearly_ore": ore}
            for key, ore in text.yearly_ore.items()
        ],
    }


def _obligation(case: Case, promise: Promise) -> dict[str, Any]:
    owner = case.organisation(promise.owner)
    return {"owner": owner, "text": promise.text, "due_on": promise.due_on}


def _measure(measure: Measure) -> dict[str, Any]:
    targets = [
        {"year": year, "value": value} for year, value in measure.targets.items()
    ]
    return {
        "goal": measure.goal,
        "indicator": measure.indicator,
        "baseline": measure.baseline,
        "targets": targets,
    }


def _from(year: int, measure: Measure) -> Measure:
    targets = {when: value for when, value in measure.targets.items() if when >= year}
    return Measure(measure.goal, measure.indicator, measure.baseline, targets)
