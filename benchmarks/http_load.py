"""Commands over HTTP from a process of its own; every one must be carried out."""

import json
import subprocess
import sys
from dataclasses import asdict
from random import Random
from tempfile import TemporaryFile

from benchmarks import draft
from benchmarks.filling import partnership_id
from benchmarks.proving import LostError
from benchmarks.servers import ROOT
from benchmarks.traffic import Met, Plan


def revisions(port: int, token: str, partnerships: int) -> Plan:
    """The plan to revise drafts of so many partnerships, in an order without system."""
    numbers = list(range(1, partnerships + 1))
    Random(4).shuffle(numbers)
    paths = [f"/v1/partnerships/{partnership_id(one)}/revise" for one in numbers]
    return Plan(port, token, paths, draft.request(), requests=0)


def give(plan: Plan, requests: int, connections: int) -> Met:
    """Let a process of its own ask, and see that every command was carried out."""
    sent = asdict(plan) | {"requests": requests, "connections": connections}
    # Why files: a pipe was once cut off after 128 KiB.
    with TemporaryFile("w+") as planned, TemporaryFile("w+") as told:
        json.dump(sent, planned)
        planned.seek(0)
        subprocess.run(
            [sys.executable, "-m", "benchmarks.traffic"],
            stdin=planned,
            cwd=ROOT,
            stdout=told,
            check=True,
        )
        told.seek(0)
        met = Met(**json.load(told))
    if met.statuses != {"200": requests}:
        raise LostError(f"{met.statuses}: {met.first_fault}")
    return met
