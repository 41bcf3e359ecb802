"""Files that somebody sends to be imported, and what came of them."""

from io import BytesIO

import httpx
from openpyxl import Workbook

from tests.adapters.partnerships.office import STAFF, Json, Office

type Table = list[list[object]]


def xlsx(rows: Table) -> bytes:
    """A workbook as a spreadsheet writes it; texts that begin with = are formulas."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


async def put(
    office: Office,
    content: bytes,
    of: str = "organisations",
    *,
    who: str = "carl",
    query: str = "",
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """Send a file to be imported, and take the answer as it comes."""
    token = office.issuer.issue(who, STAFF[who])
    return await office.web.post(
        f"/v1/{of}/import{query}",
        content=content,
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/octet-stream",
            "Accept-Language": "en",
            **(headers or {}),
        },
    )


async def report(
    office: Office, content: bytes, of: str = "organisations", query: str = ""
) -> Json:
    """Send a file, and expect that it is read."""
    answer = await put(office, content, of, query=query)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def counts(told: Json) -> tuple[int, int, int]:
    """How many rows were created, known and refused."""
    return told["created"], told["known"], told["refused"]
