"""What the surroundings decide: read once at start, checked, and never changed.

The only module that looks at environment variables. Without addresses Medspil
starts its own PostgreSQL, NATS and mail catcher below `data_dir`.
"""

import os
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import (
    BeforeValidator,
    Field,
    FilePath,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.addresses import (
    MailAddress,
    NatsUrls,
    PostgresUrl,
    SmtpUrl,
    WebUrl,
    logged_in,
)

PREFIX = "MEDSPIL_"


class BadSettingError(Exception):
    """A setting is wrong or unknown; the message names the variable."""


def _from_listening(earlier: dict[str, object]) -> str:
    return f"http://{earlier['host']}:{earlier['port']}"


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
    database_owner_password_file: FilePath | None = Field(
        None, description="A file that holds the owner's password."
    )
    database_password: SecretStr | None = Field(
        None, description="Of the services' own database roles."
    )
    database_password_file: Path | None = Field(
        None,
        description="A file that holds it; {service} in its path is each one's name.",
    )
    nats_url: NatsUrls | None = Field(
        None,
        repr=False,
        description="Of the NATS servers, with commas between; embedded if unset.",
    )
    nats_replicas: Annotated[Literal[1, 3, 5], BeforeValidator(int)] = Field(
        1, description="On how many NATS servers each message is kept."
    )
    nats_nkey_seed_file: FilePath | None = Field(
        None, description="A file that holds the seed with which we log in to NATS."
    )
    nats_ca_file: FilePath | None = Field(
        None, description="Who signs the NATS servers' certificates; else the system."
    )
    smtp_url: SmtpUrl | None = Field(
        None,
        repr=False,
        description="smtp[s]://user:password@host:port; a mail catcher if unset.",
    )
    smtp_password_file: FilePath | None = Field(
        None, description="A file that holds the password of smtp_url's user."
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
    drain_seconds: float = Field(
        0,
        ge=0,
        le=300,
        description="To serve on after a signal, while /healthz says that we leave.",
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

    @model_validator(mode="after")
    def _one_password_each(self) -> Self:
        for address, file in (
            ("database_url", "database_owner_password_file"),
            ("smtp_url", "smtp_password_file"),
        ):
            if getattr(self, file) is None:
                continue
            url = urlsplit(getattr(self, address) or "")
            if not url.username or url.password:
                raise ValueError(
                    f"{_variable(file)} needs {_variable(address)} with a user "
                    "and without a password"
                )
        return self

    @model_validator(mode="after")
    def _encrypted(self) -> Self:
        if self.nats_ca_file and not (self.nats_url or "").startswith("tls://"):
            raise ValueError(
                f"{_variable('nats_ca_file')} needs {_variable('nats_url')} "
                "with tls:// addresses"
            )
        return self

    def owner_database_url(self) -> str:
        """Return the database's address for its owner, who migrates."""
        if self.database_url is None:
            raise BadSettingError(f"{_variable('database_url')} is not set.")
        return _completed(self.database_url, self.database_owner_password_file)

    def service_database_url(self, service: str) -> str:
        """Return the database's address for the role medspil_<service>."""
        if self.database_url is None:
            raise BadSettingError(f"{_variable('database_url')} is not set.")
        password = self.service_password(service)
        return logged_in(self.database_url, f"medspil_{service}", password)

    def service_password(self, service: str) -> str:
        """Return the password of a service's database role; empty when it has none."""
        if self.database_password_file is not None:
            pattern = str(self.database_password_file)
            return _held_by(Path(pattern.replace("{service}", service)))
        if self.database_password is not None:
            return self.database_password.get_secret_value()
        return ""

    def mail_server_url(self) -> str:
        """Return the mail server's address with the password that belongs to it."""
        if self.smtp_url is None:
            raise BadSettingError(f"{_variable('smtp_url')} is not set.")
        return _completed(self.smtp_url, self.smtp_password_file)


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


def _completed(url: str, password_file: Path | None) -> str:
    if password_file is None:
        return url
    user = urlsplit(url).username or ""
    return logged_in(url, unquote(user), _held_by(password_file))


def _held_by(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError as error:
        raise BadSettingError(f"{file} cannot be read: {error.strerror}.") from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_input=False, include_url=False)[0]
    place = _variable(str(fault["loc"][0])) + ": " if fault["loc"] else ""
    return f"{place}{fault['msg'].removeprefix('Value error, ')}."


def _variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"
