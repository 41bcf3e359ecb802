"""Organisations from a file: row by row, once each, and back as they were exported."""

import pytest

from tests.adapters.partnerships.office import Office
from tests.adapters.partnerships.sheet import counts, put, report, xlsx

HEADER = "name;cvr;p-number;industry code;size class;focus\r\n"
PELIKAN = "Bageriet Pelikan ApS;10000009;;107120;small;green, tech\r\n"
WRONG = "Forkert;12345678;;;;\r\n"


async def test_each_row_is_taken_or_told_what_is_wrong(office: Office) -> None:
    """By the row's number and the column's name; the right ones do not wait for it."""
    sent = (HEADER + PELIKAN + "\r\n" + WRONG + ";10000017;;;huge;\r\n").encode()

    told = await report(office, sent)

    assert counts(told) == (1, 0, 2)
    assert [
        (row["row"], row["outcome"], [(e["field"], e["code"]) for e in row["errors"]])
        for row in told["rows"]
    ] == [
        (2, "created", []),
        (4, "refused", [("cvr", "cvr_number")]),
        (5, "refused", [("name", "missing"), ("size class", "not_a_choice")]),
    ]
    assert told["rows"][2]["errors"][1]["message"] == (
        "Must be one of: 'micro', 'small', 'medium', 'large'."
    )
    (kept,) = (await office.told("rita", "/organisations"))["items"]
    assert kept["id"] == told["rows"][0]["id"]
    assert (kept["name"], kept["focus"]) == ("Bageriet Pelikan ApS", ["green", "tech"])


async def test_a_dry_run_tells_the_same_and_writes_nothing(office: Office) -> None:
    """Whoever tries first loses nothing."""
    told = await report(office, (HEADER + PELIKAN + WRONG).encode(), query="?dry_run=1")

    assert counts(told) == (1, 0, 1)
    assert (await office.told("rita", "/organisations"))["items"] == []


async def test_the_same_file_again_makes_nothing_double(office: Office) -> None:
    """Nor does a row that stands twice; one that says otherwise is told."""
    sent = (HEADER + PELIKAN + PELIKAN).encode()
    first = await report(office, sent)
    other = PELIKAN.replace("small", "large")

    again = await report(office, sent)
    differing = await report(office, (HEADER + other).encode())

    assert [counts(told) for told in (first, again)] == [(1, 1, 0), (0, 2, 0)]
    assert {row["id"] for row in again["rows"]} == {first["rows"][0]["id"]}
    (row,) = differing["rows"]
    assert [(e["field"], e["code"]) for e in row["errors"]] == [
        ("size class", "organisation_differs")
    ]
    assert len((await office.told("rita", "/organisations"))["items"]) == 1


async def test_refused_rows_come_back_to_be_corrected_and_sent_again(
    office: Office,
) -> None:
    """As a file with a note in each row, which the next import passes over."""
    sent = (HEADER + PELIKAN + WRONG).encode()
    csv = {"Accept": "text/csv", "Accept-Language": "da"}

    answer = await put(office, sent, headers=csv)
    text = answer.content.decode("utf-8-sig")
    fixed = text.replace("12345678", "10000017").encode()
    told = await report(office, fixed)
    done = await put(office, fixed, headers=csv)

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert text == (
        "name;cvr;p-number;industry code;size class;focus;fejl\r\n"
        "Forkert;12345678;;;;;cvr: Er ikke et gyldigt CVR-nummer. Kontrollér cifrene, "
        "fx på virk.dk.\r\n"
    )
    assert counts(told) == (1, 0, 0)
    assert done.content.decode("utf-8-sig").count("\r\n") == 1


async def test_what_export_writes_import_reads(office: Office) -> None:
    """Also a name that a spreadsheet would run, which was marked on its way out."""
    odd = "=HYPERLINK(1);'@x"
    body = {"name": odd, "cvr": "10000009", "focus": ["green", "tech"]}
    await office.done("carl", "/organisations", body)
    for path in ("/organisations/export.csv", "/organisations/export.xlsx"):
        exported = await office.ask(
            "rita", "GET", path, headers={"Accept-Language": "da"}
        )

        told = await report(office, exported.content)

        assert counts(told) == (0, 1, 0), told


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param((HEADER + PELIKAN).encode("utf-8-sig"), id="with a mark"),
        pytest.param((HEADER + PELIKAN).encode("utf-16"), id="UTF-16"),
        pytest.param((HEADER + PELIKAN).replace(";", "\t").encode(), id="tabs"),
        pytest.param(
            xlsx(
                [
                    ["NAVN", "Cvr", "branchekode", "Størrelse", "fokus", None],
                    ["Bageriet Pelikan ApS", 10000009, 107120, "small", "green, tech"],
                ]
            ),
            id="a workbook in Danish",
        ),
    ],
)
async def test_whatever_a_spreadsheet_saves_is_read(
    office: Office, sent: bytes
) -> None:
    """In both languages, with numbers as numbers, and in each encoding it offers."""
    await report(office, (HEADER + PELIKAN).encode())

    assert counts(await report(office, sent)) == (0, 1, 0)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param((HEADER + "=1+1;10000009;;;;\r\n").encode(), id="CSV"),
        pytest.param(xlsx([["name", "cvr"], ["=1+1", "10000009"]]), id="XLSX"),
    ],
)
async def test_a_formula_is_not_taken(office: Office, sent: bytes) -> None:
    """It would be run at whoever opens an export."""
    (row,) = (await report(office, sent))["rows"]

    assert [(e["field"], e["code"]) for e in row["errors"]] == [("name", "formula")]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("name;cvr;løn", "column_unknown"),
        ("name;cvr;navn", "column_repeated"),
        ("name;focus", "column_missing"),
    ],
)
async def test_columns_that_are_not_understood_stop_the_file(
    office: Office, header: str, code: str
) -> None:
    """A column that is passed over is lost without anybody knowing."""
    answer = await put(office, f"{header}\r\nA;10000009;x\r\n".encode())

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_too_many_rows_are_not_begun(office: Office) -> None:
    """The limit is said before anything is written."""
    sent = (HEADER + PELIKAN * 5001).encode()

    answer = await put(office, sent)

    assert (answer.status_code, answer.json()["code"]) == (413, "sheet_too_long")
    assert answer.json()["facts"] == {"rows": 5000}
