"""Words, numbers and dates as people write them in Danish and in English."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from chassis.languages import LOCALES
from services.reporting.domain.amounts import Amount, Withheld
from services.reporting.domain.catalogue import Language, Text, Unit
from services.reporting.domain.facts import COPENHAGEN


@dataclass(frozen=True, slots=True)
class Wording:
    """Tells things in one language."""

    language: Language
    texts: Mapping[str, str]

    def tell(self, key: str, /, **facts: str) -> str:
        """The sentence *key* with its facts."""
        return self.texts[key].format(**facts)

    def count(self, key: str, number: int, /, **facts: str) -> str:
        """The sentence *key* about so many: one, several, or none if it has words for that."""
        form = "one" if number == 1 else "many"
        if number == 0 and f"{key}.none" in self.texts:
            form = "none"
        return self.tell(f"{key}.{form}", n=self.number(number), **facts)

    def name(self, vocabulary: str, word: str) -> str:
        """A word of a vocabulary; as it stands, when the vocabulary has grown."""
        return self.texts.get(f"{vocabulary}.{word}", word.replace("_", " "))

    def of(self, text: Text) -> str:
        """The catalogue's words."""
        return text.told(self.language)

    def number(self, value: Decimal | int, decimals: int = 0) -> str:
        """A number with at least so many decimals, at most one more."""
        pattern = f"#,##0.{'0' * decimals}#"
        return format_decimal(value, pattern, LOCALES[self.language])

    def amount(self, value: Amount, unit: Unit) -> str:
        """A figure in a table: its number, a dash for none, or that it is withheld."""
        if value is None:
            return self.tell("amount.none")
        if isinstance(value, Withheld):
            return self.tell("amount.withheld")
        return self.number(value, unit.decimals)

    def tally(self, value: int | Withheld) -> str:
        """A whole count, or that it is withheld."""
        if isinstance(value, Withheld):
            return self.tell("amount.withheld")
        return self.number(value)

    def percent(self, basis_points: int) -> str:
        """A share as percent."""
        return self.tell("percent", n=self.number(Decimal(basis_points) / 100))

    def day(self, day: date) -> str:
        """A date in words."""
        return format_date(day, "long", LOCALES[self.language])

    def moment(self, at: datetime) -> str:
        """An instant in words, to the minute, in Danish time."""
        return self._formatted(at, "moment")

    def stamp(self, at: datetime) -> str:
        """An instant as short as a table needs it, in Danish time."""
        return self._formatted(at, "stamp")

    def _formatted(self, at: datetime, pattern: str) -> str:
        return format_datetime(
            at.astimezone(COPENHAGEN),
            self.texts[f"pattern.{pattern}"],
            locale=LOCALES[self.language],
        )


@cache
def wording(language: Language) -> Wording:
    """The wording of one language."""
    source = files("services.reporting.annual") / "wording" / f"{language}.json"
    return Wording(language, json.loads(source.read_text(encoding="utf-8")))
