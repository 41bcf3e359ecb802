"""Each shipped kind, over HTTP, from the first draft to a figure that is reported."""

import json
from datetime import date

import pytest

from services.partnerships.domain.gates import declarers
from services.partnerships.domain.proposal import Party, Proposal
from services.partnerships.http.fields import shown
from tests.adapters.partnerships.office import Json, Office
from tests.unit.partnerships.stories import KINDS, Story, person, story_of

CVR = (
    "19501817",
    "10000009",
    "10000017",
    "10000025",
    "10000033",
    "10000041",
    "10000068",
    "10000076",
)
SINCE = "2024-04-01"


class Case:
    """A story that is told over HTTP, with the ids that the organisations got."""

    def __init__(self, office: Office, story: Story) -> None:
        self.office, self.story = office, story
        self.ids: dict[str, str] = {}
        self.path = ""

    def of(self, party: Party) -> str:
        """Return the id that the party's organisation got."""
        return self.ids[str(party.organisation_id)]

    def translated(self, body: object) -> Json:
        """Return a body of the story with the ids that the organisations got."""
        text = json.dumps(body)
        for told, got in self.ids.items():
            text = text.replace(told, got)
        translated: Json = json.loads(text)
        return translated

    async def register(self) -> None:
        """Register the organisations of the story."""
        for party, cvr in zip(self.story.parties, CVR, strict=False):
            new = {"name": f"Party {cvr}", "cvr": cvr}
            done = await self.office.done("carl", "/organisations", new)
            self.ids[str(party.organisation_id)] = done["id"]

    async def propose(self) -> Json:
        """Write the first draft."""
        story = self.story
        body = {
            "kind": story.kind.key,
            "title": "Partnerskab Quetzal",
            "goals": list(story.goals),
            "parties": [
                {
                    "organisation_id": str(party.organisation_id),
                    "role": party.role,
                    "contact_id": str(party.contact_id),
                    "flags": list(party.flags),
                }
                for party in story.parties
            ],
            "fields": {
                key: shown(value).model_dump(mode="json")
                for key, value in story.fields.items()
            },
        }
        sent = self.translated(body)
        done = await self.office.done("carl", "/partnerships", sent)
        self.path = f"/partnerships/{done['id']}"
        assert done["fields"] == sent["fields"]
        assert done["parties"] == sent["parties"]
        return done

    async def do(self, who: str, command: str, body: object = None) -> Json:
        """Ask for a command on the partnership, and expect that it is done."""
        sent = None if body is None else self.translated(body)
        return await self.office.done(who, f"{self.path}/{command}", sent)

    async def decide(self) -> None:
        """Submit, assess, vote where the kind asks for it, and approve."""
        await self.do("carl", "submit")
        for criterion in self.story.kind.criteria:
            score = {"criterion": criterion.key, "score": 4, "reason": "Godt tænkt"}
            await self.do("carl", "assess", score)
        if self.story.kind.ballot is not None:
            await self.do("carl", "open-ballot")
            for party in self.story.in_roles(("business", "property_owner")):
                vote = {"choice": "yes", "evidence": "journal 1"}
                mine = {"organisation_id": str(party.organisation_id), **vote}
                await self.do("carl", "cast-vote", mine)
            await self.do("carl", "close-ballot")
        await self.do("mia", "approve")

    async def pass_gates(self) -> None:
        """Do what the kind asks for before signature."""
        kind, story = self.story.kind, self.story
        for concern in kind.legal_checks:
            cleared = {"concern": concern, "reason": "Under tærsklen"}
            await self.do("max", "clear-concern", cleared)
        if kind.steering_group is not None:
            members = [person(party) for party in story.parties]
            seats = [
                {
                    "organisation_id": str(one.organisation_id),
                    "contact_id": str(one.contact_id),
                }
                for one in members
            ]
            await self.do("carl", "appoint-steering-group", {"members": seats})
        if kind.alignment is not None:
            ids = [str(party.organisation_id) for party in story.parties]
            expected = [
                {"organisation_id": one, "gives": "Tid", "gets": "Hænder"}
                for one in ids
            ]
            await self.do("carl", "align-expectations", {"expectations": expected})
            for one in ids:
                confirmed = {"organisation_id": one, "evidence": "Referat 1"}
                await self.do("carl", "confirm-expectations", confirmed)

    async def agree(self) -> None:
        """Write the terms, pass the gates, and let everybody sign."""
        terms, story = self.story.terms, self.story
        measure = terms.measures[0]
        body = {
            "starts_on": SINCE,
            "ends_on": "2025-03-31",
            "clauses": [{"key": c.key, "text": "Se bilag."} for c in terms.clauses],
            "measures": [
                {
                    "goal": measure.goal,
                    "indicator": measure.indicator,
                    "baseline": str(measure.baseline),
                    "targets": [{"year": 2025, "value": str(measure.baseline + 1)}],
                }
            ],
        }
        await self.do("carl", "draft-agreement", body)
        await self.pass_gates()
        sent = await self.do("carl", "send-for-signature")
        pending = sent["pending_agreement"]
        for party in pending["signatories"]:
            mine = {k: party[k] for k in ("organisation_id",)}
            signed = {**mine, "sha256": pending["sha256"]}
            if party["organisation_id"] == self.of(story.town):
                await self.do("mia", "sign", signed)
            else:
                why = {"reason": "signed_on_paper", "evidence": "journal 2"}
                why["file_id"] = await self.office.evidence(self.path)
                await self.do("carl", "sign-on-behalf", {**signed, **why})

    async def declare(self) -> None:
        """Record the declarations that the kind asks for."""
        story = self.story
        proposal = Proposal("", story.parties, story.goals, story.fields)
        for rule in story.kind.declarations:
            for contact in declarers(rule, proposal):
                record = {"declaration": rule.key, "contact_id": str(contact)}
                evidence = {**record, "evidence": "journal 7"}
                await self.do("carl", "record-declaration", evidence)


