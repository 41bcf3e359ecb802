"""How long readers wait for lists, searches, worklists and next steps in a large town."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter

import asyncpg
import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.outcome import percentile
from benchmarks.stage import Stage
from benchmarks.town import NOW, WORDS, Tale, found, organisation
from chassis.application import without_background
from chassis.auth import Authentication, Role
from chassis.clock import FixedClock
from chassis.issuer import LocalIssuer
from chassis.keys import JwksKeyRing
from chassis.links import Links
from chassis.postgres import Database
from chassis.service import Site
from chassis.settings import Settings
from services.partnerships import app, searching
from services.partnerships.worklist import TASKS

ROUNDS = 60  # of each question, each with other words, days or places
_PAGES = 10
_PAGED = {
    "list",
    "search, a word in all",
    "worklist, manager",
    "worklist, case officer",
}
_CALLERS: Mapping[str, Role] = {
    "rita": "reader",
    "carl": "case_officer",
    "mia": "manager",
}


@dataclass(slots=True)
class Question:
    """A page that somebody asks for, again and again."""

    name: str
    who: str
    paths: list[str]
    seconds: list[float] = field(default_factory=list)

    def milliseconds(self, hundredths: int) -> float:
        """How long at most so many hundredths of the answers took."""
        return 1000 * percentile(self.seconds, hundredths)


async def looked(stage: Stage, partnerships: int) -> tuple[list[Question], float]:
    """Found the town and ask everything; return the questions, and the founding's time."""
    async with _hall(stage) as (database, web, issuer):
        began = perf_counter()
        await found(database, partnerships)
        took = perf_counter() - began
        await _tidy(stage)
        questions = list(_questions(partnerships))
        paged = [one for one in questions if one.name in _PAGED]
        questions += [await _further(web, issuer, one) for one in paged]
        order = [one for one in questions for _ in range(ROUNDS)]
        Random(7).shuffle(order)
        for question in order:
            await _ask(web, issuer, question)
    return questions, took


async def plans(stage: Stage) -> dict[str, str]:
    """Return the plan of each kind of statement, as PostgreSQL carried it out."""
    connection = await asyncpg.connect(stage.database_url)
    try:
        await connection.execute("set search_path = partnerships")
        return {
            name: await _plan(connection, *statement)
            for name, statement in _statements().items()
        }
    finally:
        await connection.close()


@asynccontextmanager
async def _hall(
    stage: Stage,
) -> AsyncGenerator[tuple[Database, httpx.AsyncClient, LocalIssuer]]:
    settings = Settings(database_url=stage.database_url, data_dir=Path(stage.folder))
    links = Links.kept_in(Path(stage.folder) / "links.pem")
    service = app.assemble(Site(settings, FixedClock(NOW), links))
    issuer = LocalIssuer("urn:bench", "medspil", Ed25519PrivateKey.generate())
    believed = Authentication("urn:bench", "medspil", JwksKeyRing(issuer.fetch))
    web = without_background(
        Site(settings, FixedClock(NOW), links), [service], believed
    )
    await service.database.open()
    transport = httpx.ASGITransport(app=web)
    async with httpx.AsyncClient(transport=transport, base_url="http://town") as client:
        yield service.database, client, issuer
    await service.database.close()


async def _tidy(stage: Stage) -> None:
    connection = await asyncpg.connect(stage.database_url)
    try:
        await connection.execute("vacuum analyze", timeout=900)
    finally:
        await connection.close()


