"""How a definition is changed: by one at a time, meant as it stands, and logged."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request, Response

from chassis.answers import Answer
from chassis.asking import Asked, asking, once
from chassis.postgres import Connection
from chassis.problems import Problem
from chassis.service import resident
from services.partnerships import definitions
from services.partnerships.definitions import Change, Signature
from services.partnerships.desk import Desk
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.publication import Definition
from services.partnerships.http.definition_views import shown
from services.partnerships.http.requests_kind import LARGEST_VERSION
from services.partnerships.http.requests_proposal import KEY_PATTERN

type Made = tuple[Definition, Change | None]


@dataclass(frozen=True, slots=True)
class Editing:
    """What an admin asks for, and where it is done."""

    asked: Asked
    desk: Desk
    request: Request

    async def keep(
        self,
        key: str,
        make: Callable[[list[Definition]], Made],
        status: int = 200,
    ) -> Response:
        """Let nobody else change the kind, make the version, and keep it."""

        async def work(connection: Connection) -> Answer:
            await definitions.hold(connection, key)
            made, change = make(await definitions.versions(connection, key))
            if change is not None:
                by = Signature(self.asked.actor, self.desk.clock.now())
                await definitions.write(connection, made, change, by)
            kind = made.kind
            return Answer(
                status,
                shown(made, self.request).model_dump(mode="json"),
                version=made.revision,
                location=f"/v1/kinds/{kind.key}/versions/{kind.version}",
            )

        return await once(self.desk.database, self.asked, work)

    async def change(
        self, at: "At", change: Change, rule: Callable[[Kind, list[Kind]], Kind]
    ) -> Response:
        """Change a version that is there, if the caller meant it as it stands."""

        def make(found: list[Definition]) -> Made:
            current = next(
                (one for one in found if one.kind.version == at.version), None
            )
            if current is None:
                raise Problem("not_found")
            self.asked.require(current.revision)
            kind = rule(current.kind, [one.kind for one in found])
            return Definition(kind, current.revision + 1), change

        return await self.keep(at.key, make)


async def editing(
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
    request: Request,
) -> Editing:
    """Read who asks to change a definition (FastAPI dependency)."""
    return Editing(asked, desk, request)


@dataclass(frozen=True, slots=True)
class At:
    """Which version of which kind."""

    key: Annotated[str, Path(pattern=KEY_PATTERN)]
    version: Annotated[int, Path(ge=1, le=LARGEST_VERSION)]


Edited = Annotated[Editing, Depends(editing)]
Which = Annotated[At, Depends()]
