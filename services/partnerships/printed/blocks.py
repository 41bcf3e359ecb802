"""What the agreement is made of: a head, facts, and sections of text and tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.printing import Paragraph, Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    level: int
    blocks: Sequence[Paragraph | Table]


@dataclass(frozen=True, slots=True)
class Named:
    """A fact under its name."""

    name: str
    fact: str


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that the page template needs; the footer stands on every page."""

    language: str
    title: str
    author: str
    description: str
    header: str
    footer: str
    page: str
    of: str
    kicker: str
    subtitle: str
    notice: str
    facts: tuple[Named, ...]
    sections: tuple[Section, ...]