@pytest.mark.parametrize("key", KINDS)
async def test_a_kind_comes_into_force_and_is_measured(
    office: Office, key: str
) -> None:
    """Everything that it declares can be met by people with a browser."""
    case = Case(office, story_of(KINDS[key]))
    await case.register()
    await case.propose()
    await case.decide()
    await case.agree()
    await office.pass_timers(date(2024, 4, 2))
    held_up = await office.told("carl", case.path)
    await case.declare()
    await office.pass_timers(date(2024, 4, 3))

    in_force = await office.told("carl", case.path)

    late = bool(case.story.kind.declarations)
    assert held_up["status"] == ("concluded" if late else "active")
    assert in_force["status"] == "active"
    assert in_force["in_force"]["terms"]["starts_on"] == SINCE
    indicator = case.story.kind.indicators[0]
    method = indicator.methods[0].key if indicator.methods else None
    report = {
        "indicator": indicator.key,
        "first_day": SINCE,
        "last_day": SINCE,
        "value": "3",
        "evidence_grade": "claimed",
        "method": method,
    }
    reported = await case.do("carl", "report-outcome", report)
    assert [one["indicator"] for one in reported["outcomes"]] == [indicator.key]


async def test_a_concern_is_raised_and_cleared_over_http(office: Office) -> None:
    """The page that is read says what stands in the way."""
    case = Case(office, story_of(KINDS["school"]))
    await case.register()
    await case.propose()
    doubt = {"concern": "procurement", "reason": "Der købes ydelser"}

    raised = await case.do("carl", "raise-concern", doubt)
    steps = await office.told("carl", f"{case.path}/next-steps")

    assert raised["gates"]["concerns"] == [
        {"concern": "procurement", "raiser": "staff:carl", "cleared": False}
    ]
    [clear] = [one for one in steps["steps"] if one["command"] == "clear-concern"]
    assert [one["code"] for one in clear["obstacles"]] == ["role_required"]
    cleared = await case.do("mia", "clear-concern", doubt)
    assert cleared["gates"]["concerns"][0]["cleared"] is True
