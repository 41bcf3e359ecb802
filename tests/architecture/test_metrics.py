"""Every figure is explained to whoever watches Medspil, and its version is one."""

import re
import tomllib
from pathlib import Path

from chassis import VERSION
from chassis.metrics import Metrics
from chassis.settings import Settings
from medspil import composition
from tests.architecture.reading import ROOT

REFERENCE = ROOT / "docs" / "reference" / "metrics.md"
ROW = re.compile(r"^\| `([a-z_]+)` \| ([a-z]+)", re.MULTILINE)


def told(folder: Path) -> dict[str, str]:
    """Return the name and kind of each metric that the four services tell."""
    settings = Settings(
        database_url="postgresql://x/y", smtp_url="smtp://x", data_dir=folder
    )
    metrics = Metrics()
    for service in composition.services(composition.site(settings)):
        for figure in service.figures:
            metrics.declare(figure)
    return {
        family.name + ("_info" if family.type == "info" else ""): family.type
        for family in metrics.registry.collect()
        if family.name.startswith("medspil_")
    }


def test_the_reference_lists_every_metric_and_no_others(tmp_path: Path) -> None:
    """A figure that nobody can look up is one that nobody watches."""
    kinds = {
        name: "gauge" if kind == "info" else kind
        for name, kind in told(tmp_path).items()
    }

    assert dict(ROW.findall(REFERENCE.read_text())) == kinds


def test_the_version_is_the_same_wherever_it_is_told() -> None:
    """Two that disagree make a deployment that stopped half-way look like a whole one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    public = (ROOT / "publiccode.yml").read_text()

    assert project["version"] == VERSION
    assert f"softwareVersion: {VERSION}\n" in public
