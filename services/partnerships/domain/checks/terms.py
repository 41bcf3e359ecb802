"""A version of the terms promises only what the kind, the parties and the term allow."""

from datetime import date, timedelta
from decimal import Decimal

from services.partnerships.domain.agreement import Measure, Obligation, Terms
from services.partnerships.domain.checks.ranges import outside, span
from services.partnerships.domain.checks.repeating import repeated
from services.partnerships.domain.civil import add_months
from services.partnerships.domain.kinds import IndicatorRule, Kind
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.states import InForce


def check_terms(
    terms: Terms,
    kind: Kind,
    proposal: Proposal,
    in_force: InForce | None,
    carried: Terms | None = None,
) -> None:
    """Refuse terms that could never be sent for signature as they are.

    What is *carried* over from the version in force may lie before the first day.
    """
    if carried is None and in_force is not None:
        carried = in_force.terms
    _check_term(terms, kind, in_force)
    clause = repeated(clause.key for clause in terms.clauses)
    if clause is not None:
        raise refused("clause_twice", clause=str(clause))
    _check_obligations(terms, proposal, carried)
    _check_measures(terms, kind, carried)
    _check_contributions(terms, proposal)


def _check_term(terms: Terms, kind: Kind, in_force: InForce | None) -> None:
    if terms.ends_on < terms.starts_on:
        raise refused("term_reversed", starts_on=terms.starts_on.isoformat())
    last_day = _longest(terms.starts_on, kind)
    if in_force is not None:
        rested = timedelta(days=in_force.rested_days)
        last_day = _longest(in_force.results.since, kind) + rested
        if terms.starts_on <= in_force.terms.starts_on:
            earliest = in_force.terms.starts_on + timedelta(days=1)
            raise refused("amendment_too_early", earliest=earliest.isoformat())
        latest = in_force.ends_on + timedelta(days=1)
        if terms.starts_on > latest:
            raise refused("amendment_after_end", latest=latest.isoformat())
    if terms.ends_on > last_day:
        raise refused("term_too_long", latest=last_day.isoformat())


def _longest(first_day: date, kind: Kind) -> date:
    return add_months(first_day, 12 * kind.longest_term_years) - timedelta(days=1)


def _check_obligations(terms: Terms, proposal: Proposal, carried: Terms | None) -> None:
    twice = repeated(obligation.id for obligation in terms.obligations)
    if twice is not None:
        raise refused("obligation_twice", obligation_id=str(twice))
    known = {one.id for one in carried.obligations} if carried else set()
    for obligation in terms.obligations:
        _check_sides(obligation, proposal)
        _check_due(obligation, terms, is_carried=obligation.id in known)


def _check_sides(obligation: Obligation, proposal: Proposal) -> None:
    for one in (obligation.owner, obligation.beneficiary):
        if one is not None and proposal.party(one) is None:
            raise refused("obligation_of_stranger", organisation_id=str(one))


def _check_due(obligation: Obligation, terms: Terms, *, is_carried: bool) -> None:
    too_early = obligation.due_on < terms.starts_on and not is_carried
    if too_early or obligation.due_on > terms.ends_on:
        raise refused(
            "obligation_outside_term",
            obligation_id=str(obligation.id),
            starts_on=terms.starts_on.isoformat(),
            ends_on=terms.ends_on.isoformat(),
        )


def _check_measures(terms: Terms, kind: Kind, carried: Terms | None) -> None:
    twice = repeated(measure.indicator for measure in terms.measures)
    if twice is not None:
        raise refused("measure_twice", indicator=str(twice))
    known = {
        (measure.indicator, target.year)
        for measure in (carried.measures if carried else ())
        for target in measure.targets
    }
    for measure in terms.measures:
        if measure.goal not in kind.goals:
            raise refused("goal_not_of_kind", goal=measure.goal, goals=list(kind.goals))
        rule = known_indicator(measure.indicator, kind)
        if rule.goal != measure.goal:
            raise refused("indicator_not_of_goal", indicator=rule.key, goal=rule.goal)
        check_figure(measure.baseline, rule)
        _check_targets(measure, rule, terms, known)


def _check_targets(
    measure: Measure,
    rule: IndicatorRule,
    terms: Terms,
    carried: set[tuple[str, int]],
) -> None:
    twice = repeated(target.year for target in measure.targets)
    if twice is not None:
        raise refused("target_twice", indicator=rule.key, year=str(twice))
    for target in measure.targets:
        is_carried = (rule.key, target.year) in carried
        too_early = target.year < terms.starts_on.year and not is_carried
        if too_early or target.year > terms.ends_on.year:
            raise refused("target_outside_term", indicator=rule.key, year=target.year)
        check_figure(target.value, rule)


def known_indicator(key: str, kind: Kind) -> IndicatorRule:
    """Return the rule of an indicator, or refuse one that the kind does not know."""
    rule = kind.indicator(key)
    if rule is None:
        known = [rule.key for rule in kind.indicators]
        raise refused("indicator_not_of_kind", indicator=key, indicators=known)
    return rule


def check_figure(value: Decimal, rule: IndicatorRule) -> None:
    """Refuse a figure that the indicator cannot have."""
    if outside(value, rule.least, rule.most):
        raise refused(
            "figure_out_of_range",
            indicator=rule.key,
            value=str(value),
            range=span(rule.least, rule.most),
        )


def _check_contributions(terms: Terms, proposal: Proposal) -> None:
    twice = repeated(one.organisation_id for one in terms.contributions)
    if twice is not None:
        raise refused("contribution_twice", organisation_id=str(twice))
    for contribution in terms.contributions:
        organisation_id = contribution.organisation_id
        if proposal.party(organisation_id) is None:
            raise refused(
                "contribution_of_stranger", organisation_id=str(organisation_id)
            )
        if contribution.yearly_ore <= 0:
            raise refused(
                "contribution_not_positive", organisation_id=str(organisation_id)
            )
