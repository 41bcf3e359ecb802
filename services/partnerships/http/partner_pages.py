"""The pages that partners see over their links, in the language of the link."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import assert_never

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from starlette.responses import HTMLResponse

from chassis.languages import LOCALES, Language
from chassis.visiting import Trouble
from chassis.webpage import page, rendered, templates
from services.partnerships.domain.agreement import Measure, Obligation
from services.partnerships.domain.kinds import ALL_SHARES, Kind
from services.partnerships.http.partner_confirmations import (
    ConfirmingView,
    DeclaringView,
)
from services.partnerships.http.partner_views import (
    PartnerView,
    SigningView,
    StatingView,
    VotingView,
)
from services.partnerships.http.partner_visits import worded

_TEMPLATES = templates("services.partnerships", "templates")
TEXTS: Mapping[Language, Mapping[str, str]] = json.loads(
    files("services.partnerships")
    .joinpath("templates/texts.json")
    .read_text(encoding="utf-8")
)
_ORE_IN_A_KRONE = 100


def page_of(
    view: PartnerView, kind: Kind, language: Language, token: str
) -> HTMLResponse:
    """The page on which a partner reads and answers."""
    match view:
        case SigningView():
            facts = {**_agreement(view, kind, language), "pdf": f"{token}/pdf"}
            return _render("sign_title", "agreement", language, facts)
        case VotingView():
            share = Decimal(view.share) / ALL_SHARES
            facts = {
                **_about(view),
                "closes_on": _day(view.closes_on, language),
                "share": format_percent(
                    share, locale=LOCALES[language], decimal_quantization=False
                ),
            }
            return _render("vote_title", "ballot", language, facts)
        case StatingView():
            facts = {
                **_about(view),
                "due_on": _day(view.due_on, language),
                "obligations": _obligations(view.obligations, view, language),
                "verdicts": {
                    verdict: TEXTS[language][f"verdict_{verdict}"]
                    for verdict in ("met", "partly_met", "not_met")
                },
            }
            return _render("statement_title", "statement", language, facts)
        case ConfirmingView():
            return _render("confirm_title", "confirm", language, _expected(view))
        case DeclaringView():
            facts = {
                **_about(view),
                "declaration": view.declaration,
                "name": view.name,
            }
            return _render("declare_title", "declare", language, facts)
        case _:
            assert_never(view)


def thanks(done: str, reference: str, language: Language) -> HTMLResponse:
    """The page that confirms what a partner did."""
    facts = {"done": TEXTS[language][done], "reference": reference}
    return _render("thanks", "thanks", language, facts)


def refusal(trouble: Trouble, language: Language) -> HTMLResponse:
    """The page that says in words why it was not possible."""
    facts = {"detail": trouble.detail, "errors": trouble.errors}
    response = _render("problem", "problem", language, facts, trouble.status)
    response.headers.update(trouble.headers)
    return response


def _render(
    title: str,
    template: str,
    language: Language,
    facts: Mapping[str, object],
    status: int = 200,
) -> HTMLResponse:
    text = TEXTS[language]
    body = rendered(_TEMPLATES, f"{template}.html.j2", text=text, **facts)
    return page(text[title], body, language, status)


def _about(view: PartnerView) -> dict[str, object]:
    return {
        "organisation": view.organisation,
        "title": view.title,
        "reference": view.reference,
    }


def _agreement(view: SigningView, kind: Kind, language: Language) -> dict[str, object]:
    terms = view.terms
    clause_names = {rule.key: worded(rule.name, language) for rule in kind.clauses}
    return {
        **_about(view),
        "version": view.agreement_version,
        "sha256": view.sha256,
        "sign_by": _day(view.sign_by, language),
        "starts_on": _day(terms.starts_on, language),
        "ends_on": _day(terms.ends_on, language),
        "parties": view.parties,
        "change": _change(view, language),
        "clauses": [
            {"name": clause_names.get(one.key, one.key), "text": one.text}
            for one in terms.clauses
        ],
        "obligations": _obligations(terms.obligations, view, language),
        "measures": [_measure(one, kind, language) for one in terms.measures],
        "contributions": [
            {
                "name": view.names.get(one.organisation_id, ""),
                "yearly": _kroner(one.yearly_ore, language),
            }
            for one in terms.contributions
        ],
    }


def _change(view: SigningView, language: Language) -> dict[str, object] | None:
    change, text = view.change, TEXTS[language]
    if change is None:
        return None
    return {
        "name": text[f"change_{change.type}"] if change.type else text["change_anew"],
        "reason": change.reason,
        "differences": change.differences,
    }


def _expected(view: ConfirmingView) -> dict[str, object]:
    return {
        **_about(view),
        "sha256": view.sha256,
        "expectations": [
            {
                "name": view.names.get(one.organisation_id, ""),
                "gives": one.gives,
                "gets": one.gets,
            }
            for one in view.expectations
        ],
    }


def _obligations(
    obligations: Iterable[Obligation], view: PartnerView, language: Language
) -> list[dict[str, object]]:
    return [
        {
            "id": one.id,
            "text": one.text,
            "owner": view.names.get(one.owner, ""),
            "beneficiary": view.names.get(one.beneficiary) if one.beneficiary else None,
            "due_on": _day(one.due_on, language),
        }
        for one in obligations
    ]


def _measure(measure: Measure, kind: Kind, language: Language) -> dict[str, object]:
    rule = kind.indicator(measure.indicator)
    return {
        "indicator": worded(rule.name, language) if rule else measure.indicator,
        "goal": measure.goal,
        "baseline": format_decimal(measure.baseline, locale=LOCALES[language]),
        "targets": [
            f"{target.year}: {format_decimal(target.value, locale=LOCALES[language])}"
            for target in measure.targets
        ],
    }


def _day(day: date, language: Language) -> str:
    return format_date(day, "long", locale=LOCALES[language])


def _kroner(ore: int, language: Language) -> str:
    kroner = Decimal(ore) / _ORE_IN_A_KRONE
    return format_currency(kroner, "DKK", locale=LOCALES[language])
