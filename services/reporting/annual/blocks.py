"""What the document is made of: sections of text, tables and charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

type Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    text: str
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences, under a word or two."""

    items: tuple[str, ...]
    label: str = ""
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; *share* of the width, or 0 for as wide as its content."""

    heading: str
    share: float = 0
    align: Align = "left"
    style: Literal["plain", "small", "identifier"] = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row; a cell's second line is printed smaller."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


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
