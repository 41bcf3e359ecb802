"""Runs a trial on a quick loop of its own, and leaves nothing of it to other tests."""

import gc
import warnings
from collections.abc import Coroutine

import uvloop


def run[Result](trial: Coroutine[object, object, Result]) -> Result:
    """Run a trial to its end.

    Why without resource warnings: nats-py leaves a transport behind when its server is
    killed while it connects again, and here that happens on purpose.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            return uvloop.run(trial)
        finally:
            gc.collect()
