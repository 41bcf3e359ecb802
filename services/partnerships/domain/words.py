"""A text that people read, in the two languages that they read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    da: str
    en: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a declaration allows."""

    key: str
    name: Words
