"""What can go wrong in a way that its own message explains, without a traceback."""

from chassis.embedded import EmbeddedFailure
from chassis.settings import BadSettingError
from medspil.demo.office import RefusedError
from medspil.launcher import NotStartedError, PortTakenError
from medspil.premises import InUseError
from medspil.waiting import LostPatienceError

KNOWN = (
    BadSettingError,
    EmbeddedFailure,
    InUseError,
    LostPatienceError,
    NotStartedError,
    PortTakenError,
    RefusedError,
)
