"""Recognises what may be a Danish personal number, to refuse it and to blank it.

Six digits that make a date (ddmmyy; a day raised by 60 counts too, as in
replacement numbers) and four digits, with or without spaces, dots, strokes or
hyphens between. Eight digits (CVR) never are; ten digits (a P-number) only when they
begin with a date; digits inside a UUID are not.
"""

import re
import unicodedata

_HYPHEN = "\\-\u2010\u2011\u2012\u2013\u2014\u2212"
_UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_BETWEEN = f"[\\s./_{_HYPHEN}]"
_SHAPE = re.compile(
    rf"{_UUID}|(?<![0-9])(?P<day>[0-9]{{2}}){_BETWEEN}?(?P<month>[0-9]{{2}})"
    rf"{_BETWEEN}?[0-9]{{2}}\s*{_BETWEEN}?\s*[0-9]{{4}}(?![0-9])"
)
_DIGIT, _DIGITS = re.compile("[0-9]"), 10
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_cpr_shaped(text: str) -> bool:
    """Tell whether somewhere in *text* there is what may be a CPR number."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if len(_DIGIT.findall(plain)) < _DIGITS:
        return False
    plain = "".join(
        letter
        for letter in plain
        if unicodedata.category(letter) != "Cf"  # invisible ones, that could hide it
    )
    return any(_is_cpr(found) for found in _SHAPE.finditer(plain))


def blanked(text: str) -> str:
    """Return *text* with everything CPR-shaped replaced by [cpr]."""
    return _SHAPE.sub(lambda found: "[cpr]" if _is_cpr(found) else found.group(), text)


def _is_cpr(found: re.Match[str]) -> bool:
    if found["day"] is None:
        return False  # a UUID
    day, month = int(found["day"]), int(found["month"])
    day = day - 60 if day > 60 else day  # noqa: PLR2004 - replacement numbers
    return 1 <= month <= len(_DAYS) and 1 <= day <= _DAYS[month - 1]
