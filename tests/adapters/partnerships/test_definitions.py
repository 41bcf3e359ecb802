"""Kinds that admins write over HTTP: no release, no restart."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest

from services.partnerships.http.requests_kind import SCHEMA
from tests.adapters.partnerships.office import Json, Office, proposal

KINDS = Path(__file__).parents[3] / "services" / "partnerships" / "kinds"


def text(shipped_as: str, **changes: object) -> Json:
    """A definition as somebody would write it, begun from one that is shipped."""
    shipped: Json = json.loads((KINDS / f"{shipped_as}.json").read_bytes())
    del shipped["publication"], shipped["version"]
    return {**shipped, **changes}


def later(key: str = "bid", **changes: object) -> Json:
    """A next version of a shipped kind, valid from 2025."""
    return text(key, valid_from="2025-01-01", **changes)


async def put(
    office: Office, path: str, body: object, etag: str | None = None
) -> tuple[int, Json]:
    """Replace a draft as an admin."""
    headers = {} if etag is None else {"If-Match": etag}
    response = await office.ask("ada", "PUT", path, body, headers)
    return response.status_code, response.json()


async def code(office: Office, path: str, body: object = None) -> str:
    """Ask as an admin for what must be refused, and return the code."""
    response = await office.ask("ada", "POST", path, body)
    assert response.status_code in {409, 422}, response.text
    told: str = response.json()["code"]
    return told


async def test_a_new_kind_is_proposed_without_a_release(office: Office) -> None:
    """Drafted, checked, published: and the next proposal may be of it."""
    ids = await office.organisations()
    wanted = {**proposal(ids), "kind": "town_centre"}
    unknown = await office.ask("carl", "POST", "/partnerships", wanted)
    body = text("bid", key="town_centre")

    drafted = await office.ask("ada", "POST", "/kinds", body)
    still_unknown = await office.ask("carl", "POST", "/partnerships", wanted)
    published = await office.done("ada", "/kinds/town_centre/versions/1/publish")
    proposed = await office.ask("carl", "POST", "/partnerships", wanted)

    assert (unknown.status_code, still_unknown.status_code) == (422, 422)
    assert drafted.status_code == 201
    assert drafted.headers["etag"] == '"1"'
    assert drafted.headers["location"] == "/v1/kinds/town_centre/versions/1"
    assert drafted.json()["definition"]["publication"] == "draft"
    assert drafted.json()["mistakes"] == []
    assert published["definition"]["publication"] == "published"
    assert published["revision"] == 2
    assert proposed.json()["kind"] == "town_centre"
    assert proposed.json()["reference"] == "HTK-TOWN_CENTRE-2024-0001"


async def test_a_new_version_follows_one_that_is_retired(office: Office) -> None:
    """From the day on which it begins; what was proposed before keeps the old one."""
    ids = await office.organisations()
    before = await office.done("carl", "/partnerships", proposal(ids))
    await office.done("ada", "/kinds", later(longest_term_years=4))
    publish = "/kinds/bid/versions/2/publish"
    overlapping = await code(office, publish)
    retire = {"last_day": "2024-12-31"}
    retired = await office.done("ada", "/kinds/bid/versions/1/retire", retire)
    await office.done("ada", publish)
    today = await office.told("rita", "/kinds/bid")
    await office.pass_timers(date(2025, 1, 2))

    after = await office.done("carl", "/partnerships", proposal(ids))
    kept = await office.told("carl", f"/partnerships/{before['id']}")

    assert overlapping == "kind_overlaps"
    assert retired["definition"]["publication"] == "retired"
    assert retired["definition"]["valid_to"] == "2024-12-31"
    assert today["version"] == 1
    assert after["kind_version"] == 2
    assert kept["kind_version"] == 1
    listed = await office.ask("rita", "GET", "/kinds/bid/versions")
    assert [(one["version"], one["publication"]) for one in listed.json()] == [
        (1, "retired"),
        (2, "published"),
    ]


async def test_a_draft_is_edited_by_one_at_a_time(office: Office) -> None:
    """The second admin is told that somebody was first."""
    await office.done("ada", "/kinds", later())
    path = "/kinds/bid/versions/2"
    read = await office.ask("ada", "GET", path)

    first = await put(office, path, later(signature_working_days=9), '"1"')
    second = await put(office, path, later(signature_working_days=8), '"1"')

    assert read.headers["etag"] == '"1"'
    assert first[0] == 200
    assert first[1]["revision"] == 2
    assert first[1]["definition"]["signature_working_days"] == 9
    assert (second[0], second[1]["code"]) == (412, "stale_version")


async def test_what_is_published_is_not_edited(office: Office) -> None:
    """Over the API it is refused, and the database refuses it as well."""
    status, told = await put(office, "/kinds/bid/versions/1", text("bid"))

    assert (status, told["code"]) == (409, "kind_not_draft")
    async with office.service.database.transaction() as connection:
        with pytest.raises(Exception, match="version 1 of kind bid is published"):
            await connection.execute(
                """
                update kind_version
                set definition = definition || '{"longest_term_years": 9}'
                where kind = 'bid'
                """
            )


async def test_mistakes_are_told_with_their_place_in_either_language(
    office: Office,
) -> None:
    """Checked without being kept, and again when somebody wants to publish."""
    names = {"da": "", "en": "BID"}
    wrong = later(name=names, goals=["G1.1", "G1.2", "G2.2", "G9.9"])
    danish = {"Accept-Language": "da"}

    checked = await office.ask("ada", "POST", "/kinds/check", wrong, danish)
    drafted = await office.done("ada", "/kinds", wrong)
    refused = await office.ask("ada", "POST", "/kinds/bid/versions/2/publish")

    assert [(one["place"], one["code"]) for one in checked.json()["mistakes"]] == [
        ("/name/da", "name_missing"),
        ("/goals/3", "goal_not_in_policy"),
    ]
    assert checked.json()["mistakes"][0]["detail"] == (
        "Der mangler et navn. Skriv det på begge sprog."
    )
    assert drafted["mistakes"][0]["detail"] == (
        "A name is missing. Write it in both languages."
    )
    assert refused.json()["code"] == "kind_has_mistakes"
    assert "/name/da: name_missing" in refused.json()["detail"]


@pytest.mark.parametrize("key", ["bid", "mentor", "transport"])
async def test_an_export_is_canonical_and_comes_back_as_it_left(
    office: Office, key: str
) -> None:
    """Keys and the version number survive the trip, to the byte."""
    path = f"/kinds/{key}/versions/1/export"
    exported = await office.ask("ada", "GET", path)
    moved = {**exported.json(), "key": f"{key}_copy"}

    again = await office.ask("ada", "POST", "/kinds/import", exported.json())
    imported = await office.ask("ada", "POST", "/kinds/import", moved)
    copied = await office.ask("ada", "GET", f"/kinds/{key}_copy/versions/1/export")

    assert exported.headers["content-disposition"] == (
        f'attachment; filename="{key}-1.json"'
    )
    assert b'"publication"' not in exported.content
    assert list(exported.json()) == sorted(exported.json())
    assert again.json()["definition"]["publication"] == "published"
    assert again.json()["revision"] == 1
    assert imported.json()["definition"]["publication"] == "draft"
    twin = exported.content.replace(
        f'"key":"{key}","legal'.encode(), f'"key":"{key}_copy","legal'.encode()
    )
    assert copied.content == twin


async def test_an_import_never_replaces_what_is_here(office: Office) -> None:
    """A version number means one text."""
    exported = await office.told("ada", "/kinds/bid/versions/1/export")

    told = await code(office, "/kinds/import", {**exported, "longest_term_years": 3})

    assert told == "kind_version_exists"


async def test_the_same_key_writes_one_draft(office: Office) -> None:
    """A caller who heard no answer may ask again; a dry run writes none."""
    key = {"Idempotency-Key": "quokka-1"}
    await office.ask("ada", "POST", "/kinds?dry_run=true", later())

    first = await office.ask("ada", "POST", "/kinds", later(), key)
    again = await office.ask("ada", "POST", "/kinds", later(), key)

    assert first.json() == again.json()
    listed = await office.told("rita", "/kinds/bid/versions")
    assert len(listed) == 2


async def test_who_changed_a_definition_is_kept(office: Office) -> None:
    """Each change with its text, its actor and its time."""
    await office.done("ada", "/kinds", later("school", valid_to="2026-07-31"))
    await put(office, "/kinds/school/versions/2", later("school"))
    await office.done(
        "ada", "/kinds/school/versions/1/retire", {"last_day": "2024-12-31"}
    )
    await office.done("ada", "/kinds/school/versions/2/publish")

    async with office.service.database.reading() as connection:
        rows = await connection.fetch(
            "select change, version, revision, actor, at from kind_change order by id"
        )

    assert [(row["change"], row["version"], row["revision"]) for row in rows] == [
        ("drafted", 2, 1),
        ("edited", 2, 2),
        ("retired", 1, 2),
        ("published", 2, 3),
    ]
    assert {row["actor"] for row in rows} == {"staff:ada"}
    assert {row["at"] for row in rows} == {office.site.clock.now()}
    assert rows[0]["at"] < datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("who", ["carl", "mia", "rita"])
async def test_only_an_admin_writes_definitions(office: Office, who: str) -> None:
    """Everybody reads the schema and the versions; nobody else changes them."""
    writes = [
        ("POST", "/kinds", later()),
        ("POST", "/kinds/check", later()),
        ("POST", "/kinds/import", {**later(), "version": 2}),
        ("PUT", "/kinds/bid/versions/1", later()),
        ("POST", "/kinds/bid/versions/1/publish", None),
        ("POST", "/kinds/bid/versions/1/retire", {"last_day": "2024-12-31"}),
        ("GET", "/kinds/bid/versions/1", None),
        ("GET", "/kinds/bid/versions/1/export", None),
    ]

    answers = [await office.ask(who, *write) for write in writes]

    assert {answer.status_code for answer in answers} == {403}
    assert (await office.ask(who, "GET", "/kinds/schema")).status_code == 200


async def test_what_is_not_there_is_not_found(office: Office) -> None:
    """Neither a kind nor a version."""
    paths = ["/kinds/walrus/versions", "/kinds/bid/versions/7"]
    paths += ["/kinds/bid/versions/7/export"]

    answers = [await office.ask("ada", "GET", path) for path in paths]
    publish = await office.ask("ada", "POST", "/kinds/bid/versions/7/publish")

    assert {answer.status_code for answer in [*answers, publish]} == {404}


async def test_the_schema_is_published_as_it_is_kept(office: Office) -> None:
    """An editor that knows it helps whoever writes a definition."""
    response = await office.ask("rita", "GET", "/kinds/schema")

    assert response.headers["content-type"] == "application/schema+json"
    assert response.content == SCHEMA.read_bytes()


@pytest.mark.parametrize("file", sorted(KINDS.glob("*.json")), ids=lambda one: one.stem)
def test_a_shipped_kind_meets_the_schema(file: Path) -> None:
    """And a definition with a strange word does not."""
    schema = json.loads(SCHEMA.read_bytes())
    shipped = json.loads(file.read_bytes())

    jsonschema.validate(shipped, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**shipped, "colour": "green"}, schema)
