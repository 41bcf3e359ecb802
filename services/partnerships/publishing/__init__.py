"""What the other services are told of an event, given the partnership after it."""

from services.partnerships.publishing.announcing import announce, message

__all__ = ["announce", "message"]
