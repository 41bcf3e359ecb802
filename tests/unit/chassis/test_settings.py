"""Settings are read once; the first bad one is named."""

from pathlib import Path

import pytest

from chassis.dialling import NatsAccess
from chassis.settings import BadSettingError, load


def test_without_a_variable_everything_is_local() -> None:
    """Loopback only, own servers, nothing to set."""
    settings = load()

    assert (settings.host, settings.port) == ("127.0.0.1", 8420)
    assert settings.public_url == "http://127.0.0.1:8420"
    assert settings.database_url is None
    assert settings.nats_url is None
    assert settings.smtp_url is None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MEDSPIL_PORT", "many", "MEDSPIL_PORT: "),
        ("MEDSPIL_PORT", "65536", "MEDSPIL_PORT: "),
        ("MEDSPIL_DATABASE_URL", "mysql://db", "must begin with postgresql://"),
        ("MEDSPIL_NATS_URL", "nats://", "MEDSPIL_NATS_URL: names no host."),
        ("MEDSPIL_NATS_URL", "nats://one,two", "must begin with nats:// or tls://"),
        ("MEDSPIL_NATS_REPLICAS", "2", "MEDSPIL_NATS_REPLICAS: "),
        (
            "MEDSPIL_NATS_URL",
            "tls://a:4222,nats://b:4222",
            "tls:// in every address or in none",
        ),
        ("MEDSPIL_NATS_NKEY_SEED_FILE", "/nowhere/seed", "MEDSPIL_NATS_NKEY_SEED_FILE"),
        ("MEDSPIL_SMTP_URL", "mail.example:25", "must begin with smtp:// or smtps://"),
        ("MEDSPIL_MAIL_FROM", "nobody", "MEDSPIL_MAIL_FROM: "),
        ("MEDSPIL_JWKS_FILE", "/nowhere/jwks.json", "MEDSPIL_JWKS_FILE: "),
        ("MEDSPIL_LOG_FORMAT", "xml", "MEDSPIL_LOG_FORMAT: "),
        ("MEDSPIL_PROT", "8421", "MEDSPIL_PROT: there is no such setting."),
    ],
)
def test_a_bad_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    """The operator should not have to guess which."""
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSettingError, match=said):
        load()


def test_a_bad_address_does_not_show_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Start-up messages end in logs."""
    monkeypatch.setenv("MEDSPIL_DATABASE_URL", "mysql://owner:hunter2@db/medspil")

    with pytest.raises(BadSettingError) as refused:
        load()

    assert "hunter2" not in str(refused.value)
    assert "hunter2" not in str(refused.value.__cause__)


def test_two_answers_to_one_question_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Which one counts must not be a matter of reading code."""
    jwks = tmp_path / "jwks.json"
    jwks.write_text("{}")
    monkeypatch.setenv("MEDSPIL_JWKS_FILE", str(jwks))
    monkeypatch.setenv("MEDSPIL_JWKS_URL", "https://login.example/jwks")

    with pytest.raises(
        BadSettingError,
        match=r"^set MEDSPIL_JWKS_URL or MEDSPIL_JWKS_FILE, not both\.$",
    ):
        load()


@pytest.mark.parametrize(
    ("owner", "service"),
    [
        (
            "postgresql://owner:pw@db.example:5433/medspil?sslmode=require",
            "postgresql://medspil_events:s%2F1@db.example:5433/medspil?sslmode=require",
        ),
        (
            "postgresql://postgres:@/postgres?host=/run/pg",
            "postgresql://medspil_events:s%2F1@/postgres?host=/run/pg",
        ),
        ("postgresql://db/medspil", "postgresql://medspil_events:s%2F1@db/medspil"),
    ],
)
def test_a_service_logs_in_with_its_own_role(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, owner: str, service: str
) -> None:
    """Same database, other role, password from a file."""
    secret = tmp_path / "password"
    secret.write_text("s/1\n")
    monkeypatch.setenv("MEDSPIL_DATABASE_URL", owner)
    monkeypatch.setenv("MEDSPIL_DATABASE_PASSWORD_FILE", str(secret))

    assert load().service_database_url("events") == service


