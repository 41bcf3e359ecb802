"""Civil months, which keep the day of the month where they can."""

from calendar import monthrange
from datetime import MAXYEAR, date


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_school_year(year: int) -> date:
    """Return the last day of the school year that ends in a year: August to June."""
    return date(year, 6, 30)
