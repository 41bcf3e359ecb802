"""What the document is made of: sections of text, tables and charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chassis.printing import Bullets, Column, Paragraph, Table


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures, and the same figures in words."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Charts:
    """Charts side by side."""

    charts: tuple[Chart, ...]
    kind: Literal["charts"] = "charts"


type Block = Paragraph | Bullets | Table | Charts


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    level: int
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Tile:
    """A large figure with a few words under it."""

    figure: str
    label: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: what a reader with one minute needs."""

    kicker: str
    subtitle: str
    known: str
    summary: tuple[str, ...]
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that the page template needs."""

    language: str
    title: str
    author: str
    description: str
    contents: str
    header: str
    page: str
    of: str
    cover: Cover
    sections: tuple[Section, ...]


__all__ = [
    "Block",
    "Bullets",
    "Chart",
    "Charts",
    "Column",
    "Cover",
    "Document",
    "Paragraph",
    "Section",
    "Table",
    "Tile",
]
