"""Starts the demo, or goes on with it: the servers, the clock, the scenes, the end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from pydantic import AwareDatetime, BaseModel, TypeAdapter

from chassis.settings import Settings
from medspil import launcher, staff
from medspil.composition import CLOCK_FILE
from medspil.demo import closing, proposing
from medspil.demo.cases import Case
from medspil.demo.cast import districts
from medspil.demo.evaluating import Yearbook
from medspil.demo.mailpit import Mailpit
from medspil.demo.office import OPERATOR, Clerk, Office
from medspil.demo.postbox import Postbox
from medspil.demo.scenes import Stage
from medspil.demo.script import FIRST_DAY, SCENES, morning
from medspil.mailbox import Mailbox

FOLDER = "demo"  # below the data directory, so that nobody's own data are touched


class Time(BaseModel):
    """What time it is for Medspil."""

    now: AwareDatetime


class Registered(BaseModel):
    """Whether any organisation is registered."""

    items: list[object]


_TIME = TypeAdapter(Time)
_REGISTERED = TypeAdapter(Registered)

type Tell = Callable[[int, str], None]  # how many scenes are over, and the next


async def play(
    settings: Settings, data_dir: Path | None, url: str | None, mailpit_url: str | None
) -> None:
    """Play against the Medspil at an address, or start one in a folder of its own."""
    folder = data_dir or settings.data_dir / FOLDER
    clock = settings.movable_clock or folder / CLOCK_FILE
    own = settings.model_copy(
        update={
            "data_dir": folder,
            "movable_clock": clock,
            "port": 0,
            # Links in letters work once `up` serves the folder at the usual place.
            "public_url": settings.public_url,
        }
    )
    if url is not None:
        await _shown(own, url, mailpit_url)
        return

    async def job(reached: Settings) -> None:
        await _shown(reached, f"http://{reached.host}:{reached.port}")

    await launcher.run_everything(own, job)
    closing.invite(folder, clock)


async def _shown(settings: Settings, url: str, mailpit_url: str | None = None) -> None:
    async with (
        httpx.AsyncClient(base_url=url, timeout=30) as http,
        httpx.AsyncClient(base_url=mailpit_url or "", timeout=30) as mail,
    ):
        office = Office(http, tokens(settings))
        kept = settings.data_dir / "mail"
        postbox = Postbox(Mailbox(kept))
        if mailpit_url is not None:
            postbox = Postbox(Mailbox(kept), Mailpit(mail, kept).fetch)
        with closing.progress(len(SCENES)) as tell:
            stage = await perform(office, postbox, settings.data_dir, tell)
            await closing.settled(office)
        await closing.show(stage, postbox, settings.data_dir)


async def perform(office: Office, postbox: Postbox, folder: Path, tell: Tell) -> Stage:
    """Play every scene that has not been played, in order."""
    calendar = Calendar(office)
    await calendar.begin()
    tell(0, f"{FIRST_DAY}: Organisations, contacts and drafts")
    cases = await _opened(office, postbox)
    stage = Stage(cases, Yearbook(office, folder))
    for over, scene in enumerate(SCENES):
        tell(over, f"{scene.day}: {scene.title}")
        await calendar.reach(morning(scene.day))
        await scene.act(stage)
    tell(len(SCENES), "Everything is played")
    return stage


async def _opened(office: Office, postbox: Postbox) -> list[Case]:
    register = await proposing.register(office)
    return [
        await proposing.propose(office, postbox, register, district)
        for district in districts()
    ]


def tokens(settings: Settings) -> Callable[[Clerk], str]:
    """Issue tokens of the local issuer to whoever plays, one each."""
    kept: dict[Clerk, str] = {}

    def token(clerk: Clerk) -> str:
        if clerk not in kept:
            kept[clerk] = staff.token(settings, clerk.subject, [clerk.role])
        return kept[clerk]

    return token


@dataclass(frozen=True, slots=True)
class Calendar:
    """The clock of the demo, which only ever goes forward."""

    office: Office

    async def begin(self) -> None:
        """Go back to the first day, unless the demo has begun."""
        path = "/v1/organisations?limit=1"
        if not (await self.office.read(path, _REGISTERED)).items:
            await self._set(morning(FIRST_DAY))

    async def reach(self, at: datetime) -> None:
        """Move the clock, unless it is later already."""
        if (await self.office.read("/v1/clock", _TIME)).now < at:
            await self._set(at)

    async def _set(self, at: datetime) -> None:
        await self.office.put("/v1/clock", {"now": at}, OPERATOR)
