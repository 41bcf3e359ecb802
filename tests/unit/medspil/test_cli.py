"""The command line answers, and says in one sentence what is wrong."""

from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import jwt
import pytest
from typer.testing import CliRunner

from chassis.settings import Settings
from medspil import composition
from medspil.cli import app

LINK = "http://127.0.0.1:8420/v1/invitation/abc"


@pytest.fixture
def command() -> CliRunner:
    """Runs commands in this process."""
    return CliRunner()


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    """A data directory with one letter in its mailbox."""
    letter = EmailMessage()
    letter["Delivered-To"] = "aase@bageri.example"
    letter["Subject"] = "Invitation [opfølgning]"
    letter.set_content(f"Svar her:\n{LINK}\n")
    letter.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="mode.ics")
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "00000001.eml").write_bytes(bytes(letter))
    return tmp_path


def test_a_token_names_its_bearer_and_role(command: CliRunner, tmp_path: Path) -> None:
    """Four eyes need two people, so the user name can be chosen."""
    folder = ("--data-dir", str(tmp_path))
    result = command.invoke(app, ["token", "manager", "--subject", "chef", *folder])

    claims = jwt.decode(result.output.strip(), options={"verify_signature": False})
    assert result.exit_code == 0
    assert (claims["sub"], claims["roles"]) == ("chef", ["manager"])


def test_an_unknown_setting_is_refused_by_name(
    command: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A misspelt variable would otherwise be a setting that nobody set."""
    monkeypatch.setenv("MEDSPIL_PROT", "8421")

    result = command.invoke(app, ["token", "reader"])

    assert result.exit_code == 1
    assert "MEDSPIL_PROT: there is no such setting." in result.output


def test_only_what_can_be_rebuilt_is_offered(
    command: CliRunner, tmp_path: Path
) -> None:
    """A choice that is refused afterwards is no choice."""
    nowhere = "postgresql://medspil@127.0.0.1/medspil"
    site = composition.site(
        Settings(
            database_url=nowhere, smtp_url="smtp://127.0.0.1:25", data_dir=tmp_path
        )
    )
    services = composition.services(site)
    derived = {one.name for one in services if one.subscriptions.derivation}

    result = command.invoke(app, ["rebuild", "anything"])

    assert result.exit_code == 2
    assert "'reporting'" in result.output
    assert not any(
        f"'{name}'" in result.output for name in set(composition.NAMES) - derived
    )
    assert derived == {"reporting"}


def test_where_a_provider_issues_tokens_none_is_made_here(
    command: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token of ours would be refused, so say so at once."""
    monkeypatch.setenv("MEDSPIL_JWKS_URL", "https://login.example/keys")

    result = command.invoke(app, ["token", "reader"])

    assert result.exit_code == 1
    assert "OIDC provider issues the tokens" in result.output


def test_a_service_alone_needs_servers(command: CliRunner) -> None:
    """Only `up` brings its own."""
    result = command.invoke(app, ["serve", "reporting"])

    assert result.exit_code == 1
    assert "MEDSPIL_DATABASE_URL and MEDSPIL_NATS_URL" in result.output


@pytest.mark.parametrize(
    ("asked", "environment"),
    [
        (["up"], {}),
        (
            ["serve", "reporting"],
            {
                "MEDSPIL_DATABASE_URL": "postgresql://medspil@127.0.0.1:1/medspil",
                "MEDSPIL_NATS_URL": "nats://127.0.0.1:1",
            },
        ),
        (["disclose", str(UUID(int=1)), "bundle", "--by", "mia"], {}),
    ],
    ids=["up", "serve", "disclose"],
)
def test_a_folder_with_a_clock_of_its_own_is_not_put_on_todays_date(
    command: CliRunner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[str],
    environment: dict[str, str],
) -> None:
    """Served on the machine's clock, a demo of 2024 would fall due and expire at once."""
    clock = tmp_path / "clock.json"
    clock.write_text('{"offset_seconds": -60000000}')
    monkeypatch.setenv("MEDSPIL_DATA_DIR", str(tmp_path))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    result = command.invoke(app, asked)

    assert result.exit_code == 1
    assert f"Set MEDSPIL_MOVABLE_CLOCK={clock}" in result.output
    assert [one.name for one in tmp_path.iterdir()] == ["clock.json"]


def test_a_misspelt_service_is_refused(command: CliRunner) -> None:
    """Nothing to redrive and nobody of that name are different answers."""
    result = command.invoke(app, ["parked", "redrive", "marsupilami"])

    assert result.exit_code == 2
    assert "Input should be 'partnerships'" in result.output


def test_letters_are_listed_shown_and_searched_for_links(
    command: CliRunner, mailbox: Path
) -> None:
    """What was sent can be read without a mail program."""
    folder = ("mail", "--data-dir", str(mailbox))

    listed = command.invoke(app, [*folder])
    shown = command.invoke(app, [*folder, "show", "1"])
    links = command.invoke(app, [*folder, "links"])

    assert "Invitation [opfølgning]" in listed.output
    assert "Svar her:" in shown.output
    assert "Attached: mode.ics" in shown.output
    assert LINK in links.output


def test_a_letter_that_never_came_is_said_to_be_missing(
    command: CliRunner, mailbox: Path
) -> None:
    """A wrong number is no traceback."""
    result = command.invoke(app, ["mail", "--data-dir", str(mailbox), "show", "7"])

    assert result.exit_code == 1
    assert "There is no letter 7." in result.output


def test_an_empty_mailbox_says_so(command: CliRunner, tmp_path: Path) -> None:
    """Nothing is not an empty table."""
    folder = ("mail", "--data-dir", str(tmp_path))

    listed = command.invoke(app, [*folder, "list"])
    links = command.invoke(app, [*folder, "links"])

    assert "No letter has come." in listed.output
    assert "No letter with a link has come." in links.output
