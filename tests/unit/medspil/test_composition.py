"""What a process loads: its own services, and nothing of them before it is asked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from chassis.links import Links
from chassis.service import Site
from chassis.settings import Settings
from medspil import composition
from tests.support.stack import ROOT

ALONE = """\
import json, sys
from pathlib import Path
from chassis.settings import Settings
from medspil import composition, launcher, telling
settings = Settings(database_url="postgresql://localhost/medspil", data_dir=Path({folder!r}))
(service,) = composition.services(composition.site(settings), "reporting")
loaded = {{name.split(".")[1] for name in sys.modules if name.startswith("services.")}}
built = [route.path for route in service.router.routes if "dependant" in vars(route)]
print(json.dumps([sorted(loaded), len(service.router.routes), built]))
"""


def test_a_service_alone_loads_no_other_and_builds_no_route(tmp_path: Path) -> None:
    """Loading all four is two seconds of a processor, each time one is restarted."""
    program = ALONE.format(folder=str(tmp_path))

    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True
    ).stdout

    assert json.loads(said) == [["reporting"], 4, []]


def test_a_service_that_there_is_none_of_is_named(tmp_path: Path) -> None:
    """A name that is misspelt starts nothing."""
    site = Site(
        settings=Settings(data_dir=tmp_path),
        clock=composition.clock(Settings()),
        links=Links.kept_in(tmp_path / "links.pem"),
    )

    with pytest.raises(ValueError, match="no service reports"):
        composition.services(site, "reports")
