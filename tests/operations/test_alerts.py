"""The alerts fire when they should, keep quiet otherwise, and say where to look."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.test_metrics import told
from tests.operations.cases import CASES, Case
from tests.operations.rules import alerts, asked_for, queries, recorded
from tests.support.promtool import ALERTS, PROMETHEUS, promtool

ALL = alerts()


def test_prometheus_takes_the_configuration_and_the_rules() -> None:
    """What does not load watches nothing."""
    assert promtool("check", "config", PROMETHEUS / "prometheus.yml") == ""
    assert promtool("check", "rules", ALERTS) == ""


def test_every_metric_that_a_rule_names_exists(tmp_path: Path) -> None:
    """An alert on a misspelt metric is silent for ever."""
    known = set(told(tmp_path)) | recorded()

    assert set().union(*map(asked_for, queries())) - known == set()


def written(case: Case) -> dict[str, Any]:
    """Return a case as promtool reads it; a rule's own texts are not in question."""
    rule = ALL[case.alert]
    expected = [
        {
            "exp_labels": {"severity": rule.severity, **fired.labels},
            "exp_annotations": {**rule.annotations, "description": fired.description},
        }
        for fired in case.fired
    ]
    return {
        "interval": "1m",
        "input_series": [
            {"series": series, "values": values}
            for series, values in case.series.items()
        ],
        "alert_rule_test": [
            {
                "alertname": case.alert,
                "eval_time": case.after,
                "exp_alerts": expected,
            }
        ],
    }


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.alert} {case.because}".strip()
)
def test_an_alert_fires_when_it_should(case: Case, tmp_path: Path) -> None:
    """Each was fed a course of events by hand, and is told apart from its neighbours."""
    test = tmp_path / "test.yml"
    course = {"rule_files": [str(ALERTS)], "evaluation_interval": "1m"}
    test.write_text(json.dumps({**course, "tests": [written(case)]}))

    assert promtool("test", "rules", test) == ""


@pytest.mark.parametrize("name", ALL)
def test_every_alert_is_seen_to_fire_and_to_keep_quiet(name: str) -> None:
    """One that was never seen to fire may never; one that always fires is ignored."""
    cases = [case for case in CASES if case.alert == name]

    assert any(case.fired for case in cases)
    assert any(not case.fired for case in cases)


@pytest.mark.parametrize("name", ALL)
def test_every_alert_says_how_urgent_it_is_and_what_it_means(name: str) -> None:
    """Whoever is woken reads a sentence, not a query."""
    alert = ALL[name]

    assert alert.severity in {"page", "ticket"}
    assert alert.annotations.keys() == {"summary", "description", "runbook_url"}
    assert re.fullmatch(r"[A-Z].*\.", alert.annotations["summary"])
    assert re.fullmatch(r".*\.", alert.annotations["description"])
