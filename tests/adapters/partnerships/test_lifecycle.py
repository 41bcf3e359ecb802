"""From signature to the end of a partnership: over HTTP, over links, and by itself."""

from datetime import date
from hashlib import sha256

from contracts import (
    DeliveryFailedV1,
    DeliverySettledV1,
    DeliverySucceededV1,
    Message,
)
from tests.adapters.partnerships.office import CONTACTS, Json, Office, terms
from tests.adapters.partnerships.stages import (
    VOTERS,
    Case,
    approved,
    in_force,
    reviewing,
    signing,
)


async def test_an_agreement_is_frozen_under_the_hash_of_what_is_shown(
    office: Office,
) -> None:
    """The text that anybody can read is the text that is signed."""
    case, frozen = await signing(office)

    shown = await office.told("rita", f"{case.path}/agreements/1")
    missing = await office.ask("rita", "GET", f"{case.path}/agreements/2")

    assert shown["sha256"] == frozen["sha256"]
    agreed = shown["terms"]
    assert agreed["measures"] == terms(case.organisations)["measures"]
    assert missing.status_code == 404


async def test_a_concluded_agreement_takes_effect_on_its_day(office: Office) -> None:
    """Everybody has signed in spring; it applies from the first of July on."""
    case = await in_force(office)

    shown = await office.told("rita", case.path)

    assert shown["status"] == "active"
    force = shown["in_force"]
    assert (force["agreement_version"], force["ends_on"]) == (1, "2028-06-30")
    assert [one["settlement"] for one in force["obligations"]] == [None]


async def test_what_fell_due_while_nobody_was_there_happens_late(
    office: Office,
) -> None:
    """After months of downtime everything that was due happens, in its order."""
    case, frozen = await signing(office)
    await sign_all(office, case, frozen)

    await office.pass_timers(date(2025, 9, 1))

    assert (await types(office, case))[-3:] == [
        "AgreementConcluded",
        "AgreementTookEffect",
        "ReviewOpened",
    ]


async def test_signatures_that_stay_away_let_the_round_lapse(office: Office) -> None:
    """An offer does not stand for ever, and the text can be drafted anew."""
    case, _ = await signing(office)

    await office.pass_timers(date(2024, 5, 1))

    shown = await office.told("carl", case.path)
    assert shown["status"] == "negotiating"
    assert (await types(office, case))[-1] == "SigningEnded"


async def test_an_outcome_counts_when_another_accepts_it(office: Office) -> None:
    """The one who reports a figure does not accept it."""
    case = await in_force(office)
    await office.pass_timers(date(2025, 2, 3))
    await office.done("carl", f"{case.path}/report-outcome", outcome())
    outcome_id = await only_outcome(office, case)
    proof = await office.evidence(case.path)
    accepted = {
        "outcome_id": outcome_id,
        "evidence_grade": "staff_verified",
        "file_id": proof,
    }
    unknown = {**accepted, "file_id": outcome_id}

    missing = await office.ask("mia", "POST", f"{case.path}/accept-outcome", unknown)
    own = await office.ask("carl", "POST", f"{case.path}/accept-outcome", accepted)
    done = await office.done("mia", f"{case.path}/accept-outcome", accepted)

    assert own.json()["code"] == "own_outcome"
    outcomes = done["outcomes"]
    assert [(one["id"], one["acceptance"]) for one in outcomes] == [
        (outcome_id, "accepted")
    ]
    assert [one["file_id"] for one in outcomes[0]["files"]] == [proof]
    assert missing.json()["code"] == "file_unknown"


async def test_a_figure_travels_as_the_decimal_it_was(office: Office) -> None:
    """No figure passes through a float on its way to the evaluation."""
    case = await in_force(office)
    await office.pass_timers(date(2025, 2, 3))
    await office.done("carl", f"{case.path}/report-outcome", outcome())

    async with office.service.database.reading() as connection:
        body = await connection.fetchval(
            "select body from outbox where subject like '%outcome-reported%'"
        )

    assert '"value":"8.10"' in body


