"""Turns a document into a tagged PDF (PDF/UA-1); the same document, the same bytes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Literal

import typst

type Align = Literal["left", "right"]

_PAGES = (files("chassis") / "printing.typ").read_bytes()


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


def printed(template: bytes, document: Mapping[str, object], as_of: datetime) -> bytes:
    """The document as PDF, dated *as_of*; slow enough to belong in a thread.

    The template is what follows on what all documents share: page, headings, tables.
    Only the fonts that come with Typst are used, so that every machine prints alike.
    """
    return typst.compile(
        input=_PAGES + template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(as_of.timestamp()),
    )
