"""The kinds that were not shipped at first, for installations that exist already."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

revision = "partnerships_0002"
down_revision = "partnerships_0001"


KINDS = Path(__file__).parents[1] / "kinds"
SHIPPED = ("campus", "climate", "labour", "mentor", "school", "transport")


def upgrade() -> None:
    for key in SHIPPED:
        definition = (KINDS / f"{key}.json").read_text(encoding="utf-8")
        op.get_bind().execute(text(SHIP), {"definition": definition})


SHIP = """
insert into kind_version (kind, version, status, valid_from, valid_to, definition)
select shipped ->> 'key', (shipped ->> 'version')::int, shipped ->> 'publication',
       (shipped ->> 'valid_from')::date, (shipped ->> 'valid_to')::date, shipped
from (select cast(:definition as jsonb) as shipped) as file
on conflict do nothing
"""
