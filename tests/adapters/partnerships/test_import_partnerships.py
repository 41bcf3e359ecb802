"""Partnerships from a file: first drafts through the same rules as over the API."""

import asyncio

import pytest

from tests.adapters.partnerships.office import CONTACTS, Json, Office, proposal
from tests.adapters.partnerships.sheet import counts, put, report, xlsx

HEADER = "sagsnummer;type;titel;mål;parter;felter (json)\r\n"
BARE = "SAG-1;bid;BID Kanalen;G1.1;;\r\n"


def told(row: Json) -> list[tuple[str, str]]:
    """What is wrong with a row, by column."""
    return [(error["field"], error["code"]) for error in row["errors"]]


async def test_rows_become_drafts_with_case_numbers_in_their_order(
    office: Office,
) -> None:
    """Each is proposed by whoever sends the file, and its history says so."""
    sent = (HEADER + BARE + BARE.replace("SAG-1", "SAG-2")).encode()

    done = await report(office, sent, "partnerships")

    assert counts(done) == (2, 0, 0), done
    assert [row["reference"] for row in done["rows"]] == [
        "HTK-BID-2024-0001",
        "HTK-BID-2024-0002",
    ]
    path = f"/partnerships/{done['rows'][1]['id']}"
    shown = await office.told("rita", path)
    (proposed,) = (await office.told("rita", f"{path}/history"))["items"]
    assert (shown["status"], shown["title"]) == ("draft", "BID Kanalen")
    assert (proposed["actor"], proposed["type"]) == (
        "staff:carl",
        "PartnershipProposed",
    )
    await office.done("carl", f"{path}/withdraw", {"reason": "Prøve"})


async def test_a_row_is_refused_by_the_rules_and_takes_no_number(
    office: Office,
) -> None:
    """The rows beside it are proposed, and no case number is left without a case."""
    await office.organisations()
    contact = CONTACTS["bakery"]
    rows: list[list[object]] = [
        ["reference", "kind", "title", "parties", "fields (json)"],
        ["A", "bid", "Ukendt part", f"10000050 business {contact}", ""],
        ["B", "nix", "Ukendt type", "", ""],
        ["C", "bid", "Ukendt rolle", f"10000009 juggler {contact}", ""],
        ["D", "bid", "Halv part", "10000009 business", ""],
        ["E", "bid", "Ikke JSON", "", "{" + "[" * 900],
        ["", "bid", "Uden navn", "", ""],
        ["F", "bid", "", "", '{"area": {"type": "text"}}'],
        ["G", "bid", "God", f"10000009 business {contact}", ""],
    ]

    done = await report(office, xlsx(rows), "partnerships")

    assert [told(row) for row in done["rows"]] == [
        [("parties", "organisation_unknown")],
        [("kind", "kind_unknown")],
        [("", "role_unknown")],
        [("parties", "party_unreadable")],
        [("fields (json)", "fields_unreadable")],
        [("reference", "missing")],
        [("title", "missing"), ("fields (json).area.text.text", "missing")],
        [],
    ]
    assert done["rows"][7]["reference"] == "HTK-BID-2024-0001"


async def test_a_file_sent_again_proposes_nothing_twice(office: Office) -> None:
    """Nor does a name that stands twice in it; a dry run proposes nothing at all."""
    row = BARE.replace("SAG-1", "SÅG-1")
    sent = (HEADER + row + row).encode()

    tried = await report(office, sent, "partnerships", "?dry_run=true")
    first = await report(office, sent, "partnerships")
    again = await report(office, sent, "partnerships")
    apart = sent.replace("Å".encode(), "A\u030a".encode())  # as other systems write it
    decomposed = await report(office, apart, "partnerships")

    assert [counts(one) for one in (tried, first, again, decomposed)] == [
        (1, 1, 0),
        (1, 1, 0),
        (0, 2, 0),
        (0, 2, 0),
    ]
    assert {row["id"] for row in again["rows"]} == {first["rows"][0]["id"]}
    assert len((await office.told("rita", "/partnerships"))["items"]) == 1


@pytest.mark.parametrize("of", ["partnerships", "organisations"])
async def test_the_same_file_twice_at_once_makes_nothing_double(
    office: Office, of: str
) -> None:
    """Whoever comes second looks again, and finds all of it there."""
    row = BARE if of == "partnerships" else "A;10000009\r\n"
    header = HEADER if of == "partnerships" else "navn;cvr\r\n"
    sent = (header + row).encode()

    both = await asyncio.gather(report(office, sent, of), report(office, sent, of))

    assert sorted(map(counts, both)) == [(0, 1, 0), (1, 0, 0)]
    assert len((await office.told("rita", f"/{of}"))["items"]) == 1


async def test_what_export_writes_import_reads_whole(office: Office) -> None:
    """A case that is here is known by its number; under another name it is a twin."""
    parties = await office.organisations()
    body = proposal(parties) | {"title": "=BID"}
    case = await office.done("carl", "/partnerships", body)
    exported = await office.ask("rita", "GET", "/partnerships/export.csv")
    moved = exported.content.replace(b"HTK-BID-2024-0001", b"OLD-7")

    same = await report(office, exported.content, "partnerships")
    done = await report(office, moved, "partnerships")

    assert [counts(one) for one in (same, done)] == [(0, 1, 0), (1, 0, 0)]
    assert same["rows"][0]["id"] == case["id"]
    twin = await office.told("rita", f"/partnerships/{done['rows'][0]['id']}")
    kept = ("title", "parties", "goals", "fields", "kind")
    assert {key: twin[key] for key in kept} == {key: case[key] for key in kept}


async def test_who_may_not_propose_may_not_import(office: Office) -> None:
    """Reading does not include writing."""
    answer = await put(office, (HEADER + BARE).encode(), "partnerships", who="rita")

    assert answer.status_code == 403
