"""Prints the annual evaluation on the pages that all documents share."""

from dataclasses import asdict
from datetime import datetime
from importlib.resources import files

from chassis import printing
from services.reporting.annual.blocks import Document

_TEMPLATE = (files("services.reporting.annual") / "template.typ").read_bytes()


def printed(document: Document, as_of: datetime) -> bytes:
    """The document as PDF, dated *as_of*; slow enough to belong in a thread."""
    return printing.printed(_TEMPLATE, asdict(document), as_of)