async def test_a_returned_outcome_and_a_settled_obligation_are_shown(
    office: Office,
) -> None:
    """What became of figures and promises can be read off the case."""
    case = await in_force(office)
    await office.pass_timers(date(2025, 3, 3))
    shown = await office.done("carl", f"{case.path}/report-outcome", outcome())
    force = shown["in_force"]
    settlement = {"obligation_id": force["obligations"][0]["id"], "settlement": "met"}
    await office.done("carl", f"{case.path}/settle-obligation", settlement)
    returned = {"outcome_id": await only_outcome(office, case), "reason": "Uden bilag"}

    done = await office.done("mia", f"{case.path}/return-outcome", returned)

    after, outcomes = done["in_force"], done["outcomes"]
    assert after["obligations"][0]["settlement"] == "met"
    assert outcomes[0]["acceptance"] == "returned"

    again = {"obligation_id": settlement["obligation_id"], "reason": "Ikke færdigt"}
    open_again = await office.done("mia", f"{case.path}/reopen-obligation", again)
    assert open_again["in_force"]["obligations"][0]["settlement"] is None


async def test_a_review_shows_disagreement_side_by_side_and_is_concluded(
    office: Office,
) -> None:
    """Every party speaks; the manager concludes; somebody else verifies the work."""
    case, review = await reviewing(office)
    said = review["obligations"]
    for voter, verdict in (
        ("bakery", "met"),
        ("smithy", "not_met"),
        ("landlord", "met"),
    ):
        link = office.link(
            "statement",
            case.id,
            voter,
            case.organisations[voter],
            {"review_id": str(review["id"])},
        )
        statement = {
            "obligation_id": said[0],
            "verdict": verdict,
            "comment": "Se torvet",
        }
        answer = await office.web.post(
            link, json={"rating": 4, "obligations": [statement]}
        )
        assert answer.status_code == 200, answer.text
    own = {
        "organisation_id": case.organisations["municipality"],
        "obligations": [{"obligation_id": said[0], "verdict": "met"}],
    }
    shown = await office.done("carl", f"{case.path}/give-statement", own)
    force = shown["in_force"]
    assert len(force["review"]["disagreements"][0]["verdicts"]) == 4

    concluded = await office.done(
        "mia", f"{case.path}/conclude-review", conclusion(case)
    )

    assert concluded["status"] == "active"
    point = await first_point(office, case)
    done = {"action_point_id": point["id"], "evidence": "Sag 44"}
    await office.done("carl", f"{case.path}/close-action-point", done)
    verified = {"action_point_id": point["id"]}
    await office.done("mia", f"{case.path}/verify-action-point", verified)
    verification = await office.told("rita", f"{case.path}/history/verification")
    assert verification["intact"] is True


async def test_rest_and_end_are_managers_decisions(office: Office) -> None:
    """A rest moves the end; an end before the term closes the partnership."""
    case = await in_force(office)
    await office.done("mia", f"{case.path}/suspend", {"reason": "Vejarbejde"})
    await office.pass_timers(date(2024, 7, 31))
    resumed = await office.done("mia", f"{case.path}/resume")
    force = resumed["in_force"]
    assert force["ends_on"] == "2028-07-30"

    ended = await office.done("mia", f"{case.path}/terminate", {"reason": "Brud"})

    assert (ended["status"], ended["closed_on"]) == ("terminated", "2024-07-31")


async def test_staff_may_record_what_partners_did_on_paper(office: Office) -> None:
    """A partner without a link signs on paper; the history names the page by its hash."""
    case, frozen = await signing(office)
    recorded = {
        "organisation_id": case.organisations["bakery"],
        "sha256": frozen["sha256"],
        "reason": "signed_on_paper",
        "evidence": "Sag 12, bilag 3",
        "file_id": await office.evidence(case.path),
    }
    declined = {"organisation_id": case.organisations["smithy"], "reason": "For dyrt"}

    await office.done("carl", f"{case.path}/sign-on-behalf", recorded)
    after = await office.done("carl", f"{case.path}/decline", declined)

    assert after["status"] == "negotiating"
    history = await office.told("rita", f"{case.path}/history?limit=200")
    signed = [one for one in history["items"] if one["type"] == "AgreementSigned"]
    assert signed[0]["data"]["on_behalf"] == {
        "reason": "signed_on_paper",
        "evidence": "Sag 12, bilag 3",
        "file": {
            "file_id": recorded["file_id"],
            "sha256": sha256(b"%PDF-1.7\nsigned\n%%EOF\n").hexdigest(),
        },
    }


