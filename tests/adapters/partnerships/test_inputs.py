"""Next steps say what is to be sent with each command, and where its schema is."""

from typing import get_args

from jsonschema import Draft202012Validator

from services.partnerships.domain.commands import CommandName
from services.partnerships.http.ordering import INPUTS
from tests.adapters.partnerships.office import Office, proposal
from tests.adapters.partnerships.stages import draft


async def test_a_step_points_to_the_schema_of_what_it_takes(office: Office) -> None:
    """The schema takes what the command takes, and nothing where nothing is sent."""
    case = await draft(office)
    told = await office.told("carl", f"{case.path}/next-steps")
    inputs = {step["command"]: step["input"] for step in told["steps"]}

    assert inputs == {
        "revise": "/v1/commands/revise/schema",
        "submit": None,
        "withdraw": "/v1/commands/withdraw/schema",
        "declare-conflict": None,
        "raise-concern": "/v1/commands/raise-concern/schema",
        "clear-concern": "/v1/commands/clear-concern/schema",
    }
    schema = await office.told("rita", "/commands/revise/schema")
    body = proposal(case.organisations)
    del body["kind"]
    takes = Draft202012Validator(schema)
    assert takes.is_valid(body)
    assert not takes.is_valid(body | {"title": 7})
    await office.done("carl", f"{case.path}/revise", body)
    nothing = await office.ask("rita", "GET", "/commands/submit/schema")
    assert nothing.status_code == 404


async def test_every_command_that_takes_something_has_its_schema(
    office: Office,
) -> None:
    """What the API description says of the routes, and no command more."""
    described = (await office.web.get("/openapi.json")).json()["paths"]
    takers = {
        name
        for name in get_args(CommandName.__value__)
        if "requestBody"
        in described.get(f"/v1/partnerships/{{partnership_id}}/{name}", {}).get(
            "post", {}
        )
    }

    assert INPUTS.keys() == takers
    assert len(takers) > 20
    for name in takers:
        schema = await office.told("rita", f"/commands/{name}/schema")
        Draft202012Validator.check_schema(schema)
