"""In force: obligations are met, figures reported and judged, the agreement rests."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from medspil.demo.cases import Case
from medspil.demo.cast import Figure
from medspil.demo.office import COLLEAGUE, MANAGER, OFFICER


class Reported(BaseModel):
    """A reported figure, as a case shows it."""

    id: UUID
    indicator: str
    last_day: date


class Outcomes(BaseModel):
    """What is read of the answer to a report: every figure so far."""

    outcomes: list[Reported]


_OUTCOMES = TypeAdapter(Outcomes)


async def settle_obligations(case: Case, until: date) -> None:
    """Note as met every obligation that was due by a day."""
    for applied in await case.happened("AgreementTookEffect"):
        drafted = await case.event("AgreementDrafted", version=applied["version"])
        for obligation in drafted["terms"]["obligations"]:
            if date.fromisoformat(obligation["due_on"]) <= until:
                body = {"obligation_id": obligation["id"], "settlement": "met"}
                again = str(obligation["id"])
                await case.command("settle-obligation", body, again=again)


async def report_year(case: Case, year: int) -> None:
    """Report the figures of a year; a colleague judges each of them."""
    for figure in case.district.outcomes:
        if figure.year == year:
            await _report_and_judge(case, figure)


async def _report_and_judge(case: Case, figure: Figure) -> None:
    first = await _report(case, figure, str(figure.value), "first")
    if figure.corrected is not None:
        reason = "Et af projekterne ligger uden for området; ret tallet."
        body = {"outcome_id": first, "reason": reason}
        await case.command("return-outcome", body, COLLEAGUE, again=_name(figure))
        first = await _report(case, figure, str(figure.corrected), "corrected")
    await _accept(case, figure, first, "first")
    if figure.restated is not None:
        restated = str(figure.restated)
        second = await _report(case, figure, restated, "restated", restates=first)
        await _accept(case, figure, second, "restated")


async def _report(
    case: Case, figure: Figure, value: str, take: str, restates: UUID | None = None
) -> UUID:
    step = case.step(f"report-outcome/{_name(figure)}/{take}")
    response = await case.office.do(
        step,
        f"/v1/partnerships/{case.id}/report-outcome",
        {
            "indicator": figure.indicator,
            "first_day": date(figure.year, 1, 1),
            "last_day": date(figure.year, 12, 31),
            "value": value,
            "evidence_grade": "claimed",
            "restates": restates,
        },
        OFFICER,
    )
    return _OUTCOMES.validate_json(response.content).outcomes[-1].id


async def _accept(case: Case, figure: Figure, outcome_id: UUID, take: str) -> None:
    body = {"outcome_id": outcome_id, "evidence_grade": figure.grade}
    again = f"{_name(figure)}/{take}"
    await case.command("accept-outcome", body, COLLEAGUE, again=again)


async def suspend(case: Case, reason: str) -> None:
    """Let the agreement rest."""
    await case.command("suspend", {"reason": reason}, MANAGER)


async def resume(case: Case) -> None:
    """Let the agreement apply again."""
    await case.command("resume", clerk=MANAGER)


def _name(figure: Figure) -> str:
    return f"{figure.indicator}/{figure.year}"
