"""What an operator wants to know about letters: how many, and how late."""

from chassis.metrics import Figure

FIGURES = (
    Figure(
        "medspil_deliveries",
        "Letters that have not arrived: on their way, or given up in the last 30 days"
        " and not settled.",
        "state",
        # One index each; those that were sent are many, and nobody's worry.
        """
        select 'waiting_for_contact', count(*)::float8
        from delivery where state = 'waiting_for_contact'
        union all
        select 'due', count(*)::float8 from delivery where state = 'due'
        union all
        select 'sending', count(*)::float8 from delivery where state = 'sending'
        union all
        select 'failed', count(*)::float8 from delivery
        where state = 'failed' and settled_at is null
          and created_at > $1::timestamptz - interval '30 days'
        """,
    ),
    Figure(
        "medspil_delivery_age_seconds",
        "Age of the oldest letter that should have been sent.",
        "state",
        """
        select 'due', greatest(
            coalesce(extract(epoch from $1::timestamptz - min(created_at)), 0), 0
        )::float8
        from delivery where state in ('due', 'sending')
        """,
    ),
)
