"""A printed agreement is a document that everybody can read (PDF/UA-1), of every kind."""

import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pikepdf
import pypdfium2
import pytest

from chassis.languages import Language
from services.partnerships.domain import commands as ask
from services.partnerships.domain.agreement import Change, Terms
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.values import Contact, Person, Share, Shares
from services.partnerships.printed.blocks import Section
from services.partnerships.printed.document import document, printed
from tests.adapters.partnerships.office import Office
from tests.adapters.partnerships.papers import (
    CHANGED_FROM,
    CHANGED_ON,
    NAMES,
    Kept,
    corrected,
    in_force,
    printable,
    told,
)
from tests.adapters.partnerships.stages import signing
from tests.unit.partnerships.given import OFFICER
from tests.unit.partnerships.stories import KINDS, VOTED_ON

HEADINGS: dict[Language, list[str]] = {
    "da": [
        "Parter",
        "Vilkår",
        "Hvad parterne giver og får",
        "Mål og indikatorer",
        "Bidrag",
        "Underskrifter",
        "Aftalens fingeraftryk",
    ],
    "en": [
        "Parties",
        "Clauses",
        "What the parties give and get",
        "Goals and indicators",
        "Contributions",
        "Signatures",
        "Fingerprint of the agreement",
    ],
}
TITLES: dict[Language, str] = {
    "da": "Aftale om »Et grønnere Hedehusene og Fløng« – Høje-Taastrup Kommune",
    "en": "Agreement on “Et grønnere Hedehusene og Fløng” – Høje-Taastrup Municipality",
}
FIGURES: dict[Language, list[str]] = {
    "da": ["50.000,00 kr.", "1,125", "30. november 2024", "1. april 2024 til og med"],
    "en": ["DKK 50,000.00", "1.125", "30 November 2024", "1 April 2024 up to and"],
}
HOW: dict[Language, list[str]] = {
    "da": [
        "Underskrevet af alle. Aftalen gælder.",
        "Af en leder i kommunen",
        "På papir, registreret af en medarbejder. Bevis: Sag 24/1187, bilag 3",
    ],
    "en": [
        "Signed by all. The agreement applies.",
        "By a manager of the municipality",
        "On paper, recorded by staff. Evidence: Sag 24/1187, bilag 3",
    ],
}
NEWCOMER = UUID(int=990)
MARGIN = 60  # points, a little inside the 22 mm of the pages


