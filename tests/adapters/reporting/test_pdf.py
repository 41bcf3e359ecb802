"""The printed evaluation is a document that everybody can read (PDF/UA-1)."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest

from services.reporting.annual.document import document
from services.reporting.annual.printing import printed
from services.reporting.domain.catalogue import Language
from services.reporting.domain.evaluation import evaluate
from services.reporting.policy import read_catalogue
from tests.unit.reporting.given import at
from tests.unit.reporting.stories import three_partnerships

CATALOGUE = read_catalogue()


def pdf(language: Language = "da", year: int = 2025) -> bytes:
    """The document about three partnerships."""
    as_of = at("2026-01-31")
    evaluation = evaluate(three_partnerships(), CATALOGUE, year, as_of)
    return printed(document(evaluation, language), as_of)


@pytest.fixture(scope="module")
def danish() -> Iterator[pikepdf.Pdf]:
    """The Danish document about 2025, opened."""
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        yield opened


def tags(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every structure element under *node*."""
    if isinstance(node, pikepdf.Array):
        for part in node:
            yield from tags(part)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from tags(node.get("/K", pikepdf.Array()))


def tagged(opened: pikepdf.Pdf, role: str) -> list[pikepdf.Dictionary]:
    """Every element of one role."""
    root = opened.Root.StructTreeRoot
    return [tag for tag in tags(root.K) if str(tag.S) == role]


def bookmarks(opened: pikepdf.Pdf) -> list[str]:
    """The titles of the outermost bookmarks."""
    with opened.open_outline() as outline:
        return [entry.title for entry in outline.root]


def test_the_file_says_that_it_is_accessible(danish: pikepdf.Pdf) -> None:
    """Tagged, marked PDF/UA-1, with language and title shown."""
    with danish.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Årlig evaluering 2025 – Høje-Taastrup Kommune"
    assert danish.Root.MarkInfo.Marked
    assert str(danish.Root.Lang) == "da"
    assert danish.Root.ViewerPreferences.DisplayDocTitle


def test_bookmarks_lead_to_every_chapter(danish: pikepdf.Pdf) -> None:
    """A reader who cannot skim must be able to jump."""
    assert bookmarks(danish) == [
        "Målene på én side",
        "Tema 1: Rammer og erhvervsservice",
        "Tema 2: Klima og ansvarlighed",
        "Tema 3: Arbejdskraft",
        "Tema 4: Unge og uddannelse",
        "Huller",
        "Partnernes syn på kommunen",
        "Partnerskabernes år",
        "Tal fra politikken",
        "Sådan er tallene lavet",
        "Bilag: beskederne bag hvert tal",
    ]


def test_every_picture_has_its_words(danish: pikepdf.Pdf) -> None:
    """The alternative text states the figures of the chart."""
    spoken = [str(figure.Alt) for figure in tagged(danish, "/Figure")]

    assert spoken == [
        (
            "Søjlediagram. Erhvervsareal løftet (m²): udgangspunkt 1.500, måltal 21.000, "
            "resultat 13.250. Måltallet er ikke nået, men tallet er på vej."
        ),
        (
            "Søjlediagram. Tomme erhvervslokaler (%, lavere er bedre): udgangspunkt 10,75, "
            "måltal 9,25, resultat 10,3. Måltallet er ikke nået, men tallet er på vej."
        ),
        (
            "Søjlediagram. Virksomhedernes samlede tilfredshed (på skalaen 1-5): "
            "udgangspunkt 3,40, måltal 3,80. Der er intet resultat endnu."
        ),
        (
            "Søjlediagram. Biodiversitetsprojekter (projekter): udgangspunkt 1, måltal 5, "
            "resultat 6. Måltallet er nået."
        ),
    ]


def test_every_table_has_header_cells(danish: pikepdf.Pdf) -> None:
    """A screen reader names the column with each figure."""
    for table in tagged(danish, "/Table"):
        headers = [tag for tag in tags(table.K) if str(tag.S) == "/TH"]
        (head,) = (tag for tag in tags(table.K) if str(tag.S) == "/THead")
        assert headers
        assert len([tag for tag in tags(head.K) if str(tag.S) == "/TH"]) == len(headers)


def test_headings_go_down_one_level_at_a_time(danish: pikepdf.Pdf) -> None:
    """The structure is that of the document, not that of its looks."""
    roles = {str(tag.S) for tag in tags(danish.Root.StructTreeRoot.K)}

    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= roles
    assert roles.isdisjoint({"/H3", "/H4"})


def test_fonts_travel_with_the_document(danish: pikepdf.Pdf) -> None:
    """It looks the same wherever it is opened."""
    embedded = {
        str(font.BaseFont).partition("+")[2].removesuffix("-Identity-H")
        for page in danish.pages
        for font in page.Resources.Font.values()
    }

    assert embedded <= {
        "LibertinusSerif-Regular",
        "LibertinusSerif-Semibold",
        "LibertinusSerif-Bold",
        "LibertinusSerif-Italic",
        "DejaVuSansMono",
    }


def test_the_english_document_says_that_it_is_english() -> None:
    """So that a screen reader pronounces it."""
    with pikepdf.open(io.BytesIO(pdf("en"))) as opened:
        assert str(opened.Root.Lang) == "en"
        assert bookmarks(opened)[0] == "The goals on one page"


def test_the_same_evaluation_gives_the_same_bytes() -> None:
    """A printed figure can be compared with the file years later."""
    assert pdf() == pdf()


def test_no_text_runs_out_of_its_page() -> None:
    """Long names of cases and partnerships must wrap."""
    opened = pypdfium2.PdfDocument(pdf())
    margin = 60  # points, a little inside the 22 mm of the template

    for page in opened:
        width, _ = page.get_size()
        text = page.get_textpage()
        edges = [text.get_rect(place) for place in range(text.count_rects())]
        assert min(edge[0] for edge in edges) >= margin
        assert max(edge[2] for edge in edges) <= width - margin


def test_an_empty_year_is_printed_too() -> None:
    """The document says that there is nothing."""
    opened = pypdfium2.PdfDocument(pdf("en", 2023))

    assert "No partnerships or outcomes are registered for 2023 yet." in " ".join(
        opened[0].get_textpage().get_text_range().split()
    )


def test_an_instant_before_computers_is_still_an_instant() -> None:
    """The date of the file must not stop the printing."""
    as_of = datetime(1901, 1, 1, tzinfo=UTC)
    evaluation = evaluate([], CATALOGUE, 2025, as_of)

    assert printed(document(evaluation, "en"), as_of).startswith(b"%PDF-")
