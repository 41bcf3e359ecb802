"""Turns a document into a tagged PDF (PDF/UA-1); the same document, the same bytes."""

import json
from dataclasses import asdict
from datetime import datetime
from importlib.resources import files

import typst

from services.reporting.annual.blocks import Document

TEMPLATE = files("services.reporting.annual") / "template.typ"


def printed(document: Document, as_of: datetime) -> bytes:
    """The document as PDF, dated *as_of*; slow enough to belong in a thread.

    Only the fonts that come with Typst are used, so that every machine prints alike.
    """
    return typst.compile(
        input=TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(asdict(document), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(as_of.timestamp()),
    )
