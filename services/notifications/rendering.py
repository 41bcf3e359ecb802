"""Turns a fact into a letter: one wording, set as plain text and as HTML.

Each fact has a template per language with a headline, a body of paragraphs, and the
name of what is to be done (*act*); letter.txt and letter.html give them their form.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from textwrap import fill
from typing import Literal

from babel.dates import format_date, format_time
from babel.numbers import format_percent
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from chassis.clock import COPENHAGEN, civil_date
from chassis.languages import LOCALES, Language
from services.notifications.domain.facts import Fact

_ONE_SHARE = Decimal(10_000)  # basis points
_LINE_WIDTH = 72


@dataclass(frozen=True, slots=True)
class Action:
    """A link to act, and the CVR number of the organisation it is for, if known."""

    url: str
    cvr: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says beside the fact itself."""

    name: str
    answer_to: str
    reference: str | None
    actions: tuple[Action, ...]
    repeat: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter, ready for any channel."""

    sender: str
    subject: str
    text: str
    html: str


def render(event: str, fact: Fact, letter: Letter, language: Language) -> Rendered:
    """Write the letter about a fact, which *event* told, in one language."""
    environment = _environment(language)
    words: dict[str, object] = {"act": ""}
    for name in (f"letter.{language}.j2", f"{event}.{language}.j2"):
        template = environment.get_template(name)
        words |= vars(template.make_module({"fact": fact, "letter": letter}))
    headline = " ".join(str(words["headline"]).split())
    subject = f"{headline} ({letter.reference})" if letter.reference else headline
    parts = {
        "words": words,
        "headline": headline,
        "subject": subject,
        "paragraphs": _paragraphs(str(words["body"])),
        "letter": letter,
        "language": language,
    }
    return Rendered(
        str(words["sender"]),
        subject,
        text=environment.get_template("letter.txt.j2").render(parts),
        html=environment.get_template("letter.html.j2").render(parts),
    )


def _paragraphs(body: str) -> list[str]:
    paragraphs = (
        re.sub(r"[ \t\r\n]+", " ", part) for part in re.split(r"\n\s*\n", body.strip())
    )
    return [paragraph for paragraph in paragraphs if paragraph]


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("services.notifications"),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    locale = LOCALES[language]
    environment.filters |= {
        "day": partial(_day, style="full", locale=locale),
        "date": partial(_day, style="long", locale=locale),
        "time": partial(format_time, format="short", tzinfo=COPENHAGEN, locale=locale),
        "share": partial(_share, locale=locale),
        "wrapped": partial(
            fill, width=_LINE_WIDTH, break_long_words=False, break_on_hyphens=False
        ),
    }
    return environment


def _day(when: date | datetime, style: Literal["full", "long"], locale: str) -> str:
    day = civil_date(when) if isinstance(when, datetime) else when
    return format_date(day, style, locale=locale)


def _share(basis_points: int, locale: str) -> str:
    share = basis_points / _ONE_SHARE
    return format_percent(share, locale=locale, decimal_quantization=False)
