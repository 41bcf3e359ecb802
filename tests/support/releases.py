"""The release before this one, as the repository knows it, in a folder of its own."""

import io
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.stack import ROOT

MIGRATIONS = ("chassis/migrations/*.py", "services/*/migrations/*.py")
GIVES_NOTICE = "medspil/draining.py"


@dataclass(frozen=True, slots=True)
class Release:
    """Some code, and the Python that has what it imports."""

    folder: Path
    python: Path


OURS = Release(ROOT, Path(sys.executable))


def previous(folder: Path) -> Release:
    """Unpack the code that ran before the newest migration; skip without a history.

    The oldest that can take part is the first that gives notice before it ends.
    """
    changed = _git("log", "-1", "--format=%H", "--", *MIGRATIONS)
    first = _git("log", "-1", "--format=%H", "--diff-filter=A", "--", GIVES_NOTICE)
    if not changed or not first:
        pytest.skip("the repository's history is not here; clone it whole")
    before = f"{changed}^"
    release = before if _git("ls-tree", before, GIVES_NOTICE) else first
    archive = subprocess.run(
        ["/usr/bin/env", "git", "archive", release],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tree:
        tree.extractall(folder, filter="data")
    return Release(folder, _with_what_it_imports(folder))


def _with_what_it_imports(folder: Path) -> Path:
    """Return a Python for a release; one of its own when it imports other things."""
    asked = folder / "requirements" / "run.txt"
    if asked.read_bytes() == (ROOT / "requirements" / "run.txt").read_bytes():
        return OURS.python
    environment = folder / ".venv"
    _uv("venv", "--quiet", "--python", sys.executable, environment)
    _uv("pip", "sync", "--quiet", "--require-hashes", "--python", environment, asked)
    return environment / "bin" / "python"


def _git(*arguments: str) -> str:
    asked = subprocess.run(
        ["/usr/bin/env", "git", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() if asked.returncode == 0 else ""


def _uv(*arguments: str | Path) -> None:
    subprocess.run([ROOT / ".tools" / "bin" / "uv", *arguments], check=True)