def _questions(partnerships: int) -> Iterator[Question]:
    random = Random(5)
    rare = [random.choice(WORDS[300:500]) for _ in range(ROUNDS)]
    often = [random.choice(WORDS[:20]) for _ in range(ROUNDS)]
    someone = [organisation(random.randint(2, 5_000)) for _ in range(ROUNDS)]
    some = [Tale(random.randint(1, partnerships), random) for _ in range(ROUNDS)]
    days = [f"2026-{random.randint(11, 12)}-{random.randint(26, 28)}" for _ in rare]
    lists = {
        "list": [""],
        "search, a word in all": ["q=partnerskab"],
        "search, a frequent word": [f"q={one}" for one in often],
        "search, a rare word": [f"q={one}" for one in rare],
        "search, two words": [
            f"q={one} {other}" for one, other in zip(often, rare, strict=True)
        ],
        "search, a phrase": [f'q="partnerskab om {one}"' for one in often],
        "search, one word without another": [
            f"q={one} -{other}" for one, other in zip(often, rare, strict=True)
        ],
        "search, a word in none": ["q=giraffen"],
        "search, a reference": [f"q={one.number:06d}" for one in some],
        "by state": ["state=active", "state=signing", "state=submitted"],
        "by a state that none has": ["state=suspended", "kind=campus"],
        "by goal": ["goal=G1.1", "goal=G2.2"],
        "by party": [f"organisation_id={one}" for one in someone],
        "by area, a block": [
            f"area={x:.3f},55.700,{x + 0.003:.3f},55.702"
            for x in (12.1 + random.random() * 0.3 for _ in rare)
        ],
        "by area, the whole town": ["area=12,55,13,56"],
        "by day": [f"due_before={one}" for one in days],
        "by day, nothing due": ["due_before=2026-01-01"],
        "all filters": [
            f"q={one}&state=active&kind=bid&goal=G1.1&due_before=2027-01-01"
            "&area=12,55,13,56"
            for one in often
        ],
        "frequent word, rare state": [f"q={one}&state=suspended" for one in often],
    }
    for name, queries in lists.items():
        yield Question(name, "rita", [f"/partnerships?{one}" for one in queries])
    yield Question("worklist, manager", "mia", ["/worklist"])
    yield Question("worklist, case officer", "carl", ["/worklist"])
    yield Question("worklist, reader", "rita", ["/worklist"])
    soon = [f"/worklist?due_before={one}" for one in days]
    yield Question("worklist, due soon", "carl", soon)
    steps = [f"/partnerships/{one.id}/next-steps" for one in some]
    yield Question("next steps", "carl", steps)


async def _further(
    web: httpx.AsyncClient, issuer: LocalIssuer, question: Question
) -> Question:
    """The pages behind the first ones of a question."""
    paths = [question.paths[0]]
    while len(paths) <= _PAGES:
        answer = await _answer(web, issuer, question.who, paths[-1])
        cursor = answer.json()["next"]
        if cursor is None:
            break
        start = question.paths[0]
        joint = "&" if "=" in start else "" if start.endswith("?") else "?"
        paths.append(f"{start}{joint}cursor={cursor}")
    return Question(f"{question.name}, further pages", question.who, paths)


async def _ask(web: httpx.AsyncClient, issuer: LocalIssuer, question: Question) -> None:
    path = question.paths[len(question.seconds) % len(question.paths)]
    began = perf_counter()
    await _answer(web, issuer, question.who, path)
    question.seconds.append(perf_counter() - began)


_TOKENS: dict[str, str] = {}


async def _answer(
    web: httpx.AsyncClient, issuer: LocalIssuer, who: str, path: str
) -> httpx.Response:
    if who not in _TOKENS:
        _TOKENS[who] = issuer.issue(who, [_CALLERS[who]])
    headers = {"Authorization": f"Bearer {_TOKENS[who]}"}
    answer = await web.get(f"/v1{path}", headers=headers)
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{path}: {answer.text}")
    return answer


def _statements() -> dict[str, tuple[str, list[object]]]:
    limit = 51
    lists: dict[str, dict[str, object]] = {
        "list": {},
        "search, a frequent word": searching.sought(WORDS[0]),
        "search, a rare word": searching.sought(WORDS[400]),
        "by party": {"organisation_id": organisation(7)},
        "by area, many there": {"area": "(12,55),(13,56)"},
        "by day": {"due_before": NOW.date()},
    }
    found = {name: searching.statement(one, limit) for name, one in lists.items()}
    asked = [["case_officer", "staff"], "staff:carl", NOW.date(), None]
    first = [NOW.date().min, organisation(0), "", limit]
    near = searching.NEAR, ["(12.2,55.7),(12.203,55.702)", limit]
    found["by area, few there"] = near
    return found | {"worklist": (TASKS, [*asked, *first])}


async def _plan(
    connection: "asyncpg.Connection[asyncpg.Record]", sql: str, values: list[object]
) -> str:
    rows = await connection.fetch(f"explain (analyze, costs off) {sql}", *values)
    return "\n".join(row[0] for row in rows)


def measure(stage: Stage, partnerships: int) -> tuple[list[Question], float]:
    """Do it all in this process."""
    return asyncio.run(looked(stage, partnerships))