def test_a_role_may_have_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded PostgreSQL trusts its own socket."""
    monkeypatch.setenv("MEDSPIL_DATABASE_URL", "postgresql://owner@db/medspil")

    assert load().service_database_url("events") == (
        "postgresql://medspil_events@db/medspil"
    )


def test_one_setting_names_the_passwords_of_every_service(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever tends all of them needs all; a missing file is named."""
    (tmp_path / "events").write_text("one\n")
    monkeypatch.setenv("MEDSPIL_DATABASE_URL", "postgresql://owner@db/medspil")
    monkeypatch.setenv("MEDSPIL_DATABASE_PASSWORD_FILE", f"{tmp_path}/{{service}}")

    assert load().service_database_url("events") == (
        "postgresql://medspil_events:one@db/medspil"
    )
    with pytest.raises(BadSettingError, match=r"/reporting cannot be read: No such"):
        load().service_database_url("reporting")


def test_passwords_of_others_come_from_files_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The owner's and the mail server's; the address says for whom."""
    secret = tmp_path / "password"
    secret.write_text("s/1\n")
    monkeypatch.setenv("MEDSPIL_DATABASE_URL", "postgresql://owner@db/medspil")
    monkeypatch.setenv("MEDSPIL_DATABASE_OWNER_PASSWORD_FILE", str(secret))
    monkeypatch.setenv("MEDSPIL_SMTP_URL", "smtp://a%40b.example@mail.example:587")
    monkeypatch.setenv("MEDSPIL_SMTP_PASSWORD_FILE", str(secret))

    settings = load()

    assert settings.owner_database_url() == "postgresql://owner:s%2F1@db/medspil"
    assert settings.mail_server_url() == ("smtp://a%40b.example:s%2F1@mail.example:587")


@pytest.mark.parametrize("url", ["smtp://mail.example", "smtp://user:pw@mail.example"])
def test_a_password_file_needs_somebody_who_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    """Otherwise it would be left unread, without a word."""
    secret = tmp_path / "password"
    secret.write_text("s/1\n")
    monkeypatch.setenv("MEDSPIL_SMTP_URL", url)
    monkeypatch.setenv("MEDSPIL_SMTP_PASSWORD_FILE", str(secret))

    with pytest.raises(BadSettingError, match=r"SMTP_PASSWORD_FILE needs"):
        load()


def test_an_authority_is_for_encrypted_connections(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With nats:// nobody's certificate would be looked at."""
    authority = tmp_path / "ca.pem"
    authority.write_text("")
    monkeypatch.setenv("MEDSPIL_NATS_URL", "nats://a:4222")
    monkeypatch.setenv("MEDSPIL_NATS_CA_FILE", str(authority))

    with pytest.raises(BadSettingError, match=r"NATS_CA_FILE needs .* tls://"):
        load()


def test_several_nats_servers_stand_with_commas_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A cluster is reached at any of them; each service has an inbox of its own."""
    monkeypatch.setenv("MEDSPIL_NATS_URL", "tls://a:4222, tls://b:4222/")

    access = NatsAccess.of(load(), "events")

    assert access.servers == ("tls://a:4222", "tls://b:4222")
    assert access.inbox_prefix == "_INBOX_events"


def test_messages_may_be_kept_on_three_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable is text, and the number of copies is a number."""
    monkeypatch.setenv("MEDSPIL_NATS_REPLICAS", "3")

    assert load().nats_replicas == 3


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings may be printed."""
    monkeypatch.setenv("MEDSPIL_DATABASE_URL", "postgresql://owner:hunter2@db/medspil")
    monkeypatch.setenv("MEDSPIL_SMTP_URL", "smtp://user:hunter3@mail.example:587")
    monkeypatch.setenv("MEDSPIL_DATABASE_PASSWORD", "hunter4")

    assert "hunter" not in repr(load())


def test_partners_reach_medspil_where_it_listens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Unless told otherwise; without a slash at the end in any case."""
    monkeypatch.setenv("MEDSPIL_PORT", "9000")

    assert load().public_url == "http://127.0.0.1:9000"

    monkeypatch.setenv("MEDSPIL_PUBLIC_URL", "https://medspil.example/")

    assert load().public_url == "https://medspil.example"
