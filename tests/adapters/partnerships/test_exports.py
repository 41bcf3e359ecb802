"""Lists as CSV: whole, in two languages, and with nothing that a spreadsheet runs."""

import csv
import io
from io import BytesIO

from openpyxl import load_workbook

from tests.adapters.partnerships.office import Office
from tests.adapters.partnerships.stages import draft


async def test_all_organisations_come_page_by_page(office: Office) -> None:
    """More than one page holds; no row is lost or told twice."""
    for number in range(201):
        body = {"name": f"Firma {number:03d}", "cvr": "10000009"}
        await office.done(
            "carl", "/organisations", body | {"p_number": f"{1_000_000_000 + number}"}
        )

    answer = await office.ask("rita", "GET", "/organisations/export.csv")

    lines = answer.content.decode("utf-8").split("\r\n")
    assert lines[0] == "\ufeffname;cvr;p-number;industry code;size class;focus"
    assert lines[1] == "Firma 000;10000009;1000000000;;;"
    assert lines[201:] == ["Firma 200;10000009;1000000200;;;", ""]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


async def test_a_name_that_is_a_formula_is_only_text(office: Office) -> None:
    """Whoever registers must not run anything at whoever exports."""
    body = {"name": '=HYPERLINK("http://x.example";"a")', "cvr": "10000009"}
    await office.done("carl", "/organisations", body)

    answer = await office.ask("rita", "GET", "/organisations/export.csv")

    assert (
        '"\'=HYPERLINK(""http://x.example"";""a"")";10000009' in answer.content.decode()
    )


async def test_partnerships_are_exported_as_they_are_filtered(office: Office) -> None:
    """In Danish for who asks in Danish; the reader is noted as for any list."""
    await draft(office)
    danish = {"Accept-Language": "da"}
    place = "/partnerships/export.csv"

    found = await office.ask("rita", "GET", f"{place}?kind=bid", headers=danish)
    none = await office.ask("rita", "GET", f"{place}?kind=campus", headers=danish)
    noted = (await office.told("mia", "/access-log"))["items"]

    header, row, rest = found.content.decode("utf-8-sig").split("\r\n")
    assert header == (
        "sagsnummer;type;typeversion;titel;stadie;parter (cvr);mål;ændret;"
        "parter;felter (json)"
    )
    assert row.startswith(
        "HTK-BID-2024-0001;bid;1;BID Marsupilami;draft;"
        "10000009, 10000017, 10000025, 19501817;G1.1;2024-"
    )
    assert rest == ""
    assert none.content.decode("utf-8-sig") == f"{header}\r\n"
    assert [one["asked"] for one in noted] == [{"kind": "campus"}, {"kind": "bid"}]


async def test_a_workbook_holds_the_same_as_the_csv(office: Office) -> None:
    """Cell by cell, in the language that was asked for."""
    await draft(office)
    danish = {"Accept-Language": "da"}
    path = "/partnerships/export"

    text = await office.ask("rita", "GET", f"{path}.csv?kind=bid", headers=danish)
    found = await office.ask("rita", "GET", f"{path}.xlsx?kind=bid", headers=danish)

    sheet = load_workbook(BytesIO(found.content)).worksheets[0]
    cells = [[str(cell or "") for cell in row] for row in sheet.values]
    lines = io.StringIO(text.content.decode("utf-8-sig"), newline="")
    assert cells == list(csv.reader(lines, delimiter=";"))
    assert len(cells) == 2
