"""Every setting is explained to whoever runs Medspil."""

import re

from chassis.settings import PREFIX, Settings
from tests.architecture.reading import ROOT

OPERATE = ROOT / "docs" / "how-to" / "operate.md"
ROW = re.compile(r"^\| `(MEDSPIL_[A-Z_]+)` \|", re.MULTILINE)


def test_the_operators_page_lists_every_setting_and_no_others() -> None:
    """A setting that nobody can find is one that nobody sets."""
    settings = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]

    assert sorted(ROW.findall(OPERATE.read_text())) == sorted(settings)
