"""Every mistake in a definition at once, with its place, before anybody publishes it."""

from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.linting import (
    agreement,
    limits,
    measuring,
    naming,
    proposal,
    roles,
)
from services.partnerships.domain.linting.finding import Finding, Mistake
from services.partnerships.domain.policy import Policy


def lint(kind: Kind, policy: Policy) -> tuple[Finding, ...]:
    """Return what is wrong with a definition; nothing if it can be published."""
    return (
        *naming.mistakes(kind),
        *roles.mistakes(kind),
        *limits.mistakes(kind),
        *proposal.mistakes(kind),
        *agreement.mistakes(kind),
        *measuring.mistakes(kind, policy),
    )


__all__ = ["Finding", "Mistake", "lint"]
