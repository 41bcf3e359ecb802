"""Turns a document into a tagged PDF (PDF/UA-1); the same document, the same bytes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Literal

type Align = Literal["left", "right"]

_COMPLAINT = re.compile(r'(?:the text|disallowed codepoint) `"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_ASCII = 127
_ROUNDS = 5  # what stands beside a character may only be seen once that is gone

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
    A character that is in none of them is printed as its number, such as [U+1F600].
    """
    import typst

    told = json.dumps(document, ensure_ascii=False)
    for _ in range(_ROUNDS):
        try:
            return _compiled(template, told, as_of)
        except typst.TypstError as error:
            strange = _unprintable(str(error.diagnostic))
            if not strange:
                raise
            numbers = {ord(one): f"[U+{ord(one):04X}]" for one in strange}
            told = told.translate(numbers)
    return _compiled(template, told, as_of)


def _unprintable(complaints: str) -> set[str]:
    """Return the characters that the complaints of the compiler are about."""
    quoted = "".join(_COMPLAINT.findall(complaints))
    escaped = {chr(int(one, 16)) for one in _ESCAPED.findall(quoted)}
    return {one for one in _ESCAPED.sub("", quoted) if ord(one) > _ASCII} | escaped


def _compiled(template: bytes, told: str, as_of: datetime) -> bytes:
    import typst

    return typst.compile(
        input=_PAGES + template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": told},
        pdf_standards=["ua-1"],
        timestamp=int(as_of.timestamp()),
    )
