"""What an attempt to reach somebody amounts to: sent, tried again, or given up.

A server that is away is waited for as long as it takes; one that asks for patience
gets three days; one that says no is believed at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, assert_never

type State = Literal[
    "waiting_for_contact", "due", "sending", "sent", "failed", "settled"
]
type Reason = Literal[
    "mailbox_refused",  # the receiving side said no, for good
    "deferred_too_long",  # it asked for patience until ours was at an end
    "letter_not_written",  # we made a mistake, and trying again would not mend it
    "consent_withheld",  # the contact does not want to be written to
    "contact_erased",  # nobody knows any more whom to write to
    "contact_unknown",  # nobody was ever registered by that id
]
type How = Literal[
    "told_otherwise",  # by telephone, in person, by letter
    "told_another",  # somebody else heard of it instead
    "no_longer_needed",  # there is nothing left to tell
]

FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(minutes=15)
PATIENCE = timedelta(days=3)
_ENOUGH_DOUBLINGS = (LONGEST_DELAY // FIRST_DELAY).bit_length()


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took responsibility for the message."""


@dataclass(frozen=True, slots=True)
class Deferred:
    """The server said: not now (4xx)."""

    code: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The server said: never (5xx)."""

    code: int


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nobody answered, or not in a way that says anything about this message."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The line went dead after the message was handed over: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Unwanted:
    """The contact has not consented; nothing was tried."""


@dataclass(frozen=True, slots=True)
class Unwritable:
    """The letter could not be written; nothing was tried."""


type Outcome = (
    Accepted | Deferred | Refused | Unreachable | Uncertain | Unwanted | Unwritable
)


@dataclass(frozen=True, slots=True)
class Sent:
    """Done."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again after a while; *repeat* when the recipient may have it already."""

    after: timedelta
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Not told, and will not be unless somebody acts."""

    reason: Reason


type Verdict = Sent | Retry | GivenUp


@dataclass(frozen=True, slots=True)
class Course:
    """How it went since the delivery became due, or was last retried by hand."""

    attempts: int  # the present one included
    deferred_since: datetime | None  # when the server first asked for patience


def judge(outcome: Outcome, course: Course, now: datetime) -> Verdict:
    """Return what becomes of a delivery after an attempt."""
    match outcome:
        case Accepted():
            return Sent()
        case Refused() | Unwanted() | Unwritable():
            return GivenUp(_reason(outcome))
        case Deferred() if now - (course.deferred_since or now) >= PATIENCE:
            return GivenUp("deferred_too_long")
        case Deferred() | Unreachable():
            return Retry(delay(course.attempts))
        case Uncertain():
            return Retry(delay(course.attempts), repeat=True)
        case _:
            assert_never(outcome)


def delay(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: doubling, up to a ceiling."""
    doublings = min(attempts - 1, _ENOUGH_DOUBLINGS)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def _reason(outcome: Refused | Unwanted | Unwritable) -> Reason:
    match outcome:
        case Refused():
            return "mailbox_refused"
        case Unwanted():
            return "consent_withheld"
        case Unwritable():
            return "letter_not_written"
        case _:
            assert_never(outcome)
