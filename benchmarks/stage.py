"""Where a measurement happens: a fresh database, an empty stream, and who works there."""

import json
import os
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Stage:
    """What a cell is given, in a process of its own."""

    database_url: str  # of the owner; nobody else uses the database
    nats_url: str
    postgres: int  # process ids, to read their cost
    nats: int
    folder: str  # for files
    quick: bool = False

    def parts(self, **others: int) -> dict[str, int]:
        """The process trees whose cost counts: the servers, this one, and others."""
        own = {"postgres": self.postgres, "nats": self.nats, "client": os.getpid()}
        return own | others

    def count(self, usual: int) -> int:
        """How many commands to give."""
        return usual // 5 if self.quick else usual

    def to_json(self) -> str:
        """Write it down for another process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what another process wrote down."""
        return cls(**json.loads(text))
