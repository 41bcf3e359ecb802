"""What happens when: two policy years, from the first draft to the second evaluation."""

from dataclasses import dataclass
from datetime import date, datetime

from chassis.clock import COPENHAGEN
from medspil.demo import scenes
from medspil.demo.scenes import MORNING, Act

FIRST_DAY = date(2023, 9, 4)


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens on a day; the clock is moved to the morning of it."""

    day: date
    title: str
    act: Act


def morning(day: date) -> datetime:
    """When a scene begins."""
    return datetime.combine(day, MORNING, COPENHAGEN)


SCENES = (
    Scene(date(2023, 9, 11), "The drafts are submitted and assessed", scenes.submit),
    Scene(date(2023, 9, 18), "The ballots open", scenes.open_ballots),
    Scene(date(2023, 9, 25), "Members vote over their links", scenes.vote),
    Scene(date(2023, 10, 23), "The ballots closed; a manager approves", scenes.approve),
    Scene(date(2023, 10, 30), "Agreements are sent for signature", scenes.send),
    Scene(date(2023, 11, 6), "Partners sign; one declines", scenes.sign_or_decline),
    Scene(date(2023, 11, 13), "A second text is sent", scenes.send_again),
    Scene(date(2023, 11, 20), "It is signed by everybody", scenes.sign_again),
    Scene(date(2024, 1, 2), "The agreements took effect", scenes.begin),
    Scene(date(2024, 6, 28), "Obligations are met", scenes.settle(date(2024, 6, 28))),
    Scene(
        date(2024, 12, 16),
        "More obligations are met",
        scenes.settle(date(2024, 12, 31)),
    ),
    Scene(
        date(2025, 1, 6),
        "Reviews opened by themselves; people are invited",
        scenes.invite(1, date(2025, 1, 20)),
    ),
    Scene(date(2025, 1, 13), "Partners give their statements", scenes.state(1)),
    Scene(date(2025, 1, 21), "The review meetings were held", scenes.attend(1)),
    Scene(date(2025, 1, 22), "The figures of 2024 are reported", scenes.report(2024)),
    Scene(date(2025, 1, 27), "The reviews are concluded", scenes.conclude_first),
    Scene(
        date(2025, 2, 3),
        "The evaluation of 2024",
        scenes.evaluate(2024, date(2025, 2, 3)),
    ),
    Scene(
        date(2025, 2, 10), "An amendment is sent for signature", scenes.send_amendment
    ),
    Scene(date(2025, 2, 17), "The amendment is signed", scenes.sign_amendment),
    Scene(date(2025, 3, 3), "One agreement is suspended", scenes.suspend),
    Scene(date(2025, 4, 1), "The amendment took effect", scenes.amendment_applies),
    Scene(date(2025, 5, 5), "The suspended agreement is resumed", scenes.resume),
    Scene(date(2025, 6, 20), "Action points are closed and verified", scenes.follow_up),
    Scene(date(2025, 6, 23), "Obligations are met", scenes.settle(date(2025, 6, 30))),
    Scene(
        date(2025, 8, 25), "Everybody is invited to a network meeting", scenes.network
    ),
    Scene(date(2025, 9, 19), "The network meeting was held", scenes.network_held),
    Scene(date(2026, 1, 5), "Staff ask for a review before its day", scenes.ask_early),
    Scene(
        date(2026, 1, 6),
        "The other reviews opened by themselves",
        scenes.invite(2, date(2026, 1, 20)),
    ),
    Scene(date(2026, 1, 12), "Partners give their statements", scenes.state(2)),
    Scene(date(2026, 1, 21), "The review meetings were held", scenes.attend(2)),
    Scene(date(2026, 1, 22), "The figures of 2025 are reported", scenes.report(2025)),
    Scene(date(2026, 1, 26), "The reviews are concluded", scenes.conclude_second),
    Scene(
        date(2026, 2, 2),
        "The evaluation of 2025",
        scenes.evaluate(2025, date(2026, 2, 2)),
    ),
)
