"""The alert rules as data, and the metrics that a query asks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.support.promtool import ALERTS

METRIC = re.compile(r"\bmedspil[a-z0-9_:]*")
OF_A_HISTOGRAM = re.compile(r"_(bucket|count|sum)$")


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as the file has it."""

    name: str
    query: str
    severity: str
    annotations: dict[str, str]


def _rules() -> Iterator[dict[str, Any]]:
    for group in yaml.safe_load(ALERTS.read_text())["groups"]:
        yield from group["rules"]


def alerts() -> dict[str, Alert]:
    """Return every alert by its name."""
    return {
        rule["alert"]: Alert(
            rule["alert"],
            rule["expr"],
            rule["labels"]["severity"],
            rule["annotations"],
        )
        for rule in _rules()
        if "alert" in rule
    }


def recorded() -> set[str]:
    """Return the names of the series that the rules record."""
    return {rule["record"] for rule in _rules() if "record" in rule}


def queries() -> list[str]:
    """Return the query of every rule."""
    return [rule["expr"] for rule in _rules()]


def asked_for(query: str) -> set[str]:
    """Return the metrics of ours that a query names, without what histograms add."""
    return {OF_A_HISTOGRAM.sub("", name) for name in METRIC.findall(_bare(query))}


def _bare(query: str) -> str:
    return re.sub(r'"[^"]*"', "", query)


def page(alert: Alert, folder: Path) -> Path:
    """Return the page of the runbook that an alert points to."""
    return folder / alert.annotations["runbook_url"].rpartition("/")[2]
