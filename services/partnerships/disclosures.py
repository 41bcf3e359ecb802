"""The disclosures that were made: each with what it takes to make it again."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from chassis.postgres import Connection
from chassis.shapes import adapter
from services.partnerships.disclosing import (
    Bundle,
    Extent,
    Redaction,
    bundle,
    extent,
)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What was disclosed, by whom, and what was left out."""

    id: UUID
    partnership_id: UUID
    made_by: str
    made_at: datetime
    reach: Extent
    redactions: tuple[Redaction, ...]
    manifest: dict[str, object]
    sha256: str


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes a disclosure, and when."""

    actor: str
    at: datetime


async def make(
    connection: Connection,
    about: UUID,
    redactions: tuple[Redaction, ...],
    disclosure_id: UUID,
    by: Maker,
) -> tuple[Disclosure, Bundle]:
    """Make a disclosure of a partnership as it is now, and write down that it was made."""
    reach = await extent(connection, about)
    bundled = await bundle(connection, about, reach, redactions)
    made = Disclosure(
        id=disclosure_id,
        partnership_id=about,
        made_by=by.actor,
        made_at=by.at,
        reach=reach,
        redactions=redactions,
        manifest=bundled.manifest,
        sha256=bundled.sha256,
    )
    await keep(connection, made)
    return made, bundled


async def keep(connection: Connection, made: Disclosure) -> None:
    """Write down that a disclosure was made."""
    await connection.execute(
        _KEEP,
        made.id,
        made.partnership_id,
        made.made_by,
        made.made_at,
        adapter(Extent).dump_python(made.reach, mode="json"),
        [asdict(one) for one in made.redactions],
        made.manifest,
        made.sha256,
    )


async def read(
    connection: Connection, partnership_id: UUID, disclosure_id: UUID
) -> Disclosure | None:
    """Return one disclosure of a partnership, or nothing."""
    row = await connection.fetchrow(_READ, partnership_id, disclosure_id)
    return None if row is None else adapter(Disclosure).validate_python(dict(row))


def same(made: Disclosure, again: Bundle) -> bool:
    """Tell whether a disclosure could be made again as it was."""
    return made.sha256 == again.sha256


_KEEP = """
insert into disclosure (id, partnership_id, made_by, made_at, reach, redactions,
                        manifest, sha256)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""

_READ = """
select id, partnership_id, made_by, made_at, reach, redactions, manifest, sha256
from disclosure where partnership_id = $1 and id = $2
"""
