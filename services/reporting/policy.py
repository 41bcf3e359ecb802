"""Reads the policy catalogue from its file."""

import json
from importlib.resources import files

from pydantic import TypeAdapter

from services.reporting.domain.catalogue import Catalogue


def read_catalogue(key: str = "2023-2027") -> Catalogue:
    """The shipped catalogue with this key; its units are named once and shared."""
    source = files("services.reporting") / "catalogue" / f"{key}.json"
    tree = json.loads(source.read_text(encoding="utf-8"))
    units = {unit["key"]: unit for unit in tree["units"]}
    for theme in tree["themes"]:
        for goal in theme["goals"]:
            for indicator in goal["indicators"]:
                indicator["unit"] = units[indicator["unit"]]
    return TypeAdapter(Catalogue).validate_python(tree)
