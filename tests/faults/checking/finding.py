"""What is wrong with an installation after the faults: one line each, under a code."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

type Code = Literal[
    "lost",  # acknowledged, and not in the history
    "doubled",  # in the history more often than it was asked
    "out_of_order",  # versions or messages in another order than they came to be
    "uncaused",  # in the history, and nobody asked for it
    "altered",  # in the history or answered with other content than was asked
    "wrong_row",  # a projection differs from the fold of what it projects
    "unpublished",  # decided, and not in the stream
    "published_twice",  # in the stream twice, and not by the test
    "raced",  # published by two relays at once
    "unheard",  # in the stream, and a service that hears it does not know it
    "unmailed",  # somebody was not told
    "mailed_twice",  # told twice without saying that it is a repeat
    "parked",  # waits for a person, although nothing is wrong with it
    "impossible",  # a history that no rule leads to
    "chain_broken",  # a hash does not follow from the one before
    "replayed_differently",  # the same key got another answer
    "broken",  # an answer of 500
]

TOLD_OF_EACH = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    code: Code
    what: str


def summary(findings: Iterable[Finding]) -> str:
    """How many of each code, and a few of each in full."""
    listed = list(findings)
    counted = Counter(one.code for one in listed)
    lines = []
    for code, number in sorted(counted.items()):
        lines.append(f"{code}: {number}")
        few = [one.what for one in listed if one.code == code][:TOLD_OF_EACH]
        lines += [f"    {what}" for what in few]
    return "\n".join(lines)
