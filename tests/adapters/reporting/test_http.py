"""The catalogue and the evaluation over HTTP, as staff read them."""

import pytest

from chassis.auth import Role
from chassis.service import Service
from tests.adapters.reporting.conftest import Office, a_year, hear


def figure(answer: dict[str, object], key: str) -> dict[str, object]:
    """One indicator of an evaluation."""
    goals = answer["goals"]
    assert isinstance(goals, list)
    return next(
        one for goal in goals for one in goal["indicators"] if one["indicator"] == key
    )


async def test_the_catalogue_is_told_whole(office: Office) -> None:
    """Themes, goals, initiatives, indicators and the figures beside them."""
    answer = (await office.ask("/catalogue", role="reader")).json()

    assert [theme["key"] for theme in answer["themes"]] == ["T1", "T2", "T3", "T4"]
    assert answer["themes"][0]["goals"][0]["indicators"][2] == {
        "key": "vacancy_rate",
        "name": {"da": "Tomme erhvervslokaler", "en": "Vacant business premises"},
        "unit": {
            "key": "%",
            "name": {"da": "%", "en": "%"},
            "decimals": 1,
            "persons": False,
        },
        "direction": "down",
        "aggregation": "latest",
        "place": {"part": "MÅL", "entry": "1. punkt"},
    }
    assert answer["context"][1]["value"] == "6.4"


async def test_the_evaluation_tells_each_figure_and_its_messages(
    office: Office, service: Service
) -> None:
    """Baseline, target, actual, attainment, evidence, and why we know."""
    await hear(service, a_year())

    answer = (await office.ask("/evaluations/2024")).json()

    assert figure(answer, "business_area_upgraded") == {
        "indicator": "business_area_upgraded",
        "name": "Business area upgraded",
        "unit": "m²",
        "direction": "up",
        "baseline": "250",
        "target": "1000",
        "actual": "1200.5",
        "claimed": None,
        "withheld": [],
        "attainment": "reached",
        "distance": "0",
        "covered": "127",
        "evidence": {"staff_verified": 1},
        "partnerships": ["HTK-BID-2024-0001"],
        "messages": [str(a_year()[place].id) for place in (1, 2, 3, 5)],
    }
    assert answer["gaps"]["unserved_goals"] == [
        "G1.2",
        "G2.1",
        "G2.2",
        "G3.1",
        "G3.2",
        "G4.1",
        "G4.2",
    ]
    assert answer["partnerships"] == [
        {
            "reference": "HTK-BID-2024-0001",
            "kind": "bid",
            "title": "Taastrup bymidte",
            "status": "active",
            "in_force": True,
            "goals": ["G1.1"],
        }
    ]
    assert (answer["as_of"], answer["counted_on"]) == (
        "2025-02-01T12:00:00Z",
        "2024-12-31",
    )


async def test_small_figures_about_persons_are_withheld(
    office: Office, service: Service
) -> None:
    """Three who were hired may be known by name."""
    await hear(service, a_year())

    hires = figure((await office.ask("/evaluations/2024")).json(), "ordinary_hires")

    assert (hires["actual"], hires["withheld"]) == (None, ["actual"])


async def test_any_past_instant_can_be_asked_for(
    office: Office, service: Service
) -> None:
    """On New Year's Eve the figure was claimed and not yet accepted."""
    await hear(service, a_year())

    answer = (await office.ask("/evaluations/2024?as_of=2024-12-31T23:00:00Z")).json()

    area = figure(answer, "business_area_upgraded")
    assert (area["actual"], area["claimed"]) == (None, "1200.5")


@pytest.mark.parametrize(
    ("query", "accepted", "name"),
    [
        ("", "da", "Erhvervsareal løftet"),
        ("", "en", "Business area upgraded"),
        ("?language=da", "en", "Erhvervsareal løftet"),
        ("?language=en", "da", "Business area upgraded"),
    ],
)
async def test_names_come_in_the_language_asked_for(
    office: Office, query: str, accepted: str, name: str
) -> None:
    """The query decides, then the header."""
    answer = await office.ask(f"/evaluations/2024{query}", language=accepted)

    assert figure(answer.json(), "business_area_upgraded")["name"] == name


