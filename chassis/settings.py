"""What the surroundings decide: read once at start, checked, and never changed.

The only module that looks at environment variables. Without addresses Medspil
starts its own PostgreSQL, NATS and mail catcher below `data_dir`.
"""

import os
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import quote, urlsplit

from pydantic import (
    AfterValidator,
    Field,
    FilePath,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "MEDSPIL_"


class BadSettingError(Exception):
    """A setting is wrong or unknown; the message names the variable."""


def _address(*schemes: str) -> AfterValidator:
    def checked(url: str) -> str:
        return _checked(url, schemes)

    return AfterValidator(checked)


def _addresses(*schemes: str) -> AfterValidator:
    """Check one address, or several with commas between them."""

    def checked(urls: str) -> str:
        return ",".join(_checked(url.strip(), schemes) for url in urls.split(","))

    return AfterValidator(checked)


def _checked(url: str, schemes: tuple[str, ...]) -> str:
    parts = urlsplit(url)
    if parts.scheme not in schemes:
        beginnings = " or ".join(f"{scheme}://" for scheme in schemes)
        raise ValueError(f"must begin with {beginnings}")
    if not parts.netloc:
        raise ValueError("names no host")
    return url.rstrip("/")


def _from_listening(earlier: dict[str, object]) -> str:
    return f"http://{earlier['host']}:{earlier['port']}"


PostgresUrl = Annotated[str, _address("postgresql")]
NatsUrl = Annotated[str, _addresses("nats", "tls")]
SmtpUrl = Annotated[str, _address("smtp", "smtps")]
WebUrl = Annotated[str, _address("http", "https")]
MailAddress = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]


class Settings(BaseSettings):
    """Every setting; its variable is its name in capitals behind MEDSPIL_."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
    )

    database_url: PostgresUrl | None = Field(
        None,
        repr=False,
        description="Of the owner, who migrates; host:port,host:port finds the primary "
        "among several; embedded if unset.",
    )
    database_password: SecretStr | None = Field(
        None, description="Of the services' own database roles."
    )
    database_password_file: FilePath | None = Field(
        None, description="A file that holds database_password."
    )
    nats_url: NatsUrl | None = Field(
        None,
        repr=False,
        description="Of the NATS servers, with commas between; embedded if unset.",
    )
    nats_replicas: Literal[1, 3, 5] = Field(
        1, description="On how many NATS servers each message is kept."
    )
    smtp_url: SmtpUrl | None = Field(
        None,
        repr=False,
        description="smtp[s]://user:password@host:port; a mail catcher if unset.",
    )
    mail_from: MailAddress = Field(
        "medspil@medspil.example", description="The sender of every e-mail."
    )
    reply_to: MailAddress | None = Field(None, description="Where answers go.")
    host: str = Field("127.0.0.1", min_length=1, description="Where to listen.")
    port: int = Field(8420, ge=0, le=65535, description="0 takes any free one.")
    public_url: WebUrl = Field(
        default_factory=_from_listening,
        description="How partners reach Medspil; from host and port if unset.",
    )
    data_dir: Path = Field(
        Path(".medspil"), description="Keys, mail, files of the embedded servers."
    )
    issuer: str = Field(
        "urn:medspil:local", min_length=1, description="Issues staff tokens (iss)."
    )
    audience: str = Field(
        "medspil", min_length=1, description="Whom staff tokens are for (aud)."
    )
    jwks_url: WebUrl | None = Field(
        None, description="The issuer's key set; a local issuer if unset."
    )
    jwks_file: FilePath | None = Field(None, description="The same as a file.")
    link_private_key_file: Path | None = Field(
        None, description="Signs partners' links; in data_dir if unset."
    )
    link_public_key_file: FilePath | None = Field(
        None, description="Reads partners' links and issues none."
    )
    movable_clock: Path | None = Field(
        None, description="File of a clock that may be moved; for demonstrations."
    )
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    otlp_endpoint: WebUrl | None = Field(
        None, description="Where traces go, e.g. http://collector:4318."
    )

    @model_validator(mode="after")
    def _unambiguous(self) -> Self:
        for one, other in (
            ("jwks_url", "jwks_file"),
            ("database_password", "database_password_file"),
            ("link_private_key_file", "link_public_key_file"),
        ):
            if getattr(self, one) is not None and getattr(self, other) is not None:
                raise ValueError(
                    f"set {_variable(one)} or {_variable(other)}, not both"
                )
        return self

    def service_database_url(self, service: str) -> str:
        """Return the database's address for the role medspil_<service>."""
        if self.database_url is None:
            raise BadSettingError(f"{_variable('database_url')} is not set.")
        password = self._service_password()
        login = f"medspil_{service}" + (
            f":{quote(password, safe='')}" if password else ""
        )
        parts = urlsplit(self.database_url)
        place = parts.netloc.rpartition("@")[2]
        return parts._replace(netloc=f"{login}@{place}").geturl()

    def _service_password(self) -> str:
        if self.database_password_file is not None:
            return self.database_password_file.read_text().strip()
        if self.database_password is not None:
            return self.database_password.get_secret_value()
        return ""


def load() -> Settings:
    """Read the settings from the environment; BadSettingError names what is wrong."""
    known = {_variable(name) for name in Settings.model_fields}
    unknown = sorted(
        name
        for name in os.environ  # noqa: TID251 - this is the one place
        if name.startswith(PREFIX) and name not in known
    )
    if unknown:
        raise BadSettingError(f"{unknown[0]}: there is no such setting.")
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettingError(_first_fault(error)) from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_input=False, include_url=False)[0]
    place = _variable(str(fault["loc"][0])) + ": " if fault["loc"] else ""
    return f"{place}{fault['msg'].removeprefix('Value error, ')}."


def _variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"
