"""What can go wrong in a way that its own message explains, without a traceback."""

from chassis.archive import Stuck
from chassis.embedded import EmbeddedFailure
from chassis.settings import BadSettingError
from medspil.backup import NoBackup
from medspil.demo.office import RefusedError
from medspil.dumping import DumpFailed
from medspil.heads import BadHeadError
from medspil.launcher import NotStartedError, PortTakenError
from medspil.premises import InUseError
from medspil.restoring import NotRestored
from medspil.waiting import LostPatienceError

KNOWN = (
    BadHeadError,
    BadSettingError,
    DumpFailed,
    EmbeddedFailure,
    InUseError,
    LostPatienceError,
    NoBackup,
    NotRestored,
    NotStartedError,
    PortTakenError,
    RefusedError,
    Stuck,
)
