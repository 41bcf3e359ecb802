"""The pages that an invited person sees, in the language of their link."""

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from uuid import UUID

from babel.dates import format_date, format_time
from pydantic import AwareDatetime, Field
from starlette.responses import HTMLResponse

from chassis.clock import COPENHAGEN
from chassis.languages import LOCALES, Language
from chassis.shapes import Late
from chassis.visiting import Trouble
from chassis.webpage import page, rendered, templates
from services.events.domain.gathering import AnswerValue, GatheringType, Slot
from services.events.domain.overview import Status, overview
from services.events.domain.refusals import refused
from services.events.handling import Standing

_TEMPLATES = templates("services.events", "templates")
TEXTS: Mapping[Language, Mapping[str, str]] = json.loads(
    files("services.events").joinpath("templates/texts.json").read_text("utf-8")
)


class InvitedView(Late):
    """A gathering as one who is invited sees it."""

    type: GatheringType
    title: str
    status: Status
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: str
    answer_by: AwareDatetime | None
    answer: AnswerValue | None = Field(description="The last answer, if any.")
    may_answer: bool = Field(description="Whether an answer is still taken.")


def seen_by(contact_id: UUID, standing: Standing, now: datetime) -> InvitedView:
    """The gathering as this contact sees it; Refusal if they are not invited."""
    seen = overview(standing.stage)
    if seen is None:
        raise refused("gathering_unknown")
    mine = [one for one in seen.invitations if one.contact_id == contact_id]
    if seen.slot is None or not mine:
        raise refused("not_invited", contacts=[str(contact_id)])
    return InvitedView(
        type=seen.subject.type,
        title=seen.subject.title,
        status=seen.status,
        starts_at=seen.slot.starts_at,
        ends_at=seen.slot.ends_at,
        place=seen.slot.place,
        answer_by=seen.answer_by,
        answer=mine[0].answer,
        may_answer=seen.status == "invited"
        and seen.answer_by is not None
        and now <= seen.answer_by,
    )


def invitation(view: InvitedView, language: Language) -> HTMLResponse:
    """The page to read and answer."""
    text = TEXTS[language]
    slot = Slot(view.starts_at, view.ends_at, view.place)
    body = rendered(
        _TEMPLATES,
        "invitation.html.j2",
        text=text,
        view=view,
        when=_when(slot, language),
        answer_by=view.answer_by and _instant(view.answer_by, language),
    )
    return page(view.title, body, language)


def refusal(why: Trouble, language: Language) -> HTMLResponse:
    """The page that says in words why it was not possible."""
    text = TEXTS[language]
    body = rendered(_TEMPLATES, "problem.html.j2", text=text, why=why)
    response = page(text["problem"], body, language, why.status)
    response.headers.update(why.headers)
    return response


def _when(slot: Slot, language: Language) -> str:
    """The time as people say it; the day of the end only when it is another."""
    begins, ends = (at.astimezone(COPENHAGEN) for at in (slot.starts_at, slot.ends_at))
    until = (
        format_time(ends, "short", locale=LOCALES[language])
        if begins.date() == ends.date()
        else _instant(ends, language)
    )
    return f"{_instant(begins, language)} – {until}"


def _instant(at: datetime, language: Language) -> str:
    local = at.astimezone(COPENHAGEN)
    day = format_date(local, "full", locale=LOCALES[language])
    return f"{day}, {format_time(local, 'short', locale=LOCALES[language])}"
