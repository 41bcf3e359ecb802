"""Trusts no green that it has not seen red: breaks each declared rule, and runs its test.

``python -m tests.support.reddening`` tells what it saw, kind by kind.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any

import pytest

from chassis.decider import Refusal
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.kinds import Kind
from tests.support.breakages import BREAKAGES
from tests.support.declarations import ENFORCED
from tests.support.places import Names, changed, entries, said
from tests.unit.partnerships import stories, test_declared_agreement, test_linting
from tests.unit.partnerships.stories import KINDS

type Reading = Callable[[Kind], Kind]
type Seen = tuple[str, bool]

DECLARED = {place for kind in KINDS.values() for place, _ in said(kind)}
# Where the tests meet the rules; each is given the kind, or circumstances with it.
MET = (
    (test_declared_agreement, "deadlines"),
    (test_declared_agreement, "term_end_watch"),
    (test_linting, "lint"),
)


@contextmanager
def misread(reading: Reading) -> Iterator[None]:
    """Let the rules read another definition than the tests do."""

    def read(given: Any) -> Any:
        if isinstance(given, Circumstances):
            return given._replace(kind=reading(given.kind))
        return reading(given) if isinstance(given, Kind) else given

    def broken(rule: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given: rule(*(read(one) for one in given))

    decider = replace(PARTNERSHIP, decide=broken(PARTNERSHIP.decide))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stories, "PARTNERSHIP", decider)
        for module, name in MET:
            patch.setattr(module, name, broken(getattr(module, name)))
        yield


def cases(test: Callable[..., None]) -> list[dict[str, Any]]:
    """Return the cases that a test is parametrized with; a bare test is one case."""
    found: list[dict[str, Any]] = [{}]
    for mark in getattr(test, "pytestmark", ()):
        names, rows = mark.args
        if isinstance(names, str):
            names, rows = (names,), [(row,) for row in rows]
        found = [
            {**case, **dict(zip(names, row, strict=True))}
            for case in found
            for row in rows
        ]
    return found


def fails(test: Callable[..., None], case: Mapping[str, Any]) -> bool:
    """Whether a test fails, and not because its story could not even be told."""
    with suppress(Refusal):
        try:
            test(**case)
        except AssertionError:
            return True
    return False


def is_red(named: str, kind: str, reading: Reading) -> bool:
    """Whether a test fails in a case of a kind once the rules read otherwise."""
    file, name = named.split("::")
    module = import_module(file.removesuffix(".py").replace("/", "."))
    test = getattr(module, name)
    of_kind = [case for case in cases(test) if case.get("kind", kind) == kind]
    with misread(reading):
        return any(fails(test, case) for case in of_kind)


def seen(kind: Kind, enforced: Mapping[str, str] = ENFORCED) -> Iterator[Seen]:
    """Yield each entry of each declaration, broken alone, and whether its test fails."""
    for place, test in enforced.items():
        for breakage in BREAKAGES[place]:
            at = breakage.place or place
            everywhere: list[Names | None] = [None]
            for names in everywhere if place not in DECLARED else entries(kind, at):
                reading = partial(
                    changed, place=at, names=names, change=breakage.change
                )
                entry = " ".join(str(name) for name in names or ())
                told = f"{kind.key}: {place} {entry} read as {breakage.said}: {test}"
                yield told, is_red(test, kind.key, reading)


def green(kind: Kind, enforced: Mapping[str, str] = ENFORCED) -> list[str]:
    """Return the breakages that a test was to notice and did not."""
    return [told for told, red in seen(kind, enforced) if not red]


def main() -> int:
    """Print how many breakages of each kind were seen red, and those that were not."""
    left: list[str] = []
    for kind in KINDS.values():
        found = list(seen(kind))
        left += (told for told, red in found if not red)
        red = sum(red for _, red in found)
        sys.stdout.write(f"{kind.key}: {red} of {len(found)} breakages seen red\n")
    sys.stdout.writelines(f"not red: {told}\n" for told in left)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
