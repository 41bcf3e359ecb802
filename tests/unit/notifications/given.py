"""Facts as they might be told, one of each kind."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from services.notifications.domain.facts import (
    Addressee,
    AgreementConcluded,
    AgreementSentForSignature,
    AgreementTookEffect,
    BallotClosed,
    BallotOpened,
    ConfirmationAsked,
    DeadlineApproached,
    Fact,
    GatheringCancelled,
    GatheringInvited,
    GatheringRescheduled,
    Invitee,
    PartnershipDecided,
    PartnershipEnded,
    PartnershipResumed,
    PartnershipSuspended,
    ReviewConcluded,
    ReviewOpened,
    SigningEnded,
)

PARTNERSHIP = UUID("00000000-0000-0000-0000-0000000000aa")
GATHERING = UUID("00000000-0000-0000-0000-0000000000bb")
REVIEW = UUID("00000000-0000-0000-0000-0000000000cc")
INVITATION = UUID("00000000-0000-0000-0000-0000000000dd")
ANNA = UUID("00000000-0000-0000-0000-000000000001")
BENT = UUID("00000000-0000-0000-0000-000000000002")
BAKERY = UUID("00000000-0000-0000-0000-000000000011")
CINEMA = UUID("00000000-0000-0000-0000-000000000012")

REFERENCE = "HTK-BID-2025-0001"
TITLE = "Hedehusene Bymidte"
ANNA_FOR_BAKERY = Addressee(ANNA, BAKERY)
ANNA_FOR_CINEMA = Addressee(ANNA, CINEMA)
BENT_FOR_CINEMA = Addressee(BENT, CINEMA)
BOTH = (ANNA_FOR_BAKERY, BENT_FOR_CINEMA)
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"

_MARCH = date(2025, 3, 5)
_MAY = date(2025, 5, 1)
_IN_FIVE_YEARS = date(2030, 4, 30)
_ABOUT = (PARTNERSHIP, REFERENCE, TITLE)

BALLOT_OPENED = BallotOpened(*_ABOUT, _MARCH, BOTH, 2)
SENT_FOR_SIGNATURE = AgreementSentForSignature(*_ABOUT, 2, "c0ffee", _MARCH, BOTH)
REVIEW_OPENED = ReviewOpened(*_ABOUT, REVIEW, _MARCH, BOTH)
INVITED = GatheringInvited(
    GATHERING,
    "review_meeting",
    PARTNERSHIP,
    "Opfølgning",
    datetime(2025, 6, 12, 12, tzinfo=UTC),
    CALENDAR,
    (Invitee(ANNA, INVITATION),),
    datetime(2025, 6, 12, 14, tzinfo=UTC),
    "Rådhuset, lokale 2",
    datetime(2025, 6, 5, 12, tzinfo=UTC),
)
RESCHEDULED = GatheringRescheduled(
    GATHERING,
    "network_meeting",
    None,
    "Netværk",
    datetime(2025, 6, 12, 12, tzinfo=UTC),
    CALENDAR,
    (Invitee(ANNA, INVITATION),),
    datetime(2025, 6, 13, 14, tzinfo=UTC),
    "Rådhuset",
    datetime(2025, 6, 5, 12, tzinfo=UTC),
)
CANCELLED = GatheringCancelled(
    GATHERING,
    "network_meeting",
    None,
    "Netværk",
    datetime(2025, 6, 12, 12, tzinfo=UTC),
    CALENDAR,
    (Invitee(ANNA, INVITATION),),
)


def ballot_closed(*, passed: bool) -> BallotClosed:
    """Nine of twelve voted."""
    return BallotClosed(*_ABOUT, passed, 12, 9, 8125, 7, 6250, BOTH)


def decided(decision: str) -> PartnershipDecided:
    """The municipality decided."""
    return PartnershipDecided(*_ABOUT, decision, BOTH)


def signing_ended(cause: str) -> SigningEnded:
    """Nobody need sign any more."""
    return SigningEnded(*_ABOUT, cause, BOTH)


def took_effect(*, amendment: bool) -> AgreementTookEffect:
    """The agreement applies."""
    return AgreementTookEffect(*_ABOUT, _MAY, _IN_FIVE_YEARS, amendment, BOTH)


def ended(outcome: str) -> PartnershipEnded:
    """It is over."""
    return PartnershipEnded(*_ABOUT, outcome, _IN_FIVE_YEARS, BOTH)


def deadline(name: str) -> DeadlineApproached:
    """A day is near, and Bent has not acted."""
    return DeadlineApproached(
        *_ABOUT, name, _MARCH, REVIEW, 2, "c0ffee", (BENT_FOR_CINEMA,), 2
    )


def confirmation(what: str) -> ConfirmationAsked:
    """Somebody is to stand by something."""
    return ConfirmationAsked(*_ABOUT, what, "c0ffee", _MARCH, (BENT_FOR_CINEMA,))


def review_concluded(conclusion: str, action_points: int) -> ReviewConcluded:
    """A conclusion was drawn."""
    return ReviewConcluded(*_ABOUT, conclusion, action_points, BOTH)


def changed(change: str) -> tuple[tuple[str, Fact], ...]:
    """An agreement in force is changed: sent, signed by all, and in effect."""
    sent = replace(SENT_FOR_SIGNATURE, change=change)
    in_effect = replace(took_effect(amendment=True), change=change)
    return (
        ("agreement-sent-for-signature", sent),
        ("agreement-concluded", replace(CONCLUDED, change=change)),
        ("agreement-took-effect", in_effect),
    )


CONCLUDED = AgreementConcluded(*_ABOUT, _MAY, _IN_FIVE_YEARS, BOTH)
SUSPENDED = PartnershipSuspended(*_ABOUT, BOTH)
RESUMED = PartnershipResumed(*_ABOUT, _IN_FIVE_YEARS, BOTH)

CHANGES = {
    "extend": ("forlænget", "extended"),
    "shorten": ("kortere", "shortened"),
    "change_targets": ("Måltallene", "targets"),
    "add_party": ("ny part", "new party joins"),
    "remove_party": ("part går ud", "party leaves"),
    "correct": ("fejl i teksten", "mistake in the text"),
    "replace_signatory": ("anden kontaktperson", "another contact"),
}
EVERY_LETTER: tuple[tuple[str, Fact], ...] = (
    ("ballot-opened", BALLOT_OPENED),
    ("ballot-closed", ballot_closed(passed=True)),
    ("ballot-closed", ballot_closed(passed=False)),
    *(
        ("decided", decided(decision))
        for decision in ("approved", "rejected", "withdrawn", "postponed")
    ),
    *(
        ("confirmation-asked", confirmation(what))
        for what in ("expectations", "declaration", "unheard_of")
    ),
    ("agreement-sent-for-signature", SENT_FOR_SIGNATURE),
    *(
        ("signing-ended", signing_ended(cause))
        for cause in ("declined", "lapsed", "edited", "flooded")
    ),
    ("agreement-concluded", CONCLUDED),
    ("agreement-took-effect", took_effect(amendment=False)),
    ("agreement-took-effect", took_effect(amendment=True)),
    *(letter for change in (*CHANGES, "merge") for letter in changed(change)),
    ("suspended", SUSPENDED),
    ("resumed", RESUMED),
    *(
        ("ended", ended(outcome))
        for outcome in ("completed", "expired", "terminated", "merged")
    ),
    *(
        ("deadline-approached", deadline(name))
        for name in (
            "ballot",
            "expectations",
            "signature",
            "declaration",
            "statement",
            "term_end",
            "unheard_of",
        )
    ),
    ("review-opened", REVIEW_OPENED),
    *(
        ("review-concluded", review_concluded(conclusion, points))
        for conclusion, points in (("continue", 0), ("amend", 1), ("end", 2), ("x", 0))
    ),
    ("gathering-invited", INVITED),
    ("gathering-rescheduled", RESCHEDULED),
    ("gathering-cancelled", CANCELLED),
)
