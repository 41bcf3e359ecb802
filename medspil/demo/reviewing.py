"""A review: opened by itself or by staff, stated upon, concluded, followed up."""

from datetime import date
from typing import Any

from medspil.demo.cases import Act, Case
from medspil.demo.cast import Member
from medspil.demo.office import COLLEAGUE, MANAGER

COMMENTS = {
    "met": "Det er gjort som aftalt.",
    "partly_met": "Det er i gang, men ikke færdigt.",
}


async def opened(case: Case, number: int) -> dict[str, Any]:
    """Wait for the review of that number, and return what is asked."""
    return (await case.happened("ReviewOpened", number))[number - 1]


async def open_early(case: Case) -> None:
    """Ask for a review before the rhythm does."""
    await case.command("open-review")


async def state(case: Case, number: int) -> None:
    """Let every partner say how it goes, over the link in their letter."""
    review = await opened(case, number)
    for place, member in enumerate(case.district.partners):
        body = {
            "rating": _rating(number, place),
            "obligations": [
                _said(obligation_id, "met") for obligation_id in review["obligations"]
            ],
        }
        asked = {"review_id": str(review["review_id"])}
        await case.act(member, Act("statement", body, "StatementGiven", asked, asked))
    await _state_for_municipality(case, review, number)


async def _state_for_municipality(
    case: Case, review: dict[str, Any], number: int
) -> None:
    """The municipality sees the last obligation differently, in the first year."""
    asked = review["obligations"]
    doubted = asked[-1] if number == 1 and asked else None
    body = {
        "organisation_id": case.organisation("municipality"),
        "obligations": [
            _said(one, "partly_met" if one == doubted else "met") for one in asked
        ],
    }
    await case.command("give-statement", body, again=str(number))


async def conclude(
    case: Case, number: int, conclusion: str, summary: str, owner: Member | None = None
) -> None:
    """Conclude the review; with an action point when somebody is to do something."""
    points = [] if owner is None else [_action_point(case, owner)]
    body = {"conclusion": conclusion, "summary": summary, "action_points": points}
    await case.command("conclude-review", body, MANAGER, again=str(number))


async def follow_up(case: Case) -> None:
    """Close the action points, and have a colleague verify them."""
    for review in await case.happened("ReviewConcluded"):
        for point in review["action_points"]:
            done = {
                "action_point_id": point["id"],
                "evidence": "Foto og referat ligger på sagen.",
            }
            seen = {"action_point_id": point["id"]}
            await case.command("close-action-point", done, again=point["id"])
            await case.command(
                "verify-action-point", seen, COLLEAGUE, again=point["id"]
            )


def _action_point(case: Case, owner: Member) -> dict[str, Any]:
    return {
        "owner": case.organisation_of(owner),
        "text": "Gør status for forpligtelserne på næste styregruppemøde.",
        "due_on": date(2025, 6, 27),
    }


def _said(obligation_id: str, verdict: str) -> dict[str, str]:
    comment = COMMENTS[verdict]
    return {"obligation_id": obligation_id, "verdict": verdict, "comment": comment}


def _rating(number: int, place: int) -> int:
    """Three to five, better in the second year."""
    return min(3 + (place + number) % 3, 5)