async def test_what_was_signed_elsewhere_is_recorded_and_taken_back(
    office: Office,
) -> None:
    """By a manager, with a file that the partnership has; until everybody signed."""
    case, frozen = await signing(office)
    bakery, smithy = case.organisations["bakery"], case.organisations["smithy"]
    elsewhere = {
        "organisations": [bakery, smithy],
        "sha256": frozen["sha256"],
        "reason": "signed_by_digital_signature",
        "evidence": "Sag 12, bilag 4",
        "file_id": "01890000-0000-7000-8000-00000000dead",
    }

    unknown = await office.ask(
        "carl", "POST", f"{case.path}/record-signatures", elsewhere
    )
    elsewhere["file_id"] = await office.evidence(case.path)
    some = await office.done("carl", f"{case.path}/record-signatures", elsewhere)
    back = {"organisation_id": smithy, "reason": "Forkert person"}
    taken = await office.done("carl", f"{case.path}/revoke-signature", back)
    del elsewhere["organisations"]
    all_ = await office.done("mia", f"{case.path}/record-signatures", elsewhere)

    assert (unknown.status_code, unknown.json()["code"]) == (422, "file_unknown")
    assert sorted(some["pending_agreement"]["signed"]) == sorted([bakery, smithy])
    assert taken["pending_agreement"]["signed"] == [bakery]
    assert all_["status"] == "concluded"


async def test_a_proposal_can_be_returned_rejected_and_withdrawn(
    office: Office,
) -> None:
    """Each way out of a proposal has its route and its reason."""
    case = await approved(office)

    withdrawn = await office.done(
        "carl", f"{case.path}/withdraw", {"reason": "Fortrudt"}
    )

    assert withdrawn["status"] == "withdrawn"
    assert (await types(office, case))[-1] == "PartnershipWithdrawn"


async def test_who_was_not_reached_is_shown_until_they_are(office: Office) -> None:
    """A partner who was not told is seen on the case, not in a log."""
    case = await in_force(office)
    delivery = office.site.new_id()
    about = {
        "delivery_id": delivery,
        "contact_id": CONTACTS["smithy"],
        "partnership_id": case.id,
        "fact": "review-opened",
    }

    async def after(message: Message) -> object:
        await office.hear(message)
        return (await office.told("carl", case.path))["unreached"]

    failed = await after(DeliveryFailedV1(**about, reason="mailbox_refused"))
    reached = await after(DeliverySucceededV1(**about))
    again = await after(DeliveryFailedV1(**about, reason="consent_withheld"))
    settled = await after(DeliverySettledV1(**about, how="told_otherwise"))

    assert failed == [
        {
            "delivery_id": str(delivery),
            "contact_id": str(CONTACTS["smithy"]),
            "fact": "review-opened",
            "reason": "mailbox_refused",
            "detail": "The mailbox does not accept it. Correct the contact's address,"
            " and retry the delivery.",
            "failed_at": "2024-07-01T11:00:00Z",
        }
    ]
    assert again != []
    assert reached == settled == []


async def sign_all(office: Office, case: Case, frozen: dict[str, str]) -> None:
    """Let everybody sign."""
    for signatory in VOTERS:
        link = office.link(
            "sign", case.id, signatory, case.organisations[signatory], frozen
        )
        body = {"action": "sign", "sha256": frozen["sha256"]}
        await office.web.post(link, json=body)
    mine = {
        "organisation_id": case.organisations["municipality"],
        "sha256": frozen["sha256"],
    }
    await office.done("mia", f"{case.path}/sign", mine)


async def types(office: Office, case: Case) -> list[str]:
    """The types of the events, oldest first."""
    page = await office.told("rita", f"{case.path}/history?limit=200")
    items = page["items"]
    return [one["type"] for one in items]


async def only_outcome(office: Office, case: Case) -> str:
    """The id of the one figure that was reported."""
    shown = await office.told("carl", case.path)
    outcomes = shown["outcomes"]
    (one,) = outcomes
    return str(one["id"])


async def first_point(office: Office, case: Case) -> Json:
    """The first action point of the case."""
    shown = await office.told("carl", case.path)
    force = shown["in_force"]
    point: Json = force["action_points"][0]["point"]
    return point


def outcome() -> Json:
    """A figure for the second half of 2024."""
    return {
        "indicator": "vacancy_rate",
        "first_day": "2024-07-01",
        "last_day": "2024-12-31",
        "value": "8.10",
        "evidence_grade": "claimed",
    }


def conclusion(case: Case) -> Json:
    """A manager's conclusion with one thing to do."""
    return {
        "conclusion": "continue",
        "summary": "Godt i gang",
        "action_points": [
            {
                "owner": case.organisations["bakery"],
                "text": "Plant træer",
                "due_on": "2025-10-01",
            }
        ],
    }
