"""What people write is printed, whatever they write."""

from datetime import UTC, datetime

import pypdfium2
import pytest
import typst

from chassis.printing import printed

TEMPLATE = b'#set document(title: "t")\n#par(doc.text)\n#table(columns: 1, doc.text)\n'
PAGES = {
    "language": "da",
    "title": "t",
    "author": "a",
    "description": "d",
    "header": "h",
    "page": "Side",
    "of": "af",
}
AT = datetime(2024, 3, 1, tzinfo=UTC)
MARGIN = 60  # points, a little inside the 22 mm of the pages


def text_of(pdf: bytes) -> str:
    """The text of the first page, with every line as it is broken."""
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    edges = [text.get_rect(place) for place in range(text.count_rects())]
    assert max(edge[2] for edge in edges) <= page.get_size()[0] - MARGIN
    return str(text.get_text_range())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Godt \U0001f600 gået", "Godt [U+1F600] gået"),
        ("合作 med 合作", "[U+5408][U+4F5C] med [U+5408][U+4F5C]"),
        ("\ufeffBegynd", "[U+FEFF]Begynd"),
        ("\U0001f468\u200d\U0001f469", "[U+1F468][U+200D][U+1F469]"),
        ('#panic("x") $x$ *b* @a <l> \\ `', '#panic("x") $x$ *b* @a <l> \\ `'),
        ("Æ ø å ½ € ≤ CO₂e Ж ω", "Æ ø å ½ € ≤ CO₂e Ж ω"),
    ],
)
def test_what_no_font_has_is_printed_by_its_number(written: str, shown: str) -> None:
    """One smiling face in a clause must not keep an agreement from being printed."""
    told = text_of(printed(TEMPLATE, {**PAGES, "text": written}, AT))

    assert shown in told


def test_a_word_longer_than_a_line_stays_on_its_page() -> None:
    """A hash stays whole, and can be searched for."""
    digest = "0123456789abcdef" * 4
    told = text_of(printed(TEMPLATE, {**PAGES, "text": f"{'A' * 300} {digest}"}, AT))

    assert digest in told


def test_a_fault_in_a_template_is_a_fault() -> None:
    """Only characters are given way to."""
    with pytest.raises(typst.TypstError):
        printed(b"#nothing-like-this\n", {**PAGES, "text": "a"}, AT)
