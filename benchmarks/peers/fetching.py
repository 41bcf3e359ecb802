"""Makes the venv of a peer from its hash-locked requirements, once."""

import subprocess
import sys
from pathlib import Path

from benchmarks.servers import FOLDER, ROOT

PEERS = (
    "pgqueuer",
    "spiffworkflow",
    "django",
    "eventsourcing",
    "procrastinate",
    "dbos",
)
_UV = ROOT / ".tools" / "bin" / "uv"
_LOCKS = Path(__file__).parent / "requirements"


def python(peer: str) -> Path:
    """Return the Python of a peer's venv; what is missing or changed is installed."""
    folder, lock = FOLDER / "peers" / peer, _LOCKS / f"{peer}.txt"
    program, stamp = folder / "bin" / "python", folder / "installed"
    if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
        _uv("venv", "--quiet", "--clear", "--python", sys.executable, str(folder))
        sync = ("pip", "sync", "--quiet", "--require-hashes")
        _uv(*sync, "--python", str(program), str(lock))
        stamp.touch()
    return program


def _uv(*arguments: str) -> None:
    subprocess.run([str(_UV), *arguments], check=True)
