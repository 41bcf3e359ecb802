"""Addresses of servers, as settings spell them, and who logs in there."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, Field


def _address(*schemes: str) -> Callable[[str], str]:
    def checked(url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in schemes:
            beginnings = " or ".join(f"{scheme}://" for scheme in schemes)
            raise ValueError(f"must begin with {beginnings}")
        if not parts.netloc:
            raise ValueError("names no host")
        return url.rstrip("/")

    return checked


_nats = _address("nats", "tls")


def _servers(urls: str) -> str:
    several = [_nats(url.strip()) for url in urls.split(",")]
    if len({urlsplit(url).scheme for url in several}) > 1:
        raise ValueError("must have tls:// in every address or in none")
    return ",".join(several)


PostgresUrl = Annotated[str, AfterValidator(_address("postgresql"))]
NatsUrls = Annotated[str, AfterValidator(_servers)]
SmtpUrl = Annotated[str, AfterValidator(_address("smtp", "smtps"))]
WebUrl = Annotated[str, AfterValidator(_address("http", "https"))]
MailAddress = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]


def logged_in(url: str, user: str, password: str) -> str:
    """Return the same address for that user, whoever stood in it before."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    login = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    return parts._replace(netloc=f"{login}@{place}").geturl()
