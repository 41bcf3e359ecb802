"""Whose tokens are believed: an OIDC provider's, or those of this machine's issuer."""

from collections.abc import Iterable

import httpx

from chassis.auth import Authentication, Role
from chassis.issuer import LocalIssuer, kept_key
from chassis.keys import Fetch, JwksKeyRing, from_file, from_url
from chassis.settings import BadSettingError, Settings


def local_issuer(settings: Settings) -> LocalIssuer | None:
    """The issuer of the embedded mode; None where a provider issues the tokens."""
    if settings.jwks_url is not None or settings.jwks_file is not None:
        return None
    key = kept_key(settings.data_dir / "keys" / "staff.pem")
    return LocalIssuer(settings.issuer, settings.audience, key)


def authentication(settings: Settings, client: httpx.AsyncClient) -> Authentication:
    """How staff are recognised under these settings."""
    keys = JwksKeyRing(_key_set(settings, client))
    return Authentication(settings.issuer, settings.audience, keys)


def token(settings: Settings, subject: str, roles: Iterable[Role]) -> str:
    """A token of the local issuer; BadSettingError where there is none."""
    issuer = local_issuer(settings)
    if issuer is None:
        raise BadSettingError(
            "Your OIDC provider issues the tokens here (MEDSPIL_JWKS_URL is set)."
        )
    return issuer.issue(subject, roles)


def _key_set(settings: Settings, client: httpx.AsyncClient) -> Fetch:
    issuer = local_issuer(settings)
    if issuer is not None:
        return issuer.fetch
    if settings.jwks_file is not None:
        return from_file(settings.jwks_file)
    return from_url(client, str(settings.jwks_url))