def tags(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every structure element under *node*."""
    if isinstance(node, pikepdf.Array):
        for part in node:
            yield from tags(part)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from tags(node.get("/K", pikepdf.Array()))


def assert_accessible(pdf: bytes, language: Language) -> None:
    """Tagged, marked PDF/UA-1, with language, title and headings, and header cells."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == TITLES[language]
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == language
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        with opened.open_outline() as outline:
            assert [entry.title for entry in outline.root] == HEADINGS[language]
        tree = list(tags(opened.Root.StructTreeRoot.K))
        roles = [str(tag.S) for tag in tree]
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Caption"} <= set(roles)
        assert {"/H3", "/H4"}.isdisjoint(roles)
        assert roles.count("/THead") == roles.count("/Table")


def pages(pdf: bytes) -> list[str]:
    """The text of each page, on one line; nothing of it runs out of its page."""
    told = []
    for page in pypdfium2.PdfDocument(pdf):
        width, _ = page.get_size()
        text = page.get_textpage()
        edges = [text.get_rect(place) for place in range(text.count_rects())]
        assert min(edge[0] for edge in edges) >= MARGIN
        assert max(edge[2] for edge in edges) <= width - MARGIN
        told.append(" ".join(text.get_text_range().split()))
    return told


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("key", KINDS)
def test_an_agreement_of_every_kind_is_printed(key: str, language: Language) -> None:
    """Everything that was agreed, who signed it and how, and its hash on each page."""
    known = printable(in_force(key))
    pdf = printed(known, language)

    assert_accessible(pdf, language)
    text = pages(pdf)
    whole = " ".join(text)
    for page in text:
        assert "version 1 SHA-256" in page
        assert known.version.sha256 in page
    for words in (*NAMES[:2], *FIGURES[language], *HOW[language], "G", "§ 3, stk. 2"):
        assert words in whole, words
    for rule in known.kind.clauses:
        name = rule.name.da if language == "da" else rule.name.en
        assert f"{name[:1].upper()}{name[1:]}" in whole
    for signature in known.signing.signatures:
        assert signature.row_hash in whole
    assert len(known.signing.signatures) == len(known.signing.signatories)


def test_the_same_history_gives_the_same_bytes() -> None:
    """A page on paper can be compared with the file years later."""
    assert printed(printable(in_force("mentor")), "da") == printed(
        printable(in_force("mentor")), "da"
    )


def rows(section: Section) -> tuple[tuple[str, ...], ...]:
    """The rows of a section's table."""
    [table] = [block for block in section.blocks if block.kind == "table"]
    assert table.kind == "table"
    return table.rows


def test_a_change_says_what_is_different_and_who_is_yet_to_sign() -> None:
    """Nobody reads everything again to find one word."""
    shown = document(printable(corrected("bid"), 2), "da")

    facts = {one.name: one.fact for one in shown.facts}
    assert shown.title == "Ændring af aftalen om »Et grønnere Hedehusene og Fløng«"
    assert (
        shown.notice == "Sendt til underskrift. Teksten er ikke underskrevet af alle."
    )
    assert facts["Ændring"] == "En fejl rettes"
    assert facts["Begrundelse"] == "Der skulle have stået fire møder om året"
    assert facts["Underskrives senest"] == "23. september 2024"
    assert rows(shown.sections[1]) == (
        ("Første dag", "1. april 2024", "1. november 2024"),
        (
            "Formål: tekst",
            "… aftalen nævner, og mødes mindst to gange om året. Kommunen indkalder …",
            "… aftalen nævner, og mødes mindst fire gange om året. Kommunen indkalder …",
        ),
    )
    missing = {row[1:] for row in rows(shown.sections[-2])}
    assert missing == {("–", "Ikke underskrevet")}


def test_a_party_that_joins_is_told_with_its_share() -> None:
    """The fields that follow the parties are read as people read them."""
    play = in_force("bid")
    parties = play.story.parties
    sharers = [one for one in parties if one.role in {"business", "property_owner"}]
    shares = (
        *(Share(one.organisation_id, 3000) for one in sharers),
        Share(NEWCOMER, 1000),
    )
    joined = (*parties, Party(NEWCOMER, "business", NEWCOMER))
    terms = replace(play.story.terms, starts_on=CHANGED_FROM)
    change = Change("add_party", "En til", joined, {"contribution_key": Shares(shares)})
    play.ask(ask.ChangeAgreement(change, terms), OFFICER, CHANGED_ON)

    shown = document(printable(play, 2), "en")

    told = {row[0]: row[1:] for row in rows(shown.sections[1])}
    assert told[f"{NEWCOMER}: role"] == ("–", "Business")
    assert told["Contribution key"][0].splitlines() == [
        f"{NAMES[1]}: 33.34 %",
        f"{NAMES[2]}: 33.33 %",
        f"{NAMES[3]}: 33.33 %",
    ]
    assert told["Contribution key"][1].splitlines()[-1] == f"{NEWCOMER}: 10 %"
    assert shown.notice == "Draft. The text has not been sent for signature."


def test_a_partner_who_takes_over_is_told_in_every_field() -> None:
    """Contacts are told by id and organisation, for their names are kept elsewhere."""
    play = in_force("school")
    town, *_ = play.story.parties
    heir = Person(town.organisation_id, NEWCOMER)
    joined = (*play.story.parties, Party(NEWCOMER, "company", NEWCOMER, ("spearhead",)))
    terms = replace(play.story.terms, starts_on=CHANGED_FROM)
    change = Change("add_party", "En til", joined, {"playmaker": Contact(heir)})
    play.ask(ask.ChangeAgreement(change, terms), OFFICER, CHANGED_ON)

    told = {
        row[0]: row[1:] for row in rows(document(printable(play, 2), "da").sections[1])
    }

    assert told[f"{NEWCOMER}: særlige kendetegn"] == ("–", "spearhead")
    assert told["Playmaker (koordinator)"] == (
        f"{NAMES[0]} ({town.contact_id})",
        f"{NAMES[0]} ({NEWCOMER})",
    )


def test_an_amendment_is_told_field_by_field() -> None:
    """Also one that was written anew as a whole."""
    play = in_force("mentor")
    told_terms = play.story.terms
    first, second = told_terms.obligations
    [measure] = told_terms.measures
    anew = replace(
        told_terms,
        starts_on=CHANGED_FROM,
        obligations=(second, replace(first, owner=second.owner)),
        measures=(replace(measure, baseline=Decimal("0.25")),),
        contributions=(),
    )
    play.ask(ask.DraftAgreement(anew), OFFICER, CHANGED_ON)

    shown = document(printable(play, 2), "en")

    assert shown.title == "Agreement on “Et grønnere Hedehusene og Fløng”"
    assert rows(shown.sections[1]) == (
        ("First day", "1 April 2024", "1 November 2024"),
        ("Obligation 2: who gives", NAMES[0], NAMES[1]),
        ("Mentors (persons): baseline", "0", "0.25"),
        (f"{NAMES[1]}: yearly contribution", "DKK 50,000.00", "–"),
        ("Order of the obligations", "–", "New order"),
    )


def test_partners_are_not_told_who_acted_nor_what_staff_noted() -> None:
    """They are told who has signed, when, how, and by which event."""
    known = replace(printable(in_force("mentor")), inside=False)
    town, company = known.signing.signatures

    shown = rows(document(known, "en").sections[-2])

    assert [row[2].splitlines() for row in shown] == [
        ["By a manager of the municipality", f"event {town.row}", town.row_hash],
        [
            "Outside Medspil, recorded by staff",
            f"event {company.row}",
            company.row_hash,
        ],
    ]
    link = replace(company, on_behalf=None, actor=f"contact:{NEWCOMER}")
    by_link = replace(known, signing=replace(known.signing, signatures=(link,)))
    [_, last] = rows(document(by_link, "en").sections[-2])
    assert last[2].splitlines()[0] == "By the party's contact over a personal link"


def test_an_agreement_about_nothing_says_so() -> None:
    """An empty section would look like a missing page."""
    play = Kept(told("bid"))
    play.approve()
    terms = play.story.terms
    empty = Terms(terms.starts_on, terms.ends_on, (), (), (), ())
    play.ask(ask.DraftAgreement(empty), OFFICER, VOTED_ON)

    shown = document(printable(play), "en")

    texts = {
        section.heading: [one.text for one in section.blocks if one.kind == "paragraph"]
        for section in shown.sections
    }
    assert texts["Clauses"] == ["The agreement has no clauses."]
    assert texts["Contributions"] == [
        "No party pays a contribution under the agreement."
    ]
    assert texts["Signatures"] == ["The text has not been sent for signature."]
    assert printed(printable(play), "en").startswith(b"%PDF-")


async def test_staff_fetch_a_version_in_the_language_they_ask_for(
    office: Office,
) -> None:
    """By name, else as their browser says; what was never written is refused."""
    case, _ = await signing(office)
    path = f"{case.path}/agreements/1/pdf"

    danish = await office.ask("rita", "GET", f"{path}?language=da")
    english = await office.ask("rita", "GET", path)
    unknown = await office.ask("rita", "GET", f"{case.path}/agreements/2/pdf")
    nothing = await office.ask(
        "rita",
        "GET",
        "/partnerships/00000000-0000-0000-0000-00000000dead/agreements/1/pdf",
    )

    assert danish.headers["content-type"] == "application/pdf"
    assert danish.headers["content-language"] == "da"
    assert danish.headers["content-disposition"].endswith('-v1-da.pdf"')
    assert "Ny belysning på torvet" in " ".join(pages(danish.content))
    assert english.headers["content-language"] == "en"
    assert "What the parties give and get" in " ".join(pages(english.content))
    assert (unknown.status_code, unknown.json()["code"]) == (
        404,
        "agreement_version_unknown",
    )
    assert (nothing.status_code, nothing.json()["code"]) == (404, "not_found")
