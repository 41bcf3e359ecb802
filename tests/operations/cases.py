"""What each alert makes of a course of events: when it fires, and when it does not."""

from dataclasses import dataclass, field

REQUESTS = "medspil_http_request_seconds_count"
ANSWERED = f'{REQUESTS}{{service="events",method="GET",route="/v1/x",status="200"}}'
REFUSED = f'{REQUESTS}{{service="events",method="POST",route="/v1/x",status="409"}}'
FAILED = f'{REQUESTS}{{service="events",method="POST",route="/v1/x",status="500"}}'
UNHEALTHY = f'{REQUESTS}{{service="none",method="GET",route="/healthz",status="503"}}'
POSTED = f'{REQUESTS}{{service="events",method="POST",route="/v1/x",status="200"}}'
QUICKLY = (
    'medspil_http_request_seconds_bucket{service="events",method="POST",'
    'route="/v1/x",status="200",le="0.5"}'
)
AT_ONCE = 'medspil_database_wait_seconds_bucket{service="events",le="1.0"}'
IN_ALL = 'medspil_database_wait_seconds_bucket{service="events",le="2.5"}'
AT_LAST = 'medspil_database_wait_seconds_bucket{service="events",le="+Inf"}'
FREE = 'medspil_data_dir_bytes{instance="a:1",of="free"}'
TOTAL = 'medspil_data_dir_bytes{instance="a:1",of="total"}'
EVENTS = {"service": "events"}
POST = {"service": "notifications"}


@dataclass(frozen=True, slots=True)
class Fired:
    """That an alert is expected, with these labels and this description."""

    labels: dict[str, str]
    description: str


@dataclass(frozen=True, slots=True)
class Case:
    """A value each minute, and what the alert says of it after a while."""

    alert: str
    series: dict[str, str]
    after: str
    fired: tuple[Fired, ...] = ()
    because: str = field(default="", kw_only=True)


def outbox(value: str) -> dict[str, str]:
    """Return two replicas that tell of the same table."""
    return {
        'medspil_outbox_age_seconds{service="events",instance="a:1"}': value,
        'medspil_outbox_age_seconds{service="events",instance="b:1"}': value,
    }


