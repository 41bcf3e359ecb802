"""From organisations to an approved proposal: registered, proposed, assessed, voted."""

from uuid import UUID

from medspil.demo.cases import Act, Case, Register
from medspil.demo.cast import District, Member, organisations
from medspil.demo.office import COLLEAGUE, MANAGER, Office
from medspil.demo.postbox import Postbox

SCORES = {
    "policy_fit": (5, "Bidrager direkte til erhvervspolitikkens mål for området."),
    "local_support": (4, "Flertallet af områdets virksomheder står bag forslaget."),
    "additionality": (4, "Ydelserne ligger ud over kommunens basisydelser."),
    "feasibility": (3, "Budgettet holder, men afhænger af alle bidrag."),
}


async def register(office: Office) -> Register:
    """Register every organisation, and one contact for each person."""
    ids: dict[str, UUID] = {}
    contacts: dict[str, UUID] = {}
    for member in organisations():
        ids[member.cvr] = await _organisation(office, member)
        person = member.contact
        if person.email not in contacts:
            contacts[person.email] = await office.make(
                f"contact/{person.email}",
                "/v1/contacts",
                {
                    "organisation_id": ids[member.cvr],
                    "name": person.name,
                    "email": person.email,
                    "language": person.language,
                    "consent": True,
                },
            )
    return Register(ids, contacts)


async def _organisation(office: Office, member: Member) -> UUID:
    return await office.make(
        f"organisation/{member.cvr}",
        "/v1/organisations",
        {
            "name": member.name,
            "cvr": member.cvr,
            "industry_code": member.industry_code,
            "size_class": member.size_class,
            "focus": member.focus,
        },
    )


async def propose(
    office: Office, postbox: Postbox, register: Register, district: District
) -> Case:
    """Open a case with a first draft."""
    voters = district.voters
    case_id = await office.make(
        f"{district.key}/propose",
        "/v1/partnerships",
        {
            "kind": "bid",
            "title": district.title,
            "parties": [
                {
                    "organisation_id": register.organisations[member.cvr],
                    "role": member.role,
                    "contact_id": register.contacts[member.contact.email],
                }
                for member in district.parties
            ],
            "goals": district.goals,
            "fields": {
                "purpose": {"type": "text", "text": district.purpose},
                "area": {
                    "type": "area",
                    "area": {"type": "Polygon", "coordinates": [district.area]},
                },
                "baseline_services": {
                    "type": "texts",
                    "texts": district.baseline_services,
                },
                "contribution_key": {
                    "type": "shares",
                    "shares": [_share(register, member) for member in voters],
                },
            },
        },
    )
    return Case(district, case_id, register, office, postbox)


def _share(register: Register, member: Member) -> dict[str, object]:
    organisation_id = register.organisations[member.cvr]
    return {"organisation_id": organisation_id, "basis_points": member.share}


async def submit_and_assess(case: Case) -> None:
    """Hand the draft over, and have a colleague score it."""
    await case.command("submit")
    for criterion, (score, reason) in SCORES.items():
        body = {"criterion": criterion, "score": score, "reason": reason}
        await case.command("assess", body, COLLEAGUE, again=criterion)


async def open_ballot(case: Case) -> None:
    """Call those who pay to vote."""
    await case.command("open-ballot")


async def vote(case: Case) -> None:
    """Let everybody on the roll vote over the link in their letter."""
    for member in case.district.voters:
        choice = "no" if member.key in case.district.no_votes else "yes"
        await case.act(member, Act("vote", {"choice": choice}, "VoteCast"))


async def count_and_approve(case: Case) -> None:
    """See the ballot close by itself, and have a manager approve."""
    (count,) = await case.happened("BallotClosed")
    if not count["passed"]:
        raise RuntimeError(f"{case.district.title} was voted down; recast the votes.")
    await case.command("approve", clerk=MANAGER)
