"""A disclosed history as a page that people read; made of what was blackened already.

It is no part of the bundle, whose bytes stay the same while wording is improved.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files
from uuid import UUID

from babel.dates import format_date, format_datetime
from starlette.responses import HTMLResponse

from chassis.clock import COPENHAGEN
from chassis.languages import LOCALES, Language
from chassis.postgres import Connection
from chassis.webpage import page, rendered, templates
from services.partnerships import queries
from services.partnerships.disclosing import Bundle, Redaction

_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_TEMPLATES = templates("services.partnerships", "templates")
TEXTS: Mapping[Language, Mapping[str, Mapping[str, str]]] = json.loads(
    files("services.partnerships")
    .joinpath("templates/history.json")
    .read_text(encoding="utf-8")
)


async def history_page(
    connection: Connection,
    disclosed: Bundle,
    left_out: Sequence[Redaction],
    language: Language,
) -> HTMLResponse:
    """Return the page of a disclosed history, with the names of organisations."""
    ids = {UUID(found) for found in _UUID.findall(json.dumps(disclosed.history))}
    known = await queries.organisations_of(connection, ids)
    names = {str(one.id): one.name for one in known.values()}
    return shown(disclosed.history, left_out, names, language)


def shown(
    history: Sequence[object] | None,
    left_out: Sequence[Redaction],
    organisations: Mapping[str, str],
    language: Language,
) -> HTMLResponse:
    """Return the page of a history; None where all of it is left out."""
    speaking = _Speaking(organisations, language)
    body = rendered(
        _TEMPLATES,
        "history.html.j2",
        text=speaking.texts["page"],
        history=history,
        left_out=left_out,
        label=speaking.label,
        word=speaking.word,
        named=speaking.named,
        instant=speaking.instant,
        actor=speaking.actor,
    )
    return page(speaking.texts["page"]["title"], body, language)


class _Speaking:
    """Says in one language what stands in a history."""

    def __init__(self, organisations: Mapping[str, str], language: Language) -> None:
        self.texts = TEXTS[language]
        self._organisations = organisations
        self._locale = LOCALES[language]

    def label(self, name: str) -> str:
        """Return what a field is called; of a kind's own fields, its key."""
        return self.texts["fields"].get(name, name.replace("_", " "))

    def named(self, event: str) -> str:
        """Return what happened; a type that is black stays black."""
        return self.texts["events"].get(event, event)

    def word(self, name: str, value: object) -> str:
        """Return a value as people write it."""
        page_texts = self.texts["page"]
        match value:
            case None:
                return page_texts["none"]
            case bool():
                return page_texts["yes" if value else "no"]
            case str() if name.endswith(("_on", "_day", "_by")):
                return self._day(value)
            case str() if value in self._organisations:
                return f"{self._organisations[value]} ({value})"
            case str():
                return self.texts["values"].get(value, value)
            case _:
                return str(value)

    def instant(self, value: str) -> str:
        """Return an instant in the time of Copenhagen."""
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            return value  # black
        return format_datetime(at.astimezone(COPENHAGEN), locale=self._locale)

    def actor(self, value: str) -> str:
        """Return who acted."""
        sort, _, who = value.partition(":")
        return f"{self.texts['page'].get(sort, sort)} {who}".strip()

    def _day(self, value: str) -> str:
        try:
            return format_date(date.fromisoformat(value), "long", locale=self._locale)
        except ValueError:
            return value  # black, or no day after all
