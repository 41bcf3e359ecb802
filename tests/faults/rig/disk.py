"""A small disk in memory that can be filled to the last byte, and given room again."""

import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder; *is_small* when it is a file system of its own that can be full."""

    folder: Path
    is_small: bool

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        """Leave no room for anybody."""
        with self._ballast.open("wb") as ballast:
            free = shutil.disk_usage(self.folder).free
            for size in (_BLOCK, 4096):
                self._allocate(ballast.fileno(), free, size)

    def give_room(self) -> None:
        """Take the ballast away."""
        self._ballast.unlink(missing_ok=True)

    @staticmethod
    def _allocate(ballast: int, free: int, size: int) -> None:
        """Take block after block until there is none."""
        for _ in range(free // size + 1):
            end = os.fstat(ballast).st_size
            try:
                os.posix_fallocate(ballast, end, size)
            except OSError:
                return


@contextmanager
def disk(folder: Path, megabytes: int) -> Generator[Disk]:
    """Mount a small disk there; where that is not allowed, it is a plain folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or not _mounted(folder, megabytes):
        yield Disk(folder, is_small=False)
        return
    try:
        yield Disk(folder, is_small=True)
    finally:
        # Lazily, because a file of a process that was just killed may still be open.
        _run("umount", "--lazy", str(folder))


def _mounted(folder: Path, megabytes: int) -> bool:
    options = f"size={megabytes}m,mode=0755"
    return _run("mount", "-t", "tmpfs", "-o", options, "medspil", str(folder))


def _run(*command: str) -> bool:
    program = shutil.which(command[0])
    if program is None:
        return False
    done = subprocess.run([program, *command[1:]], check=False, capture_output=True)
    return done.returncode == 0
