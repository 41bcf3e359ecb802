"""Tries to reach NATS, and prints the first thing that stands in its way.

In a process of its own: a connection that fails is tried again for ever, and what
the client leaves behind goes with the process.
"""

import asyncio
import os
import sys

from chassis.dialling import NatsAccess
from chassis.settings import load


async def tell(error: Exception) -> None:
    """Print it and be gone."""
    sys.stdout.write(repr(error))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(NatsAccess.of(load()).connect("stranger", tell))
