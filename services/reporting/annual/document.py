"""Puts the annual evaluation together, from the cover to the last message."""

from services.reporting.annual.annex import annex, method
from services.reporting.annual.blocks import Document
from services.reporting.annual.cover import cover
from services.reporting.annual.goals import glance, themes
from services.reporting.annual.standing import context, gaps, lifecycle, ratings
from services.reporting.annual.wording import wording
from services.reporting.domain.catalogue import Language
from services.reporting.domain.evaluation import Evaluation


def document(evaluation: Evaluation, language: Language) -> Document:
    """The evaluation as a document in *language*."""
    words = wording(language)
    year = str(evaluation.year)
    title = words.tell("title", year=year)
    municipality = words.tell("municipality")
    return Document(
        language=language,
        title=title,
        author=municipality,
        description=words.tell("description", year=year),
        contents=words.tell("contents"),
        header=words.tell("header", municipality=municipality, title=title),
        page=words.tell("page"),
        of=words.tell("page.of"),
        cover=cover(evaluation, words),
        sections=(
            glance(evaluation, words),
            *themes(evaluation, words),
            gaps(evaluation, words),
            ratings(evaluation, words),
            *lifecycle(evaluation, words),
            context(evaluation, words),
            method(evaluation, words),
            *annex(evaluation, words),
        ),
    )
