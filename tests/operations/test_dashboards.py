"""The dashboards ask for what exists, and every panel says what it shows."""

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture.test_metrics import told
from tests.operations.rules import asked_for, recorded
from tests.support.promtool import promtool
from tests.support.stack import ROOT

GRAFANA = ROOT / "deploy" / "grafana"
BOARDS = sorted((GRAFANA / "dashboards").glob("*.json"))
COLUMNS = 24
OF_GRAFANA = {"$__rate_interval": "5m", "$service": "events"}

type Board = dict[str, Any]


@pytest.fixture(params=BOARDS, ids=lambda path: path.stem)
def board(request: pytest.FixtureRequest) -> Board:
    """One dashboard, as Grafana reads it."""
    loaded: Board = json.loads(request.param.read_text())
    return loaded


def provisioned(what: str) -> dict[str, Any]:
    """Return a file that tells Grafana what there is."""
    (path,) = (GRAFANA / "provisioning" / what).glob("*.yml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text())
    return loaded


def queries(board: Board) -> list[str]:
    """Return every query of a dashboard, with Grafana's variables filled in."""
    found = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    found += [note["expr"] for note in board["annotations"]["list"]]
    for name, value in OF_GRAFANA.items():
        found = [query.replace(name, value) for query in found]
    return found


def test_every_query_is_one(board: Board, tmp_path: Path) -> None:
    """Prometheus reads each as a rule would have it; a slip is an empty panel."""
    asked = queries(board)
    rules = [
        {"record": f"query:{number}", "expr": query}
        for number, query in enumerate(asked)
    ]
    file = tmp_path / "rules.yml"
    file.write_text(json.dumps({"groups": [{"name": "queries", "rules": rules}]}))

    assert len(asked) > 10
    assert [query for query in asked if "$" in query] == []
    assert promtool("check", "rules", file) == ""


def test_every_metric_exists(board: Board, tmp_path: Path) -> None:
    """A panel on a misspelt metric shows peace."""
    known = set(told(tmp_path)) | recorded()
    named = set().union(*map(asked_for, queries(board)))

    assert named - known == set()


def test_every_panel_says_what_it_shows_and_in_which_unit(board: Board) -> None:
    """Whoever looks at three in the morning did not draw it."""
    silent = [
        panel["id"]
        for panel in board["panels"]
        if not panel["title"]
        or not re.fullmatch(r"[A-Z0-9].*\.", panel["description"])
        or not panel["fieldConfig"]["defaults"]["unit"]
    ]

    assert silent == []


def cells(panel: dict[str, Any]) -> set[tuple[int, int]]:
    """Return the cells of the grid that a panel covers."""
    at = panel["gridPos"]
    return {
        (x, y)
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    }


def test_no_panel_hides_another(board: Board) -> None:
    """Each has an id and a place of its own within the page."""
    panels = board["panels"]

    assert len({panel["id"] for panel in panels}) == len(panels)
    assert all(x < COLUMNS for panel in panels for x, _ in cells(panel))
    assert not any(cells(one) & cells(other) for one, other in combinations(panels, 2))


def test_every_panel_asks_the_prometheus_that_is_provisioned(board: Board) -> None:
    """A data source of another name is the usual reason for an empty dashboard."""
    (source,) = provisioned("datasources")["datasources"]
    asked = {
        asking["datasource"]["uid"]
        for panel in board["panels"]
        for asking in [panel, *panel["targets"]]
    }

    assert asked == {source["uid"]}


def test_the_dashboards_are_told_apart() -> None:
    """Grafana keeps one of two with the same uid."""
    boards = [json.loads(path.read_text()) for path in BOARDS]
    (provider,) = provisioned("dashboards")["providers"]

    assert sorted(board["uid"] for board in boards) == [
        "medspil-overview",
        "medspil-service",
    ]
    assert provider["options"]["path"] == "/var/lib/grafana/dashboards"
