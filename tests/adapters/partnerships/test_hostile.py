"""Two hundred files that mean no good: none crashes us, and none is imported by half."""

import pytest

from tests.adapters.partnerships.hostile import files
from tests.adapters.partnerships.office import Office
from tests.adapters.partnerships.sheet import put

FILES = 200
ANSWERS = {200, 413, 415, 422}


async def test_no_file_crashes_and_none_is_imported_by_half(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is there afterwards is what the reports say, with a message for each."""
    there = {"organisations": 0, "partnerships": 0}
    answers: dict[int, int] = {}
    for name, content in files(FILES):
        of = "partnerships" if name.startswith("cases") else "organisations"
        answer = await put(office, content, of)

        assert answer.status_code in ANSWERS, f"{name}: {answer.text}"
        told = answer.json()
        there[of] += told["created"] if answer.status_code == 200 else 0
        assert await kept(office) == there, name
        answers[answer.status_code] = answers.get(answer.status_code, 0) + 1

    with capsys.disabled():
        print(f" {sorted(answers.items())}, {there}", end="")  # noqa: T201 - to be shown
    assert min(there.values()) > 9
    assert answers.keys() == ANSWERS


async def kept(office: Office) -> dict[str, int]:
    """How many there are, each with its message, its event and its case number."""
    async with office.service.database.reading() as connection:
        row = await connection.fetchrow(_KEPT)
    assert row is not None
    assert row["messages"] == row["organisations"] + row["events"]
    assert {row["partnerships"]} == {row["events"], row["named"], row["numbers"]}
    return {key: row[key] for key in ("organisations", "partnerships")}


_KEPT = """
select (select count(*) from organisation) as organisations,
       (select count(*) from outbox) as messages,
       (select count(*) from partnership) as partnerships,
       (select count(*) from event) as events,
       (select count(*) from imported) as named,
       (select coalesce(sum(last), 0) from reference_counter) as numbers
"""
