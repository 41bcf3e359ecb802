"""Everything a person reads exists in Danish and in English; this picks which."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

type Language = Literal["da", "en"]

DEFAULT: Language = "da"
# How numbers, dates and times are written; English as in Europe: 24 hours, day first.
LOCALES: Mapping[Language, str] = {"da": "da_DK", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a person is told about a code; {names} stand for the facts."""

    da: str
    en: str
    status: int = 409

    def told(self, language: Language, facts: dict[str, str]) -> str:
        """Return the sentence in one language; a fact nobody gave shows as a dash."""
        template = self.da if language == "da" else self.en
        return template.format_map(_Facts(facts))


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "–"


def preferred(accept_language: str | None) -> Language:
    """Return the language that an Accept-Language header likes best."""
    best, weight = DEFAULT, 0.0
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        quality = _quality(parameters)
        if quality <= weight:
            continue
        if language == "en":
            best, weight = "en", quality
        elif language in {"da", "*"}:
            best, weight = "da", quality
    return best


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0