CASES = [
    Case(
        "MedspilErrorBudgetFast",
        {ANSWERED: "0+98x70", FAILED: "0+2x70"},
        "65m",
        (
            Fired(
                {},
                "In the last hour or six, 2% of the requests ended in an error.",
            ),
        ),
    ),
    Case(
        "MedspilErrorBudgetFast",
        {ANSWERED: "0+98x70", FAILED: "0+2x40 80+0x30"},
        "65m",
        because="they ended twenty minutes ago",
    ),
    Case(
        "MedspilErrorBudgetFast",
        {ANSWERED: "0+1x70", FAILED: "0+0x60 1+0x10"},
        "64m",
        because="one error on a quiet night is no outage",
    ),
    Case(
        "MedspilErrorBudgetFast",
        {ANSWERED: "0+90x70", REFUSED: "0+90x70", UNHEALTHY: "0+4x70"},
        "65m",
        because="refusals are answers, and health is asked by machines",
    ),
    Case(
        "MedspilErrorBudgetSlow",
        {ANSWERED: "0+998x600", FAILED: "0+2x600"},
        "500m",
        (
            Fired(
                {},
                "In the last three days, 0.2% of the requests ended in an error.",
            ),
        ),
    ),
    Case(
        "MedspilErrorBudgetSlow",
        {ANSWERED: "0+9995x600", FAILED: "0+5x600"},
        "500m",
        because="half the budget may be used",
    ),
    Case(
        "MedspilSlow",
        {POSTED: "0+10x400", QUICKLY: "0+9x400"},
        "380m",
        (
            Fired(
                {},
                "In the last six hours, 10% of the commands took longer than half"
                " a second.",
            ),
        ),
    ),
    Case(
        "MedspilSlow",
        {POSTED: "0+100x400", QUICKLY: "0+98x400"},
        "380m",
        because="two in a hundred use up the budget at twice the pace only",
    ),
    Case(
        "MedspilDown",
        {'up{job="medspil",instance="events:8420"}': "1 0 0 0"},
        "3m",
        (
            Fired(
                {"job": "medspil", "instance": "events:8420"},
                "events:8420 has not answered Prometheus for a minute.",
            ),
        ),
    ),
    Case(
        "MedspilDown",
        {'up{job="medspil",instance="events:8420"}': "1 1 0 1"},
        "3m",
        because="it was restarted",
    ),
    Case(
        "MedspilUnready",
        {'medspil_service_ready{service="events",instance="a:1"}': "1 0 0 0 0"},
        "4m",
        (
            Fired(
                {"service": "events", "instance": "a:1"},
                "events at a:1 says of itself that it cannot work; /healthz there says"
                " why.",
            ),
        ),
    ),
    Case(
        "MedspilUnready",
        {'medspil_service_ready{service="events",instance="a:1"}': "0 0 1 1 1"},
        "4m",
        because="it had only just started",
    ),
    Case(
        "MedspilVersionsMixed",
        {
            'medspil_build_info{version="1.0.0",instance="a:1"}': "1x40",
            'medspil_build_info{version="1.1.0",instance="b:1"}': "1x40",
        },
        "31m",
        (Fired({}, "For half an hour, 2 versions of Medspil have run side by side."),),
    ),
    Case(
        "MedspilVersionsMixed",
        {
            'medspil_build_info{version="1.1.0",instance="a:1"}': "1x40",
            'medspil_build_info{version="1.1.0",instance="b:1"}': "1x40",
        },
        "31m",
        because="there is one",
    ),
    Case(
        "MedspilOutboxOld",
        outbox("0 60 120 180"),
        "3m",
        (Fired(EVENTS, "The oldest message of events has waited for 3m 0s."),),
    ),
    Case("MedspilOutboxOld", outbox("0 90 0 90"), "3m", because="it went"),
    Case(
        "MedspilNobodyPublishes",
        {
            'medspil_relay_leaders{service="events",instance="a:1"}': "1 0 0 0 0",
            'medspil_relay_leaders{service="events",instance="b:1"}': "1 0 0 0 0",
        },
        "4m",
        (
            Fired(
                EVENTS,
                "For two minutes nobody has held the lock to publish for events.",
            ),
        ),
    ),
    Case(
        "MedspilNobodyPublishes",
        {'medspil_relay_leaders{service="events",instance="a:1"}': "1 0 1 0 1"},
        "4m",
        because="the lock was handed on",
    ),
    Case(
        "MedspilConsumerLag",
        {'medspil_consumer_lag_messages{service="events"}': "900x11"},
        "11m",
        (
            Fired(
                EVENTS,
                "For ten minutes, more than 500 messages have waited for events;"
                " now 900.",
            ),
        ),
    ),
    Case(
        "MedspilConsumerLag",
        {'medspil_consumer_lag_messages{service="events"}': "9000-900x11"},
        "11m",
        because="it catches up",
    ),
    Case(
        "MedspilParked",
        {'medspil_parked_messages{service="events"}': "0 1x7"},
        "7m",
        (Fired(EVENTS, "1 messages are parked in events."),),
    ),
    Case(
        "MedspilParked",
        {'medspil_parked_messages{service="events"}': "0 1 1 0 0 0 0 0"},
        "7m",
        because="somebody redrove it",
    ),
    Case(
        "MedspilTimerLate",
        {'medspil_timer_lag_seconds{service="events"}': "0+60x10"},
        "8m",
        (Fired(EVENTS, "A timer of events is 8m 0s late."),),
    ),
    Case(
        "MedspilTimerLate",
        {'medspil_timer_lag_seconds{service="events"}': "60x10"},
        "8m",
        because="a minute is what a second try takes",
    ),
    Case(
        "MedspilLettersWait",
        {
            'medspil_delivery_age_seconds{service="notifications",state="due"}': (
                "0+60x40"
            )
        },
        "36m",
        (Fired(POST, "The oldest letter that is due has waited for 36m 0s."),),
    ),
    Case(
        "MedspilLettersWait",
        {
            'medspil_delivery_age_seconds{service="notifications",state="due"}': (
                "0+60x32 0x8"
            )
        },
        "36m",
        because="the mail server came back",
    ),
    Case(
        "MedspilLettersFail",
        {'medspil_deliveries{service="notifications",state="failed"}': "3x9 10x10"},
        "12m",
        (Fired(POST, "7 letters were given up within an hour."),),
    ),
    Case(
        "MedspilLettersFail",
        {'medspil_deliveries{service="notifications",state="failed"}': "30x9 31x10"},
        "12m",
        because="one mailbox is a matter of its owner's",
    ),
    Case(
        "MedspilDatabaseWaits",
        {AT_ONCE: "0+90x20", IN_ALL: "0+100x20", AT_LAST: "0+100x20"},
        "12m",
        (
            Fired(
                EVENTS,
                "One in a hundred times, events waits 2.35s or longer for a"
                " connection.",
            ),
        ),
    ),
    Case(
        "MedspilDatabaseWaits",
        {AT_ONCE: "0+999x20", IN_ALL: "0+1000x20", AT_LAST: "0+1000x20"},
        "12m",
        because="one in a thousand may",
    ),
    Case(
        "MedspilDiskFull",
        {FREE: "5x10", TOTAL: "100x10"},
        "6m",
        (Fired({"instance": "a:1"}, "Of the disk at a:1, 5% is free."),),
    ),
    Case(
        "MedspilDiskFull",
        {FREE: "11x10", TOTAL: "100x10"},
        "6m",
        because="there is room",
    ),
]