@pytest.mark.parametrize(
    ("path", "status", "code", "detail"),
    [
        (
            "/evaluations/2022",
            404,
            "year_outside_policy",
            "The business policy covers 2023-2027. There is no evaluation of 2022.",
        ),
        (
            "/evaluations/2028/pdf",
            404,
            "year_outside_policy",
            "The business policy covers 2023-2027. There is no evaluation of 2028.",
        ),
        (
            "/evaluations/2024/figures/moon_base/messages",
            404,
            "unknown_indicator",
            "The policy's catalogue has no indicator with the key moon_base.",
        ),
        (
            "/evaluations/2024?as_of=2025-02-01T12:00:01Z",
            422,
            "as_of_in_the_future",
            (
                "The instant 2025-02-01T12:00:01+00:00 has not come yet. "
                "Choose one that has passed."
            ),
        ),
    ],
)
async def test_what_cannot_be_evaluated_is_refused_with_a_reason(
    office: Office, path: str, status: int, code: str, detail: str
) -> None:
    """In the caller's language, with a stable code."""
    answer = await office.ask(path)

    assert answer.status_code == status
    assert (answer.json()["code"], answer.json()["detail"]) == (code, detail)


@pytest.mark.parametrize(
    "path",
    [
        "/evaluations/soon",
        "/evaluations/2024?as_of=0",
        "/evaluations/2024?as_of=2024-12-31T23:00:00",
        "/evaluations/2024?language=sv",
        "/evaluations/2024/figures/Moon-base/messages",
    ],
)
async def test_what_is_only_nearly_a_question_is_refused(
    office: Office, path: str
) -> None:
    """A number is no instant, and an instant needs its offset."""
    answer = await office.ask(path)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("role", ["evaluator", "manager", "reader"])
async def test_evaluators_managers_and_readers_may_read(
    office: Office, role: Role
) -> None:
    """The evaluation is for everyone on the staff."""
    assert (await office.ask("/evaluations/2024", role=role)).status_code == 200


async def test_nobody_reads_without_a_token(office: Office) -> None:
    """Names of partnerships are not for everyone."""
    for path in (
        "/catalogue",
        "/evaluations/2024",
        "/evaluations/2024/pdf",
        "/evaluations/2024/figures/vacancy_rate/messages",
    ):
        assert (await office.web.get(f"/v1{path}")).status_code == 401


async def test_every_message_behind_a_figure_can_be_read(
    office: Office, service: Service
) -> None:
    """With its type, time, partnership, and what it gave."""
    await hear(service, a_year())

    answer = (
        await office.ask("/evaluations/2024/figures/business_area_upgraded/messages")
    ).json()

    assert [(one["part"], one["value"]) for one in answer["messages"]] == [
        ("baseline", "250"),
        ("target", "1000"),
        ("in_force", None),
        ("actual", "1200.5"),
        ("actual", None),
    ]
    assert answer["messages"][3] == {
        "message_id": str(a_year()[3].id),
        "type": "dk.htk.medspil.partnerships.outcome-reported.v1",
        "occurred_at": "2024-12-20T12:00:00Z",
        "partnership_id": "00000000-0000-0000-0000-0000000000aa",
        "reference": "HTK-BID-2024-0001",
        "part": "actual",
        "value": "1200.5",
        "withheld": False,
    }


@pytest.mark.parametrize(
    ("role", "value", "withheld"),
    [("evaluator", "3", False), ("manager", "3", False), ("reader", None, True)],
)
async def test_small_figures_about_persons_are_for_those_who_answer_for_them(
    office: Office, service: Service, role: Role, value: str | None, *, withheld: bool
) -> None:
    """A reader sees what may be published, an evaluator sees all."""
    await hear(service, a_year())

    answer = await office.ask(
        "/evaluations/2024/figures/ordinary_hires/messages", role=role
    )

    first = answer.json()["messages"][0]
    assert (first["value"], first["withheld"]) == (value, withheld)


async def test_the_document_is_a_pdf_to_keep(office: Office, service: Service) -> None:
    """Named for its year and language, and the same bytes for the same question."""
    await hear(service, a_year())
    path = "/evaluations/2024/pdf?as_of=2025-01-31T12:00:00Z&language=da"

    answer, again = await office.ask(path), await office.ask(path)

    assert answer.headers["content-type"] == "application/pdf"
    assert (
        answer.headers["content-disposition"]
        == 'attachment; filename="evaluation-2024-da.pdf"'
    )
    assert answer.headers["content-language"] == "da"
    assert answer.content.startswith(b"%PDF-")
    assert answer.content == again.content
