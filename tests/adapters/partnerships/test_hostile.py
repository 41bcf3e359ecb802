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
    there = 0
    answers: dict[int, int] = {}
    for name, content in files(FILES):
        answer = await put(office, content)

        assert answer.status_code in ANSWERS, f"{name}: {answer.text}"
        told = answer.json()
        there += told["created"] if answer.status_code == 200 else 0
        assert await registered(office) == (there, there), name
        answers[answer.status_code] = answers.get(answer.status_code, 0) + 1

    with capsys.disabled():
        print(f" {sorted(answers.items())}, {there} rows", end="")  # noqa: T201 - to be shown
    assert there > 9
    assert answers.keys() == ANSWERS


async def registered(office: Office) -> tuple[int, int]:
    """How many organisations there are, and how many messages of them."""
    async with office.service.database.reading() as connection:
        kept = await connection.fetchval("select count(*) from organisation")
        told = await connection.fetchval("select count(*) from outbox")
    return kept, told
