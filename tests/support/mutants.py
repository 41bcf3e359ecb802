"""Reads what `mutmut run` found: each mutant that lived must be named with a reason.

Run by `make mutate`; the reasons stand in docs/mutants.md.
"""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

LEDGER = Path(__file__).parents[2] / "docs" / "mutants.md"
RESULT = re.compile(r"^\s*(?P<mutant>\S+__mutmut_\d+): (?P<status>.+)$")
NAMED = re.compile(r"^\| `(?P<mutant>\S+__mutmut_\d+)` \|", re.MULTILINE)
NOT_JUDGED = frozenset({"not checked"})
DEAD = frozenset({"killed", "timeout", "caught by type check", "skipped"})


def statuses(results: str) -> dict[str, str]:
    """Return the fate of each mutant, as mutmut prints it."""
    found = (RESULT.match(line) for line in results.splitlines())
    return {row["mutant"]: row["status"].strip() for row in found if row}


def living(fates: dict[str, str]) -> set[str]:
    """Return the mutants that no test noticed."""
    return {
        mutant for mutant, status in fates.items() if status not in DEAD | NOT_JUDGED
    }


def verdict(fates: dict[str, str], ledger: str) -> list[str]:
    """Return what is wrong: mutants not named, and names that no longer live.

    A run over some of the mutants says nothing about the others.
    """
    unjudged = {mutant for mutant, status in fates.items() if status in NOT_JUDGED}
    named = {row["mutant"] for row in NAMED.finditer(ledger)}
    alive, stale = living(fates), named - living(fates) - unjudged
    return [
        *(f"lives, and is not named: {mutant}" for mutant in sorted(alive - named)),
        *(f"named, and does not live: {mutant}" for mutant in sorted(stale)),
    ]


def main() -> int:
    """Print the count and what is wrong; 1 when something is."""
    mutmut = Path(sys.executable).with_name("mutmut")
    results = subprocess.run(
        [mutmut, "results", "--all", "true"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    fates = statuses(results)
    wrong = verdict(fates, LEDGER.read_text())
    counted = ", ".join(f"{n} {fate}" for fate, n in Counter(fates.values()).items())
    sys.stdout.write("\n".join([*wrong, f"{len(fates)} mutants: {counted}", ""]))
    return 1 if wrong or not fates else 0


if __name__ == "__main__":
    sys.exit(main())
