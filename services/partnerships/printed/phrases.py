"""Words, numbers and dates of the agreement in Danish and in English."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from chassis.clock import COPENHAGEN
from chassis.languages import LOCALES, Language
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.words import Words

_ORE_IN_A_KRONE = 100


@dataclass(frozen=True, slots=True)
class Phrases:
    """Tells things in one language."""

    language: Language
    texts: Mapping[str, str]

    def tell(self, key: str, /, **facts: object) -> str:
        """The sentence *key* with its facts."""
        return self.texts[key].format(**facts)

    def of(self, words: Words) -> str:
        """A name that a kind declares, as a line of its own begins."""
        told = words.da if self.language == "da" else words.en
        return told[:1].upper() + told[1:]

    def role(self, key: str, kind: Kind) -> str:
        """What a role is called."""
        rule = kind.role(key)
        return key if rule is None else self.of(rule.name)

    def number(self, value: Decimal | int) -> str:
        """A figure with every decimal that was agreed."""
        locale = LOCALES[self.language]
        return format_decimal(value, locale=locale, decimal_quantization=False)

    def kroner(self, ore: int) -> str:
        """An amount of money."""
        kroner, locale = Decimal(ore) / _ORE_IN_A_KRONE, LOCALES[self.language]
        return self.tell("kroner", amount=format_decimal(kroner, "#,##0.00", locale))

    def day(self, day: date) -> str:
        """A date in words."""
        return format_date(day, "long", LOCALES[self.language])

    def moment(self, at: datetime) -> str:
        """An instant in words, to the minute, in Danish time."""
        return format_datetime(
            at.astimezone(COPENHAGEN),
            self.texts["pattern.moment"],
            locale=LOCALES[self.language],
        )


@cache
def phrases(language: Language) -> Phrases:
    """The phrases of one language."""
    source = files("services.partnerships.printed") / "words" / f"{language}.json"
    return Phrases(language, json.loads(source.read_text(encoding="utf-8")))
