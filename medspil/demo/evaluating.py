"""The end of a policy year: every figure has arrived, and the evaluation is kept."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import TypeAdapter

from medspil.demo.cases import Case
from medspil.demo.office import EVALUATOR, Office
from medspil.waiting import NotYetError, patiently

_EVALUATION: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


@dataclass(frozen=True, slots=True)
class Yearbook:
    """Where the evaluations are kept."""

    office: Office
    folder: Path

    async def keep(self, year: int, cases: list[Case], as_of: datetime) -> None:
        """Keep the PDF and the figures, as known at an instant by who knows all.

        Whenever they are asked for later, they are the same.
        """
        accepted = [await _accepted(case, year) for case in cases]
        instant = quote(as_of.astimezone(UTC).isoformat())
        await self._known(year, sum(accepted), instant)
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, path in (
            (f"evaluation-{year}.pdf", f"/v1/evaluations/{year}/pdf"),
            (f"evaluation-{year}.json", f"/v1/evaluations/{year}"),
        ):
            asked = f"{path}?language=da&as_of={instant}"
            (self.folder / name).write_bytes(await self.office.fetch(asked, EVALUATOR))

    async def _known(self, year: int, accepted: int, instant: str) -> None:
        path = f"/v1/evaluations/{year}?as_of={instant}"

        async def look() -> None:
            evaluation = await self.office.read(path, _EVALUATION, EVALUATOR)
            counted = sum(
                number
                for goal in evaluation["goals"]
                for indicator in goal["indicators"]
                for number in indicator["evidence"].values()
            )
            if counted != accepted:
                raise NotYetError(f"{counted} of {accepted} outcomes are counted.")

        await patiently(f"the evaluation of {year}", look)


async def _accepted(case: Case, year: int) -> int:
    """How many figures of the year count: accepted, and not restated since."""
    history = await case.history()
    reported = {
        one.data["outcome_id"]: one.data
        for one in history
        if one.type == "OutcomeReported"
    }
    accepted = {
        one.data["outcome_id"] for one in history if one.type == "OutcomeAccepted"
    }
    restated = {reported[one]["restates"] for one in accepted}
    return sum(
        reported[one]["last_day"].startswith(str(year)) for one in accepted - restated
    )
