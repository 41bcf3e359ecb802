"""Brings a business improvement district to a stage, over HTTP and links alone."""

from dataclasses import dataclass
from datetime import date

from tests.adapters.partnerships.office import Json, Office, proposal, terms

CRITERIA = ("policy_fit", "local_support", "additionality", "feasibility")
VOTERS = ("bakery", "smithy", "landlord")


@dataclass(frozen=True)
class Case:
    """A partnership under way, and the ids of those who take part."""

    id: str
    organisations: dict[str, str]

    @property
    def path(self) -> str:
        """Where the partnership is."""
        return f"/partnerships/{self.id}"


async def draft(office: Office) -> Case:
    """A draft that meets everything its kind asks for."""
    ids = await office.organisations()
    proposed = await office.done("carl", "/partnerships", proposal(ids))
    return Case(str(proposed["id"]), ids)


async def balloting(office: Office) -> Case:
    """A submitted and assessed proposal whose ballot is open."""
    case = await draft(office)
    await office.done("carl", f"{case.path}/submit")
    for criterion in CRITERIA:
        score = {"criterion": criterion, "score": 4, "reason": "Godt tænkt"}
        await office.done("carl", f"{case.path}/assess", score)
    await office.done("carl", f"{case.path}/open-ballot")
    return case


async def approved(office: Office) -> Case:
    """A proposal whose ballot has passed, and which a manager has approved."""
    case = await balloting(office)
    for voter in VOTERS:
        link = office.link("vote", case.id, voter, case.organisations[voter])
        answer = await office.web.post(link, json={"choice": "yes"})
        assert answer.status_code == 200, answer.text
    await office.pass_timers(date(2024, 3, 1))
    await office.done("mia", f"{case.path}/approve")
    return case


async def signing(office: Office) -> tuple[Case, dict[str, str]]:
    """An agreement before its signatories, and the detail of their links."""
    case = await approved(office)
    await office.done("carl", f"{case.path}/draft-agreement", terms(case.organisations))
    sent = await office.done("carl", f"{case.path}/send-for-signature")
    pending = sent["pending_agreement"]
    return case, {"sha256": pending["sha256"], "agreement_version": "1"}


async def in_force(office: Office) -> Case:
    """An agreement that everybody has signed and that has taken effect."""
    case, frozen = await signing(office)
    await everybody_signs(office, case, frozen["sha256"], frozen["agreement_version"])
    await office.pass_timers(date(2024, 7, 1))
    return case


async def everybody_signs(
    office: Office, case: Case, sha256: str, version: str
) -> None:
    """A manager signs for the municipality, the partners over their links."""
    mine = {"organisation_id": case.organisations["municipality"], "sha256": sha256}
    await office.done("mia", f"{case.path}/sign", mine)
    frozen = {"sha256": sha256, "agreement_version": version}
    for signatory in VOTERS:
        link = office.link(
            "sign", case.id, signatory, case.organisations[signatory], frozen
        )
        body = {"action": "sign", "sha256": sha256}
        answer = await office.web.post(link, json=body)
        assert answer.status_code == 200, answer.text


async def reviewing(office: Office) -> tuple[Case, Json]:
    """An agreement under review, a year after it took effect, and the review."""
    case = await in_force(office)
    await office.pass_timers(date(2025, 7, 1))
    shown = await office.told("carl", case.path)
    force = shown["in_force"]
    review: Json = force["review"]["review"]
    return case, review
