"""What an operator sees of letters that have not arrived."""

from chassis import waiting
from chassis.clock import FixedClock
from chassis.metrics import Metrics
from tests.adapters.notifications.conftest import (
    ANNA,
    BENT,
    Bench,
    Office,
    ballot,
    person,
    voter,
)

NOBODY_LISTENS = "smtp://127.0.0.1:1"


async def test_letters_are_counted_by_state_and_the_oldest_is_timed(
    bench: Bench, clock: FixedClock
) -> None:
    """One is due, another waits for its contact; those that were sent are no worry."""
    metrics = Metrics()
    for figure in bench.service.figures:
        metrics.declare(figure)
    await bench.register(person(ANNA, clock))
    await bench.hear(ballot(voter(ANNA), voter(BENT)))
    await bench.through(NOBODY_LISTENS).send()
    bench.wait(90)

    await waiting.measure(bench.service, metrics, clock.now())

    def told(metric: str, state: str) -> float | None:
        labels = {"service": "notifications", "state": state}
        return metrics.registry.get_sample_value(metric, labels)

    states = ("waiting_for_contact", "due", "sending", "failed", "sent")
    counts = [told("medspil_deliveries", state) for state in states]
    assert counts == [1, 1, 0, 0, None]
    assert told("medspil_delivery_age_seconds", "due") == 90

    await bench.send()
    await waiting.measure(bench.service, metrics, clock.now())

    assert told("medspil_deliveries", "due") == 0
    assert told("medspil_delivery_age_seconds", "due") == 0


async def test_a_settled_letter_is_no_worry_any_more(
    bench: Bench, office: Office, clock: FixedClock
) -> None:
    """Somebody saw to it; what is left to do is what is counted."""
    metrics = Metrics()
    for figure in bench.service.figures:
        metrics.declare(figure)
    await bench.hear(ballot(voter(ANNA), voter(BENT)))
    await bench.register(person(ANNA, clock, consent=False))
    await bench.send()
    for one in (await office.ask("GET", "/deliveries")).json()["items"]:
        settle = f"/deliveries/{one['id']}/settle"
        await office.ask("POST", settle, body={"how": "told_otherwise"})

    await waiting.measure(bench.service, metrics, clock.now())

    counts = [
        metrics.registry.get_sample_value(
            "medspil_deliveries", {"service": "notifications", "state": state}
        )
        for state in ("waiting_for_contact", "failed", "settled")
    ]
    assert counts == [0, 0, None]
