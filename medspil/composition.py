"""Puts the four services together; nothing else in the tree knows them all."""

from chassis.clock import Clock, MovableClock, SystemClock
from chassis.links import Links
from chassis.service import Service, Site
from chassis.settings import BadSettingError, Settings

NAMES = ("partnerships", "events", "notifications", "reporting")
CLOCK_FILE = "clock.json"  # in the data directory of a demo


def site(settings: Settings) -> Site:
    """What the services of one installation share: settings, clock, links."""
    return Site(settings, clock(settings), _links(settings))


def services(shared: Site, *names: str) -> list[Service]:
    """Assemble the named services, or all of them when none is named."""
    return [_assembled(name, shared) for name in names or NAMES]


def _assembled(name: str, shared: Site) -> Service:
    """Assemble one service; a process that serves it alone loads no other."""
    match name:
        case "partnerships":
            from services.partnerships.app import assemble
        case "events":
            from services.events.app import assemble
        case "notifications":
            from services.notifications.app import assemble
        case "reporting":
            from services.reporting.app import assemble
        case _:
            raise ValueError(f"There is no service {name}.")
    return assemble(shared)


def clock(settings: Settings) -> Clock:
    """The machine's clock, or one that can be moved where the settings name a file."""
    if settings.movable_clock is None:
        return SystemClock()
    return MovableClock(settings.movable_clock)


def require_own_clock(settings: Settings) -> None:
    """Refuse a folder with a clock of its own that the settings do not name.

    On the machine's clock everything in it that was to come would fall due at once.
    """
    own = settings.data_dir / CLOCK_FILE
    if settings.movable_clock is None and own.exists():
        raise BadSettingError(
            f"{settings.data_dir} has a clock of its own, which a demo moved. "
            f"Set MEDSPIL_MOVABLE_CLOCK={own} to go on with it, "
            "or name another folder with MEDSPIL_DATA_DIR."
        )


def _links(settings: Settings) -> Links:
    if settings.link_public_key_file is not None:
        return Links.reading(settings.link_public_key_file)
    kept = settings.link_private_key_file or settings.data_dir / "keys" / "links.pem"
    return Links.kept_in(kept)
